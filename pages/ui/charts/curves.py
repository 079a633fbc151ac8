"""A function and its first two derivatives on one x axis, and where its gradient vanishes."""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from activations.functions.elementwise import FloatArray
from activations.vanishing import is_wave, vanishing_intervals
from pages.ui.charts.grid import TALLEST_PANEL, plotting_grid
from pages.ui.charts.specification import (
    INK,
    Chart,
    FunctionNames,
    Specification,
    colour,
    focused,
    function_column,
    function_lines,
    pointer_rule,
    specification,
    stacked,
    y_axis,
)
from pages.ui.chosen import PRIMES, ChosenFunction, Curve
from pages.ui.wording import Interval, figure, listed, on_intervals

ORDERS = ("f", "f′", "f″")
PANEL_HEIGHTS = (TALLEST_PANEL, 105, 85)
HEIGHTS_WITHOUT_LANES = (TALLEST_PANEL, 120, 110)

# What labels an axis has room for; beyond, they count a power of ten that stands in its title.
_FINEST_LABELS, _LONGEST_LABELS = 0.05, 1e5
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Units = tuple[int, int, int]  # for each panel the power of ten that its axis counts


@dataclass(frozen=True, slots=True)
class Drawing:
    """Curves as a chart takes them."""

    table: pd.DataFrame  # see `curve_table`
    names: FunctionNames
    units: Units
    panel_tables: dict[str, pd.DataFrame]  # "lines", "values" and "ranges"

    @property
    def titles(self) -> tuple[str, ...]:
        """Of each curve and its derivatives, in the order of the table's columns."""
        return tuple(self.table.columns[2:])


def drawing(curves: Sequence[Curve], low: float, high: float, *, fitted: bool) -> Drawing:
    """The curves from low to high, on y axes that end where they do, or else stay while a parameter moves."""
    table = curve_table(curves, low, high)
    names = tuple(curve.name for curve in curves)
    ranges = fitted_ranges(table) if fitted else steady_ranges(curves, table)
    units = axis_units(ranges)
    tables = {
        "lines": _in_units(line_table(table, names), units),
        "values": table.set_axis(["x", "segment", *_value_fields(len(names))], axis="columns"),
        "ranges": _in_units(ranges, units),
    }
    return Drawing(table, names, units, tables)


def curve_table(curves: Sequence[Curve], low: float, high: float) -> pd.DataFrame:
    """One row per x: x, segment, and for each curve the columns of its titles, such as ELU, ELU′ and ELU″."""
    breakpoints = [point for curve in curves for point in curve.breakpoints]
    grid = plotting_grid(lambda x: _all_orders(curves, x), low, high, breakpoints)
    titles = [title for curve in curves for title in curve.titles]
    columns = dict(zip(titles, _all_orders(curves, grid.at), strict=True))
    return pd.DataFrame({"x": grid.x, "segment": grid.segment, **columns})


def line_table(table: pd.DataFrame, names: FunctionNames) -> pd.DataFrame:
    """The curve table with one row per x and curve: x, segment, f, f′, f″, function."""
    orders = dict(zip(ORDERS, (part.ravel(order="F") for part in _by_order(table)), strict=True))
    return pd.DataFrame(
        {
            "x": np.tile(table["x"].to_numpy(), len(names)).astype(np.float32),
            "segment": np.tile(table["segment"].to_numpy(), len(names)),
            **orders,
            "function": function_column(names, [len(table)] * len(names)),
        }
    )


def value_table(curves: Sequence[Curve], x: float) -> pd.DataFrame:
    """f(x), f′(x) and f″(x) of each curve, in columns so named; the curves are the index."""
    values = [[float(value) for value in _all_orders([curve], np.asarray(x))] for curve in curves]
    columns = [f"{order}({figure(x, 6)})" for order in ORDERS]
    return pd.DataFrame(values, pd.Index([curve.name for curve in curves], name="function"), columns)


def steady_ranges(curves: Sequence[Curve], table: pd.DataFrame) -> pd.DataFrame:
    """Ends of each y axis that stay while a parameter moves, and widen by steps when a curve would leave them."""
    defaults = list(_all_orders([curve.with_defaults() for curve in curves], table["x"].to_numpy()))
    return pd.DataFrame(
        {
            order: _rounded_out(np.concatenate([*defaults[k :: len(ORDERS)], drawn.ravel()]))
            for k, (order, drawn) in enumerate(zip(ORDERS, _by_order(table), strict=True))
        }
    )


def fitted_ranges(table: pd.DataFrame) -> pd.DataFrame:
    """Ends of each y axis where its curves end."""
    return pd.DataFrame({order: (part.min(), part.max()) for order, part in zip(ORDERS, _by_order(table), strict=True)})


def axis_units(ranges: pd.DataFrame) -> Units:
    """The power of ten that each y axis counts: 0 where its labels are short without."""
    function, derivative, second = (_axis_unit(float(np.abs(ranges[order].to_numpy()).max())) for order in ORDERS)
    return function, derivative, second


def threshold_table(epsilon: float, units: Units) -> pd.DataFrame:
    """Where the panel of f′ has the slopes ±epsilon."""
    return pd.DataFrame({"slope": np.array([-epsilon, epsilon]) / 10.0 ** units[1]})


def vanishing(chosen: Sequence[ChosenFunction], epsilon: float) -> dict[str, tuple[Interval, ...]]:
    """For each function, where |f′| < epsilon."""
    return {
        function.name: vanishing_intervals(function.activation, epsilon, **function.parameters) for function in chosen
    }


def vanishing_table(intervals: dict[str, tuple[Interval, ...]], low: float, high: float) -> pd.DataFrame:
    """The part of each interval that lies on the x axis: function, low, high."""
    rows = [
        (name, max(start, low), min(end, high))
        for name, ends in intervals.items()
        for start, end in ends
        if start < high and end > low
    ]
    return pd.DataFrame(rows, columns=["function", "low", "high"])


def vanishing_chart(
    drawn: Drawing, intervals: dict[str, tuple[Interval, ...]], epsilon: float, low: float, high: float
) -> tuple[Specification, dict[str, pd.DataFrame]]:
    """The chart of a drawing from low to high that marks the intervals where |f′| < epsilon, with its tables."""
    return curve_chart(drawn.names, drawn.units), {
        **drawn.panel_tables,
        "thresholds": threshold_table(epsilon, drawn.units),
        "vanishing": vanishing_table(intervals, low, high),
    }


def plain_chart(drawn: Drawing) -> tuple[Specification, dict[str, pd.DataFrame]]:
    """The chart of a drawing and no more, with its tables."""
    return plain_curve_chart(drawn.names, drawn.titles, drawn.units), drawn.panel_tables


@specification
def plain_curve_chart(names: FunctionNames, titles: tuple[str, ...], units: Units) -> Chart:
    """Panels of f, f′ and f″ from the tables of a drawing."""
    axes = [f"{order}(x)" for order in ORDERS]
    return stacked(curve_panels(names, titles, axes, HEIGHTS_WITHOUT_LANES, units, numbered=True), focus=True)


@specification
def curve_chart(names: FunctionNames, units: Units) -> Chart:
    """Panels of f, f′ and f″ from the tables of a drawing, "thresholds" and "vanishing"."""
    titles = tuple(name + prime for name in names for prime in PRIMES)
    panels = curve_panels(names, titles, [f"{order}(x)" for order in ORDERS], PANEL_HEIGHTS, units, numbered=False)
    panels[1] += (
        alt.Chart(alt.NamedData("thresholds"))
        .mark_rule(strokeDash=[4, 4], opacity=0.5, color=INK)
        .encode(alt.Y("slope:Q"))
    )
    return stacked([*panels, _vanishing_lanes(names)], focus=True)


def curve_panels(
    names: FunctionNames,
    titles: Sequence[str],
    axes: Sequence[str],
    heights: Sequence[int],
    units: Units,
    *,
    numbered: bool,
) -> list[Chart]:
    """Panels of the curves and their derivatives, with y titles `axes`; the last may have a numbered x axis."""
    values = zip(_value_fields(len(names)), titles, strict=True)
    tooltip = [
        alt.Tooltip("x:Q", format=".5~g"),
        *(alt.Tooltip(f"{field}:Q", title=title, format=".5~g") for field, title in values),
    ]
    panels: list[Chart] = []
    for order, title, height, unit in zip(ORDERS, axes, heights, units, strict=True):
        last = numbered and order == ORDERS[-1]
        x_axis = alt.Axis(tickCount=8) if last else alt.Axis(tickCount=8, labels=False, ticks=False)
        x = alt.X("x:Q").title("x" if last else None).axis(x_axis).scale(nice=False)
        y_title = f"{title} in 10{str(unit).translate(_SUPERSCRIPT)}" if unit else title
        y = alt.Y(f"{order}:Q").title(y_title).scale(zero=False, nice=False).axis(y_axis(tickCount=4))
        # The axis spans its data, and these unseen points with them: a range in the specification would rebuild it.
        y_range = alt.Chart(alt.NamedData("ranges")).mark_point(opacity=0).encode(y)
        lines = function_lines("lines", names, x, y).encode(alt.Detail("segment:N"))
        pointer = pointer_rule(x, tooltip)
        panels.append(alt.layer(lines, y_range, pointer).properties(height=height))
    return panels


def curve_summary(chosen: Sequence[ChosenFunction], epsilon: float, intervals: dict[str, tuple[Interval, ...]]) -> str:
    """What the chart shows, in a sentence for those who do not see it."""
    names = listed(function.name for function in chosen)
    return f"{names} with first and second derivative. {vanishing_sentence(chosen, intervals, epsilon)}"


def vanishing_sentence(
    chosen: Sequence[ChosenFunction], intervals: dict[str, tuple[Interval, ...]], epsilon: float
) -> str:
    """Where each function passes on less than epsilon of the gradient."""
    waves = {function.name for function in chosen if is_wave(function.activation, **function.parameters)}
    vanish = [f"{name} {on_intervals(ends, endless=name in waves)}" for name, ends in intervals.items() if ends]
    never = [name for name, ends in intervals.items() if not ends]
    sentences = [f"|f′| < {figure(epsilon)}: {'; '.join(vanish)}."] if vanish else []
    if never:
        sentences.append(f"|f′| is at least {figure(epsilon)} everywhere for {listed(never)}.")
    return " ".join(sentences)


def _vanishing_lanes(names: FunctionNames) -> Chart:
    lanes: Chart = (
        alt.Chart(alt.NamedData("vanishing"), height=12 * len(names))
        .mark_bar(height=6)
        .encode(
            alt.X("low:Q").title("x").axis(tickCount=8, grid=False).scale(nice=False),
            alt.X2("high:Q"),
            alt.Y("function:N").title("|f′| < ε").scale(domain=list(names)).axis(y_axis(labels=False, ticks=False)),
            colour(names),
            opacity=focused(),
            tooltip=[
                alt.Tooltip("function:N"),
                alt.Tooltip("low:Q", title="from", format=".6~g"),
                alt.Tooltip("high:Q", title="to", format=".6~g"),
            ],
        )
    )
    return lanes


def _all_orders(curves: Sequence[Curve], x: FloatArray) -> Iterator[FloatArray]:
    for curve in curves:
        yield curve.function(x)
        yield curve.derivative(x)
        yield curve.second_derivative(x)


def _by_order(table: pd.DataFrame) -> Iterator[FloatArray]:
    values = table.iloc[:, 2:].to_numpy()
    return (values[:, k :: len(ORDERS)] for k in range(len(ORDERS)))


def _value_fields(curves: int) -> list[str]:
    # Not the titles: Vega reads a dot or a bracket in the name of a field as a path.
    return [f"y{k}" for k in range(curves * len(ORDERS))]


def _axis_unit(end: float) -> int:
    if end == 0.0 or _FINEST_LABELS <= end < _LONGEST_LABELS:
        return 0
    return max(math.floor(math.log10(end)), sys.float_info.min_10_exp)


def _in_units(table: pd.DataFrame, units: Units) -> pd.DataFrame:
    """The table with f, f′ and f″ as their axes count them, as precise as a screen."""
    scales = {order: 10.0**unit for order, unit in zip(ORDERS, units, strict=True)}
    return pd.DataFrame(
        {
            name: (column.to_numpy() / scales[name]).astype(np.float32) if name in scales else column
            for name, column in table.items()
        }
    )


def _rounded_out(values: FloatArray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    step = 2.0 ** math.floor(math.log2(high - low) - 2.0) if high > low else 1.0
    return step * math.floor(low / step - 0.1), step * math.ceil(high / step + 0.1)
