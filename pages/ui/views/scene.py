"""One panel of curves with the answer to a question marked on it: a scene of the story."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray, RealFunction
from pages.ui.charts.grid import plotting_grid
from pages.ui.charts.parts import INK, colour, dash
from pages.ui.charts.sheet import FunctionNames
from pages.ui.charts.specification import Chart, Picture, built_once

_HOVER, _POINTER = "hover", "pointer"

HEIGHT = 400  # with the x axis, as Streamlit lets a chart fill its place
_PANEL_HEIGHT = HEIGHT - 78
_OWN_LEVELS_FROM = 0.36  # of the width: to their left stands what they say
_NAME_HEIGHT = 14  # pixels from one name to the next
_NAME_SHARE = 0.02  # of the width, for each letter of a name at the end of a curve
_TEXT: dict[str, Any] = {"fontSize": 13, "fontWeight": 600, "baseline": "middle", "aria": False}

_LOG_TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]

Span = tuple[float, float]


class Panel(NamedTuple):
    """The axes of a scene, which stay while the reader moves its controls."""

    x: Span
    y: Span
    x_title: str = "x"
    y_title: str = ""
    log: bool = False


class Mark(NamedTuple):
    """A point of the answer, and what is written beside it."""

    x: float
    y: float
    label: str
    # By points of the compass, where the label stands; unless given, where a rising curve leaves room: below it to the
    # right, in the right half above it to the left.
    side: Literal["NE", "SE", "SW", "NW", ""] = ""


class Level(NamedTuple):
    """A horizontal line across the panel, in the colour of a function or of none."""

    y: float
    label: str
    function: str = ""
    x: float | None = None  # where the label begins, unless at the left end


class Gap(NamedTuple):
    """A vertical distance between two curves."""

    x: float
    low: float
    high: float


def curve_values(
    curves: Mapping[str, RealFunction], low: float, high: float, breakpoints: Sequence[float] = ()
) -> pd.DataFrame:
    """One row per x: x, segment, and a column for each curve."""
    grid = plotting_grid(lambda x: [curve(x) for curve in curves.values()], low, high, breakpoints)
    return pd.DataFrame(
        {"x": grid.x, "segment": grid.segment, **{name: curve(grid.at) for name, curve in curves.items()}}
    )


def scene_picture(
    values: pd.DataFrame,
    panel: Panel,
    alt: str,
    *,
    marks: Sequence[Mark] = (),
    levels: Sequence[Level] = (),
    gaps: Sequence[Gap] = (),
    density: RealFunction | None = None,
) -> Picture:
    """The curves of `values`, a column each after x and segment, with what answers the question.

    `density` is that of the inputs, drawn faintly along the x axis.
    """
    names = tuple(values.columns[2:])
    tables = {
        "lines": _lines(values, names),
        "values": values[["x"]].assign(**{f"y{k}": values[name] for k, name in enumerate(names)}),
        "ends": _ends(values, names, panel),
        "marks": _marks(marks, panel),
        "levels": _levels([level for level in levels if not level.function], panel),
        "own levels": _levels([level for level in levels if level.function], panel),
        "gaps": _rows(gaps, Gap),
        "density": _density(density, panel),
    }
    return Picture(scene_chart(names, panel), tables, alt)


@built_once
def scene_chart(names: FunctionNames, panel: Panel) -> Chart:
    """The chart of a scene, from the tables of `scene_picture`."""
    x, y = _axes(names, panel)
    inputs = _of("density").mark_area(color=INK, opacity=0.12, aria=False).encode(x, alt.Y("low:Q"), alt.Y2("high:Q"))
    lines = (
        _of("lines")
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(x, y, colour(names, legend=False), dash(names, legend=False), alt.Detail("segment:N"))
    )
    ends = (
        _of("ends")
        .mark_text(align="right", **_TEXT)
        .encode(y, alt.Text("function:N"), colour(names, legend=False), x=alt.value("width"))
    )
    values = (alt.Tooltip(f"y{k}:Q", title=name, format=".4~g") for k, name in enumerate(names))
    told = [alt.Tooltip("x:Q", title=panel.x_title, format=".4~g"), *values]
    at_pointer = alt.when(alt.selection_point(name=_HOVER, empty=False)).then(alt.value(0.6)).otherwise(alt.value(0.0))
    pointer = (
        alt.Chart(alt.NamedData("values"), name=_POINTER)
        .mark_rule(strokeWidth=1, color=INK, aria=False)
        .encode(x, opacity=at_pointer, tooltip=told)
    )
    nearest = alt.PointSelectionConfig(type="point", on="pointermove", nearest=True, fields=["x"], clear="pointerout")
    hover = alt.TopLevelSelectionParameter(name=_HOVER, select=nearest, views=[_POINTER])
    layers = [inputs, *_level_layers(names, panel, y), lines, *_mark_layers(x, y), ends, pointer]
    chart: Chart = alt.layer(*layers).properties(height=HEIGHT, params=[hover])
    return chart


def _level_layers(names: FunctionNames, panel: Panel, y: alt.Y) -> list[alt.Chart]:
    low, high = panel.x
    end, own = {"x2": alt.datum(high)}, colour(names, legend=False)
    said = (alt.X("x:Q"), alt.Y("written:Q"), alt.Text("label:N"))
    begin = low + _OWN_LEVELS_FROM * (high - low)
    return [
        _of("levels")
        .mark_rule(strokeDash=[4, 4], opacity=0.6, color=INK, aria=False)
        .encode(y, x=alt.datum(low), **end),
        _of("levels").mark_text(align="left", dx=6, color=INK, **_TEXT).encode(*said),
        _of("own levels")
        .mark_rule(strokeWidth=1.5, aria=False)
        .encode(y, own, dash(names, legend=False), x=alt.datum(begin), **end),
        _of("own levels").mark_text(align="left", dx=6, **_TEXT).encode(*said, own),
    ]


def _mark_layers(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    beside: dict[str, Any] = {name: alt.expr(f"datum.{name}") for name in ("align", "dx", "dy")}
    return [
        _of("gaps").mark_rule(strokeWidth=3, color=INK, aria=False).encode(x, alt.Y("low:Q"), alt.Y2("high:Q")),
        _of("marks").mark_circle(size=70, opacity=1, color=INK, aria=False).encode(x, y),
        _of("marks").mark_text(color=INK, **beside, **_TEXT).encode(x, y, alt.Text("label:N")),
    ]


def _of(table: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(table))


def _axes(names: FunctionNames, panel: Panel) -> tuple[alt.X, alt.Y]:
    low, high = panel.x
    # Room for the names at the ends of the curves.
    share = min(max(1 / 7, _NAME_SHARE * max(map(len, names))), 0.3)
    step = next(step for step in (0.5, 1.0, 2.0, 5.0, 10.0) if (high - low) / step <= 8)
    ticks = (step * np.arange(math.ceil(low / step), math.floor(high / step) + 1)).tolist()
    x = (
        alt.X("x:Q")
        .title(panel.x_title)
        .scale(domain=[low, low + (high - low) / (1.0 - share)], nice=False)
        .axis(values=ticks, grid=False, tickSize=4, format=".4~g")
    )
    y = (
        alt.Y("y:Q")
        .title(panel.y_title or None)
        .scale(domain=list(panel.y), nice=False, zero=False, type="log" if panel.log else "linear")
        .axis(tickCount=5, grid=False, format=".4~g", values=_LOG_TICKS if panel.log else alt.Undefined)
    )
    return x, y


def _lines(values: pd.DataFrame, names: FunctionNames) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": np.tile(values["x"].to_numpy(), len(names)).astype(np.float32),
            "segment": np.tile(values["segment"].to_numpy(), len(names)),
            "y": np.concatenate([values[name].to_numpy() for name in names]).astype(np.float32),
            "function": np.repeat(names, len(values)),
        }
    )


def _ends(values: pd.DataFrame, names: FunctionNames, panel: Panel) -> pd.DataFrame:
    """The names of the curves, as high as these end, but so far apart that each can be read."""
    return pd.DataFrame({"function": names, "y": _legible(values[list(names)].iloc[-1].to_numpy(np.float64), panel)})


def _marks(marks: Sequence[Mark], panel: Panel) -> pd.DataFrame:
    """The marks, and where beside each its label stands."""
    table, sides = _rows(marks, Mark), [mark.side or ("NW" if mark.x > 0.5 * sum(panel.x) else "SE") for mark in marks]
    return table.assign(
        align=pd.array(["right" if "W" in side else "left" for side in sides], dtype="str"),
        dx=np.array([-12.0 if "W" in side else 12.0 for side in sides]),
        dy=np.array([-16.0 if "N" in side else 16.0 for side in sides]),
    )


def _levels(levels: Sequence[Level], panel: Panel) -> pd.DataFrame:
    """The levels, and as "written" how high what they say stands: above each."""
    table = _rows(levels, Level).fillna({"x": panel.x[0]})
    return table.assign(written=_legible(table["y"].to_numpy(np.float64), panel, above=9.0))


def _legible(heights: FloatArray, panel: Panel, *, above: float = 0.0) -> FloatArray:
    """Where texts stand that belong to these heights, or so many pixels above them, apart from one another."""
    low, high = np.log10(panel.y) if panel.log else panel.y
    scaled = np.log10(heights) if panel.log else heights
    pixels = _apart(np.clip((scaled - low) / (high - low), 0.0, 1.0) * _PANEL_HEIGHT + above)
    placed: FloatArray = low + pixels / _PANEL_HEIGHT * (high - low)
    return 10.0**placed if panel.log else placed


def _apart(pixels: FloatArray) -> FloatArray:
    """Heights in the same order, at least a name apart, and within the panel."""
    order = np.argsort(pixels, kind="stable")
    placed = np.maximum(pixels[order], 0.5 * _NAME_HEIGHT)
    for k in range(1, placed.size):
        placed[k] = max(placed[k], placed[k - 1] + _NAME_HEIGHT)
    ceiling = _PANEL_HEIGHT - 0.5 * _NAME_HEIGHT
    for k in reversed(range(placed.size)):
        placed[k] = min(placed[k], ceiling)
        ceiling = placed[k] - _NAME_HEIGHT
    return placed[np.argsort(order)]


def _density(density: RealFunction | None, panel: Panel) -> pd.DataFrame:
    """The density of the inputs over a quarter of the panel's height."""
    if density is None:
        return pd.DataFrame({"x": [], "low": [], "high": []}, dtype=np.float64)
    low, high = panel.y
    x = np.linspace(*panel.x, 121)
    height = density(x)
    return pd.DataFrame(
        {"x": x, "low": np.full(x.size, low), "high": low + 0.25 * (high - low) * height / height.max()}
    )


def _rows(rows: Sequence[Any], kind: type[Any]) -> pd.DataFrame:
    kinds = {"label": "str", "function": "str", "side": "str"}
    return pd.DataFrame(rows, columns=list(kind._fields)).astype(
        {name: kinds.get(name, "float64") for name in kind._fields}
    )
