"""Numbers with a bound of how far rounding has moved them.

N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, section 3.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray

EPSILON = float(np.finfo(np.float64).eps)
_CLEAR = 1e-3  # of a number, so that what it overflows to is infinite


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """A value in floats, and how far it may be from that of exact arithmetic; no number where nothing is known."""

    value: FloatArray
    error: FloatArray

    @classmethod
    def of(cls, value: "FloatArray | float | Bounded") -> "Bounded":
        return (
            value if isinstance(value, Bounded) else cls(np.asarray(value, dtype=np.float64), np.zeros(np.shape(value)))
        )

    @classmethod
    def rounded(cls, value: FloatArray, error: FloatArray, *sources: "Bounded", roundings: float = 1.0) -> "Bounded":
        """With what the last operation adds, unless it has overflowed from numbers that are clear."""
        found = error + roundings * EPSILON * np.abs(value)
        overflowed = np.isinf(value)
        if overflowed.any():
            clear = np.logical_and.reduce(np.broadcast_arrays(overflowed, *(each.is_clear() for each in sources)))
            found = np.where(clear, 0.0, found)
        return cls(value, found)

    def is_clear(self) -> NDArray[np.bool_]:
        return np.asarray((self.error == 0.0) | (self.error < _CLEAR * np.abs(self.value)))

    def less_noise(self, share: FloatArray) -> "Bounded":
        """With 0 in the place of what is less than a share of what it is made of."""
        lost = np.abs(self.value) < share
        return Bounded(np.where(lost, 0.0, self.value), self.error + np.where(lost, np.abs(self.value), 0.0))

    def __neg__(self) -> "Bounded":
        return Bounded(-self.value, self.error)

    def __add__(self, other: "Bounded | float") -> "Bounded":
        other = Bounded.of(other)
        value, error = self.value + other.value, self.error + other.error
        sources = (self, other)
        if (np.isinf(self.value) != np.isinf(other.value)).any():
            sources = (self._beside(other), other._beside(self))
        return self.rounded(value, error, *sources)

    def _beside(self, other: "Bounded") -> "Bounded":
        """Without the doubt that has no say in a sum, being finite where the other is infinite."""
        no_say = np.isinf(other.value) & np.isfinite(self.value) & np.isfinite(self.error)
        return Bounded(self.value, np.where(no_say, 0.0, self.error))

    def __sub__(self, other: "Bounded") -> "Bounded":
        return self + (-other)

    def __mul__(self, other: "Bounded | float") -> "Bounded":
        other = Bounded.of(other)
        error = np.abs(self.value) * other.error + np.abs(other.value) * self.error + self.error * other.error
        return self.rounded(self.value * other.value, error, self, other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __truediv__(self, other: "Bounded") -> "Bounded":
        value = self.value / other.value
        least = np.abs(other.value) - other.error
        error = np.where(least > 0.0, (self.error + np.abs(value) * other.error) / least, np.inf)
        return self.rounded(value, error, self, other)
