"""Sums of shifted sigmoids, and softplus, to which they add up.

Each sigmoid at offset t stands for a cell of the offset axis, so a sum of them times the spacing approximates
∫ σ(x − t) dt = sp(x − lower) − sp(x − upper), where sp is softplus; for lower = 0 and upper → ∞ that is sp(x).
(Nair and Hinton 2010, "Rectified linear units improve restricted Boltzmann machines", use unit steps.)
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Kernel
from activations.elementwise import FloatArray, constant, real_array
from activations.functions.sigmoidal import sigmoid, sigmoid_derivative
from activations.functions.softplus_like import log_sigmoid, softplus

# Sigmoids evaluated at a time: few enough that their arrays stay in the processor's cache.
_BLOCK_SIZE = 32_768

# e^−46 is 1e-20: as many as a million sigmoids so much farther from x than the nearest are 0 or 1 beside it.
_FAR = 46.0


def sigmoid_sum(x: ArrayLike, *, offsets: ArrayLike, weight: float) -> FloatArray:
    """weight · Σ σ(x − offset), of the shape of x; `offsets` is one-dimensional, and ValueError if it holds NaN."""
    return real_array(weight * _sum_over_offsets(sigmoid, real_array(x), real_array(offsets), far_left=1.0))


def sigmoid_sum_slope(x: ArrayLike, *, offsets: ArrayLike, weight: float) -> FloatArray:
    """weight · Σ σ′(x − offset), of the shape of x; `offsets` is one-dimensional, and ValueError if it holds NaN."""
    return real_array(weight * _sum_over_offsets(sigmoid_derivative, real_array(x), real_array(offsets), far_left=0.0))


def sigmoid_integral(x: ArrayLike, *, lower: float, upper: float) -> FloatArray:
    """∫ σ(x − t) dt for t from lower to upper: what a sum of ever more, ever closer sigmoids tends to.

    Raises ValueError unless both are finite and lower < upper.
    """
    if not (math.isfinite(lower) and math.isfinite(upper) and lower < upper):
        raise ValueError(f"lower and upper must be finite with lower < upper, got {lower!r} and {upper!r}")
    width = upper - lower
    # sp(x − lower) − sp(x − upper) = sp(ln σ(x − upper) + ln(e^width − 1)), where x − upper and width may be far larger
    # than their sum: of both logarithms what grows is taken out, and is min(x, upper) − lower.
    numbers = real_array(x)
    rest = log_sigmoid(np.abs(numbers - upper)) + math.log(-math.expm1(-width))
    return real_array(softplus(np.minimum(numbers, upper) - lower + rest, beta=1.0))


def _sum_over_offsets(kernel: Kernel, x: FloatArray, offsets: FloatArray, *, far_left: float) -> FloatArray:
    """Σ kernel(x − offset), where the kernel is `far_left` of offsets far to the left of x, and 0 far to the right."""
    if np.isnan(offsets).any():
        raise ValueError("offsets must not hold NaN")
    if not offsets.size:
        return constant(x, 0.0)
    total = np.zeros(x.size)
    offsets, order = np.sort(offsets), np.argsort(x, axis=None)
    after = np.searchsorted(offsets, x.ravel()[order])
    # Far from the nearest offset on either side.
    start = np.searchsorted(offsets, offsets[np.maximum(after - 1, 0)] - _FAR)
    stop = np.searchsorted(offsets, offsets[np.minimum(after, offsets.size - 1)] + _FAR)
    at_once = max(1, _BLOCK_SIZE // offsets.size)
    for first in range(0, x.size, at_once):
        rows = order[first : first + at_once]
        low, high = start[first], stop[first : first + at_once][-1]
        total[rows] = kernel(x.ravel()[rows, np.newaxis] - offsets[low:high], offset=0.0).sum(axis=-1) + far_left * low
    return total.reshape(x.shape)
