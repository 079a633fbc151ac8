"""E f(U) f(V) of two correlated normal inputs, as an integral in two dimensions."""

import math

import numpy as np

from activations.activation import Activation
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import quadrature
from activations.random_inputs.waves import wave_of

# Panels of the inner quadrature end at every 3 standard deviations, where activations bend, and beyond where one may
# oscillate; less than 1e-18 of a normal distribution lies beyond 9.
_REACH = 9.0
_PANELS = np.linspace(-_REACH, _REACH, 7)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_BENDS = np.concatenate([[1 / 32, 1 / 8, 1 / 2, 2.0], np.arange(4.0, 256.0, 4.0), 2.0 ** np.arange(8, 1000)])
_CUTS = np.concatenate([-_BENDS, [0.0], _BENDS])

# A kink at b, blurred by a normal distribution of width s, is resolved by panels that end at b ± these times s.
_BLUR = np.array([0.5, 1.0, 2.0, 4.0, 8.0])

# Numbers in an array at a time, so that memory stays bounded for wide inputs.
_AT_A_TIME = 2**19


def product_moment(activation: Activation, c: float, q: float) -> float:
    """E f(U) f(V) for normal U and V of variance q and correlation c.

    For c > 0, U and V are a common part M of variance q c plus independent parts of variance q (1 - c), so that it is
    E g(M)² with g(m) = E f(m + the part); for c < 0 it is E g(M) g(-M).
    """
    breakpoints = np.array(activation.breakpoints)
    spread = math.sqrt(q * (1.0 - abs(c)))
    if c == 0.0:
        return float(_blurred(activation, np.zeros(1), spread, breakpoints)[0]) ** 2
    both_ways = np.concatenate([breakpoints, -breakpoints])
    blurred_kinks = (both_ways[:, np.newaxis] + spread * np.concatenate([-_BLUR, [0.0], _BLUR])).ravel()
    inputs = Normal(0.0, math.sqrt(q * abs(c)))
    rule = quadrature(inputs, tuple(blurred_kinks.tolist()), wave=wave_of(activation))
    here = _blurred(activation, rule.x, spread, breakpoints)
    there = here if c > 0 else _blurred(activation, -rule.x, spread, breakpoints)
    return rule.expectation(here * there)


def _blurred(activation: Activation, m: FloatArray, spread: float, breakpoints: FloatArray) -> FloatArray:
    """E f(m + spread Z) for each m."""
    if spread == 0.0:
        return activation(m)
    farthest = np.abs(m).max() + _REACH * spread
    wave = wave_of(activation)
    cuts = np.concatenate([_CUTS, wave.radian * _CUTS]) if wave else _CUTS
    cuts = np.concatenate([cuts[np.abs(cuts) < farthest], breakpoints])
    rows = max(1, _AT_A_TIME // ((cuts.size + _PANELS.size) * _NODES.size))
    return np.concatenate(
        [_blurred_block(activation, m[start : start + rows], spread, cuts) for start in range(0, m.size, rows)]
    )


def _blurred_block(activation: Activation, m: FloatArray, spread: float, cuts: FloatArray) -> FloatArray:
    # A cut out of reach makes a panel of width 0, so that all rows have the same number.
    edges = np.clip((cuts - m[:, np.newaxis]) / spread, -_REACH, _REACH)
    edges = np.sort(np.concatenate([edges, np.broadcast_to(_PANELS, (m.size, _PANELS.size))], axis=1), axis=1)
    half_widths = 0.5 * np.diff(edges)[..., np.newaxis]
    z = 0.5 * (edges[:, :-1] + edges[:, 1:])[..., np.newaxis] + half_widths * _NODES
    weights = half_widths * _WEIGHTS * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    values = activation(m[:, np.newaxis, np.newaxis] + spread * z)
    return np.asarray(np.sum(weights * values, axis=(1, 2)))
