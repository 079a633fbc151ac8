"""A quantity in layer after layer, as theory has it and as it was simulated."""

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from pages.ui.charts.sheet import Lines, Panel, Points, line_ends
from pages.ui.charts.ticks import LEAST_FACTOR_OF_NOISE, Axis, axis_for_most

_ROUNDING = 1e-9  # of a place on an axis, in its length


def compared_panel(
    title: str, height: int, simulated: FloatArray, theory: FloatArray, *, log: bool, named: bool, x_labels: bool
) -> Panel:
    """Lines of theory and points of a simulation: a row for each layer, 0 being the inputs, and a column per name."""
    axis, _ = axis_and_out(simulated, theory, log=log)
    points, lines = (np.where(np.isfinite(axis.share(each)), each, np.nan) for each in (simulated, theory))
    x = np.arange(float(len(theory)))
    return Panel(
        title=title,
        height=height,
        x=Axis(0.0, float(x[-1]), whole=True),
        y=axis,
        content=[_lines_within(x, lines, axis), Points(x, np.where(_is_within(axis.share(points)), points, np.nan))],
        ends=_ends(points, lines) if named else None,
        x_labels=x_labels,
    )


def axis_and_out(simulated: FloatArray, theory: FloatArray, *, log: bool) -> tuple[Axis, tuple[int, ...]]:
    """The axis of such a panel, and the columns that run out of it, lest all others be squeezed into a line."""
    return axis_for_most(np.concatenate([simulated, theory]), log=log, least_factor=LEAST_FACTOR_OF_NOISE)


def _is_within(share: FloatArray) -> NDArray[np.bool_]:
    return np.asarray((share >= 0.0) & (share <= 1.0))


def _lines_within(x: FloatArray, y: FloatArray, axis: Axis) -> Lines:
    """Lines as far as the axis reaches: cut where they cross its ends, which no layer is at."""
    share = axis.share(y)
    step = np.diff(share, axis=0)
    crossings = [x]
    for end in (0.0, 1.0):
        part = np.divide(end - share[:-1], step, out=np.full(step.shape, np.nan), where=step != 0.0)
        crossings.append((x[:-1, np.newaxis] + part)[(part > 0.0) & (part < 1.0)])
    if not any(each.size for each in crossings[1:]):
        return Lines(x, y)
    finer = np.unique(np.concatenate(crossings))
    # One beside another may be off the end by a rounding.
    found = np.stack([np.interp(finer, x, column) for column in share.T], axis=1)
    nearly = np.where(np.abs(found - np.clip(found, 0.0, 1.0)) < _ROUNDING, np.clip(found, 0.0, 1.0), found)
    return Lines(finer, axis.at(np.where(_is_within(nearly), nearly, np.nan)))


def _ends(simulated: FloatArray, theory: FloatArray) -> FloatArray:
    """Where names stand: at the end of theory, or where there is none, of what was simulated."""
    ends = line_ends(theory)
    return np.where(np.isnan(ends), line_ends(simulated), ends)
