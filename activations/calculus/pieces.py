"""A curve cut at its breakpoints into smooth pieces, and these into stretches that only rise or only fall."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from activations.activation import Activation
from activations.calculus.roots import root
from activations.calculus.sampling import UNRESOLVED, Curves, NotResolvedError, resolved_points, rounding_of
from activations.elementwise import FloatArray, RealFunction

Limits = tuple[float, float, float]

# A wave, which has no last turn, is followed over so many periods on either side of 0, to where it does not turn; or so
# far, if its definition does not tell the period.
_PERIODS, _FOLLOWED = 7.875, 50.0

# A wave is given so many turns to repeat itself, and up to this part of its height.
_MOST_TURNS, _SAME_WAVE = 64, 1e-9

# A slope so slight, relative to what it brings about, that its own changes would be lost below the smallest floats.
_SLIGHTEST = 1e-270

# A limit so near the value at its breakpoint, in units of rounding or of the last step towards it, is that value.
# A turn may be as far off.
_ROUNDINGS = 4.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a piece on which a curve only rises, only falls, or stays; from its limit at low to that at high."""

    low: float
    high: float
    at_low: float
    at_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The part of a curve from low to high; of each triple, the entries are for f, f′ and f″."""

    low: float
    high: float
    curves: Curves
    at_low: Limits  # one-sided, from within; NaN where there is none
    at_high: Limits
    signs: tuple[frozenset[float], ...]  # those taken, of -1 and 1; none for what is 0 on the whole piece
    roots: tuple[tuple[float, ...], ...]  # where the sign changes within, in order
    x: FloatArray  # inner points that hide nothing between them

    def stretches(self, order: int) -> Iterator[Stretch]:
        """The stretches of f (order 0) or f′ (order 1), which end where the next derivative changes its sign."""
        turns = self.roots[order + 1]
        values = (self.at_turn(order, x) for x in turns)
        ends = [(self.low, self.at_low[order]), *zip(turns, values, strict=True), (self.high, self.at_high[order])]
        for (low, at_low), (high, at_high) in pairwise(ends):
            yield Stretch(low, high, at_low, at_high)

    def at_turn(self, order: int, x: float) -> float:
        """f or f′ where the next derivative changes its sign; 0 if it changes more within the rounding of x."""
        rounding = _ROUNDINGS * math.ulp(x)
        before, value, after = self.curves[order]([x - rounding, x, x + rounding]).tolist()
        return float(value) + 0.0 if abs(value) > max(abs(before - value), abs(after - value)) else 0.0

    def is_constant(self, order: int) -> bool:
        return not self.signs[order + 1]


def is_wave(activation: Activation) -> bool:
    """Whether f′ has no limit, so that what is said of f beyond ±`wave_reach` is "and so on"."""
    return math.isnan(float(activation.derivative(math.inf)))


def wave_reach(activation: Activation) -> float:
    """How far from 0 a wave is followed."""
    return _FOLLOWED if activation.period is None else _PERIODS * activation.period


def wave_period(activation: Activation) -> float:
    """After which f′ of a wave is the same again, on whichever side it goes up and down; NotResolvedError as below."""
    return activation.period or max(_periods(pieces_of(activation)))


def curves_of(activation: Activation) -> Curves:
    """f, f′ and f″."""
    return activation, activation.derivative, activation.second_derivative


# Several answers rest on the same pieces, whose points take 50 kB for most functions and 1 MB at most.
@lru_cache(maxsize=64)
def pieces_of(activation: Activation) -> tuple[Piece, ...]:
    """The whole line in order, of a wave as far as ±`wave_reach`.

    Raises NotResolvedError, see `sampling`, also for a wave that does not repeat itself within that reach.
    """
    curves = curves_of(activation)
    ends = (-math.inf, *activation.breakpoints, math.inf)
    reach = wave_reach(activation) if is_wave(activation) else math.inf
    pieces = tuple(piece_between(curves, low, high, reach=reach) for low, high in pairwise(ends))
    if activation.period is None and not all(_periods(pieces)):
        raise NotResolvedError("the function goes up and down for ever, and does not repeat itself soon enough")
    return pieces


def _periods(pieces: tuple[Piece, ...]) -> list[float]:
    """Those of f′ on the sides on which it has no limit; 0 for one that does not repeat itself."""
    sides = ((pieces[0], pieces[0].at_low, -1.0), (pieces[-1], pieces[-1].at_high, 1.0))
    return [_period(piece, towards) for piece, end, towards in sides if math.isnan(end[1])]


def _period(piece: Piece, towards: float) -> float:
    """After which the outermost stretch of f′, from turn to turn, equals the one before it; 0 if none does."""
    turns = towards * np.sort(towards * np.array(piece.roots[2]))
    for turn in turns[-3:-_MOST_TURNS:-1]:
        period = turns[-1] - turn
        x = np.linspace(turn, turns[-1], 101)
        if not piece.low <= turn - period <= piece.high or abs(turn - period) > _FOLLOWED:
            return 0.0
        slopes = piece.curves[1](x)
        if np.allclose(piece.curves[1](x - period), slopes, rtol=0.0, atol=_SAME_WAVE * float(np.ptp(slopes))):
            return abs(float(period))
    return 0.0


def piece_between(
    curves: Curves, low: float, high: float, *, reach: float = math.inf, terms: Curves | None = None
) -> Piece:
    """The piece between two neighbouring breakpoints, or other points; see `resolved_points` for the rest."""
    x = resolved_points(curves, low, high, reach=reach, terms=terms)
    at_low, at_high = _limits(curves, low, high), _limits(curves, high, low)
    smallest = [rounding_of(term(x)) if terms else 0.0 for term in terms or curves]
    values = [curve(x) for curve in curves]
    sampled = [_resolved_signs(each, least) for each, least in zip(values, smallest, strict=True)]
    for order in (0, 1):
        _check_resolved(at_low[order], at_high[order], values[order + 1], float(np.max(smallest[order])))
    signs = tuple(frozenset(signs[signs != 0].tolist()) for signs in sampled)
    return Piece(
        low=low,
        high=high,
        curves=curves,
        at_low=at_low,
        at_high=at_high,
        signs=signs,
        roots=tuple(_sign_changes(curve, x, signs) for curve, signs in zip(curves, sampled, strict=True)),
        x=x,
    )


def _check_resolved(at_low: float, at_high: float, slopes: FloatArray, rounding: float) -> None:
    """NotResolvedError where a curve comes from one limit to another without a slope that a float could hold."""
    changes = math.isfinite(at_low) and math.isfinite(at_high) and abs(at_high - at_low) > rounding
    if changes and float(np.abs(slopes).max(initial=0.0)) < _SLIGHTEST * abs(at_high - at_low):
        raise NotResolvedError("the function changes so slowly that no float can tell")


def _limits(curves: Curves, end: float, other: float) -> Limits:
    """The limits of f, f′ and f″ towards one end of a piece."""
    at_end = [float(curve(end)) for curve in curves]
    if math.isinf(end):
        value, slope, bend = at_end
    else:
        # Beside a breakpoint, since values at the breakpoint itself follow a convention.
        x = math.nextafter(end, other)
        value, slope, bend = (float(curve(x)) for curve in curves)
        # The last step, from the nearest float to the end, along the tangent.
        value = _snapped(value, slope * (end - x), at_end[0])
        slope = _snapped(slope, bend * (end - x), at_end[1])
    return value + 0.0, slope + 0.0, bend + 0.0  # no negative zero


def _snapped(beside: float, step: float, value: float) -> float:
    limit = beside + step
    return value if abs(limit - value) <= _ROUNDINGS * max(math.ulp(value), abs(step)) else limit


def _resolved_signs(values: FloatArray, rounding: FloatArray | float) -> FloatArray:
    return np.where(np.abs(values) <= np.maximum(rounding, UNRESOLVED), 0.0, np.sign(values))


def _root(curve: RealFunction, low: float, high: float) -> float:
    if float(curve(low)) * float(curve(high)) > 0.0:
        # A formula may be rounded otherwise alone than beside other numbers.
        raise NotResolvedError("rounding hides where the function, or its slope, changes its sign")
    return root(lambda t: float(curve(t)), low, high)


def _sign_changes(curve: RealFunction, x: FloatArray, signs: FloatArray) -> tuple[float, ...]:
    taken = np.flatnonzero(signs)
    changes = np.flatnonzero(np.diff(signs[taken]))
    return tuple(
        # A sample between the two signs is the root.
        float(x[(before + after) // 2]) if after > before + 1 else _root(curve, x[before], x[after])
        for before, after in zip(taken[changes], taken[changes + 1], strict=True)
    )
