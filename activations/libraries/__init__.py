"""What other libraries call each activation, the code that reproduces it, and the slopes they find at its breakpoints.

Checked by running it in PyTorch 2.13.0, JAX 0.10.2, Keras 3.15.1 on JAX, and ONNX 1.23.2 (opset 28).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.libraries.jax import JAX
from activations.libraries.keras import KERAS
from activations.libraries.library_function import LibraryFunction
from activations.libraries.numpy_code import NUMPY_CODE
from activations.libraries.onnx import ONNX
from activations.libraries.pytorch import PYTORCH

Library = Literal["PyTorch", "JAX", "Keras", "ONNX"]
Language = Literal["NumPy", "PyTorch", "JAX", "Keras", "ONNX"]

LIBRARIES: tuple[Library, ...] = get_args(Library)
LANGUAGES: tuple[Language, ...] = get_args(Language)

_BY_LIBRARY: Mapping[Library, Mapping[str, LibraryFunction | None]] = {
    "PyTorch": PYTORCH,
    "JAX": JAX,
    "Keras": KERAS,
    "ONNX": ONNX,
}

# Activation -> library -> its function, or None where it has none.
IMPLEMENTATIONS: Mapping[str, Mapping[Library, LibraryFunction | None]] = MappingProxyType(
    {
        name: MappingProxyType({library: functions[name] for library, functions in _BY_LIBRARY.items()})
        for name in CATALOG
    }
)

# What a piece of code needs, by the word that it uses.
_IMPORTS = {
    "np": "import numpy as np",
    "special": "from scipy import special",
    "torch": "import torch",
    "jax": "import jax",
    "keras": "import keras",
    "make_node": "from onnx.helper import make_node",
}


def implementation_of(activation: Activation, library: Library) -> LibraryFunction | None:
    """What the library has for the activation; None where it has nothing, as for one outside the catalogue."""
    return IMPLEMENTATIONS.get(activation.name, {}).get(library)


def call(activation: Activation, library: Library) -> str | None:
    """The expression over `x` that reproduces the activation, for ONNX the list of nodes from x to y; None if none."""
    function = implementation_of(activation, library)
    if function is None:
        return None
    fits = all(
        f"{{{parameter.name}}}" in function.call or activation.parameters[parameter.name] == parameter.default
        for parameter in activation.definition.parameters
    )
    return _filled(function.call if fits else function.general_call, activation)


def snippet(activation: Activation, language: Language) -> str | None:
    """Code with its imports that makes `y` of `x`, for ONNX the `nodes` that do; None if there is no such function."""
    if language == "NumPy":
        code = _filled(NUMPY_CODE.get(activation.name, ""), activation)
    else:
        expression = call(activation, language)
        code = f"{'nodes' if language == 'ONNX' else 'y'} = {expression}" if expression else ""
    if not code:
        return None
    # Not behind a dot: jax.scipy.special needs no SciPy.
    imports = [line for word, line in _IMPORTS.items() if re.search(rf"(?<![.\w]){word}[.(]", code)]
    return "\n".join([*imports, "", code] if imports else [code])


def slopes_at_breakpoints(activation: Activation, library: Library) -> dict[float, float]:
    """The first derivative that the library finds at each breakpoint; empty if it has no such function, or none."""
    function = implementation_of(activation, library)
    return {} if function is None else function.slopes(**activation.parameters)


def _filled(template: str, activation: Activation) -> str:
    return template.format(**{name: repr(value) for name, value in activation.parameters.items()})
