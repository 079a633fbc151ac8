"""The half of a gated unit that is gated: its input u itself, or clipped and shifted."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from activations.elementwise import FloatArray, constant


class ValueMoments(NamedTuple):
    """Of v = v(U) for normal U = mean + std W, entry by entry; v′ is 1 within the limits and 0 beyond."""

    mean: FloatArray  # E v
    second_moment: FloatArray  # E v²
    variance: FloatArray  # Var v
    slope: FloatArray  # E v′, which is E v′²
    value_slope: FloatArray  # E v v′
    spread_slope: FloatArray  # E v² (W² − 1), which is d E v² / d ln std


@dataclass(frozen=True, slots=True)
class Value:
    """v(u) = clip(u, −limit, limit) + bias."""

    limit: float = math.inf
    bias: float = 0.0

    def __call__(self, u: FloatArray) -> FloatArray:
        return np.clip(u, -self.limit, self.limit) + self.bias

    def derivative(self, u: FloatArray) -> FloatArray:
        """1 up to the limits and at them, as `torch.clamp` has it, 0 beyond."""
        return np.where(np.abs(u) <= self.limit, 1.0, constant(u, 0.0))

    def inverse(self, value: FloatArray) -> FloatArray:
        """The u within the limits at which v has this value; −inf or inf where it is below or above all that it has."""
        u = value - self.bias
        return np.where(np.abs(u) <= self.limit, u, np.copysign(np.inf, u))

    @property
    def breakpoints(self) -> tuple[float, ...]:
        return () if math.isinf(self.limit) else (-self.limit, self.limit)

    def moments(self, mean: FloatArray, std: float) -> ValueMoments:
        """In closed form, with an absolute error of some roundings of (limit + |bias| + std)²."""
        if std == 0.0:
            value, slope, zero = self(mean), self.derivative(mean), np.zeros_like(mean)
            return ValueMoments(value, value**2, zero, slope, value * slope, zero)
        if math.isinf(self.limit):
            value, one = mean + self.bias, np.ones_like(mean)
            variance = std**2 * one
            return ValueMoments(value, value**2 + variance, variance, one, value, 2.0 * variance)
        return self._clipped_moments(mean, std)

    def _clipped_moments(self, mean: FloatArray, std: float) -> ValueMoments:
        # The clip is odd, so the mean may be taken to the left of 0: then no term exceeds some limits or std.
        side = np.where(mean > 0, -1.0, 1.0)
        low, high = (-self.limit - side * mean) / std, (self.limit - side * mean) / std
        # clip + limit = (U + limit)₊ − (U − limit)₊, and its square follows from the squares of the two.
        raised = std * (_excess(-low) - _excess(-high))
        raised_square = std**2 * (_excess_square(-low) - _excess_square(-high))
        raised_square -= 4.0 * self.limit * std * _excess(-high)
        variance = np.maximum(raised_square - raised**2, 0.0)
        value = side * (raised - self.limit) + self.bias
        inside = ndtr(-low) - ndtr(-high)
        drift = side * (_density(low) - _density(high))  # E W within the limits
        curl = inside + low * _density(low) - high * _density(high)  # E W² there
        within = mean + self.bias
        return ValueMoments(
            mean=value,
            second_moment=value**2 + variance,
            variance=variance,
            slope=inside,
            value_slope=within * inside + std * drift,
            spread_slope=2.0 * std * (within * drift + std * curl),  # by Stein's lemma: 2 std E v v′ W
        )


def _density(z: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi))


def _excess(t: FloatArray) -> FloatArray:
    """E (Z + t)₊ for standard normal Z."""
    return np.asarray(_density(t) + t * ndtr(t))


def _excess_square(t: FloatArray) -> FloatArray:
    """E (Z + t)₊² for standard normal Z."""
    return np.asarray((1.0 + t * t) * ndtr(t) + t * _density(t))
