"""Where everything on a sheet goes: tables of places, 0 to 1 across and pixels down, with names kept apart."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from pages.ui.charts.apart import apart
from pages.ui.charts.columns import Columns, as_columns, as_short, as_single, each_short, joined, named
from pages.ui.charts.grid import seen
from pages.ui.charts.labels import mark_tables
from pages.ui.charts.layout import Frame, Tick, frames_of
from pages.ui.charts.sheet import (
    Area,
    Band,
    Bars,
    Before,
    Content,
    Faint,
    FunctionNames,
    Lines,
    Mark,
    Numbers,
    Points,
    Readout,
    Sheet,
)

NAME_DISTANCE = 13.0  # pixels between the middles of names, which are 11 pixels high

# Pixels down: a label from its panel's end, the x title from the sheet's, a title from the top of its panel.
_X_LABEL, _X_TITLE, _TITLE = 13.0, -8.0, -12.0
_BELOW_TITLE = 4.0

_BESIDE = 4.0  # pixels between a point and its number


class Placed(NamedTuple):
    """The tables of a sheet, those without rows left out, its height, and how far down each panel reaches."""

    tables: dict[str, Columns]
    height: float
    ends: tuple[float, ...]


def placed(sheet: Sheet, most_height: float = np.inf) -> Placed:
    """A sheet laid out, at most `most_height` high if its panels can shrink so far."""
    frames, height = frames_of(sheet, most_height)
    tables = {
        "grid": as_columns(("x", "x2", "y", "y2"), [line for frame in frames for line in _grid(frame)]),
        "x labels": as_columns(("x", "y", "text", "marked", "room"), list(_x_labels(frames))),
        "y labels": as_columns(
            ("y", "text", "marked", "room"), [tick for frame in frames for tick in _y_labels(frame)]
        ),
        "titles": as_columns(("y", "text"), [(frame.top + _TITLE, frame.title) for frame in frames]),
        "x title": as_columns(("x", "y", "text"), [(0.5, height + _X_TITLE, sheet.x_title)]),
        "names": joined([_names(frame) for frame in frames if _has_names(frame)]),
        **(_readout_tables(sheet.readout, frames[0]) if sheet.readout else {}),
        **{name: joined(list(make(sheet, frames))) for name, make in _CONTENT.items()},
        **mark_tables(frames),
    }
    known = {name: _named(table, sheet.names) for name, table in tables.items() if _has_rows(table)}
    return Placed(known, height, (*(frame.bottom for frame in frames[:-1]), height))


def _has_rows(table: Columns) -> bool:
    return any(len(column) for column in table.values())


def _named(table: Columns, names: FunctionNames) -> Columns:
    """The table with names in place of their numbers."""
    return {**table, "function": named(table["function"], names)} if "function" in table else table


def _grid(frame: Frame) -> Iterator[tuple[float, float, float, float]]:
    for tick in frame.x_ticks():
        yield tick.place, tick.place, frame.top, frame.bottom
    for tick in frame.y_ticks():
        if not tick.marked:
            yield 0.0, 1.0, tick.place, tick.place


def _x_labels(frames: Sequence[Frame]) -> Iterator[tuple[float, float, str, bool, float]]:
    marks: list[Mark] = []  # of the panels that share the x axis of the next one that has labels
    for frame in frames:
        marks += frame.marks
        if frame.panel.x_labels:
            for x, text, marked, room in frame.x_ticks(marks):
                yield x, frame.bottom + _X_LABEL, text, marked, room
            marks = []


def _y_labels(frame: Frame) -> Iterator[Tick]:
    """The ticks of the y axis; the number at its very top keeps off the title."""
    for tick in frame.y_ticks():
        yield tick._replace(place=max(tick.place, frame.top + _BELOW_TITLE))


def _has_names(frame: Frame) -> bool:
    ends = frame.panel.ends
    return ends is not None and NAME_DISTANCE * (np.isfinite(ends).sum() - 1) <= frame.height


def _names(frame: Frame) -> Columns:
    ends = frame.panel.ends
    assert ends is not None  # noqa: S101 - see `_has_names`
    known = np.flatnonzero(np.isfinite(ends))
    wanted = np.clip(frame.down(ends[known]), frame.top, frame.bottom)
    return {
        "function": known,
        "y": apart(wanted, frame.top, frame.bottom, NAME_DISTANCE),
    }


def _of_kind(frames: Sequence[Frame], kind: type[Content]) -> Iterator[tuple[Frame, Any]]:
    return ((frame, each) for frame in frames for each in frame.panel.content if isinstance(each, kind))


def _lines(sheet: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    first = 0
    for _, alike in groupby(_of_kind(frames, Lines), _pieces):  # at a time, since those of most panels are alike
        panels = list(alike)
        lines = panels[0][1]
        segment = np.zeros(lines.x.size, dtype=np.int64) if lines.segment is None else lines.segment
        segments = int(segment.max(initial=0)) + 1
        functions = [each.of or range(len(sheet.names)) for _, each in panels]
        counts = [*map(len, functions)]
        number = np.repeat(first + segments * np.arange(len(panels)), counts)
        yield _points_of_lines(
            np.repeat(np.stack([at.across(each.x) for at, each in panels], axis=1), counts, axis=1),
            np.concatenate([at.down(each.y) for at, each in panels], axis=1),
            segment,
            line=(number[:, np.newaxis] + segment).astype(np.int16),
            function=np.concatenate(functions)[:, np.newaxis],
        )
        first += segments * len(panels)


def _pieces(placed: tuple[Frame, Lines]) -> tuple[int, bytes]:
    _, lines = placed
    return lines.x.size, b"" if lines.segment is None else lines.segment.tobytes()


def _before(sheet: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    functions = np.arange(len(sheet.names))[:, np.newaxis]
    for number, (frame, before) in enumerate(_of_kind(frames, Before)):
        line = np.full(before.x.size, number, dtype=np.int16)
        across = frame.across(before.x)[:, np.newaxis]
        yield _points_of_lines(across, frame.down(before.y), line, line=line, function=functions)


def _points_of_lines(
    across: FloatArray, down: FloatArray, segment: NDArray[np.integer[Any]], **of: NDArray[Any]
) -> Columns:
    """The points of a line per column of `down`, but for those that no one would miss; `of` them, a row per line."""
    drawn = seen(across, down, segment).T
    columns: dict[str, NDArray[Any]] = {"x": as_single(across).T, "y": as_single(down).T, **of}
    return {name: np.broadcast_to(column, drawn.shape)[drawn] for name, column in columns.items()}


def _bands(sheet: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    for number, (frame, band) in enumerate(_of_kind(frames, Band)):
        places: dict[str, NDArray[Any]] = {
            "x": np.tile(as_single(frame.across(band.x)), len(sheet.names)),
            "y": as_single(frame.down(band.low)).ravel(order="F"),
            "y2": as_single(frame.down(band.high)).ravel(order="F"),
            "function": np.repeat(np.arange(len(sheet.names)), band.x.size),
            "band": np.full(band.low.size, number, dtype=np.int16),
        }
        # Where it is told of no end, Vega would draw an area to 0.
        known = np.isfinite(places["y"]) & np.isfinite(places["y2"])
        yield {name: column[known] for name, column in places.items()}


def _faint(_: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    for path, (frame, faint) in enumerate(_of_kind(frames, Faint)):
        numbers = np.arange(faint.y.shape[1], dtype=np.int16)[:, np.newaxis]
        whole = np.zeros(faint.x.size, dtype=np.int16)
        down = frame.down(faint.y)
        on_panel = (down >= frame.top) & (down <= frame.bottom)  # or it would be drawn on another
        across = frame.across(faint.x)[:, np.newaxis]
        points = _points_of_lines(across, np.where(on_panel, down, np.nan), whole, line=numbers)
        # In one path with gaps: where several lie on one another, they would else be as dark as no faint line is.
        ends = np.flatnonzero(np.diff(points["line"])) + 1
        joined_up = {field: np.insert(points[field], ends, np.nan) for field in ("x", "y")}
        yield {**joined_up, "line": np.full(joined_up["x"].size, path, dtype=np.int16)}


def _areas(_: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    for frame, area in _of_kind(frames, Area):
        yield {
            "x": as_single(frame.across(area.x)),
            "y": as_single(frame.down(area.low)),
            "y2": as_single(frame.down(area.high)),
        }


def _points(sheet: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    for frame, points in _of_kind(frames, Points):
        yield {
            "x": np.tile(as_single(frame.across(points.x)), len(sheet.names)),
            "y": as_single(frame.down(points.y)).ravel(order="F"),
            "function": np.repeat(np.arange(len(sheet.names)), points.x.size),
        }


def _bars(_: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    for frame, bars in _of_kind(frames, Bars):
        yield {
            "x": as_single(frame.across(bars.left)),
            "x2": as_single(frame.across(bars.right)),
            "y": as_single(frame.down(bars.bottom)),
            "y2": as_single(frame.down(bars.top)),
            "from": as_short(bars.left),
            "to": as_short(bars.right),
            "function": np.full(bars.left.size, bars.name),
        }


def _numbers(_: Sheet, frames: Sequence[Frame]) -> Iterator[Columns]:
    for frame, numbers in _of_kind(frames, Numbers):
        if frame.height < frame.panel.height:
            continue  # its rows stand too close
        yield {
            "x": frame.across(numbers.x),
            "y": frame.down(numbers.y),
            "text": np.array(numbers.texts, dtype=np.str_),
            "dx": np.where(numbers.leftward, -_BESIDE, _BESIDE),
            "align": np.where(numbers.leftward, "right", "left"),
            "room": numbers.room,
        }


_CONTENT = {
    "areas": _areas,
    "lines": _lines,
    "faint": _faint,
    "before": _before,
    "bands": _bands,
    "points": _points,
    "bars": _bars,
    "numbers": _numbers,
}


def _readout_tables(readout: Readout, frame: Frame) -> dict[str, Columns]:
    """What is told at each x, and apart from it the strips that take the pointer: they stay while a parameter moves."""
    at = frame.across(readout.x)
    middles = 0.5 * (at[1:] + at[:-1])
    # Not the titles: Vega reads a dot or a bracket in the name of a field as a path.
    told = {f"v{k}": column for k, column in enumerate(each_short(readout.columns))}
    return {
        "readout": {"x": readout.x, "at": as_single(at), **told},
        "strips": {
            "x": readout.x,
            "row": np.arange(at.size, dtype=np.int16),
            "left": as_single(np.r_[0.0, middles]),
            "right": as_single(np.r_[middles, 1.0]),
        },
    }
