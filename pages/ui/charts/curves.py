"""A function and its first two derivatives on one x axis, and where its gradient vanishes."""

import math
from collections.abc import Iterator, Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations.functions.elementwise import FloatArray
from activations.vanishing import vanishing_intervals
from pages.ui.charts.grid import TALLEST_PANEL, plotting_grid
from pages.ui.charts.specification import (
    LINES,
    POINTER,
    Chart,
    FunctionNames,
    colour,
    dash,
    focused,
    function_column,
    hovered,
    specification,
    stacked,
    y_axis,
)
from pages.ui.chosen import ChosenFunction
from pages.ui.wording import Interval, figure, listed, on_intervals

ORDERS = ("f", "f′", "f″")
PANEL_HEIGHTS = (TALLEST_PANEL, 105, 85)


def curve_table(chosen: Sequence[ChosenFunction], low: float, high: float) -> pd.DataFrame:
    """One row per x: x, segment, and for each function the columns ELU, ELU′ and ELU″."""
    breakpoints = [point for function in chosen for point in function.breakpoints]
    grid = plotting_grid(lambda x: _all_curves(chosen, x), low, high, breakpoints)
    columns = dict(zip(_columns(chosen), _all_curves(chosen, grid.at), strict=True))
    return pd.DataFrame({"x": grid.x, "segment": grid.segment, **columns})


def line_table(table: pd.DataFrame, names: FunctionNames) -> pd.DataFrame:
    """The curve table with one row per x and function, as precise as a screen: x, segment, f, f′, f″, function."""
    orders = {
        order: np.concatenate([table[name + order[1:]].to_numpy() for name in names]).astype(np.float32)
        for order in ORDERS
    }
    return pd.DataFrame(
        {
            "x": np.tile(table["x"].to_numpy(), len(names)).astype(np.float32),
            "segment": np.tile(table["segment"].to_numpy(), len(names)),
            **orders,
            "function": function_column(names, [len(table)] * len(names)),
        }
    )


def value_table(chosen: Sequence[ChosenFunction], x: float) -> pd.DataFrame:
    """f(x), f′(x) and f″(x) of each function, in columns so named; the functions are the index."""
    values = [[float(curve) for curve in _all_curves([function], np.asarray(x))] for function in chosen]
    columns = [f"{order}({figure(x, 6)})" for order in ORDERS]
    return pd.DataFrame(values, pd.Index([function.name for function in chosen], name="function"), columns)


def steady_ranges(chosen: Sequence[ChosenFunction], table: pd.DataFrame) -> pd.DataFrame:
    """Ends of each y axis that stay while a parameter moves, and widen by steps when a curve would leave them."""
    x = table["x"].to_numpy()
    defaults = list(_all_curves([function.with_defaults() for function in chosen], x))
    drawn = [table[column].to_numpy() for column in _columns(chosen)]
    return pd.DataFrame(
        {
            order: _rounded_out(np.concatenate([*defaults[k :: len(ORDERS)], *drawn[k :: len(ORDERS)]]))
            for k, order in enumerate(ORDERS)
        }
    )


def fitted_ranges(chosen: Sequence[ChosenFunction], table: pd.DataFrame) -> pd.DataFrame:
    """Ends of each y axis where its curves end."""
    drawn = [table[column] for column in _columns(chosen)]
    return pd.DataFrame(
        {
            order: (min(map(min, drawn[k :: len(ORDERS)])), max(map(max, drawn[k :: len(ORDERS)])))
            for k, order in enumerate(ORDERS)
        }
    )


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


@specification
def curve_chart(names: FunctionNames) -> Chart:
    """Panels of f, f′ and f″ from the tables "lines", "values", "ranges", "thresholds" and "vanishing"."""
    panels = [_panel(names, order, height) for order, height in zip(ORDERS, PANEL_HEIGHTS, strict=True)]
    panels[1] += (
        alt.Chart(alt.NamedData("thresholds")).mark_rule(strokeDash=[4, 4], opacity=0.5).encode(alt.Y("slope:Q"))
    )
    return stacked([*panels, _vanishing_lanes(names)], focus=True)


def curve_summary(chosen: Sequence[ChosenFunction], epsilon: float, intervals: dict[str, tuple[Interval, ...]]) -> str:
    """What the chart shows, in a sentence for those who do not see it."""
    names = listed(function.name for function in chosen)
    return f"{names} with first and second derivative. {vanishing_sentence(intervals, epsilon)}"


def vanishing_sentence(intervals: dict[str, tuple[Interval, ...]], epsilon: float) -> str:
    """Where each function passes on less than epsilon of the gradient."""
    vanish = [f"{name} {on_intervals(ends)}" for name, ends in intervals.items() if ends]
    never = [name for name, ends in intervals.items() if not ends]
    sentences = [f"|f′| < {epsilon:g}: {'; '.join(vanish)}."] if vanish else []
    if never:
        sentences.append(f"|f′| is at least {epsilon:g} everywhere for {listed(never)}.")
    return " ".join(sentences)


def _panel(names: FunctionNames, order: str, height: int) -> Chart:
    y = alt.Y(f"{order}:Q").title(f"{order}(x)").scale(zero=False, nice=False).axis(y_axis(tickCount=4))
    # The axis spans its data, and these unseen points with them: a range in the specification would rebuild it.
    y_range = alt.Chart(alt.NamedData("ranges")).mark_point(opacity=0).encode(y)
    x = alt.X("x:Q").title(None).axis(labels=False, ticks=False, tickCount=8).scale(nice=False)
    lines = (
        alt.Chart(alt.NamedData("lines"), name=LINES)
        .mark_line(strokeWidth=2)
        .encode(x, y, colour(names), dash(names), alt.Detail("segment:N"), opacity=focused())
    )
    pointer = (
        alt.Chart(alt.NamedData("values"), name=POINTER)
        .mark_rule(strokeWidth=1)
        .encode(
            x,
            opacity=hovered(),
            tooltip=[
                alt.Tooltip("x:Q", format=".5~g"),
                *(alt.Tooltip(f"{name}{o[1:]}:Q", format=".5~g") for name in names for o in ORDERS),
            ],
        )
    )
    return alt.layer(lines, y_range, pointer).properties(height=height)


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


def _all_curves(chosen: Sequence[ChosenFunction], x: FloatArray) -> Iterator[FloatArray]:
    for function in chosen:
        yield function.function(x)
        yield function.derivative(x)
        yield function.second_derivative(x)


def _columns(chosen: Sequence[ChosenFunction]) -> list[str]:
    return [function.name + order[1:] for function in chosen for order in ORDERS]


def _rounded_out(values: FloatArray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    step = 2.0 ** math.floor(math.log2(high - low) - 2.0) if high > low else 1.0
    return step * math.floor(low / step - 0.1), step * math.ceil(high / step + 0.1)
