"""Which activations lie near one another."""

import math
from typing import NamedTuple

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.inputs import Normal
from activations.moments import expectation, quadrature


class Relative(NamedTuple):
    """Another activation, at its defaults, and how far it lies from the one in question."""

    activation: Activation
    distance: float  # √E (f − g)² on standard normal inputs


def nearest_relatives(activation: Activation, *, count: int, **parameters: float) -> list[Relative]:
    """The `count` other activations that differ least from `activation`, the nearest first.

    Raises what the activation raises.
    """
    others = [other for other in CATALOG.values() if other.name != activation.name]
    breakpoints = {point for other in others for point in other.breakpoints(**other.defaults)}
    x, weights = quadrature(Normal(), (*breakpoints, *activation.breakpoints(**parameters)))
    values = activation.function(x, **parameters)
    relatives = [
        Relative(
            other,
            math.sqrt(expectation((values - other.function(x, **other.defaults)) ** 2, weights, Normal())),
        )
        for other in others
    ]
    return sorted(relatives, key=lambda relative: relative.distance)[:count]
