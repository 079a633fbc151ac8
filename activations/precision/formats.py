"""Formats of floating-point numbers, and how a real number is rounded to one.

IEEE 754 for 64, 32 and 16 bits, bfloat16, and the two of 8 bits: Micikevicius et al. 2022, arXiv 2209.05433, which the
OCP 8-bit floating point specification took up.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from activations.elementwise import FloatArray

_MOST_LISTED = 16  # bits: all numbers of larger formats would not fit into memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Numbers ±m · 2ᵉ with m < 2 of so many binary digits and e from `least_exponent` on, and subnormal ones below."""

    name: str
    bits: int
    digits: int  # of m, the one before the point too
    least_exponent: int
    largest: float
    overflow: float = math.inf  # what is rounded to more than the largest number becomes

    @property
    def smallest(self) -> float:
        """The smallest number above 0, and the distance of all subnormal numbers."""
        return math.ldexp(1.0, self.least_exponent - self.digits + 1)

    @property
    def is_small(self) -> bool:
        """Whether all of its numbers can be tried."""
        return self.bits <= _MOST_LISTED

    @property
    def binades(self) -> range:
        """The exponents of its normal numbers."""
        return range(self.least_exponent, math.frexp(self.largest)[1])

    def rounded(self, values: ArrayLike) -> FloatArray:
        """The number of this format nearest to each value, of two equally near the one whose last digit is even."""
        values = np.asarray(values, dtype=np.float64)
        place = self._last_place(values)
        nearest = np.ldexp(np.rint(np.ldexp(values, -place)), place)
        beyond = np.abs(nearest) > self.largest
        return np.asarray(np.where(beyond, np.copysign(self.overflow, values), nearest) if beyond.any() else nearest)

    def spacing(self, values: FloatArray) -> FloatArray:
        """The unit in the last place: how far apart the numbers of this format are around each value."""
        return np.asarray(np.ldexp(1.0, self._last_place(values)))

    def numbers(self) -> FloatArray:
        """All finite numbers in order, 0 once; ValueError for a format of more than 16 bits."""
        if not self.is_small:
            raise ValueError(f"{self.name} has too many numbers to list")
        mantissas = np.arange(2 ** (self.digits - 1), 2**self.digits)
        normal = np.ldexp(mantissas, np.array(self.binades)[:, np.newaxis] - self.digits + 1).ravel()
        subnormal = np.arange(1, 2 ** (self.digits - 1)) * self.smallest
        above = np.concatenate([subnormal, normal[normal <= self.largest]])
        return np.concatenate([-above[::-1], [0.0], above])

    def _last_place(self, values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        _, exponents = np.frexp(values)  # one more than here, where m is at least 1
        return np.maximum(exponents, self.least_exponent + 1) - np.int32(self.digits)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(name="float16", bits=16, digits=11, least_exponent=-14, largest=65504.0),
            Format(name="bfloat16", bits=16, digits=8, least_exponent=-126, largest=(2.0 - 2.0**-7) * 2.0**127),
            # It gave up infinity for more numbers: 480, the next one, is NaN.
            Format(name="float8_e4m3", bits=8, digits=4, least_exponent=-6, largest=448.0, overflow=math.nan),
            Format(name="float8_e5m2", bits=8, digits=3, least_exponent=-14, largest=57344.0),
            Format(name="float32", bits=32, digits=24, least_exponent=-126, largest=(2.0 - 2.0**-23) * 2.0**127),
            Format(name="float64", bits=64, digits=53, least_exponent=-1022, largest=(2.0 - 2.0**-52) * 2.0**1023),
        )
    }
)
