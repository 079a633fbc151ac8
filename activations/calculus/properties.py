"""What is true of an activation on the whole line, computed from the function and its derivatives."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from activations.activation import Activation
from activations.calculus.asymptotes import Asymptote, asymptote
from activations.calculus.intervals import Interval
from activations.calculus.pieces import Piece, pieces_of
from activations.calculus.vanishing import GRID
from activations.elementwise import RealFunction

BreakpointKind = Literal["jump", "kink", "curvature jump", "smooth"]
Monotonicity = Literal["constant", "increasing", "non-decreasing", "decreasing", "non-increasing", "not monotone"]
Symmetry = Literal["odd", "even", "neither"]
Convexity = Literal["linear", "convex", "concave", "neither"]
Smoothness = Literal["discontinuous", "C0", "C1", "C2 or smoother"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A supremum or infimum, ±inf if there is none."""

    value: float
    attained: bool
    at: tuple[Interval, ...]  # where it is attained, or else where it is approached, which may be at ±inf


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """A point where the definition changes branch, and the first of f, f′ and f″ that jumps there."""

    x: float
    kind: BreakpointKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Facts about an activation f on the whole line; places on a wave are those within ±`PERIODIC_REACH`."""

    minimum: Bound  # of f
    maximum: Bound
    slope_minimum: Bound  # of f′ where f has one: not at a jump or kink
    slope_maximum: Bound
    lipschitz: Bound  # of |f′|, and inf if f jumps
    limit_left: float  # NaN where there is none
    limit_right: float
    asymptote_left: Asymptote | None
    asymptote_right: Asymptote | None
    zeros: tuple[Interval, ...]  # where f = 0
    dead: tuple[Interval, ...]  # where f = f′ = 0: a unit there says nothing and learns nothing
    monotonicity: Monotonicity
    symmetry: Symmetry  # the constant 0, which is both, counts as even
    convexity: Convexity
    breakpoints: tuple[Breakpoint, ...]
    smoothness: Smoothness

    @property
    def bounded_below(self) -> bool:
        return math.isfinite(self.minimum.value)

    @property
    def bounded_above(self) -> bool:
        return math.isfinite(self.maximum.value)

    @property
    def smooth(self) -> bool:
        return self.smoothness == "C2 or smoother"

    @property
    def monotone(self) -> bool:
        return self.monotonicity != "not monotone"

    @property
    def zero_at_zero(self) -> bool:
        return any(low <= 0.0 <= high for low, high in self.zeros)

    @property
    def can_die(self) -> bool:
        return bool(self.dead)


def properties_of(activation: Activation) -> Properties:
    """The properties of f; values and places are exact to 1e-9 or better.

    What is 0 only by underflow, or equal to its limit only by rounding, is not taken for it.
    """
    pieces = pieces_of(activation)
    breakpoints = tuple(
        Breakpoint(left.high, _kind(left, float(activation(left.high)), right)) for left, right in pairwise(pieces)
    )
    values = list(_values(activation, pieces))
    slopes = list(_slopes(activation.derivative, pieces, breakpoints))
    jumps = [(point.x, point.x) for point in breakpoints if point.kind == "jump"]
    dead = [(piece.low, piece.high) for piece in pieces if not piece.signs[0]]
    return Properties(
        minimum=_bound(min, values),
        maximum=_bound(max, values),
        slope_minimum=_bound(min, slopes),
        slope_maximum=_bound(max, slopes),
        lipschitz=Bound(math.inf, attained=False, at=tuple(jumps))
        if jumps
        else _bound(max, [_Candidate(abs(slope.value), slope.attained, slope.at) for slope in slopes]),
        limit_left=pieces[0].at_low[0],
        limit_right=pieces[-1].at_high[0],
        asymptote_left=asymptote(activation, pieces[0], -math.inf),
        asymptote_right=asymptote(activation, pieces[-1], math.inf),
        zeros=_merged([*dead, *_isolated_zeros(activation, pieces)]),
        dead=_merged(dead),
        monotonicity=_monotonicity(activation, pieces),
        symmetry=_symmetry(activation),
        convexity=_convexity(pieces, breakpoints),
        breakpoints=breakpoints,
        smoothness=_smoothness(breakpoints),
    )


def _same(first: float, second: float) -> bool:
    """Whether two numbers are equal to rounding."""
    return math.isclose(first, second, rel_tol=1e-12, abs_tol=1e-14)


def _kind(left: Piece, value: float, right: Piece) -> BreakpointKind:
    before, after = left.at_high, right.at_low
    if not (_same(before[0], value) and _same(value, after[0])):
        return "jump"
    if not _same(before[1], after[1]):
        return "kink"
    return "smooth" if _same(before[2], after[2]) else "curvature jump"


def _smoothness(breakpoints: tuple[Breakpoint, ...]) -> Smoothness:
    kinds = {point.kind for point in breakpoints}
    if "jump" in kinds:
        return "discontinuous"
    if "kink" in kinds:
        return "C0"
    return "C1" if "curvature jump" in kinds else "C2 or smoother"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A value that may be extreme."""

    value: float
    attained: bool
    at: Interval


def _values(function: RealFunction, pieces: tuple[Piece, ...]) -> Iterator[_Candidate]:
    for piece in pieces:
        yield from _extremes_of_piece(function, piece, order=0)
    for piece in pieces[1:]:
        yield _Candidate(float(function(piece.low)) + 0.0, attained=True, at=(piece.low, piece.low))


def _slopes(
    derivative: RealFunction, pieces: tuple[Piece, ...], breakpoints: tuple[Breakpoint, ...]
) -> Iterator[_Candidate]:
    for piece in pieces:
        yield from _extremes_of_piece(derivative, piece, order=1)
    for piece, point in zip(pieces[1:], breakpoints, strict=True):
        if point.kind in ("curvature jump", "smooth"):
            # Not the derivative at that point: where branches happen to fit together, its convention may not.
            yield _Candidate(piece.at_low[1], attained=True, at=(piece.low, piece.low))


def _extremes_of_piece(curve: RealFunction, piece: Piece, order: int) -> Iterator[_Candidate]:
    """Where the derivative of that order may be extreme: at the ends, where it turns, or throughout."""
    if not piece.signs[order + 1]:
        yield _Candidate(piece.at_low[order], attained=True, at=(piece.low, piece.high))
        return
    for x in piece.roots[order + 1]:
        yield _Candidate(float(curve(x)), attained=True, at=(x, x))
    for x, limits in ((piece.low, piece.at_low), (piece.high, piece.at_high)):
        if not math.isnan(limits[order]):
            yield _Candidate(limits[order], attained=False, at=(x, x))


def _bound(extreme: Callable[[Iterable[float]], float], candidates: list[_Candidate]) -> Bound:
    best = extreme(candidate.value for candidate in candidates)
    equal = [candidate for candidate in candidates if _same(candidate.value, best)]
    attained = [candidate for candidate in equal if candidate.attained]
    chosen = attained or equal
    return Bound(
        extreme(candidate.value for candidate in chosen),
        attained=bool(attained),
        at=_merged(candidate.at for candidate in chosen),
    )


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The intervals in order, those that touch joined."""
    merged: list[Interval] = []
    for low, high in sorted(intervals):
        if merged and low <= merged[-1][1]:
            first, last = merged.pop()
            merged.append((first, max(last, high)))
        else:
            merged.append((low, high))
    return tuple(merged)


def _isolated_zeros(function: RealFunction, pieces: tuple[Piece, ...]) -> Iterator[Interval]:
    for piece in pieces:
        touching = (x for x in piece.roots[1] if float(function(x)) == 0)
        yield from ((x, x) for x in (*piece.roots[0], *touching))
    for piece in pieces[1:]:
        if float(function(piece.low)) == 0:
            yield piece.low, piece.low


def _monotonicity(function: RealFunction, pieces: tuple[Piece, ...]) -> Monotonicity:
    directions = {sign for piece in pieces for sign in piece.signs[1]}
    flat = not all(piece.signs[1] for piece in pieces)
    for left, right in pairwise(pieces):
        for before, after in pairwise((left.at_high[0], float(function(left.high)), right.at_low[0])):
            if not _same(before, after):
                directions.add(math.copysign(1.0, after - before))
    match sorted(directions):
        case []:
            return "constant"
        case [1.0]:
            return "non-decreasing" if flat else "increasing"
        case [-1.0]:
            return "non-increasing" if flat else "decreasing"
        case _:
            return "not monotone"


def _symmetry(function: RealFunction) -> Symmetry:
    x = GRID[GRID >= 0]
    right, left = function(x), function(-x)
    if np.allclose(left, right, rtol=1e-12, atol=0.0):
        return "even"
    return "odd" if np.allclose(left, -right, rtol=1e-12, atol=0.0) else "neither"


def _convexity(pieces: tuple[Piece, ...], breakpoints: tuple[Breakpoint, ...]) -> Convexity:
    bends = {sign for piece in pieces for sign in piece.signs[2]}
    for (left, right), point in zip(pairwise(pieces), breakpoints, strict=True):
        if point.kind == "jump":
            return "neither"
        if point.kind == "kink":
            bends.add(math.copysign(1.0, right.at_low[1] - left.at_high[1]))
    match sorted(bends):
        case []:
            return "linear"
        case [1.0]:
            return "convex"
        case [-1.0]:
            return "concave"
        case _:
            return "neither"
