"""Numbers that people copy into code: where each stands, what it is for, and what it is when it is computed anew.

>>> from activations.constants import CONSTANTS, compared
>>> compared(CONSTANTS["QuickGELU's steepness"])
"""

from collections.abc import Mapping
from types import MappingProxyType

from activations.constants.edges import EDGES, HalfStablePoint, edge_of_chaos, half_stable_point
from activations.constants.gelu_approximations import GELU_CONSTANTS, Fit, gelu_fits
from activations.constants.record import Comparison, Constant, Verdict, compared
from activations.constants.scales import DIVISORS, E3NN, NFNETS, PYTORCH_GAINS
from activations.constants.standardised import STANDARDISED

CONSTANTS: Mapping[str, Constant] = MappingProxyType(
    {
        constant.name: constant
        for constant in (*PYTORCH_GAINS, *STANDARDISED, *NFNETS, *E3NN, *DIVISORS, *GELU_CONSTANTS, *EDGES)
    }
)

__all__ = [
    "CONSTANTS",
    "Comparison",
    "Constant",
    "Fit",
    "HalfStablePoint",
    "Verdict",
    "compared",
    "edge_of_chaos",
    "gelu_fits",
    "half_stable_point",
]
