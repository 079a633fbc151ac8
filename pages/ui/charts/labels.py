"""Marks on a sheet: their points and lines, and their labels where they hide the least."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from pages.ui.charts.apart import Box, costs
from pages.ui.charts.columns import Columns, as_columns
from pages.ui.charts.layout import Frame
from pages.ui.charts.letters import LETTER
from pages.ui.charts.sheet import Bars, Lines, Mark

# Pixels that a panel is wide on a screen and on a phone. Labels are placed for both, and shown on wider and narrower
# ones up to the other: on a screen they have room on the narrowest.
_WIDEST = 10_000.0
_PLACED_FOR = {700.0: (550.0, _WIDEST), 240.0: (0.0, 550.0)}

_NO_NAME = -1

_LINE = 15.0  # pixels
_GAP = 8.0  # pixels between a label and what it labels
_POINTS_OF_LINE = 300  # that labels keep off
_ROWS = 6  # heights at which the label of a line may stand


class Label(NamedTuple):
    """A place for a label: that of its mark across, `dx` pixels from it to the right, and pixels down."""

    x: float
    y: float
    dx: float
    align: str

    def box(self, text: str, panel_width: float) -> Box:
        width = LETTER * len(text)
        start = panel_width * self.x + self.dx - width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]
        return Box(start, self.y - 0.5 * _LINE, start + width, self.y + 0.5 * _LINE)


MarkLine = tuple[float, float, float, float, int]  # from x and y to x2 and y2, in the colour of a name
Widths = tuple[float, float]  # of a panel, from the least and below the other
Written = tuple[Label, str, int, Widths]  # a label, its text, the name in whose colour it is, and where it is shown


def mark_tables(frames: Sequence[Frame]) -> dict[str, Columns]:
    """Of the marks of all panels: their points, bars, lines and labels."""
    placed = [
        (
            float(frame.across(mark.x)),
            float(frame.down(mark.y)),
            None if mark.to is None else float(frame.down(mark.to)),
        )
        for frame in frames
        for mark in frame.marks
        if mark.x is not None and mark.y is not None
    ]
    labels = [list(_labels(frame)) for frame in frames]
    lines = [
        part
        for frame, written in zip(frames, labels, strict=True)
        for line in _lines(frame)
        for part in _beside_labels(line, written)
    ]
    return {
        "mark lines": as_columns(("x", "x2", "y", "y2", "function", "least", "most"), lines),
        "mark points": as_columns(("x", "y"), [(x, y) for x, y, to in placed if to is None]),
        "mark bars": as_columns(("x", "y", "y2"), [bar for bar in placed if bar[2] is not None]),
        "mark labels": as_columns(
            ("x", "y", "dx", "align", "text", "function", "least", "most"),
            [(*place, text, name, *shown) for each in labels for place, text, name, shown in each],
        ),
    }


def _lines(frame: Frame) -> Iterator[MarkLine]:
    """Across the panel at a height, down the panel at an x, or from a point down to the x axis."""
    for mark in frame.marks:
        if mark.x is None and mark.y is not None:
            y = float(frame.down(mark.y))
            yield 0.0, 1.0, y, y, _name(mark)
        elif mark.x is not None:
            x = float(frame.across(mark.x))
            yield x, x, frame.top if mark.y is None else float(frame.down(mark.y)), frame.bottom, _name(mark)


def _beside_labels(line: MarkLine, written: Sequence[Written]) -> Iterator[tuple[float, ...]]:
    """A line in parts with the widths at which each is shown: those of one down the panel make way for labels."""
    x, x2, start, end, name = line
    struck = [(box, widths) for box, widths in _struck(x, written) if box.top < end and box.bottom > start]
    if x != x2 or not struck:
        yield *line, 0.0, _WIDEST
        return
    edges = {edge for box, _ in struck for edge in (box.top, box.bottom) if start < edge < end}
    for top, bottom in pairwise(sorted({start, end, *edges})):
        for widths in _outside([widths for box, widths in struck if box.top <= top < box.bottom]):
            yield x, x2, top, bottom, name, *widths


def _struck(x: float, written: Sequence[Written]) -> Iterator[tuple[Box, Widths]]:
    """The labels that a line down a panel would strike through, and at which widths."""
    for place, text, _, (least, most) in written:
        box, distance = place.box(text, 0.0), x - place.x
        if distance:
            low, high = sorted((box.left / distance, box.right / distance))
        else:
            low, high = (least, most) if box.left < 0.0 < box.right else (most, least)
        if max(low, least) < min(high, most):
            yield box, (max(low, least), min(high, most))


def _outside(hidden: Sequence[Widths]) -> Iterator[Widths]:
    least = 0.0
    for low, high in sorted(hidden):
        if least < low:
            yield least, low
        least = max(least, high)
    if least < _WIDEST:
        yield least, _WIDEST


def _name(mark: Mark) -> int:
    return _NO_NAME if mark.name is None else mark.name


def _labels(frame: Frame) -> Iterator[Written]:
    labelled = [mark for mark in frame.marks if mark.label]
    x, y = _drawn_points(frame) if labelled else (np.empty(0), np.empty(0))
    placed = (_least_hiding(frame, labelled, width, x, y) for width in _PLACED_FOR)
    for mark, places in zip(labelled, zip(*placed, strict=True), strict=True):
        everywhere = {places[0]: (0.0, _WIDEST)}  # if it is the same for all widths
        shown = zip(places, _PLACED_FOR.values(), strict=True) if len(set(places)) > 1 else everywhere.items()
        for place, widths in shown:
            yield place, mark.label, _name(mark), widths


def _least_hiding(frame: Frame, marks: Sequence[Mark], width: float, x: FloatArray, y: FloatArray) -> list[Label]:
    """Where the labels of marks hide the least of the points at x and y on a panel of a width, and not one another."""
    taken: list[Label] = []
    boxes: list[Box] = []
    narrowest = _PLACED_FOR[width][0] or width
    for mark in marks:
        everywhere = _places(frame, mark)
        places = [place for place in everywhere if _fits(place, frame, mark.label, narrowest)] or everywhere
        cost = costs([place.box(mark.label, width) for place in places], width * x, y, boxes)
        taken.append(places[int(np.argmin(cost))])
        boxes.append(taken[-1].box(mark.label, width))
    return taken


def _places(frame: Frame, mark: Mark) -> list[Label]:
    """Where the label of a mark may stand, the first the best."""
    if mark.y is None:
        x = float(frame.across(mark.x if mark.x is not None else np.nan))
        rows = [frame.top + (k + 0.6) * _LINE for k in range(_ROWS)]
        return [Label(x, y, dx, align) for y in rows for dx, align in ((_GAP, "left"), (-_GAP, "right"))]
    down = float(frame.down(mark.y if mark.to is None else 0.5 * (mark.y + mark.to)))
    if mark.x is None:
        steps = ((0.01, 0.0, "left"), (0.99, 0.0, "right"), (0.5, 0.0, "center"))
        return [Label(x, down + dy, dx, align) for x, dx, align in steps for dy in (-_LINE * 0.6, _LINE * 0.6)]
    x = float(frame.across(mark.x))
    sides = [(0.0, _GAP, "left"), (0.0, -_GAP, "right")]
    above = [(dy, dx, align) for dy in (-_LINE, _LINE, -2 * _LINE, 2 * _LINE, 3 * _LINE) for _, dx, align in sides]
    farther = [(0.0, factor * dx, align) for factor in (3, 5) for _, dx, align in sides]
    places = (*sides, *above, (-1.2 * _LINE, 0.0, "center"), *farther)
    return [Label(x, down + dy, dx, align) for dy, dx, align in places]


def _fits(place: Label, frame: Frame, text: str, width: float) -> bool:
    box = place.box(text, width)
    across = box.left >= 0.0 and box.right <= width
    return across and frame.top - 0.5 * _LINE <= box.top and box.bottom <= frame.bottom + 0.5 * _LINE


def _drawn_points(frame: Frame) -> tuple[FloatArray, FloatArray]:
    """Points of the lines of a panel, its marks' too, and of the middles of its bars: 0 to 1 across, pixels down."""
    bars = [content for content in frame.panel.content if isinstance(content, Bars)]
    middles = [np.repeat(frame.across(0.5 * (each.left + each.right)), _ROWS) for each in bars]
    heights = [frame.down(np.linspace(each.bottom, each.top, _ROWS, axis=1)).ravel() for each in bars]
    lines = [content for content in frame.panel.content if isinstance(content, Lines)]
    traced = [_traced(frame.across(each.x), column) for each in lines for column in frame.down(each.y).T]
    # One that crosses a label hides less of it than one along it: as many points as pixels.
    marked = [
        np.linspace((x, y), (x2, y2), _POINTS_OF_LINE if y == y2 else max(int(abs(y2 - y)), 2))
        for x, x2, y, y2, _ in _lines(frame)
    ]
    across, down = np.concatenate([np.empty((0, 2)), *marked, *traced]).T
    return np.concatenate([across, *middles]), np.concatenate([down, *heights])


def _traced(x: FloatArray, y: FloatArray) -> FloatArray:
    """Points along a line: its own, which are many where it bends, and even ones, since where it is flat it has few."""
    even = np.linspace(x[0], x[-1], _POINTS_OF_LINE)
    return np.stack([np.concatenate([x, even]), np.concatenate([y, np.interp(even, x, y)])], axis=1)
