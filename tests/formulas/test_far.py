"""Sums of functions that come near to the same line far out, against mpmath."""

from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp

from activations import parse_formula, properties_of
from tests.oracles import Number
from tests.parametrized import curves_of


def _sigmoid(x: Number) -> Number:
    return 1 / (1 + mp.exp(-x))


def _silu(x: Number) -> Number:
    return x * _sigmoid(x)


def _gelu(x: Number) -> Number:
    return x * mp.erfc(-x / mp.sqrt(2)) / 2


def _mish(x: Number) -> Number:
    return x * mp.tanh(mp.log(1 + mp.exp(x)))


def _softplus(x: Number) -> Number:
    return mp.log(1 + mp.exp(x))


# With a a random positive number.
TEXTS: dict[str, Callable[[Number, Number], Number]] = {
    "gelu(x) - silu(x)": lambda x, a: _gelu(x) - _silu(x),
    "silu(x, beta=a) - x*Phi(x)": lambda x, a: x * _sigmoid(a * x) - _gelu(x),
    "softplus(a*x) - a*mish(x)": lambda x, a: _softplus(a * x) - a * _mish(x),
    "mish(x - a) + a - x": lambda x, a: _mish(x - a) + a - x,
    "tanh(x + a) - tanh(x - a)": lambda x, a: mp.tanh(x + a) - mp.tanh(x - a),
    "erf(a*x) - tanh(x)": lambda x, a: mp.erf(a * x) - mp.tanh(x),
    "2*Phi(x) - tanh(a*x) - 1": lambda x, a: mp.erfc(-x / mp.sqrt(2)) - mp.tanh(a * x) - 1,
    "1/(1 + exp(-x)) - sigmoid(2*x)": lambda x, a: _sigmoid(x) - _sigmoid(2 * x),
    "softplus(x + a) - softplus(x)": lambda x, a: _softplus(x + a) - _softplus(x),
    "a + (gelu(x) - softplus(x))": lambda x, a: a + _gelu(x) - _softplus(x),
    "log(cosh(x)) - softplus(x) + x*sigmoid(-a*x)": lambda x, a: (
        mp.log(mp.cosh(x)) - _softplus(x) + x * _sigmoid(-a * x)
    ),
    "cosh(a*x) - sinh(a*x)": lambda x, a: mp.exp(-a * x),
    "exp(x)/(a + cosh(x))": lambda x, a: mp.exp(x) / (a + mp.cosh(x)),
    "x*exp(-x)/(a + 3*cosh(x))": lambda x, a: x * mp.exp(-x) / (a + 3 * mp.cosh(x)),
}
SIZES = np.random.default_rng(21).uniform(0.3, 3.0, 1).round(3).tolist()


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", SIZES)
def test_values_and_derivatives_keep_their_digits_far_out(text: str, size: float) -> None:
    known, oracle = parse_formula(text), TEXTS[text]
    formula = known(**({"a": size} if known.parameters else {}))
    for x in (-150.3, -21.7, 2.6, 41.6):
        for order, curve in enumerate(curves_of(formula)):
            with mp.workdps(300):
                expected = float(mp.diff(lambda t: oracle(t, mp.mpf(size)), mp.mpf(x), order, h=mp.mpf(10) ** -40))
            assert float(curve(x)) == pytest.approx(expected, rel=1e-11, abs=1e-13 * (abs(x) < 10.0) + 1e-290), order


@pytest.mark.parametrize(
    ("text", "monotonicity", "symmetry", "limit"),
    [
        ("gelu(x) - silu(x)", "not monotone", "even", 0.0),
        ("tanh(2*x) - tanh(x)", "not monotone", "odd", 0.0),
        ("softplus(x + 1) - softplus(x)", "increasing", "neither", 1.0),
        ("cosh(x) - sinh(x)", "decreasing", "neither", 0.0),
        ("exp(x)/(2 + cosh(x))", "increasing", "neither", 2.0),
    ],
)
def test_they_have_properties(text: str, monotonicity: str, symmetry: str, limit: float) -> None:
    known = properties_of(parse_formula(text)())
    assert (known.monotonicity, known.symmetry, known.limit_right) == (monotonicity, symmetry, limit)
