"""Activations exponential for x < 0, and a straight line, or once a parabola, above."""

import math

import numpy as np

from activations.activation import NON_NEGATIVE, POSITIVE, SCALE, Definition, Parameter, at
from activations.elementwise import FloatArray, scaled
from activations.functions.rectified import relu_squared

# The pair that keeps mean 0 and variance 1 on standard normal inputs (Klambauer et al. 2017, arXiv 1706.02515).
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717


def elu(x: FloatArray, *, alpha: float) -> FloatArray:
    # One of the two terms is 0; a choice with `where` would take three times as long.
    return np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0))


def elu_derivative(x: FloatArray, *, alpha: float) -> FloatArray:
    # `where` computes both branches, so clip the one that would overflow.
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))


def elu_second_derivative(x: FloatArray, *, alpha: float) -> FloatArray:
    return np.where(x > 0, 0.0, alpha * np.exp(np.minimum(x, 0.0)))


def selu(x: FloatArray) -> FloatArray:
    return scaled(elu(x, alpha=SELU_ALPHA), SELU_SCALE)


def selu_derivative(x: FloatArray) -> FloatArray:
    return SELU_SCALE * elu_derivative(x, alpha=SELU_ALPHA)


def selu_second_derivative(x: FloatArray) -> FloatArray:
    return SELU_SCALE * elu_second_derivative(x, alpha=SELU_ALPHA)


def celu(x: FloatArray, *, alpha: float) -> FloatArray:
    return np.where(x > 0, x, alpha * np.expm1(_exponent(x, alpha)))


def celu_derivative(x: FloatArray, *, alpha: float) -> FloatArray:
    return np.exp(_exponent(x, alpha))


def celu_second_derivative(x: FloatArray, *, alpha: float) -> FloatArray:
    return np.where(x > 0, 0.0, np.exp(_exponent(x, alpha)) / alpha)


def xielu(x: FloatArray, *, alpha_p: float, alpha_n: float, beta: float) -> FloatArray:
    right = relu_squared(scaled(x, math.sqrt(alpha_p))) + scaled(np.maximum(x, 0.0), beta)
    below = np.minimum(x, 0.0)
    return right + (alpha_n * np.expm1(below) + scaled(below, beta - alpha_n))


def xielu_derivative(x: FloatArray, *, alpha_p: float, alpha_n: float, beta: float) -> FloatArray:
    return scaled(np.maximum(x, 0.0), 2.0 * alpha_p) + (alpha_n * np.expm1(np.minimum(x, 0.0)) + beta)


def xielu_second_derivative(x: FloatArray, *, alpha_p: float, alpha_n: float, beta: float) -> FloatArray:
    return np.where(x > 0, 2.0 * alpha_p, alpha_n * np.exp(np.minimum(x, 0.0)))


def _exponent(x: FloatArray, alpha: float) -> FloatArray:
    """min(x, 0) / α, no farther down than the exponential function has values."""
    return np.clip(x, -1_000.0 * alpha, 0.0) / alpha


FAMILY = (
    Definition(
        name="ELU",
        function=elu,
        derivative=elu_derivative,
        second_derivative=elu_second_derivative,
        parameters=(
            Parameter(name="alpha", symbol="α", default=1.0, domain=NON_NEGATIVE, low=0.0, high=3.0, step=0.05),
        ),
        breakpoints=at(0.0),
        formula=r"\operatorname{ELU}(x) = \begin{cases} x & x > 0 \\ "
        r"\alpha \left(e^{x} - 1\right) & x \le 0 \end{cases}",
        reference="Clevert, Unterthiner and Hochreiter 2016, arXiv 1511.07289",
    ),
    Definition(
        name="SELU",
        function=selu,
        derivative=selu_derivative,
        second_derivative=selu_second_derivative,
        breakpoints=at(0.0),
        formula=r"\begin{gathered} \operatorname{SELU}(x) = \lambda \begin{cases} x & x > 0 \\ "
        r"\alpha \left(e^{x} - 1\right) & x \le 0 \end{cases} \\ "
        r"\lambda \approx 1.0507,\ \alpha \approx 1.6733 \end{gathered}",
        reference="Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv 1706.02515",
    ),
    Definition(
        name="CELU",
        function=celu,
        derivative=celu_derivative,
        second_derivative=celu_second_derivative,
        parameters=(Parameter(name="alpha", symbol="α", default=1.0, domain=POSITIVE, low=0.1, high=3.0, step=0.05),),
        breakpoints=at(0.0),
        formula=r"\begin{gathered} \operatorname{CELU}(x) = \max(0, x) + m(x) \\ "
        r"m(x) = \min\left(0, \alpha \left(e^{x / \alpha} - 1\right)\right) \end{gathered}",
        reference="Barron 2017, arXiv 1704.07483",
    ),
    Definition(
        name="xIELU",
        function=xielu,
        derivative=xielu_derivative,
        second_derivative=xielu_second_derivative,
        parameters=(
            Parameter(name="alpha_p", symbol="αₚ", default=0.8, domain=SCALE, low=0.05, high=3.0, step=0.05),
            Parameter(name="alpha_n", symbol="αₙ", default=0.8, domain=SCALE, low=0.05, high=3.0, step=0.05),
            Parameter(name="beta", symbol="β", default=0.5, domain=SCALE, low=0.1, high=2.0, step=0.05),
        ),
        breakpoints=at(0.0),
        formula=r"\begin{aligned} &\operatorname{xIELU}(x) = \beta x \\ "
        r"&\quad + \begin{cases} \alpha_p x^2 & x > 0 \\ \alpha_n \left(e^{x} - 1 - x\right) & x \le 0 \end{cases} "
        r"\end{aligned}",
        reference="Huang and Schlag 2024, arXiv 2411.13010",
    ),
)
