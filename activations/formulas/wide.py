"""Numbers beyond the floats: a mantissa and an exponent that is a float itself. Nothing overflows on its way."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray

NINE_DIGITS = 2.0**22  # to exponents no larger, an exponential has them, since what it is of is rounded

_LN2 = 0.6931471805599453
# ln 2 in parts of 26 bits, so that each is exact times either half of a whole number up to 2^50.
_EXACT, _HALF = 2.0**50, 2.0**26
_LN2_PARTS = 0.6931471675634384, 1.2996506759677118e-08, 1.3421276753913791e-16, 3.0618406892255626e-24
_FAR = 3_000.0  # an exponent that no float has


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """mantissa · 2^(exponent + rest). What exceeds even 2^1e308 is infinite, and 0 times that is 0."""

    mantissa: FloatArray
    exponent: FloatArray
    rest: FloatArray | float = 0.0  # what a float has no room for beside the exponent

    @classmethod
    def of(
        cls, value: FloatArray | float, exponent: FloatArray | float = 0.0, rest: FloatArray | float = 0.0
    ) -> "Wide":
        mantissa, shift = np.frexp(value)
        total, lost = _sum(exponent, shift)
        alone = (mantissa == 0.0) | np.isinf(mantissa)
        if _is_none(lost) and _is_none(rest):
            return cls(mantissa, np.where(alone, 0.0, total))
        total, rest = _sum(total, lost + rest)
        return cls(mantissa, np.where(alone, 0.0, total), np.where(alone, 0.0, rest))

    def to_float(self) -> FloatArray:
        return np.ldexp(self.mantissa, np.clip(self.exponent + self.rest, -_FAR, _FAR).astype(np.int32))

    def size(self) -> "Wide":
        return replace(self, mantissa=np.abs(self.mantissa))

    def __neg__(self) -> "Wide":
        return replace(self, mantissa=-self.mantissa)

    def __add__(self, other: "Wide | float") -> "Wide":
        other = as_wide(other)
        ours, theirs = (np.where(each.mantissa == 0.0, -np.inf, each.exponent) for each in (self, other))
        if _is_none(self.rest) and _is_none(other.rest):
            top = np.maximum(np.maximum(ours, theirs), -1e300)
            one, two = (
                np.ldexp(each.mantissa, np.maximum(exponent - top, -_FAR).astype(np.int32))
                for each, exponent in ((self, ours), (other, theirs))
            )
            return Wide.of(one + two, top)
        with_ours = np.where(ours == theirs, self.rest >= other.rest, ours > theirs)
        top = np.maximum(np.where(with_ours, ours, theirs), -1e300)
        rest = np.where(with_ours, self.rest, other.rest)
        parts = (
            np.ldexp(each.mantissa, np.clip((exponent - top) + (each.rest - rest), -_FAR, _FAR).astype(np.int32))
            for each, exponent in ((self, ours), (other, theirs))
        )
        return Wide.of(sum(parts, np.float64(0.0)), top, rest)

    def __sub__(self, other: "Wide | float") -> "Wide":
        return self + (-as_wide(other))

    def __mul__(self, other: "Wide | FloatArray | float") -> "Wide":
        other = as_wide(other)
        vanishes = (self.mantissa == 0.0) | (other.mantissa == 0.0)
        known = ~(np.isnan(self.mantissa) | np.isnan(other.mantissa))
        product = np.where(vanishes & known, 0.0, self.mantissa * other.mantissa)
        exponent, lost = _sum(self.exponent, other.exponent)
        return Wide.of(product, exponent, lost + (self.rest + other.rest))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: float) -> "Wide":
        return as_wide(other) - self

    def __truediv__(self, other: "Wide | float") -> "Wide":
        other = as_wide(other)
        exponent, lost = _sum(self.exponent, -other.exponent)
        return Wide.of(self.mantissa / other.mantissa, exponent, lost + (self.rest - other.rest))

    def __rtruediv__(self, other: float) -> "Wide":
        return as_wide(other) / self


def _is_none(rest: FloatArray | float) -> bool:
    return isinstance(rest, float) and rest == 0.0


def _sum(one: FloatArray | float, other: FloatArray | float) -> tuple[FloatArray, FloatArray | float]:
    """The sum of whole numbers, and what rounding takes from it (Knuth): nothing where it is small."""
    total = np.asarray(one + other)
    if np.abs(total).max(initial=0.0) < _EXACT:
        return total, 0.0
    part = total - one
    lost = (one - (total - part)) + (other - part)
    return total, np.where(np.isfinite(lost), lost, 0.0)


def as_wide(value: FloatArray | Wide | float) -> Wide:
    """The same number, wide."""
    return value if isinstance(value, Wide) else Wide.of(value)


def chosen(truth: NDArray[np.bool_], u: Wide, v: Wide) -> Wide:
    """One where something holds, and else the other."""
    rest = 0.0 if _is_none(u.rest) and _is_none(v.rest) else np.where(truth, u.rest, v.rest)
    return Wide(np.where(truth, u.mantissa, v.mantissa), np.where(truth, u.exponent, v.exponent), rest)


def wide_log(u: Wide) -> Wide:
    near = u.to_float()
    usual = (np.abs(u.exponent) < 1_000.0) | (u.mantissa == 0.0)
    far = np.log(u.mantissa) + u.exponent * _LN2 + u.rest * _LN2
    return Wide.of(np.where(usual, np.log(np.where(usual, near, 1.0)), far))


def wide_exp(u: Wide) -> Wide:
    power = u.to_float()
    exponent = np.floor(power / _LN2)
    upper = np.trunc(exponent / _HALF) * _HALF
    rest = power
    for part in _LN2_PARTS:
        rest = (rest - upper * part) - (exponent - upper) * part
    mantissa = np.where(np.abs(exponent) > _EXACT, 1.0, np.exp(rest))
    return Wide.of(np.where(np.isinf(power), np.where(power > 0.0, np.inf, 0.0), mantissa), exponent)


def wide_power(u: Wide, exponent: float) -> Wide:
    if abs(exponent) > 1_000.0:
        odd = exponent == np.floor(exponent) and exponent % 2.0 == 1.0
        size = wide_exp(wide_log(u.size()) * exponent)
        sign = np.where(u.mantissa < 0.0, -1.0 if odd else 1.0 if exponent % 2.0 == 0.0 else np.nan, 1.0)
        return replace(size, mantissa=size.mantissa * sign)
    whole, rest = np.floor(u.exponent * exponent), np.floor(u.rest * exponent)
    share = (u.exponent * exponent - whole) + (u.rest * exponent - rest)
    return Wide.of(np.power(u.mantissa, exponent) * np.exp2(share), whole, rest)
