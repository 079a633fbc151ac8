"""Expectations over random inputs, by Gauss–Legendre panels, and over given numbers by their sum."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.calculus.pieces import pieces_of
from activations.catalog import is_catalogued
from activations.elementwise import SQUARABLE, FloatArray
from activations.random_inputs.distributions import Distribution, Uniform
from activations.random_inputs.empirical import Empirical, RandomInputs
from activations.random_inputs.panels import on_panels
from activations.random_inputs.waves import CUBICS, Wave, wave_of

# What may lie beyond the outer panels, as a fraction of the whole.
NEGLIGIBLE = 1e-13

# Where panels may end on the x axis: every 4 units, since no activation has its nearest complex singularity much
# closer than 1 to a smooth stretch of the axis; finer towards 0, where steep ones bend; ever wider far out, where all
# but waves are straight.
_FINE = 2.0 ** np.arange(-6, 2)
_EVEN = np.arange(4.0, 256.0, 4.0)
_FAR = 2.0 ** np.arange(8, 1024, 2)
_GRID = np.concatenate([-_FAR[::-1], -_EVEN[::-1], -_FINE[::-1], [0.0], _FINE, _EVEN, _FAR])

# With parameters outside the sliders a function may bend on a far smaller scale, down to the least of the domain SCALE:
# those that do, do so at 0.
_FINEST = 2.0 ** np.arange(-345, -6)
_NARROW_GRID = np.sort(np.concatenate([-_FINEST, _GRID, _FINEST]))


class Quadrature(NamedTuple):
    """Points x, and weights such that weights @ g(x) is E g(X) for g smooth between the breakpoints."""

    x: FloatArray
    weights: FloatArray
    beyond: FloatArray  # |g| at the first and last point times these bounds what is missed; NaN where nothing does

    def expectation(self, values: FloatArray) -> float:
        """E g(X) from the values of g at x; NaN if too much of it lies beyond them, or leaves the floats."""
        return float(self.expectations(values))

    def expectations(self, values: FloatArray) -> FloatArray:
        """The same of several g, whose values at x are the last axis."""
        finite = np.asarray(np.isfinite(values).all(axis=-1, keepdims=True))
        known = np.where(finite, values, 0.0)
        parts = self.weights * known
        missed = np.abs(known[..., [0, -1]]) @ self.beyond
        negligible = missed <= NEGLIGIBLE * np.maximum(1.0, np.abs(parts).sum(axis=-1))
        return np.where(finite[..., 0] & negligible, parts.sum(axis=-1), np.nan)


class _Nodes(NamedTuple):
    """Points of Gauss–Legendre panels in the standardised variable z, where x = centre + scale * z.

    There the density is exact to rounding however narrow the distribution.
    """

    z: FloatArray
    log_density: FloatArray
    weights: FloatArray


def quadrature(
    inputs: Distribution, breakpoints: tuple[float, ...], *, wave: Wave | None = None, grid: FloatArray = _GRID
) -> Quadrature:
    """The rule for a g with these breakpoints; `wave` describes one that oscillates for ever.

    Between neighbours in `grid`, where they are near enough to matter, a polynomial must follow g, or the wave.
    """
    cuts = np.concatenate([grid, breakpoints, wave.cuts(inputs) if wave else []])
    if wave and not isinstance(inputs, Uniform) and inputs.panels[-1] * inputs.scale > wave.reach(inputs.centre):
        return _averaged_far_out(inputs, cuts, wave)
    nodes = _nodes(inputs, cuts)
    beyond = _beyond(inputs, nodes)
    if isinstance(inputs, Uniform):
        beyond = np.full(2, math.nan if wave and not wave.is_followed(inputs) else 0.0)
    return Quadrature(inputs.centre + inputs.scale * nodes.z, nodes.weights, beyond)


def rule_of(activation: Activation, inputs: RandomInputs) -> Quadrature:
    """The rule for the squares of f and f′, and of their differences from numbers.

    Raises NotResolvedError for a function outside the catalogue that changes on a scale that floats cannot follow,
    unless given numbers are all that counts.
    """
    if isinstance(inputs, Empirical):
        count = inputs.numbers.size
        return Quadrature(inputs.numbers, np.full(count, 1.0 / count), np.zeros(2))
    return quadrature(inputs, activation.breakpoints, wave=wave_of(activation), grid=grid_of(activation))


def common_rule(activations: Sequence[Activation], inputs: Distribution) -> Quadrature:
    """The same for several functions and their differences; NotResolvedError as above."""
    return rule_on([panel_ends(each, inputs) for each in activations], inputs)


def rule_on(ends: Sequence[FloatArray], inputs: Distribution) -> Quadrature:
    """The rule for functions that polynomials follow on panels with these ends."""
    return quadrature(inputs, (), grid=np.unique(np.concatenate(ends)))


def panel_ends(activation: Activation, inputs: Distribution) -> FloatArray:
    """Ends of panels on which polynomials follow a function and its differences from numbers; errors as above."""
    wave = wave_of(activation)
    return np.concatenate([grid_of(activation), activation.breakpoints, wave.cuts(inputs) if wave else []])


def powers_rule(activation: Activation, inputs: Distribution, breakpoints: tuple[float, ...]) -> Quadrature:
    """The same for powers of f times other functions, with these breakpoints; a wave is followed to the end."""
    wave = wave_of(activation)
    grids = [grid_of(activation), *([wave.cuts(inputs, to_the_end=True)] if wave else [])]
    return quadrature(inputs, (*activation.breakpoints, *breakpoints), grid=np.concatenate(grids))


def grid_of(activation: Activation) -> FloatArray:
    """Ends of panels on which polynomials follow powers of f and of f′. Raises as `rule_of` does."""
    definition, values = activation.definition, activation.parameters
    if not is_catalogued(definition):
        return _resolving_grid(activation)
    # Within their sliders no parameters make a function of the catalogue, unless it is a wave, bend within far less
    # than 1.
    usual = all(each.low <= values[each.name] <= each.high for each in definition.parameters)
    return _GRID if usual or activation.period is not None else _NARROW_GRID


@lru_cache(maxsize=64)
def _resolving_grid(activation: Activation) -> FloatArray:
    """With every `CUBICS`-th of the points between which cubics follow the function."""
    return np.concatenate([_GRID, *(piece.x[::CUBICS] for piece in pieces_of(activation))])


def _nodes(inputs: Distribution, cuts: FloatArray, reach: float | None = None) -> _Nodes:
    """Within `reach` of the centre, on panels that end at the cuts and where those of the distribution do."""
    panels, centre, scale = inputs.panels, inputs.centre, inputs.scale
    if reach is not None:
        panels = np.append(panels[np.abs(panels) < reach / scale], [-reach / scale, reach / scale])
    x_cuts = cuts[np.abs(cuts - centre) < panels[-1] * scale]
    edges = np.unique(np.concatenate([panels, (x_cuts - centre) / scale]))
    edges = edges[np.diff(edges, prepend=-np.inf) > np.finfo(float).tiny]  # half of less would be no width
    z, lengths = (each.ravel() for each in on_panels(edges[:-1], edges[1:]))
    log_density = inputs.log_density(z)
    # One exponential for both, since far out a density alone may be too small for a float.
    return _Nodes(z, log_density, np.exp(log_density + np.log(lengths)))


def _beyond(inputs: Distribution, nodes: _Nodes) -> FloatArray:
    # A density that falls faster than z⁻² has less beyond its end than z times the density there.
    return np.asarray(np.exp(nodes.log_density[[0, -1]] + math.log(inputs.panels[-1])))


def _averaged_far_out(inputs: Distribution, cuts: FloatArray, wave: Wave) -> Quadrature:
    """The rule with nodes for a wave near the centre, and beyond, where it fades out, with nodes for its mean."""
    centre, scale = inputs.centre, inputs.scale
    near = _nodes(inputs, cuts, wave.reach(centre))
    far = _nodes(inputs, wave.cuts_of_the_edge(centre))
    weights = wave.kept(scale * np.abs(near.z), centre) * near.weights
    distance = scale * np.abs(far.z)
    rest = (1.0 - wave.kept(distance, centre)) * far.weights
    averaged = wave.has_mean_at(distance, centre)
    steps, mean = wave.mean_weights()
    around = np.add.outer(centre + scale * far.z[averaged], steps).ravel()
    x = np.concatenate([centre + scale * near.z, around, centre + scale * far.z[~averaged]])
    weights = np.concatenate([weights, np.multiply.outer(rest[averaged], mean).ravel(), rest[~averaged]])
    order = np.argsort(x, kind="stable")
    return Quadrature(x[order], weights[order], _beyond(inputs, far))


def squares(values: FloatArray) -> FloatArray:
    """The squares, NaN where they leave the floats."""
    return np.where(np.abs(values) <= SQUARABLE, values, np.nan) ** 2
