"""Where two curves lie farthest apart."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.optimize import minimize_scalar

from activations.activation import Activation
from activations.calculus.bounds import Approach, Side
from activations.calculus.intervals import Interval, union
from activations.calculus.pieces import Piece, curves_of, piece_between
from activations.calculus.sampling import Curves, rounding_of
from activations.elementwise import FloatArray, RealFunction

_POINTS = 1_001

# Differences that are equal but for what is lost in them.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Extreme:
    """A difference that is largest in size, and where it is taken, or only approached."""

    difference: float
    where: Interval | Approach


def difference_of(first: RealFunction, second: RealFunction) -> RealFunction:
    """first(x) − second(x), NaN for ∞ − ∞."""

    def difference(x: FloatArray | float) -> FloatArray:
        left, right = first(x), second(x)
        defined = np.isfinite(left) | np.isfinite(right)  # or NumPy would warn
        return np.subtract(left, right, out=np.full_like(left, np.nan), where=defined)

    return difference  # type: ignore[return-value]


def largest_differences(
    first: Activation, second: Activation, order: Literal[0, 1], low: float, high: float
) -> tuple[Extreme, ...]:
    """Where in [low, high] |f − g|, or for order 1 |f′ − g′|, is largest: all places; none where it is 0 throughout.

    Found where the derivative of the difference changes its sign, and at breakpoints and both ends. A slope at a
    breakpoint is a convention, so only its limits from either side within the range count. Raises ValueError unless
    low < high are finite, and NotResolvedError for functions that change faster than floats can tell.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"low and high must be finite numbers with low < high, got {low!r} and {high!r}")
    curves, terms = _differences(first, second)
    breakpoints = {*first.breakpoints, *second.breakpoints}
    inside = sorted(point for point in breakpoints if low < point < high)
    pieces = [
        piece_between(curves, start, end, terms=terms)
        for start, end in pairwise((low, *inside, high))
        if math.nextafter(start, end) < end  # between two neighbouring floats there is nothing
    ]
    candidates = [extreme for piece in pieces for extreme in _candidates(piece, order, breakpoints)]
    if order == 0:
        candidates += [
            Extreme(float(curves[0](x)), Interval.point(x)) for x in (low, *inside, high) if x in breakpoints
        ]
    return _largest(candidates, terms[order])


def farthest_apart(first: RealFunction, second: RealFunction, low: float, high: float) -> tuple[Extreme, ...]:
    """The same for any two curves whose difference has no peak narrower than a five-hundredth of the range.

    Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"low must be less than high, got {low!r} and {high!r}")
    difference = difference_of(first, second)
    grid = np.linspace(low, high, _POINTS)
    size = np.abs(difference(grid))
    padded = np.concatenate([[-math.inf], size, [-math.inf]])
    peaks = np.flatnonzero((size >= padded[:-2]) & (size >= padded[2:]) & (size > 0.99 * size.max()))
    refined = [_refined(difference, grid, int(peak)) for peak in peaks]
    return _largest(refined, lambda x: np.maximum(np.abs(first(x)), np.abs(second(x))))


def _refined(difference: RealFunction, grid: FloatArray, peak: int) -> Extreme:
    x = float(grid[peak])
    if 0 < peak < grid.size - 1:
        refined = minimize_scalar(
            lambda t: -abs(float(difference(t))),
            bounds=(grid[peak - 1], grid[peak + 1]),
            method="bounded",
            options={"xatol": 1e-10},
        )
        if -refined.fun > abs(float(difference(x))):
            x = float(refined.x)
    return Extreme(float(difference(x)), Interval.point(x))


def _differences(first: Activation, second: Activation) -> tuple[Curves, Curves]:
    """f − g with its first and second derivative, and the size of the terms in each."""

    def size_of(left: RealFunction, right: RealFunction) -> RealFunction:
        return lambda x: np.maximum(np.abs(left(x)), np.abs(right(x)))

    pairs = list(zip(curves_of(first), curves_of(second), strict=True))
    function, slope, bend = (difference_of(*pair) for pair in pairs)
    size, slope_size, bend_size = (size_of(*pair) for pair in pairs)
    return (function, slope, bend), (size, slope_size, bend_size)


def _candidates(piece: Piece, order: int, breakpoints: set[float]) -> Iterator[Extreme]:
    if piece.is_constant(order):
        has_low, has_high = piece.low not in breakpoints, piece.high not in breakpoints
        yield Extreme(piece.at_low[order], Interval(piece.low, piece.high, has_low=has_low, has_high=has_high))
        return
    for x in piece.roots[order + 1]:
        yield Extreme(float(piece.curves[order](x)), Interval.point(x))
    ends: tuple[tuple[float, Side, float], ...] = (
        (piece.low, "right", piece.at_low[order]),
        (piece.high, "left", piece.at_high[order]),
    )
    for x, side, limit in ends:
        yield Extreme(limit, Approach(x, side) if x in breakpoints else Interval.point(x))


def _largest(candidates: list[Extreme], term: RealFunction) -> tuple[Extreme, ...]:
    """Those that share the largest size, in order; none if that is nothing but the rounding of terms of such a size."""
    best = max(candidates, key=lambda each: abs(each.difference))
    if abs(best.difference) <= float(rounding_of(term(_place(best)))):
        return ()
    equal = [each for each in candidates if math.isclose(abs(each.difference), abs(best.difference), rel_tol=_EQUAL)]
    joined = [extreme for sign in (1.0, -1.0) for extreme in _joined([e for e in equal if e.difference * sign > 0])]
    return tuple(sorted(joined, key=_place))


def _joined(equal: list[Extreme]) -> Iterator[Extreme]:
    """The same difference at as few places as possible; one that is taken is not also approached."""
    taken = union(each.where for each in equal if isinstance(each.where, Interval))
    yield from (Extreme(equal[0].difference, interval) for interval in taken)
    for each in dict.fromkeys(equal):
        if isinstance(each.where, Approach) and not any(t.low <= each.where.x <= t.high for t in taken):
            yield each


def _place(extreme: Extreme) -> float:
    return extreme.where.low if isinstance(extreme.where, Interval) else extreme.where.x
