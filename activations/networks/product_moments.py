"""E f(U) f(V) of two correlated normal inputs, as an integral in two dimensions."""

import math

import numpy as np

from activations.activation import Activation
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import grid_of, quadrature
from activations.random_inputs.waves import wave_of

# Panels of the inner quadrature end at every 3 standard deviations, and where activations bend; less than 1e-18 of a
# normal distribution lies beyond 9.
_REACH = 9.0
_PANELS = np.linspace(-_REACH, _REACH, 7)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)

# A kink at b, blurred by a normal distribution of width s, is resolved by panels that end at b ± these times s.
_BLUR = np.array([0.5, 1.0, 2.0, 4.0, 8.0])

# A bend within this part of a width is taken for a kink; nothing that counts lies so many standard deviations away.
_SHARPEST, _FARTHEST = 1e-8, 24.0

# Numbers in an array at a time, so that memory stays bounded for wide inputs.
_AT_A_TIME = 2**19


def product_moment(activation: Activation, c: float, q: float) -> float:
    """E f(U) f(V) for normal U and V of variance q and correlation c.

    For c > 0, U and V are a common part M of variance q c plus independent parts of variance q (1 - c), so that it is
    E g(M)² with g(m) = E f(m + the part); for c < 0 it is E g(M) g(-M). Raises NotResolvedError as `rule_of` does.
    """
    breakpoints, grid, wave = np.array(activation.breakpoints), grid_of(activation), wave_of(activation)
    spread, reach = math.sqrt(q * (1.0 - abs(c))), _FARTHEST * math.sqrt(q)
    if wave:
        grid = np.union1d(grid, np.linspace(-reach, reach, 2 * math.ceil(reach / wave.panel) + 1))
    grid = grid[np.abs(grid) < reach]
    cuts = np.union1d(_apart(grid, _SHARPEST * spread), breakpoints)
    if c == 0.0:
        return float(_blurred(activation, np.zeros(1), spread, cuts)[0]) ** 2
    both_ways = np.concatenate([breakpoints, -breakpoints])
    blurred_kinks = (both_ways[:, np.newaxis] + spread * np.concatenate([-_BLUR, [0.0], _BLUR])).ravel()
    inputs = Normal(0.0, math.sqrt(q * abs(c)))
    rule = quadrature(
        inputs, tuple(blurred_kinks.tolist()), grid=_apart(grid if c > 0 else np.union1d(grid, -grid), 0.5 * spread)
    )
    here = _blurred(activation, rule.x, spread, cuts)
    there = here if c > 0 else _blurred(activation, -rule.x, spread, cuts)
    return rule.expectation(here * there)


def _apart(cuts: FloatArray, least: float) -> FloatArray:
    """A choice of the cuts that are about so far apart, or farther."""
    return cuts[np.diff(np.round(cuts / least), prepend=-np.inf) > 0.0] if least else cuts


def _blurred(activation: Activation, m: FloatArray, spread: float, cuts: FloatArray) -> FloatArray:
    """E f(m + spread Z) for each m."""
    if spread == 0.0:
        return activation(m)
    rows = max(1, _AT_A_TIME // ((cuts.size + _PANELS.size) * _NODES.size))
    return np.concatenate(
        [_blurred_block(activation, m[start : start + rows], spread, cuts) for start in range(0, m.size, rows)]
    )


def _blurred_block(activation: Activation, m: FloatArray, spread: float, cuts: FloatArray) -> FloatArray:
    edges = np.clip((cuts - m[:, np.newaxis]) / spread, -_REACH, _REACH)
    edges = np.sort(np.concatenate([edges, np.broadcast_to(_PANELS, (m.size, _PANELS.size))], axis=1), axis=1)
    rows, panels = np.nonzero(np.diff(edges) > 0.0)  # a cut out of reach makes a panel of width 0
    start, end = edges[rows, panels, np.newaxis], edges[rows, panels + 1, np.newaxis]
    z = 0.5 * (start + end) + 0.5 * (end - start) * _NODES
    weights = 0.5 * (end - start) * _WEIGHTS * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    parts = np.sum(weights * activation(m[rows, np.newaxis] + spread * z), axis=1)
    return np.asarray(np.bincount(rows, parts, minlength=m.size))
