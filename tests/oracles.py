"""Textbook formulas in mpmath, which share no code with the package; derivatives come from mpmath's own `diff`."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from mpmath import mp

from activations import Activation
from activations.random_inputs.distributions import Distribution

Number = Any  # an mpmath number
Oracle = Callable[..., Number]


def _elu(x: Number, alpha: Number) -> Number:
    return x if x > 0 else alpha * (mp.exp(x) - 1)


def _selu(x: Number) -> Number:
    # Klambauer et al. 2017 give both constants in closed form.
    root = mp.erfc(1 / mp.sqrt(2)) * mp.exp(mp.mpf(1) / 2)
    alpha = -mp.sqrt(2 / mp.pi) / (root - 1)
    scale = (
        (1 - root)
        * mp.sqrt(2 * mp.pi)
        / mp.sqrt(
            2 * mp.erfc(mp.sqrt(2)) * mp.e**2
            + mp.pi * mp.erfc(1 / mp.sqrt(2)) ** 2 * mp.e
            - 2 * (2 + mp.pi) * root
            + mp.pi
            + 2
        )
    )
    return scale * _elu(x, alpha)


def _clip(x: Number, low: Number, high: Number) -> Number:
    return min(max(x, mp.mpf(low)), mp.mpf(high))


def _erfc(x: Number) -> Number:
    # mpmath's own fails far out.
    return mp.erfc(x) if abs(x) < 1e100 else mp.mpf(0 if x > 0 else 2)


def _sparse_plus(x: Number) -> Number:
    if x <= -1:
        return mp.mpf(0)
    return x if x >= 1 else (x + 1) ** 2 / 4


ORACLES: dict[str, Oracle] = {
    "Sigmoid": lambda x, offset: 1 / (1 + mp.exp(offset - x)),
    "Hardsigmoid": lambda x, slope, offset: _clip(slope * x + offset, 0, 1),
    "SparseSigmoid": lambda x: _clip((x + 1) / 2, 0, 1),
    "Tanh": lambda x: (mp.exp(x) - mp.exp(-x)) / (mp.exp(x) + mp.exp(-x)),
    "ScaledTanh": lambda x, amplitude, steepness: amplitude * mp.tanh(steepness * x),
    "Hardtanh": lambda x, min_val, max_val: min(max(x, min_val), max_val),
    "Softsign": lambda x: x / (1 + abs(x)),
    "Arctan": mp.atan,
    # Through the complementary function mpmath keeps its digits in both tails.
    "Erf": lambda x: 1 - _erfc(x) if x > 0 else _erfc(-x) - 1,
    "LaplaceGate": lambda x: _erfc(-(x - mp.sqrt(0.5)) / (mp.sqrt(1 / (4 * mp.pi)) * mp.sqrt(2))) / 2,
    "Step": lambda x, threshold: mp.mpf(x > threshold),
    "Softplus": lambda x, beta: mp.log(1 + mp.exp(beta * x)) / beta,
    "LogSigmoid": lambda x: -mp.log(1 + mp.exp(-x)),
    "Squareplus": lambda x, b: (x + mp.sqrt(x * x + b)) / 2,
    "SparsePlus": _sparse_plus,
    "SqrtSoftplus": lambda x: mp.sqrt(mp.log(1 + mp.exp(x))),
    "ReLU": lambda x: max(x, mp.mpf(0)),
    "ReLU6": lambda x: _clip(x, 0, 6),
    "ClippedReLU": lambda x, maximum, threshold, negative_slope: (
        min(x, maximum) if x > threshold else negative_slope * (x - threshold)
    ),
    "ReLUSquared": lambda x: max(x, mp.mpf(0)) ** 2,
    "StarReLU": lambda x, scale, bias: scale * max(x, mp.mpf(0)) ** 2 + bias,
    "LeakyReLU": lambda x, negative_slope: x if x > 0 else negative_slope * x,
    "RReLU": lambda x, lower, upper: x if x > 0 else (lower + upper) / 2 * x,
    "Threshold": lambda x, threshold, value: x if x > threshold else value,
    "ELU": _elu,
    "SELU": _selu,
    "CELU": lambda x, alpha: max(x, mp.mpf(0)) + min(mp.mpf(0), alpha * (mp.exp(x / alpha) - 1)),
    "xIELU": lambda x, alpha_p, alpha_n, beta: (
        alpha_p * x**2 + beta * x if x > 0 else alpha_n * (mp.exp(x) - 1 - x) + beta * x
    ),
    "GELU": lambda x: x * _erfc(-x / mp.sqrt(2)) / 2,
    "GELUTanh": lambda x: x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3))),
    "QuickGELU": lambda x: x / (1 + mp.exp(-mp.mpf("1.702") * x)),
    "SiLU": lambda x, beta: x / (1 + mp.exp(-beta * x)),
    "Mish": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))),
    "Hardswish": lambda x: x * _clip(x / 6 + mp.mpf(1) / 2, 0, 1),
    "HardMish": lambda x: x / 2 * _clip(x + 2, 0, 2),
    "Tanhshrink": lambda x: x - mp.tanh(x),
    "Hardshrink": lambda x, lambd: x if abs(x) > lambd else mp.mpf(0),
    "Softshrink": lambda x, lambd: mp.sign(x) * max(abs(x) - lambd, mp.mpf(0)),
    "Shrink": lambda x, lambd, bias: x - mp.sign(x) * bias if abs(x) > lambd else mp.mpf(0),
    "Identity": lambda x: x,
    "Exponential": mp.exp,
    "Gaussian": lambda x, width: mp.exp(-(x**2) / (2 * width**2)),
    "Sin": lambda x, frequency: mp.sin(frequency * x),
    "Snake": lambda x, frequency: x + mp.sin(frequency * x) ** 2 / frequency,
}


def oracle_of(activation: Activation) -> Oracle:
    """The formula of a function of the catalogue, as one of x alone."""
    return partial(ORACLES[activation.name], **{name: mp.mpf(value) for name, value in activation.parameters.items()})


DENSITIES: dict[str, Oracle] = {
    "Normal": lambda x, mean, std: mp.exp(-(((x - mean) / std) ** 2) / 2) / (std * mp.sqrt(2 * mp.pi)),
    "Uniform": lambda x, low, high: 1 / (high - low) if low <= x <= high else mp.mpf(0),
    "Laplace": lambda x, mean, scale: mp.exp(-abs(x - mean) / scale) / (2 * scale),
    "StudentT": lambda x, degrees_of_freedom, mean, scale: (
        mp.gamma((degrees_of_freedom + 1) / 2)
        / (mp.gamma(degrees_of_freedom / 2) * mp.sqrt(degrees_of_freedom * mp.pi) * scale)
        * (1 + ((x - mean) / scale) ** 2 / degrees_of_freedom) ** (-(degrees_of_freedom + 1) / 2)
    ),
}

# E e^(itX), for the moments of waves.
CHARACTERISTIC_FUNCTIONS: dict[str, Oracle] = {
    "Normal": lambda t, mean, std: mp.expj(mean * t) * mp.exp(-((std * t) ** 2) / 2),
    "Uniform": lambda t, low, high: (mp.expj(high * t) - mp.expj(low * t)) / (1j * t * (high - low)),
    "Laplace": lambda t, mean, scale: mp.expj(mean * t) / (1 + (scale * t) ** 2),
    "StudentT": lambda t, degrees_of_freedom, mean, scale: (
        mp.expj(mean * t)
        * mp.besselk(degrees_of_freedom / 2, mp.sqrt(degrees_of_freedom) * scale * t)
        * (mp.sqrt(degrees_of_freedom) * scale * t) ** (degrees_of_freedom / 2)
        / (mp.gamma(degrees_of_freedom / 2) * mp.mpf(2) ** (degrees_of_freedom / 2 - 1))
    ),
}


def density_of(inputs: Distribution) -> Oracle:
    """The textbook density of a distribution, as a function of x alone."""
    return _of(DENSITIES, inputs)


def characteristic_function_of(inputs: Distribution) -> Oracle:
    """E e^(itX) of a distribution, as a function of t > 0 alone."""
    return _of(CHARACTERISTIC_FUNCTIONS, inputs)


def _of(oracles: dict[str, Oracle], inputs: Distribution) -> Oracle:
    exact = {name: mp.mpf(value) for name, value in dataclasses.asdict(inputs).items()}
    return partial(oracles[type(inputs).__name__], **exact)


# PyTorch's first derivative at each breakpoint, as its kernels give it; for what it lacks, the left-hand one.
SLOPES_AT_BREAKPOINTS: dict[str, Callable[..., dict[float, float]]] = {
    "Hardsigmoid": lambda slope, offset: {-offset / slope: 0.0, (1 - offset) / slope: 0.0},
    "SparseSigmoid": lambda: {-1.0: 0.0, 1.0: 0.5},
    "Hardtanh": lambda min_val, max_val: {min_val: 0.0, max_val: 0.0},
    "Softsign": lambda: {0.0: 1.0},
    "Step": lambda threshold: {threshold: 0.0},
    "SparsePlus": lambda: {-1.0: 0.0, 1.0: 1.0},
    "ReLU": lambda: {0.0: 0.0},
    "ReLU6": lambda: {0.0: 0.0, 6.0: 0.0},
    "ClippedReLU": lambda maximum, threshold, negative_slope: {threshold: negative_slope, maximum: 1.0},
    "ReLUSquared": lambda: {0.0: 0.0},
    "StarReLU": lambda scale, bias: {0.0: 0.0},
    "LeakyReLU": lambda negative_slope: {0.0: negative_slope},
    "RReLU": lambda lower, upper: {0.0: (lower + upper) / 2},
    "Threshold": lambda threshold, value: {threshold: 0.0},
    "ELU": lambda alpha: {0.0: alpha},
    "SELU": lambda: {0.0: 1.0507009873554805 * 1.6732632423543772},
    "CELU": lambda alpha: {0.0: 1.0},
    "xIELU": lambda alpha_p, alpha_n, beta: {0.0: beta},
    "Hardswish": lambda: {-3.0: 0.0, 3.0: 1.0},
    "HardMish": lambda: {-2.0: 0.0, 0.0: 1.0},
    "Hardshrink": lambda lambd: {-lambd: 0.0, lambd: 0.0},
    "Softshrink": lambda lambd: {-lambd: 0.0, lambd: 0.0},
    "Shrink": lambda lambd, bias: {-lambd: 0.0, lambd: 0.0},
}
