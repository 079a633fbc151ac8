"""Labels that do not run into one another, nor into lines."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray


class Box(NamedTuple):
    """A rectangle on a chart, in pixels from its top left."""

    left: float
    top: float
    right: float
    bottom: float


def apart(wanted: FloatArray, low: float, high: float, least: float) -> FloatArray:
    """The places nearest to those wanted, by least squares, that keep `least` from one another within [low, high]."""
    order = np.argsort(wanted, kind="stable")
    # In places less their rank's share of the distance, to keep apart is not to decrease.
    rank = least * np.arange(wanted.size)
    free = np.clip(_not_decreasing(wanted[order] - rank), low, high - rank[-1] if wanted.size else high)
    places = np.empty(wanted.size)
    places[order] = free + rank
    return places


def costs(boxes: Sequence[Box], x: FloatArray, y: FloatArray, taken: Sequence[Box]) -> NDArray[np.int64]:
    """How many points each box hides, those that strike its letters through twice.

    To overlap what is taken costs more than to hide all points.
    """
    left, top, right, bottom = np.array(boxes).T[..., np.newaxis]
    (near,) = np.nonzero((x > left.min()) & (x < right.max()) & (y > top.min()) & (y < bottom.max()))
    across, down = x[near], y[near]
    quarter = 0.25 * (bottom - top)
    hidden = (across > left) & (across < right) & (down > top) & (down < bottom)
    struck = hidden & (down > top + quarter) & (down < bottom - quarter)
    overlaps = np.array([sum(_overlap(box, other) for other in taken) for box in boxes])
    found: NDArray[np.int64] = hidden.sum(axis=1) + struck.sum(axis=1) + (2 * x.size + 1) * overlaps
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _not_decreasing(values: FloatArray) -> FloatArray:
    """Isotonic regression: neighbours out of order are pooled at their mean."""
    pools: list[tuple[float, int]] = []
    for value in values.tolist():
        mean, size = value, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    return np.repeat([mean for mean, _ in pools], [size for _, size in pools])
