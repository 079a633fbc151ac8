"""Random inputs of an activation, and the grid of inputs that the post behind this project uses."""

import math
from dataclasses import dataclass

import numpy as np

from activations.functions.elementwise import FloatArray

# S. Basak 2017, "Exponential Linear Units are the New Cool": arange(-10, 10, 0.2), 100 points from -10 to 9.8.
POST_GRID: FloatArray = np.arange(-50, 50) / 5
POST_GRID.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Normal:
    """Normally distributed inputs; ValueError unless both numbers are finite and std > 0."""

    mean: float = 0.0
    std: float = 1.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.mean):
            raise ValueError(f"mean must be a finite number, got {self.mean!r}")
        if not (math.isfinite(self.std) and self.std > 0):
            raise ValueError(f"std must be a finite number > 0, got {self.std!r}")

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, in the order in which `generator` yields them."""
        return generator.normal(self.mean, self.std, size)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Inputs spread evenly over [low, high); ValueError unless both are finite, low < high and high - low is finite."""

    low: float = -1.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"low and high must be finite numbers with low < high, got {self.low!r} and {self.high!r}")
        if not math.isfinite(self.high - self.low):
            raise ValueError(f"high - low must be finite, got {self.low!r} and {self.high!r}")

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, in the order in which `generator` yields them."""
        return generator.uniform(self.low, self.high, size)


Inputs = Normal | Uniform
