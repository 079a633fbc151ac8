"""Roots of a function of one variable."""

from collections.abc import Callable

from scipy.optimize import brentq

# Halving takes a thousand steps from 1 to the smallest floats.
_MOST_STEPS = 10_000


def root(curve: Callable[[float], float], low: float, high: float) -> float:
    """Where `curve`, which has different signs at `low` and `high`, is 0, to a relative error of about 1e-15.

    That holds down to 1e-285: an absolute error that does for 1 would be all of 1e-200.
    """
    return float(brentq(curve, low, high, xtol=1e-300, rtol=1e-15, maxiter=_MOST_STEPS))
