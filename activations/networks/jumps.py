"""Where an activation jumps: there nearby inputs part by the square root of their distance, whatever E f′² says."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from activations.activation import Activation

# χ₁ is 1 if it is by so much, which is less than what the variances of weights and biases are known to.
CRITICAL = 1e-9

# The root of the least distance of a correlation from 1 that floats can tell.
_VISIBLE = 1e-8

# Values that differ by so many roundings, of themselves or of where they are taken, are one value.
_ROUNDINGS = 16


class Jump(NamedTuple):
    """A breakpoint where f is not continuous."""

    x: float
    height: float  # f just above x minus f just below


def jumps_of(activation: Activation) -> Iterator[Jump]:
    """From the function on both sides of its breakpoints."""
    for x in activation.breakpoints:
        sides = [math.nextafter(x, -math.inf), math.nextafter(x, math.inf)]
        values = activation(sides)
        height = float(values[1] - values[0])
        moved = np.max(np.abs(activation.derivative(sides))) * math.ulp(x)
        if abs(height) > _ROUNDINGS * (moved + math.ulp(float(np.abs(values).max()))):
            yield Jump(x, height)


def jump_rate(activation: Activation, q: float) -> float:
    """How fast two inputs part: E f(U)² − E f(U) f(V) is about `jump_rate` √(1 − c) as their correlation c leaves 1."""
    return sum(
        height**2 * math.exp(-0.5 * x * x / q) / (math.sqrt(2.0) * math.pi) for x, height in jumps_of(activation)
    )


def parts_equals(activation: Activation, q: float, share: float, slope: float) -> bool:
    """Whether inputs that are nearly equal part in layers of variance q, as far as floats can tell.

    `share` is σ_w² over the next layer's variance, and `slope` that of the correlation map at 1 but for jumps. These
    push the correlation to about 1 − (share `jump_rate` / (1 − slope))².
    """
    return slope > 1.0 + CRITICAL or share * jump_rate(activation, q) > _VISIBLE * max(1.0 - slope, _VISIBLE)
