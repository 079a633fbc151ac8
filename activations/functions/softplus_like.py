"""Softplus and its relatives: increasing, flat on one side, and on the other ever nearer to a straight line.

But for the square root of softplus, which ever bends.
"""

import math

import numpy as np

from activations.activation import POSITIVE, Definition, Parameter, at
from activations.elementwise import LARGEST, FloatArray, limit_product, scaled
from activations.functions.sigmoidal import logistic, logistic_density, sparse_sigmoid, sparse_sigmoid_derivative


def log1p_exp(z: FloatArray) -> FloatArray:
    """ln(1 + eᶻ), in a quarter of the time of SciPy's `log_expit`."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softplus(x: FloatArray, *, beta: float) -> FloatArray:
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(scaled(x, beta)))) / beta


def softplus_derivative(x: FloatArray, *, beta: float) -> FloatArray:
    return logistic(scaled(x, beta))


def softplus_second_derivative(x: FloatArray, *, beta: float) -> FloatArray:
    return beta * logistic_density(scaled(x, beta))


def log_sigmoid(x: FloatArray) -> FloatArray:
    return -log1p_exp(-x)


def log_sigmoid_derivative(x: FloatArray) -> FloatArray:
    return logistic(-x)


def log_sigmoid_second_derivative(x: FloatArray) -> FloatArray:
    return -logistic_density(x)


def squareplus(x: FloatArray, *, b: float) -> FloatArray:
    # For x < 0 the two terms of x + √(x² + b) cancel; b over their difference does not.
    half = 0.5 * np.abs(x) + 0.5 * np.hypot(x, math.sqrt(b))
    return np.where(x > 0, half, 0.25 * b / half)


def squareplus_derivative(x: FloatArray, *, b: float) -> FloatArray:
    x = np.clip(x, -0.25 * LARGEST, 0.25 * LARGEST)
    return squareplus(x, b=b) / np.hypot(x, math.sqrt(b))


def squareplus_second_derivative(x: FloatArray, *, b: float) -> FloatArray:
    root = math.sqrt(b)
    distance = np.hypot(x, root)
    return 0.5 * (root / distance) ** 2 / distance


def sparse_plus(x: FloatArray) -> FloatArray:
    return np.where(x > 1.0, x, sparse_sigmoid(x) ** 2)


def sqrt_softplus(x: FloatArray) -> FloatArray:
    near = np.maximum(x, -700.0)
    # Half of the exponent first: the exponential may leave the floats where its root does not.
    return np.exp(0.5 * np.minimum(x, 0.0)) * np.sqrt(log1p_exp(near) / np.exp(np.minimum(near, 0.0)))


def sqrt_softplus_derivative(x: FloatArray) -> FloatArray:
    return limit_product(sqrt_softplus(x), 0.5 * _relative_slope(x))


def sqrt_softplus_second_derivative(x: FloatArray) -> FloatArray:
    return sqrt_softplus_derivative(x) * (logistic(-x) - 0.5 * _relative_slope(x))


def _relative_slope(x: FloatArray) -> FloatArray:
    """The slope of softplus over its value."""
    x = np.maximum(x, -700.0)  # it is 1 long before
    return logistic(x) / log1p_exp(x)


FAMILY = (
    Definition(
        name="Softplus",
        function=softplus,
        derivative=softplus_derivative,
        second_derivative=softplus_second_derivative,
        parameters=(Parameter(name="beta", symbol="β", default=1.0, domain=POSITIVE, low=0.1, high=10.0, step=0.1),),
        formula=r"\operatorname{Softplus}(x) = \frac{1}{\beta} \ln\left(1 + e^{\beta x}\right)",
        reference="Dugas et al. 2000, Incorporating second-order functional knowledge (NIPS 13)",
    ),
    Definition(
        name="LogSigmoid",
        function=log_sigmoid,
        derivative=log_sigmoid_derivative,
        second_derivative=log_sigmoid_second_derivative,
        formula=r"\operatorname{LogSigmoid}(x) = \ln \frac{1}{1 + e^{-x}}",
        reference="Bishop 2006, Pattern recognition and machine learning, 4.3.2",
    ),
    Definition(
        name="Squareplus",
        function=squareplus,
        derivative=squareplus_derivative,
        second_derivative=squareplus_second_derivative,
        parameters=(Parameter(name="b", symbol="b", default=4.0, domain=POSITIVE, low=0.1, high=10.0, step=0.1),),
        formula=r"\operatorname{Squareplus}(x) = \frac{x + \sqrt{x^2 + b}}{2}",
        reference="Barron 2021, arXiv 2112.11687",
    ),
    Definition(
        name="SparsePlus",
        function=sparse_plus,
        derivative=sparse_sigmoid,
        second_derivative=sparse_sigmoid_derivative,
        breakpoints=at(-1.0, 1.0),
        formula=r"\operatorname{SparsePlus}(x) = \begin{cases} 0 & x \le -1 \\ "
        r"\tfrac{1}{4}(x + 1)^2 & |x| < 1 \\ x & x \ge 1 \end{cases}",
        reference="The integral of SparseSigmoid: Martins and Astudillo 2016, arXiv 1602.02068",
    ),
    Definition(
        name="SqrtSoftplus",
        function=sqrt_softplus,
        derivative=sqrt_softplus_derivative,
        second_derivative=sqrt_softplus_second_derivative,
        formula=r"\operatorname{SqrtSoftplus}(x) = \sqrt{\ln\left(1 + e^{x}\right)}",
        reference="The affinities by which DeepSeek-V4 chooses its experts",
    ),
)
