"""Roots of a function of one variable."""

from collections.abc import Callable

from scipy.optimize import brentq

# Halving takes a thousand steps from 1 to the smallest floats.
_MOST_STEPS = 10_000


def root(curve: Callable[[float], float], low: float, high: float) -> float:
    """Where `curve`, which has different signs at `low` and `high`, is 0, to a relative error of about 1e-15.

    However small the root is: an absolute error would do for 1, and be all of 1e-200.
    """
    return float(brentq(curve, low, high, xtol=1e-300, rtol=1e-15, maxiter=_MOST_STEPS))
