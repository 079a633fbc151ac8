"""Symbolic derivatives against those that are carried along, and against the catalogue."""

import numpy as np
import pytest

from activations import CATALOG, Activation, Definition, parse_formula
from activations.elementwise import FloatArray
from activations.formulas.accurate import bound_expression
from activations.formulas.binding import bound_tree
from activations.formulas.derivatives import derivative_formulas
from activations.formulas.differentiating import derivative
from activations.formulas.expression import Number, Symbol, X, nodes_of
from activations.formulas.formula import FormulaDefinition
from activations.formulas.orders import float_values
from activations.formulas.written import WRITTEN, written_of
from tests.formulas import fuzz
from tests.formulas.texts import ELEMENTARY, ORACLES
from tests.parametrized import curves_of, every_definition, every_setting

TEXTS = [*ORACLES, *dict.fromkeys(text for text, _ in ELEMENTARY.values())]
CATALOGUE_INSIDE = [
    "elu(x^2 - 1, alpha=0.5)",
    "x*squareplus(2*x, b=a)",
    "mish(sin(x)) - gelu(x)",
    "softplus(x, beta=b)",
]


def points_for(activation: Activation) -> FloatArray:
    x = np.unique(np.concatenate([np.linspace(-20.0, 20.0, 401), np.linspace(-2.0, 2.0, 101)]))
    bends = np.array(activation.breakpoints)
    return x[np.abs(x[:, np.newaxis] - bends).min(axis=1) > 1e-6] if bends.size else x


def check_derivatives(activation: Activation, rtol: float, atol: float, least: float) -> None:
    assert isinstance(activation.definition, FormulaDefinition)
    values = dict(activation.parameters)
    typed = activation.definition.expression
    bound = bound_expression(activation.definition.text, tuple(values.items()))
    x = points_for(activation)
    for curve in curves_of(activation)[1:]:
        typed, bound = derivative(typed), derivative(bound)
        expected = curve(x)
        for tree in (bound_tree(typed, values), bound_tree(bound, {})):
            found, doubtful = float_values(tree, x)
            known = ~doubtful & np.isfinite(found) & np.isfinite(expected)
            assert known.sum() > least * x.size
            # What cancels beside a zero crossing is as large as what stands around it.
            scale = atol * (1.0 + np.abs(expected[known]).max())
            np.testing.assert_allclose(found[known], expected[known], rtol=rtol, atol=scale)


@pytest.mark.parametrize("text", [*TEXTS, *CATALOGUE_INSIDE])
def test_the_derivative_as_a_tree_has_the_values_of_that_carried_along(text: str) -> None:
    check_derivatives(parse_formula(text)(), rtol=1e-9, atol=1e-12, least=0.3)


@every_setting
def test_what_is_written_from_elementary_pieces_is_the_function(activation: Activation) -> None:
    tree = bound_tree(written_of(activation.definition, activation.parameters, Symbol(X)), {})
    x = points_for(activation)
    np.testing.assert_allclose(float_values(tree, x)[0], activation(x), rtol=1e-9, atol=1e-13)


def test_every_function_of_the_catalogue_is_written() -> None:
    assert WRITTEN.keys() == CATALOG.keys()


@every_definition
def test_every_parameter_has_its_symbol(definition: Definition) -> None:
    written = WRITTEN[definition.name]
    assert len(written.symbols) == len(definition.parameters) + len(written.constants)
    assert all(symbol in definition.formula for symbol in written.symbols)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("x*Phi(x)", r"\Phi\left(x\right) + \frac{x\, e^{-\frac{x^{2}}{2}}}{\sqrt{2\, \pi}}", None),
        ("0.5*x + 0.25*x^2 - 0.02*x^4", r"0.5 + 0.5\, x - 0.08\, x^{3}", r"0.5 - 0.24\, x^{2}"),
        ("x/(1 + abs(x))", r"\frac{1}{{\left(1 + \left|x\right|\right)}^{2}}", None),
        (
            "where(x > 0, x, a*(exp(x) - 1))",
            r"\begin{cases} 1 & x > 0 \\ a\, e^{x} & \text{otherwise} \end{cases}",
            r"\begin{cases} 0 & x > 0 \\ a\, e^{x} & \text{otherwise} \end{cases}",
        ),
        ("elu(x^2)", r"2\, x\, \operatorname{ELU}'\left(x^{2}\right)", None),
    ],
)
def test_derivatives_are_written_briefly(text: str, first: str, second: str | None) -> None:
    found = derivative_formulas(parse_formula(text, "My own"))
    assert found[0] == rf"\operatorname{{My~own}}'(x) = {first}"
    assert second is None or found[1] == rf"\operatorname{{My~own}}''(x) = {second}"


@every_definition
def test_every_function_of_the_catalogue_has_derivatives_that_can_be_read(definition: Definition) -> None:
    for formula, primes in zip(derivative_formulas(definition), ("'", "''"), strict=True):
        assert formula is not None
        assert rf"\operatorname{{{definition.name}}}{primes}(x)" in formula
        assert formula.count("{") == formula.count("}")
        assert formula.count(r"\left") == formula.count(r"\right")


def test_derivatives_of_random_formulas_are_those_carried_along() -> None:
    tried = 0
    for text in fuzz.texts(400, seed=5):
        activation = fuzz.parsed(text)
        if activation is None or len(text) > 60:
            continue
        tried += 1
        derivative_formulas(activation.definition)
        check_derivatives(activation, rtol=1e-7, atol=1e-9, least=0.0)
    assert tried > 20


def test_a_constant_has_the_derivative_0() -> None:
    for node in nodes_of(derivative(parse_formula("2*x + pi^a")().definition.expression)):  # type: ignore[attr-defined]
        assert node == Number(2.0)
