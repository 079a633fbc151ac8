"""A quantity in layer after layer, as theory has it and as it was simulated."""

import numpy as np

from activations.elementwise import FloatArray
from pages.ui.charts.sheet import Lines, Panel, Points, line_ends
from pages.ui.charts.ticks import LEAST_FACTOR_OF_NOISE, Axis, axis_around


def compared_panel(
    title: str, height: int, simulated: FloatArray, theory: FloatArray, *, log: bool, named: bool, x_labels: bool
) -> Panel:
    """Lines of theory and points of a simulation: a row for each layer, 0 being the inputs, and a column per name."""
    x = np.arange(float(len(theory)))
    axis = axis_around(np.concatenate([simulated, theory]), log=log, least_factor=LEAST_FACTOR_OF_NOISE)
    points, lines = (np.where(axis.share(each) >= 0.0, each, np.nan) for each in (simulated, theory))
    return Panel(
        title=title,
        height=height,
        x=Axis(0.0, float(x[-1]), whole=True),
        y=axis,
        content=[Lines(x, lines), Points(x, points)],
        ends=_ends(points, lines) if named else None,
        x_labels=x_labels,
    )


def _ends(simulated: FloatArray, theory: FloatArray) -> FloatArray:
    """Where names stand: at the end of theory, or where there is none, of what was simulated."""
    ends = line_ends(theory)
    return np.where(np.isnan(ends), line_ends(simulated), ends)
