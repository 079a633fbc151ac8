"""Points so close that a curve, its slope and its bend hide nothing between them."""

import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray, RealFunction

# A function with its first and second derivative.
Curves = tuple[RealFunction, RealFunction, RealFunction]

# How far a curve may stray from what its slope says of it, relative to its own size.
_TOLERANCE = 2e-3

# What is smaller may be nothing but underflow: the contract of the activations ends here.
UNRESOLVED = 1e-300
_TINY = 1e-290  # and here the last digits are lost

# What float64 may leave of a difference of equal terms, relative to these, after a few operations.
_ROUNDING = 32.0 * float(np.finfo(np.float64).eps)

# A curve that is steeper, relative to its size, is beside an end, and no float says where it comes from.
_STEEPEST = 1e307

_HUGE, _ALL_LOST = 1e290, 1e17  # where rounding is so much larger than a difference, nothing is known of it

# A formula may take so many floats beside the end of a piece for that end.
_STEPS = 8

_REACH = 1e300

# From a centre: nearer than the first a slope that is 0 there may be rounding; beyond the last those around 0 are as
# close together.
_DISTANCES = 10.0 ** (np.arange(-36, 5) / 4.0)
_MOST_POINTS = 100_000


class NotResolvedError(ArithmeticError):
    """The function changes from one float to the next, too often to be followed, or on too small a slope."""


def resolved_points(
    curves: Curves,
    low: float,
    high: float,
    *,
    reach: float = math.inf,
    terms: Curves | None = None,
    centres: Sequence[float] = (),
) -> FloatArray:
    """Points in order strictly between low and high and within ±reach, where the curves are smooth in between.

    They start out from all sizes that a float can have, around 0, both ends and the centres, and are made closer until
    f and f′ are, within a few thousandths of their size there, the cubics that their own slopes ask for. So a feature
    of any width shows, wherever it lies, unless it moves the curve by less. Where the curves are differences, `terms`
    are the sizes of what cancels in each: what is nothing but its rounding is no feature. Raises NotResolvedError.
    """
    first, last = (beside(end, other) if math.isfinite(end) else end for end, other in ((low, high), (high, low)))
    around = points_around(centres, max(first, -reach), min(last, reach))
    x = np.union1d(_points_of_all_sizes(low, high, min(reach, _REACH)), around)
    values = [curve(x) for curve in curves]
    # The first points may be neighbouring floats, beside an end.
    open_gaps = np.nextafter(x[:-1], math.inf) < x[1:]
    while open_gaps.any():
        (left,) = np.nonzero(open_gaps)
        middle = 0.5 * x[left] + 0.5 * x[left + 1]
        if x.size + middle.size > _MOST_POINTS or np.any((middle <= x[left]) | (middle >= x[left + 1])):
            raise NotResolvedError("the function changes faster than floats can tell")
        between = [curve(middle) for curve in curves]
        strays = np.zeros(left.size, dtype=bool)
        for order in (0, 1):
            rounding = rounding_of(terms[order](middle)) if terms else np.zeros(middle.size)
            strays |= _strays(_Gaps(x, left, middle), values[order], values[order + 1], between[order], rounding)
        x = np.insert(x, left + 1, middle)
        values = [np.insert(old, left + 1, new) for old, new in zip(values, between, strict=True)]
        halves = left + np.arange(left.size)
        open_gaps = np.zeros(x.size - 1, dtype=bool)
        open_gaps[halves[strays]] = open_gaps[halves[strays] + 1] = True
    return x


def beside(end: float, other: float) -> float:
    """The first point on the way from an end to the other.

    Not at the end, since values at a breakpoint follow a convention, nor where rounding may still take it for the end.
    """
    x = end + math.copysign(_STEPS * math.ulp(end), other - end)
    return x if min(end, other) < x < max(end, other) else math.nextafter(end, other)


def points_around(centres: Sequence[float], low: float, high: float) -> FloatArray:
    """The centres that are strictly between low and high, and points there at all distances that matter."""
    inside = np.array([centre for centre in centres if low < centre < high])
    x: FloatArray = np.unique(np.add.outer(inside, np.concatenate([-_DISTANCES, [0.0], _DISTANCES])))
    return x[(x > low) & (x < high)]


class _Gaps(NamedTuple):
    x: FloatArray
    left: NDArray[np.intp]  # the index of each gap's left end
    middle: FloatArray


def rounding_of(terms: FloatArray) -> FloatArray:
    """How far a difference may be off whose terms have this size, of which infinite ones leave nothing known."""
    return np.where(np.isfinite(terms), _ROUNDING * terms, np.inf)


def _strays(
    gaps: _Gaps, curve: FloatArray, slope: FloatArray, found: FloatArray, rounding: FloatArray
) -> NDArray[np.bool_]:
    """Whether a curve in the middle of gaps, as `found`, lies off the cubic through their ends with their slopes."""
    ends = np.stack([each[side] for each in (curve, slope) for side in (gaps.left, gaps.left + 1)])
    known = np.isfinite(ends).all(axis=0) & np.isfinite(found)
    left, right = gaps.left[known], gaps.left[known] + 1
    middle, found, rounding = gaps.middle[known], found[known], rounding[known]
    start, end = curve[left], curve[right]
    # All relative to the size of the curve there, which may be near the largest float or the smallest.
    size = np.maximum(np.maximum(np.abs(start), np.abs(end)), np.maximum(np.abs(found), _TINY))
    steepest = _STEEPEST * np.minimum(size, 1.0)
    followed = np.maximum(np.abs(slope[left]), np.abs(slope[right])) <= steepest
    start_slope, end_slope = (np.clip(slope[side], -steepest, steepest) / size for side in (left, right))
    length = gaps.x[right] - gaps.x[left]
    cubic = 0.5 * (start / size + end / size) + 0.125 * (length * start_slope - length * end_slope)
    off_centre = np.spacing(np.abs(middle)) * (np.abs(start_slope) + np.abs(end_slope))  # the middle is rounded
    underflow = length * (UNRESOLVED / size)  # what a slope too small for a float would have made of the way
    unknown = np.minimum(rounding, _ALL_LOST * np.clip(size, 1.0, _HUGE)) / size
    strays = np.zeros(known.size, dtype=bool)
    strays[known] = followed & (np.abs(found / size - cubic) > _TOLERANCE + off_centre + underflow + unknown)
    return strays


@functools.cache
def _sizes() -> FloatArray:
    """All orders of magnitude, closer together where most functions bend."""
    near = 10.0 ** (np.arange(-48, 49) / 4.0)
    far = 10.0 ** np.arange(13.0, 301.0, 2.0)
    return np.concatenate([1.0 / far[::-1], near, far])


def _points_of_all_sizes(low: float, high: float, reach: float) -> FloatArray:
    anchors = {0.0, *(end for end in (low, high) if math.isfinite(end))}
    points = [np.array(list(anchors))]
    for anchor in anchors:
        points += [anchor - _sizes(), anchor + _sizes()]
    if low < -reach or high > reach:
        points.append(np.array([-reach, reach]))
    points.append(np.array([beside(end, other) for end, other in ((low, high), (high, low)) if math.isfinite(end)]))
    x = np.unique(np.concatenate(points))
    inside: FloatArray = x[(x > low) & (x < high) & (np.abs(x) <= reach)]
    return inside
