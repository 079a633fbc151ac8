"""States of pages, and the links that open them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from activations import Activation
from activations.formulas.formula import HIGHEST, LOWEST, FormulaDefinition

State = Mapping[str, Any]  # values of controls by their keys; the other controls have their defaults
Query = Mapping[str, str | list[str]]

# The keys of the functions that pages share, and of the one function of the reference.
FUNCTIONS, FUNCTION = "f", "of"

# The lesson that a view belongs to, and how much of the view is shown.
LESSON = "lesson"
SHOW_ONLY, CHART, RESULTS = "show_only", "chart", "results"

# A link that names its version is whole: what it does not name has its default, whatever its reader had set before.
VERSION = "v"
_THIS_VERSION = "1"

# What a link says besides the values of controls.
OF_NO_CONTROL = frozenset({LESSON, SHOW_ONLY, VERSION})


def parameter_key(activation: str, parameter: str) -> str:
    """The key of the slider of an activation's parameter."""
    return f"{activation}.{parameter}"


def range_keys(formula: str, parameter: str) -> tuple[str, str]:
    """The keys of the two ends of the slider of a parameter of a reader's formula."""
    key = parameter_key(formula, parameter)
    return f"{key}.low", f"{key}.high"


def text_key(formula: str) -> str:
    """The key of the text of a reader's formula."""
    return formula.lower()


def parameters_state(activations: Iterable[Activation]) -> State:
    """The sliders of activations, and of a reader's formulas the texts and the ends of sliders that were moved."""
    state: dict[str, Any] = {}
    for activation in activations:
        definition = activation.definition
        state |= {parameter_key(definition.name, name): value for name, value in activation.parameters.items()}
        if isinstance(definition, FormulaDefinition):
            state[text_key(definition.name)] = definition.text
            for parameter in definition.parameters:
                ends = parameter.low, parameter.high
                if ends != (LOWEST, HIGHEST):
                    state |= dict(zip(range_keys(definition.name, parameter.name), ends, strict=True))
    return state


def functions_state(activations: Iterable[Activation], **changes: Any) -> State:
    """The functions that pages share, each with its sliders, and what differs from the defaults of a page."""
    activations = list(activations)
    return {FUNCTIONS: [activation.name for activation in activations], **parameters_state(activations), **changes}


def function_state(activation: Activation) -> State:
    """The reference of an activation."""
    return {FUNCTION: activation.name, **parameters_state([activation])}


def with_links(reference: str) -> str:
    """A reference as Markdown, in which each number of arXiv and each DOI leads there."""
    linked = re.sub(r"arXiv (\d{4}\.\d{4,5})", r"[arXiv \1](https://arxiv.org/abs/\1)", reference)
    return re.sub(r"doi:(10\.\d{4,9}/[^\s;,]+)", r"[doi:\1](https://doi.org/\1)", linked)


def as_link(state: State) -> Query:
    """The query of a link that is whole."""
    return {**as_query(state), VERSION: [_THIS_VERSION]}


def address_of(url: str, state: State, **extra: str) -> str:
    """The address of a page with every value written out, so that a later change of a default cannot alter it."""
    query = urlencode({**as_link(state), **extra}, doseq=True)
    return urlunsplit(urlsplit(url)._replace(query=query, fragment=""))


def as_query(state: State) -> Query:
    """The values of controls as Streamlit reads them from an address."""
    return {key: as_parameter(value) for key, value in state.items()}


def as_parameter(value: object) -> list[str]:
    """A value of a control; an empty selection is an empty text."""
    if isinstance(value, list | tuple):
        return [str(part) for part in value] or [""]
    return [str(value).lower() if isinstance(value, bool) else str(value)]
