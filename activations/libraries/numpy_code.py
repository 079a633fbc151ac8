"""The activations in NumPy and SciPy, in forms that neither cancel nor, up to |x| = 1e300, overflow.

The phase of a wave has the rounding of ωx.
"""

from collections.abc import Mapping
from types import MappingProxyType

from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE

# Python that makes `y` of an array `x` of floats, with `{parameter}` where a value belongs.
NUMPY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "Sigmoid": "y = special.expit(x - {offset})",
        "Hardsigmoid": "y = {slope} * (np.clip(x, -{offset} / {slope}, (1 - {offset}) / {slope}) + {offset} / {slope})",
        "SparseSigmoid": "y = np.clip((x + 1) / 2, 0, 1)",
        "Tanh": "y = np.tanh(x)",
        "ScaledTanh": "y = {amplitude} * np.tanh({steepness} * x)",
        "Hardtanh": "y = np.clip(x, {min_val}, {max_val})",
        "Softsign": "y = x / (1 + np.abs(x))",
        "Arctan": "y = np.arctan(x)",
        "Erf": "y = special.erf(x)",
        "LaplaceGate": "y = special.erfc(-np.sqrt(2 * np.pi) * (x - np.sqrt(1 / 2))) / 2",
        "Step": "y = np.where(x > {threshold}, 1.0, 0.0)",
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
        "ClippedReLU": "y = np.where(x > {threshold}, np.minimum(x, {maximum}), {negative_slope} * (x - {threshold}))",
        "ReLUSquared": "y = np.maximum(x, 0) ** 2",
        "StarReLU": "y = {scale} * np.maximum(x, 0) ** 2 + {bias}",
        "LeakyReLU": "y = np.where(x > 0, x, {negative_slope} * x)",
        "RReLU": "y = np.where(x > 0, x, ({lower} + {upper}) / 2 * x)",
        "Threshold": "y = np.where(x > {threshold}, x, {value})",
        "ELU": "y = np.maximum(x, 0) + {alpha} * np.expm1(np.minimum(x, 0))",
        "SELU": f"y = {SELU_SCALE} * (np.maximum(x, 0) + {SELU_ALPHA} * np.expm1(np.minimum(x, 0)))",
        "CELU": "y = np.maximum(x, 0) + {alpha} * np.expm1(np.minimum(x, 0) / {alpha})",
        "xIELU": """\
below = np.minimum(x, 0)
above = np.maximum(x, 0)
y = {alpha_p} * above**2 + {alpha_n} * np.expm1(below) - {alpha_n} * below + {beta} * x""",
        "GELU": "y = x * special.ndtr(x)",
        "GELUTanh": """\
near = np.clip(x, -40, 40)  # beyond, the gate is 0 or 1, and the cube might overflow
y = x * special.expit(2 * np.sqrt(2 / np.pi) * (near + 0.044715 * near**3))""",
        "QuickGELU": "y = x * special.expit(1.702 * x)",
        "SiLU": "y = x * special.expit({beta} * x)",
        "Mish": "y = x * np.tanh(np.logaddexp(0, x))",
        "Hardswish": "y = x * np.clip((x + 3) / 6, 0, 1)",
        "HardMish": "y = x / 2 * np.clip(x + 2, 0, 2)",
        "Tanhshrink": """\
near = np.clip(x, -1, 1)
small = near**3 / 3 * special.hyp0f1(2.5, near**2 / 4) / np.cosh(near)
y = np.where(np.abs(x) < 1, small, x - np.tanh(x))  # small, because x - tanh(x) cancels around 0""",
        "Hardshrink": "y = np.where(np.abs(x) > {lambd}, x, 0)",
        "Softshrink": "y = x - np.clip(x, -{lambd}, {lambd})",
        "Shrink": "y = np.where(np.abs(x) > {lambd}, x - {bias} * np.sign(x), 0)",
        "Identity": "y = x",
        "Exponential": "y = np.exp(x)",
        "Gaussian": "y = np.exp(-(np.minimum(np.abs(x) / {width}, 40) ** 2) / 2)  # beyond 40 it is 0",
        "Sin": "y = np.sin({frequency} * x)",
        "Snake": "y = x + np.sin({frequency} * x) ** 2 / {frequency}",
    }
)
