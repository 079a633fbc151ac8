"""Where |f′| < ε: the sentence of the page of curves, and a row of the reference."""

from dataclasses import replace

import numpy as np
from mpmath import mp

from activations.elementwise import FloatArray
from tests.sweeps.grammar import places
from tests.sweeps.places import Predicate, check_points, check_set
from tests.sweeps.tally import Tally
from tests.sweeps.truth import Truth

# The slope of a function that is told to be closer to the threshold is computed in a hundred digits.
_CLOSE = 1e-10
_MOST_EXACT = 60


def slope_below(truth: Truth, epsilon: float) -> Predicate:
    """Whether |f′| < ε, by the convention at breakpoints."""

    def below(x: FloatArray) -> FloatArray:
        slopes = np.abs(truth.activation.derivative(x))
        for point, slope in truth.conventions.items():
            slopes[x == point] = abs(slope)
        found = (slopes < epsilon).astype(np.float64)
        close = np.flatnonzero((np.abs(slopes - epsilon) <= _CLOSE * epsilon) & ~np.isin(x, truth.breakpoints))
        for k in close[:_MOST_EXACT].tolist():
            found[k] = _exactly_below(truth, float(x[k]), epsilon)
        found[close[_MOST_EXACT:]] = np.nan
        return found

    return below


def _exactly_below(truth: Truth, x: float, epsilon: float) -> float:
    gap = abs(truth.exact(x, 1)) - mp.mpf(epsilon)
    if abs(gap) > mp.mpf(10) ** -40 * epsilon:
        return float(gap < 0)
    # Equal as far as a hundred digits go: truly so, unless it is still on its way there.
    return 0.0 if truth.near(x) else np.nan


def check_where(tally: Tally, truth: Truth, text: str, epsilon: float, x: FloatArray) -> None:
    """Where, in words, |f′| < ε."""
    said, holds = places(text), slope_below(truth, epsilon)
    what = f"|f′| < {epsilon!r} of {truth.activation!r} {text}"
    check_set(tally, said, holds, x, truth=truth, digits=6, what=what)
    alone = [b for b in truth.breakpoints if holds(np.array([b]))[0] == 1.0 and not _beside(holds, b, truth.gap)]
    points = replace(said, more=0) if said.stretches else said  # of many stretches the rest is only counted
    check_points(tally, points, alone, digits=6, length=truth.length, what=what)


def _beside(holds: Predicate, point: float, gap: float) -> bool:
    step = max(1e-3 * gap, 1e-15 * abs(point))
    return bool((holds(np.array([point - step, point + step])) == 1.0).any())
