"""The choice of what random inputs are drawn from: a distribution with its settings, or the reader's own numbers."""

from typing import NamedTuple

from activations import Parameter
from activations.random_inputs.distributions import DISTRIBUTIONS, Distribution
from activations.random_inputs.empirical import RandomInputs
from pages.ui import controls, declarations, own_data
from pages.ui.declarations import OneOf
from pages.ui.links import State
from pages.ui.own_data import OwnNumbers

_DATA = "Data"
_HOW = "put in your own on the page of your data"
_KIND = OneOf("inputs", "Random inputs", (*DISTRIBUTIONS, _DATA))

# The choice of the reader's own numbers.
OWN: State = {_KIND.key: _DATA}


class Source(NamedTuple):
    """What inputs are drawn from, in words too where no control says it."""

    inputs: RandomInputs
    owner: str = ""  # of given numbers
    note: str = ""


def choose() -> Source | None:
    """Draw the choice, and the settings of a distribution; None, with a word on why, where numbers cannot be read."""
    kind = controls.get(_KIND)
    if kind != _DATA:
        return Source(_distribution(DISTRIBUTIONS[kind]))
    own = own_data.chosen()
    return own and _source(own)


def _distribution(kind: type[Distribution]) -> Distribution:
    keywords: dict[str, float] = {}
    for setting in kind.settings:
        if isinstance(setting, Parameter):
            keywords[setting.name] = controls.get(declarations.setting_number(setting))
        else:
            keywords |= zip(setting.names, controls.get(declarations.setting_span(setting)), strict=True)
    return kind(**keywords)


def _source(own: OwnNumbers) -> Source:
    drawn = f"Inputs are drawn, with replacement, from the {own.inputs.numbers.size:,} numbers"
    if own.is_example:
        why = "your file cannot be read" if own.instead else "a link carries no file"
        return Source(own.inputs, "the example", f"{drawn} of the example, since {why}: {_HOW}.")
    return Source(own.inputs, "your data", f"{drawn} of {own.source}, which a link does not carry.")
