"""A reader's formula as a definition, like those of the catalogue."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from activations.activation import MODERATE, Definition, Parameter
from activations.elementwise import FloatArray
from activations.formulas.acceptance import check_explorable
from activations.formulas.accurate import bound_expression
from activations.formulas.branches import underflows_at
from activations.formulas.breakpoints import breakpoints_of_text
from activations.formulas.centres import centres_of
from activations.formulas.expression import Node
from activations.formulas.lines import equation
from activations.formulas.reading import expression_of
from activations.formulas.running_error import error_bounds
from activations.formulas.starts import starts_of
from activations.formulas.values import jet_of, values_of

LOWEST, HIGHEST = -5.0, 5.0  # ends of the slider of a parameter, at first
_Bound = tuple[tuple[str, float], ...]  # parameters
_Range = tuple[float, float, float]  # lowest, highest and step of a slider

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]{0,29}")


@dataclass(frozen=True, slots=True)
class _OfText:
    """What is computed of a text and its parameters, as a definition has it; equal to another of the same."""

    text: str
    compute: Callable[..., Any]  # of the text, its parameters and what the function is called with

    def __call__(self, *arguments: Any, **parameters: float) -> Any:
        return self.compute(self.text, tuple(parameters.items()), *arguments)


def _value(text: str, parameters: _Bound, x: FloatArray) -> FloatArray:
    return values_of(text, dict(parameters), 0, x)


def _slope(text: str, parameters: _Bound, x: FloatArray) -> FloatArray:
    return values_of(text, dict(parameters), 1, x)


def _second_derivative(text: str, parameters: _Bound, x: FloatArray) -> FloatArray:
    return values_of(text, dict(parameters), 2, x)


def _jet(text: str, parameters: _Bound, x: FloatArray) -> FloatArray:
    return jet_of(text, dict(parameters), x)


def _rounding(text: str, parameters: _Bound, x: FloatArray) -> FloatArray:
    return error_bounds(bound_expression(text, parameters), x)


def _underflows(text: str, parameters: _Bound, x: float) -> bool:
    return underflows_at(bound_expression(text, parameters), x)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaDefinition(Definition):
    """A definition made of a text; two are equal if their texts, names and ranges of parameters are."""

    text: str

    @property
    def expression(self) -> Node:
        """The tree of the text, as it was typed."""
        return expression_of(self.text)

    def __reduce__(self) -> tuple[object, tuple[str, str, list[_Range]]]:
        return _with_ranges, (self.text, self.name, [(each.low, each.high, each.step) for each in self.parameters])


def parse_formula(text: str, name: str = "Formula") -> FormulaDefinition:
    """The function of x that a text such as "x*tanh(exp(x))" describes, with a, b and c as its free parameters.

    Raises FormulaError for a text outside the language, and for a function that, with its parameters where they start,
    is not real and finite from −20 to 20, or is constant there; ValueError for a name that has other characters than
    letters, digits and blanks.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("the name of a formula has at most 30 letters, digits and blanks, and begins with a letter")
    expression = expression_of(text)
    parameters = tuple(
        Parameter(name=letter, symbol=letter, default=start, domain=MODERATE, low=LOWEST, high=HIGHEST, step=0.1)
        for letter, start in starts_of(text).items()
    )
    check_explorable(text, {parameter.name: parameter.default for parameter in parameters})
    return FormulaDefinition(
        name=name,
        function=_OfText(text, _value),
        derivative=_OfText(text, _slope),
        second_derivative=_OfText(text, _second_derivative),
        jet=_OfText(text, _jet),
        parameters=parameters,
        constraint=_OfText(text, bound_expression),  # ValueError for those that a function within it cannot have
        breakpoints=_OfText(text, breakpoints_of_text),
        centres=_OfText(text, centres_of),
        rounding=_OfText(text, _rounding),
        underflows=_OfText(text, _underflows),
        formula=equation(rf"\operatorname{{{name.replace(' ', '~')}}}(x)", expression),
        reference="Your own formula",
        text=text,
    )


def _with_ranges(text: str, name: str, ranges: list[_Range]) -> FormulaDefinition:
    """The definition that was pickled: its text, unlike the functions made of it, can be."""
    definition = parse_formula(text, name)
    parameters = zip(definition.parameters, ranges, strict=True)
    ranged = tuple(replace(each, low=low, high=high, step=step) for each, (low, high, step) in parameters)
    return replace(definition, parameters=ranged)
