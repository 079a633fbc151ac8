"""Arrays of real numbers, and what the formulas of element-wise functions share."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

# Real numbers of any shape in, a new float64 array of that shape out.
RealFunction = Callable[[ArrayLike], FloatArray]

# The largest float, and how far a number may go before its square or its exponential exceeds it.
LARGEST = float(np.finfo(np.float64).max)
SQUARABLE = math.sqrt(LARGEST)
LARGEST_EXPONENT = math.log(LARGEST)


def real_array(x: ArrayLike) -> FloatArray:
    """`x` as float64; TypeError if it holds anything but real numbers, or is masked."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError("x must not be a masked array: what is masked has no value; fill it or leave it out first")
    # `same_kind` refuses complex numbers, text and objects, which a plain cast would convert.
    return np.asarray(x).astype(np.float64, casting="same_kind", copy=False)


def constant(x: FloatArray, value: float) -> FloatArray:
    """`value` wherever x is a number, NaN where it is not."""
    return np.where(np.isnan(x), x, value)


def limit_product(x: FloatArray, factor: FloatArray) -> FloatArray:
    """x * factor, and 0 where an infinite x meets a factor that has vanished."""
    if np.isfinite(x).all():  # in less than half of the time of the choice below
        return x * factor
    return np.where(np.isinf(x) & (factor == 0), 0.0, x) * factor


def scaled(x: FloatArray, factor: float) -> FloatArray:
    """x * factor without a warning: infinite beyond the largest float, and 0 where an infinite x meets a factor 0."""
    reach = math.nextafter(LARGEST / abs(factor), 0.0) if abs(factor) > 1.0 else LARGEST
    if (np.abs(x) <= reach).all():  # in less than half of the time of the choice below
        return x * factor
    beyond = np.copysign(np.inf, x) * np.sign(factor) if factor else 0.0
    return np.where(np.abs(x) > reach, beyond, np.clip(x, -reach, reach) * factor)
