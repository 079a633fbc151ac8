"""Textbook formulas in mpmath, which share no code with the package; derivatives come from mpmath's own `diff`."""

from collections.abc import Callable
from typing import Any

from mpmath import mp

Number = Any  # an mpmath number
Oracle = Callable[..., Number]


def _erf_gate(x: Number) -> Number:
    return x * mp.erfc(-x / mp.sqrt(2)) / 2


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


ORACLES: dict[str, Oracle] = {
    "Sigmoid": lambda x, offset: 1 / (1 + mp.exp(offset - x)),
    "Tanh": lambda x: (mp.exp(x) - mp.exp(-x)) / (mp.exp(x) + mp.exp(-x)),
    "Softplus": lambda x, beta: mp.log(1 + mp.exp(beta * x)) / beta,
    "ReLU": lambda x: max(x, mp.mpf(0)),
    "LeakyReLU": lambda x, negative_slope: x if x > 0 else negative_slope * x,
    "ELU": _elu,
    "SELU": _selu,
    "GELU": _erf_gate,
    "SiLU": lambda x, beta: x / (1 + mp.exp(-beta * x)),
}

# PyTorch's first derivative at each breakpoint, as its documentation and kernels define it.
SLOPES_AT_BREAKPOINTS: dict[str, Callable[..., dict[float, float]]] = {
    "ReLU": lambda: {0.0: 0.0},
    "LeakyReLU": lambda negative_slope: {0.0: negative_slope},
    "ELU": lambda alpha: {0.0: alpha},
    "SELU": lambda: {0.0: 1.0507009873554805 * 1.6732632423543772},
}
