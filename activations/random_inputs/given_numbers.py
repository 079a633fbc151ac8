"""What becomes of given numbers at an activation, beside what theory says of normal ones with the same moments."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.elementwise import SQUARABLE, FloatArray, real_array
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import Moments, moments_of

# A slope that is smaller in size hardly lets gradient through.
SATURATED_BELOW = 0.01


@dataclass(frozen=True, slots=True)
class Observed:
    """Moments of f(x) and f′(x) over given numbers; NaN where they leave the floats."""

    mean: float  # of f
    variance: float  # of f
    slope_second_moment: float  # the mean of f′²: so much of a squared gradient is let through
    saturated: float  # the share of numbers at which |f′| is below SATURATED_BELOW, but not 0
    dead: float  # the share at which f′ is 0


def observed(activation: Activation, x: ArrayLike) -> Observed:
    """Over numbers of any shape; ValueError if there are none, or one is not finite."""
    numbers = _numbers(x)
    values, slopes = activation(numbers), np.abs(activation.derivative(numbers))
    in_reach = bool((np.abs(values) < SQUARABLE / numbers.size).all() and (slopes < SQUARABLE / numbers.size).all())
    return Observed(
        mean=float(values.mean()) if in_reach else math.nan,
        variance=float(values.var()) if in_reach else math.nan,
        slope_second_moment=float(np.mean(slopes * slopes)) if in_reach else math.nan,
        saturated=float(np.mean((slopes < SATURATED_BELOW) & (slopes > 0.0))),
        dead=float(np.mean(slopes == 0.0)),
    )


def normal_like(x: ArrayLike) -> Normal:
    """The normal distribution with the mean and the variance of numbers; ValueError if they are all equal."""
    numbers = _numbers(x)
    return Normal(float(numbers.mean()), float(numbers.std()))


def theory_of(activation: Activation, x: ArrayLike) -> Moments:
    """The moments of f and f′ over the normal distribution with the mean and the variance of numbers."""
    return moments_of(activation, normal_like(x))


def _numbers(x: ArrayLike) -> FloatArray:
    numbers = real_array(x)
    if not numbers.size or not np.isfinite(numbers).all():
        raise ValueError("x must hold at least one number, and finite ones only")
    return numbers
