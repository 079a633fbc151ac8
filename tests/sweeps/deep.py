"""Layers of infinite width by averages of their own, and a simulated network."""

import functools
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from activations import Activation, Normal
from activations.elementwise import FloatArray
from tests.sweeps.averages import Averages
from tests.sweeps.truth import Truth

# What becomes of variances is looked at between these, so densely.
GRID: FloatArray = np.geomspace(1e-14, 1e14, 140)

# Relative to a variance, a change in a layer that may be rounding.
ROUNDING = 1e-9

_LEAST = 1e-290
_PANELS = np.concatenate([-np.geomspace(9.0, 0.02, 30), [0.0], np.geomspace(0.02, 9.0, 30)])
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)


def moments_of_wave(activation: Activation, q: float) -> tuple[float, float]:
    """E f² and E f′² of a sine, or of x + (1 − cos 2ωx) / 2ω."""
    w = activation.parameters["frequency"]
    u = w * w * q
    if activation.name == "Sin":
        return -0.5 * math.expm1(-2.0 * u), 0.5 * w * w * (1.0 + math.exp(-2.0 * u))
    return q + (math.expm1(-8.0 * u) - 4.0 * math.expm1(-2.0 * u)) / (8.0 * w * w), 1.0 - 0.5 * math.expm1(-8.0 * u)


class DeepLayers:
    """The variance map and χ of a function, weights and biases."""

    def __init__(self, truth: Truth, w: float, b: float) -> None:
        self.truth, self.w, self.b = truth, w, b
        self.name, self.curves = truth.activation.name, truth.curves

    @functools.lru_cache(maxsize=4096)  # noqa: B019
    def moments(self, q: float) -> tuple[float, float]:
        """E f² and E f′² at a variance."""
        if q < _LEAST:
            return float(self.curves[0](0.0)) ** 2, self._slopes_at_zero()
        if self.name == "Exponential":
            return (math.exp(2.0 * q),) * 2 if q < 300.0 else (math.inf, math.inf)
        if self.truth.slope_period:
            return moments_of_wave(self.truth.activation, q)
        averages = Averages(self.truth, Normal(0.0, math.sqrt(q)))
        return averages.mean_square(0), averages.mean_square(1)

    def next(self, q: float) -> float:
        """The variance of the layer above."""
        return self.w * self.moments(q)[0] + self.b

    def chi(self, q: float) -> float:
        """The factor of the squared gradient, at 0 and ∞ in the limit."""
        if math.isinf(q):
            if self.truth.slope_period:
                return self.w * moments_of_wave(self.truth.activation, 1e9 * self.truth.slope_period**2)[1]
            slopes = [abs(self.truth.far(side, 1)) for side in (-1.0, 1.0)]
            return self.w * sum(s * s for s in slopes) / 2.0
        return self.w * self.moments(q)[1] if self.w else 0.0

    def growth(self) -> float:
        """The factor of an infinite variance."""
        if self.truth.slope_period:
            return self.w * float(self.truth.exact(1e50)) ** 2 / 1e100
        return self.chi(math.inf)

    def slope(self, q: float) -> float:
        """That of the variance map, by differences."""
        h = 1e-3 * q
        first, second, third = (
            (self.moments(q + k * h)[0] - self.moments(q - k * h)[0]) / (2.0 * k * h) for k in (1, 2, 3)
        )
        return self.w * (15.0 * first - 6.0 * second + third) / 10.0

    def drift(self, q: float) -> float:
        """By which share a layer raises a variance; 0 for what may be rounding."""
        share = self.next(q) / q - 1.0
        return share if abs(share) > ROUNDING else 0.0

    def fixed_point_near(self, q: float, reach: float) -> float:
        """The variance that stays as it is, within so large a share of one."""
        low, high = q * (1.0 - reach), q * (1.0 + reach)
        if self.drift(low) * self.drift(high) >= 0:
            return q
        return float(brentq(lambda t: self.next(t) - t, low, high, xtol=1e-300, rtol=1e-13))

    def fixed_points(self) -> Iterator[tuple[float, float]]:
        """Between which neighbours of the grid there is one that is passed through."""
        signs = [(q, np.sign(self.drift(q))) for q in GRID.tolist()]
        for (low, before), (high, after) in pairwise([each for each in signs if each[1]]):
            if before != after:
                yield low, high

    def variances(self, layers: int) -> Iterator[float]:
        """Of the layers from the first on, up to 1e150."""
        q = self.w + self.b
        for _ in range(layers):
            if not q <= 1e150:
                return
            yield q
            q = self.next(q)

    @functools.lru_cache(maxsize=256)  # noqa: B019
    def correlation(self, c: float, q: float) -> float:
        """What a layer makes of a correlation at a fixed point, by Gauss-Legendre panels in both inputs."""
        nodes = self._nodes(q)
        f = self.curves[0](nodes.x) * nodes.weights
        u = nodes.x / math.sqrt(q)
        spread = 1.0 - c * c
        exponent = (u[:, np.newaxis] ** 2 - 2.0 * c * np.multiply.outer(u, u) + u**2) / (-2.0 * spread)
        product = f @ (np.exp(exponent) / (2.0 * math.pi * math.sqrt(spread))) @ f
        return (self.w * float(product) + self.b) / q

    def _nodes(self, q: float) -> "_Nodes":
        sigma = math.sqrt(q)
        inside = [a / sigma + step for a in self.truth.anchors for step in (0.0, -0.3, 0.3) if abs(a) < 8.0 * sigma]
        inside += np.linspace(-9.0, 9.0, 55).tolist()
        bends = [(a + s * self.truth.length) / sigma for a in self.truth.anchors for s in np.linspace(-12, 12, 25)]
        edges = np.unique(np.concatenate([_PANELS, inside, bends]))
        edges = edges[np.abs(edges) <= 9.0]
        edges = edges[np.concatenate([[True], np.diff(edges) > 1e-12])]
        middle, half = 0.5 * (edges[1:] + edges[:-1]), 0.5 * np.diff(edges)
        z = (middle[:, np.newaxis] + half[:, np.newaxis] * _NODES).ravel()
        return _Nodes(sigma * z, (half[:, np.newaxis] * _WEIGHTS).ravel())

    def _slopes_at_zero(self) -> float:
        if 0.0 not in self.truth.breakpoints:
            return float(self.curves[1](0.0)) ** 2
        return sum(float(self.truth.beside(0.0, side, 1)) ** 2 for side in ("left", "right")) / 2.0


class _Nodes(NamedTuple):
    x: FloatArray
    weights: FloatArray


class Simulated(NamedTuple):
    """What a random network did: a number for each layer that was reached."""

    variance: list[float]
    mean: list[float]
    gradient: float  # at the inputs, 1 at the last layer
    small: float  # the shares of the last layer
    dead: float
    stuck: float
    overflowed_at: int | None


def simulated(
    activation: Activation, *, layers: int, width: int, w: float, b: float, correlation: float, seed: int, pairs: int
) -> Simulated:
    """The network of a seed, forwards and backwards."""
    h = np.random.default_rng([seed, 0]).standard_normal((2 * pairs, width))
    h[1::2] = correlation * h[::2] + math.sqrt(1.0 - correlation**2) * h[1::2]
    weights, slopes, variance, mean = [], [], [], []
    overflowed = None
    for layer in range(1, layers + 1):
        normal = np.random.default_rng([seed, 1, layer])
        weights.append(normal.standard_normal((width, width)) * math.sqrt(w / width))
        z = h @ weights[-1].T + normal.standard_normal(width) * math.sqrt(b)
        after, slope = activation(z), activation.derivative(z)
        if not all((np.abs(each) <= 1e150).all() for each in (z, after, slope)):
            overflowed = layer
            break
        h = after
        slopes.append(slope)
        variance.append(float(np.mean(z**2)))
        mean.append(float(h.mean()))
    back = np.random.default_rng([seed, 2]).standard_normal((2 * pairs, width))
    logarithm = -math.log(np.mean(back**2))
    for slope, matrix in reversed(list(zip(slopes, weights, strict=False))):
        back = (back * slope) @ matrix
        size = float(np.abs(back).max()) or 1.0  # lest squares leave the floats
        back, logarithm = back / size, logarithm + 2.0 * math.log(size)
    square = float(np.mean(back**2))
    gradient = math.exp(min(math.log(square) + logarithm, 700.0)) if square else 0.0
    shares = _idle(slopes[-1], h) if slopes else (math.nan,) * 3
    return Simulated(variance, mean, gradient, *shares, overflowed)


def _idle(slope: FloatArray, h: FloatArray) -> tuple[float, float, float]:
    """Shares of small slopes, and of units that are flat for all inputs: dead, or at another value."""
    flat, silent = (slope == 0).all(axis=0), (h == 0).all(axis=0)
    return float(np.mean(np.abs(slope) < 0.01)), float(np.mean(flat & silent)), float(np.mean(flat & ~silent))
