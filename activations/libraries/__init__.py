"""What other libraries call each activation, the code that reproduces it, and the slopes they find at its breakpoints.

Checked by running it, on a CPU, in PyTorch 2.13.0, JAX 0.10.2, ONNX 1.23.2 (opset 28), and Keras 3.15.1 on
JAX 0.10.2, on TensorFlow 2.21.0 and on PyTorch 2.13.0.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.imports import with_imports
from activations.libraries.filling import filled
from activations.libraries.jax import JAX
from activations.libraries.keras import KERAS
from activations.libraries.library_function import Backend, LibraryFunction, Slope
from activations.libraries.numpy_code import AT_ZERO as NUMPY_AT_ZERO
from activations.libraries.numpy_code import NUMPY_CODE
from activations.libraries.onnx import ONNX
from activations.libraries.pytorch import PYTORCH

Library = Literal["PyTorch", "JAX", "Keras", "ONNX"]
Language = Literal["NumPy", "PyTorch", "JAX", "Keras", "ONNX"]

LIBRARIES: tuple[Library, ...] = get_args(Library)
LANGUAGES: tuple[Language, ...] = get_args(Language)
BACKENDS: tuple[Backend, ...] = get_args(Backend)

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


def implementation_of(activation: Activation, library: Library) -> LibraryFunction | None:
    """What the library has for the activation; None where it has nothing, as for one outside the catalogue."""
    return IMPLEMENTATIONS.get(activation.name, {}).get(library)


def call(activation: Activation, library: Library) -> str | None:
    """The expression over `x` that reproduces the activation, for ONNX the list of nodes from x to y; None if none."""
    function = implementation_of(activation, library)
    if function is None:
        return None
    left = [
        activation.parameters[parameter.name]
        for parameter in activation.definition.parameters
        if f"{{{parameter.name}}}" not in function.call and activation.parameters[parameter.name] != parameter.default
    ]
    if not left:
        return filled(function.call, activation.parameters)
    shorter = "" if any(left) else function.call_at_zero
    return filled(shorter or function.general_call, activation.parameters)


def snippet(activation: Activation, language: Language) -> str | None:
    """Code with its imports that makes `y` of `x`, for ONNX the `nodes` that do; None if there is no such function."""
    if language == "NumPy":
        code = filled(_numpy_template(activation), activation.parameters)
    else:
        expression = call(activation, language)
        code = f"{'nodes' if language == 'ONNX' else 'y'} = {expression}" if expression else ""
    return with_imports(code) if code else None


def slopes_at_breakpoints(activation: Activation, library: Library) -> dict[tuple[Backend, ...], dict[float, float]]:
    """The first derivative that the library finds at each breakpoint: x -> f′(x), by the backends that find these.

    There is one entry, for no backend in particular, where all agree or the library has none; one for each group of
    backends that agree where they differ; and none where the library has no such function, or that has no breakpoints.
    Inputs are float64.
    """
    function = implementation_of(activation, library)
    if function is None or function.slope is None or not activation.breakpoints:
        return {}
    slope = function.slope
    if callable(slope):
        return {(): _at_breakpoints(slope, activation)}
    found = {backend: _at_breakpoints(slope[backend], activation) for backend in BACKENDS}
    groups = {tuple(other for other in BACKENDS if found[other] == slopes): slopes for slopes in found.values()}
    return {(): found[BACKENDS[0]]} if len(groups) == 1 else groups


def _at_breakpoints(slope: Slope, activation: Activation) -> dict[float, float]:
    return {x: slope(x, **activation.parameters) for x in activation.breakpoints}


def _numpy_template(activation: Activation) -> str:
    factor, shorter = NUMPY_AT_ZERO.get(activation.name, (None, ""))
    is_zero = factor is not None and factor(activation.parameters) == 0.0
    return shorter if is_zero else NUMPY_CODE.get(activation.name, "")
