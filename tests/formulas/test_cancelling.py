"""Formulas that cancel far out, or whose slopes do, in forms that do not: random ones are compared with mpmath."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp

from activations import parse_formula, properties_of
from tests.oracles import Number
from tests.parametrized import curves_of


def _sigmoid(x: Number) -> Number:
    return 1 / (1 + mp.exp(-x))


def _phi(x: Number) -> Number:
    return mp.erfc(-x / mp.sqrt(2)) / 2


def _relu(x: Number) -> Number:
    return max(x, mp.mpf(0))


# With a a random positive number.
TEXTS: dict[str, Callable[[Number, Number], Number]] = {
    "gelu(x) - relu(x)": lambda x, a: x * _phi(x) - _relu(x),
    "max(0, a*x) - gelu(a*x)": lambda x, a: _relu(a * x) - a * x * _phi(a * x),
    "gelu(x - a) - (x - a)": lambda x, a: (x - a) * _phi(x - a) - (x - a),
    "x*Phi(x) - x": lambda x, a: x * _phi(x) - x,
    "silu(x) - max(x, 0)": lambda x, a: x * _sigmoid(x) - _relu(x),
    "silu(x, beta=a) - x": lambda x, a: x * _sigmoid(a * x) - x,
    "x - x*sigmoid(a*x)": lambda x, a: x - x * _sigmoid(a * x),
    "softplus(x) - x": lambda x, a: mp.log(1 + mp.exp(x)) - x,
    "-a*x + log(1 + exp(a*x))": lambda x, a: mp.log(1 + mp.exp(a * x)) - a * x,
    "softplus(x, beta=a) - relu(x)": lambda x, a: mp.log(1 + mp.exp(a * x)) / a - _relu(x),
    "logsigmoid(x) - x": lambda x, a: -mp.log(1 + mp.exp(-x)) - x,
    "x - x*tanh(a*x)": lambda x, a: x - x * mp.tanh(a * x),
    "x + x*tanh(x/a)": lambda x, a: x + x * mp.tanh(x / a),
    "x*erf(a*x) + x": lambda x, a: x * mp.erf(a * x) + x,
    "(x + sqrt(x^2 + a))/2": lambda x, a: (x + mp.sqrt(x**2 + a)) / 2,
    "sqrt(a + x^2) - x": lambda x, a: mp.sqrt(x**2 + a) - x,
    "sqrt(x^2 + a) - abs(x)": lambda x, a: mp.sqrt(x**2 + a) - abs(x),
    "x - sqrt(x^2 + a)": lambda x, a: x - mp.sqrt(x**2 + a),
    "squareplus(x) - x": lambda x, a: (mp.sqrt(x**2 + 4) - x) / 2,
    "x/(1 + abs(x))": lambda x, a: x / (1 + abs(x)),
    "-x/(a + abs(x))": lambda x, a: -x / (a + abs(x)),
    "x/sqrt(x^2 + a)": lambda x, a: x / mp.sqrt(x**2 + a),
    "-x/sqrt(1 + x*x)": lambda x, a: -x / mp.sqrt(1 + x**2),
    "sigmoid(a*x)*(1 - sigmoid(a*x))": lambda x, a: _sigmoid(a * x) * _sigmoid(-a * x),
    "(1 - 1/(1 + exp(-x)))/(1 + exp(-x))": lambda x, a: _sigmoid(x) * _sigmoid(-x),
    "elu(a*x) + 1": lambda x, a: a * x + 1 if x > 0 else mp.exp(a * x),
    "quickgelu(x) - x": lambda x, a: x * _sigmoid(mp.mpf(1.702) * x) - x,
    "gelutanh(x) - x": lambda x, a: x * mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf(0.044715) * x**3)) / 2 - x / 2,
}
SIZES = np.random.default_rng(11).uniform(0.2, 4.0, 2).round(3).tolist()
every_text = pytest.mark.parametrize("text", TEXTS)


@every_text
@pytest.mark.parametrize("size", SIZES)
def test_values_and_derivatives_are_those_of_mpmath_far_out_too(text: str, size: float) -> None:
    known, oracle = parse_formula(text), TEXTS[text]
    formula = known(**({"a": size} if known.parameters else {}))
    a = mp.mpf(size)
    for x in (-300.3, -31.7, -12.1, -0.83, 0.61, 9.7, 24.6, 111.1):
        for order, curve in enumerate(curves_of(formula)):
            with mp.workdps(420):
                expected = float(mp.diff(lambda t: oracle(t, a), mp.mpf(x), order, h=mp.mpf(10) ** -40))
            assert float(curve(x)) == pytest.approx(expected, rel=1e-11, abs=1e-290), (x, order)


@every_text
def test_they_have_properties_for_any_parameter(text: str) -> None:
    known, oracle = parse_formula(text), TEXTS[text]
    for size in SIZES:
        facts = properties_of(known(**({"a": size} if known.parameters else {})))
        for x, limit in ((-1e4, facts.limit_left), (1e4, facts.limit_right)):
            with mp.workdps(100):
                value = float(oracle(mp.mpf(x), mp.mpf(size)))
            assert abs(value) > 1e3 if math.isinf(limit) else abs(value) < 1e-3 + abs(limit), (x, limit)
            assert abs(limit) in (0.0, 1.0, math.inf)
