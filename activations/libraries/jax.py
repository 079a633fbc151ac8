"""The activations in JAX; slopes are those of `jax.grad`."""

from collections.abc import Mapping
from types import MappingProxyType

from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE
from activations.libraries.library_function import LibraryFunction, constant, parameter


def hardtanh_slope(_: float, *, min_val: float, max_val: float) -> float:
    # hard_tanh takes the inner branch at its bounds; clip, at a tie, the mean of both.
    return 1.0 if (min_val, max_val) == (-1.0, 1.0) else 0.5


def hardsigmoid_slope(_: float, *, slope: float, offset: float) -> float:
    return 0.0 if (slope, offset) == (1 / 6, 0.5) else 0.5 * slope


JAX: Mapping[str, LibraryFunction | None] = MappingProxyType(
    {
        "Sigmoid": LibraryFunction("jax.nn.sigmoid", "jax.nn.sigmoid(x)", "jax.nn.sigmoid(x{offset:-})"),
        "Hardsigmoid": LibraryFunction(
            "jax.nn.hard_sigmoid",
            "jax.nn.hard_sigmoid(x)",
            "{slope} * (jax.numpy.clip(x, {offset:neg} / {slope}, {offset:1} / {slope}) + {offset} / {slope})",
            note="Has no slope but 1/6; that of jax.numpy.clip at its bounds is ½ of it.",
            slope=hardsigmoid_slope,
        ),
        "SparseSigmoid": LibraryFunction("jax.nn.sparse_sigmoid", "jax.nn.sparse_sigmoid(x)", slope=constant(0.25)),
        "Tanh": LibraryFunction("jax.nn.tanh", "jax.nn.tanh(x)"),
        "ScaledTanh": None,
        "Hardtanh": LibraryFunction(
            "jax.nn.hard_tanh",
            "jax.nn.hard_tanh(x)",
            "jax.numpy.clip(x, {min_val}, {max_val})",
            note="Has no bounds but −1 and 1, where its slope is 1; that of jax.numpy.clip at its bounds is ½.",
            slope=hardtanh_slope,
        ),
        "Softsign": LibraryFunction("jax.nn.soft_sign", "jax.nn.soft_sign(x)", slope=constant(1.0)),
        "Arctan": LibraryFunction("jax.numpy.arctan", "jax.numpy.arctan(x)", note="Not in jax.nn."),
        "Erf": LibraryFunction("jax.scipy.special.erf", "jax.scipy.special.erf(x)", note="Not in jax.nn."),
        "LaplaceGate": None,
        "Step": None,
        "Softplus": LibraryFunction(
            "jax.nn.softplus", "jax.nn.softplus(x)", "jax.nn.softplus({beta} * x) / {beta}", note="Has no β."
        ),
        "LogSigmoid": LibraryFunction("jax.nn.log_sigmoid", "jax.nn.log_sigmoid(x)"),
        "Squareplus": LibraryFunction(
            "jax.nn.squareplus",
            "jax.nn.squareplus(x, b={b})",
            note="Its x + √(x² + b) cancels for x < 0: at −10⁴ it gives 0 in float32, not 10⁻⁴ (b = 4).",
        ),
        "SparsePlus": LibraryFunction("jax.nn.sparse_plus", "jax.nn.sparse_plus(x)", slope=lambda x: float(x > 0)),
        "SqrtSoftplus": None,
        "ReLU": LibraryFunction("jax.nn.relu", "jax.nn.relu(x)", slope=constant(0.0)),
        "ReLU6": LibraryFunction("jax.nn.relu6", "jax.nn.relu6(x)", slope=constant(0.0)),
        "ClippedReLU": None,
        "ReLUSquared": None,
        "StarReLU": None,
        "LeakyReLU": LibraryFunction(
            "jax.nn.leaky_relu",
            "jax.nn.leaky_relu(x, negative_slope={negative_slope})",
            slope=constant(1.0),
        ),
        "RReLU": None,
        "Threshold": None,
        "ELU": LibraryFunction("jax.nn.elu", "jax.nn.elu(x, alpha={alpha})", slope=parameter("alpha")),
        "SELU": LibraryFunction("jax.nn.selu", "jax.nn.selu(x)", slope=constant(SELU_SCALE * SELU_ALPHA)),
        "CELU": LibraryFunction("jax.nn.celu", "jax.nn.celu(x, alpha={alpha})", slope=constant(1.0)),
        "xIELU": None,
        "GELU": LibraryFunction(
            "jax.nn.gelu(approximate=False)",
            "jax.nn.gelu(x, approximate=False)",
            note="The default, approximate=True, is GELUTanh.",
        ),
        "GELUTanh": LibraryFunction(
            "jax.nn.gelu",
            "jax.nn.gelu(x, approximate=True)",
            note="The default of jax.nn.gelu. Its 1 + tanh cancels for x < 0: at −6 float32 gives 0, not −8.4e-11.",
        ),
        "QuickGELU": None,
        "SiLU": LibraryFunction(
            "jax.nn.silu",
            "jax.nn.silu(x)",
            "jax.numpy.where({beta} * x < -1e3, 0.0, x) * jax.nn.sigmoid({beta} * x)",
            call_at_zero="x / 2",
            note="Also called jax.nn.swish; has no β.",
        ),
        "Mish": LibraryFunction("jax.nn.mish", "jax.nn.mish(x)"),
        "Hardswish": LibraryFunction(
            "jax.nn.hard_silu",
            "jax.nn.hard_silu(x)",
            note="Also called jax.nn.hard_swish.",
            slope=lambda x: float(x > 0),
        ),
        "HardMish": None,
        "Tanhshrink": None,
        "Hardshrink": None,
        "Softshrink": None,
        "Shrink": None,
        "Identity": LibraryFunction("jax.nn.identity", "jax.nn.identity(x)"),
        "Exponential": LibraryFunction("jax.numpy.exp", "jax.numpy.exp(x)", note="Not in jax.nn."),
        "Gaussian": None,
        "Sin": LibraryFunction(
            "jax.numpy.sin", "jax.numpy.sin(x)", "jax.numpy.sin({frequency} * x)", note="Not in jax.nn. Has no ω."
        ),
        "Snake": None,
    }
)
