"""Gains: the factor on the weights' standard deviation that keeps a signal, or a gradient, at its size."""

import math
from dataclasses import dataclass
from functools import lru_cache

from activations.activation import Activation
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import rule_of, squares
from activations.random_inputs.moments import Moments, inverse_root, moments_of, training_moments_of

# Of a standard deviation smaller than this part of the mean, rounding leaves fewer than eleven digits.
_RIPPLE = 1e-6

_PYTORCH_GAINS = {"Identity": 1.0, "Sigmoid": 1.0, "Tanh": 5.0 / 3.0, "ReLU": math.sqrt(2.0), "SELU": 0.75}


@dataclass(frozen=True, slots=True)
class Gains:
    """Gains of f on standard normal Z; infinite where the moment is 0, NaN where it is infinite or unknown."""

    forward: float  # 1/√E f², which keeps the second moment (He et al. 2015, arXiv 1502.01852)
    std: float  # 1/std f, which keeps the variance
    backward: float  # 1/√E f'², which keeps the squared gradient
    stability_slope: float  # of the variance map q -> E f(√q Z)² / E f(Z)² at q = 1; above 1 the gain is unstable


# The page of gains asks three times, and a formula takes 5 ms each time.
@lru_cache(maxsize=128)
def gains_of(activation: Activation) -> Gains:
    """Gains of f, with a relative error of 1e-11 or so; NaN for one that float64 cannot tell so well."""
    moments = moments_of(activation, Normal())
    return _gains(moments, _stability_slope(activation, moments.second_moment))


def training_gains_of(activation: Activation) -> Gains:
    """Gains of RReLU with the random slopes that it has in training; ValueError for other functions."""
    # Scaled inputs give scaled outputs, so that the variance map is a straight line.
    return _gains(training_moments_of(activation, Normal()), 1.0)


def _gains(moments: Moments, stability_slope: float) -> Gains:
    return Gains(
        forward=inverse_root(moments.second_moment),
        std=inverse_root(moments.variance) if _is_known(moments) else math.nan,
        backward=inverse_root(moments.slope_second_moment),
        stability_slope=stability_slope,
    )


def _is_known(moments: Moments) -> bool:
    """Whether f varies by more than the rounding of its values: not where it is a constant with a ripple."""
    return moments.variance == 0 or moments.variance > (_RIPPLE * moments.mean) ** 2


def pytorch_gain(activation: Activation) -> float | None:
    """What `torch.nn.init.calculate_gain` of PyTorch 2 returns, or None for a function that it refuses.

    PyTorch's sigmoid has no offset, so a shifted one has no gain there.
    """
    if activation.name == "Sigmoid" and activation.parameters["offset"] != 0:
        return None
    if activation.name == "LeakyReLU":
        return math.sqrt(2.0 / (1.0 + activation.parameters["negative_slope"] ** 2))
    return _PYTORCH_GAINS.get(activation.name)


def _stability_slope(activation: Activation, second_moment: float) -> float:
    """E f(Z)² (Z² − 1) / 2 E f(Z)²: by Stein's lemma the slope of the map, without a derivative that misses jumps."""
    if second_moment == 0:
        return math.nan
    rule = rule_of(activation, Normal())
    return 0.5 * rule.expectation(squares(activation(rule.x)) * (rule.x**2 - 1.0)) / second_moment
