"""Points so close that a curve, its slope and its bend hide nothing between them."""

import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray, RealFunction

Span = tuple[float, float]  # the ends of an open interval


class Curves(NamedTuple):
    """A function with its first and second derivative."""

    function: RealFunction
    derivative: RealFunction
    second_derivative: RealFunction

    def jet(self, x: FloatArray) -> FloatArray:
        """All three, a row each."""
        return np.stack([curve(x) for curve in self])

    def rounding(self, x: FloatArray) -> FloatArray:
        """How far rounding may move all three, a row each, where terms cancel."""
        return np.zeros((len(self), *x.shape))


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

# Between these an exponential is neither 0 nor infinite, and needs points that are so close: most functions have one.
_EXPONENTIALS = np.arange(-745.0, 746.0)

# From a centre: nearer than the first a slope that is 0 there may be rounding; beyond the last those around 0 are as
# close together.
_DISTANCES = 10.0 ** (np.arange(-36, 5) / 4.0)
_MOST_POINTS = 50_000  # in a span


class NotResolvedError(ArithmeticError):
    """The function changes from one float to the next, too often to be followed, or on too small a slope."""


class TooFastError(NotResolvedError):
    """It changes from one float to the next, or too often, around these places among others."""

    def __init__(self, places: FloatArray) -> None:
        super().__init__("the function changes faster than floats can tell")
        self.places = places


def resolved_samples(
    curves: Curves,
    spans: Sequence[Span],
    *,
    reach: float = math.inf,
    rounding: RealFunction | None = None,
    centres: Sequence[float] = (),
) -> list[FloatArray]:
    """For each span rows of x, f, f′ and f″: x in order, strictly within and between ±reach, and smooth in between.

    Spans do not overlap, and are in order. The points start out from all sizes that a float can have, around 0, both
    ends and the centres, and are made closer, in all spans at once, until f and f′ are, within a few thousandths of
    their size there, the cubics that their own slopes ask for. So a feature of any width shows, wherever it lies,
    unless it moves the curve by less. Where the curves lose digits, `rounding` tells how far off they may be, a row
    each: what is nothing but that is no feature. Raises NotResolvedError.
    """
    first = [_first_points(*span, reach, centres) for span in spans]
    x = np.concatenate(first)
    table = _table(curves, x)
    sizes = np.array([points.size for points in first])
    span = np.repeat(np.arange(len(spans)), sizes)
    # The first points may be neighbouring floats, beside an end.
    (left,) = np.nonzero((span[:-1] == span[1:]) & (np.nextafter(x[:-1], math.inf) < x[1:]))
    start, end, span, tables = table[:, left], table[:, left + 1], span[left], [table]
    while start.size:
        middle = 0.5 * start[0] + 0.5 * end[0]
        sizes += np.bincount(span, minlength=len(spans))
        if sizes.max() > _MOST_POINTS or np.any((middle <= start[0]) | (middle >= end[0])):
            raise TooFastError(middle)
        between = _table(curves, middle)
        tables.append(between)
        strays = np.flatnonzero(_strays(start, between, end, rounding(middle)[:2] if rounding else None))
        start, between, end = (each.take(strays, axis=1) for each in (start, between, end))
        start, end = np.concatenate([start, between], axis=1), np.concatenate([between, end], axis=1)
        span = np.tile(span[strays], 2)
    samples = np.concatenate(tables, axis=1)
    samples = samples[:, np.argsort(samples[0])]
    return np.split(samples, np.searchsorted(samples[0], [low for low, _ in spans[1:]]), axis=1)


def _first_points(low: float, high: float, reach: float, centres: Sequence[float]) -> FloatArray:
    first, last = (beside(end, other) if math.isfinite(end) else end for end, other in ((low, high), (high, low)))
    around = points_around(centres, max(first, -reach), min(last, reach))
    points: FloatArray = np.union1d(points_of_all_sizes(low, high, min(reach, _REACH)), around)
    return points


def _table(curves: Curves, x: FloatArray) -> FloatArray:
    """Rows of x, f, f′ and f″."""
    return np.concatenate([x[np.newaxis], curves.jet(x)])


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


def rounding_of(terms: FloatArray) -> FloatArray:
    """How far a difference may be off whose terms have this size, of which infinite ones leave nothing known."""
    return np.where(np.isfinite(terms), _ROUNDING * terms, np.inf)


def _strays(start: FloatArray, middle: FloatArray, end: FloatArray, rounding: FloatArray | None) -> NDArray[np.bool_]:
    """Whether f or f′ lies, in the middle of gaps, off the cubic through their ends with their slopes there.

    The first three have a row each for x, f, f′ and f″, and a column per gap; what is not finite strays from nothing.
    """
    length, ends = end[0] - start[0], np.stack([start[1:], end[1:]])
    at_start, at_end = np.isfinite(ends)
    known = at_start[:2] & at_start[1:] & at_end[:2] & at_end[1:] & np.isfinite(middle[1:3])
    values, slopes, found = (np.where(known, each, 0.0) for each in (ends[:, :2], ends[:, 1:], middle[1:3]))
    # All relative to the size of the curve there, which may be near the largest float or the smallest.
    size = np.maximum(np.maximum(*np.abs(values)), np.maximum(np.abs(found), _TINY))
    known &= np.maximum(*np.abs(slopes)) <= _STEEPEST * np.minimum(size, 1.0)
    most = _HUGE / np.maximum(length, 1.0)  # or the way along the slope would leave the floats
    slopes = np.minimum(np.maximum(np.where(known, slopes, 0.0) / size, -most), most)
    sides, ways = values / size, length * slopes
    cubic = 0.5 * (sides[0] + sides[1]) + 0.125 * (ways[0] - ways[1])
    off_centre = np.spacing(np.abs(middle[0])) * np.add(*np.abs(slopes))  # the middle is rounded
    underflow = length * (UNRESOLVED / size)  # what a slope too small for a float would have made of the way
    allowed = _TOLERANCE + off_centre + underflow
    if rounding is not None:
        allowed += np.minimum(rounding, _ALL_LOST * np.clip(size, 1.0, _HUGE)) / size
    strays: NDArray[np.bool_] = (known & (np.abs(found / size - cubic) > allowed)).any(axis=0)
    return strays


@functools.cache
def _sizes() -> FloatArray:
    """All orders of magnitude, closer together where most functions bend."""
    near = 10.0 ** (np.arange(-48, 49) / 4.0)
    far = 10.0 ** np.arange(13.0, 301.0, 2.0)
    return np.concatenate([1.0 / far[::-1], near, far])


def points_of_all_sizes(low: float, high: float, reach: float) -> FloatArray:
    """Those with which samples begin."""
    anchors = {0.0, *(end for end in (low, high) if math.isfinite(end))}
    points = [np.array(list(anchors)), _EXPONENTIALS]
    for anchor in anchors:
        points += [anchor - _sizes(), anchor + _sizes()]
    if low < -reach or high > reach:
        points.append(np.array([-reach, reach]))
    points.append(np.array([beside(end, other) for end, other in ((low, high), (high, low)) if math.isfinite(end)]))
    x = np.unique(np.concatenate(points))
    inside: FloatArray = x[(x > low) & (x < high) & (np.abs(x) <= reach)]
    return inside
