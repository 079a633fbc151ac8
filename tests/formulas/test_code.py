"""The code of formulas and of derivatives, run beside the functions themselves."""

import ast
import random
import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

import numpy as np
import pytest

from activations import Activation, parse_formula
from activations.elementwise import FloatArray
from activations.formulas.derivatives import derivative_formulas
from activations.formulas.examples import EXAMPLES
from activations.formulas.vocabulary import Language
from activations.formulas.writing_code import code_of, derivative_code
from tests.formulas.fuzz import expression, parsed
from tests.formulas.test_derivatives import CATALOGUE_INSIDE, points_for
from tests.formulas.texts import ELEMENTARY, ORACLES
from tests.parametrized import curves_of, every_setting

TEXTS = list(
    dict.fromkeys([*ORACLES, *CATALOGUE_INSIDE, *EXAMPLES.values(), *(text for text, _ in ELEMENTARY.values())])
)
NAMES = ("f", "f_prime", "f_second")


def functions_of(code: str) -> dict[str, Callable[[FloatArray], Any]]:
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    return {name: namespace[name] for name in NAMES if name in namespace}


def check_curves(code: str, activation: Activation, rtol: float = 1e-9, atol: float = 1e-12) -> None:
    x = points_for(activation)
    found = functions_of(code)
    assert found.keys() >= {"f_prime", "f_second"}
    for name, curve in zip(NAMES, curves_of(activation), strict=True):
        if name in found:
            # Branches that are not taken may overflow.
            with np.errstate(all="ignore"):
                values = found[name](x)
            expected = curve(x)
            assert values.shape == x.shape
            np.testing.assert_allclose(values, expected, rtol=rtol, atol=atol * (1.0 + np.abs(expected).max()))


@pytest.mark.parametrize("text", TEXTS)
def test_code_of_numpy_has_the_curves_of_the_formula(text: str) -> None:
    definition = parse_formula(text)
    check_curves(code_of(definition(), "NumPy") or "", definition())


def check_limits(code: str, activation: Activation) -> None:
    ends, found = np.array([-np.inf, np.inf]), functions_of(code)
    for name, curve in (("f_prime", activation.derivative), ("f_second", activation.second_derivative)):
        with np.errstate(all="ignore"):
            values = found[name](ends)
        limits = curve(ends)
        known = ~np.isnan(limits)
        np.testing.assert_allclose(values[known], limits[known], rtol=1e-12)


@every_setting
def test_code_of_derivatives_has_their_limits_at_infinity(activation: Activation) -> None:
    check_limits(derivative_code(activation) or "", activation)


@pytest.mark.parametrize("text", TEXTS)
def test_code_of_derivatives_of_a_formula_has_their_limits_at_infinity(text: str) -> None:
    definition = parse_formula(text)
    check_limits(code_of(definition(), "NumPy") or "", definition())


@pytest.mark.parametrize(
    "text", ["exp(-abs(x))", "abs(1 - x)", "x*exp(-abs(x))", "abs(x - 1)^3", "x/(1 + abs(2*x + 3))", "abs(a - x)"]
)
def test_code_of_derivatives_has_the_slope_on_the_left_at_a_breakpoint(text: str) -> None:
    formula = parse_formula(text)()
    x, found = np.array(formula.breakpoints), functions_of(code_of(formula, "NumPy") or "")
    assert x.size
    for name, curve in zip(NAMES, curves_of(formula), strict=True):
        np.testing.assert_allclose(found[name](x), curve(x), rtol=1e-12)


def random_formulas(count: int) -> Iterator[Activation]:
    random_ = random.Random(5)
    while count:
        activation = parsed(expression(random_, 4))
        if activation is not None and code_of(activation, "NumPy"):
            count -= 1
            yield activation


def test_code_of_random_formulas_has_their_values() -> None:
    for activation in random_formulas(150):
        x = points_for(activation)[::7]
        code = code_of(activation, "NumPy") or ""
        with np.errstate(all="ignore"):
            found, expected = functions_of(code)["f"](x), activation(x)
            beside = np.stack([activation(x + step * np.spacing(x)) for step in (-4.0, -2.0, -1.0, 1.0, 2.0, 4.0)])
            doubt = np.ptp(beside, axis=0)  # as of a sine whose phase is lost in rounding
        same = (np.abs(found - expected) <= 1e-6 * np.abs(expected) + 1e-9 + doubt) | ~(np.abs(expected) < 1e100)
        assert same.mean() > 0.95, code


# A sum with what has a minus, or that begins with a number that has one; two in a row.
CLUMSY = re.compile(r"[+-] -|--|(return|=|\(|,) ?-[\d.]+(e-\d+)? \+ ")


@pytest.mark.parametrize("language", get_args(Language))
def test_code_has_no_sum_where_a_difference_will_do(language: Language) -> None:
    for formula in (*(parse_formula(text)() for text in TEXTS), *random_formulas(30)):
        code = code_of(formula, language) or ""
        assert not CLUMSY.search(code), code


@pytest.mark.parametrize("text", ["log(cosh(x))", "log(cosh(3*x - 1))", "log(exp(x) + exp(-x))", "x + log(2*cosh(x))"])
def test_code_does_not_overflow_where_the_formula_does_not(text: str) -> None:
    formula = parse_formula(text)()
    found = functions_of(code_of(formula, "NumPy") or "")["f"]
    x = np.array([-3e5, -750.0, -100.0, -1.0, 0.3, 1.0, 100.0, 750.0, 3e5])
    assert found(x) == pytest.approx(formula(x), rel=1e-14)
    assert found(x.astype(np.float32)) == pytest.approx(formula(x), rel=1e-5)


@every_setting
def test_derivatives_of_the_catalogue_have_no_sum_where_a_difference_will_do(activation: Activation) -> None:
    code = derivative_code(activation)
    assert code is not None
    assert not CLUMSY.search(code)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("language", get_args(Language))
def test_code_is_python_with_the_values_of_the_parameters(text: str, language: Language) -> None:
    definition = parse_formula(text)
    code = code_of(definition(**{each.name: 2.375 for each in definition.parameters}), language)
    assert code is not None
    tree = ast.parse(code)
    assert ("f_prime" in code) == (language != "Keras")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    assert not names & {"a", "b", "c", "pi", "e"} - arguments
    assert code.count("2.375") or not definition.parameters


def test_what_would_be_too_long_is_left_out() -> None:
    nested = parse_formula("mish(" * 20 + "x" + ")" * 20)
    assert code_of(nested(), "NumPy") is None
    assert derivative_code(nested()) is None
    assert derivative_formulas(nested)[1] is None
    waves = parse_formula("sin(" * 38 + "x" + ")" * 38)
    assert "f_prime" not in (code_of(waves(), "NumPy") or "f_prime")


@every_setting
def test_code_of_derivatives_has_the_curves_of_the_catalogue(activation: Activation) -> None:
    code = derivative_code(activation)
    assert code is not None
    check_curves(code, activation)


@pytest.mark.parametrize("text", TEXTS)
def test_code_of_pytorch_has_the_curves_of_the_formula(text: str) -> None:
    torch = pytest.importorskip("torch")
    activation = parse_formula(text)()
    found = functions_of(code_of(parse_formula(text)(), "PyTorch") or "")
    x = points_for(activation)
    for name, curve in zip(NAMES, curves_of(activation), strict=True):
        expected = curve(x)
        values = found[name](torch.tensor(x)).numpy()
        np.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-12 * (1.0 + np.abs(expected).max()))


@pytest.mark.parametrize("text", TEXTS)
def test_code_of_jax_has_the_curves_of_the_formula(text: str) -> None:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    activation = parse_formula(text)()
    found = functions_of(code_of(parse_formula(text)(), "JAX") or "")
    x = points_for(activation)
    for name, curve in zip(NAMES, curves_of(activation), strict=True):
        expected = curve(x)
        values = np.asarray(found[name](x))
        np.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-12 * (1.0 + np.abs(expected).max()))
