"""Smooth relatives of ReLU: softplus, and the input times a smooth gate."""

import math

import numpy as np
from scipy.special import expit, log_expit, ndtr

from activations.functions.elementwise import Finite, FloatArray, Positive, elementwise, limit_product


@elementwise
def softplus(x: FloatArray, *, beta: Positive) -> FloatArray:
    return -log_expit(-beta * x) / beta


@elementwise
def softplus_derivative(x: FloatArray, *, beta: Positive) -> FloatArray:
    return expit(beta * x)


@elementwise
def softplus_second_derivative(x: FloatArray, *, beta: Positive) -> FloatArray:
    return beta * expit(beta * x) * expit(-beta * x)


@elementwise
def gelu(x: FloatArray) -> FloatArray:
    return limit_product(x, ndtr(x))


@elementwise
def gelu_derivative(x: FloatArray) -> FloatArray:
    return ndtr(x) + limit_product(x, _normal_density(x))


@elementwise
def gelu_second_derivative(x: FloatArray) -> FloatArray:
    density = _normal_density(x)
    return 2.0 * density - limit_product(x, limit_product(x, density))


@elementwise
def silu(x: FloatArray, *, beta: Finite) -> FloatArray:
    return limit_product(x, expit(limit_product(x, beta)))


@elementwise
def silu_derivative(x: FloatArray, *, beta: Finite) -> FloatArray:
    z = limit_product(x, beta)
    return expit(z) + limit_product(z, expit(z) * expit(-z))


@elementwise
def silu_second_derivative(x: FloatArray, *, beta: Finite) -> FloatArray:
    z = limit_product(x, beta)
    bell = expit(z) * expit(-z)
    return beta * (2.0 * bell - limit_product(z, bell * np.tanh(0.5 * z)))


def _normal_density(x: FloatArray) -> FloatArray:
    # The density underflows to 0 before |x| = 40; the clip only keeps x * x from overflowing.
    x = np.clip(x, -40.0, 40.0)
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
