"""The activations in Keras; slopes are those of its JAX, TensorFlow and PyTorch backends, of which each has its own.

They are those of `jax.grad`, of `tf.GradientTape` and of `torch.autograd`.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE
from activations.libraries import jax
from activations.libraries.library_function import LibraryFunction, Slope, constant, parameter

_FLOAT32 = "On the JAX backend float64 gives float32."


def _hardtanh_slope_on_pytorch(x: float, *, min_val: float, max_val: float) -> float:
    if (min_val, max_val) == (-1.0, 1.0):
        return 0.0  # hard_tanh takes the outer branch at its bounds
    return _slope_of_rounded_clip(x, min_val, max_val)


def _slope_of_rounded_clip(x: float, min_val: float, max_val: float) -> float:
    # It takes the inner branch at its bounds, but these may have moved.
    with np.errstate(over="ignore"):  # a bound past float32 is infinite there too
        low, high = np.array([min_val, max_val]).astype(np.float32).tolist()
    return float(low <= x <= high)


def _hardsigmoid_slope_on_tensorflow(_: float, *, slope: float, offset: float) -> float:
    return 0.0 if (slope, offset) == (1 / 6, 0.5) else slope


def _hardsigmoid_slope_on_pytorch(x: float, *, slope: float, offset: float) -> float:
    if (slope, offset) == (1 / 6, 0.5):
        return 0.0
    low, high = -offset / slope, (1.0 - offset) / slope
    return slope * _slope_of_rounded_clip(x, low, high)


def _clipped_slope(at_maximum: float) -> Slope:
    def slope(x: float, *, maximum: float, threshold: float, negative_slope: float) -> float:  # noqa: ARG001 - takes every parameter by name
        if x == threshold or (maximum, threshold) == (6.0, 0.0):  # the latter is relu6
            return 0.0
        return at_maximum

    return slope


def _clipped_slope_on_tensorflow(x: float, *, maximum: float, threshold: float, negative_slope: float) -> float:
    if (maximum, threshold) == (6.0, 0.0):
        return 0.0
    with np.errstate(over="ignore"):
        highest, least = np.array([maximum, threshold]).astype(np.float32).tolist()
    if x == threshold:  # which may have moved
        return 1.0 if x > least else negative_slope if x < least else 0.0
    return float(x <= highest)


KERAS: Mapping[str, LibraryFunction | None] = MappingProxyType(
    {
        "Sigmoid": LibraryFunction(
            "keras.activations.sigmoid", "keras.activations.sigmoid(x)", "keras.activations.sigmoid(x{offset:-})"
        ),
        "Hardsigmoid": LibraryFunction(
            "keras.activations.hard_sigmoid",
            "keras.activations.hard_sigmoid(x)",
            "{slope} * (keras.ops.clip(x, {offset:neg} / {slope}, {offset:1} / {slope}) + {offset} / {slope})",
            note="Has no slope but 1/6; others take keras.ops.clip. On the PyTorch backend its slope is 1/6 rounded to "
            "float32, even for float64, as the bounds of clip are.",
            slope={
                "JAX": jax.hardsigmoid_slope,
                "TensorFlow": _hardsigmoid_slope_on_tensorflow,
                "PyTorch": _hardsigmoid_slope_on_pytorch,
            },
        ),
        "SparseSigmoid": LibraryFunction(
            "keras.activations.sparse_sigmoid",
            "keras.activations.sparse_sigmoid(x)",
            slope={"JAX": constant(0.25), "TensorFlow": constant(0.0), "PyTorch": constant(0.0)},
        ),
        "Tanh": LibraryFunction("keras.activations.tanh", "keras.activations.tanh(x)", note=_FLOAT32),
        "ScaledTanh": None,
        "Hardtanh": LibraryFunction(
            "keras.activations.hard_tanh",
            "keras.activations.hard_tanh(x)",
            "keras.ops.clip(x, {min_val}, {max_val})",
            note="Has no bounds but −1 and 1; others take keras.ops.clip. On the PyTorch backend that rounds its "
            "bounds to float32, even for float64; its slope at one is 1, or 0 if rounding moved it inwards.",
            slope={
                "JAX": jax.hardtanh_slope,
                "TensorFlow": constant(1.0),
                "PyTorch": _hardtanh_slope_on_pytorch,
            },
        ),
        "Softsign": LibraryFunction("keras.activations.softsign", "keras.activations.softsign(x)", slope=constant(1.0)),
        "Arctan": LibraryFunction(
            "keras.ops.arctan", "keras.ops.arctan(x)", note=f"Not in keras.activations. {_FLOAT32}"
        ),
        "Erf": LibraryFunction("keras.ops.erf", "keras.ops.erf(x)", note="Not in keras.activations."),
        "LaplaceGate": None,
        "Step": None,
        "Softplus": LibraryFunction(
            "keras.activations.softplus",
            "keras.activations.softplus(x)",
            "keras.activations.softplus({beta} * x) / {beta}",
            note="Has no β. On the PyTorch backend it returns its argument itself above 20: a jump of 2.06e-9.",
        ),
        "LogSigmoid": LibraryFunction("keras.activations.log_sigmoid", "keras.activations.log_sigmoid(x)"),
        "Squareplus": LibraryFunction(
            "keras.activations.squareplus",
            "keras.activations.squareplus(x, b={b})",
            note="Its x + √(x² + b) cancels for x < 0: at −10⁴ it gives 0 in float32, not 10⁻⁴ (b = 4). "
            "On the PyTorch backend b is rounded to float32, even for float64.",
        ),
        "SparsePlus": LibraryFunction(
            "keras.activations.sparse_plus",
            "keras.activations.sparse_plus(x)",
            slope=lambda x: float(x > 0),
        ),
        "SqrtSoftplus": None,
        "ReLU": LibraryFunction("keras.activations.relu", "keras.activations.relu(x)", slope=constant(0.0)),
        "ReLU6": LibraryFunction("keras.activations.relu6", "keras.activations.relu6(x)", slope=constant(0.0)),
        "ClippedReLU": LibraryFunction(
            "keras.activations.relu",
            "keras.activations.relu(x, negative_slope={negative_slope}, max_value={maximum}, threshold={threshold})",
            note="By default it has no maximum: then it is ReLU, with a slope LeakyReLU, with a threshold Threshold. "
            "On the TensorFlow backend its numbers are rounded to float32, even for float64.",
            slope={
                "JAX": _clipped_slope(0.5),
                "TensorFlow": _clipped_slope_on_tensorflow,
                "PyTorch": _clipped_slope(1.0),
            },
        ),
        "ReLUSquared": None,
        "StarReLU": None,
        "LeakyReLU": LibraryFunction(
            "keras.activations.leaky_relu",
            "keras.activations.leaky_relu(x, negative_slope={negative_slope})",
            note="The default slope is 0.2, that of the layer keras.layers.LeakyReLU 0.3; "
            "keras.layers.PReLU learns it, from 0. On the TensorFlow backend leaky_relu rounds it to float32, even for "
            "float64.",
            slope={
                "JAX": constant(1.0),
                "TensorFlow": parameter("negative_slope"),
                "PyTorch": parameter("negative_slope"),
            },
        ),
        "RReLU": None,
        "Threshold": LibraryFunction(
            "keras.activations.threshold",
            "keras.activations.threshold(x, {threshold}, {value})",
            note="Has no defaults: both parameters must be given.",
            slope=constant(0.0),
        ),
        "ELU": LibraryFunction(
            "keras.activations.elu",
            "keras.activations.elu(x, alpha={alpha})",
            note="On the TensorFlow backend, unless compiled by XLA, its eˣ − 1 cancels: at −10⁻⁸ float32 gives 0.",
            slope=parameter("alpha"),
        ),
        "SELU": LibraryFunction(
            "keras.activations.selu",
            "keras.activations.selu(x)",
            note="On the TensorFlow backend, unless compiled by XLA, its eˣ − 1 cancels: at −10⁻⁸ float32 gives 0. "
            "Compiled by XLA, its slope at 0 is 1.7581 there too.",
            slope={
                "JAX": constant(SELU_SCALE * SELU_ALPHA),
                "TensorFlow": constant(SELU_SCALE),
                "PyTorch": constant(SELU_SCALE * SELU_ALPHA),
            },
        ),
        "CELU": LibraryFunction(
            "keras.activations.celu",
            "keras.activations.celu(x, alpha={alpha})",
            note="On the TensorFlow backend its slope at 0 is 2, not 1, since both branches count. On the PyTorch "
            "backend 1/α is rounded to float32, even for float64.",
            slope={"JAX": constant(1.0), "TensorFlow": constant(2.0), "PyTorch": constant(1.0)},
        ),
        "xIELU": None,
        "GELU": LibraryFunction(
            "keras.activations.gelu",
            "keras.activations.gelu(x)",
            note="keras.ops.gelu differs: its default is GELUTanh. On the TensorFlow backend √½ is rounded to float32, "
            "even for float64. On the PyTorch backend its 1 + erf cancels for x < 0: at −6 float32 gives 0, "
            "not −5.9e-9.",
        ),
        "GELUTanh": LibraryFunction(
            "keras.activations.gelu(approximate=True)",
            "keras.activations.gelu(x, approximate=True)",
            note="The default of keras.ops.gelu, but not of keras.activations.gelu. Its 1 + tanh cancels for x < 0: "
            "at −6 float32 gives 0, not −8.4e-11. On the TensorFlow backend 0.044715 is rounded to float32, even for "
            "float64.",
        ),
        "QuickGELU": None,
        "SiLU": LibraryFunction(
            "keras.activations.silu",
            "keras.activations.silu(x)",
            "keras.ops.where({beta} * x < -1e3, 0.0, x) * keras.activations.sigmoid({beta} * x)",
            call_at_zero="x / 2",
            note="Also called keras.activations.swish; has no β.",
        ),
        "Mish": LibraryFunction("keras.activations.mish", "keras.activations.mish(x)"),
        "Hardswish": LibraryFunction(
            "keras.activations.hard_silu",
            "keras.activations.hard_silu(x)",
            note="Also called keras.activations.hard_swish.",
            slope=lambda x: float(x > 0),
        ),
        "HardMish": None,
        "Tanhshrink": LibraryFunction(
            "keras.activations.tanh_shrink",
            "keras.activations.tanh_shrink(x)",
            note="Its x − tanh x cancels around 0: at 10⁻⁴ float32 gives 0, not 3.3e-13.",
        ),
        "Hardshrink": LibraryFunction(
            "keras.activations.hard_shrink",
            "keras.activations.hard_shrink(x, threshold={lambd})",
            note="Calls λ threshold.",
            slope=constant(0.0),
        ),
        "Softshrink": LibraryFunction(
            "keras.activations.soft_shrink",
            "keras.activations.soft_shrink(x, threshold={lambd})",
            note="Calls λ threshold.",
            slope=constant(0.0),
        ),
        "Shrink": None,
        "Identity": LibraryFunction("keras.activations.linear", "keras.activations.linear(x)"),
        "Exponential": LibraryFunction("keras.activations.exponential", "keras.activations.exponential(x)"),
        "Gaussian": None,
        "Sin": LibraryFunction(
            "keras.ops.sin",
            "keras.ops.sin(x)",
            "keras.ops.sin({frequency} * x)",
            note=f"Not in keras.activations. Has no ω. {_FLOAT32}",
        ),
        "Snake": None,
    }
)
