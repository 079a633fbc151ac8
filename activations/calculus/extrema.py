"""Where two curves lie farthest apart."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.calculus.bounds import Approach, Side
from activations.calculus.intervals import Interval, union
from activations.calculus.piece import Piece, pieces_between
from activations.calculus.pieces import curves_of
from activations.calculus.roots import root
from activations.calculus.sampling import Curves, rounding_of
from activations.elementwise import FloatArray, RealFunction

_POINTS = 1_001

# So many points tell whether a difference grows.
_FEW = 6
_LITTLE = 1e-9

# Beside a turn that is the largest, the points of a grid are this large at least.
_LARGE = 0.9

# Sums of many terms: what is as small, in units of rounding, may be nothing else.
_ROUNDINGS = 8.0

# Of what a difference may be off, so much tells two apart: it is rarely off by more.
_TOLD_APART = 0.25


@dataclass(frozen=True, slots=True)
class Extreme:
    """A difference that is largest in size, or infinite, and where it is taken, or only approached."""

    difference: float
    where: Interval | Approach
    doubt: float = field(default=0.0, compare=False)  # what rounding may have made of the difference

    @property
    def place(self) -> float:
        """One x where it is: the point, or the lower end of the stretch."""
        return self.where.low if isinstance(self.where, Interval) else self.where.x


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
    low < high are finite, and NotResolvedError for functions that change on a scale that floats cannot follow.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"low and high must be finite numbers with low < high, got {low!r} and {high!r}")
    curves, terms = _differences(first, second)
    breakpoints = {*first.breakpoints, *second.breakpoints}
    inside = sorted(point for point in breakpoints if low < point < high)
    pieces = _pieces(first, second, (low, *inside, high))
    candidates = [extreme for piece in pieces for extreme in _candidates(piece, order, breakpoints, terms[order])]
    if order == 0:
        candidates += [
            Extreme(float(curves[0](x)), Interval.point(x)) for x in (low, *inside, high) if x in breakpoints
        ]
    return _largest(candidates, terms[order])


# The next question about the same pair is for the other order.
@lru_cache(maxsize=16)
def _pieces(first: Activation, second: Activation, ends: tuple[float, ...]) -> tuple[Piece, ...]:
    curves, terms = _differences(first, second)

    def rounding(x: ArrayLike) -> FloatArray:
        return np.stack([rounding_of(term(x)) for term in terms])

    # Between two neighbouring floats there is nothing.
    spans = [(start, end) for start, end in pairwise(ends) if math.nextafter(start, end) < end]
    return pieces_between(curves, spans, rounding=rounding, centres=(*first.centres, *second.centres))


def farthest_apart(
    first: Sequence[RealFunction], others: Sequence[Sequence[RealFunction]], low: float, high: float
) -> list[tuple[Extreme, ...]]:
    """The same for any smooth curve and each of some others, all given with their slopes.

    A turn of their difference is missed where the next one is nearer than a five-hundredth of the range. Where it lies
    is rounded to what is left of the difference after rounding. Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"low must be less than high, got {low!r} and {high!r}")
    grid = np.linspace(low, high, _POINTS)
    on_grid = first[0](grid)
    return [_farthest_apart(first, second, grid, on_grid) for second in others]


def _farthest_apart(
    first: Sequence[RealFunction], second: Sequence[RealFunction], grid: FloatArray, on_grid: FloatArray
) -> tuple[Extreme, ...]:
    difference, slope = (difference_of(*pair) for pair in zip(first, second, strict=True))
    size = _size_of(first[0], second[0])
    gaps = np.abs(difference_of(lambda _: on_grid, second[0])(grid))
    large = gaps > _LARGE * gaps.max()
    beside = np.convolve(large, [True] * 3, mode="same")  # elsewhere nothing depends on the slope
    rises = np.zeros(grid.size)
    rises[beside] = np.sign(slope(grid[beside]))
    between = np.flatnonzero((rises[:-1] * rises[1:] < 0) & (large[:-1] | large[1:])).tolist()
    turns = [_turn(slope, float(grid[k]), float(grid[k + 1])) for k in between]
    turns += grid[(rises == 0) & large].tolist()
    candidates = [Extreme(float(difference(x)), Interval.point(x)) for x in (float(grid[0]), float(grid[-1]))]
    for x in turns:
        value = float(difference(x))
        candidates.append(Extreme(value, Interval.point(_rounded(x, abs(value), float(rounding_of(size(x)))))))
    return _largest(candidates, size, roundings=_ROUNDINGS)


def _turn(slope: RealFunction, low: float, high: float) -> float:
    """Where the slope is 0; anywhere between if it is nothing but rounding, which is another for one number alone."""
    if float(slope(low)) * float(slope(high)) >= 0.0:
        return low
    return root(lambda t: float(slope(t)), low, high)


def _rounded(x: float, difference: float, rounding: float) -> float:
    """The place of a turn with as many decimals as are known of it, if the curves bend on a scale of 1."""
    known = difference / rounding if rounding else math.inf
    return round(x, math.floor(math.log10(known))) if 1.0 <= known < 1e15 else x


def _size_of(first: RealFunction, second: RealFunction) -> RealFunction:
    return lambda x: np.maximum(np.abs(first(x)), np.abs(second(x)))


def _differences(first: Activation, second: Activation) -> tuple[Curves, Curves]:
    """f − g with its first and second derivative, and the size of the terms in each."""
    pairs = list(zip(curves_of(first), curves_of(second), strict=True))
    return Curves(*(difference_of(*pair) for pair in pairs)), Curves(*(_size_of(*pair) for pair in pairs))


def _candidates(piece: Piece, order: int, breakpoints: set[float], term: RealFunction) -> Iterator[Extreme]:
    if piece.is_constant(order):
        has_low, has_high = piece.low not in breakpoints, piece.high not in breakpoints
        yield Extreme(piece.at_low[order], Interval(piece.low, piece.high, has_low=has_low, has_high=has_high))
        return
    for x in piece.roots[order + 1]:
        yield Extreme(float(piece.curves[order](x)), Interval.point(x))
    ends: tuple[tuple[float, Side, float, FloatArray], ...] = (
        (piece.low, "right", piece.at_low[order], piece.x),
        (piece.high, "left", piece.at_high[order], piece.x[::-1]),
    )
    for x, side, known, points in ends:
        settled = math.isinf(known) or math.isfinite(float(term(x)))
        limit = known if settled else _limit_of_infinities(piece.curves[order], points)
        yield Extreme(limit, Approach(x, side) if x in breakpoints else Interval.point(x))


def _limit_of_infinities(curve: RealFunction, towards: FloatArray) -> float:
    """What ∞ − ∞ comes to, as points tell that begin at the end: infinite if it grows to there, or what it is there."""
    values = curve(towards[:_FEW])
    grows = np.all(np.diff(np.abs(values)) < 0.0)
    return math.copysign(math.inf, values[0]) if grows else float(values[0])


def _largest(candidates: list[Extreme], term: RealFunction, *, roundings: float = 1.0) -> tuple[Extreme, ...]:
    """Those that share the largest size, in order; none if that is nothing but the rounding of terms of such a size."""
    best = max(candidates, key=lambda each: abs(each.difference))
    if math.isinf(best.difference):
        places = dict.fromkeys(each for each in candidates if math.isinf(each.difference))
        return tuple(sorted(places, key=lambda each: each.place))
    doubt = _doubt_of(best, term)
    if abs(best.difference) <= roundings * doubt:
        return ()
    doubts = (_doubt_of(each, term) for each in candidates)
    equal = [
        each
        for each, own in zip(candidates, doubts, strict=True)
        if abs(best.difference) - abs(each.difference) <= _TOLD_APART * roundings * (doubt + own)
    ]
    joined = [e for sign in (1.0, -1.0) for e in _joined([e for e in equal if sign * e.difference > 0], doubt)]
    return tuple(sorted(joined, key=lambda each: each.place))


def _doubt_of(extreme: Extreme, term: RealFunction) -> float:
    """What rounding may have made of a difference; little, where terms that are infinite at its end leave a number."""
    doubt = float(rounding_of(term(extreme.place)))
    return doubt if math.isfinite(doubt) else _LITTLE * abs(extreme.difference)


def _joined(equal: list[Extreme], doubt: float) -> Iterator[Extreme]:
    """The same difference at as few places as possible; one that is taken is not also approached."""
    taken = union(each.where for each in equal if isinstance(each.where, Interval))
    yield from (Extreme(equal[0].difference, interval, doubt) for interval in taken)
    for each in dict.fromkeys(equal):
        if isinstance(each.where, Approach) and not any(t.low <= each.where.x <= t.high for t in taken):
            yield Extreme(each.difference, each.where, doubt)
