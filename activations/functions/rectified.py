"""Activations linear on both sides of a kink at 0: ReLU and its leaky kin."""

import numpy as np

from activations.functions.elementwise import Finite, FloatArray, constant, elementwise, limit_product


@elementwise
def relu(x: FloatArray) -> FloatArray:
    return np.maximum(x, 0.0)


@elementwise
def relu_derivative(x: FloatArray) -> FloatArray:
    return np.heaviside(x, 0.0)


@elementwise
def relu_second_derivative(x: FloatArray) -> FloatArray:
    return constant(x, 0.0)


@elementwise
def leaky_relu(x: FloatArray, *, negative_slope: Finite) -> FloatArray:
    return np.where(x > 0, x, limit_product(x, negative_slope))


@elementwise
def leaky_relu_derivative(x: FloatArray, *, negative_slope: Finite) -> FloatArray:
    return np.where(x > 0, 1.0, constant(x, negative_slope))


@elementwise
def leaky_relu_second_derivative(x: FloatArray, *, negative_slope: Finite) -> FloatArray:
    return constant(x, 0.0)
