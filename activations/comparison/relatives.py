"""Which activations lie near one another."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import Quadrature, panel_ends, rule_on

_INPUTS = Normal()


class Relative(NamedTuple):
    """Another activation, at its defaults, and how far it lies from the one in question."""

    activation: Activation
    distance: float  # √E (f − g)² on standard normal inputs


def relatives_of(activation: Activation) -> list[Relative]:
    """All other activations of the catalogue, the nearest first."""
    rule, catalogue = _catalogue_on(tuple(panel_ends(activation, _INPUTS).tolist()))
    values = activation(rule.x)
    relatives = [
        Relative(other, math.sqrt(rule.expectation((values - theirs) ** 2)))
        for other, theirs in catalogue
        if other.name != activation.name
    ]
    return sorted(relatives, key=lambda relative: relative.distance)


# Most functions have panels that end where those of the catalogue do.
@lru_cache(maxsize=8)
def _catalogue_on(ends: tuple[float, ...]) -> tuple[Quadrature, Sequence[tuple[Activation, FloatArray]]]:
    """A rule for a function on panels with these ends beside each of the catalogue, and the values of these there."""
    defaults = [definition() for definition in CATALOG.values()]
    rule = rule_on([np.array(ends), *(panel_ends(each, _INPUTS) for each in defaults)], _INPUTS)
    return rule, [(each, each(rule.x)) for each in defaults]
