"""Functions of the catalogue as others write them, with random parameters: each is recognised."""

from collections.abc import Mapping

import numpy as np
import pytest

from activations import CATALOG, parse_formula
from activations.comparison.equivalents import equals_up_to_scale

# What a is of the function's parameters.
PARAMETERS: Mapping[str, Mapping[str, float]] = {
    "Softshrink": {"lambd": 1.0},
    "Hardshrink": {"lambd": 1.0},
    "Hardtanh": {"min_val": -1.0, "max_val": 1.0},
    "LeakyReLU": {"negative_slope": 1.0},
    "ELU": {"alpha": 1.0},
    "Threshold": {"threshold": 1.0},
}
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "Softshrink": (
        "sign(x)*max(abs(x) - a, 0)",
        "where(abs(x) > a, x - a*sign(x), 0)",
        "where(x > a, x - a, where(x < -a, x + a, 0))",
        "relu(x - a) - relu(-x - a)",
        "x - max(-a, min(a, x))",
        "max(x - a, 0) + min(x + a, 0)",
    ),
    "Hardshrink": ("where(abs(x) > a, x, 0)", "where(x > a or x < -a, x, 0)", "x*step(abs(x) - a)"),
    "Hardtanh": (
        "max(-a, min(a, x))",
        "(abs(x + a) - abs(x - a))/2",
        "where(x > a, a, where(x < -a, -a, x))",
        "sign(x)*min(abs(x), a)",
    ),
    "LeakyReLU": (
        "where(x >= 0, x, a*x)",
        "max(x, 0) - a*max(-x, 0)",
        "max(x, 0) + a*min(x, 0)",
        "(1 + a)/2*x + (1 - a)/2*abs(x)",
    ),
    "ELU": (
        "where(x > 0, x, a*(exp(x) - 1))",
        "max(x, 0) + min(0, a*(exp(x) - 1))",
        "relu(x) - a*relu(1 - exp(x))",
        "max(x, 0) + a*expm1(-max(-x, 0))",
    ),
    "Threshold": ("where(x > a, x, 0)", "x*where(x <= a, 0, 1)", "x*step(x - a)"),
    "ReLU6": (
        "min(max(x, 0), 6)",
        "6 - relu(6 - relu(x))",
        "relu(x) - relu(x - 6)",
        "x/2 + 3 - abs(x - 6)/2 - min(x, 0)",
    ),
    "Hardsigmoid": ("max(0, min(1, x/6 + 0.5))", "relu6(x + 3)/6", "(hardtanh(x/3) + 1)/2"),
    "Hardswish": (
        "x*min(max(x + 3, 0), 6)/6",
        "where(-3 < x and x < 3, x*(x + 3)/6, max(x, 0))",
        "x*(abs(x + 3) - abs(x - 3) + 6)/12",
    ),
    "Softplus": ("max(x, 0) + log(1 + exp(-abs(x)))", "(x + abs(x))/2 + log1p(exp(-abs(x)))"),
    "Sigmoid": ("where(x < 0, exp(x)/(1 + exp(x)), 1/(1 + exp(-x)))", "0.5 + sign(x)*(0.5 - sigmoid(-abs(x)))"),
    "Tanh": ("sign(x)*tanh(abs(x))", "sign(x)*(1 - 2/(exp(2*abs(x)) + 1))"),
}
X = np.random.default_rng(3).uniform(-9.0, 9.0, 500)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SPELLINGS.items() for text in texts])
def test_another_spelling_is_recognised(name: str, text: str) -> None:
    generator = np.random.default_rng([4, *text.encode()])
    for size in generator.uniform(0.1, 3.0, 4 if name in PARAMETERS else 1).tolist():
        known = CATALOG[name](**{key: share * size for key, share in PARAMETERS.get(name, {}).items()})
        formula = parse_formula(text)(**({"a": size} if name in PARAMETERS else {}))
        np.testing.assert_allclose(formula(X), known(X), rtol=0.0, atol=1e-13)
        (match,) = (each for each in equals_up_to_scale(formula) if each.activation.name == name)
        np.testing.assert_allclose(match(X), known(X), rtol=0.0, atol=1e-9)
