"""The input times a gate between 0 and 1 that the input itself opens."""

import math

import numpy as np
from scipy.special import ndtr

from activations.activation import Definition, Parameter, at
from activations.elementwise import FloatArray, constant, limit_product, scaled
from activations.functions.sigmoidal import logistic, logistic_density
from activations.functions.softplus_like import log1p_exp

_QUICK_GELU_BETA = 1.702

# GELUTanh gates with σ(_STEEPNESS (x + _CUBIC x³)).
_STEEPNESS = 2.0 * math.sqrt(2.0 / math.pi)
_CUBIC = 0.044715


def gelu(x: FloatArray) -> FloatArray:
    return np.maximum(x, -40.0) * ndtr(x)  # below -40 ndtr is 0, and -inf times 0 would be NaN


def gelu_derivative(x: FloatArray) -> FloatArray:
    x = _near(x)
    return ndtr(x) + x * _normal_density(x)


def gelu_second_derivative(x: FloatArray) -> FloatArray:
    x = _near(x)
    return (2.0 - x**2) * _normal_density(x)


def gelu_tanh(x: FloatArray) -> FloatArray:
    near = _near(x)
    return limit_product(x, logistic(_STEEPNESS * near * (1.0 + _CUBIC * near**2)))


def gelu_tanh_derivative(x: FloatArray) -> FloatArray:
    x = _near(x)
    z, slope = _STEEPNESS * x * (1.0 + _CUBIC * x**2), _STEEPNESS * (1.0 + 3.0 * _CUBIC * x**2)
    return logistic(z) + x * slope * logistic_density(z)


def gelu_tanh_second_derivative(x: FloatArray) -> FloatArray:
    x = _near(x)
    z, slope = _STEEPNESS * x * (1.0 + _CUBIC * x**2), _STEEPNESS * (1.0 + 3.0 * _CUBIC * x**2)
    bend = _STEEPNESS * 6.0 * _CUBIC * x
    return logistic_density(z) * (2.0 * slope + x * bend - x * slope**2 * np.tanh(0.5 * z))


def silu(x: FloatArray, *, beta: float) -> FloatArray:
    return limit_product(x, logistic(scaled(x, beta)))


def silu_derivative(x: FloatArray, *, beta: float) -> FloatArray:
    z = np.clip(scaled(x, beta), -1_000.0, 1_000.0)  # the gate is 0 or 1 long before
    gate = logistic(z)
    return gate * (1.0 + z * (1.0 - gate))  # 1 - gate may round off: it is added to 1


def silu_second_derivative(x: FloatArray, *, beta: float) -> FloatArray:
    z = scaled(x, beta)
    bell = logistic_density(z)
    return beta * (2.0 * bell - limit_product(z, bell * np.tanh(0.5 * z)))


def quick_gelu(x: FloatArray) -> FloatArray:
    return silu(x, beta=_QUICK_GELU_BETA)


def quick_gelu_derivative(x: FloatArray) -> FloatArray:
    return silu_derivative(x, beta=_QUICK_GELU_BETA)


def quick_gelu_second_derivative(x: FloatArray) -> FloatArray:
    return silu_second_derivative(x, beta=_QUICK_GELU_BETA)


def mish(x: FloatArray) -> FloatArray:
    return limit_product(x, np.tanh(log1p_exp(x)))


def mish_derivative(x: FloatArray) -> FloatArray:
    gate, bell = _mish_gate(x)
    return gate + limit_product(x, bell)


def mish_second_derivative(x: FloatArray) -> FloatArray:
    gate, bell = _mish_gate(x)
    return 2.0 * bell + limit_product(x, bell * (logistic(-x) - 2.0 * gate * logistic(x)))


def hardswish(x: FloatArray) -> FloatArray:
    return limit_product(x, np.clip((x + 3.0) / 6.0, 0.0, 1.0))


def hardswish_derivative(x: FloatArray) -> FloatArray:
    inner = (2.0 * np.clip(x, -3.0, 3.0) + 3.0) / 6.0
    return np.where(np.abs(x) < 3.0, inner, np.heaviside(x, 0.0))


def hardswish_second_derivative(x: FloatArray) -> FloatArray:
    return np.where(np.abs(x) < 3.0, 1.0 / 3.0, constant(x, 0.0))


def hard_mish(x: FloatArray) -> FloatArray:
    return limit_product(x, 0.5 * np.clip(x + 2.0, 0.0, 2.0))


def hard_mish_derivative(x: FloatArray) -> FloatArray:
    return np.where(x <= -2.0, 0.0, np.minimum(x, 0.0) + 1.0)


def hard_mish_second_derivative(x: FloatArray) -> FloatArray:
    return np.where((x > -2.0) & (x <= 0.0), 1.0, constant(x, 0.0))


def _mish_gate(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The gate tanh(sp(x)) and its derivative sech²(sp(x)) σ(x)."""
    softplus = np.minimum(log1p_exp(x), 1_000.0)  # the gate is open long before
    return np.tanh(softplus), 4.0 * logistic_density(2.0 * softplus) * logistic(x)


def _near(x: FloatArray) -> FloatArray:
    """x where a gate or its slope is not yet 0 or 1 to rounding; the clip only keeps powers of x from overflowing."""
    return np.clip(x, -40.0, 40.0)


def _normal_density(x: FloatArray) -> FloatArray:
    return np.exp(-0.5 * x**2) / math.sqrt(2.0 * math.pi)


FAMILY = (
    Definition(
        name="GELU",
        function=gelu,
        derivative=gelu_derivative,
        second_derivative=gelu_second_derivative,
        formula=r"\begin{gathered} \operatorname{GELU}(x) = x\, \Phi(x) \\ "
        r"\Phi(x) = \tfrac{1}{2} \left(1 + \operatorname{erf}\tfrac{x}{\sqrt{2}}\right) \end{gathered}",
        reference="Hendrycks and Gimpel 2016, arXiv 1606.08415",
    ),
    Definition(
        name="GELUTanh",
        function=gelu_tanh,
        derivative=gelu_tanh_derivative,
        second_derivative=gelu_tanh_second_derivative,
        formula=r"\begin{gathered} \operatorname{GELUTanh}(x) = \tfrac{1}{2} x \left(1 + \tanh y\right) \\ "
        r"y = \sqrt{\tfrac{2}{\pi}} \left(x + 0.044715\, x^3\right) \end{gathered}",
        reference="Hendrycks and Gimpel 2016, arXiv 1606.08415",
    ),
    Definition(
        name="QuickGELU",
        function=quick_gelu,
        derivative=quick_gelu_derivative,
        second_derivative=quick_gelu_second_derivative,
        formula=r"\operatorname{QuickGELU}(x) = x\, \sigma(1.702\, x)",
        reference="Hendrycks and Gimpel 2016, arXiv 1606.08415",
    ),
    Definition(
        name="SiLU",
        function=silu,
        derivative=silu_derivative,
        second_derivative=silu_second_derivative,
        parameters=(Parameter(name="beta", symbol="β", default=1.0, low=0.0, high=10.0, step=0.1),),
        formula=r"\operatorname{SiLU}(x) = x\, \sigma(\beta x) = \frac{x}{1 + e^{-\beta x}}",
        reference="Elfwing et al. 2018, arXiv 1702.03118; with β: Ramachandran et al. 2017, arXiv 1710.05941",
    ),
    Definition(
        name="Mish",
        function=mish,
        derivative=mish_derivative,
        second_derivative=mish_second_derivative,
        formula=r"\operatorname{Mish}(x) = x \tanh\left(\ln\left(1 + e^{x}\right)\right)",
        reference="Misra 2019, arXiv 1908.08681",
    ),
    Definition(
        name="Hardswish",
        function=hardswish,
        derivative=hardswish_derivative,
        second_derivative=hardswish_second_derivative,
        breakpoints=at(-3.0, 3.0),
        formula=r"\operatorname{Hardswish}(x) = x \min\left(\max\left(\tfrac{x + 3}{6}, 0\right), 1\right)",
        reference="Howard et al. 2019, arXiv 1905.02244",
    ),
    Definition(
        name="HardMish",
        function=hard_mish,
        derivative=hard_mish_derivative,
        second_derivative=hard_mish_second_derivative,
        breakpoints=at(-2.0, 0.0),
        formula=r"\operatorname{HardMish}(x) = \tfrac{1}{2} x \min\left(\max(x + 2, 0), 2\right)",
        reference="Wightman 2020, timm (timm.layers.HardMish)",
    ),
)
