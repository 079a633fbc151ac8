"""Which activations lie near one another."""

import math
from typing import NamedTuple

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import common_rule


class Relative(NamedTuple):
    """Another activation, at its defaults, and how far it lies from the one in question."""

    activation: Activation
    distance: float  # √E (f − g)² on standard normal inputs


def relatives_of(activation: Activation) -> list[Relative]:
    """All other activations of the catalogue, the nearest first."""
    others = [definition() for definition in CATALOG.values() if definition.name != activation.name]
    rule = common_rule((activation, *others), Normal())
    values = activation(rule.x)
    relatives = [Relative(other, math.sqrt(rule.expectation((values - other(rule.x)) ** 2))) for other in others]
    return sorted(relatives, key=lambda relative: relative.distance)
