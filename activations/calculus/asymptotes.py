"""The straight lines that an activation approaches far out."""

import math
from dataclasses import dataclass

import numpy as np

from activations.calculus.pieces import Piece
from activations.elementwise import RealFunction


@dataclass(frozen=True, slots=True)
class Asymptote:
    """The straight line y = slope · x + intercept."""

    slope: float
    intercept: float


def asymptote(function: RealFunction, piece: Piece, end: float) -> Asymptote | None:
    """The line that f approaches towards `end`, which is ±inf and an end of the piece; None if there is none."""
    outer, inner, start = (
        (piece.at_high, piece.at_low, piece.low) if end > 0 else (piece.at_low, piece.at_high, piece.high)
    )
    value, slope, _ = outer
    if not math.isfinite(slope):
        return None
    if slope == 0:
        return Asymptote(0.0, value) if math.isfinite(value) else None
    if not piece.signs[2]:  # straight: exact beside the breakpoint, if it has one
        x, y = (start, inner[0]) if math.isfinite(start) else (0.0, float(function(0.0)))
        return Asymptote(slope, y - slope * x + 0.0)
    intercept = _limit_of_gap(function, slope, math.copysign(1.0, end))
    return None if math.isnan(intercept) else Asymptote(slope, intercept)


def _limit_of_gap(function: RealFunction, slope: float, side: float) -> float:
    """The limit of f(x) − slope · x far out on that side, NaN if there is none.

    As near as possible, since the farther out, the more digits of the gap drown in those of x. Richardson extrapolation
    removes what falls like a power of 1/x; what falls exponentially goes by itself.
    """
    for exponent in range(10, 40, 5):
        x = side * 2.0 ** np.arange(exponent, exponent + 5)
        gaps = function(x) - slope * x
        for power in (2.0, 4.0, 8.0):
            gaps = (power * gaps[1:] - gaps[:-1]) / (power - 1.0)
        rounding = 64.0 * float(np.finfo(np.float64).eps * np.abs(x).max())
        if abs(gaps[1] - gaps[0]) <= rounding:
            return float(gaps[1]) if abs(gaps[1]) > rounding else 0.0
    return math.nan
