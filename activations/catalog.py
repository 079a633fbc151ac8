"""The catalogue: the definition of every activation function, by family, in the order in which they are shown."""

from collections.abc import Mapping
from types import MappingProxyType

from activations.activation import Definition
from activations.functions import (
    elementary,
    exponential_linear,
    gated,
    periodic,
    rectified,
    shrinkage,
    sigmoidal,
    softplus_like,
)

FAMILIES: Mapping[str, tuple[Definition, ...]] = MappingProxyType(
    {
        "Sigmoidal": sigmoidal.FAMILY,
        "Softplus": softplus_like.FAMILY,
        "Rectified": rectified.FAMILY,
        "Exponential linear": exponential_linear.FAMILY,
        "Gated": gated.FAMILY,
        "Shrinkage": shrinkage.FAMILY,
        "Elementary": elementary.FAMILY,
        "Periodic": periodic.FAMILY,
    }
)

CATALOG: Mapping[str, Definition] = MappingProxyType(
    {definition.name: definition for family in FAMILIES.values() for definition in family}
)


def is_catalogued(definition: Definition) -> bool:
    """Whether it is the catalogue's own, and not one that only bears such a name."""
    return CATALOG.get(definition.name) == definition
