"""Slices of a gated unit, or of its partial derivatives, as curves."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from activations.gates import Gate
from pages.ui.charts.grid import plotting_grid
from pages.ui.charts.sheet import Lines, Mark, Panel, Readout, Sheet
from pages.ui.charts.ticks import Axis, axis_around, read_at
from pages.ui.views.gate_fields import Field, fields_of, inside
from pages.ui.wording import number_text

_HEIGHT = 150


def slices(gate: Gate, low: float, high: float, at: tuple[float, float], *, partials: bool) -> Sheet:
    """The unit along g and along u through the reader's point, or both partial derivatives along g."""
    g, u = at
    y, by_gate, by_value = fields_of(gate)
    along_g, along_u = inside(gate.gate.breakpoints, low, high), inside(gate.value.breakpoints, low, high)
    if partials:
        lines = [
            _Slice(f"{each.symbol} at u = {number_text(u)}", _along_g(each, u), along_g, g)
            for each in (by_gate, by_value)
        ]
    else:
        lines = [
            _Slice(f"y along g, at u = {number_text(u)}", _along_g(y, u), along_g, g),
            _Slice(f"y along u, at g = {number_text(g)}", lambda x: y.of_both(g, x), along_u, u),
        ]
    # Not the titles with the place in them: a chart whose columns are called otherwise is built anew.
    told = ("∂y/∂g", "∂y/∂u") if partials else ("y along g", "y along u")
    read = read_at(low, high)
    titles = tuple(each.title for each in lines)
    return Sheet(
        alt=f"{gate.name} in slices: {' and '.join(titles)}.",
        names=(gate.name,),
        panels=[_panel(each, low, high) for each in lines],
        x_title="g" if partials else "g above, u below",
        marks=tuple(
            Mark(number_text(height), each.here, height, panel)
            for panel, each in enumerate(lines)
            if low <= each.here <= high and math.isfinite(height := float(each.function(np.array(each.here))))
        ),
        readout=Readout(read, "at", told, np.stack([each.function(read) for each in lines], axis=1)),
    )


class _Slice(NamedTuple):
    title: str
    function: Callable[[FloatArray], FloatArray]
    breakpoints: Sequence[float]
    here: float


def _along_g(field: Field, u: float) -> Callable[[FloatArray], FloatArray]:
    return lambda x: field.of_both(x, u)


def _panel(each: _Slice, low: float, high: float) -> Panel:
    grid = plotting_grid(lambda x: [each.function(x)], low, high, each.breakpoints)
    values = each.function(grid.at)[:, np.newaxis]
    return Panel(
        title=each.title,
        height=_HEIGHT,
        x=Axis(low, high),
        y=axis_around(values),
        content=[Lines(grid.x, values, grid.segment)],
        x_labels=True,
    )
