"""A reader's formula as a definition, like those of the catalogue."""

import re
from dataclasses import dataclass, replace

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
_Range = tuple[float, float, float]  # lowest, highest and step of a slider

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]{0,29}")


@dataclass(frozen=True, slots=True)
class _Curve:
    """A kernel: the formula (order 0), or one of its derivatives. Two of the same text are equal."""

    text: str
    order: int

    def __call__(self, x: FloatArray, /, **parameters: float) -> FloatArray:
        return values_of(self.text, parameters, self.order, x)


@dataclass(frozen=True, slots=True)
class _Rounding:
    text: str

    def __call__(self, x: FloatArray, /, **parameters: float) -> FloatArray:
        return error_bounds(bound_expression(self.text, tuple(parameters.items())), x)


@dataclass(frozen=True, slots=True)
class _Underflows:
    text: str

    def __call__(self, x: float, /, **parameters: float) -> bool:
        return underflows_at(bound_expression(self.text, tuple(parameters.items())), x)


@dataclass(frozen=True, slots=True)
class _Jet:
    text: str

    def __call__(self, x: FloatArray, /, **parameters: float) -> FloatArray:
        return jet_of(self.text, parameters, x)


@dataclass(frozen=True, slots=True)
class _Breakpoints:
    text: str

    def __call__(self, **parameters: float) -> tuple[float, ...]:
        return breakpoints_of_text(self.text, tuple(parameters.items()))


@dataclass(frozen=True, slots=True)
class _Centres:
    text: str

    def __call__(self, **parameters: float) -> tuple[float, ...]:
        return centres_of(self.text, tuple(parameters.items()))


@dataclass(frozen=True, slots=True)
class _Allowed:
    """ValueError for parameters that a function of the catalogue, within the formula, cannot have."""

    text: str

    def __call__(self, **parameters: float) -> None:
        bound_expression(self.text, tuple(parameters.items()))


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
        function=_Curve(text, 0),
        derivative=_Curve(text, 1),
        second_derivative=_Curve(text, 2),
        jet=_Jet(text),
        parameters=parameters,
        constraint=_Allowed(text),
        breakpoints=_Breakpoints(text),
        centres=_Centres(text),
        rounding=_Rounding(text),
        underflows=_Underflows(text),
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
