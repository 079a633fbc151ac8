"""Activations linear for x > 0 and exponential below: ELU and its self-normalising kin."""

import numpy as np

from activations.functions.elementwise import FloatArray, NonNegative, elementwise

# The pair that keeps mean 0 and variance 1 on standard normal inputs (Klambauer et al. 2017, arXiv 1706.02515).
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717


@elementwise
def elu(x: FloatArray, *, alpha: NonNegative) -> FloatArray:
    # `where` computes both branches, so clip the one that would overflow.
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


@elementwise
def elu_derivative(x: FloatArray, *, alpha: NonNegative) -> FloatArray:
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))


@elementwise
def elu_second_derivative(x: FloatArray, *, alpha: NonNegative) -> FloatArray:
    return np.where(x > 0, 0.0, alpha * np.exp(np.minimum(x, 0.0)))


@elementwise
def selu(x: FloatArray) -> FloatArray:
    return SELU_SCALE * elu(x, alpha=SELU_ALPHA)


@elementwise
def selu_derivative(x: FloatArray) -> FloatArray:
    return SELU_SCALE * elu_derivative(x, alpha=SELU_ALPHA)


@elementwise
def selu_second_derivative(x: FloatArray) -> FloatArray:
    return SELU_SCALE * elu_second_derivative(x, alpha=SELU_ALPHA)
