"""The straight lines that an activation approaches far out."""

import math
from dataclasses import dataclass

import numpy as np

from activations.calculus.piece import Piece

# The line is sought from where the slope has but a hundredth of its way to go, and so many doublings farther out.
_NEAR = 0.01
_DOUBLINGS = 2.0 ** np.arange(60)
_REACH = 1e300

# An intercept so near 0, in units of rounding of f, is 0.
_ROUNDINGS = 4.0

# What may be in doubt of the intercept, relative to the height of the line where it is first looked at.
_PRECISION = 1e-9


@dataclass(frozen=True, slots=True)
class Asymptote:
    """The straight line y = slope · x + intercept."""

    slope: float
    intercept: float


def asymptote(piece: Piece, end: float) -> Asymptote | None:
    """The line that f approaches towards `end`, which is ±inf and an end of the piece; None if there is none."""
    outer, inner, start = (
        (piece.at_high, piece.at_low, piece.low) if end > 0 else (piece.at_low, piece.at_high, piece.high)
    )
    value, slope, _ = outer
    if not math.isfinite(slope):
        return None
    if slope == 0:
        return Asymptote(0.0, value) if math.isfinite(value) else None
    if piece.is_constant(1):  # straight: exact at 0, or else beside the breakpoint
        x, y = (0.0, float(piece.curves[0](0.0))) if piece.low < 0.0 < piece.high else (start, inner[0])
        intercept = y - slope * x
        return Asymptote(slope, intercept if abs(intercept) > _ROUNDINGS * math.ulp(y) else 0.0)
    intercept = _limit_of_gap(piece, slope, math.copysign(1.0, end), start)
    return None if math.isnan(intercept) else Asymptote(slope, intercept)


def _limit_of_gap(piece: Piece, slope: float, side: float, inner: float) -> float:
    """The limit of f(x) − slope · x far out on that side of the inner end, NaN if there is none.

    Richardson extrapolation removes from the gap at x, 2x, 4x, … what falls like a power of 1/x; what falls
    exponentially goes by itself. The farther out, the more digits of the gap drown in those of x: the best estimate is
    where two in a row differ least.
    """
    to_go = np.fmin(np.abs(piece.slopes - slope), abs(slope))  # on the other side it may grow for ever
    bent = side * piece.x[to_go > _NEAR * to_go.max()]
    start = abs(float(bent.max(initial=side * inner)))
    if math.isinf(start):  # all that is bent is lost beside the line
        start = 1.0
    x = side * start * _DOUBLINGS[_REACH / max(start, 1.0) >= _DOUBLINGS]
    gaps = piece.curves[0](x) - slope * x
    rounding = 16.0 * float(np.finfo(np.float64).eps) * np.abs(slope * x)
    estimates = gaps
    for power in (2.0, 4.0, 8.0):
        estimates = (power * estimates[1:] - estimates[:-1]) / (power - 1.0)
    doubt = np.abs(np.diff(estimates)) + rounding[-estimates.size + 1 :]
    best = int(doubt.argmin())
    if doubt[best] > _PRECISION * abs(slope * x[0]):
        return math.nan
    return float(estimates[best]) if abs(estimates[best]) > doubt[best] else 0.0
