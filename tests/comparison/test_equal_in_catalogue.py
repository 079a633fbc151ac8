"""Functions of the catalogue that are others up to scale: the coefficients against textbooks' formulas."""

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, parse_formula, relatives_of
from activations.comparison.equivalents import equals_up_to_scale
from tests.calculus.brute_force import random_activation
from tests.oracles import oracle_of
from tests.parametrized import every_setting

POINTS = np.concatenate([np.random.default_rng(8).uniform(-9.0, 9.0, 40), [-60.0, 45.0]])


@every_setting
def test_both_sides_are_equal_by_the_textbook(activation: Activation) -> None:
    for match in equals_up_to_scale(activation):
        left, right = oracle_of(activation), oracle_of(match.activation)
        with mp.workdps(60):
            for x in POINTS:
                line = match.d * mp.mpf(x) + match.e
                found, size = match.a * right(match.b * mp.mpf(x) + match.c) + line, 1 + abs(line)
                assert abs(found - left(mp.mpf(x))) < 1e-7 * size, f"{match.text} at {x}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Tanh", "2·Sigmoid(2x) − 1"),
        ("Sigmoid", "0.5·Tanh(0.5x) + 0.5"),
        ("Softplus", "−LogSigmoid(−x)"),
        ("LogSigmoid", "−Softplus(−x)"),
        ("Hardtanh", "2·Hardsigmoid(3x) − 1"),
        ("Hardsigmoid", "SparseSigmoid(0.333333x)"),
        ("SparseSigmoid", "Hardsigmoid(3x)"),
        ("QuickGELU", "0.587544·SiLU(1.702x)"),
        ("ScaledTanh", "1.7159·Tanh(0.666667x)"),
        ("LaplaceGate", "0.5·Erf(2.50663x − 1.77245) + 0.5"),
        ("StarReLU", "0.8944·ReLUSquared(x) − 0.4472"),
        ("Tanhshrink", "−Tanh(x) + x"),
        ("SELU", "1.0507·ELU(x; α = 1.67326)"),
        ("LeakyReLU", "0.99·ReLU(x) + 0.01x"),
    ],
)
def test_what_textbooks_say_is_found(name: str, text: str) -> None:
    assert text in [match.text for match in equals_up_to_scale(CATALOG[name]())]


@pytest.mark.parametrize(
    "name", ["GELU", "GELUTanh", "Mish", "Hardswish", "HardMish", "Softsign", "Arctan", "Gaussian", "Identity"]
)
def test_a_function_of_its_own_equals_none(name: str) -> None:
    assert equals_up_to_scale(CATALOG[name]()) == []


@pytest.mark.parametrize("name", CATALOG)
def test_no_parameter_is_too_extreme(name: str) -> None:
    generator = np.random.default_rng([5, *name.encode()])
    for _ in range(8):
        activation = random_activation(CATALOG[name], generator)
        assert all(match.text for match in equals_up_to_scale(activation))


@pytest.mark.parametrize(
    ("text", "equal"), [("1/(1 + exp(-x))", "Sigmoid"), ("max(x, 0)", "ReLU"), ("x - 2", "Identity")]
)
@pytest.mark.parametrize("name", ["Formula", "Sigmoid", "Tanh", "ReLU", "Identity"])
def test_whatever_a_formula_is_called_it_is_no_function_of_the_catalogue(text: str, equal: str, name: str) -> None:
    formula = parse_formula(text, name=name)()
    assert equal in [match.activation.name for match in equals_up_to_scale(formula)]
    assert len(relatives_of(formula)) == len(CATALOG)


@pytest.mark.parametrize("size", [1e3, 1e5, 1e6, 1e9])
@pytest.mark.parametrize(
    "text",
    [
        *("sigmoid(x/{s})", "tanh(x/{s})", "softplus(x/{s})", "atan(x/{s}) + 2*x", "x*exp(-(x/{s})^2)"),
        *("min(x, {s})", "max(x, -{s})", "x + 1e-3*relu(x - {s})", "x + abs(x + {s})/1000", "clip(x, -{s}, {s})"),
    ],
)
def test_what_is_nearly_a_line_near_0_is_called_none(text: str, size: float) -> None:
    """Where it is found, it is by the function that it is."""
    formula = parse_formula(text.format(s=f"{size:.0f}"))()
    x = np.concatenate([side * size * np.array([0.3, 1.5, 20.0]) for side in (-1.0, 1.0)])
    for match in equals_up_to_scale(formula):
        assert match(x) == pytest.approx(formula(x), rel=1e-6, abs=1e-6), match.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sign(x)", "2·Step(x) − 1, except at x = 0"),
        ("where(x >= 0, 1, 0)", "Step(x), except at x = 0"),
        ("where(x > 0, 1, 0)", "Step(x)"),
        ("step(3*x - 0.3)", "Step(x − 0.1)"),
        ("relu(x - 2) + where(x == 2, 1, 0)", "ReLU(x − 2), except at x = 2"),
        ("relu(x)", "ReLU(x)"),
        ("min(x, 0)", "−ReLU(−x)"),
        ("where(x > -0.7, x, -0.7)", "ReLU(x + 0.7) − 0.7"),
        ("sign(x)*max(abs(x) - 0.5, 0)", "−0.5·Hardtanh(2x) + x"),
        ("sign(x)*min(abs(x), 1)", "Hardtanh(x)"),
    ],
)
def test_single_points_that_differ_are_named(text: str, found: str) -> None:
    assert found in [match.text for match in equals_up_to_scale(parse_formula(text)())]


@pytest.mark.parametrize("height", [1e-5, 1.0, 3e4, 1e6])
def test_rounding_is_no_coefficient(height: float) -> None:
    for text in ("{h}*sigmoid(x)", "{h}*min(x, 0)", "{h}*gelu(x)", "{h}*log(cosh(x))", "{h}*(softplus(x) - x)"):
        for match in equals_up_to_scale(parse_formula(text.format(h=f"{height:.5f}"))()):
            for coefficient in (match.d, match.e):
                assert coefficient == 0.0 or abs(coefficient) > 1e-3 * height, match.text


@pytest.mark.parametrize("exponent", np.random.default_rng(31).uniform(-3.0, 1.2, 6).round(3).tolist())
@pytest.mark.parametrize(
    ("text", "line"), [("{a}*exp({b}*x)", 0.0), ("{a}*exp(-{b}*x)", 0.0), ("x + {a}*exp({b}*x)", 1.0)]
)
def test_an_exponential_of_any_width_is_one(text: str, line: float, exponent: float) -> None:
    a, b = float(f"{1.7 + exponent:.3g}") or 1.0, float(f"{10.0**exponent:.4g}")
    (match,) = (
        each
        for each in equals_up_to_scale(parse_formula(text.format(a=a, b=b))())
        if each.activation.name == "Exponential"
    )
    sign = -1.0 if "-" in text else 1.0
    assert (match.a, match.b, match.c, match.e) == pytest.approx((a, sign * b, 0.0, 0.0), rel=1e-9, abs=1e-9)
    assert match.d == line


@pytest.mark.parametrize("exponent", np.random.default_rng(32).uniform(-1.7, 2.4, 8).round(3).tolist())
@pytest.mark.parametrize("text", ["{a}*sin({b}*x)", "{a}*cos({b}*x) - x", "sin({b}*x)*cos({b}*x)"])
def test_a_wave_of_any_length_is_one(text: str, exponent: float) -> None:
    b = float(f"{10.0**exponent:.4g}")
    (match,) = (
        each for each in equals_up_to_scale(parse_formula(text.format(a=1.3, b=b))()) if each.activation.name == "Sin"
    )
    doubled = text.startswith("sin")
    assert abs(match.a) == pytest.approx(0.5 if doubled else 1.3, rel=1e-9)
    assert abs(match.b) == pytest.approx(2.0 * b if doubled else b, rel=1e-9)
    assert match.d == (-1.0 if text.endswith("- x") else 0.0)
