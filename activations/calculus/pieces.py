"""A curve cut at its breakpoints into smooth pieces, and these into stretches that only rise or only fall."""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import cast

import numpy as np

from activations.activation import Activation
from activations.calculus.sampling import (
    Curves,
    NotResolvedError,
    TooFastError,
    beside,
    points_of_all_sizes,
    resolved_samples,
)
from activations.calculus.signs import check_known, resolved_signs, sign_changes, with_turns
from activations.elementwise import FloatArray, RealFunction

Limits = tuple[float, float, float]

# A wave turns for ever: it is followed over so many periods on either side of 0, to a place between two turns; or to
# this distance, if its definition does not tell the period.
_PERIODS, _FOLLOWED = 7.875, 50.0

# How far beyond its own numbers a function is followed: the powers of x in its slopes are still floats there.
_FAR = 1e60

# Of a value that rounding may move by more, relative to itself, the changes from sample to sample say nothing.
_LOST = 1e-3

# Within so many turns a wave must repeat itself, to this part of its height.
_MOST_TURNS, _SAME_WAVE = 64, 1e-9

# A slope so slight, relative to what it brings about, that its own changes would be lost below the smallest floats.
_SLIGHTEST = 1e-270

# Limits at the two ends of a piece that differ by less, relative to themselves, are the same.
_ROUNDED = 1e-12

_ENOUGH = 5_000  # places tell why a function changes too fast

_LITTLE = 1e-9  # of a place, within which a curve may rise and move by less than floats tell

# A limit so near the value at its breakpoint, in units of rounding or of the last step towards it, is that value.
# Turns are known to as many roundings.
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
    slopes: FloatArray  # f′ there
    is_real: bool  # whether f is a number at all of these

    def stretches(self, order: int) -> Iterator[Stretch]:
        """The stretches of f (order 0) or f′ (order 1), which end where the next derivative changes its sign."""
        turns = self.roots[order + 1]
        values = self.at_turns(order).tolist()
        ends = [(self.low, self.at_low[order]), *zip(turns, values, strict=True), (self.high, self.at_high[order])]
        for (low, at_low), (high, at_high) in pairwise(ends):
            yield Stretch(low, high, at_low, at_high)

    def at_turns(self, order: int) -> FloatArray:
        """f or f′ where the next derivative changes its sign; 0 where it changes more within the rounding of x."""
        x = np.array(self.roots[order + 1])
        rounding = _ROUNDINGS * np.spacing(np.abs(x))
        before, values, after = self.curves[order](np.stack([x - rounding, x, x + rounding]))
        with np.errstate(invalid="ignore"):
            changes = np.maximum(np.abs(before - values), np.abs(after - values))
        return np.where(np.abs(values) <= changes, 0.0, values) + 0.0

    def is_constant(self, order: int) -> bool:
        return not self.signs[order + 1]


def is_wave(activation: Activation) -> bool:
    """Whether f′ has no limit, so that what is said of f beyond ±`wave_reach` is "and so on"."""
    return math.isnan(float(activation.derivative(math.inf)))


def wave_reach(activation: Activation) -> float:
    """How far from 0 a wave is followed."""
    return _FOLLOWED if activation.period is None else _PERIODS * activation.period


def wave_period(activation: Activation) -> float:
    """The period of f′ of a wave, the longer if its two sides differ. Raises NotResolvedError as `pieces_of` does."""
    return activation.period or max(_periods(pieces_of(activation)))


class _CurvesOf(Curves):
    """Those of an activation, which may have a cheaper way to all three."""

    def jet(self, x: FloatArray) -> FloatArray:
        return cast(Activation, self.function).jet(x)


# Equal activations have the same curves, so that what is kept of these is found.
@lru_cache(maxsize=256)
def curves_of(activation: Activation) -> Curves:
    """f, f′ and f″."""
    return _CurvesOf(activation, activation.derivative, activation.second_derivative)


# Several answers rest on the same pieces, whose points take 100 kB for most functions and 2 MB at most.
@lru_cache(maxsize=64)
def pieces_of(activation: Activation) -> tuple[Piece, ...]:
    """The whole line in order, of a wave as far as ±`wave_reach`.

    Raises NotResolvedError, see `sampling`, also for a wave that does not repeat itself within that reach, and for a
    function that is not real and finite everywhere.
    """
    ends, curves, wave = (-math.inf, *activation.breakpoints, math.inf), curves_of(activation), is_wave(activation)
    if not np.isfinite(activation(activation.breakpoints)).all():
        raise NotResolvedError("far out the function is infinite somewhere")
    reach = wave_reach(activation) if wave else _reach_of(activation)
    centres = activation.centres
    try:
        pieces = tuple(piece_between(curves, low, high, reach=reach, centres=centres) for low, high in pairwise(ends))
    except TooFastError as error:
        reason = _reason(activation, error)
        if isinstance(reason, TooFastError):
            raise
        try:
            pieces = tuple(_known_piece(activation, low, high, reach) for low, high in pairwise(ends))
        except NotResolvedError:
            raise reason from None
    if not all(piece.is_real for piece in pieces):
        raise NotResolvedError("far out the function is not a real number everywhere")
    if any(
        each.x.size and each.is_constant(0) and activation.underflows(float(each.x[each.x.size // 2]))
        for each in pieces
    ):
        raise NotResolvedError("the function changes so slowly somewhere that no float can tell")
    if wave and activation.period is None and not all(_periods(pieces)):
        raise NotResolvedError("the function goes up and down for ever, and does not repeat itself soon enough")
    return pieces


def _reason(activation: Activation, error: TooFastError) -> NotResolvedError:
    """What has to be said instead where it is rounding that makes a function change so fast."""
    x = error.places[error.places != 0.0]
    x = x[:: 1 + x.size // _ENOUGH]
    curves, bounds = np.abs(activation.jet(x)), activation.rounding(x)
    for of, values, rounding in zip(("function", "slope"), curves, bounds, strict=False):
        lost = np.isfinite(values) & (rounding > _LOST * values)
        if lost.any():
            nearest = np.flatnonzero(lost)[np.abs(np.log(np.abs(x[lost]))).argmin()]
            value, bound = float(values[nearest]), float(rounding[nearest])
            left = math.floor(math.log10(value / bound)) if value > bound else 0
            digits = "no digit of it is" if left < 1 else f"only {left} of its digits {'is' if left == 1 else 'are'}"
            place = f"{x[nearest]:.2g}".replace("-", "−")
            return NotResolvedError(f"the terms of the {of} cancel: at about x = {place} {digits} left")
    return error


def _known_piece(activation: Activation, low: float, high: float, reach: float) -> Piece:
    """A piece of a function that rounding moves visibly somewhere, if nothing that is claimed of it rests on that."""

    def check(x: FloatArray) -> None:
        check_known(x, activation.jet(x), activation.rounding(x), low, high)

    check(points_of_all_sizes(low, high, reach))  # of most that are refused these say enough
    piece = piece_between(
        curves_of(activation), low, high, reach=reach, rounding=activation.rounding, centres=activation.centres
    )
    check(piece.x)
    return piece


def points_beside_centres(activation: Activation) -> FloatArray:
    """Points that show what happens around the centres of a function, if it has any, and where f′ and f″ are 0."""
    if not activation.centres:
        return np.empty(0)
    return np.concatenate([x for piece in pieces_of(activation) for x in (piece.x, *piece.roots[1:])])


def _reach_of(activation: Activation) -> float:
    """How far out a function is followed: far beyond its own numbers, but not to where its slopes leave the floats."""
    sizes = [abs(each) for each in (*activation.parameters.values(), *activation.breakpoints) if each]
    return _FAR * max([1.0, *sizes, *(1.0 / each for each in sizes if each >= sys.float_info.min)])


def _periods(pieces: tuple[Piece, ...]) -> list[float]:
    """The period of f′ on each side on which it has no limit; 0 where it does not repeat itself."""
    sides = ((pieces[0], pieces[0].at_low, -1.0), (pieces[-1], pieces[-1].at_high, 1.0))
    return [_period(piece, towards) for piece, end, towards in sides if math.isnan(end[1])]


def _period(piece: Piece, towards: float) -> float:
    """The shift by which the outermost stretch of f′, from turn to turn, equals the one before; 0 if none does."""
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
    curves: Curves,
    low: float,
    high: float,
    *,
    reach: float = math.inf,
    rounding: RealFunction | None = None,
    centres: Sequence[float] = (),
) -> Piece:
    """The piece between two neighbouring breakpoints, or other points; see `resolved_samples` for the rest."""
    x, *values = resolved_samples(curves, low, high, reach=reach, rounding=rounding, centres=centres)
    at_low, at_high = limits_towards(curves, low, high), limits_towards(curves, high, low)
    smallest = rounding(x) if rounding else np.zeros((3, x.size))
    sampled = [resolved_signs(each, least) for each, least in zip(values, smallest, strict=True)]
    for order in (0, 1):
        doubt = float(np.max(smallest[order], initial=0.0))
        _check_resolved(at_low[order], at_high[order], values[order + 1], doubt)
    if rounding is None:  # or it is a difference, which may well come to nothing but that
        _check_moves(x, at_low[0], at_high[0], sampled[1])
    roots: list[tuple[float, ...]] = []
    signs: list[frozenset[float]] = []
    for curve, known, found in zip(reversed(curves), reversed(values), reversed(sampled), strict=True):
        places, taken = with_turns(curve, np.stack([x, known, found]), roots[-1] if roots else ())
        roots.append(sign_changes(curve, places, taken))
        signs.append(frozenset(sign for sign in (-1.0, 1.0) if np.any(taken == sign)))
    return Piece(
        low=low,
        high=high,
        curves=curves,
        at_low=at_low,
        at_high=at_high,
        signs=tuple(reversed(signs)),
        roots=tuple(reversed(roots)),
        x=x.copy(),  # a view would keep all samples
        slopes=values[1].copy(),
        is_real=not np.isnan(values[0]).any(),
    )


def _check_resolved(at_low: float, at_high: float, slopes: FloatArray, rounding: float) -> None:
    """NotResolvedError where a curve comes from one limit to another without a slope that a float could hold."""
    if not (math.isfinite(at_low) and math.isfinite(at_high)):
        return
    # A breakpoint is rounded, and with it the value there.
    if math.isclose(at_low, at_high, rel_tol=_ROUNDED, abs_tol=rounding):
        return
    if float(np.nanmax(np.abs(slopes), initial=0.0)) < _SLIGHTEST * abs(at_high - at_low):
        raise NotResolvedError("the function changes so slowly that no float can tell")


def _check_moves(x: FloatArray, at_low: float, at_high: float, rises: FloatArray) -> None:
    """NotResolvedError where a curve only rises, or only falls, and comes to the same float from afar."""
    one_way = np.unique(rises[rises != 0.0]).size == 1
    if one_way and at_low == at_high and x[-1] - x[0] > _LITTLE * max(1.0, abs(float(x[0]))):
        raise NotResolvedError("the function changes so slowly somewhere that no float can tell")


def limits_towards(curves: Curves, end: float, other: float) -> Limits:
    """The limits of f, f′ and f″ towards one end of a piece."""
    at_end = curves.jet(np.array(end)).tolist()
    if math.isinf(end):
        value, slope, bend = at_end
    else:
        x = beside(end, other)
        value, slope, bend = curves.jet(np.array(x)).tolist()
        # The last step to the end, along the tangent.
        value = _snapped(value, slope * (end - x), at_end[0])
        slope = _snapped(slope, bend * (end - x), at_end[1])
    return value + 0.0, slope + 0.0, bend + 0.0  # no negative zero


def _snapped(beside: float, step: float, value: float) -> float:
    limit = beside + step
    near = math.isfinite(limit) and abs(limit - value) <= _ROUNDINGS * max(math.ulp(value), abs(step))
    return value if near else limit
