"""Where on the x axis curves are drawn: few points, set so that no one sees the corners between them."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from activations.elementwise import FloatArray

FEWEST_POINTS, MOST_POINTS = 100, 260

# The most points of six functions with two derivatives each, which fewer curves may share out among them; and of a
# wave, or of one of its derivatives.
_MOST_IN_ALL = 18 * MOST_POINTS
_MOST_OF_A_WAVE = _MOST_IN_ALL // 3

# The height of the tallest panel, in pixels; a line stays within half a pixel of its curve.
TALLEST_PANEL = 325

_FINE_POINTS = 4_001
_NEAREST = 1e-12  # of what is drawn, between two points

# If there are fewer turns, points that crowd where a curve bends meet them all.
_MANY_TURNS = 30
_SAME_TURN = 2.5e-5  # of what is drawn, between two turns

# Pixels that a line may move when points between others are left out, and how many there may be at most, a power of 2.
_UNSEEN = 0.1
_LONGEST_CHORD = 32


class Grid(NamedTuple):
    """Points in order of x, and to which segment of a line each belongs."""

    x: FloatArray
    segment: NDArray[np.int8]
    at: FloatArray  # where to evaluate a curve: x, or a hair to its left or right for a limit at a breakpoint


def plotting_grid(
    curves: Callable[[FloatArray], Iterable[FloatArray]],
    low: float,
    high: float,
    breakpoints: Sequence[float] = (),
    *,
    hidden: ArrayLike = (),
    fewest: int = FEWEST_POINTS,
) -> Grid:
    """As few points from low to high as the curves need, between `fewest` and `MOST_POINTS`; more of few curves.

    A third of the points is spread evenly, the rest goes where a curve bends, since a chord's error grows with the
    second derivative; of a wave that asks for too many, to its turns, so that it keeps its height and its length.
    Each breakpoint comes three times: itself, and its left and right limit, which end one segment and start the next,
    so that a line drawn per segment never joins the two sides of a jump. Between even points curves may hide what
    shows at those of `hidden`.
    """
    inside = sorted({point for point in breakpoints if low <= point <= high})
    fine = np.linspace(low, high, _FINE_POINTS)
    if np.size(hidden):
        fine = np.union1d(fine, np.clip(hidden, low, high))
        fine = fine[np.diff(fine, prepend=-np.inf) > _NEAREST * (high - low)]
    smooth = np.setdiff1d(_smooth_grid(curves, fine, inside, fewest), inside)
    x = np.concatenate([smooth, np.repeat(inside, 3)])
    # The breakpoint itself first: where three points share an x, the pointer finds the first.
    limits = np.ravel([(point, np.nextafter(point, -np.inf), np.nextafter(point, np.inf)) for point in inside])
    at = np.concatenate([smooth, limits])
    segment = np.searchsorted(inside, at, side="left") + np.searchsorted(inside, at, side="right")
    order = np.argsort(x, kind="stable")
    return Grid(x[order], segment[order].astype(np.int8), at[order])


def seen(x: FloatArray, y: FloatArray, segment: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Which points of lines must be drawn: all but those on a chord of others. A line is a column of `y`, in pixels."""
    y = np.where(np.isfinite(y), y, np.nan)
    needed = np.ones(y.shape, dtype=bool)
    length = 2
    while length <= min(_LONGEST_CHORD, x.size - 1):
        left = np.arange(0, x.size - length, length)
        right, between = left + length, left + np.arange(1, length)[:, np.newaxis]
        width = x[right] - x[left]
        share = np.divide(x[between] - x[left], width, out=np.zeros(between.shape), where=width > 0.0)
        off = y[between] - y[left] - share[..., np.newaxis] * (y[right] - y[left])
        whole = (segment[between] == segment[left]).all(axis=0) & (segment[right] == segment[left])
        needed[between] &= ~((np.abs(off) <= _UNSEEN).all(axis=0) & whole[:, np.newaxis])
        length *= 2
    return needed


def _smooth_grid(
    curves: Callable[[FloatArray], Iterable[FloatArray]], fine: FloatArray, breakpoints: Sequence[float], fewest: int
) -> FloatArray:
    low, high = float(fine[0]), float(fine[-1])
    steps, bend = np.diff(fine), np.zeros(fine.size)
    values = list(curves(fine))
    for curve in values:
        height = np.ptp(curve)
        if height > 0:
            turned = 0.5 * (steps[1:] + steps[:-1]) * np.abs(np.diff(np.diff(curve) / steps))
            np.maximum(bend[1:-1], turned / height, out=bend[1:-1])
    for point in breakpoints:
        nearest = np.searchsorted(fine, point)
        bend[max(0, nearest - 1) : nearest + 2] = 0.0  # a corner in the grid needs no company
    density = np.sqrt(bend)
    total = float(density.sum())
    # A chord over a share 1/n of the density is off by (total / n)² / 8 of the panel's height; two thirds of the points
    # follow the density, and a quarter more make up for the interpolation below.
    needed = 1.25 * 1.5 * total * math.sqrt(TALLEST_PANEL / (8.0 * 0.5))
    most = max(MOST_POINTS, _MOST_IN_ALL // len(values)) - 3 * len(breakpoints)
    if needed > most:
        turns = np.unique(np.concatenate([[low], _turns(fine, values), [high]]))
        if _MANY_TURNS <= turns.size <= _MOST_OF_A_WAVE:
            return _divided(turns, min(max(most, 2 * turns.size), _MOST_OF_A_WAVE))
    points = math.ceil(min(max(needed, fewest), most))
    evenly = 0.5 * (np.append(steps, steps[-1]) + np.insert(steps, 0, steps[0])) / (high - low)
    share = 2.0 * density / max(total, np.finfo(float).tiny) + evenly
    share = np.concatenate([[0.0], np.cumsum(0.5 * (share[1:] + share[:-1]))])
    return np.interp(np.linspace(0.0, share[-1], points), share, fine)


def _turns(x: FloatArray, curves: Sequence[FloatArray]) -> FloatArray:
    """Where a curve goes from up to down or from down to up: the top of the parabola through three points."""
    middle, found = 0.5 * (x[1:] + x[:-1]), []
    for y in curves:
        slope = np.diff(y) / np.diff(x)
        turning = np.flatnonzero(slope[:-1] * slope[1:] < 0.0)
        rise, fall = slope[turning], slope[turning + 1]
        found.append(middle[turning] + (middle[turning + 1] - middle[turning]) * rise / (rise - fall))
    turns = np.sort(np.concatenate(found))
    return turns[np.diff(turns, prepend=-np.inf) > _SAME_TURN * float(x[-1] - x[0])]


def _divided(x: FloatArray, most: int) -> FloatArray:
    """With as many points between neighbours as come to no more than `most` in all."""
    parts = max(1, (most - 1) // (x.size - 1))
    return np.interp(np.arange(parts * (x.size - 1) + 1) / parts, np.arange(x.size), x)
