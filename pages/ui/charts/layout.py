"""The panels of a sheet at their places: 0 to 1 across, and pixels down."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from activations.elementwise import FloatArray
from pages.ui.charts.letters import LETTER
from pages.ui.charts.sheet import Mark, Panel, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.wording import power_of_ten

_TITLE, _X_LABELS, _X_TITLE, _BETWEEN = 19, 20, 18, 8  # pixels above, below and between panels
_LEAST_HEIGHT = 24  # of a panel, however small the sheet
_MOST_X_TICKS, _MOST_Y_TICKS, _PIXELS_A_TICK = 7, 6, 32
_LINE = 14.0  # pixels between the middles of two numbers of a y axis, that of a mark before others
_APART = 4.0  # pixels between two labels
_WIDEST = 4_000.0  # pixels of a panel: what is not free there is left out


class Tick(NamedTuple):
    """A label of an axis: its place, whether it is that of a mark, and how wide a panel it needs to stand free."""

    place: float
    text: str
    marked: bool
    room: float = 0.0  # pixels


@dataclass(frozen=True, slots=True)
class Frame:
    """A panel at its place: from `top` down to `bottom`, in pixels, with its marks."""

    panel: Panel
    top: float
    bottom: float
    marks: tuple[Mark, ...]

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def title(self) -> str:
        """That of the panel, with the power of ten that its axis counts."""
        unit = self.panel.y.unit if self.panel.y_labels else 0
        return f"{self.panel.title} in {power_of_ten(unit)}" if unit else self.panel.title

    def across(self, x: ArrayLike) -> FloatArray:
        return self.panel.x.share(x)

    def down(self, y: ArrayLike) -> FloatArray:
        return self.bottom - self.height * self.panel.y.share(y)

    def x_ticks(self, marks: Sequence[Mark] = ()) -> tuple[Tick, ...]:
        """Those of the x axis, with the given marks among them."""
        at = tuple(mark.x for mark in marks if mark.x is not None)
        return _ticks_side_by_side(self.panel.x, at)

    def y_ticks(self) -> list[Tick]:
        """Those of the y axis, with its marks among them; none where it has no labels."""
        if not self.panel.y_labels:
            return []
        most = int(np.clip(self.height // _PIXELS_A_TICK, 3, _MOST_Y_TICKS))
        ticks: list[Tick] = []
        for tick in _ticks(self.panel.y, most, tuple(mark.y for mark in self.marks if mark.y is not None)):
            if all(self.height * abs(tick.place - other.place) >= _LINE for other in ticks):
                ticks.append(tick)
        return [tick._replace(place=self.bottom - self.height * tick.place) for tick in ticks]


def frames_of(sheet: Sheet, most_height: float) -> tuple[list[Frame], float]:
    """The panels at their places, and the height of all: at most `most_height`, if they can shrink so far."""
    around = sum(_TITLE + _X_LABELS * panel.x_labels + _BETWEEN for panel in sheet.panels) - _BETWEEN + _X_TITLE
    scale = min(1.0, (most_height - around) / sum(panel.height for panel in sheet.panels))
    frames: list[Frame] = []
    end = -float(_BETWEEN)
    for k, panel in enumerate(sheet.panels):
        top = end + _BETWEEN + _TITLE
        bottom = top + max(int(scale * panel.height), min(_LEAST_HEIGHT, panel.height))
        frames.append(Frame(panel, top, bottom, tuple(mark for mark in sheet.marks if _is_on(mark, panel, k))))
        end = bottom + _X_LABELS * panel.x_labels
    return frames, end + _X_TITLE


def _is_on(mark: Mark, panel: Panel, place: int) -> bool:
    coordinates = ((panel.x, mark.x), (panel.y, mark.y))
    return mark.panel == place and all(
        0.0 <= float(axis.share(value)) <= 1.0 for axis, value in coordinates if value is not None
    )


def with_room(ticks: Sequence[Tick]) -> list[Tick]:
    """Labels side by side, each with the least width of a panel on which it touches no earlier one shown."""
    free: list[Tick] = []
    for tick in ticks:
        needs = [(_width_to_part(tick, other), other.room) for other in free]
        room = max((need for need, others in needs if need > others), default=0.0)
        if room <= _WIDEST:
            free.append(tick._replace(room=room))
    return free


def _width_to_part(one: Tick, other: Tick) -> float:
    distance = abs(one.place - other.place)
    width = 0.5 * LETTER * (len(one.text) + len(other.text)) + _APART
    return width / distance if distance else math.inf


# Most axes stay while a parameter moves.
@functools.lru_cache(maxsize=1024)
def _ticks_side_by_side(axis: Axis, marked: tuple[float, ...]) -> tuple[Tick, ...]:
    return tuple(with_room(_ticks(axis, _MOST_X_TICKS, marked)))


@functools.lru_cache(maxsize=1024)
def _ticks(axis: Axis, most: int, marked: tuple[float, ...]) -> tuple[Tick, ...]:
    """The ticks of an axis: those of marks come first."""
    own = (Tick(float(axis.share(value)), axis.text(value), True) for value in marked)
    return *own, *(Tick(float(axis.share(value)), text, False) for value, text in axis.ticks(most))
