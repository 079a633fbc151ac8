"""Expectations over random inputs, by Gauss–Legendre panels, and over given numbers by their sum."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import erfc

from activations.activation import Activation
from activations.calculus.pieces import is_wave, pieces_of
from activations.catalog import CATALOG
from activations.elementwise import SQUARABLE, FloatArray
from activations.random_inputs.distributions import Distribution, Uniform
from activations.random_inputs.empirical import Empirical, RandomInputs

# What may lie beyond the outer panels, as a fraction of the whole.
_NEGLIGIBLE = 1e-13

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)

# Where panels may end on the x axis: every 4 units, since no activation has its nearest complex singularity much
# closer than 1 to a smooth stretch of the axis; finer towards 0, where steep ones bend; ever wider far out, where all
# but the periodic ones are straight.
_FINE = 2.0 ** np.arange(-6, 2)
_EVEN = np.arange(4.0, 256.0, 4.0)
_FAR = 2.0 ** np.arange(8, 1024, 2)
_GRID = np.concatenate([-_FAR[::-1], -_EVEN[::-1], -_FINE[::-1], [0.0], _FINE, _EVEN, _FAR])

# With parameters outside the sliders a function may bend on a far smaller scale: those that do, do so at 0.
_FINEST = 2.0 ** np.arange(-40, -6)
_NARROW_GRID = np.sort(np.concatenate([-_FINEST, _GRID, _FINEST]))

# So many of the cubics that follow a function make a panel of its rule.
_CUBICS = 8

# A wave is followed so far from the centre; its mean is taken around `_WAVE_TAIL`, with so wide a Gaussian window.
_WAVE_REACH, _WAVE_TAIL, _WAVE_WINDOW = 512.0, 384.0, 20.0
_WIDEST_WAVE = 20_000.0  # half the range of a uniform distribution, all of which must be followed
_WAVE_GRID = np.arange(-_WAVE_REACH, _WAVE_REACH + 1.0, 4.0)


class Quadrature(NamedTuple):
    """Points x, and weights such that weights @ g(x) is E g(X) for g smooth between the breakpoints."""

    x: FloatArray
    weights: FloatArray
    beyond: FloatArray  # |g| at the first and last point times these bounds what is missed; NaN where nothing does

    def expectation(self, values: FloatArray) -> float:
        """E g(X) from the values of g at x; NaN if too much of it lies beyond them, or leaves the floats."""
        if not np.isfinite(values).all():
            return math.nan
        parts = self.weights * values
        missed = np.abs(values[[0, -1]]) @ self.beyond
        return float(parts.sum()) if missed <= _NEGLIGIBLE * max(1.0, np.abs(parts).sum()) else math.nan


def quadrature(
    inputs: Distribution, breakpoints: tuple[float, ...], *, wave: bool = False, grid: FloatArray = _GRID
) -> Quadrature:
    """The rule for a g with these breakpoints; `wave` says that it is bounded and goes up and down for ever.

    Between neighbours in `grid`, where they are near enough to matter, a polynomial must follow g.

    Panels lie in the standardised variable z, where x = centre + scale * z: the density is then exact to rounding
    however narrow the distribution.
    """
    panels, centre, scale = inputs.panels, inputs.centre, inputs.scale
    reach, folded = float(panels[-1]), False
    if wave and isinstance(inputs, Uniform):
        even = centre + np.linspace(-scale, scale, math.ceil(min(scale, _WIDEST_WAVE) / 2.0) + 1)
        grid = even if grid is _GRID else np.concatenate([grid, even])
    elif wave and reach * scale > _WAVE_REACH:
        folded, reach = True, _WAVE_REACH / scale
        panels = np.append(panels[np.abs(panels) < reach], [-reach, reach])
        grid = centre + _WAVE_GRID if grid is _GRID else np.concatenate([grid, centre + _WAVE_GRID])
    x_cuts = np.concatenate([grid, breakpoints])
    x_cuts = x_cuts[np.abs(x_cuts - centre) < reach * scale]
    edges = np.unique(np.concatenate([panels, (x_cuts - centre) / scale]))
    edges = edges[np.diff(edges, prepend=-np.inf) > np.finfo(float).tiny]  # half of less would be no width
    half_widths = 0.5 * np.diff(edges)[:, np.newaxis]
    z = (0.5 * (edges[:-1] + edges[1:])[:, np.newaxis] + half_widths * _NODES).ravel()
    log_density = inputs.log_density(z)
    lengths = (half_widths * _WEIGHTS).ravel()
    # One exponential for both, since far out a density alone may be too small for a float.
    weights = np.exp(log_density + np.log(lengths))
    if folded:
        return Quadrature(centre + scale * z, _with_tails_folded(scale * z, lengths, weights), np.zeros(2))
    # A density that falls faster than z⁻² has less beyond its end than z times the density there.
    beyond = np.exp(log_density[[0, -1]] + math.log(reach))
    if isinstance(inputs, Uniform):
        beyond = np.full(2, math.nan if wave and scale > _WIDEST_WAVE else 0.0)
    return Quadrature(centre + scale * z, weights, beyond)


def rule_of(activation: Activation, inputs: RandomInputs) -> Quadrature:
    """The rule for powers of f and of f′.

    Raises NotResolvedError for a function outside the catalogue that changes on a scale that floats cannot follow,
    unless given numbers are all that counts.
    """
    if isinstance(inputs, Empirical):
        count = inputs.numbers.size
        return Quadrature(inputs.numbers, np.full(count, 1.0 / count), np.zeros(2))
    bounded_wave = is_wave(activation) and not np.isinf(activation([-math.inf, math.inf])).any()
    return quadrature(inputs, activation.breakpoints, wave=bounded_wave, grid=grid_of(activation))


def grid_of(activation: Activation) -> FloatArray:
    """Where panels may end for powers of f and of f′ to be as polynomials between. Raises as `rule_of` does."""
    definition, values = activation.definition, activation.parameters
    if CATALOG.get(definition.name) != definition:
        return _resolving_grid(activation)
    # Within their sliders no parameters make a function of the catalogue bend within far less than 1.
    usual = all(each.low <= values[each.name] <= each.high for each in definition.parameters)
    return _GRID if usual else _NARROW_GRID


@lru_cache(maxsize=64)
def _resolving_grid(activation: Activation) -> FloatArray:
    """Every few of the points between which cubics follow the function; a wave goes on as it is near the last."""
    x = np.concatenate([piece.x[::_CUBICS] for piece in pieces_of(activation)])
    x = np.unique(x[np.isfinite(x)])
    if is_wave(activation):
        last = float(np.abs(x).max())
        farther = np.arange(last, _WAVE_REACH, float(np.diff(x[x > 0.5 * last]).max()))
        x = np.concatenate([-farther[::-1], x, farther])
    return np.concatenate([_GRID, x])


def squares(values: FloatArray) -> FloatArray:
    """The squares, NaN where they leave the floats."""
    return np.where(np.abs(values) <= SQUARABLE, values, np.nan) ** 2


def _with_tails_folded(distance: FloatArray, lengths: FloatArray, weights: FloatArray) -> FloatArray:
    """The weights without the tails of the distribution, whose mass goes to where the mean of a wave is taken.

    The density fades out over a Gaussian edge, too smoothly for a wave to leave more than its mean in what is cut off:
    of cos(ωx) the rest is of the order exp(−(10 ω)²).
    """
    folded = np.empty_like(weights)
    for side in (-1.0, 1.0):
        own = side * distance > 0
        t = (side * distance[own] - _WAVE_TAIL) / _WAVE_WINDOW
        kept = 0.5 * erfc(t) * weights[own]
        window = np.exp(-t * t) * lengths[own]
        folded[own] = kept + (0.5 - kept.sum()) / window.sum() * window
    return folded
