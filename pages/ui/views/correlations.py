"""The correlation map: what a layer makes of the correlation of two inputs."""

import math
from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, Depth
from activations.networks.correlation import correlation_curve
from pages.ui.charts.parts import INK, FunctionNames, colour, dash, function_column
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.wording import number_text

_POINTS = 121


def map_tables(
    theory: Mapping[Activation, Depth], variances: Mapping[Activation, float], bias_variance: float
) -> dict[str, pd.DataFrame]:
    """The map of each function at its q*, "maps"; the fixed points that correlations go to, "fixed"."""
    known = [activation for activation, depth in theory.items() if not math.isnan(depth.correlation.c)]
    # Closer towards 1, where maps of functions with kinks and jumps are steep.
    c = 1.0 - np.linspace(1.0, 0.0, _POINTS) ** 2
    mapped = [
        correlation_curve(
            each, c, q=theory[each].settled.q, weight_variance=variances[each], bias_variance=bias_variance
        )
        for each in known
    ]
    names = [activation.name for activation in known]
    fixed = [theory[activation].correlation.c for activation in known]
    return {
        "maps": pd.DataFrame(
            {
                "function": function_column(names, [c.size] * len(names)),
                "c": np.tile(c, len(names)),
                "next": np.concatenate(mapped) if mapped else [],
            }
        ),
        "fixed": pd.DataFrame(
            {"function": names, "c": fixed, "label": [f"c* = {number_text(each, 3)}" for each in fixed]}
        ),
    }


def map_picture(
    theory: Mapping[Activation, Depth], variances: Mapping[Activation, float], bias_variance: float
) -> Picture:
    """The correlation maps of the functions, each at the variance that its layers settle at."""
    names = tuple(activation.name for activation in theory)
    tables = map_tables(theory, variances, bias_variance)
    return Picture(map_chart(names), tables, map_sentence(theory))


def map_sentence(theory: Mapping[Activation, Depth]) -> str:
    """Where the correlation of two inputs goes, for each function."""
    return " ".join(_sentence(activation.name, depth) for activation, depth in theory.items())


@built_once
def map_chart(names: FunctionNames) -> Chart:
    """The maps from "maps" with the diagonal, and the points of "fixed" where they meet."""
    x = alt.X("c:Q").title("correlation in one layer").scale(domain=[0, 1]).axis(tickCount=5)
    y = alt.Y("next:Q").title("in the next").scale(domain=[0, 1]).axis(tickCount=5)
    lines = (
        alt.Chart(alt.NamedData("maps")).mark_line(strokeWidth=2, clip=True).encode(x, y, colour(names), dash(names))
    )
    diagonal = (
        alt.Chart(alt.NamedData("maps"))
        .mark_line(strokeWidth=1, strokeDash=[2, 3], color=INK, opacity=0.6)
        .encode(x, alt.Y("c:Q"))
    )
    points = (
        alt.Chart(alt.NamedData("fixed"))
        .mark_circle(size=80, opacity=1)
        .encode(
            x, alt.Y("c:Q"), colour(names, legend=False), tooltip=[alt.Tooltip("function:N"), alt.Tooltip("label:N")]
        )
    )
    chart: Chart = alt.layer(diagonal, lines, points).properties(height=380)
    return chart


def _sentence(name: str, depth: Depth) -> str:
    found = depth.correlation
    if math.isnan(found.c):
        return f"{name}: no correlation, since the variance does not settle between 0 and ∞."
    if math.isinf(found.depth):
        shrinks = "by less and less of itself"
    else:
        shrinks = f"by the factor e over {number_text(found.depth, 3)} layers"
    return f"{name}: correlations go to {number_text(found.c)}; the distance from it shrinks {shrinks}."
