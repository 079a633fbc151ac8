"""The part of a curve between two neighbouring breakpoints, and its stretches that only rise or only fall."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from activations.calculus.sampling import Curves, NotResolvedError, Span, beside, resolved_samples
from activations.calculus.signs import resolved_signs, sign_changes, with_turns
from activations.elementwise import FloatArray, RealFunction

Limits = tuple[float, float, float]

# A slope so slight, relative to what it brings about, that its own changes would be lost below the smallest floats.
_SLIGHTEST = 1e-270

# Limits at the two ends of a piece that differ by less, relative to themselves, are the same.
_ROUNDED = 1e-12

_LITTLE = 1e-9  # of a place, within which a curve may rise and move by less than floats tell

# A slope beside an end, and so many times as far from it, that is a power of the distance: as far as rounding tells.
_FARTHER, _LEAST_POWER, _ALIKE = 64.0, 0.02, 0.2

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


def pieces_between(
    curves: Curves,
    spans: Sequence[Span],
    *,
    reach: float = math.inf,
    rounding: RealFunction | None = None,
    centres: Sequence[float] = (),
) -> tuple[Piece, ...]:
    """The pieces between neighbouring breakpoints, or other points; see `resolved_samples` for the rest."""
    if not spans:
        return ()
    every = resolved_samples(curves, spans, reach=reach, rounding=rounding, centres=centres)
    return tuple(_piece(curves, *span, samples, rounding) for span, samples in zip(spans, every, strict=True))


def _piece(curves: Curves, low: float, high: float, samples: FloatArray, rounding: RealFunction | None) -> Piece:
    x, *values = samples
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
        value, slope, second = at_end
    else:
        x = beside(end, other)
        value, slope, second = curves.jet(np.array(x)).tolist()
        # The last step to the end, along the tangent.
        steps = slope * (end - x), second * (end - x)
        rounding = (0.0, 0.0, 0.0)
        if any(
            _is_beside(limit + step, known) for limit, step, known in zip((value, slope), steps, at_end, strict=False)
        ):
            step = min(_LITTLE * max(1.0, abs(end)), 0.5 * abs(other - end))
            rounding = curves.rounding(np.array(end + math.copysign(step, other - end))).tolist()
        value = _snapped(value, steps[0], at_end[0], rounding[0])
        soars = _soars(curves, end, x, slope, steps[1])
        slope = math.copysign(math.inf, slope) if soars else _snapped(slope, steps[1], at_end[1], rounding[1])
        second = _limit_of_second_derivative(curves, end, x, second)
    return value + 0.0, slope + 0.0, second + 0.0  # no negative zero


def _soars(curves: Curves, end: float, x: float, slope: float, step: float) -> bool:
    """Whether the slope grows like a power of the distance to the end, as that of a root: then it has no limit."""
    power = step / slope if math.isfinite(slope) and slope != 0.0 else 0.0
    if not _LEAST_POWER < power < 1.0:
        return False
    farther = float(curves.derivative(np.array(end + _FARTHER * (x - end))))
    return math.isclose(farther, slope * _FARTHER**-power, rel_tol=_ALIKE)


def _limit_of_second_derivative(curves: Curves, end: float, x: float, second: float) -> float:
    """Infinite, or 0, where f″ grows or falls like a power of the distance to the end; else what it is beside it."""
    farther, farthest = curves.second_derivative(end + (x - end) * np.array([_FARTHER, _FARTHER**2])).tolist()
    if not (math.isfinite(second) and second * farther > 0.0 and farther * farthest > 0.0):
        return second
    growth = second / farther
    if not math.isclose(growth, farther / farthest, rel_tol=_ALIKE):
        return second
    least = _FARTHER**_LEAST_POWER
    return math.copysign(math.inf, second) if growth > least else 0.0 if growth < 1.0 / least else second


def _is_beside(limit: float, value: float) -> bool:
    """Whether it differs from a value by so little that the rounding of what cancels in it may matter."""
    return limit != value and abs(limit - value) < _LITTLE


def _snapped(beside: float, step: float, value: float, rounding: float) -> float:
    limit = beside + step
    known = math.isfinite(limit) and math.isfinite(value)
    near = known and abs(limit - value) <= _ROUNDINGS * max(math.ulp(value), abs(step), rounding)
    return value if near else limit
