"""Functions and their first two derivatives on one x axis."""

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from activations import Activation
from activations.calculus.sampling import Curves
from activations.elementwise import FloatArray
from activations.libraries import implementation_of
from pages.ui.charts.grid import TALLEST_PANEL, bend_of, even_points, plotting_grid
from pages.ui.charts.sheet import FunctionNames, Lines, Mark, Panel, Readout, Sheet, panel_readout
from pages.ui.charts.ticks import Axis, axis_around, read_at
from pages.ui.chosen import Curve
from pages.ui.tables import Table
from pages.ui.wording import have, listed, number_text, unformatted

ORDERS = ("f", "f′", "f″")
PANEL_HEIGHTS = (TALLEST_PANEL, 140, 100)

_OF_NEITHER = "the slope of neither side"
_SAME = 1e-9  # a difference of values or slopes that is nothing but rounding


@dataclass(frozen=True, slots=True)
class Drawing:
    """Curves from one end of the x axis to the other, with the y axes that they are drawn on."""

    curves: Sequence[Curve]
    x: FloatArray
    segment: NDArray[np.int8]  # of the lines: a jump parts two of them
    orders: tuple[FloatArray, FloatArray, FloatArray]  # values of f, f′ and f″: a row per x, a column per curve
    axes: tuple[Axis, Axis, Axis]
    readout: Readout

    @property
    def names(self) -> FunctionNames:
        return tuple(curve.name for curve in self.curves)

    @property
    def x_axis(self) -> Axis:
        return Axis(float(self.x[0]), float(self.x[-1]))


def drawing_of(curves: Sequence[Curve], low: float, high: float, *, fitted: bool) -> Drawing:
    """The curves from low to high, on y axes that end where they do, or else stay while a parameter moves."""
    breakpoints = [point for curve in curves for point in curve.breakpoints]
    hidden = np.concatenate([curve.hidden for curve in curves])
    each = [curve.orders for curve in curves]
    bend = None if hidden.size else np.max([_bend_at_even_points(orders, low, high) for orders in each], axis=0)
    grid = plotting_grid(lambda x: _values(each, x), low, high, breakpoints, hidden=hidden, bend=bend)
    # At round numbers, since a reader remembers them.
    read = read_at(low, high)
    values = np.stack(list(_values(each, np.concatenate([grid.at, read]))), axis=1)
    drawn, told = values[: grid.x.size], values[grid.x.size :]
    orders = _by_order(drawn)
    defaults = orders if fitted else _by_order(_other_values_at_defaults(curves, grid.x))
    axes = [
        axis_around(own) if fitted else _steady_axis(np.concatenate([own, usual], axis=1))
        for own, usual in zip(orders, defaults, strict=True)
    ]
    by_panel = told.reshape(read.size, len(curves), len(ORDERS)).swapaxes(1, 2)
    readout = panel_readout(read, "x", curves[0].titles, tuple(curve.name for curve in curves), by_panel)
    return Drawing(curves, grid.x, grid.segment, orders, (axes[0], axes[1], axes[2]), readout)


def even_table(curves: Sequence[Curve], low: float, high: float, rows: int) -> pd.DataFrame:
    """So many evenly spaced x from low to high, and for each curve the columns of its titles: ELU, ELU′ and ELU″."""
    x = np.linspace(low, high, rows)
    titles = [title for curve in curves for title in curve.titles]
    return pd.DataFrame({"x": x, **dict(zip(titles, _values([curve.orders for curve in curves], x), strict=True))})


def here(x: float) -> tuple[Mark, ...]:
    """The reader's own x, through all panels."""
    return tuple(Mark(f"x = {number_text(x)}" * (panel == 0), x=x, panel=panel) for panel in range(len(ORDERS)))


def value_table(curves: Sequence[Curve], x: float) -> Table:
    """f(x), f′(x) and f″(x) of each curve, in columns so named."""
    values = np.array([_values_at(curve.orders, x) for curve in curves])
    return Table("function", [curve.name for curve in curves], dict(zip(_titles_at(x), values.T.tolist(), strict=True)))


def values_at(curve: Curve, x: float) -> Table:
    """The same of one curve, a row each."""
    return Table("value", _titles_at(x), {curve.name: _values_at(curve.orders, x).tolist()})


def kink_sentence(chosen: Sequence[Activation], x: float) -> str:
    """Whose convention the slopes at x are, where functions have two; empty if none has."""
    bent = [each for each in chosen if _is_kink(each, x)]
    if not bent:
        return ""
    names: dict[str, list[str]] = {}
    for each in bent:
        known = implementation_of(each, "PyTorch")
        names.setdefault("the slope that PyTorch gives" if known else _whose_slope(each, x), []).append(each.name)
    sentences = [f"At x = {number_text(x, 6)} a kink or a jump leaves f′ to convention."]
    for slope, own in names.items():
        lacking = "" if "PyTorch" in slope else ", which PyTorch lacks,"
        sentences.append(f"There {listed(own)}{lacking} {have(own)} {slope}.")
    return " ".join([*sentences, *["f″ is that of the same side."] * (_OF_NEITHER not in names)])


def definitions(chosen: Sequence[Activation]) -> str:
    """Formulas with their sources, as Markdown: an element for each would cost a browser a tenth of its repaint."""
    return "\n\n".join(
        f"$\\displaystyle {each.definition.formula}$  \n:small[{unformatted(each.definition.reference)}]"
        for each in chosen
    )


def curve_picture(drawn: Drawing, alt: str, *marks: Mark) -> Sheet:
    """The curves and no more, but for marks."""
    panels = curve_panels(drawn, PANEL_HEIGHTS, numbered=True)
    return Sheet(alt=alt, names=drawn.names, panels=panels, x_title="x", marks=marks, readout=drawn.readout)


def curve_panels(drawn: Drawing, heights: Sequence[int], *, numbered: bool) -> list[Panel]:
    """Panels of the curves and their derivatives; the last may have a numbered x axis."""
    alone = len(drawn.curves) == 1
    titles = drawn.curves[0].titles if alone else [f"{order}(x)" for order in ORDERS]
    return [
        Panel(
            title=title,
            height=height,
            x=drawn.x_axis,
            y=axis,
            content=[Lines(drawn.x, values, drawn.segment)],
            ends=None if alone else values[-1],
            x_labels=numbered and k == len(ORDERS) - 1,
        )
        for k, (title, height, axis, values) in enumerate(zip(titles, heights, drawn.axes, drawn.orders, strict=True))
    ]


def _is_kink(activation: Activation, x: float) -> bool:
    if x not in activation.breakpoints:
        return False
    sides = _sides_of(x)
    return bool(np.ptp(activation(sides)) > _SAME or np.ptp(activation.derivative(sides)) > _SAME)


def _whose_slope(activation: Activation, x: float) -> str:
    left, right = np.abs(activation.derivative(_sides_of(x)) - activation.derivative(x)) <= _SAME
    return "the slope of the left side" if left else "the slope of the right side" if right else _OF_NEITHER


def _sides_of(x: float) -> FloatArray:
    """Beside a breakpoint, and not where rounding may still take it for that."""
    return np.array([-1.0, 1.0]) * (16.0 * math.ulp(x)) + x


def _titles_at(x: float) -> list[str]:
    return [f"{order}({number_text(x, 6)})" for order in ORDERS]


# Of the curves on a page most stay as they are when a control is moved.
@functools.lru_cache(maxsize=256)
def _bend_at_even_points(curves: Curves, low: float, high: float) -> FloatArray:
    x = even_points(low, high)
    return bend_of(curves.jet(x), x)


@functools.lru_cache(maxsize=256)
def _values_at(curves: Curves, x: float) -> FloatArray:
    return curves.jet(np.asarray(x))


def _values(curves: Sequence[Curves], x: FloatArray) -> Iterator[FloatArray]:
    return (values for orders in curves for values in orders.jet(x))


def _other_values_at_defaults(curves: Sequence[Curve], x: FloatArray) -> FloatArray:
    moved = [curve.orders_at_defaults for curve in curves if curve.orders_at_defaults is not curve.orders]
    return np.stack([*_values(moved, x)], axis=1) if moved else np.empty((x.size, 0))


def _by_order(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    return values[:, 0 :: len(ORDERS)], values[:, 1 :: len(ORDERS)], values[:, 2 :: len(ORDERS)]


def _steady_axis(values: FloatArray) -> Axis:
    """An axis that widens by steps when a curve would leave it."""
    around = axis_around(values)
    step = 2.0 ** math.floor(math.log2(around.high - around.low) - 2.0)
    return Axis(step * math.floor(around.low / step), step * math.ceil(around.high / step))
