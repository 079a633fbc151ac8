"""Activations made of straight lines (or, twice, a parabola) that bend at 0 or at a threshold."""

import math

import numpy as np

from activations.activation import MODERATE, NON_NEGATIVE, Definition, Parameter, at
from activations.elementwise import SQUARABLE, FloatArray, constant, scaled


def relu(x: FloatArray) -> FloatArray:
    return np.maximum(x, 0.0)


def relu_derivative(x: FloatArray) -> FloatArray:
    return np.sign(np.maximum(x, 0.0))  # in half the time of np.heaviside


def relu6(x: FloatArray) -> FloatArray:
    return np.clip(x, 0.0, 6.0)


def relu6_derivative(x: FloatArray) -> FloatArray:
    return np.where((x > 0) & (x < 6.0), 1.0, constant(x, 0.0))


def clipped_relu(x: FloatArray, *, maximum: float, threshold: float, negative_slope: float) -> FloatArray:
    return np.where(x > threshold, np.minimum(x, maximum), scaled(x - threshold, negative_slope))


def clipped_relu_derivative(x: FloatArray, *, maximum: float, threshold: float, negative_slope: float) -> FloatArray:
    return np.where(x > threshold, np.where(x > maximum, 0.0, 1.0), constant(x, negative_slope))


def relu_squared(x: FloatArray) -> FloatArray:
    return np.where(x > SQUARABLE, np.inf, np.clip(x, 0.0, SQUARABLE) ** 2)


def relu_squared_derivative(x: FloatArray) -> FloatArray:
    return scaled(np.maximum(x, 0.0), 2.0)


def relu_squared_second_derivative(x: FloatArray) -> FloatArray:
    return 2.0 * np.heaviside(x, 0.0)


def star_relu(x: FloatArray, *, scale: float, bias: float) -> FloatArray:
    # The square may leave the floats where the whole does not.
    return math.copysign(1.0, scale) * relu_squared(scaled(x, math.sqrt(abs(scale)))) + bias


def star_relu_derivative(x: FloatArray, *, scale: float, bias: float) -> FloatArray:
    return scaled(np.maximum(x, 0.0), 2.0 * scale)


def star_relu_second_derivative(x: FloatArray, *, scale: float, bias: float) -> FloatArray:
    return 2.0 * scale * np.heaviside(x, 0.0)


def leaky_relu(x: FloatArray, *, negative_slope: float) -> FloatArray:
    return np.where(x > 0, x, scaled(x, negative_slope))


def leaky_relu_derivative(x: FloatArray, *, negative_slope: float) -> FloatArray:
    return np.where(x > 0, 1.0, constant(x, negative_slope))


def rrelu(x: FloatArray, *, lower: float, upper: float) -> FloatArray:
    return leaky_relu(x, negative_slope=0.5 * (lower + upper))


def rrelu_derivative(x: FloatArray, *, lower: float, upper: float) -> FloatArray:
    return leaky_relu_derivative(x, negative_slope=0.5 * (lower + upper))


def thresholded(x: FloatArray, *, threshold: float, value: float) -> FloatArray:
    return np.where(x > threshold, x, constant(x, value))


def thresholded_derivative(x: FloatArray, *, threshold: float, value: float) -> FloatArray:
    return np.heaviside(x - threshold, 0.0)


def _check_maximum(*, maximum: float, threshold: float, negative_slope: float) -> None:
    if not threshold < maximum:
        raise ValueError(f"threshold must be less than maximum, got {threshold!r} and {maximum!r}")


def _check_order(*, lower: float, upper: float) -> None:
    if not lower <= upper:
        raise ValueError(f"lower must be at most upper, got {lower!r} and {upper!r}")


FAMILY = (
    Definition(
        name="ReLU",
        function=relu,
        derivative=relu_derivative,
        breakpoints=at(0.0),
        formula=r"\operatorname{ReLU}(x) = \max(0, x)",
        reference="Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines (ICML)",
    ),
    Definition(
        name="ReLU6",
        function=relu6,
        derivative=relu6_derivative,
        breakpoints=at(0.0, 6.0),
        formula=r"\operatorname{ReLU6}(x) = \min(\max(0, x), 6)",
        reference="Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10",
    ),
    Definition(
        name="ClippedReLU",
        function=clipped_relu,
        derivative=clipped_relu_derivative,
        parameters=(
            Parameter(name="maximum", symbol="maximum", default=6.0, domain=NON_NEGATIVE, low=3.5, high=20.0, step=0.5),
            Parameter(
                name="threshold", symbol="threshold", default=0.0, domain=NON_NEGATIVE, low=0.0, high=3.0, step=0.1
            ),
            Parameter(
                name="negative_slope", symbol="slope", default=0.0, domain=MODERATE, low=0.0, high=1.0, step=0.01
            ),
        ),
        constraint=_check_maximum,
        breakpoints=lambda maximum, threshold, negative_slope: (threshold, maximum),  # noqa: ARG005 - as below
        formula=r"\begin{gathered} \operatorname{ClippedReLU}(x) = \begin{cases} \min(x, m) & x > t \\ "
        r"a (x - t) & x \le t \end{cases} \\ "
        r"m = \text{maximum},\ t = \text{threshold},\ a = \text{slope} \end{gathered}",
        reference="Keras, keras.activations.relu(x, negative_slope, max_value, threshold)",
    ),
    Definition(
        name="ReLUSquared",
        function=relu_squared,
        derivative=relu_squared_derivative,
        second_derivative=relu_squared_second_derivative,
        breakpoints=at(0.0),
        formula=r"\operatorname{ReLUSquared}(x) = \max(0, x)^2",
        reference="So et al. 2021, Primer, arXiv 2109.08668",
    ),
    Definition(
        name="StarReLU",
        function=star_relu,
        derivative=star_relu_derivative,
        second_derivative=star_relu_second_derivative,
        parameters=(
            Parameter(name="scale", symbol="s", default=0.8944, domain=MODERATE, low=0.1, high=3.0, step=0.05),
            Parameter(name="bias", symbol="b", default=-0.4472, domain=MODERATE, low=-2.0, high=2.0, step=0.05),
        ),
        breakpoints=at(0.0),
        formula=r"\operatorname{StarReLU}(x) = s \max(0, x)^2 + b",
        reference="Yu et al. 2022, MetaFormer baselines for vision, arXiv 2210.13452",
    ),
    Definition(
        name="LeakyReLU",
        function=leaky_relu,
        derivative=leaky_relu_derivative,
        parameters=(
            Parameter(name="negative_slope", symbol="negative slope", default=0.01, low=0.0, high=1.0, step=0.01),
        ),
        breakpoints=at(0.0),
        formula=r"\begin{gathered} \operatorname{LeakyReLU}(x) = \begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases} "
        r"\\ a = \text{negative slope} \end{gathered}",
        reference="Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models",
    ),
    Definition(
        name="RReLU",
        function=rrelu,
        derivative=rrelu_derivative,
        parameters=(
            Parameter(name="lower", symbol="lower", default=1 / 8, domain=MODERATE, low=0.0, high=0.3, step=0.005),
            Parameter(name="upper", symbol="upper", default=1 / 3, domain=MODERATE, low=0.3, high=1.0, step=0.005),
        ),
        constraint=_check_order,
        breakpoints=at(0.0),
        formula=r"\begin{gathered} \operatorname{RReLU}(x) = \begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases} \\ "
        r"a = \tfrac{1}{2}(\text{lower} + \text{upper}) \text{ in evaluation} \end{gathered}",
        reference="Xu, Wang, Chen and Li 2015, arXiv 1505.00853",
    ),
    Definition(
        name="Threshold",
        function=thresholded,
        derivative=thresholded_derivative,
        parameters=(
            Parameter(name="threshold", symbol="threshold", default=1.0, low=-3.0, high=3.0, step=0.1),
            Parameter(name="value", symbol="value", default=0.0, low=-3.0, high=3.0, step=0.1),
        ),
        breakpoints=lambda threshold, value: (threshold,),  # noqa: ARG005 - takes every parameter by name
        formula=r"\operatorname{Threshold}(x) = \begin{cases} x & x > \text{threshold} \\ "
        r"\text{value} & x \le \text{threshold} \end{cases}",
        reference="Konda, Memisevic and Krueger 2014, arXiv 1402.3337",
    ),
)
