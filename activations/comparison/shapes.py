"""The shape of a function that scaling it moves along, and a line added to it leaves alone."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.calculus.breakpoints import breakpoints_of
from activations.calculus.pieces import curves_of, is_wave, pieces_of, wave_reach
from activations.calculus.roots import root
from activations.calculus.sampling import Curves, NotResolvedError, points_around, resolved_samples
from activations.elementwise import FloatArray

_MOST_PEAKS = 2
_SIZES = 10.0 ** (np.arange(-24, 16) / 4.0)
_MANY: FloatArray = np.concatenate([np.linspace(-20.0, 20.0, 2_001), -_SIZES, _SIZES])
# To a hundred-thousandth of the distance between the neighbours of a peak, from which Newton's steps go on; for a
# formula many points take as long as one.
_ZOOMS, _AT_A_TIME = 3, 129

FARTHEST = 1e4  # how far out functions are looked at, and how much wider than another one may be


class Shape(NamedTuple):
    """What scaling moves along: the peaks of |f″|, how far it is from each to half of its height, and breakpoints."""

    peaks: tuple[tuple[float, float, float], ...]  # place, and the distances to the left and to the right
    breakpoints: tuple[float, ...]
    growth: float = 0.0  # how fast |f″| grows at 0, relative to itself, where it has no peak


class _Piece(NamedTuple):
    low: float
    high: float
    x: FloatArray  # inner points that hide nothing between them


def shape_of(activation: Activation) -> Shape:
    """The shape within ±1e4."""
    breakpoints, wave = _breakpoints(activation), is_wave(activation)
    for reach in _reaches(activation) if wave else (FARTHEST,):
        try:
            found = _peaks(activation, list(_pieces(activation, reach, breakpoints)), is_outermost_too=wave)
        except NotResolvedError:
            continue
        if found:
            return Shape(found, breakpoints)
    # Of a function that bends more and more, no peak is to be had.
    left, right = np.abs(activation.second_derivative([-0.125, 0.125]))
    growth = float(4.0 * np.log(right / left)) if 0.0 < left < right < math.inf or 0.0 < right < left else 0.0
    return Shape((), breakpoints, growth)


def _peaks(
    activation: Activation, pieces: Sequence[_Piece], *, is_outermost_too: bool
) -> tuple[tuple[float, float, float], ...]:
    """The highest peaks of all, the nearest to 0 first; none of what is infinite, or 0 throughout."""
    heights = [float(np.abs(activation.second_derivative(piece.x)).max(initial=0.0)) for piece in pieces]
    highest = max(heights)
    if not 0.0 < highest < math.inf:
        return ()
    found = [
        peak
        for piece, height in zip(pieces, heights, strict=True)
        if height > 0.98 * highest
        for peak in _peaks_within(activation, piece, highest, is_outermost_too=is_outermost_too)
    ]
    return tuple(sorted(found, key=lambda peak: abs(peak[0]))[:_MOST_PEAKS])


def _reaches(activation: Activation) -> tuple[float, ...]:
    """How far out a wave is looked at: so far that points can follow its turns, which may be short or long."""
    reach = wave_reach(activation)
    return (reach,) if activation.period else (reach, 0.1 * reach, 0.01 * reach, 10.0 * reach, 100.0 * reach)


def _breakpoints(activation: Activation) -> tuple[float, ...]:
    """Those where it bends; where branches meet smoothly it may be a formula that was written in another way."""
    return tuple(each.x for each in breakpoints_of(activation) if each.kind != "smooth")


def _pieces(activation: Activation, reach: float, breakpoints: tuple[float, ...]) -> Iterator[_Piece]:
    ends = list(pairwise((-math.inf, *breakpoints, math.inf)))
    try:
        known = np.concatenate([piece.x for piece in pieces_of(activation)])
    except NotResolvedError:  # which within reach it may be nevertheless
        curves, centres = curves_of(activation), activation.centres
        if is_wave(activation):
            every = resolved_samples(curves, ends, reach=reach, centres=centres)
            yield from (_Piece(low, high, samples[0]) for (low, high), samples in zip(ends, every, strict=True))
            return
        yield from (_Piece(low, high, _points(curves, low, high, reach, centres)) for low, high in ends)
    else:
        known = known[np.abs(known) <= reach]
        yield from (_Piece(low, high, known[(known > low) & (known < high)]) for low, high in ends)


def _points(curves: Curves, low: float, high: float, reach: float, centres: Sequence[float]) -> FloatArray:
    """Points between which nothing hides, or where rounding leaves no such points, many."""
    try:
        (samples,) = resolved_samples(curves, [(low, high)], reach=reach, centres=centres)
        x: FloatArray = samples[0]
        return x
    except NotResolvedError:
        around = points_around(centres, low, high)
        x = np.concatenate([_MANY, around, low + 1e-9 + np.abs(_MANY), high - 1e-9 - np.abs(_MANY)])
        return np.unique(x[(x > low) & (x < high) & (np.abs(x) < reach)])


def _peaks_within(
    activation: Activation, piece: _Piece, highest: float, *, is_outermost_too: bool
) -> Iterator[tuple[float, float, float]]:
    """The highest peaks within a piece; one at its end counts, since f″ may jump there, but for an end far out."""
    x = piece.x
    height = np.abs(activation.second_derivative(x))
    padded = np.concatenate([[-1.0], height, [-1.0]])
    tops = np.flatnonzero((height >= padded[:-2]) & (height > padded[2:]) & (height > 0.98 * highest))
    if not is_outermost_too:
        last = [end for end, out in ((0, piece.low), (x.size - 1, piece.high)) if math.isinf(out)]
        tops = np.setdiff1d(tops, last)
    for top in sorted(tops, key=lambda each: abs(x[each]))[: 2 * _MOST_PEAKS]:
        place, largest = float(x[top]), float(height[top])
        if 0 < top < x.size - 1:
            at, refined = _top_between(activation, float(x[top - 1]), float(x[top + 1]))
            if refined >= largest:
                place, largest = at, refined
        low, high = height[:top] < 0.5 * largest, height[top + 1 :] < 0.5 * largest

        def excess(t: float, half: float = 0.5 * largest) -> float:
            return abs(float(activation.second_derivative(t))) - half

        left = int(np.flatnonzero(low)[-1]) if low.any() else None
        right = top + 1 + int(high.argmax()) if high.any() else None
        # To the end of the piece, if it ends before; so flat peaks have a width as well.
        to_left = place - (root(excess, x[left], x[left + 1]) if left is not None else max(piece.low, -FARTHEST))
        to_right = (root(excess, x[right - 1], x[right]) if right is not None else min(piece.high, FARTHEST)) - place
        around = height[(x > place - to_left) & (x < place + to_right)]
        if max(to_left, to_right) < 0.5 * FARTHEST and largest >= around.max(initial=0.0):  # else a ripple of rounding
            yield place, to_left, to_right


def _top_between(activation: Activation, low: float, high: float) -> tuple[float, float]:
    """Where |f″| is largest between neighbours of a peak, and how large it is."""
    for _ in range(_ZOOMS):
        x = np.linspace(low, high, _AT_A_TIME)
        height = np.abs(activation.second_derivative(x))
        top = int(height.argmax())
        low, high = float(x[max(top - 1, 0)]), float(x[min(top + 1, x.size - 1)])
    return float(x[top]), float(height[top])
