"""Long equations in short lines."""

import re

import pytest

from activations import Definition, parse_formula
from activations.formulas.derivatives import derivative_formulas
from activations.formulas.expression import Call, Node, Number, Symbol, rebuilt
from activations.formulas.formula import FormulaDefinition
from activations.formulas.latex import latex_of
from activations.formulas.lines import lines_of, named_parts, width_of
from tests.formulas import fuzz
from tests.formulas.texts import ORACLES
from tests.parametrized import every_definition

PHONE = 18.5  # em that a screen of 390 pixels shows
TEXTS = sorted({*ORACLES, *(text for text in fuzz.texts(600, seed=3) if fuzz.parsed(text) is not None)})


def without_layout(latex: str) -> str:
    """What is left where neither the size of brackets nor the signs and spaces between factors count."""
    return re.sub(r"\\left|\\right|\\bigl|\\bigr|\\cdot|\\,|\s", "", latex)


@every_definition
def test_formulas_of_the_catalogue_fit_on_a_phone(definition: Definition) -> None:
    for formula in (definition.formula, *filter(None, derivative_formulas(definition))):
        assert width_of(formula) <= PHONE, formula


@pytest.mark.parametrize("text", ["x*tanh(log(1 + exp(x)))*sigmoid(a*x) + 0.1*sin(b*x)^2", "elu(x^2 - 1)*tanh(x)"])
def test_formulas_of_readers_fit_on_a_phone(text: str) -> None:
    definition = parse_formula(text, "My own")
    for formula in (definition.formula, *filter(None, derivative_formulas(definition))):
        assert width_of(formula) <= PHONE, formula


@pytest.mark.parametrize("text", TEXTS)
def test_lines_hold_all_that_one_line_would(text: str) -> None:
    definition = parse_formula(text)().definition
    assert isinstance(definition, FormulaDefinition)
    assert without_layout("".join(lines_of(definition.expression))) == without_layout(latex_of(definition.expression))


@pytest.mark.parametrize("text", TEXTS)
def test_parts_put_back_in_their_places_make_the_whole(text: str) -> None:
    definition = parse_formula(text)().definition
    assert isinstance(definition, FormulaDefinition)
    whole, parts = named_parts(definition.expression)
    for name, part in reversed(parts):
        whole = put_back(whole, name, part)
    assert whole == definition.expression


def put_back(tree: Node, name: str, part: Node) -> Node:
    return rebuilt(tree, lambda node: part if node == Symbol(name) else node)


def test_a_part_takes_no_name_that_a_parameter_has() -> None:
    tanh = Call("tanh", (Call("log", (Call("add", (Number(1.0), Call("exp", (Symbol("x"),)))),)),))
    long = Call("multiply", (Call("multiply", (Symbol("u"), tanh)), Call("power", (tanh, Number(3.0)))))
    for _ in range(3):
        long = Call("add", (long, long))
    assert "u" not in [name for name, _ in named_parts(long)[1]]
