"""Names by which activations go elsewhere."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from activations.catalog import CATALOG
from activations.libraries import IMPLEMENTATIONS

# Names in use that no record of a library has, or that libraries use for several functions.
_FURTHER = {
    "logistic": "Sigmoid",
    "expit": "Sigmoid",
    "atan": "Arctan",
    "sine": "Sin",
    "siren": "Sin",
    "exp": "Exponential",
    "soft_relu": "Softplus",
    "rectifier": "ReLU",
    "ramp": "ReLU",
    "relu2": "ReLUSquared",
    "squared_relu": "ReLUSquared",
    "PReLU": "LeakyReLU",
    "parametric_relu": "LeakyReLU",
    "lrelu": "LeakyReLU",
    "swish": "SiLU",
    "hswish": "Hardswish",
    "gelu_new": "GELUTanh",
    "gelu_pytorch_tanh": "GELUTanh",
    "gelu_fast": "GELUTanh",
    "hard_threshold": "Hardshrink",
    "soft_threshold": "Softshrink",
    "none": "Identity",
    "heaviside": "Step",
    "binary_step": "Step",
    "soft_cap": "ScaledTanh",
    "DyT": "ScaledTanh",
    "dynamic_tanh": "ScaledTanh",
    "laplace": "LaplaceGate",
    "clamped_relu": "ClippedReLU",
    "rbf": "Gaussian",
}


def activation_named(text: str) -> str | None:
    """The name in the catalogue of what goes by this name here or elsewhere; None if nothing does.

    Capitals, blanks, hyphens and underscores make no difference.
    """
    return _NAMES.get(_letters(text))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _names() -> Mapping[str, str]:
    in_libraries: dict[str, set[str]] = defaultdict(set)
    for name, functions in IMPLEMENTATIONS.items():
        for function in filter(None, functions.values()):
            last = function.name.partition("(")[0].rpartition(".")[2]
            in_libraries[_letters(last)].add(name)
    return MappingProxyType(
        {
            **{text: names.pop() for text, names in in_libraries.items() if len(names) == 1},
            **{_letters(text): name for text, name in _FURTHER.items()},
            **{_letters(name): name for name in CATALOG},
        }
    )


_NAMES = _names()
