"""Where the gradients of functions vanish: their curves, and below them the stretches on which |f′| is small."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, vanishing_intervals
from activations.calculus.intervals import Interval
from activations.calculus.pieces import is_wave
from pages.ui.charts.grid import TALLEST_PANEL
from pages.ui.charts.parts import INK, FunctionNames, colour, focused, stacked, y_axis
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.chosen import PRIMES
from pages.ui.views.curves import ORDERS, Drawing, Units, curve_panels
from pages.ui.wording import listed, number_text, on_intervals

PANEL_HEIGHTS = (TALLEST_PANEL, 105, 85)

Intervals = Mapping[str, tuple[Interval, ...]]  # of each function, by its name


def intervals_by_name(chosen: Sequence[Activation], epsilon: float) -> Intervals:
    """For each function, where |f′| < epsilon."""
    return {activation.name: vanishing_intervals(activation, epsilon) for activation in chosen}


def vanishing_picture(drawn: Drawing, intervals: Intervals, epsilon: float, alt: str) -> Picture:
    """The curves of a drawing, with the intervals where |f′| < epsilon."""
    x = drawn.table["x"]
    tables = {
        **drawn.panel_tables,
        "thresholds": threshold_table(epsilon, drawn.units),
        "vanishing": vanishing_table(intervals, x.iloc[0], x.iloc[-1]),
    }
    return Picture(vanishing_chart(drawn.names, drawn.units), tables, alt)


def threshold_table(epsilon: float, units: Units) -> pd.DataFrame:
    """Where the panel of f′ has the slopes ±epsilon."""
    return pd.DataFrame({"slope": np.array([-epsilon, epsilon]) / 10.0 ** units[1]})


def vanishing_table(intervals: Intervals, low: float, high: float) -> pd.DataFrame:
    """The part of each interval that lies on the x axis: function, low, high."""
    rows = [
        (name, max(start, low), min(end, high))
        for name, ends in intervals.items()
        for start, end in ends
        if start < high and end > low
    ]
    return pd.DataFrame(rows, columns=["function", "low", "high"])


@built_once
def vanishing_chart(names: FunctionNames, units: Units) -> Chart:
    """Panels of f, f′ and f″ from the tables of a drawing, "thresholds" and "vanishing"."""
    titles = tuple(name + prime for name in names for prime in PRIMES)
    panels = curve_panels(names, titles, [f"{order}(x)" for order in ORDERS], PANEL_HEIGHTS, units, numbered=False)
    panels[1] += (
        alt.Chart(alt.NamedData("thresholds"))
        .mark_rule(strokeDash=[4, 4], opacity=0.5, color=INK)
        .encode(alt.Y("slope:Q"))
    )
    return stacked([*panels, _lanes(names)], focus=True)


def vanishing_sentence(chosen: Sequence[Activation], intervals: Intervals, epsilon: float) -> str:
    """Where each function passes on less than epsilon of the gradient."""
    waves = {activation.name for activation in chosen if is_wave(activation)}
    vanish = [f"{name} {on_intervals(ends, endless=name in waves)}" for name, ends in intervals.items() if ends]
    never = [name for name, ends in intervals.items() if not ends]
    sentences = [f"|f′| < {number_text(epsilon)}: {'; '.join(vanish)}."] if vanish else []
    if never:
        sentences.append(f"|f′| is at least {number_text(epsilon)} everywhere for {listed(never)}.")
    return " ".join(sentences)


def curves_sentence(names: Sequence[str], vanishing: str) -> str:
    """What the chart shows, for those who do not see it; `vanishing` says where gradients do."""
    derivatives = "its" if len(names) == 1 else "their"
    return f"{listed(names)} with {derivatives} first and second derivatives. {vanishing}"


def _lanes(names: FunctionNames) -> Chart:
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
