"""Where an activation passes on next to nothing: the vanishing gradient."""

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from activations.activation import Activation
from activations.calculus.intervals import Interval, union
from activations.calculus.pieces import Piece, Stretch, is_wave, pieces_of
from activations.calculus.roots import root


# Of a function that turns hundreds of times each crossing is a search: a page that moves something else asks again.
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
    return max((abs(float(piece.curves[1](x))) for x in piece.roots[2]), default=math.inf)


def _vanishing_parts(piece: Piece, epsilon: float) -> Iterator[Interval]:
    """Between its extremes f′ only rises or falls, so that it crosses ±epsilon at most once each."""
    slope = piece.curves[1]
    turns = piece.roots[2]
    for stretch in piece.stretches(1):
        part = _within(piece, stretch, epsilon)
        if part:
            yield part
    yield from (Interval.point(x) for x in turns if abs(float(slope(x))) < epsilon)


def _within(piece: Piece, stretch: Stretch, epsilon: float) -> Interval | None:
    """The part of a stretch of f′ where it lies between -epsilon and epsilon."""
    start, end = stretch.at_low, stretch.at_high
    if math.isnan(start) or math.isnan(end):  # beyond the reach of a wave
        return None
    if start == end or piece.is_constant(1):
        return Interval(stretch.low, stretch.high) if abs(start) < epsilon else None
    if min(start, end) >= epsilon or max(start, end) <= -epsilon:
        return None
    low, high = stretch.low, stretch.high
    if abs(start) > epsilon:
        low = _crossing(piece, stretch, math.copysign(epsilon, start))
    if abs(end) > epsilon:
        high = _crossing(piece, stretch, math.copysign(epsilon, end))
    return Interval(low, high)


def _crossing(piece: Piece, stretch: Stretch, level: float) -> float:
    """Where f′ passes the level, which lies between its limits at the two ends of the stretch."""
    x = piece.x[(piece.x > stretch.low) & (piece.x < stretch.high)]
    ends = [end for end in (stretch.low, stretch.high) if end in piece.roots[2]]
    x = np.unique(np.concatenate([x, ends]))

    def excess(t: float) -> float:
        return float(piece.curves[1](t)) - level

    slopes = piece.curves[1](x)
    equal = x[slopes == level]
    if equal.size:  # a sample is the crossing, with those beside it that differ by less than f′ can tell
        return float(equal[equal.size // 2])
    beyond = (slopes > level) == (stretch.at_high > level)
    if beyond.all():
        return stretch.low
    if not beyond.any():
        return stretch.high
    first = int(beyond.argmax())
    return root(excess, x[first - 1], x[first])
