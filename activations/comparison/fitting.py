"""A function that is scaled and moved until it leaves as little as it can of another, beside a straight line."""

import math
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.elementwise import FloatArray

# Functions are compared for −REACH <= x <= REACH. The place to which g is moved lies there too, and the factor by which
# it is stretched between 1 / STEEPEST and STEEPEST.
REACH, STEEPEST = 6.0, 8.0

# Where guesses are compared, with a basis of all straight lines there.
X = np.linspace(-REACH, REACH, 161)[1::2]
_LINE, _ = np.linalg.qr(np.stack([np.ones_like(X), X], axis=1))
STRAIGHT = 1e-9  # what is left beside a line, relative to f: less is rounding
_JUMP = 1e-3
# Of Levenberg and Marquardt's method: the damping, what has settled, and what keeps a matrix from being singular.
_DAMPING, _MOST_DAMPED, _SETTLED, _SMALLEST = 1e-3, 1e6, 1e-9, 1e-30


class Scale(NamedTuple):
    """g(b (x − place) + inner)."""

    b: float
    place: float
    inner: float = 0.0  # a breakpoint of g that stays at its place while b changes, or 0


def beside_line(values: FloatArray) -> FloatArray:
    line: FloatArray = values @ _LINE @ _LINE.T
    return values - line


def unit(columns: FloatArray) -> FloatArray:
    """Each row with length 1; 0 if it is nothing but rounding."""
    size = np.linalg.norm(columns, axis=-1, keepdims=True)
    return np.where(size > STRAIGHT, columns / np.maximum(size, STRAIGHT), 0.0)


class _Fit(NamedTuple):
    """What a scale leaves of a target, and how fast that changes with the stretch and the place, a row each."""

    scale: Scale
    left: float
    residual: FloatArray
    slopes: FloatArray


def refined(known: Activation, scale: Scale, target: FloatArray, evaluations: int) -> tuple[float, Scale]:
    """A better scale near this one, and what it leaves of a target of length 1 that has no line in it.

    By Levenberg and Marquardt's method.
    """
    # A jump that is laid on a breakpoint stays there: no slope says where to move it.
    moving = np.array([1.0, 0.0 if jumps(known, scale.inner) else 1.0])

    def fit(scale: Scale) -> _Fit:
        u = scale.b * (X - scale.place)
        bent, change = beside_line(known(u + scale.inner)), known.derivative(u + scale.inner)
        size = math.sqrt(float(bent @ bent))
        column = bent / size if size > STRAIGHT else np.zeros_like(bent)
        part = float(target @ column)
        residual = target - part * column
        rows = beside_line(np.stack([change * u, -scale.b * change])) * moving[:, np.newaxis]
        slopes = -part / max(size, STRAIGHT) * (rows - np.outer(rows @ column, column))
        return _Fit(scale, math.sqrt(float(residual @ residual)), residual, slopes)

    best, damping = fit(scale), _DAMPING
    for _ in range(evaluations):
        tried = fit(_changed(best.scale, *_step(best, damping)))
        gained = best.left - tried.left
        damping *= 0.1 if gained > 0.0 else 10.0
        best = tried if gained > 0.0 else best
        if abs(gained) <= _SETTLED * best.left or damping > _MOST_DAMPED:
            break
    return best.left, best.scale


def _step(fit: _Fit, damping: float) -> tuple[float, float]:
    """By how much to stretch and to move."""
    (a, b), (_, c) = (fit.slopes @ fit.slopes.T).tolist()
    u, v = (fit.slopes @ fit.residual).tolist()
    a, c = (each * (1.0 + damping) + _SMALLEST for each in (a, c))
    determinant = a * c - b * b
    return (b * v - c * u) / determinant, (b * u - a * v) / determinant


def _changed(scale: Scale, stretched: float, moved: float) -> Scale:
    """Stretched by a logarithm and moved, within the bounds."""
    limit = math.log(STEEPEST)
    stretch = min(max(math.log(abs(scale.b)) + stretched, -limit), limit)
    place = min(max(scale.place + moved, -REACH), REACH)
    return Scale(math.copysign(math.exp(stretch), scale.b), place, scale.inner)


def jumps(known: Activation, inner: float) -> bool:
    """Whether a function jumps at a point."""
    before, after = known([inner - STRAIGHT, inner + STRAIGHT]).tolist()
    return bool(abs(after - before) > _JUMP)
