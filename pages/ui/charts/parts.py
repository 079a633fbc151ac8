"""What all charts share: colours and dashes, axes, panels, lines, heat maps, and what follows the pointer."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from pages.ui.charts.specification import Chart

FunctionNames = tuple[str, ...]

Y_AXIS_WIDTH = 68  # pixels: title, labels, and half the last label of the x axis at its other end

INK = "currentColor"  # that of the text, in either theme

# Labels of a log axis that are no wider than there is room for, as a Vega expression.
SHORT_LABELS = "datum.value >= 0.01 && datum.value < 10000 ? format(datum.value, '~g') : format(datum.value, '.0e')"

HOVER = "hover"
FOCUS = "focus"
POINTER = "pointer"
LINES = "curves"


def function_column(names: Sequence[str], counts: Sequence[int]) -> "pd.Categorical[str]":
    """Each name as often as its count says, at a byte a row."""
    return pd.Categorical.from_codes(np.repeat(np.arange(len(names)), counts), pd.Index(names))


def colour(names: FunctionNames, *, legend: bool = True) -> alt.Color:
    """A colour per function, in the order in which they were chosen."""
    key = (
        alt.Legend(
            orient="bottom",
            title=None,
            columns=3,
            symbolType="stroke",
            symbolStrokeWidth=2.5,
            symbolSize=300,
            symbolOpacity=1,
        )
        if legend
        else None
    )
    return alt.Color("function:N").scale(domain=list(names)).legend(key)


def dash(names: FunctionNames) -> alt.StrokeDash:
    """A dash pattern per function, so that no one need tell colours apart."""
    patterns = [[1, 0], [6, 3], [2, 2], [10, 3, 2, 3], [10, 4], [4, 2, 1, 2, 1, 2]]
    return alt.StrokeDash("function:N").scale(domain=list(names), range=patterns[: len(names)]).title(None)


def y_axis(**options: Any) -> alt.Axis:
    """A y axis that takes `Y_AXIS_WIDTH` whatever its labels are, so that stacked panels align."""
    return alt.Axis(minExtent=32, maxExtent=32, **options)


def stacked(panels: Sequence[Chart], *, focus: bool) -> Chart:
    """Panels on one x axis; the pointer picks the nearest x in all, a click in the legend brings a function forward.

    The layers that take the pointer are named `POINTER` and those that carry the legend `LINES`. The selections name
    their views, by panel, since Altair would also bind them to layers that cannot take them: a blank chart.
    """
    nearest = alt.PointSelectionConfig(type="point", on="pointermove", nearest=True, fields=["x"], clear="pointerout")
    views = [f"{POINTER}_{k}" for k, panel in enumerate(panels) if isinstance(panel, alt.LayerChart)]
    params = [alt.TopLevelSelectionParameter(name=HOVER, select=nearest, views=views)]
    if focus:
        function = alt.PointSelectionConfig(type="point", fields=["function"])
        params.append(alt.TopLevelSelectionParameter(name=FOCUS, select=function, bind="legend", views=[f"{LINES}_0"]))
    chart: Chart = alt.vconcat(*panels, spacing=8).resolve_scale(x="shared").properties(params=params)
    return chart


def function_lines(table: str, names: FunctionNames, x: alt.X, y: alt.Y) -> alt.Chart:
    """A line per function from a table, which carries the legend and can be brought forward."""
    chart: alt.Chart = (
        alt.Chart(alt.NamedData(table), name=LINES)
        .mark_line(strokeWidth=2)
        .encode(x, y, colour(names), dash(names), opacity=focused())
    )
    return chart


def pointer_rule(x: alt.X, tooltip: Sequence[alt.Tooltip]) -> alt.Chart:
    """The rule at the pointer, with what it says of that x, from the table "values"."""
    chart: alt.Chart = (
        alt.Chart(alt.NamedData("values"), name=POINTER)
        .mark_rule(strokeWidth=1, color=INK)
        .encode(x, opacity=hovered(), tooltip=list(tooltip))
    )
    return chart


def heat_map(
    value: str, scale: alt.Scale, x: str, y: str, tooltip: Sequence[alt.Tooltip], *, legend: alt.Legend | None = None
) -> alt.Chart:
    """Coloured cells from the table "cells", from left to right and bottom to top, on axes titled `x` and `y`.

    It has one set of colours in both themes, so black shows on it.
    """
    chart: alt.Chart = (
        alt.Chart(alt.NamedData("cells"))
        .mark_rect(strokeWidth=1)
        .encode(
            alt.X("left:Q").title(x).scale(nice=False).axis(tickCount=6, grid=False),
            alt.X2("right:Q"),
            alt.Y("bottom:Q").title(y).scale(nice=False).axis(tickCount=5, grid=False),
            alt.Y2("top:Q"),
            alt.Fill(f"{value}:Q").scale(scale).legend(legend),
            # Seams between cells without a stroke would show as a grid.
            alt.Stroke(f"{value}:Q").scale(scale).legend(None),
            tooltip=list(tooltip),
        )
    )
    return chart


def focused(*, faded: float = 0.15) -> Any:
    """Opacity of a mark: full, or faded while another function is in focus."""
    return alt.when(alt.selection_point(name=FOCUS)).then(alt.value(1.0)).otherwise(alt.value(faded))


def hovered() -> Any:
    """Opacity of a mark that shows only at the pointer."""
    return alt.when(alt.selection_point(name=HOVER, empty=False)).then(alt.value(0.6)).otherwise(alt.value(0.0))
