"""Free parameters in code: arguments with the values as defaults, true for other values too, or said to be fixed."""

import inspect
import random
from collections.abc import Callable, Iterator
from typing import Any, get_args

import numpy as np
import pytest

from activations import Activation, parse_formula
from activations.formulas.trials import curve_of
from activations.formulas.vocabulary import Language
from activations.formulas.writing_code import code_of
from tests.formulas.fuzz import expression, parsed
from tests.formulas.test_code import NAMES
from tests.formulas.test_derivatives import points_for

OPEN = [
    "a*x*sigmoid(b*x)",
    "elu(x, alpha=a)",
    "where(x > 0, x, a*(exp(x/b) - 1))",
    "max(a*x, x)",
    "clip(x, -a, a)",
    "where(x > a, x, 0)",
    "c*tanh(a*x + b)",
    "x/(a + exp(-b*x))",
    "x + sin(a*x)^2/a",
    "softplus(x, beta=b)",
    "x^2/(a^2 + x^2)",
    "x*tanh(a*softplus(x))",
]


def functions_of(code: str) -> dict[str, Callable[..., Any]]:
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    return {name: namespace[name] for name in NAMES if name in namespace}


def letters_of(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)[1:]


def check_values(activation: Activation, functions: dict[str, Callable[..., Any]], array: Callable[[Any], Any]) -> None:
    """Those at the defaults, and those of other values given by name."""
    random_ = random.Random(1)
    others = {name: round(random_.uniform(0.3, 3.0), 2) for name in activation.parameters}
    for given, settled in (({}, activation), (others, activation.definition(**others))):
        x = points_for(settled)
        for order, name in enumerate(NAMES):
            if name in functions:
                with np.errstate(all="ignore"):
                    expected, found = curve_of(settled, order)(x), np.asarray(functions[name](array(x), **given))
                room = 1e-9 * (1.0 + np.abs(expected[np.isfinite(expected)]).max(initial=0.0))
                assert np.mean(np.isclose(found, expected, rtol=1e-7, atol=room, equal_nan=True)) > 0.97, (name, given)


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("text", OPEN)
def test_free_parameters_are_arguments_with_their_values_as_defaults(text: str, language: Language) -> None:
    definition = parse_formula(text)
    values = {each.name: 1.5 for each in definition.parameters}
    code = code_of(definition(**values), language) or ""
    arguments = ", ".join(["x", *(f"{name}=1.5" for name in values)])
    for name in NAMES if language != "Keras" else NAMES[:1]:
        assert f"def {name}({arguments}):" in code, code


@pytest.mark.parametrize("text", OPEN)
def test_code_of_numpy_takes_other_values(text: str) -> None:
    activation = parse_formula(text)()
    check_values(activation, functions_of(code_of(activation, "NumPy") or ""), np.asarray)


@pytest.mark.parametrize("language", ["PyTorch", "JAX"])
@pytest.mark.parametrize("text", OPEN)
def test_code_of_libraries_takes_other_values(text: str, language: Language) -> None:
    library = pytest.importorskip("torch" if language == "PyTorch" else "jax")
    if language == "JAX":
        library.config.update("jax_enable_x64", True)
    activation = parse_formula(text)()
    code = code_of(activation, language) or ""
    check_values(activation, functions_of(code), library.tensor if language == "PyTorch" else library.numpy.asarray)


def with_letters(count: int) -> Iterator[Activation]:
    random_ = random.Random(11)
    while count:
        activation = parsed(expression(random_, 3))
        if activation is not None and activation.parameters and code_of(activation, "NumPy"):
            count -= 1
            yield activation


def test_code_of_random_formulas_takes_other_values_or_says_which_it_has() -> None:
    opened = 0
    for activation in with_letters(40):
        code = code_of(activation, "NumPy") or ""
        functions = functions_of(code)
        letters = letters_of(functions["f"])
        assert all(letters_of(each) == letters for each in functions.values())
        if letters:
            opened += 1
            check_values(activation, functions, np.asarray)
        else:
            assert "# " + ", ".join(f"{name} = {value}" for name, value in activation.parameters.items()) in code
    assert opened > 20


def test_code_says_which_values_it_was_written_for_where_others_would_lose_digits() -> None:
    code = code_of(parse_formula("sqrt(a + x^2) - sqrt(a)")(a=2.0), "NumPy") or ""
    assert "def f(x):  # a = 2.0\n" in code
