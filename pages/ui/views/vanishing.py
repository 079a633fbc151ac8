"""Where the gradients of functions vanish: their curves, and below them the stretches on which |f′| is small."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, properties_of, vanishing_intervals
from activations.calculus.intervals import Interval
from activations.calculus.pieces import is_wave
from pages.ui.charts.grid import TALLEST_PANEL
from pages.ui.charts.parts import INK, FunctionNames, colour, focused, stacked, y_axis
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.chosen import PRIMES
from pages.ui.places import NOT_RESOLVED, known, where
from pages.ui.views.curves import ORDERS, Drawing, Units, curve_panels
from pages.ui.wording import exact_text, listed

PANEL_HEIGHTS = (TALLEST_PANEL, 105, 85)

Intervals = Mapping[str, tuple[Interval, ...] | None]  # of each function, by its name; None if they are not resolved


def intervals_by_name(chosen: Sequence[Activation], epsilon: float) -> Intervals:
    """For each function, where |f′| < epsilon."""
    return {activation.name: known(vanishing_intervals, activation, epsilon) for activation in chosen}


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
        (name, max(each.low, low), min(each.high, high))
        for name, found in intervals.items()
        for each in found or ()
        if each.low < high and each.high > low
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
    level = exact_text(epsilon)
    vanish = [f"{each.name} {_where_of(each, found)}" for each in chosen if (found := intervals[each.name])]
    never = [name for name, found in intervals.items() if found == ()]
    unknown = [name for name, found in intervals.items() if found is None]
    sentences = [f"|f′| < {level}: {'; '.join(vanish)}."] if vanish else []
    if never:
        sentences.append(f"|f′| is at least {level} everywhere for {listed(never)}.")
    if unknown:
        sentences.append(f"Where |f′| of {listed(unknown)} is below {level} is {NOT_RESOLVED}.")
    return " ".join(sentences)


def curves_sentence(names: Sequence[str], vanishing: str) -> str:
    """What the chart shows, for those who do not see it; `vanishing` says where gradients do."""
    derivatives = "its" if len(names) == 1 else "their"
    return f"{listed(names)} with {derivatives} first and second derivatives. {vanishing}"


def _where_of(activation: Activation, intervals: tuple[Interval, ...]) -> str:
    return where(intervals, period=properties_of(activation).period if is_wave(activation) else None)


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
