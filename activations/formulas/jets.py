"""Values that carry their first and second derivative along x: forward differentiation of a formula's tree.

What they are made of is left to an arithmetic: floats, or numbers wide enough not to overflow, or of more digits.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from activations.formulas.bounded import Bounded
from activations.formulas.wide import Wide, as_wide, chosen

Quantity = Any  # what the arithmetic computes with; here it is only added, multiplied and divided
Truths = NDArray[np.bool_]


class Arithmetic(Protocol):
    """What jets ask of numbers."""

    def number(self, value: FloatArray | float) -> Quantity: ...
    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity: ...
    def power(self, u: Quantity, exponent: float) -> Quantity: ...
    def sign(self, u: Quantity, v: Quantity) -> FloatArray: ...
    def choice(self, truth: Truths, u: Quantity, v: Quantity) -> Quantity: ...


class Jet(NamedTuple):
    """A value with its derivatives along x; None is 0 everywhere, or not asked for."""

    value: Quantity
    slope: Quantity | None = None
    second: Quantity | None = None


class Truth(NamedTuple):
    """Where a condition holds: at a point, and just to the left of it. NaN where there is no telling."""

    here: FloatArray
    before: FloatArray


HOLDS: Mapping[str, Callable[[FloatArray], Truths]] = {
    "less": lambda sign: sign < 0.0,
    "at_most": lambda sign: sign <= 0.0,
    "greater": lambda sign: sign > 0.0,
    "at_least": lambda sign: sign >= 0.0,
    "equal": lambda sign: sign == 0.0,
    "unequal": lambda sign: sign != 0.0,
}
COMPARISONS = tuple(HOLDS)

_BEYOND_FLOATS = 1_024.0  # an exponent
_LOST = 8.0 * float(np.finfo(np.float64).eps)  # of a sum, in terms of what is added


def _sum(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    """Of derivatives. What is left after all digits have cancelled is rounding, whose sign would mean nothing."""
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, Wide) or isinstance(other, Wide):
        return _wide_sum(as_wide(one), as_wide(other), 0.0)
    total = one + other
    if isinstance(total, Bounded):
        return total.less_noise(_LOST * (np.abs(one.value) + np.abs(other.value)))
    return np.where(np.abs(total) < _LOST * (np.abs(one) + np.abs(other)), 0.0, total)


def _wide_sum(one: Wide, other: Wide, noise: float) -> Wide:
    """Their sum, and this instead of what is nothing but rounding; no number where that may be larger than it."""
    total, size = one + other, one.size() + other.size()
    left = np.abs((total / size).to_float())
    # An exponent beyond 2^20 is rounded so much that digits of the mantissa are lost, beyond 2^50 all of them.
    far = np.abs(size.exponent) >= 2.0**20
    share = _LOST * np.where(far, np.minimum(np.abs(size.exponent), 2.0**48), 1.0)
    opposed = np.sign(one.mantissa) * np.sign(other.mantissa) < 0.0
    gap = np.abs((one.exponent - other.exponent) + (one.rest - other.rest))
    unknown = opposed & (size.exponent > 2.0**50) & (gap <= 2.0**-50 * size.exponent)
    rounded = np.where(far & (total.mantissa != 0.0), np.nan, noise)
    known = np.where(left < share, rounded, total.mantissa)
    return replace(total, mantissa=np.where(unknown, np.nan, known))


def _product(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    return None if one is None or other is None else one * other


class Jets:
    """The operations on jets of an order: 0 for values, 1 for slopes as well, 2 for all."""

    def __init__(self, arithmetic: Arithmetic, order: int) -> None:
        self._arithmetic, self.order = arithmetic, order

    def number(self, value: float) -> Jet:
        return Jet(self._arithmetic.number(value))

    def variable(self, x: FloatArray) -> Jet:
        return Jet(self._arithmetic.number(x), self._arithmetic.number(1.0) if self.order else None)

    def negate(self, u: Jet) -> Jet:
        return Jet(*(None if each is None else -each for each in u))

    def add(self, u: Jet, v: Jet) -> Jet:
        value = u.value + v.value
        if isinstance(value, Wide):  # an exponent may be rounded so much that nothing is known of a difference
            one, other = as_wide(u.value), as_wide(v.value)
            rounded = np.maximum(one.exponent, other.exponent) > _BEYOND_FLOATS
            value = chosen(rounded, _wide_sum(one, other, np.nan), value)
        return Jet(value, _sum(u.slope, v.slope), _sum(u.second, v.second))

    def subtract(self, u: Jet, v: Jet) -> Jet:
        return self.add(u, self.negate(v))

    def multiply(self, u: Jet, v: Jet) -> Jet:
        slope = _sum(_product(u.slope, v.value), _product(u.value, v.slope))
        if self.order < 2:
            return Jet(u.value * v.value, slope)
        crossed = _product(u.slope, v.slope)
        second = _sum(_product(u.second, v.value), _product(u.value, v.second))
        return Jet(u.value * v.value, slope, _sum(second, _product(2.0, crossed)))

    def divide(self, u: Jet, v: Jet) -> Jet:
        value = u.value / v.value
        slope = self._quotient(_sum(u.slope, _product(-value, v.slope)), v.value)
        if self.order < 2:
            return Jet(value, slope)
        crossed = _product(_product(-2.0, slope), v.slope)
        second = _sum(_sum(u.second, crossed), _product(-value, v.second))
        return Jet(value, slope, self._quotient(second, v.value))

    def function(self, name: str, settings: Mapping[str, float], u: Jet) -> Jet:
        return self._chained(lambda order: self._arithmetic.function(name, settings, order, u.value), u)

    def power(self, u: Jet, exponent: float) -> Jet:
        factors = (1.0, exponent, exponent * (exponent - 1.0))

        def curve(order: int) -> Quantity:
            if factors[order] == 0.0:
                return self._arithmetic.number(0.0)
            return self._arithmetic.power(u.value, exponent - order) * factors[order]

        return self._chained(curve, u)

    def compare(self, name: str, u: Jet, v: Jet, side: FloatArray | None = None) -> Truth:
        """Whether u is less than v, or whatever the name says; `side` is the sign of u − v, if it is known exactly."""
        here = self._arithmetic.sign(u.value, v.value) if side is None else side
        before = here
        for value, other, parity in ((u.slope, v.slope, -1.0), (u.second, v.second, 1.0)):
            if value is not None or other is not None:
                ahead = self._arithmetic.sign(*(0.0 if each is None else each for each in (value, other)))
                before = np.where(before == 0.0, parity * ahead, before)
        holds = HOLDS[name]
        return Truth(*(np.where(np.isnan(here), np.nan, holds(sign)) for sign in (here, before)))

    def choose(self, truth: Truth, u: Jet, v: Jet) -> Jet:
        pairs = zip((truth.here, truth.before, truth.before), u, v, strict=True)
        return Jet(*(self._choice(sides, one, other) for sides, one, other in pairs))

    def abs(self, u: Jet, side: FloatArray | None = None) -> Jet:
        return self.choose(self.compare("greater", u, self.number(0.0), side), u, self.negate(u))

    def max(self, u: Jet, v: Jet, side: FloatArray | None = None) -> Jet:
        return self.choose(self.compare("greater", u, v, side), u, v)

    def min(self, u: Jet, v: Jet, side: FloatArray | None = None) -> Jet:
        return self.choose(self.compare("less", u, v, side), u, v)

    def clip(self, u: Jet, low: Jet, high: Jet) -> Jet:
        return self.min(self.max(u, low), high)

    def sign(self, u: Jet, side: FloatArray | None = None) -> Jet:
        sign = self._arithmetic.sign(u.value, self._arithmetic.number(0.0)) if side is None else side
        return Jet(self._arithmetic.number(sign))

    def _quotient(self, one: Quantity | None, other: Quantity) -> Quantity | None:
        return None if one is None else one / other

    def _choice(self, truth: FloatArray, one: Quantity | None, other: Quantity | None) -> Quantity | None:
        if one is None and other is None:
            return None
        zero, unknown = self._arithmetic.number(0.0), self._arithmetic.number(np.nan)
        pair = (zero if each is None else each for each in (one, other))
        chosen = self._arithmetic.choice(truth > 0.0, *pair)
        return self._arithmetic.choice(np.isnan(truth), unknown, chosen) if np.isnan(truth).any() else chosen

    def _chained(self, curve: Callable[[int], Quantity], u: Jet) -> Jet:
        if u.slope is None:
            return Jet(curve(0))
        slope = curve(1)
        if self.order < 2:
            return Jet(curve(0), slope * u.slope)
        second = _sum(curve(2) * u.slope * u.slope, _product(slope, u.second))
        return Jet(curve(0), slope * u.slope, second)


def spread(found: Quantity, where: Truths) -> Quantity:
    """A number at the points where something holds, and 0 at all others."""
    if isinstance(found, Bounded):
        return Bounded(spread(found.value, where), spread(found.error, where))
    if isinstance(found, Wide):
        rest = 0.0 if isinstance(found.rest, float) else spread(found.rest, where)
        return Wide(spread(found.mantissa, where), spread(found.exponent, where), rest)
    everywhere = np.zeros(where.shape, dtype=np.asarray(found).dtype)
    everywhere[where] = found
    return everywhere


def both(one: Truth, other: Truth) -> Truth:
    return Truth(*(np.minimum(*pair) for pair in zip(one, other, strict=True)))


def either(one: Truth, other: Truth) -> Truth:
    return Truth(*(np.maximum(*pair) for pair in zip(one, other, strict=True)))


def opposite(one: Truth) -> Truth:
    return Truth(*(1.0 - each for each in one))
