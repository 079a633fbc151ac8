"""Products of two numbers of which one may be infinite, or both too large."""

import numpy as np

from activations.elementwise import LARGEST, SQUARABLE, FloatArray


def product(first: FloatArray, second: FloatArray) -> FloatArray:
    """first * second, broadcast, without a warning: infinite beyond the largest float, and 0 where 0 meets infinity."""
    if (np.abs(first) <= SQUARABLE).all() and (np.abs(second) <= SQUARABLE).all():
        return np.asarray(first * second)
    first, second = np.broadcast_arrays(first, second)
    reach = np.nextafter(LARGEST / np.maximum(np.abs(second), 1.0), 0.0)
    infinite = np.copysign(np.inf, np.sign(first) * np.sign(second))
    # An infinite second factor is 0 in what is not chosen, so that it meets no 0 there.
    within = np.clip(first, -reach, reach) * np.where(np.isinf(second), 0.0, second)
    return np.where((np.abs(first) > reach) & (second != 0), infinite, within)
