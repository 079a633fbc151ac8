"""Roots of a function of one variable."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq

from activations.elementwise import LARGEST, FloatArray, RealFunction

# Halving takes a thousand steps from 1 to the smallest floats.
_MOST_STEPS = 10_000

_ABSOLUTE, _RELATIVE = 1e-300, 1e-15  # what may be left of a bracket

# Where in a bracket, or around where its chord passes, to look next.
_EVEN = np.arange(1.0, 8.0) / 8.0
_CROWDED = np.concatenate([-(10.0 ** -np.arange(1.0, 16.0)), [0.0], 10.0 ** -np.arange(1.0, 16.0)])

# So few brackets are searched faster one by one.
_FEW = 4


def root(curve: Callable[[float], float], low: float, high: float) -> float:
    """Where `curve`, which has different signs at `low` and `high`, is 0, to a relative error of about 1e-15.

    That holds down to 1e-285: an absolute error that does for 1 would be all of 1e-200.
    """
    return float(brentq(curve, low, high, xtol=_ABSOLUTE, rtol=_RELATIVE, maxiter=_MOST_STEPS))


def roots_between(curve: RealFunction, low: FloatArray, high: FloatArray, level: FloatArray) -> FloatArray:
    """Where `curve` passes a level in each of many brackets, with the same error; all of the same shape.

    If both ends of a bracket lie on one side of its level, the nearer end: in another array NumPy may round otherwise.
    """
    at_low, at_high = _excess(curve, low, level), _excess(curve, high, level)
    found = np.where(np.abs(at_low) <= np.abs(at_high), low, high)
    (rows,) = np.nonzero(np.sign(at_low) * np.sign(at_high) < 0.0)
    if rows.size > _FEW:
        found[rows] = _at_once(curve, low[rows], high[rows], level[rows])
        return found
    for row in rows.tolist():
        found[row] = _alone(curve, low[row], high[row], level[row])
    return found


def _alone(curve: RealFunction, low: float, high: float, level: float) -> float:
    """By points throughout the bracket that crowd around where its chord passes, all at once.

    The first calls find what Brent's method takes ten for, and to call a formula costs more than points do.
    """
    x = np.array([low, high])
    y = _excess(curve, x, np.array(level))
    for _ in range(_MOST_STEPS):
        if np.sign(y[0]) * np.sign(y[1]) >= 0.0 or x[1] - x[0] <= _ABSOLUTE:
            break
        share = np.abs(y[0]) / (np.abs(y[0]) + np.abs(y[1]))
        chord = x[0] + share * (x[1] - x[0])
        inner = np.unique(np.concatenate([x[0] + (x[1] - x[0]) * _EVEN, chord + (x[1] - x[0]) * _CROWDED]))
        inner = inner[(inner > x[0]) & (inner < x[1])]
        if not inner.size:
            break
        points = np.concatenate([x[:1], inner, x[1:]])
        values = np.concatenate([y[:1], _excess(curve, inner, np.array(level)), y[1:]])
        beyond = int(np.argmax(np.sign(values) != np.sign(y[0])))
        x, y = points[beyond - 1 : beyond + 1], values[beyond - 1 : beyond + 1]
    return float(x[np.argmin(np.abs(y))])


def _excess(curve: RealFunction, x: FloatArray, level: FloatArray) -> FloatArray:
    """How far the curve is above the level; a quarter of it, so that differences stay within the floats."""
    return np.clip(0.25 * curve(x) - 0.25 * level, -0.25 * LARGEST, 0.25 * LARGEST)


def _at_once(curve: RealFunction, low: FloatArray, high: FloatArray, level: FloatArray) -> FloatArray:
    """Chandrupatla's method (1997), which takes about as many steps as Brent's, and the same for every row."""
    found = np.empty(low.size)
    rows = np.arange(low.size)
    x = np.stack([low, high, high])  # the newest point, the other end of the bracket, and the point before
    y = np.stack([_excess(curve, each, level) for each in x])
    share = np.full(low.size, 0.5)
    for _ in range(_MOST_STEPS):
        newest = x[0] + share * (x[1] - x[0])
        at_newest = _excess(curve, newest, level)
        beyond = np.sign(at_newest) != np.sign(y[0])
        x, y = (
            np.stack([new, np.where(beyond, old[0], old[1]), np.where(beyond, old[1], old[0])])
            for new, old in ((newest, x), (at_newest, y))
        )
        found[rows] = best = np.where(np.abs(y[0]) < np.abs(y[1]), x[0], x[1])
        narrowest = 0.5 * (_ABSOLUTE + _RELATIVE * np.abs(best)) / np.maximum(np.abs(x[1] - x[0]), _ABSOLUTE)
        going = (narrowest < 0.5) & (y[:2] != 0.0).all(axis=0)
        if not going.any():
            break
        rows, level, narrowest, x, y = rows[going], level[going], narrowest[going], x[:, going], y[:, going]
        share = np.clip(_next_share(x, y), narrowest, 1.0 - narrowest)
    return found


def _next_share(x: FloatArray, y: FloatArray) -> FloatArray:
    """The part of the bracket to go: by inverse quadratic interpolation where that can be relied on, or half."""
    share = np.full(x.shape[1], 0.5)
    place, height = ((each[0] - each[1]) / (each[2] - each[1]) for each in (x, y))
    smooth = (height**2 < place) & ((1.0 - height) ** 2 < 1.0 - place)
    (a, b, c), (at_a, at_b, at_c) = x[:, smooth], y[:, smooth]
    share[smooth] = at_a / (at_b - at_a) * at_c / (at_b - at_c)
    share[smooth] += (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
    return share
