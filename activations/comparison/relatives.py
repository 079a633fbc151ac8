"""Which activations lie near one another."""

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
    rule, others, values = _catalogue_on(tuple(panel_ends(activation, _INPUTS).tolist()))
    distances = np.sqrt(rule.expectations((values - activation(rule.x)) ** 2)).tolist()
    all_of_them = map(Relative, others, distances)
    relatives = [each for each in all_of_them if each.activation.definition != activation.definition]
    return sorted(relatives, key=lambda relative: relative.distance)


# Most functions have panels that end where those of the catalogue do.
@lru_cache(maxsize=8)
def _catalogue_on(ends: tuple[float, ...]) -> tuple[Quadrature, Sequence[Activation], FloatArray]:
    """A rule for a function on panels with these ends beside each of the catalogue, and of these a row of values."""
    defaults = [definition() for definition in CATALOG.values()]
    rule = rule_on([np.array(ends), *(panel_ends(each, _INPUTS) for each in defaults)], _INPUTS)
    return rule, defaults, np.array([each(rule.x) for each in defaults])
