"""What all charts share: colours and dashes, ink, heat maps."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from pages.ui.charts.letters import LETTER_OF_LEGEND

INK = "currentColor"  # that of the text, in either theme

# Around black labels of a map, which can be read on its dark colours so.
_HALO: dict[str, Any] = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round", "aria": False}

# A legend that is wider than its chart is set in columns, so that a phone has room for it.
_COLUMNS = 3
_SYMBOL = 34  # pixels that what stands before a name takes at most
_LEGEND_ROW = 22  # pixels
_MAP_LEGEND = 300  # pixels that the legend of a map takes in one row

MAP_HEIGHT = 480
MAP_GAP = 10  # pixels between a label on a map and what it labels
# With less at the right, half of the last label of the x axis would be cut off.
MAP_PADDING = {"left": 5, "right": 14, "top": 5, "bottom": 5}

_DASHES = ([1, 0], [6, 3], [2, 2], [10, 3, 2, 3], [10, 4], [4, 2, 1, 2, 1, 2])


def colour(names: Sequence[str], *, legend: Sequence[str] = ()) -> alt.Color:
    """A colour per function, in the order in which they were chosen; the legend names several of them."""
    return alt.Color("function:N").scale(domain=list(names)).legend(_legend(legend) if len(legend) > 1 else None)


def dash(names: Sequence[str], *, legend: Sequence[str] = ()) -> alt.StrokeDash:
    """A dash pattern per function, so that no one need tell colours apart."""
    patterns = list(_DASHES[: len(names)])
    return (
        alt.StrokeDash("function:N")
        .scale(domain=list(names), range=patterns)
        .legend(_legend(legend) if len(legend) > 1 else None)
    )


def legend_height(names: Sequence[str]) -> int:
    """The pixels that a legend takes at most."""
    return _LEGEND_ROW * math.ceil(len(names) / _COLUMNS) if len(names) > 1 else 0


def legend_room(names: Sequence[str]) -> alt.ExprRef:
    """The pixels that a legend takes."""
    return _where_narrow(names, legend_height(names), _LEGEND_ROW)


def _where_narrow(names: Sequence[str], there: float, elsewhere: float) -> alt.ExprRef:
    """A number for charts on which not all names have room in one row, and one for others."""
    width = LETTER_OF_LEGEND * sum(map(len, names)) + _SYMBOL * len(names)
    return alt.ExprRef(f"width < {width} ? {there} : {elsewhere}")


def _legend(names: Sequence[str]) -> alt.Legend:
    """A legend at the top of its view: outside of it, Vega would first draw all without, and then anew."""
    return alt.Legend(
        orient="none",
        direction="horizontal",
        legendX=0,
        legendY=0,
        title=None,
        values=list(names),
        columns=_where_narrow(names, _COLUMNS, len(names)),
        padding=0,
        labelFontSize=13,
        symbolType="stroke",
        symbolStrokeWidth=2.5,
        symbolSize=300,
        symbolOpacity=1,
    )


def map_legend(title: str, label: str, **more: Any) -> alt.Legend:
    """The legend of a map, above it since an embedded view cuts off what is below; `label` writes a level."""
    columns = alt.ExprRef(f"width < {_MAP_LEGEND} ? {_COLUMNS} : 0")
    return alt.Legend(orient="top", title=title, titleLimit=0, labelExpr=label, columns=columns, offset=6, **more)


def heat_map(
    value: str,
    scale: alt.Scale,
    x: str,
    y: str,
    tooltip: Sequence[alt.Tooltip],
    *,
    legend: alt.Legend | None = None,
    cells: alt.Chart | None = None,
) -> alt.Chart:
    """Coloured cells from left to right and bottom to top, on axes titled `x` and `y`.

    They are those of the table "cells" if no others are given.

    It has one set of colours in both themes, so black shows on it.
    """
    chart: alt.Chart = (
        (cells or alt.Chart(alt.NamedData("cells")))
        .mark_rect(strokeWidth=1)
        .encode(
            alt.X("left:Q").title(x).scale(nice=False).axis(tickCount=6, grid=False),
            alt.X2("right:Q"),
            alt.Y("bottom:Q").title(y).scale(nice=False).axis(tickCount=5, grid=False),
            alt.Y2("top:Q"),
            alt.Fill(f"{value}:Q").scale(scale).legend(legend),
            # Seams between cells without a stroke would show as a grid.
            alt.Stroke(f"{value}:Q").scale(scale).legend(legend),
            tooltip=list(tooltip),
        )
    )
    return chart


def own_point(x: alt.X, y: alt.Y) -> alt.Chart:
    """The reader's own point on a map, from the table "here"."""
    chart: alt.Chart = (
        alt.Chart(alt.NamedData("here"))
        .mark_point(shape="cross", size=160, filled=True, color="black", stroke="white", strokeWidth=1.5)
        .encode(x, y)
    )
    return chart


def map_labels(table: str, x: alt.X, y: alt.Y) -> tuple[alt.Chart, ...]:
    """Halos and labels on a map, from a table with "text" and where each stands beside its point."""
    beside: dict[str, Any] = {name: alt.ExprRef(f"datum.{name}") for name in ("align", "dx", "dy")}
    return tuple(
        alt.Chart(alt.NamedData(table))
        .mark_text(color="black", fontSize=13, fontWeight=600, **beside, **around)
        .encode(x, y, alt.Text("text:N"))
        for around in (_HALO, {})
    )
