"""Functions and their first two derivatives on one x axis."""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.grid import TALLEST_PANEL, plotting_grid
from pages.ui.charts.parts import FunctionNames, function_column, function_lines, pointer_rule, stacked, y_axis
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.chosen import Curve, Orders
from pages.ui.wording import number_text, power_of_ten

ORDERS = ("f", "f′", "f″")
PANEL_HEIGHTS = (TALLEST_PANEL, 120, 110)

# What labels an axis has room for; beyond, they count a power of ten that stands in its title.
_FINEST_LABELS, _LONGEST_LABELS = 0.05, 1e5

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


def drawing_of(curves: Sequence[Curve], low: float, high: float, *, fitted: bool) -> Drawing:
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
    orders = [curve.orders for curve in curves]
    grid = plotting_grid(lambda x: _values(orders, x), low, high, breakpoints)
    titles = [title for curve in curves for title in curve.titles]
    columns = dict(zip(titles, _values(orders, grid.at), strict=True))
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
    values = [[float(value) for value in _values([curve.orders], np.asarray(x))] for curve in curves]
    columns = [f"{order}({number_text(x, 6)})" for order in ORDERS]
    return pd.DataFrame(values, pd.Index([curve.name for curve in curves], name="function"), columns)


def steady_ranges(curves: Sequence[Curve], table: pd.DataFrame) -> pd.DataFrame:
    """Ends of each y axis that stay while a parameter moves, and widen by steps when a curve would leave them."""
    defaults = list(_values([curve.orders_at_defaults for curve in curves], table["x"].to_numpy()))
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


def curve_picture(drawn: Drawing, alt: str) -> Picture:
    """The curves and no more."""
    return Picture(curve_chart(drawn.names, drawn.titles, drawn.units), drawn.panel_tables, alt)


@built_once
def curve_chart(names: FunctionNames, titles: tuple[str, ...], units: Units) -> Chart:
    """Panels of f, f′ and f″ from the tables of a drawing."""
    axes = [f"{order}(x)" for order in ORDERS]
    return stacked(curve_panels(names, titles, axes, PANEL_HEIGHTS, units, numbered=True), focus=True)


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
        y_title = f"{title} in {power_of_ten(unit)}" if unit else title
        y = alt.Y(f"{order}:Q").title(y_title).scale(zero=False, nice=False).axis(y_axis(tickCount=4))
        # The axis spans its data, and these unseen points with them: a range in the specification would rebuild it.
        y_range = alt.Chart(alt.NamedData("ranges")).mark_point(opacity=0).encode(y)
        lines = function_lines("lines", names, x, y).encode(alt.Detail("segment:N"))
        pointer = pointer_rule(x, tooltip)
        panels.append(alt.layer(lines, y_range, pointer).properties(height=height))
    return panels


def _values(curves: Sequence[Orders], x: FloatArray) -> Iterator[FloatArray]:
    return (function(x) for orders in curves for function in orders)


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
