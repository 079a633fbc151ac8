"""How signal and gradient die out where σ_w² f′(0)² is 1: as powers of the depth."""

import math
from dataclasses import dataclass

import numpy as np

from activations.elementwise import FloatArray
from activations.networks.growth import GRID, Comparison, Profile

# A moment is known well enough to read a power off it where its rounding is a smaller part of it than that.
_SURE = 1e-6

# Powers that differ by less are the same; they are multiples of ½ where f has one-sided Taylor series at 0.
_ALIKE = 1e-3

_HIGHEST_POWER = 20.0


@dataclass(frozen=True, slots=True)
class Decay:
    """Near q = 0 the variance map is q − rate q^(1 + power), and χ is 1 − gradient_rate q^gradient_power.

    A power is inf, and its rate 0, where the difference is smaller than every power.
    """

    power: float
    rate: float  # > 0
    gradient_power: float
    gradient_rate: float

    @property
    def exponent(self) -> float:
        """The variance of layer l falls as l^(−exponent); 0 where it falls more slowly than every power."""
        return 1.0 / self.power

    @property
    def constant(self) -> float:
        """The variance of layer l is about constant * l^(−exponent); NaN where it falls more slowly."""
        return (self.power * self.rate) ** -self.exponent if math.isfinite(self.power) else math.nan

    @property
    def gradient_exponent(self) -> float:
        """Through L layers the squared gradient falls as L^(−gradient_exponent).

        0 where it falls more slowly than every power, or not at all; inf where faster, and -inf where it grows so.
        """
        if self.gradient_power > self.power or math.isinf(self.power):
            return 0.0
        if self.gradient_power < self.power:
            return math.copysign(math.inf, self.gradient_rate)
        return self.gradient_rate / (self.power * self.rate)


def decay_of(profile: Profile, table: Comparison) -> Decay:
    """For a map with V(q) < q at small q, where σ_w² E f′² is 1 for q -> 0."""
    w = 1.0 / profile.slope_at_zero
    column = int(np.flatnonzero(profile.squared_slopes == profile.slope_at_zero)[0])
    sure = table.rounding[:, column] < _SURE * np.abs(table.excess[:, column])
    if not sure.any():
        return Decay(math.inf, 0.0, math.inf, 0.0)
    q = GRID[sure.argmax()] * np.array([1.0, 2.0, 4.0])
    power, rate = _power(q, w * profile.expectations(q)[0].excess[:, column] / q)
    samples = profile.samples
    off = samples.slopes - profile.slope_at_zero
    off[np.abs(off) <= 16 * np.finfo(np.float64).eps * (samples.slopes + profile.slope_at_zero)] = 0.0
    gradient_power, gradient_rate = _power(q, w * samples.expectations(q, samples.integrands(off[:, np.newaxis]))[:, 0])
    return Decay(power, rate, gradient_power, gradient_rate)


def _power(q: FloatArray, values: FloatArray) -> tuple[float, float]:
    """The power p and the rate k of −k q^p, from three values; inf and 0 if there is no power."""
    if not (np.all(values < 0) or np.all(values > 0)):
        return math.inf, 0.0
    first, second = np.diff(np.log(np.abs(values))) / np.diff(np.log(q))
    if abs(first - second) > _ALIKE * abs(first) or first > _HIGHEST_POWER:
        return math.inf, 0.0
    power = 0.5 * round(2.0 * first)
    power = power if abs(power - first) < _ALIKE else float(first)
    return power, float(-values[0] / q[0] ** power)
