"""Where an activation passes on next to nothing: the vanishing gradient."""

import math
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from activations.activation import Activation
from activations.calculus.intervals import Interval
from activations.calculus.roots import root
from activations.elementwise import FloatArray

# How far out a periodic function, which has no last interval, is followed.
PERIODIC_REACH = 50.0

# As far as the contract of the activations reaches.
_REACH = 1e300

# Between two neighbours of this grid a derivative of the catalogue crosses a level at most once.
_GEOMETRIC = np.geomspace(1e-3, 1e16, 900)
GRID: FloatArray = np.unique(
    np.concatenate([-_GEOMETRIC, np.linspace(-PERIODIC_REACH, PERIODIC_REACH, 1001), _GEOMETRIC])
)


def vanishing_intervals(activation: Activation, epsilon: float) -> tuple[Interval, ...]:
    """The widest intervals on which |f′| < epsilon, in order; their ends are exact to rounding, or infinite.

    Of a periodic function, those within ±`PERIODIC_REACH`. Raises ValueError unless epsilon is a finite number > 0.
    """
    if not (math.isfinite(epsilon) and epsilon > 0):
        raise ValueError(f"epsilon must be a finite number > 0, got {epsilon!r}")
    merged: list[Interval] = []
    for low, high in _vanishing_stretches(activation, epsilon):
        touches = merged and merged[-1][1] == low and abs(float(activation.derivative(low))) < epsilon
        merged.append((merged.pop()[0] if touches else low, high))
    return tuple(merged)


def is_wave(activation: Activation) -> bool:
    """Whether f′ has no limit, so that what is said of f beyond ±`PERIODIC_REACH` is "and so on"."""
    return math.isnan(float(activation.derivative(math.inf)))


def _vanishing_stretches(activation: Activation, epsilon: float) -> Iterator[Interval]:
    """The intervals on which |f′| < epsilon, cut at the breakpoints and at every crossing of ±epsilon."""

    def excess(level: float, x: float) -> float:
        return float(activation.derivative(x)) - level

    reach = PERIODIC_REACH if is_wave(activation) else math.inf
    for left, right in pairwise((-reach, *activation.breakpoints, reach)):
        inside = GRID[(left < GRID) & (right > GRID)]
        x = np.concatenate([[np.nextafter(left, right)], inside, [np.nextafter(right, left)]])
        x = np.clip(x, -_REACH, _REACH)
        slopes = activation.derivative(x)
        crossings = [
            root(partial(excess, level), x[k], x[k + 1])
            for level in (-epsilon, epsilon)
            for k in np.flatnonzero(np.diff(slopes >= level))
        ]
        for low, high in pairwise((left, *sorted(crossings), right)):
            if low < high and abs(excess(0.0, _between(low, high))) < epsilon:
                yield low, high


def _between(low: float, high: float) -> float:
    if math.isinf(low):
        return min(high - 1.0, 2.0 * high) if math.isfinite(high) else 0.0
    return 0.5 * (low + high) if math.isfinite(high) else max(low + 1.0, 2.0 * low)
