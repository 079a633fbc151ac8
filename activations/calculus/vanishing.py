"""Where an activation passes on next to nothing: the vanishing gradient."""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from activations.activation import Activation
from activations.calculus.intervals import Interval, union
from activations.calculus.piece import Piece, Stretch
from activations.calculus.pieces import is_wave, pieces_of
from activations.calculus.roots import roots_between
from activations.elementwise import FloatArray


# A function that turns hundreds of times needs as many searches, and a page asks again when anything else moves.
@lru_cache(maxsize=256)
def vanishing_intervals(activation: Activation, epsilon: float) -> tuple[Interval, ...]:
    """The widest intervals on which |f′| < epsilon, in order; their ends are exact to rounding, or infinite.

    At a breakpoint f′ is what the function's convention makes it. Of a wave, those between its outermost turns within
    ±`wave_reach`, unless it is the whole line. Raises ValueError unless epsilon is a finite number > 0, and
    NotResolvedError for a function that changes on a scale that floats cannot follow.
    """
    if not (math.isfinite(epsilon) and epsilon > 0):
        raise ValueError(f"epsilon must be a finite number > 0, got {epsilon!r}")
    pieces = pieces_of(activation)
    if is_wave(activation) and all(_largest_turn(piece) < epsilon for piece in pieces):
        return (Interval(-math.inf, math.inf),)
    at_breakpoints = (
        Interval.point(point) for point in activation.breakpoints if abs(float(activation.derivative(point))) < epsilon
    )
    return union([*(part for piece in pieces for part in _vanishing_parts(piece, epsilon)), *at_breakpoints])


def _largest_turn(piece: Piece) -> float:
    ends = [abs(limit) for limit in (piece.at_low[1], piece.at_high[1]) if not math.isnan(limit)]
    slopes = np.abs([*piece.curves[1](piece.roots[2]), *ends])
    return float(slopes.max()) if slopes.size else math.inf


def _vanishing_parts(piece: Piece, epsilon: float) -> Iterator[Interval]:
    """Between its extremes f′ only rises or falls, so that it crosses ±epsilon at most once each."""
    stretches = [each for each in piece.stretches(1) if _is_small_within(piece, each, epsilon)]
    passed = [
        (stretch, math.copysign(epsilon, limit))
        for stretch in stretches
        for limit in (stretch.at_low, stretch.at_high)
        if abs(limit) > epsilon
    ]
    crossings = iter(_crossings(piece, passed).tolist())
    for stretch in stretches:
        low = next(crossings) if abs(stretch.at_low) > epsilon else stretch.low
        yield Interval(low, next(crossings) if abs(stretch.at_high) > epsilon else stretch.high)
    turns = np.array(piece.roots[2])
    yield from map(Interval.point, turns[np.abs(piece.curves[1](turns)) < epsilon].tolist())


def _is_small_within(piece: Piece, stretch: Stretch, epsilon: float) -> bool:
    """Whether f′ lies between -epsilon and epsilon in a part of a stretch."""
    start, end = stretch.at_low, stretch.at_high
    if math.isnan(start) or math.isnan(end):  # beyond the reach of a wave
        return False
    if start == end or piece.is_constant(1):
        return abs(start) < epsilon
    return min(start, end) < epsilon and max(start, end) > -epsilon


def _crossings(piece: Piece, passed: Sequence[tuple[Stretch, float]]) -> FloatArray:
    """Where f′ passes levels, each of which lies between its limits at the two ends of a stretch."""
    turns = np.array(piece.roots[2])
    x, slopes = np.append(piece.x, turns), np.append(piece.slopes, piece.curves[1](turns))
    order = np.argsort(x, kind="stable")
    order = order[~np.isnan(slopes[order])]  # far out, slopes may be lost to rounding
    x, slopes = x[order], slopes[order]
    brackets = [_bracket(x, slopes, stretch, level) for stretch, level in passed]
    low, high = np.array(brackets).reshape(-1, 2).T
    found = low.copy()
    sought = low < high
    levels = np.array([level for _, level in passed])
    found[sought] = roots_between(piece.curves[1], low[sought], high[sought], levels[sought])
    return found


def _bracket(x: FloatArray, slopes: FloatArray, stretch: Stretch, level: float) -> tuple[float, float]:
    """The samples between which f′ passes a level, or twice the place where it does."""
    first, last = np.searchsorted(x, stretch.low, "left"), np.searchsorted(x, stretch.high, "right")
    x, slopes = x[first:last], slopes[first:last]
    equal = x[slopes == level]
    if equal.size:  # a sample is the crossing, with those beside it that differ by less than f′ can tell
        return (float(equal[equal.size // 2]),) * 2
    beyond = (slopes > level) == (stretch.at_high > level)
    if beyond.all():
        return stretch.low, stretch.low
    if not beyond.any():
        return stretch.high, stretch.high
    k = int(beyond.argmax())
    return float(x[k - 1]), float(x[k])
