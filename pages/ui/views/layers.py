"""Charts of a signal and a gradient, layer by layer."""

import math
from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.histogram import histogram_bars, histogram_table
from pages.ui.charts.parts import (
    SHORT_LABELS,
    FunctionNames,
    colour,
    focused,
    function_column,
    function_lines,
    pointer_rule,
    stacked,
    y_axis,
)
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.views.depth import Signal, verdict
from pages.ui.wording import listed, number_text

_BINS = 22

QUANTITIES = ("variance", "gradient", "correlation", "mean")
_TITLES = ("variance of z", "squared gradient", "correlation", "mean of f(z)")
_HEIGHTS = (150, 150, 90, 80)
_FIRST_LAYERS = (1, 0, 1, 1)  # for which each quantity is known
_ON_LOG_AXIS = ("variance", "gradient")

# A log axis spans at least this factor, lest the chance of a simulation look like a trend.
_LEAST_SPAN = 100.0


def layer_table(signals: Sequence[Signal], layers: int) -> pd.DataFrame:
    """A row per function and layer, 0 being the inputs: each quantity as simulated and as theory has it.

    NaN where there is none: at layer 0, where the network overflowed, and where theory diverges.
    """
    simulated = [(s.variance, s.gradient, s.correlation, s.mean) for s in (signal.simulated for signal in signals)]
    theory = [(t.variances, t.gradients, t.correlations, t.means) for t in (signal.theory for signal in signals)]
    columns = {
        f"{kind} {quantity}": np.concatenate([_by_layer(each[k], layers, first=first) for each in origin])
        for kind, origin in (("simulated", simulated), ("theory", theory))
        for k, (quantity, first) in enumerate(zip(QUANTITIES, _FIRST_LAYERS, strict=True))
    }
    names = [signal.name for signal in signals]
    return pd.DataFrame(
        {
            "function": function_column(names, [layers + 1] * len(names)),
            "layer": np.tile(np.arange(layers + 1), len(names)),
            **columns,
        }
    )


def panel_tables(table: pd.DataFrame, names: FunctionNames) -> dict[str, pd.DataFrame]:
    """The layer table as the marks of the chart read it; numbers that a log axis has no place for are left out."""
    drawn = {
        kind: pd.DataFrame(
            {
                "function": table["function"],
                "x": table["layer"],
                **{quantity: _positive(table[f"{kind} {quantity}"]) for quantity in _ON_LOG_AXIS},
                **{quantity: table[f"{kind} {quantity}"] for quantity in QUANTITIES if quantity not in _ON_LOG_AXIS},
            }
        )
        for kind in ("theory", "simulated")
    }
    simulated = table[[f"simulated {quantity}" for quantity in QUANTITIES]].to_numpy()
    columns = simulated.reshape(len(names), -1, len(QUANTITIES))
    values = {f"{quantity}{k}": columns[k, :, i] for k in range(len(names)) for i, quantity in enumerate(QUANTITIES)}
    ranges = pd.DataFrame({quantity: _span([part[quantity] for part in drawn.values()]) for quantity in _ON_LOG_AXIS})
    layers = np.arange(columns.shape[1])
    return {**drawn, "values": pd.DataFrame({"x": layers, **values}), "ranges": ranges}


@built_once
def depth_chart(names: FunctionNames) -> Chart:
    """Panels of variance, squared gradient and mean over layers, from the tables of `panel_tables`."""
    return stacked([_panel(k, names) for k in range(len(QUANTITIES))], focus=True)


def depth_picture(signals: Sequence[Signal], table: pd.DataFrame) -> Picture:
    """Signals through all layers, of which `table` is the layer table."""
    names = tuple(signal.name for signal in signals)
    return Picture(depth_chart(names), panel_tables(table, names), " ".join(map(verdict, signals)))


def histogram_picture(signals: Sequence[Signal], layer: int) -> Picture | str:
    """The activations in `layer` of the functions whose signal reaches it, or a sentence if none does."""
    chosen = tuple(signal.name for signal in signals)
    reached = [signal for signal in signals if layer <= signal.simulated.samples.shape[0]]
    if not reached:
        return "No signal reaches this layer."
    names = tuple(signal.name for signal in reached)
    bins = histogram_table(
        np.stack([signal.simulated.samples[layer - 1] for signal in reached]), names, most_bins=_BINS
    )
    means = listed(f"{signal.name} {number_text(float(signal.simulated.mean[layer - 1]))}" for signal in reached)
    alt = f"Histograms of activations in layer {layer}. Means: {means}."
    return Picture(histogram_chart(names, chosen), {"bins": bins}, alt)


@built_once
def histogram_chart(names: FunctionNames, chosen: FunctionNames) -> Chart:
    """A panel per function of `names` from the table "bins", in the colour it has among those `chosen`."""
    panels = []
    for name in names:
        title = "activation" if name == names[-1] else None
        x = alt.X("low:Q").title(title).axis(tickCount=4, grid=False)
        panels.append(histogram_bars(name, chosen, x).properties(height=70))
    chart: Chart = alt.vconcat(*panels, spacing=6).resolve_scale(x="independent")
    return chart


def _panel(k: int, names: FunctionNames) -> Chart:
    quantity, last = QUANTITIES[k], k == len(QUANTITIES) - 1
    x_axis = alt.Axis(tickCount=8, tickMinStep=1) if last else alt.Axis(tickCount=8, labels=False, ticks=False)
    x = alt.X("x:Q").title("layer" if last else None).axis(x_axis).scale(nice=False)
    log = quantity in _ON_LOG_AXIS
    scale = alt.Scale(type="log", nice=False) if log else alt.Scale(zero=False)
    # A log axis draws a line for every 2, 3, … 9 too.
    axis = y_axis(tickCount=4, grid=False, labelExpr=SHORT_LABELS) if log else y_axis(tickCount=4)
    y = alt.Y(f"{quantity}:Q").title(_TITLES[k]).scale(scale).axis(axis)
    lines = function_lines("theory", names, x, y)
    points = alt.Chart(alt.NamedData("simulated")).mark_circle(size=22).encode(x, y, colour(names), opacity=focused())
    pointer = pointer_rule(
        x,
        [
            alt.Tooltip("x:Q", title="layer"),
            *(alt.Tooltip(f"{quantity}{i}:Q", title=name, format=".4~g") for i, name in enumerate(names)),
        ],
    )
    layers = [lines, points, pointer]
    if log:
        layers.append(alt.Chart(alt.NamedData("ranges")).mark_point(opacity=0).encode(y))
    return alt.layer(*layers).properties(height=_HEIGHTS[k])


def _by_layer(values: FloatArray, layers: int, *, first: int) -> FloatArray:
    column = np.full(layers + 1, np.nan)
    finite = np.where(np.isfinite(values), values, np.nan)
    column[first : first + finite.size] = finite
    return column


def _positive(values: "pd.Series[float]") -> "pd.Series[float]":
    return values.where(values > 0)


def _span(parts: Sequence["pd.Series[float]"]) -> tuple[float, float]:
    """The ends of a log axis, at least `_LEAST_SPAN` apart."""
    known = pd.concat(parts).dropna()
    low, high = (math.log10(known.min()), math.log10(known.max())) if len(known) else (0.0, 0.0)
    margin = max(0.0, 0.5 * (math.log10(_LEAST_SPAN) - (high - low)))
    return 10.0 ** max(low - margin, -307.0), 10.0 ** min(high + margin, 307.0)
