"""Activations bounded on both sides: the sigmoid and the hyperbolic tangent."""

import numpy as np
from scipy.special import expit

from activations.functions.elementwise import Finite, FloatArray, elementwise


@elementwise
def sigmoid(x: FloatArray, *, offset: Finite) -> FloatArray:
    return expit(x - offset)


@elementwise
def sigmoid_derivative(x: FloatArray, *, offset: Finite) -> FloatArray:
    z = x - offset
    return expit(z) * expit(-z)  # not s * (1 - s): 1 - s is 0 past z = 36.8


@elementwise
def sigmoid_second_derivative(x: FloatArray, *, offset: Finite) -> FloatArray:
    z = x - offset
    return -expit(z) * expit(-z) * np.tanh(0.5 * z)


@elementwise
def tanh(x: FloatArray) -> FloatArray:
    return np.tanh(x)


@elementwise
def tanh_derivative(x: FloatArray) -> FloatArray:
    return 4.0 * expit(2.0 * x) * expit(-2.0 * x)  # not 1 - tanh²: that is 0 past x = 19


@elementwise
def tanh_second_derivative(x: FloatArray) -> FloatArray:
    return -8.0 * np.tanh(x) * expit(2.0 * x) * expit(-2.0 * x)
