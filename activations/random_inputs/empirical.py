"""Given numbers as the distribution of random inputs."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from activations.elementwise import FloatArray, real_array
from activations.random_inputs.distributions import Distribution


@dataclass(frozen=True, slots=True, init=False)
class Empirical:
    """The distribution of given numbers, of which each is as likely as the others.

    ValueError if there are none, or one is not finite. Two are equal if they hold the same numbers in the same order.
    """

    numbers: FloatArray = field(compare=False, repr=False)  # one-dimensional and read-only
    digest: str  # of the numbers, so that no one need compare them

    def __init__(self, x: ArrayLike) -> None:
        numbers = real_array(x).ravel().copy()
        if not numbers.size or not np.isfinite(numbers).all():
            raise ValueError("x must hold at least one number, and finite ones only")
        numbers.flags.writeable = False
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "digest", hashlib.sha256(numbers.tobytes()).hexdigest())

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, with replacement, in the order in which `generator` yields them."""
        return generator.choice(self.numbers, size)


RandomInputs = Distribution | Empirical
