"""Exact moments of an activation on random inputs."""

from dataclasses import dataclass

from activations.activation import Activation
from activations.calculus.pieces import is_wave
from activations.random_inputs.distributions import Distribution
from activations.random_inputs.expectations import quadrature, squares


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of f(X) and f'(X) for random X."""

    mean: float  # E f
    second_moment: float  # E f²
    variance: float  # Var f
    slope_second_moment: float  # E f'²


def moments_of(activation: Activation, inputs: Distribution) -> Moments:
    """Moments of f on `inputs`, with an absolute error of at most 1e-12 times (1 + the moment), 1e-10 for `StudentT`.

    That holds for a centre within ±10 and a scale between 0.01 and 20. A moment is NaN where it does not exist, or a
    part of it that counts lies beyond reach: 12 standard deviations of a normal distribution, 700 scales of a Laplace
    distribution; see `StudentT.panels` for the third.
    """
    rule = quadrature(inputs, activation.breakpoints, wave=is_wave(activation))
    values, slopes = activation(rule.x), activation.derivative(rule.x)
    mean = rule.expectation(values)
    return Moments(
        mean=mean,
        second_moment=rule.expectation(squares(values)),
        variance=rule.expectation(squares(values - mean)),
        slope_second_moment=rule.expectation(squares(slopes)),
    )
