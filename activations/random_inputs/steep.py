"""E f′² of a function that is infinitely steep at some breakpoints, as a root is: there a power of the distance."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from activations.catalog import is_catalogued
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import Distribution
from activations.random_inputs.expectations import grid_of, quadrature, squares
from activations.random_inputs.waves import wave_of

# How near its end a slope is followed by panels; nearer, floats would not tell the distance, unless all of them do.
_NEAR, _NEAR_0 = 1e-8, 1e-60
_WIDER = 4.0  # each panel than the one before it
_ROUNDED, _ALIKE = 1e-6, 1e-2  # powers, which are seen in slopes, that are the same but for rounding; and nearly


class SteepEnd(NamedTuple):
    """A place towards which f′ grows like a power, below 0, of the distance on one side of it."""

    x: float
    side: float  # on which f is steep: -1 or 1
    power: float

    @property
    def left(self) -> float:
        """The power of the distance that is left of f′² when it is integrated; 0 where it has no integral."""
        left = 1.0 + 2.0 * self.power
        return left if left > _ROUNDED else 0.0


class _Slope(NamedTuple):
    """f′ = offset + factor · distance**power, near an end."""

    offset: float
    factor: float
    power: float

    @classmethod
    def of(cls, activation: Activation, end: float, side: float, near: float) -> "_Slope":
        """NotResolvedError where it is no such power, as of what has turned already so near its end."""
        slopes = activation.derivative(end + side * near * _WIDER ** np.arange(4.0))
        with np.errstate(all="ignore"):
            falls = -np.diff(slopes)
            power, next_power = (np.log(falls[1:] / falls[:-1]) / math.log(_WIDER)).tolist()
        if not (-1.0 < power < 0.0 and abs(next_power - power) <= _ALIKE):
            raise NotResolvedError("the function is so steep somewhere that no float can tell")
        factor = float(falls[0]) / (near**power * (1.0 - _WIDER**power))
        return cls(float(slopes[0]) - factor * near**power, factor, power)

    def squared_up_to(self, distance: float) -> float:
        """The integral of f′² from the end to a distance."""
        own, both, risen = self.offset**2, 2.0 * self.offset * self.factor, self.factor**2
        powers = [(own, 0.0), (both, self.power), (risen, 2.0 * self.power)]
        return math.fsum(part * distance ** (power + 1.0) / (power + 1.0) for part, power in powers)


@lru_cache(maxsize=64)
def steep_ends_of(activation: Activation) -> tuple[SteepEnd, ...]:
    """Those of a function outside the catalogue, in which there are none; NotResolvedError as `pieces_of` raises it."""
    if is_catalogued(activation.definition):
        return ()
    ends = [
        (end, side)
        for piece in pieces_of(activation)
        for end, side, limits in ((piece.low, 1.0, piece.at_low), (piece.high, -1.0, piece.at_high))
        if math.isfinite(end) and math.isinf(limits[1])
    ]
    return tuple(SteepEnd(*each, _Slope.of(activation, *each, _near(each[0])).power) for each in ends)


def _near(*places: float) -> float:
    return _NEAR * max(1.0, *map(abs, places)) if any(places) else _NEAR_0


def squared_slope(activation: Activation, inputs: Distribution, ends: tuple[SteepEnd, ...]) -> float:
    """E f′², inf where f′² is not integrable at one of the ends."""
    reach = inputs.scale * float(inputs.panels[-1])
    near = [_near(end.x, inputs.centre) for end in ends]
    met = [
        (end, distance)
        for end, distance in zip(ends, near, strict=True)
        if abs(end.x + end.side * distance - inputs.centre) < reach
    ]
    if any(end.left == 0.0 for end, _ in met):
        return math.inf
    cuts = [_cuts(end, distance) for end, distance in met]
    rule = quadrature(
        inputs,
        activation.breakpoints,
        wave=wave_of(activation),
        grid=np.concatenate([grid_of(activation), *cuts]),
    )
    apart = np.ones(rule.x.shape, dtype=bool)
    for end, distance in met:
        apart &= (end.side * (rule.x - end.x) < 0.0) | (np.abs(rule.x - end.x) >= distance)
    slopes = np.zeros(rule.x.shape)
    slopes[apart] = activation.derivative(rule.x[apart])
    return rule.expectation(squares(slopes)) + sum(_nearer(activation, inputs, *each) for each in met)


def _cuts(end: SteepEnd, near: float) -> FloatArray:
    wider = np.arange(math.ceil(math.log(1.0 / near, _WIDER)), dtype=np.float64)
    cuts: FloatArray = end.x + end.side * near * _WIDER**wider
    return cuts


def _nearer(activation: Activation, inputs: Distribution, end: SteepEnd, distance: float) -> float:
    """What lies between the end and the first panel, where the density is as good as constant."""
    z = np.array((end.x + end.side * distance - inputs.centre) / inputs.scale)
    density = math.exp(inputs.log_density(z)) / inputs.scale
    return density * _Slope.of(activation, end.x, end.side, distance).squared_up_to(distance)
