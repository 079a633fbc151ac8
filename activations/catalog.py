"""The catalogue: every activation function, by family, in the order in which they are shown."""

from collections.abc import Mapping
from types import MappingProxyType

from activations.activation import Activation
from activations.functions import elementary, exponential_linear, gated, rectified, shrinkage, sigmoidal, softplus

FAMILIES: Mapping[str, tuple[Activation, ...]] = MappingProxyType(
    {
        "Sigmoidal": sigmoidal.FAMILY,
        "Softplus": softplus.FAMILY,
        "Rectified": rectified.FAMILY,
        "Exponential linear": exponential_linear.FAMILY,
        "Gated": gated.FAMILY,
        "Shrinkage": shrinkage.FAMILY,
        "Elementary": elementary.FAMILY,
    }
)

CATALOG: Mapping[str, Activation] = MappingProxyType(
    {activation.name: activation for family in FAMILIES.values() for activation in family}
)
