"""What is true of an activation on the whole line, computed from the function and its derivatives."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np

from activations.activation import Activation
from activations.calculus.asymptotes import Asymptote, asymptote
from activations.calculus.bounds import Approach, Bound, Candidate, Side, bound, same
from activations.calculus.breakpoints import Breakpoint, breakpoints_of
from activations.calculus.intervals import Interval, union
from activations.calculus.piece import Limits, Piece
from activations.calculus.pieces import curves_of, pieces_of, wave_period

Monotonicity = Literal["constant", "increasing", "non-decreasing", "decreasing", "non-increasing", "not monotone"]
Symmetry = Literal["odd", "even", "neither"]
Convexity = Literal["linear", "convex", "concave", "neither"]
Smoothness = Literal["discontinuous", "C0", "C1", "C2", "C∞"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Facts about an activation f on the whole line; places on a wave are those within ±`wave_reach`."""

    image: tuple[Interval, ...]  # all values of f
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
    dead: tuple[Interval, ...]  # stretches where f = f′ = 0: a unit there says and learns nothing
    saturated: tuple[Interval, ...]  # stretches where f′ = 0 and f ≠ 0: a unit there says one thing for good
    monotonicity: Monotonicity
    symmetry: Symmetry  # the constant 0, which is both, counts as even
    convexity: Convexity
    breakpoints: tuple[Breakpoint, ...]
    smoothness: Smoothness  # C∞ where no breakpoint interrupts an analytic function
    period: float | None  # after which f is the same again
    slope_period: float | None  # after which f′ is

    @property
    def bounded_below(self) -> bool:
        return math.isfinite(self.minimum.value)

    @property
    def bounded_above(self) -> bool:
        return math.isfinite(self.maximum.value)

    @property
    def smooth(self) -> bool:
        """Whether f is twice continuously differentiable."""
        return self.smoothness in {"C2", "C∞"}

    @property
    def monotone(self) -> bool:
        return self.monotonicity != "not monotone"

    @property
    def zero_at_zero(self) -> bool:
        return any(0.0 in interval for interval in self.zeros)

    @property
    def can_die(self) -> bool:
        return bool(self.dead)


@lru_cache(maxsize=256)
def properties_of(activation: Activation) -> Properties:
    """The properties of f; values and places are exact to 1e-9 of its own height and length, or better.

    What is 0 only by underflow, or equal to its limit only by rounding, is not taken for it. Raises NotResolvedError
    for a function that changes on a scale that floats cannot follow.
    """
    pieces, breakpoints = pieces_of(activation), breakpoints_of(activation)
    values = [*_values(activation, pieces)]
    minimum, maximum = bound(values, min), bound(values, max)
    slopes = [*_slopes(pieces, breakpoints)]
    jumps = [Candidate(math.inf, Approach(point.x)) for point in breakpoints if point.kind == "jump"]
    steepness = [*jumps, *(each.of_size() for each in slopes)]
    flat = [piece for piece in pieces if piece.is_constant(0)]
    return Properties(
        image=_image(activation, pieces, breakpoints, minimum, maximum),
        minimum=minimum,
        maximum=maximum,
        slope_minimum=bound(slopes, min),
        slope_maximum=bound(slopes, max),
        lipschitz=bound(steepness, max),
        limit_left=pieces[0].at_low[0],
        limit_right=pieces[-1].at_high[0],
        asymptote_left=asymptote(pieces[0], -math.inf),
        asymptote_right=asymptote(pieces[-1], math.inf),
        zeros=union(_zeros(activation, pieces)),
        dead=union(_flat_part(activation, piece) for piece in flat if not piece.signs[0]),
        saturated=union(_flat_part(activation, piece) for piece in flat if piece.signs[0]),
        monotonicity=_monotonicity(activation, pieces),
        symmetry=_symmetry(activation, pieces),
        convexity=_convexity(pieces, breakpoints),
        breakpoints=breakpoints,
        smoothness=_smoothness(pieces, breakpoints),
        period=_period(activation, pieces, 0),
        slope_period=_period(activation, pieces, 1),
    )


def _smoothness(pieces: tuple[Piece, ...], breakpoints: tuple[Breakpoint, ...]) -> Smoothness:
    kinds = {point.kind for point in breakpoints}
    if "jump" in kinds:
        return "discontinuous"
    if "kink" in kinds:
        return "C0"
    if "curvature jump" in kinds:
        return "C1"
    # Straight lines that meet with one slope are one line; of other branches only three orders are known to meet.
    return "C∞" if all(piece.is_constant(1) for piece in pieces) or not breakpoints else "C2"


def _values(activation: Activation, pieces: tuple[Piece, ...]) -> Iterator[Candidate]:
    for piece in pieces:
        yield from _extremes_of_piece(piece, 0)
    for piece in pieces[1:]:
        yield Candidate(float(activation(piece.low)) + 0.0, Interval.point(piece.low))


def _slopes(pieces: tuple[Piece, ...], breakpoints: tuple[Breakpoint, ...]) -> Iterator[Candidate]:
    for piece in pieces:
        yield from _extremes_of_piece(piece, 1)
    for piece, point in zip(pieces[1:], breakpoints, strict=True):
        if point.kind in ("curvature jump", "smooth"):
            # Not the derivative at that point: where branches happen to fit together, its convention may not.
            yield Candidate(piece.at_low[1], Interval.point(piece.low))


def _extremes_of_piece(piece: Piece, order: int) -> Iterator[Candidate]:
    """Where the derivative of that order may be extreme: throughout, where it turns, or towards the ends."""
    if piece.is_constant(order):
        yield Candidate(piece.at_low[order], Interval(piece.low, piece.high))
        return
    for x, value in zip(piece.roots[order + 1], piece.at_turns(order).tolist(), strict=True):
        if math.isfinite(value):
            yield Candidate(value, Interval.point(x))
    ends: tuple[tuple[float, Side, Limits], ...] = (
        (piece.low, "right", piece.at_low),
        (piece.high, "left", piece.at_high),
    )
    for x, side, limits in ends:
        if not math.isnan(limits[order]):
            yield Candidate(limits[order], Approach(x, side if math.isfinite(x) else ""))


def _image(
    activation: Activation,
    pieces: tuple[Piece, ...],
    breakpoints: tuple[Breakpoint, ...],
    minimum: Bound,
    maximum: Bound,
) -> tuple[Interval, ...]:
    parts: list[Interval] = []
    for (left, right), point in zip(pairwise(pieces), breakpoints, strict=True):
        value = float(activation(point.x)) + 0.0
        # Where f does not jump, its values on both sides are one but for rounding.
        parts.append(_hull(value) if point.kind == "jump" else _hull(left.at_high[0], value, right.at_low[0]))
    for piece in pieces:
        if piece.is_constant(0):
            parts.append(_hull(piece.at_low[0], piece.at_high[0]))
            continue
        turns = piece.at_turns(0)
        parts += map(Interval.point, turns[np.isfinite(turns)].tolist())
        for stretch in piece.stretches(0):
            low, high = sorted((stretch.at_low, stretch.at_high))
            if low < high:  # and neither is the missing limit of a wave
                parts.append(Interval(low, high))
    found = [*union(parts)]
    # A limit that is attained but for rounding is attained.
    found[0] = replace(found[0], low=minimum.value, has_low=minimum.attained)
    found[-1] = replace(found[-1], high=maximum.value, has_high=maximum.attained)
    return tuple(found)


def _hull(*values: float) -> Interval:
    return Interval(min(values), max(values), has_low=True, has_high=True)


def _zeros(activation: Activation, pieces: tuple[Piece, ...]) -> Iterator[Interval]:
    for piece in pieces:
        if not piece.signs[0]:
            yield Interval(piece.low, piece.high)
        touching = np.array(piece.roots[1])[piece.at_turns(0) == 0.0].tolist()
        yield from map(Interval.point, (*piece.roots[0], *touching))
    for piece in pieces[1:]:
        if float(activation(piece.low)) == 0:
            yield Interval.point(piece.low)


def _flat_part(activation: Activation, piece: Piece) -> Interval:
    """A flat piece with those of its ends at which f has the same value, and f′ by its convention is 0."""

    def belongs(end: float) -> bool:
        return (
            math.isfinite(end)
            and float(activation.derivative(end)) == 0.0
            and same(float(activation(end)), piece.at_low[0])
        )

    return Interval(piece.low, piece.high, has_low=belongs(piece.low), has_high=belongs(piece.high))


def _monotonicity(activation: Activation, pieces: tuple[Piece, ...]) -> Monotonicity:
    directions = {sign for piece in pieces for sign in piece.signs[1]}
    flat = any(piece.is_constant(0) for piece in pieces)
    for left, right in pairwise(pieces):
        x = left.high
        shift = abs(x) * max(abs(left.at_high[1]), abs(right.at_low[1]))
        for before, after in pairwise((left.at_high[0], float(activation(x)), right.at_low[0])):
            if not same(before, after, shift):
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


def _symmetry(activation: Activation, pieces: tuple[Piece, ...]) -> Symmetry:
    x = np.abs(np.concatenate([piece.x for piece in pieces]))
    right, left = 0.5 * activation(x), 0.5 * activation(-x)  # so that differences stay within the floats
    rounding = activation.rounding(x)[0] + activation.rounding(-x)[0]
    known = np.where(np.isfinite(rounding), rounding, 0.0)
    if np.isclose(left, right, rtol=1e-12, atol=known).all():
        return "even"
    return "odd" if np.isclose(left, -right, rtol=1e-12, atol=known).all() else "neither"


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


def _period(activation: Activation, pieces: tuple[Piece, ...], order: Literal[0, 1]) -> float | None:
    """The period of f (order 0) or f′ (order 1), for a wave that has it around 0 too; None for other functions."""
    ends = (pieces[0].at_low[order], pieces[-1].at_high[order])
    if not np.isnan(ends).all():
        return None
    period, curve = wave_period(activation), curves_of(activation)[order]
    x = np.linspace(-period, period, 201)
    repeats = np.allclose(curve(x + period), curve(x), rtol=1e-9, atol=1e-9 * np.ptp(curve(x)))
    return period if repeats else None
