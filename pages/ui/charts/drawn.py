"""How a sheet is drawn: one view of layers, each from a table of places."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import altair as alt
import numpy as np

from pages.ui.charts.letters import LETTER
from pages.ui.charts.parts import INK, colour, dash, legend_height, legend_room
from pages.ui.charts.placed import placed
from pages.ui.charts.sheet import FunctionNames, Sheet
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.wording import listed

HOVER, FOCUS = "hover", "focus"

_LEFT = 46  # pixels: the numbers of the y axes
_RIGHT = 14  # at least half the last number of the x axis
_GAP = 8  # between the end of a curve and its name
_FADED = 0.15  # the opacity of what is not in focus
_DIGITS = ".5~g"  # of what the pointer tells

Channels = dict[str, Any]


def picture_of(sheet: Sheet, most_height: float = np.inf) -> Picture:
    """A sheet as a chart, at most so many pixels high if its panels can shrink so far."""
    tables, height, ends = placed(sheet, most_height)
    longest = max(map(len, sheet.names)) if "names" in tables else 0
    names = sheet.among or sheet.names
    at = _Places(_RIGHT + LETTER * longest, round(height), sheet.names if sheet.legend else ())
    return Picture(sheet_chart(names, at, tuple(tables), _strips(sheet, ends)), tables, sheet.alt)


class _Strip(NamedTuple):
    """Where, in pixels down, the pointer tells which columns of a readout, under which titles and heading."""

    top: float
    bottom: float
    heading: str
    x_title: str
    columns: tuple[tuple[int, str], ...]


def _strips(sheet: Sheet, ends: tuple[float, ...]) -> tuple[_Strip, ...]:
    if not sheet.readout:
        return ()
    x_title, columns = sheet.readout.x_title, tuple(enumerate(sheet.readout.titles))
    if not sheet.readout.told:
        return (_Strip(0.0, ends[-1], "", x_title, columns),)
    return tuple(
        _Strip(top, bottom, panel.title, x_title, tuple(columns[k] for k in told))
        for top, bottom, panel, told in zip((0.0, *ends), ends, sheet.panels, sheet.readout.told, strict=False)
    )


@built_once
def sheet_chart(names: FunctionNames, at: "_Places", tables: tuple[str, ...], readout: tuple[_Strip, ...]) -> Chart:
    """The layers of those tables of `placed` that there are; `readout` says what the pointer tells."""
    hue = colour(names, legend=at.legend)
    box = {"x": at.x("x"), "x2": alt.X2("x2:Q"), "y": at.y("y"), "y2": alt.Y2("y2:Q")}
    point = {"x": at.x("x"), "y": at.y("y")}
    bar = {**point, "y2": alt.Y2("y2:Q")}
    own = alt.condition("isValid(datum.function)", hue, alt.value(INK))
    left = {"x": alt.value(_LEFT - 6), "y": at.y("y")}
    layers: dict[str, Callable[[], Sequence[alt.Chart]]] = {
        "grid": lambda: [_rules("grid", box, opacity=0.13)],
        "areas": lambda: [_rows("areas").mark_area(color=INK, opacity=0.12, aria=False).encode(**bar)],
        "bands": lambda: [_bands(hue, bar)],
        "bars": lambda: [_bars(hue, box)],
        "faint": lambda: [_faint(point)],
        "before": lambda: [_before(hue, dash(names, legend=at.legend), point)],
        "lines": lambda: [_lines(hue, dash(names, legend=at.legend), point)],
        "points": lambda: [_points(hue, point)],
        "mark lines": lambda: [_rules("mark lines", {**box, "color": own}, strokeDash=[4, 3], opacity=_shown(at, 0.8))],
        "mark bars": lambda: [_rules("mark bars", bar, strokeWidth=3)],
        "mark points": lambda: [_mark_points(point)],
        "y labels": lambda: [_numbers("y labels", left, "right", at)],
        "x labels": lambda: [_numbers("x labels", point, "center", at)],
        "titles": lambda: [_words("titles", {**point, "x": alt.value(0)}, "left")],
        "x title": lambda: [_words("x title", point, "center")],
        "numbers": lambda: [_small_numbers(point, at)],
        "names": lambda: [_names(hue, {"x": alt.value(alt.ExprRef(f"width - {at.right - _GAP}")), "y": at.y("y")})],
        "mark labels": lambda: [_mark_labels({**point, "color": own}, at)],
        "readout": lambda: [_pointer_rule(at)],
        "strips": lambda: _pointer(readout, at),
    }
    drawn = alt.layer(*(layer for name, make in layers.items() if name in tables for layer in make()))
    # The width, and in full screen the height, are what the page gives.
    chart: Chart = drawn.properties(
        description=f"Chart of {listed(names)}" if names else "Chart",
        height=at.height + legend_height(at.legend),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        padding={"left": 0, "right": 0, "top": 0, "bottom": 0},
    )
    return chart


class _Places(NamedTuple):
    """The scales of a sheet, with room for names at the right, in pixels, and for those of its legend above."""

    right: int
    height: int
    legend: FunctionNames

    @property
    def panel(self) -> str:
        """The expression of how many pixels a panel is wide."""
        return f"(width - {_LEFT + self.right})"

    def x(self, field: str) -> alt.X:
        room: list[Any] = [_LEFT, alt.ExprRef(f"width - {self.right}")]
        return alt.X(f"{field}:Q").axis(None).scale(domain=[0, 1], range=room, nice=False, zero=False)

    def y(self, field: str) -> alt.Y:
        y: alt.Y = self._down(alt.Y(f"{field}:Q"))
        return y

    def y_at(self, pixels: float) -> alt.YDatum:
        y: alt.YDatum = self._down(alt.YDatum(pixels))
        return y

    def _down(self, channel: Any) -> Any:
        room = legend_room(self.legend) if len(self.legend) > 1 else 0
        down = [room, alt.ExprRef("height")]  # of the whole screen, if a reader chooses so
        return channel.axis(None).scale(domain=[0, self.height], range=down, nice=False, zero=False)


def _rows(table: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(table))


def _rules(table: str, box: Channels, **style: Any) -> alt.Chart:
    rules: alt.Chart = _rows(table).mark_rule(color=INK, aria=False, **style).encode(**box)
    return rules


def _bars(hue: alt.Color, box: Channels) -> alt.Chart:
    told = [alt.Tooltip("function:N"), *(alt.Tooltip(f"{end}:Q", format=_DIGITS) for end in ("from", "to"))]
    bars: alt.Chart = (
        _rows("bars").mark_rect(opacity=0.6, description=alt.ExprRef("datum.function")).encode(hue, **box, tooltip=told)
    )
    return bars


def _bands(hue: alt.Color, area: Channels) -> alt.Chart:
    drawn = _rows("bands").mark_area(aria=False)
    bands: alt.Chart = drawn.encode(hue, alt.Detail("band:N"), **area, opacity=_focused(0.2))
    return bands


def _before(hue: alt.Color, dashes: alt.StrokeDash, point: Channels) -> alt.Chart:
    lines = _rows("before").mark_line(strokeWidth=1.5, aria=False)
    before: alt.Chart = lines.encode(hue, dashes, alt.Detail("line:N"), **point, opacity=_focused(0.35))
    return before


def _faint(point: Channels) -> alt.Chart:
    # In the order of the table, not of x: a path is several lines. Thinner, it would be darker where it meets itself.
    lines = _rows("faint").mark_line(strokeWidth=1.25, opacity=0.2, color=INK, order=False, aria=False)
    faint: alt.Chart = lines.encode(alt.Detail("line:N"), **point)
    return faint


def _lines(hue: alt.Color, dashes: alt.StrokeDash, point: Channels) -> alt.Chart:
    """A line per function and segment, which carries the legend: a click there brings a function forward."""
    lines: alt.Chart = (
        _rows("lines")
        .mark_line(strokeWidth=2, description=alt.ExprRef("datum.function"))
        .encode(hue, dashes, alt.Detail("line:N"), **point, opacity=_focused())
        .add_params(alt.selection_point(name=FOCUS, fields=["function"], bind="legend"))
    )
    return lines


def _points(hue: alt.Color, point: Channels) -> alt.Chart:
    points: alt.Chart = _rows("points").mark_circle(size=22, aria=False).encode(hue, **point, opacity=_focused())
    return points


def _names(hue: alt.Color, place: Channels) -> alt.Chart:
    """Each name beside the end of its curve."""
    names: alt.Chart = (
        _rows("names")
        .mark_text(fontSize=12, fontWeight=600, align="left", baseline="middle", aria=False)
        .encode(hue, alt.Text("function:N"), **place, opacity=_focused())
    )
    return names


def _numbers(table: str, place: Channels, align: Literal["right", "center"], at: _Places) -> alt.Chart:
    """The numbers of an axis, as far as the panel has room for them; that of a mark stands out."""
    weight = alt.ExprRef("datum.marked ? 700 : 400")
    opacity = _where_there_is_room(at)
    numbers: alt.Chart = (
        _rows(table)
        .mark_text(
            color=INK, opacity=opacity, fontSize=12, fontWeight=weight, align=align, baseline="middle", aria=False
        )
        .encode(alt.Text("text:N"), **place)
    )
    return numbers


def _small_numbers(point: Channels, at: _Places) -> alt.Chart:
    align, dx, opacity = alt.ExprRef("datum.align"), alt.ExprRef("datum.dx"), _where_there_is_room(at)
    numbers: alt.Chart = (
        _rows("numbers")
        .mark_text(color=INK, opacity=opacity, fontSize=11, baseline="middle", align=align, dx=dx, aria=False)
        .encode(alt.Text("text:N"), **point)
    )
    return numbers


def _where_there_is_room(at: _Places) -> alt.ExprRef:
    return alt.ExprRef(f"datum.room > {at.panel} ? 0 : 0.75")


def _shown(at: _Places, opacity: float) -> alt.ExprRef:
    """The opacity of what is shown on panels of some widths only."""
    return alt.ExprRef(f"datum.least <= {at.panel} && {at.panel} < datum.most ? {opacity} : 0")


def _words(table: str, place: Channels, align: Literal["left", "center"]) -> alt.Chart:
    words: alt.Chart = (
        _rows(table)
        .mark_text(color=INK, fontSize=13, align=align, baseline="middle", aria=False)
        .encode(alt.Text("text:N"), **place)
    )
    return words


def _mark_points(point: Channels) -> alt.Chart:
    style = _rows("mark points").mark_point(color=INK, filled=True, size=70, opacity=1, aria=False)
    points: alt.Chart = style.encode(**point)
    return points


def _mark_labels(point: Channels, at: _Places) -> alt.Chart:
    align, dx = alt.ExprRef("datum.align"), alt.ExprRef("datum.dx")
    opacity = _shown(at, 1.0)
    labels: alt.Chart = (
        _rows("mark labels")
        .mark_text(
            color=INK, opacity=opacity, fontSize=13, fontWeight=600, baseline="middle", align=align, dx=dx, aria=False
        )
        .encode(alt.Text("text:N"), **point)
    )
    return labels


def _pointer_rule(at: _Places) -> alt.Chart:
    """The one rule at the x that the pointer is nearest to."""
    hovered = alt.selection_point(name=HOVER, empty=False)
    rule = _rows("readout").transform_filter(hovered).mark_rule(color=INK, opacity=0.6, aria=False)
    drawn: alt.Chart = rule.encode(x=at.x("at"))
    return drawn


def _pointer(strips: Sequence[_Strip], at: _Places) -> list[alt.Chart]:
    """What takes the pointer: strips side by side, each with what is told of its x there."""
    # By its entry, of which a browser tells before the move at which Vega looks for a tooltip.
    hover = alt.selection_point(name=HOVER, on="pointerover", clear="pointerout", fields=["x"], empty=False)
    first, *others = (_strip(each, at) for each in strips)
    return [first.add_params(hover), *others]  # it hears of all, which stand in one view


def _strip(strip: _Strip, at: _Places) -> alt.Chart:
    # Only where the pointer is: to write all that it could be told takes a browser longer than to draw the curves.
    # It is empty elsewhere, and not missing, or Vega would leave what it shows when the pointer leaves the chart.
    told = alt.condition(f"{HOVER}.x && {HOVER}.x[0] === datum.x", alt.value(_told(strip)), alt.value(""))
    rows: alt.Chart = _rows("strips").mark_rect(opacity=0, aria=False)
    top, bottom = at.y_at(strip.top), alt.Y2Datum(strip.bottom)
    return rows.encode(at.x("left"), alt.X2("right:Q"), top, bottom, tooltip=told)


def _told(strip: _Strip) -> alt.ExprRef:
    """The tooltip of a strip: under the heading x, and what is known there."""
    row = "data('readout')[datum.row]"
    told = {
        **({"title": json.dumps(strip.heading)} if strip.heading else {}),  # what is called so, Vega writes on top
        strip.x_title: f"format({row}.x, '{_DIGITS}')",
        **{title: f"isValid({row}.v{k}) ? format({row}.v{k}, '{_DIGITS}') : '–'" for k, title in strip.columns},
    }
    return alt.ExprRef("{" + ", ".join(f"{json.dumps(title)}: {value}" for title, value in told.items()) + "}")


def _focused(opacity: float = 1.0) -> Any:
    """Opacity: the usual, or faded while another function is in focus."""
    return alt.when(alt.selection_point(name=FOCUS)).then(alt.value(opacity)).otherwise(alt.value(_FADED * opacity))
