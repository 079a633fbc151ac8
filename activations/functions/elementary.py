"""Elementary functions that libraries also offer as activations."""

import numpy as np

from activations.activation import SCALE, Definition, Parameter
from activations.elementwise import LARGEST_EXPONENT, FloatArray, constant


def identity(x: FloatArray) -> FloatArray:
    return x.copy()


def identity_derivative(x: FloatArray) -> FloatArray:
    return constant(x, 1.0)


def exponential(x: FloatArray) -> FloatArray:
    return np.where(x > LARGEST_EXPONENT, np.inf, np.exp(np.minimum(x, LARGEST_EXPONENT)))


def gaussian(x: FloatArray, *, width: float) -> FloatArray:
    z = _within(x, width)
    return np.exp(-0.5 * z * z)


def gaussian_derivative(x: FloatArray, *, width: float) -> FloatArray:
    z = _within(x, width)
    return -z / width * np.exp(-0.5 * z * z)


def gaussian_second_derivative(x: FloatArray, *, width: float) -> FloatArray:
    z = _within(x, width)
    return (z - 1.0) * (z + 1.0) / width**2 * np.exp(-0.5 * z * z)


def _within(x: FloatArray, width: float) -> FloatArray:
    """x / width where the bell has values; the clip only keeps the square from overflowing."""
    return np.clip(x, -40.0 * width, 40.0 * width) / width


FAMILY = (
    Definition(
        name="Identity",
        function=identity,
        derivative=identity_derivative,
        formula=r"\operatorname{Identity}(x) = x",
        reference="The layer without an activation: Saxe, McClelland and Ganguli 2014, arXiv 1312.6120",
    ),
    Definition(
        name="Exponential",
        function=exponential,
        derivative=exponential,
        second_derivative=exponential,
        formula=r"\operatorname{Exponential}(x) = e^{x}",
        reference="Nelder and Wedderburn 1972, Generalized linear models (the inverse of the log link)",
    ),
    Definition(
        name="Gaussian",
        function=gaussian,
        derivative=gaussian_derivative,
        second_derivative=gaussian_second_derivative,
        parameters=(Parameter(name="width", symbol="width", default=1.0, domain=SCALE, low=0.25, high=3.0, step=0.05),),
        formula=r"\begin{gathered} \operatorname{Gaussian}(x) = e^{-x^2 / (2 w^2)} \\ w = \text{width} \end{gathered}",
        reference="Ramasinghe and Lucey 2022, Beyond periodicity, arXiv 2111.15135",
    ),
)
