"""What other libraries call each activation, the code that reproduces it, and the slopes they find at its breakpoints.

Checked by running it in PyTorch 2.13.0, JAX 0.10.2, Keras 3.15.1 on JAX, and ONNX 1.23.2 (opset 28).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

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


def call(name: str, library: Library, **parameters: float) -> str | None:
    """The expression over `x` that reproduces the activation, for ONNX the list of nodes from x to y; None if none."""
    function = IMPLEMENTATIONS[name][library]
    if function is None:
        return None
    defaults = CATALOG[name].defaults
    fits = all(f"{{{key}}}" in function.call or value == defaults[key] for key, value in parameters.items())
    return _filled(function.call if fits else function.general_call, parameters)


def snippet(name: str, language: Language, **parameters: float) -> str | None:
    """Code with its imports that makes `y` of `x`, for ONNX the `nodes` that do; None if there is no such function."""
    if language == "NumPy":
        code = _filled(NUMPY_CODE[name], parameters)
    else:
        expression = call(name, language, **parameters)
        if expression is None:
            return None
        code = f"{'nodes' if language == 'ONNX' else 'y'} = {expression}"
    # Not behind a dot: jax.scipy.special needs no SciPy.
    imports = [line for word, line in _IMPORTS.items() if re.search(rf"(?<![.\w]){word}[.(]", code)]
    return "\n".join([*imports, "", code] if imports else [code])


def slopes_at_breakpoints(name: str, library: Library, **parameters: float) -> dict[float, float]:
    """The first derivative that the library finds at each breakpoint; empty if it has no such function, or none."""
    function = IMPLEMENTATIONS[name][library]
    return {} if function is None else function.slopes(**parameters)


def _filled(template: str, parameters: Mapping[str, float]) -> str:
    # repr of a plain float reads back as the same number; that of NumPy's float64 is no literal.
    return template.format(**{key: repr(float(value)) for key, value in parameters.items()})
