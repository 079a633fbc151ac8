"""Code for the named units in NumPy, PyTorch, JAX, Keras and ONNX.

Where a gate is 0 nothing infinite is multiplied by it, but in what libraries have of their own. Checked by running it
in PyTorch 2.13.0, JAX 0.10.2, Keras 3.15.1 on JAX, and ONNX 1.23.2 (opset 28).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from activations.gates.gate import Gate
from activations.imports import with_imports

GateLanguage = Literal["NumPy", "PyTorch", "JAX", "Keras", "ONNX"]

GATE_LANGUAGES: tuple[GateLanguage, ...] = get_args(GateLanguage)

# Python that makes `y` of arrays `g` and `u`, with `{parameter}` where a value belongs; for ONNX, the nodes that do.
_NUMPY = {
    "GLU": "y = special.expit(g) * u",
    "Bilinear": "y = g * u",
    "ReGLU": "y = np.maximum(g, 0) * u",
    "GEGLU": "y = np.maximum(g, -40) * special.ndtr(g) * u",
    "GEGLUTanh": """\
near = np.clip(g, -40, 40)  # beyond, the gate is 0 or 1, and the cube might overflow
y = np.maximum(g, -40) * special.expit(2 * np.sqrt(2 / np.pi) * (near + 0.044715 * near**3)) * u""",
    "GEGLUQuick": "y = np.maximum(g, -500) * special.expit(1.702 * g) * u",
    "SwiGLU": """\
gate = special.expit({beta} * g)
y = np.where(gate == 0, 0, g) * gate * u""",
    "ClampedSwiGLU": """\
g = np.minimum(g, {limit})  # from above only
u = np.clip(u, -{limit}, {limit})
gate = special.expit({alpha} * g)
y = np.where(gate == 0, 0, g) * gate * (u + {bias})""",
}

_PYTORCH = {
    "GLU": "y = torch.sigmoid(g) * u",
    "Bilinear": "y = g * u",
    "ReGLU": "y = torch.relu(g) * u",
    "GEGLU": "y = torch.nn.functional.gelu(g) * u",
    "GEGLUTanh": 'y = torch.nn.functional.gelu(g, approximate="tanh") * u',
    "GEGLUQuick": "y = torch.clamp(g, min=-500) * torch.sigmoid(1.702 * g) * u",
    "SwiGLU": """\
gate = torch.sigmoid({beta} * g)
y = torch.where(gate == 0, 0.0, g) * gate * u""",
    "ClampedSwiGLU": """\
g = torch.clamp(g, max={limit})  # from above only
u = torch.clamp(u, min=-{limit}, max={limit})
gate = torch.sigmoid({alpha} * g)
y = torch.where(gate == 0, 0.0, g) * gate * (u + {bias})""",
}

_JAX = {
    "GLU": "y = jax.nn.sigmoid(g) * u",
    "Bilinear": "y = g * u",
    "ReGLU": "y = jax.nn.relu(g) * u",
    "GEGLU": "y = jax.nn.gelu(g, approximate=False) * u  # the default is the tanh form",
    "GEGLUTanh": "y = jax.nn.gelu(g, approximate=True) * u",
    "GEGLUQuick": "y = jax.numpy.maximum(g, -500) * jax.nn.sigmoid(1.702 * g) * u",
    "SwiGLU": """\
gate = jax.nn.sigmoid({beta} * g)
y = jax.numpy.where(gate == 0, 0.0, g) * gate * u""",
    "ClampedSwiGLU": """\
g = jax.numpy.minimum(g, {limit})  # from above only
u = jax.numpy.clip(u, -{limit}, {limit})
gate = jax.nn.sigmoid({alpha} * g)
y = jax.numpy.where(gate == 0, 0.0, g) * gate * (u + {bias})""",
}

_KERAS = {
    "GLU": "y = keras.ops.sigmoid(g) * u",
    "Bilinear": "y = g * u",
    "ReGLU": "y = keras.ops.relu(g) * u",
    "GEGLU": "y = keras.ops.gelu(g, approximate=False) * u  # the default is the tanh form",
    "GEGLUTanh": "y = keras.ops.gelu(g, approximate=True) * u",
    "GEGLUQuick": "y = keras.ops.maximum(g, -500) * keras.ops.sigmoid(1.702 * g) * u",
    "SwiGLU": """\
gate = keras.ops.sigmoid({beta} * g)
y = keras.ops.where(gate == 0, 0.0, g) * gate * u""",
    "ClampedSwiGLU": """\
g = keras.ops.minimum(g, {limit})  # from above only
u = keras.ops.clip(u, -{limit}, {limit})
gate = keras.ops.sigmoid({alpha} * g)
y = keras.ops.where(gate == 0, 0.0, g) * gate * (u + {bias})""",
}


def _onnx(opening: str) -> str:
    return f"""\
nodes = [
    {opening},
    make_node("Mul", ["opening", "u"], ["y"]),
]"""


_ONNX = {
    "GLU": _onnx('make_node("Sigmoid", ["g"], ["opening"])'),
    "Bilinear": 'nodes = [make_node("Mul", ["g", "u"], ["y"])]',
    "ReGLU": _onnx('make_node("Relu", ["g"], ["opening"])'),
    "GEGLU": _onnx('make_node("Gelu", ["g"], ["opening"])'),
    "GEGLUTanh": _onnx('make_node("Gelu", ["g"], ["opening"], approximate="tanh")'),
    "GEGLUQuick": 'nodes = [make_node("SwiGLU", ["g", "u"], ["y"], alpha=1.702)]  # since opset 28',
    "SwiGLU": 'nodes = [make_node("SwiGLU", ["g", "u"], ["y"], alpha={beta})]  # since opset 28',
    "ClampedSwiGLU": """\
nodes = [
    make_node("Constant", [], ["low"], value_float=-{limit}),
    make_node("Constant", [], ["high"], value_float={limit}),
    make_node("Constant", [], ["bias"], value_float={bias}),
    make_node("Clip", ["g", "", "high"], ["gate"]),  # from above only
    make_node("Clip", ["u", "low", "high"], ["clipped"]),
    make_node("Add", ["clipped", "bias"], ["value"]),
    make_node("SwiGLU", ["gate", "value"], ["y"], alpha={alpha}),  # since opset 28
]""",
}

_CODE: Mapping[GateLanguage, Mapping[str, str]] = MappingProxyType(
    {"NumPy": _NUMPY, "PyTorch": _PYTORCH, "JAX": _JAX, "Keras": _KERAS, "ONNX": _ONNX}
)


def gate_snippet(gate: Gate, language: GateLanguage) -> str | None:
    """Code with its imports that makes `y` of `g` and `u`, for ONNX the `nodes` that do; None for a unit without name.

    One without name is the product of u and its activation, for which `activations.libraries` has the code.
    """
    code = _CODE[language].get(gate.name)
    if code is None:
        return None
    for name, value in gate.parameters.items():
        code = code.replace(f"{{{name}}}", repr(value))
    return with_imports(code)
