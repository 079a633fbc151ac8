"""A gated unit and its partial derivatives over g and u, and how far they reach."""

import functools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from activations.elementwise import FloatArray, RealFunction
from activations.gates import Gate
from pages.ui.charts.contours import Factors

POINTS_A_PERIOD = 64  # of a gate that waves, for its extremes and its means

_FINE = 2_001  # points of a side among which extremes are found
_CLOSER, _ROUNDS = 33, 3  # points between the neighbours of the best one, as often
_BETTER = 1e-12  # by how much a place has to be better, relative to the value: less is rounding


class Field(NamedTuple):
    """A function of g and u that is a product: a factor of each."""

    symbol: str
    of_both: Callable[[ArrayLike, ArrayLike], FloatArray]
    of_value: Callable[[FloatArray], FloatArray]
    factors: Factors

    @property
    def of_gate(self) -> RealFunction:
        return self.factors.of_g


class Extreme(NamedTuple):
    """The least or largest value in a window, and one place of it; None where g, or u, makes no difference."""

    value: float
    g: float | None
    u: float | None


@functools.lru_cache(maxsize=64)
def fields_of(gate: Gate) -> tuple[Field, Field, Field]:
    """The unit and its two partial derivatives."""
    opening, value = gate.gate, gate.value
    slope = Factors(opening, lambda slopes: np.copysign(np.inf, slopes - 1.0), value.limit)
    return (
        Field("y", gate, value, Factors(opening, value.inverse)),
        Field("∂y/∂g", gate.by_gate, value, Factors(opening.derivative, value.inverse)),
        Field("∂y/∂u", gate.by_value, value.derivative, slope),
    )


@functools.lru_cache(maxsize=64)
def extremes(gate: Gate, field: Field, low: float, high: float) -> tuple[Extreme, Extreme]:
    """The least and the largest value of a field with g and u from low to high; of several places the outermost."""
    period = gate.gate.period or math.inf
    fine = np.linspace(low, high, max(_FINE, math.ceil(POINTS_A_PERIOD * (high - low) / period)))
    x = np.unique(np.r_[fine, inside((*gate.gate.breakpoints, *gate.value.breakpoints), low, high)])
    ends = [_ends(factor, x) for factor in (field.of_gate, field.of_value)]
    found = [Extreme(of_g * of_u, g, u) for of_g, g in ends[0] for of_u, u in ends[1]]
    if not any(each.value for each in found):
        found = [Extreme(0.0, None, None)]
    return min(found, key=lambda each: each.value), max(found, key=lambda each: each.value)


def inside(points: Sequence[float], low: float, high: float) -> list[float]:
    return [point for point in points if low <= point <= high]


def _ends(factor: Callable[[FloatArray], FloatArray], x: FloatArray) -> list[tuple[float, float | None]]:
    """The least and the largest value of a factor, each with its place, None if it is the same everywhere."""
    values = np.broadcast_to(factor(x), x.shape)
    if values.min() == values.max():
        return [(float(values[0]), None)]
    return [_best(factor, x, values, sign) for sign in (-1.0, 1.0)]


def _best(
    factor: Callable[[FloatArray], FloatArray], x: FloatArray, values: FloatArray, sign: float
) -> tuple[float, float]:
    """The largest value, or with the sign −1 the least, and its place, looked for more closely beside the best of x."""
    best = (sign * values).max()
    tied = np.flatnonzero(sign * values == best)
    k = tied[np.argmax(np.abs(x[tied]))]
    place, low, high = x[k], x[max(k - 1, 0)], x[min(k + 1, x.size - 1)]
    for _ in range(_ROUNDS):
        near = np.linspace(low, high, _CLOSER)
        found = sign * factor(near)
        k = int(np.argmax(found))
        if found[k] > best + _BETTER * abs(best):
            best, place = found[k], near[k]
        low, high = near[max(k - 1, 0)], near[min(k + 1, _CLOSER - 1)]
    return float(sign * best), float(place)
