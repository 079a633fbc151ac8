"""Panels, one below the other, as one picture: what stands in each, in the units of its axes.

Vega-Lite would make each panel a view of its own, with axes that stick out of the width that Streamlit gives, and with
a pointer, a rule and a tooltip for every one. Here a picture is one view: `placed` turns values into places, 0 to 1
across and pixels down, and `specification` says how they are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from pages.ui.charts.ticks import Axis

FunctionNames = tuple[str, ...]


class Lines(NamedTuple):
    """A line per name: column k of `y` is that of the k-th, or of the k-th of those that lines are `of`.

    NaN, or the end of a segment, interrupts it.
    """

    x: FloatArray
    y: FloatArray
    segment: NDArray[np.integer[Any]] | None = None
    of: tuple[int, ...] = ()


class Points(NamedTuple):
    """Points of each name: column k of `y` is that of the k-th, NaN where there is none."""

    x: FloatArray
    y: FloatArray


class Before(NamedTuple):
    """A faint line per name: what column k of `y` was of the k-th before, to compare with; NaN interrupts it."""

    x: FloatArray
    y: FloatArray


class Band(NamedTuple):
    """An area per name, from column k of `low` up to that of `high`; where a name has NaN it has none."""

    x: FloatArray
    low: FloatArray
    high: FloatArray


class Faint(NamedTuple):
    """Lines without names, in the background: each column of `y` is one."""

    x: FloatArray
    y: FloatArray


class Bars(NamedTuple):
    """Bars of the `name`-th name."""

    name: int
    left: FloatArray
    right: FloatArray
    bottom: FloatArray
    top: FloatArray


class Numbers(NamedTuple):
    """Small numbers, each to the right of its point or to the left, where a panel is `room` pixels wide."""

    x: FloatArray
    y: FloatArray
    texts: tuple[str, ...]
    leftward: NDArray[np.bool_]
    room: FloatArray


class Area(NamedTuple):
    """A faint area without a name, between two heights at each x."""

    x: FloatArray
    low: FloatArray
    high: FloatArray


Content = Lines | Points | Before | Band | Area | Faint | Bars | Numbers


class Mark(NamedTuple):
    """An answer on the chart: a point, or without `x` a horizontal line, without `y` a vertical one, with its label.

    The axes have a tick there. Panels count from 0 at the top.
    """

    label: str
    x: float | None = None
    y: float | None = None
    panel: int = 0
    to: float | None = None  # in place of the point a bar, from `y` to here
    name: int | None = None  # in the colour of the name of this number


class Readout(NamedTuple):
    """What the pointer tells: at each x a row of numbers, under the titles of their columns."""

    x: FloatArray
    x_title: str
    titles: tuple[str, ...]
    columns: FloatArray
    told: tuple[tuple[int, ...], ...] = ()  # which columns each panel tells, under its title; if empty, all tell all


def panel_readout(
    x: FloatArray, x_title: str, panel_titles: tuple[str, ...], names: FunctionNames, values: FloatArray
) -> Readout:
    """What each panel tells of each name, for values of shape (x, panels, names); of one name, each tells all."""
    _, panels, count = values.shape
    columns = values.reshape(x.size, -1)
    if count == 1:
        return Readout(x, x_title, panel_titles, columns)
    told = tuple(tuple(range(k * count, (k + 1) * count)) for k in range(panels))
    return Readout(x, x_title, names * panels, columns, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A rectangle with axes, and what stands in it."""

    title: str
    height: int
    x: Axis
    y: Axis
    content: Sequence[Content]
    ends: FloatArray | None = None  # the heights at which names are to stand at the right, NaN for one that is not to
    x_labels: bool = False
    y_labels: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A picture: panels of the same names, and the sentence that stands for it where it cannot be seen."""

    alt: str
    names: FunctionNames
    panels: Sequence[Panel]
    x_title: str
    marks: tuple[Mark, ...] = ()
    readout: Readout | None = None
    among: FunctionNames = ()  # the names that share out the colours, if these are only some of them
    legend: bool = True

    def marked(self, *marks: Mark) -> "Sheet":
        """The same with more marks."""
        return replace(self, marks=(*self.marks, *marks))

    def captioned(self, caption: str) -> "Sheet":
        """The same with a caption before the title of its first panel."""
        first, *others = self.panels
        return replace(self, panels=[replace(first, title=f"{caption}: {first.title}"), *others])


def line_ends(y: FloatArray) -> FloatArray:
    """The last value of each column that is a number; NaN if there is none."""
    known = np.isfinite(y)
    last = y.shape[0] - 1 - np.argmax(known[::-1], axis=0)
    return np.where(known.any(axis=0), y[last, np.arange(y.shape[1])], np.nan)
