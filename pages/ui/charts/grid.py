"""Where on the x axis curves are drawn: few points, set so that no one sees the corners between them."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from activations.elementwise import FloatArray

FEWEST_POINTS, MOST_POINTS = 100, 260

# The height of the tallest panel and the width of the widest, in pixels; a line stays within half a pixel of its curve.
TALLEST_PANEL = 325
WIDEST_PANEL = 1_900.0

_FINE_POINTS = 4_001
_NEAREST = 1e-12  # of what is drawn, between two points
# To the limits at a breakpoint: the floats next to 0 have powers and products that no float holds, which take longer.
_BESIDE = 1e-60

# Their gaps are 0.3 pixels of the widest panel: a line through these and all turns, between which a curve only rises or
# only falls, is as near to it as that.
_AS_PIXELS = 6_401
_SAME_TURN = 2.5e-5  # of what is drawn, between two turns

# Pixels that a line may move when points between others are left out, and how many there may be at most, a power of 2.
UNSEEN = 0.3
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
    bend: FloatArray | None = None,
) -> Grid:
    """As few points from low to high as the curves need, between `fewest` and `MOST_POINTS`.

    A third of the points is spread evenly, the rest goes where a curve bends, since a chord's error grows with the
    second derivative. Curves that ask for more than that, as waves do, have them closer than pixels, and at each turn.
    Each breakpoint comes three times: itself, and its left and right limit, which end one segment and start the next,
    so that a line drawn per segment never joins the two sides of a jump. Between even points curves may hide what
    shows at those of `hidden`; `bend` is theirs at even points, if it is known.
    """
    inside = sorted({point for point in breakpoints if low <= point <= high})
    fine = even_points(low, high)
    if np.size(hidden):
        fine = np.union1d(fine, np.clip(hidden, low, high))
        fine = fine[np.diff(fine, prepend=-np.inf) > _NEAREST * (high - low)]
    smooth = np.setdiff1d(_smooth_grid(curves, fine, bend, inside, fewest), inside)
    x = np.concatenate([smooth, np.repeat(inside, 3)])
    # The breakpoint itself first: where three points share an x, the pointer finds the first.
    sides = np.array([0.0, -1.0, 1.0])
    limits = np.ravel([point + sides * max(math.ulp(point), _BESIDE) for point in inside])
    at = np.concatenate([smooth, limits])
    segment = np.searchsorted(inside, at, side="left") + np.searchsorted(inside, at, side="right")
    order = np.argsort(x, kind="stable")
    return Grid(x[order], segment[order].astype(np.int8), at[order])


def seen(x: FloatArray, y: FloatArray, segment: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Which points of lines must be drawn: all but those on a chord of others.

    A line is a column of `y`, in pixels; `x` is in widths of a panel, a column for each line or one for all. On a
    narrower panel the points are nearer still.
    """
    y = np.where(np.isfinite(y), y, np.nan)
    needed = np.ones(y.shape, dtype=bool)
    length = 2
    while length <= min(_LONGEST_CHORD, len(x) - 1):
        left = np.arange(0, len(x) - length, length)
        right, between = left + length, left + np.arange(1, length)[:, np.newaxis]
        width = x[right] - x[left]
        share = np.divide(x[between] - x[left], width, out=np.zeros((*between.shape, x.shape[1])), where=width > 0.0)
        start, inner, end = y[left], y[between], y[right]
        rise = end - start
        off = inner - start - share * rise
        # A steep chord is nearer to a point than what it is above or below it.
        run = WIDEST_PANEL * width
        near = np.abs(off) * run <= UNSEEN * np.hypot(run, rise)
        # A turn sticks out beyond the end of a steep chord.
        near &= (inner <= np.maximum(start, end) + UNSEEN) & (inner >= np.minimum(start, end) - UNSEEN)
        whole = (segment[between] == segment[left]).all(axis=0) & (segment[right] == segment[left])
        needed[between] &= ~(near.all(axis=0) & whole[:, np.newaxis])
        length *= 2
    return needed


def even_points(low: float, high: float) -> FloatArray:
    """Points close enough to see a curve bend."""
    return np.linspace(low, high, _FINE_POINTS)


def bend_of(curves: Iterable[FloatArray], x: FloatArray) -> FloatArray:
    """How much the curve that bends most does so at each x, relative to its height; 0 at both ends."""
    steps, bend = np.diff(x), np.zeros(x.size)
    for curve in curves:
        height = np.ptp(curve)
        if height > 0:
            turned = 0.5 * (steps[1:] + steps[:-1]) * np.abs(np.diff(np.diff(curve) / steps))
            np.maximum(bend[1:-1], turned / height, out=bend[1:-1])
    return bend


def _smooth_grid(
    curves: Callable[[FloatArray], Iterable[FloatArray]],
    fine: FloatArray,
    bend: FloatArray | None,
    breakpoints: Sequence[float],
    fewest: int,
) -> FloatArray:
    low, high, steps = float(fine[0]), float(fine[-1]), np.diff(fine)
    bend = bend_of(curves(fine), fine) if bend is None else bend.copy()
    for point in breakpoints:
        nearest = np.searchsorted(fine, point)
        bend[max(0, nearest - 1) : nearest + 2] = 0.0  # a corner in the grid needs no company
    density = np.sqrt(bend)
    total = float(density.sum())
    # A chord over a share 1/n of the density is off by (total / n)² / 8 of the panel's height; two thirds of the points
    # follow the density, and a quarter more make up for the interpolation below.
    needed = 1.25 * 1.5 * total * math.sqrt(TALLEST_PANEL / (8.0 * 0.5))
    if needed > MOST_POINTS - 3 * len(breakpoints):
        return np.union1d(np.linspace(low, high, _AS_PIXELS), _turns(fine, curves(fine)))
    points = math.ceil(max(needed, fewest))
    evenly = 0.5 * (np.append(steps, steps[-1]) + np.insert(steps, 0, steps[0])) / (high - low)
    share = 2.0 * density / max(total, np.finfo(float).tiny) + evenly
    share = np.concatenate([[0.0], np.cumsum(0.5 * (share[1:] + share[:-1]))])
    return np.interp(np.linspace(0.0, share[-1], points), share, fine)


def _turns(x: FloatArray, curves: Iterable[FloatArray]) -> FloatArray:
    """Where a curve goes from up to down or from down to up: the top of the parabola through three points."""
    middle, found = 0.5 * (x[1:] + x[:-1]), []
    for y in curves:
        slope = np.diff(y) / np.diff(x)
        turning = np.flatnonzero(slope[:-1] * slope[1:] < 0.0)
        rise, fall = slope[turning], slope[turning + 1]
        found.append(middle[turning] + (middle[turning + 1] - middle[turning]) * rise / (rise - fall))
    turns = np.sort(np.concatenate(found))
    return turns[np.diff(turns, prepend=-np.inf) > _SAME_TURN * float(x[-1] - x[0])]
