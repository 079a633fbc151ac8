"""Parametrisations over the catalogue and over the distributions: whatever is added there, every test tries."""

import pytest

from activations import CATALOG, Activation, Definition
from activations.elementwise import RealFunction
from activations.random_inputs.distributions import DISTRIBUTIONS, Distribution, ParameterRange


def settings_of(definition: Definition) -> list[Activation]:
    """The function at its defaults, and with each parameter in turn at the ends of its slider and between its steps."""
    moved = [
        definition(**{p.name: value})
        for p in definition.parameters
        for value in (p.low, p.low + 0.3717 * (p.high - p.low), p.high)
    ]
    return list(dict.fromkeys([definition(), *moved]))


def inputs_of(distribution: type[Distribution]) -> list[Distribution]:
    """A distribution at its defaults, and with each of its settings in turn at the ends of the slider and between."""
    moved: list[dict[str, float]] = [{}]
    for setting in distribution.settings:
        between = setting.low + 0.3717 * (setting.high - setting.low)
        if isinstance(setting, ParameterRange):
            spans = ((setting.low, setting.low + setting.step), (between, setting.high), (setting.low, setting.high))
            moved += [dict(zip(setting.names, span, strict=True)) for span in spans]
        else:
            moved += [{setting.name: value} for value in (setting.low, between, setting.high)]
    return list(dict.fromkeys(distribution(**given) for given in moved))


def curves_of(activation: Activation) -> tuple[RealFunction, RealFunction, RealFunction]:
    """f, f′ and f″."""
    return activation, activation.derivative, activation.second_derivative


every_definition = pytest.mark.parametrize("definition", CATALOG.values(), ids=CATALOG.keys())

# At the defaults of its parameters.
every_activation = pytest.mark.parametrize("activation", [each() for each in CATALOG.values()], ids=repr)

every_setting = pytest.mark.parametrize(
    "activation", [setting for each in CATALOG.values() for setting in settings_of(each)], ids=repr
)

every_distribution = pytest.mark.parametrize("distribution", DISTRIBUTIONS.values(), ids=DISTRIBUTIONS.keys())

every_inputs = pytest.mark.parametrize(
    "inputs", [inputs for each in DISTRIBUTIONS.values() for inputs in inputs_of(each)], ids=repr
)
