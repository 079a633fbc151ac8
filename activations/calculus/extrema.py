"""Where two curves lie farthest apart."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize_scalar

from activations.elementwise import FloatArray

_POINTS = 1_001


def largest_difference(
    first: Callable[[FloatArray], FloatArray], second: Callable[[FloatArray], FloatArray], low: float, high: float
) -> tuple[float, float]:
    """The x in [low, high] where |first − second| is largest, and the signed difference there.

    For curves whose difference has no peak narrower than a five-hundredth of the range. Raises ValueError unless
    low < high.
    """
    if not low < high:
        raise ValueError(f"low must be less than high, got {low!r} and {high!r}")

    def difference(x: FloatArray) -> FloatArray:
        return first(x) - second(x)

    grid = np.linspace(low, high, _POINTS)
    differences = difference(grid)
    peak = int(np.abs(differences).argmax())
    x = float(grid[peak])
    if 0 < peak < _POINTS - 1:
        refined = minimize_scalar(
            lambda t: -abs(float(difference(np.asarray(t)))),
            bounds=(grid[peak - 1], grid[peak + 1]),
            method="bounded",
            options={"xatol": 1e-10},
        )
        if -refined.fun > abs(differences[peak]):
            x = float(refined.x)
    return x, float(difference(np.asarray(x)))
