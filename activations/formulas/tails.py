"""Functions where floats hold nothing of them: the first term of their tails, which is all that counts there."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from scipy.special import log_ndtr

from activations.formulas.wide import Wide, wide_exp

Tail = Callable[[Wide, Mapping[str, float]], Wide]


def _decay(u: Wide, rate: float = 1.0) -> Wide:
    """e^(−rate |u|)."""
    return wide_exp(u.size() * -rate)


def _bell(u: Wide, width: float = 1.0) -> Wide:
    return wide_exp(u * u * (-0.5 / width**2))


def _density(u: Wide) -> Wide:
    return _bell(u) * (1.0 / math.sqrt(2.0 * math.pi))


def _normal(u: Wide) -> Wide:
    return wide_exp(Wide.of(log_ndtr(u.to_float())))


# Of a function or one of its derivatives, where it is below the floats.
TAILS: Mapping[tuple[str, int], Tail] = MappingProxyType(
    {
        ("softplus", 0): lambda u, known: _decay(u, known["beta"]) * (1.0 / known["beta"]),
        ("softplus", 1): lambda u, known: _decay(u, known["beta"]),
        ("softplus", 2): lambda u, known: _decay(u, known["beta"]) * known["beta"],
        ("logsigmoid", 0): lambda u, _: -_decay(u),
        ("logsigmoid", 1): lambda u, _: _decay(u),
        ("logsigmoid", 2): lambda u, _: -_decay(u),
        ("gaussian", 0): lambda u, known: _bell(u, known["width"]),
        ("gaussian", 1): lambda u, known: -u * _bell(u, known["width"]) * known["width"] ** -2,
        ("gaussian", 2): lambda u, known: (
            (u * u * known["width"] ** -2 - 1.0) * _bell(u, known["width"]) * known["width"] ** -2
        ),
        ("Phi", 0): lambda u, _: _normal(u),
        ("Phi", 1): lambda u, _: _density(u),
        ("Phi", 2): lambda u, _: -u * _density(u),
        ("gelu", 0): lambda u, _: u * _normal(u),
        ("gelu", 1): lambda u, _: _normal(u) + u * _density(u),
        ("gelu", 2): lambda u, _: (2.0 - u * u) * _density(u),
        ("silu", 0): lambda u, known: u * _decay(u, abs(known["beta"])),
        ("silu", 1): lambda u, known: (u * known["beta"] + 1.0) * _decay(u, abs(known["beta"])),
        ("silu", 2): lambda u, known: (
            (-u.size() * abs(known["beta"]) + 2.0) * _decay(u, abs(known["beta"])) * known["beta"]
        ),
        ("atan", 1): lambda u, _: 1.0 / (u * u),
        ("atan", 2): lambda u, _: -2.0 / (u * u * u),
        ("softsign", 1): lambda u, _: 1.0 / (u * u),
        ("softsign", 2): lambda u, _: -2.0 / (u * u * u),
        ("hyperbola", 1): lambda u, _: 1.0 / (u * u),
        ("hyperbola", 2): lambda u, _: -2.0 / (u * u * u),
        ("isru", 1): lambda u, _: 1.0 / (u * u * u.size()),
        ("isru", 2): lambda u, _: -3.0 / (u * u * u * u.size()),
        ("root_less_one", 2): lambda u, _: 1.0 / (u * u * u.size()),
        ("exp_arsinh", 0): lambda u, _: 0.5 / u.size(),
        ("exp_arsinh", 1): lambda u, _: 0.5 / (u * u),
        ("exp_arsinh", 2): lambda u, _: 1.0 / (u * u * u.size()),
        ("squareplus", 0): lambda u, known: 0.25 * known["b"] / u.size(),
        ("squareplus", 1): lambda u, known: 0.25 * known["b"] / (u * u),
        ("squareplus", 2): lambda u, known: 0.5 * known["b"] / (u * u * u.size()),
        ("mish", 0): lambda u, _: u * _decay(u),
        ("mish", 1): lambda u, _: (u + 1.0) * _decay(u),
        ("mish", 2): lambda u, _: (u + 2.0) * _decay(u),
    }
)

# Those of which the slopes fall like a power of what they are applied to, which may grow as fast as their slope falls.
FLATTENING = (
    *("log", "log1p", "asinh", "atan", "softsign", "hyperbola", "isru"),
    *("exp_arsinh", "root_less_one", "squareplus"),
)

# Those of which a value below the floats is no 0: sigmoid has a form for any size.
TAILED = frozenset({"sigmoid", *(name for name, _ in TAILS)})
