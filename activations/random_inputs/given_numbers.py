"""What becomes of gradients at given numbers, and the normal distribution that theory puts in their place."""

from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.random_inputs.distributions import Normal
from activations.random_inputs.empirical import Empirical

# A slope that is smaller in size hardly lets gradient through.
SATURATED_BELOW = 0.01


class FlatShares(NamedTuple):
    """The shares of numbers at which a function hardly lets gradient through."""

    saturated: float  # |f′| is below SATURATED_BELOW, but f and f′ are not both 0
    dead: float  # f and f′ are 0


def flat_shares(activation: Activation, inputs: Empirical) -> FlatShares:
    """How many of the numbers are lost to learning."""
    outputs, slopes = activation(inputs.numbers), activation.derivative(inputs.numbers)
    dead = (outputs == 0.0) & (slopes == 0.0)
    return FlatShares(saturated=float(np.mean((np.abs(slopes) < SATURATED_BELOW) & ~dead)), dead=float(np.mean(dead)))


def normal_like(inputs: Empirical) -> Normal:
    """The normal distribution with the mean and the variance of numbers; ValueError if they are all equal."""
    numbers = inputs.numbers
    if not np.ptp(numbers):
        raise ValueError("the numbers are all equal")
    largest = float(np.abs(numbers).max())  # the square of a number may be no float
    shares = numbers / largest
    return Normal(largest * float(shares.mean()), largest * float(shares.std()))
