"""What samples of a curve tell of its signs, and of where these change."""

import math

import numpy as np

from activations.calculus.roots import roots_between
from activations.calculus.sampling import UNRESOLVED, NotResolvedError
from activations.elementwise import FloatArray, RealFunction

# What is 0 to rounding on a stretch wider than this, relative to where it begins, has underflowed: no power of x has.
_LOWLAND = 0.1

# A turn beyond 0 that goes less far, relative to the samples beside it, only touches 0.
_BESIDE_NOTHING = 1e-9

_WIDEST = 1e-9  # of a gap in what is known, relative to where it lies, in which one zero or turn may be
_CLEAR = 1e-9  # of a value, which is what rounding may make of the outermost


def check_known(x: FloatArray, curves: FloatArray, rounding: FloatArray, low: float, high: float) -> None:
    """NotResolvedError unless every claim rests on signs that are known, for rows f, f′ and f″ from low to high.

    A sign may be unknown beside an end, or where it changes, so near that the place is as good as known.
    """
    for values, bounds in zip(curves, rounding, strict=True):
        size = np.abs(values)
        lost = (size <= bounds) & (bounds > UNRESOLVED)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], lost, [False]])))
        for first, after in edges.reshape(-1, 2).tolist():
            start, end = float(x[first]), float(x[after - 1])
            least = _WIDEST * max(1.0, abs(start))
            beside = min(start - low, high - end) <= least
            outermost = first == 0 or after == x.size
            if end - start > least or (not beside and (outermost or values[first - 1] * values[after] > 0.0)):
                raise NotResolvedError("the terms of the function cancel")
    for end, place in ((low, 0), (high, -1)):
        if math.isinf(end) and (rounding[:2, place] > np.maximum(_CLEAR * np.abs(curves[:2, place]), UNRESOLVED)).any():
            raise NotResolvedError("the terms of the function cancel")


def resolved_signs(values: FloatArray, rounding: FloatArray | float) -> FloatArray:
    known = np.abs(values) > np.maximum(rounding, UNRESOLVED)
    return np.where(known, np.sign(values), 0.0)


def with_turns(curve: RealFunction, samples: FloatArray, turns: tuple[float, ...]) -> FloatArray:
    """Places and signs from rows of x, values and signs, and between two that are the same a turn beyond 0."""
    x, values, signs = samples
    places = np.array(turns)
    at = np.clip(np.searchsorted(x, places), 1, max(1, x.size - 1))
    if not places.size or x.size < 2:
        return np.stack([x, signs])
    found = curve(places)
    beyond = (signs[at - 1] * signs[at] > 0.0) & (np.sign(found) == -signs[at])
    beyond &= np.abs(found) > _BESIDE_NOTHING * np.minimum(np.abs(values[at - 1]), np.abs(values[at]))
    at, places = at[beyond], places[beyond]
    return np.stack([np.insert(x, at, places), np.insert(signs, at, -signs[at])])


def sign_changes(curve: RealFunction, x: FloatArray, signs: FloatArray) -> tuple[float, ...]:
    taken = np.flatnonzero(signs)
    changes = np.flatnonzero(np.diff(signs[taken]))
    before, after = taken[changes], taken[changes + 1]
    if np.any((after > before + 2) & (x[after] - x[before] > _LOWLAND * np.maximum(1.0, np.abs(x[before])))):
        raise NotResolvedError("the function, or its slope, is too small for floats where it changes its sign")
    found = x[(before + after) // 2]  # a sample between the two signs is the root, and 0 the likeliest
    found[(after > before + 1) & (x[before] < 0.0) & (x[after] > 0.0)] = 0.0
    between = after == before + 1
    found[between] = roots_between(curve, x[before[between]], x[after[between]], np.zeros(np.count_nonzero(between)))
    return tuple(found.tolist())
