"""A curve cut at its breakpoints into smooth pieces, as far out as it can be followed."""

import math
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import cast

import numpy as np

from activations.activation import Activation
from activations.calculus.caching import remembered
from activations.calculus.piece import Piece, pieces_between
from activations.calculus.sampling import (
    Curves,
    NotResolvedError,
    Span,
    TooFastError,
    points_of_all_sizes,
)
from activations.calculus.signs import check_known
from activations.elementwise import FloatArray

# A wave turns for ever: it is followed over so many periods on either side of 0, to a place between two turns; or to
# this distance, if its definition does not tell the period.
_PERIODS, _FOLLOWED = 7.875, 50.0

# How far beyond its own numbers a function is followed: the powers of x in its slopes are still floats there.
_FAR = 1e60

# Of a value that rounding may move by more, relative to itself, the changes from sample to sample say nothing.
_LOST = 1e-3

# What turns less often beyond the first may be no wave, but lost to rounding.
_TURNING, _FEWEST_TURNS = 10.0, 3
_ENDLESS = "the function goes up and down for ever, and does not repeat itself soon enough"
_KINKED = "the function has kinks or jumps again and again far out, and only waves without them can be followed"
_UNKNOWN = "far out the function does not repeat itself soon enough, or is lost to rounding"

# Within so many turns a wave must repeat itself, to this part of its height.
_MOST_TURNS, _SAME_WAVE = 64, 1e-9

_LOOKED_AT = np.array([1e2, 1e3, 1e4])  # for turns that go on

_ENOUGH = 5_000  # places tell why a function changes too fast


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
    """Those of an activation, which may have a cheaper way to all three, and know their rounding."""

    def jet(self, x: FloatArray) -> FloatArray:
        return cast(Activation, self.function).jet(x)

    def rounding(self, x: FloatArray) -> FloatArray:
        return cast(Activation, self.function).rounding(x)


# Equal activations have the same curves, so that what is kept of these is found.
@lru_cache(maxsize=256)
def curves_of(activation: Activation) -> Curves:
    """f, f′ and f″."""
    return _CurvesOf(activation, activation.derivative, activation.second_derivative)


# Several answers rest on the same pieces, whose points take 100 kB for most functions and 2 MB at most.
@remembered(maxsize=64)
def pieces_of(activation: Activation) -> tuple[Piece, ...]:
    """The whole line in order, of a wave as far as ±`wave_reach`.

    Raises NotResolvedError, see `sampling`, also for a wave that does not repeat itself within that reach or has kinks,
    and for a function that is not real and finite everywhere.
    """
    try:
        return _pieces_of(activation)
    except NotResolvedError as error:
        if _has_breakpoints_far_out(activation):
            raise NotResolvedError(_KINKED) from error
        raise


def _has_breakpoints_far_out(activation: Activation) -> bool:
    return any(
        sum(side * place > _TURNING for place in activation.breakpoints) >= _FEWEST_TURNS for side in (-1.0, 1.0)
    )


def _pieces_of(activation: Activation) -> tuple[Piece, ...]:
    ends, curves, wave = (-math.inf, *activation.breakpoints, math.inf), curves_of(activation), is_wave(activation)
    if not np.isfinite(activation(activation.breakpoints)).all():
        raise NotResolvedError("far out the function is infinite somewhere")
    reach = wave_reach(activation) if wave else _reach_of(activation)
    centres = activation.centres
    try:
        pieces = _joined(activation, ends, partial(pieces_between, curves, reach=reach, centres=centres))
    except TooFastError as error:
        if not wave and _turns_far_out(activation):
            raise NotResolvedError(_ENDLESS) from None
        reason = _reason(activation, error)
        if isinstance(reason, TooFastError):
            raise
        try:
            pieces = _joined(activation, ends, partial(_known_pieces, activation, reach))
        except NotResolvedError:
            raise reason from None
    if not all(piece.is_real for piece in pieces):
        raise NotResolvedError("far out the function is not a real number everywhere")
    if any(
        each.x.size and each.is_constant(0) and activation.underflows(float(each.x[each.x.size // 2]))
        for each in pieces
    ):
        raise NotResolvedError("the function changes so slowly somewhere that no float can tell")
    return pieces


def _joined(
    activation: Activation, ends: Sequence[float], pieces: Callable[[Sequence[Span]], tuple[Piece, ...]]
) -> tuple[Piece, ...]:
    """All pieces between the ends, the outermost first: these tell whether the others are worth the time."""
    first, *others = pairwise(ends)
    outermost = pieces([first, *others[-1:]])
    _check_far_out(activation, (outermost[0], outermost[-1]))
    return (outermost[0], *pieces(others[:-1]), *outermost[1:])


def _check_far_out(activation: Activation, outermost: tuple[Piece, Piece]) -> None:
    """NotResolvedError unless each side has limits, or is a wave that repeats itself."""
    (value_left, slope_left, _), (value_right, slope_right, _) = outermost[0].at_low, outermost[1].at_high
    if activation.period is None and not all(_periods(outermost)):
        turns = np.array([*activation.breakpoints, *outermost[0].roots[2], *outermost[1].roots[2]])
        if any(np.count_nonzero(towards * turns > _TURNING) < _FEWEST_TURNS for _, towards in _endless(outermost)):
            raise NotResolvedError(_UNKNOWN)
        raise NotResolvedError(_ENDLESS)
    for value, slope in ((value_left, slope_left), (value_right, slope_right)):
        if math.isnan(value) and not math.isnan(slope):
            raise NotResolvedError(_UNKNOWN)


def _turns_far_out(activation: Activation) -> bool:
    """Whether the slope goes on changing its sign on one side, as that of a wave that dies out."""
    x = np.add.outer(_LOOKED_AT, np.linspace(0.0, _TURNING, 101))
    for side in (-1.0, 1.0):
        signs = np.sign(activation.derivative(side * x))
        if ((signs[:, :-1] * signs[:, 1:] < 0.0).sum(axis=1) >= _FEWEST_TURNS).all():
            return True
    return False


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


def _known_pieces(activation: Activation, reach: float, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Pieces of a function that rounding moves visibly somewhere, if nothing that is claimed of it rests on that."""

    def check(x: FloatArray, span: Span) -> None:
        check_known(x, activation.jet(x), activation.rounding(x), *span)

    for span in spans:
        check(points_of_all_sizes(*span, reach), span)  # of most that are refused these say enough
    pieces = pieces_between(
        curves_of(activation), spans, reach=reach, rounding=activation.rounding, centres=activation.centres
    )
    for span, piece in zip(spans, pieces, strict=True):
        check(piece.x, span)
    return pieces


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
    return [_period(piece, towards) for piece, towards in _endless(pieces)]


def _endless(pieces: tuple[Piece, ...]) -> list[tuple[Piece, float]]:
    """The outermost piece, and its direction, on each side on which f′ has no limit."""
    sides = ((pieces[0], pieces[0].at_low, -1.0), (pieces[-1], pieces[-1].at_high, 1.0))
    return [(piece, towards) for piece, end, towards in sides if math.isnan(end[1])]


def _period(piece: Piece, towards: float) -> float:
    """The shift by which the outermost stretch of f′, from turn to turn, equals the one before; 0 if none does."""
    turns = towards * np.sort(towards * np.array(piece.roots[2]))
    for turn in turns[-3:-_MOST_TURNS:-1]:
        period = turns[-1] - turn
        x = np.linspace(turn, turns[-1], 101)
        if not piece.low <= turn - period <= piece.high or abs(turn - period) > _FOLLOWED:
            return 0.0
        slopes = piece.curves[1](x)
        if not np.isfinite(slopes).all():
            return 0.0
        if np.allclose(piece.curves[1](x - period), slopes, rtol=0.0, atol=_SAME_WAVE * float(np.ptp(slopes))):
            return abs(float(period))
    return 0.0
