"""The activations in NumPy and SciPy, in forms that neither cancel nor overflow.

At ±inf they have their limits, since nothing infinite is multiplied by what is 0 there, and NaN stays NaN. The phase of
a wave has the rounding of ωx.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE

# Python that makes `y` of an array `x` of floats, with `{parameter}` where a value belongs; see `filling`.
NUMPY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "Sigmoid": "y = special.expit(x{offset:-})",
        "Hardsigmoid": "y = {slope} * (np.clip(x, {offset:neg} / {slope}, {offset:1} / {slope}) + {offset} / {slope})",
        "SparseSigmoid": "y = np.clip((x + 1) / 2, 0, 1)",
        "Tanh": "y = np.tanh(x)",
        "ScaledTanh": "y = {amplitude} * np.tanh({steepness} * x)",
        "Hardtanh": "y = np.clip(x, {min_val}, {max_val})",
        "Softsign": """\
near = np.clip(x, -1e300, 1e300)
y = near / (1 + np.abs(near))""",
        "Arctan": "y = np.arctan(x)",
        "Erf": "y = special.erf(x)",
        "LaplaceGate": "y = special.erfc(-np.sqrt(2 * np.pi) * (x - np.sqrt(1 / 2))) / 2",
        "Step": "y = np.heaviside(x{threshold:-}, 0.0)",
        "Softplus": "y = np.logaddexp(0, {beta} * x) / {beta}",
        "LogSigmoid": "y = -np.logaddexp(0, -x)",
        "Squareplus": """\
total = np.abs(x) + np.hypot(x, np.sqrt({b}))
y = np.where(x > 0, total, {b} / total) / 2  # b / total, because x + sqrt(x² + b) cancels for x < 0""",
        "SparsePlus": "y = np.where(x > 1, x, np.clip((x + 1) / 2, 0, 1) ** 2)",
        "SqrtSoftplus": """\
near = np.clip(x, -700, 0)
y = np.exp(np.minimum(x, 0) / 2) * np.sqrt(np.logaddexp(0, np.maximum(x, -700)) / np.exp(near))  # eˣ may underflow""",
        "ReLU": "y = np.maximum(x, 0)",
        "ReLU6": "y = np.clip(x, 0, 6)",
        "ClippedReLU": "y = np.where(x > {threshold}, np.minimum(x, {maximum}), {negative_slope} * {threshold:x})",
        "ReLUSquared": "y = np.maximum(x, 0) ** 2",
        "StarReLU": "y = {scale} * np.maximum(x, 0) ** 2{bias:+}",
        "LeakyReLU": "y = np.where(x > 0, x, {negative_slope} * x)",
        "RReLU": "y = np.where(x > 0, x, ({lower} + {upper}) / 2 * x)",
        "Threshold": "y = np.where(x <= {threshold}, {value}, x)",
        "ELU": "y = np.maximum(x, 0) + {alpha} * np.expm1(np.minimum(x, 0))",
        "SELU": f"y = {SELU_SCALE} * (np.maximum(x, 0) + {SELU_ALPHA} * np.expm1(np.minimum(x, 0)))",
        "CELU": "y = np.maximum(x, 0) + {alpha} * np.expm1(np.minimum(x, 0) / {alpha})",
        "xIELU": """\
below = np.minimum(x, 0)
above = np.maximum(x, 0)
y = {alpha_p} * above**2 + {beta} * above + {alpha_n} * np.expm1(below) + ({beta} - {alpha_n}) * below""",
        "GELU": "y = np.maximum(x, -40) * special.ndtr(x)",
        "GELUTanh": """\
near = np.clip(x, -40, 40)  # beyond, the gate is 0 or 1, and the cube might overflow
y = np.maximum(x, -40) * special.expit(2 * np.sqrt(2 / np.pi) * (near + 0.044715 * near**3))""",
        "QuickGELU": "y = np.maximum(x, -500) * special.expit(1.702 * x)",
        "SiLU": """\
gate = special.expit({beta} * x)
y = np.where(gate == 0, 0, x) * gate""",
        "Mish": "y = np.maximum(x, -800) * np.tanh(np.logaddexp(0, x))",
        "Hardswish": "y = np.maximum(x, -3) * np.clip((x + 3) / 6, 0, 1)",
        "HardMish": "y = np.maximum(x, -2) / 2 * np.clip(x + 2, 0, 2)",
        "Tanhshrink": """\
near = np.clip(x, -1, 1)
small = near**3 / 3 * special.hyp0f1(2.5, near**2 / 4) / np.cosh(near)
y = np.where(np.abs(x) < 1, small, x - np.tanh(x))  # small, because x - tanh(x) cancels around 0""",
        "Hardshrink": "y = np.where(np.abs(x) <= {lambd}, 0, x)",
        "Softshrink": "y = x - np.clip(x, -{lambd}, {lambd})",
        "Shrink": "y = np.where(np.abs(x) <= {lambd}, 0, x{bias:-} * np.sign(x))",
        "Identity": "y = x",
        "Exponential": "y = np.exp(x)",
        "Gaussian": "y = np.exp(-(np.minimum(np.abs(x) / {width}, 40) ** 2) / 2)  # beyond 40 it is 0",
        "Sin": "y = np.sin({frequency} * x)",
        "Snake": """\
phase = {frequency} * np.where(np.isinf(x), 0, x)
y = x + np.sin(phase) ** 2 / {frequency}""",
    }
)

# Where a factor is 0: what is left, which is shorter, and 0 times infinity is not 0.
AT_ZERO: Mapping[str, tuple[Callable[[Mapping[str, float]], float], str]] = MappingProxyType(
    {
        "ClippedReLU": (
            lambda known: known["negative_slope"],
            "y = np.where(x <= {threshold}, 0, np.minimum(x, {maximum}))",
        ),
        "StarReLU": (lambda known: known["scale"], "y = np.where(np.isnan(x), x, {bias})"),
        "LeakyReLU": (lambda known: known["negative_slope"], "y = np.maximum(x, 0)"),
        "ELU": (lambda known: known["alpha"], "y = np.maximum(x, 0)"),
        "xIELU": (
            lambda known: known["beta"] - known["alpha_n"],
            """\
above = np.maximum(x, 0)
y = {alpha_p} * above**2 + {beta} * above + {alpha_n} * np.expm1(np.minimum(x, 0))""",
        ),
        "SiLU": (lambda known: known["beta"], "y = x / 2"),
        "Shrink": (lambda known: known["bias"], "y = np.where(np.abs(x) <= {lambd}, 0, x)"),
    }
)
