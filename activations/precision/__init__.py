"""What a format of floating-point numbers does to a formula: forms of functions on trial, textbook and stable.

>>> from activations.precision import FORMATS, SUBJECTS, tried
>>> tried(SUBJECTS["GELUTanh"].function, FORMATS["float16"]).verdicts
"""

from collections.abc import Mapping
from types import MappingProxyType

from activations.precision.formats import FORMATS, Format
from activations.precision.gated_forms import GELU, GELU_TANH, MISH, SILU
from activations.precision.rounded import in_format
from activations.precision.sigmoid_forms import SIGMOID, TANH
from activations.precision.softplus_forms import ELU, LOG_SIGMOID, SOFTPLUS
from activations.precision.subject import Form, Order, Subject
from activations.precision.trial import Stretch, Trial, Verdict, reach_of, tried

SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {each.name: each for each in (SOFTPLUS, SIGMOID, LOG_SIGMOID, TANH, ELU, GELU_TANH, GELU, SILU, MISH)}
)

__all__ = [
    "FORMATS",
    "SUBJECTS",
    "Form",
    "Format",
    "Order",
    "Stretch",
    "Subject",
    "Trial",
    "Verdict",
    "in_format",
    "reach_of",
    "tried",
]
