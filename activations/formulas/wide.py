"""Numbers beyond the floats: a mantissa and an exponent that is a float itself. Nothing overflows on its way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray

_LN2 = 0.6931471805599453
# ln 2 in two parts, of which the first times a whole number below 2^20 is exact.
_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
_FAR = 3_000.0  # an exponent that no float has


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """mantissa · 2^exponent. What exceeds even 2^1e308 is infinite, and 0 times that is 0."""

    mantissa: FloatArray
    exponent: FloatArray

    @classmethod
    def of(cls, value: FloatArray | float, exponent: FloatArray | float = 0.0) -> "Wide":
        mantissa, shift = np.frexp(value)
        return cls(mantissa, np.where((mantissa == 0.0) | np.isinf(mantissa), 0.0, exponent + shift))

    def to_float(self) -> FloatArray:
        return np.ldexp(self.mantissa, np.clip(self.exponent, -_FAR, _FAR).astype(np.int32))

    def size(self) -> "Wide":
        return Wide(np.abs(self.mantissa), self.exponent)

    def __neg__(self) -> "Wide":
        return Wide(-self.mantissa, self.exponent)

    def __add__(self, other: "Wide | float") -> "Wide":
        other = as_wide(other)
        ours, theirs = (np.where(each.mantissa == 0.0, -np.inf, each.exponent) for each in (self, other))
        top = np.maximum(np.maximum(ours, theirs), -1e300)
        parts = (
            np.ldexp(each.mantissa, np.clip(exponent - top, -_FAR, 0.0).astype(np.int32))
            for each, exponent in ((self, ours), (other, theirs))
        )
        return Wide.of(sum(parts, np.float64(0.0)), top)

    def __sub__(self, other: "Wide | float") -> "Wide":
        return self + (-as_wide(other))

    def __mul__(self, other: "Wide | FloatArray | float") -> "Wide":
        other = as_wide(other)
        vanishes = (self.mantissa == 0.0) | (other.mantissa == 0.0)
        known = ~(np.isnan(self.mantissa) | np.isnan(other.mantissa))
        product = np.where(vanishes & known, 0.0, self.mantissa * other.mantissa)
        return Wide.of(product, self.exponent + other.exponent)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: float) -> "Wide":
        return as_wide(other) - self

    def __truediv__(self, other: "Wide | float") -> "Wide":
        other = as_wide(other)
        return Wide.of(self.mantissa / other.mantissa, self.exponent - other.exponent)

    def __rtruediv__(self, other: float) -> "Wide":
        return as_wide(other) / self


def as_wide(value: FloatArray | Wide | float) -> Wide:
    """The same number, wide."""
    return value if isinstance(value, Wide) else Wide.of(value)


def chosen(truth: NDArray[np.bool_], u: Wide, v: Wide) -> Wide:
    """One where something holds, and else the other."""
    return Wide(np.where(truth, u.mantissa, v.mantissa), np.where(truth, u.exponent, v.exponent))


def wide_log(u: Wide) -> Wide:
    near = u.to_float()
    usual = (np.abs(u.exponent) < 1_000.0) | (u.mantissa == 0.0)
    return Wide.of(np.where(usual, np.log(np.where(usual, near, 1.0)), np.log(u.mantissa) + u.exponent * _LN2))


def wide_exp(u: Wide) -> Wide:
    power = u.to_float()
    exponent = np.floor(power / _LN2)
    rest = (power - exponent * _LN2_HIGH) - exponent * _LN2_LOW
    mantissa = np.where(np.abs(exponent) >= 2.0**20, 1.0, np.exp(rest))
    return Wide.of(np.where(np.isinf(power), np.where(power > 0.0, np.inf, 0.0), mantissa), exponent)


def wide_power(u: Wide, exponent: float) -> Wide:
    if abs(exponent) > 1_000.0:
        odd = exponent == np.floor(exponent) and exponent % 2.0 == 1.0
        size = wide_exp(wide_log(u.size()) * exponent)
        sign = np.where(u.mantissa < 0.0, -1.0 if odd else 1.0 if exponent % 2.0 == 0.0 else np.nan, 1.0)
        return Wide(size.mantissa * sign, size.exponent)
    whole = np.floor(u.exponent * exponent)
    return Wide.of(np.power(u.mantissa, exponent) * np.exp2(u.exponent * exponent - whole), whole)
