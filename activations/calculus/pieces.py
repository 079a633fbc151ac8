"""An activation cut at its breakpoints into pieces on each of which it is smooth."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from activations.activation import Activation
from activations.calculus.roots import root
from activations.calculus.vanishing import GRID, PERIODIC_REACH, is_wave
from activations.elementwise import FloatArray, RealFunction

Curves = tuple[RealFunction, RealFunction, RealFunction]
Limits = tuple[float, float, float]

# The contract of the activations ends here: a smaller result may be 0 or have the wrong sign by underflow alone.
_UNRESOLVED = 1e-300


@dataclass(frozen=True, slots=True)
class Piece:
    """The stretch from low to high; of each triple, the entries are for f, f′ and f″."""

    low: float
    high: float
    at_low: Limits  # one-sided, from within; NaN where there is none
    at_high: Limits
    signs: tuple[frozenset[float], ...]  # those taken, of -1 and 1; none for what is 0 on the whole piece
    roots: tuple[tuple[float, ...], ...]  # where the sign changes within, in order


def pieces_of(activation: Activation) -> tuple[Piece, ...]:
    """The pieces in order; the roots of a periodic function are those within ±`PERIODIC_REACH`."""
    grid = GRID[np.abs(GRID) <= PERIODIC_REACH] if is_wave(activation) else GRID
    curves = (activation, activation.derivative, activation.second_derivative)
    ends = (-math.inf, *activation.breakpoints, math.inf)
    return tuple(_piece(curves, grid, low, high) for low, high in pairwise(ends))


def _piece(curves: Curves, grid: FloatArray, low: float, high: float) -> Piece:
    # Beside a breakpoint stands the nearest float, since values at the breakpoint itself follow a convention.
    beside = [math.nextafter(end, other) for end, other in ((low, high), (high, low)) if math.isfinite(end)]
    x = np.sort(np.concatenate([grid[(grid > low) & (grid < high)], beside]))
    sampled = [_resolved_signs(curve(x)) for curve in curves]
    return Piece(
        low=low,
        high=high,
        at_low=_limits(curves, low, high),
        at_high=_limits(curves, high, low),
        signs=tuple(frozenset(signs[signs != 0].tolist()) for signs in sampled),
        roots=tuple(_sign_changes(curve, x, signs) for curve, signs in zip(curves, sampled, strict=True)),
    )


def _limits(curves: Curves, end: float, other: float) -> Limits:
    """The limits of f, f′ and f″ towards one end of a piece."""
    if math.isinf(end):
        value, slope, bend = (float(curve(end)) for curve in curves)
    else:
        x = math.nextafter(end, other)
        value, slope, bend = (float(curve(x)) for curve in curves)
        # The last step, from the nearest float to the end, along the tangent.
        value, slope = value - slope * (x - end), slope - bend * (x - end)
    return value + 0.0, slope + 0.0, bend + 0.0  # no negative zero


def _resolved_signs(values: FloatArray) -> FloatArray:
    return np.where(np.abs(values) < _UNRESOLVED, 0.0, np.sign(values))


def _sign_changes(curve: RealFunction, x: FloatArray, signs: FloatArray) -> tuple[float, ...]:
    taken = np.flatnonzero(signs)
    changes = np.flatnonzero(np.diff(signs[taken]))
    return tuple(
        # A sample between the two signs is the root.
        float(x[(before + after) // 2]) if after > before + 1 else root(lambda t: float(curve(t)), x[before], x[after])
        for before, after in zip(taken[changes], taken[changes + 1], strict=True)
    )
