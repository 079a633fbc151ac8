"""The activations in Keras; slopes are those of `jax.grad` on the JAX backend, since each backend has its own.

On the PyTorch backend they are 0 for SparseSigmoid and for Hardtanh at ±1, and the negative slope for LeakyReLU.
"""

from collections.abc import Mapping
from types import MappingProxyType

from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE
from activations.libraries.jax import hardtanh_slopes
from activations.libraries.library_function import LibraryFunction

_FLOAT32 = "Gives float32 for float64 on every backend but TensorFlow."

KERAS: Mapping[str, LibraryFunction | None] = MappingProxyType(
    {
        "Sigmoid": LibraryFunction(
            "keras.activations.sigmoid", "keras.activations.sigmoid(x)", "keras.activations.sigmoid(x - {offset})"
        ),
        "Hardsigmoid": LibraryFunction(
            "keras.activations.hard_sigmoid",
            "keras.activations.hard_sigmoid(x)",
            slopes=lambda: {-3.0: 0.0, 3.0: 0.0},
        ),
        "SparseSigmoid": LibraryFunction(
            "keras.activations.sparse_sigmoid",
            "keras.activations.sparse_sigmoid(x)",
            slopes=lambda: {-1.0: 0.25, 1.0: 0.25},
        ),
        "Tanh": LibraryFunction("keras.activations.tanh", "keras.activations.tanh(x)", note=_FLOAT32),
        "Hardtanh": LibraryFunction(
            "keras.activations.hard_tanh",
            "keras.activations.hard_tanh(x)",
            "keras.ops.clip(x, {min_val}, {max_val})",
            note="Has no bounds but −1 and 1, where its slope is 1; that of keras.ops.clip at its bounds is ½.",
            slopes=hardtanh_slopes,
        ),
        "Softsign": LibraryFunction(
            "keras.activations.softsign", "keras.activations.softsign(x)", slopes=lambda: {0.0: 1.0}
        ),
        "Arctan": LibraryFunction(
            "keras.ops.arctan", "keras.ops.arctan(x)", note=f"Not in keras.activations. {_FLOAT32}"
        ),
        "Erf": LibraryFunction("keras.ops.erf", "keras.ops.erf(x)", note="Not in keras.activations."),
        "Softplus": LibraryFunction(
            "keras.activations.softplus",
            "keras.activations.softplus(x)",
            "keras.activations.softplus({beta} * x) / {beta}",
            note="Has no β.",
        ),
        "LogSigmoid": LibraryFunction("keras.activations.log_sigmoid", "keras.activations.log_sigmoid(x)"),
        "Squareplus": LibraryFunction(
            "keras.activations.squareplus",
            "keras.activations.squareplus(x, b={b})",
            note="Its x + √(x² + b) cancels for x < 0: at −10⁴ it gives 0 in float32, not 10⁻⁴ (b = 4).",
        ),
        "SparsePlus": LibraryFunction(
            "keras.activations.sparse_plus",
            "keras.activations.sparse_plus(x)",
            slopes=lambda: {-1.0: 0.0, 1.0: 1.0},
        ),
        "ReLU": LibraryFunction("keras.activations.relu", "keras.activations.relu(x)", slopes=lambda: {0.0: 0.0}),
        "ReLU6": LibraryFunction(
            "keras.activations.relu6", "keras.activations.relu6(x)", slopes=lambda: {0.0: 0.0, 6.0: 0.0}
        ),
        "ReLUSquared": None,
        "LeakyReLU": LibraryFunction(
            "keras.activations.leaky_relu",
            "keras.activations.leaky_relu(x, negative_slope={negative_slope})",
            note="The default slope is 0.2, that of the layer keras.layers.LeakyReLU 0.3; "
            "keras.layers.PReLU learns it, from 0.",
            slopes=lambda **_: {0.0: 1.0},
        ),
        "RReLU": None,
        "Threshold": LibraryFunction(
            "keras.activations.threshold",
            "keras.activations.threshold(x, {threshold}, {value})",
            note="Has no defaults: both parameters must be given.",
            slopes=lambda threshold, **_: {threshold: 0.0},
        ),
        "ELU": LibraryFunction(
            "keras.activations.elu", "keras.activations.elu(x, alpha={alpha})", slopes=lambda alpha: {0.0: alpha}
        ),
        "SELU": LibraryFunction(
            "keras.activations.selu", "keras.activations.selu(x)", slopes=lambda: {0.0: SELU_SCALE * SELU_ALPHA}
        ),
        "CELU": LibraryFunction(
            "keras.activations.celu", "keras.activations.celu(x, alpha={alpha})", slopes=lambda **_: {0.0: 1.0}
        ),
        "GELU": LibraryFunction(
            "keras.activations.gelu",
            "keras.activations.gelu(x)",
            note="keras.ops.gelu differs: its default is GELUTanh.",
        ),
        "GELUTanh": LibraryFunction(
            "keras.activations.gelu(approximate=True)",
            "keras.activations.gelu(x, approximate=True)",
            note="The default of keras.ops.gelu, but not of keras.activations.gelu. Its 1 + tanh cancels for x < 0: "
            "at −5 float32 gives 0, not −2.3e-7.",
        ),
        "QuickGELU": None,
        "SiLU": LibraryFunction(
            "keras.activations.silu",
            "keras.activations.silu(x)",
            "x * keras.activations.sigmoid({beta} * x)",
            note="Also called keras.activations.swish; has no β.",
        ),
        "Mish": LibraryFunction("keras.activations.mish", "keras.activations.mish(x)"),
        "Hardswish": LibraryFunction(
            "keras.activations.hard_silu",
            "keras.activations.hard_silu(x)",
            note="Also called keras.activations.hard_swish.",
            slopes=lambda: {-3.0: 0.0, 3.0: 1.0},
        ),
        "Tanhshrink": LibraryFunction("keras.activations.tanh_shrink", "keras.activations.tanh_shrink(x)"),
        "Hardshrink": LibraryFunction(
            "keras.activations.hard_shrink",
            "keras.activations.hard_shrink(x, threshold={lambd})",
            note="Calls λ threshold.",
            slopes=lambda lambd: {-lambd: 0.0, lambd: 0.0},
        ),
        "Softshrink": LibraryFunction(
            "keras.activations.soft_shrink",
            "keras.activations.soft_shrink(x, threshold={lambd})",
            note="Calls λ threshold.",
            slopes=lambda lambd: {-lambd: 0.0, lambd: 0.0},
        ),
        "Identity": LibraryFunction("keras.activations.linear", "keras.activations.linear(x)"),
        "Sin": LibraryFunction("keras.ops.sin", "keras.ops.sin(x)", note=f"Not in keras.activations. {_FLOAT32}"),
        "Exponential": LibraryFunction("keras.activations.exponential", "keras.activations.exponential(x)"),
    }
)
