"""Contours of a product f(g) · v(u), as lines."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray, RealFunction
from pages.ui.charts.columns import Columns, as_single
from pages.ui.charts.grid import seen

_LEVELS = 5  # to each side of 0, at 1, 2 or 5 times a power of ten
_FEWEST_LEVELS = 2
_FREE_TURNS = 4.0  # of a surface, between which all levels can be told apart
_ACROSS = 1_001  # values of g at which a contour is found: it leaves the window within one of their gaps
_FAR = 1e300
_PLACES, _OTHERS = 8, (4, 2, 6, 3, 5)  # where else a number may stand, in eighths of a contour


class Factors(NamedTuple):
    """A product of a factor of g and a factor of u, which is known by the u at which it has given values.

    That u is ±inf for values that the factor has nowhere. Contours end at `ends`, and at their negative.
    """

    of_g: RealFunction
    u_at: Callable[[FloatArray], FloatArray]
    ends: float = math.inf


class Contours(NamedTuple):
    """Lines with the columns g, u and line; and places on contours for their numbers: level, g, u and contour."""

    lines: Columns
    places: Columns


def levels(largest: float, turns: float = 0.0) -> list[float]:
    """Heights of contours: to each side of 0 the largest few of 1, 2 and 5 times powers of ten below `largest`.

    They are fewer for a surface that goes up and down so often that contours would crowd.
    """
    if largest <= 0.0:
        return []
    power = math.floor(math.log10(largest))
    round_ones = [mantissa * 10.0**exponent for exponent in (power, power - 1, power - 2) for mantissa in (5, 2, 1)]
    upper = [each for each in round_ones if each < largest]
    most = min(_LEVELS, max(_FEWEST_LEVELS, round(_FREE_TURNS * _LEVELS / max(turns, 1.0))))
    return [*(-each for each in upper[:most]), *reversed(upper[:most])]


def contours_of(
    product: Factors, window: tuple[float, float], heights: Sequence[float], breakpoints: Sequence[float], pixels: float
) -> Contours:
    """Contours in a window of both, so many pixels high; none is joined where the factor of g jumps.

    At each g a contour has one u at most. Where that leaves the window, the contour ends within a gap of the values of
    g; where it goes from below the window to above, or from one value of the other factor to another that jumps, it is
    upright.
    """
    low, high = window
    inside = sorted({point for point in breakpoints if low <= point <= high})
    limits = np.nextafter(np.repeat(inside, 2), np.tile([-np.inf, np.inf], len(inside)))
    x = np.sort(np.concatenate([np.setdiff1d(np.linspace(low, high, _ACROSS), inside), limits]))
    segment = np.searchsorted(inside, x)
    level = np.asarray(heights, dtype=np.float64)
    opening, height = np.broadcast_arrays(product.of_g(x), level[:, np.newaxis])
    known = np.abs(opening) > np.abs(height) / _FAR
    u = product.u_at(np.divide(height, opening, out=np.full(height.shape, np.nan), where=known))
    side = np.where(known, np.sign(u - np.clip(u, low, high)), np.nan)
    joined = (
        ((side[:, 1:] != side[:, :-1]) | (side[:, 1:] == 0.0))
        & (known[:, 1:] & known[:, :-1])
        & (segment[1:] == segment[:-1])
        & (np.sign(opening[:, 1:]) == np.sign(opening[:, :-1]))
    )
    row, k = np.nonzero(joined)
    bottom, top = max(low, -product.ends), min(high, product.ends)
    g = np.stack([x[k], x[k + 1]])
    u = np.clip(np.stack([u[row, k], u[row, k + 1]]), 2.0 * bottom - top, 2.0 * top - bottom)
    g, u = _cut(g, u, bottom, top)
    first = np.ones(k.size, dtype=bool)
    first[1:] = (np.diff(row) != 0) | (np.diff(k) != 1) | (side[row, k][1:] != 0.0)
    return Contours(_lines(g, u, first, high - low, pixels), _places(g, u, row, level))


def _cut(g: FloatArray, u: FloatArray, bottom: float, top: float) -> tuple[FloatArray, FloatArray]:
    """The parts of pieces, whose starts and ends are the two rows, from bottom to top."""
    within = np.clip(u, bottom, top)
    rise = u[1] - u[0]
    slope = np.divide(g[1] - g[0], rise, out=np.zeros_like(rise), where=rise != 0.0)
    return g + slope * (within - u), within


def _lines(g: FloatArray, u: FloatArray, first: NDArray[np.bool_], span: float, pixels: float) -> Columns:
    """Pieces one after the other, of which the `first` ones begin lines, without points that no one would miss."""
    ends = np.flatnonzero(np.append(first[1:], True)[: first.size])
    number = np.cumsum(first)
    x, y, line = (
        np.insert(start, ends + 1, end[ends]) for start, end in ((g[0], g[1]), (u[0], u[1]), (number, number))
    )
    needed = seen((x / span)[:, np.newaxis], pixels / span * y[:, np.newaxis], line)[:, 0]
    return {"g": as_single(x[needed]), "u": as_single(y[needed]), "line": line[needed].astype(np.int16)}


def _places(g: FloatArray, u: FloatArray, row: NDArray[np.intp], level: FloatArray) -> Columns:
    """Where numbers of contours may stand, the best place first, on each side of g = 0: the farthest from 0 first.

    The best is where it is nearest to a diagonal.
    """
    parts = 2 * row + (g[0] < 0.0)
    starts = np.flatnonzero(np.diff(parts, prepend=-1))
    ends = np.append(starts[1:], parts.size)
    order = np.lexsort([parts[starts], level[row[starts]], -np.abs(level[row[starts]]), g[0, starts] < 0.0])
    places = [place for k in order for place in _along(g, u, int(starts[k]), int(ends[k]))]
    piece, up = np.array([k for k, _ in places], dtype=np.intp), np.array([height for _, height in places])
    return {"level": level[row[piece]], "g": g[0, piece], "u": up, "contour": parts[piece]}


def _along(g: FloatArray, u: FloatArray, start: int, end: int) -> list[tuple[int, float]]:
    """Pieces of a part of a contour, from the one nearest to a diagonal on, and a u of each."""
    across, bottom, top = np.abs(g[0, start:end]), u[:, start:end].min(axis=0), u[:, start:end].max(axis=0)
    up = np.where(bottom + top > 0.0, np.clip(across, bottom, top), np.clip(-across, bottom, top))
    first = int(np.argmin(np.abs(np.abs(up) - across)))
    tried = dict.fromkeys([first, *((end - start) * k // _PLACES for k in _OTHERS)])
    return [(start + k, float(up[k])) for k in tried]
