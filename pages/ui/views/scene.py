"""One panel of curves with the answer to a question marked on it: a scene of the story."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from activations.elementwise import FloatArray, RealFunction
from pages.ui.charts.grid import plotting_grid
from pages.ui.charts.sheet import Area, FunctionNames, Lines, Mark, Panel, Readout, Sheet, line_ends
from pages.ui.charts.ticks import Axis, read_at

HEIGHT = 400  # pixels, with the axis of x
_PANEL_HEIGHT = HEIGHT - 57

# How much of the panel's height the density of the inputs takes.
_DENSITY_SHARE = 0.25


class Stage(NamedTuple):
    """The axes of a scene, which stay while the reader moves its controls."""

    x: Axis
    y: Axis
    x_title: str = "x"
    y_title: str = ""


class Curves(NamedTuple):
    """Curves with names, a column of y each, and where the pointer reads them: x, and a column of values each."""

    names: FunctionNames
    lines: Lines
    read: tuple[FloatArray, FloatArray]


def curves_on(stage: Stage, curves: Mapping[str, RealFunction], breakpoints: Sequence[float] = ()) -> Curves:
    """Curves along the whole x axis."""

    def values(x: FloatArray) -> FloatArray:
        return np.stack([curve(x) for curve in curves.values()], axis=-1)

    grid = plotting_grid(lambda x: values(x).T, stage.x.low, stage.x.high, breakpoints)
    read = read_at(stage.x.low, stage.x.high)
    return Curves(tuple(curves), Lines(grid.x, values(grid.at), grid.segment), (read, values(read)))


def scene_of(stage: Stage, curves: Curves, alt: str, *marks: Mark, density: RealFunction | None = None) -> Sheet:
    """The curves, with what answers the question; `density` is that of the inputs, drawn faintly along the x axis."""
    lines = curves.lines
    panel = Panel(
        title=stage.y_title,
        height=_PANEL_HEIGHT,
        x=stage.x,
        y=stage.y,
        content=[*([_area(stage, density)] if density else []), _within(stage.y, lines)],
        ends=line_ends(lines.y) if lines.x.size > 1 else None,  # a point at the left has no end at the right
        x_labels=True,
    )
    return Sheet(
        alt=alt,
        names=curves.names,
        panels=[panel],
        x_title=stage.x_title,
        marks=marks,
        readout=Readout(curves.read[0], stage.x_title, curves.names, curves.read[1]),
        legend=False,
    )


def _within(axis: Axis, lines: Lines) -> Lines:
    """The lines as far as they lie on the axis."""
    return lines._replace(y=np.where((lines.y >= axis.low) & (lines.y <= axis.high), lines.y, np.nan))


def _area(stage: Stage, density: RealFunction) -> Area:
    x = np.linspace(stage.x.low, stage.x.high, 121)
    height = density(x)
    low = np.full(x.size, stage.y.low)
    return Area(x, low, low + _DENSITY_SHARE * (stage.y.high - stage.y.low) * height / height.max())
