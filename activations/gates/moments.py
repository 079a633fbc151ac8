"""Moments and gains of a gated unit on normal inputs, exact and sampled."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations.activation import Domain
from activations.checks import check_count, check_seed
from activations.elementwise import FloatArray
from activations.gates.gate import Gate
from activations.gates.products import product
from activations.gates.value import ValueMoments
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import Quadrature, powers_rule, squares
from activations.random_inputs.moments import inverse_root

MAX_SAMPLES = 1_000_000

# Where the mean of u given g passes a limit, E v given g turns from one line to another within about 8 standard
# deviations of u; panels so wide, in those, resolve the turn.
_TURN = np.arange(-8.0, 9.0, 2.0)

_CORRELATION = Domain("a number from -1 to 1", lambda value: -1.0 <= value <= 1.0)


# What no parameter of a unit changes, as when a reader moves one: 16 MB at most.
@lru_cache(maxsize=1)
def _standard_normal(size: int, seed: int) -> FloatArray:
    return np.random.default_rng(seed).standard_normal((2, size))


_rule_for = lru_cache(maxsize=16)(powers_rule)  # 10 kB each, 2 MB of the fastest waves


@dataclass(frozen=True, slots=True)
class NormalPair:
    """Jointly normal inputs g and u of a gated unit; ValueError unless −1 <= correlation <= 1."""

    gate: Normal = field(default_factory=Normal)
    value: Normal = field(default_factory=Normal)
    correlation: float = 0.0

    def __post_init__(self) -> None:
        _CORRELATION.checked("correlation", self.correlation)

    @property
    def slope(self) -> float:
        """By how much the mean of u rises with g."""
        return self.correlation * self.value.std / self.gate.std

    @property
    def rest(self) -> float:
        """The standard deviation of u given g."""
        return self.value.std * math.sqrt((1.0 - self.correlation) * (1.0 + self.correlation))

    def value_mean(self, g: FloatArray) -> FloatArray:
        """The mean of u given g."""
        return self.value.mean + self.slope * (g - self.gate.mean)

    def draw(self, size: int, seed: int) -> tuple[FloatArray, FloatArray]:
        """So many independent pairs: g and u, of shape (size,) each."""
        g, rest = _standard_normal(size, seed)
        g = self.gate.mean + self.gate.std * g
        return g, self.value_mean(g) + self.rest * rest


@dataclass(frozen=True, slots=True)
class GateMoments:
    """Moments of y(g, u) and its partial derivatives for random g and u."""

    mean: float  # E y
    second_moment: float  # E y²
    variance: float  # Var y
    by_gate_second_moment: float  # E (∂y/∂g)²
    by_value_second_moment: float  # E (∂y/∂u)²
    partials_product: float  # E (∂y/∂g)(∂y/∂u)


class SampledMoments(NamedTuple):
    """Moments of a sample, and the standard error of each."""

    moments: GateMoments
    errors: GateMoments


@dataclass(frozen=True, slots=True)
class GateGains:
    """Gains of a gated unit on standard normal inputs; infinite where the moment is 0, NaN where it is unknown."""

    forward: float  # 1/√E y², which keeps the second moment
    std: float  # 1/std y, which keeps the variance
    backward: float  # the factor on both matrices W_g and W_v that keeps the squared gradient of what they act on
    stability_slope: float  # of the variance map q -> E y(√q g, √q u)² / E y(g, u)² at q = 1; above 1 it is unstable


def gate_moments_of(gate: Gate, inputs: NormalPair) -> GateMoments:
    """Moments on `inputs`, with an absolute error of at most 1e-12 times (1 + the moment).

    That holds for means within ±10 and standard deviations between 0.01 and 20. Given g, what is left of u is normal,
    and its moments are closed forms; so one integral over g remains. A moment is NaN where the activation's own would
    be, see `moments_of`.
    """
    rule, of_value = _given_gate(gate, inputs)
    opening, slope = gate.gate(rule.x), gate.gate.derivative(rule.x)
    mean = rule.expectation(product(opening, of_value.mean))
    spread = product(squares(opening), of_value.variance)
    return GateMoments(
        mean=mean,
        second_moment=rule.expectation(product(squares(opening), of_value.second_moment)),
        variance=rule.expectation(squares(product(opening, of_value.mean) - mean) + spread),
        by_gate_second_moment=rule.expectation(product(squares(slope), of_value.second_moment)),
        by_value_second_moment=rule.expectation(product(squares(opening), of_value.slope)),
        partials_product=rule.expectation(product(product(opening, slope), of_value.value_slope)),
    )


def sampled_gate_moments(gate: Gate, inputs: NormalPair, *, samples: int, seed: int) -> SampledMoments:
    """The same from `samples` random pairs; ValueError unless 1 < samples <= `MAX_SAMPLES` and seed >= 0."""
    check_count("samples", samples, MAX_SAMPLES)
    if samples < 2:
        raise ValueError("samples must be at least 2, for one alone has no standard error")
    check_seed(seed)
    g, u = inputs.draw(samples, seed)
    y, by_gate, by_value = gate(g, u), gate.by_gate(g, u), gate.by_value(g, u)
    terms = {
        "mean": y,
        "second_moment": squares(y),
        "variance": squares(y - y.mean()),
        "by_gate_second_moment": squares(by_gate),
        "by_value_second_moment": squares(by_value),
        "partials_product": product(by_gate, by_value),
    }
    return SampledMoments(
        moments=GateMoments(**{name: float(term.mean()) for name, term in terms.items()}),
        errors=GateMoments(**{name: float(term.std() / math.sqrt(samples)) for name, term in terms.items()}),
    )


def gate_gains_of(gate: Gate, *, correlation: float = 0.0) -> GateGains:
    """Gains where g and u are standard normal with this correlation, with a relative error of 1e-11 or so.

    The plain unit's are `gains_of(gate.gate)`.
    """
    inputs = NormalPair(correlation=correlation)
    moments = gate_moments_of(gate, inputs)
    gradient = moments.by_gate_second_moment + moments.by_value_second_moment
    return GateGains(
        forward=inverse_root(moments.second_moment),
        std=inverse_root(moments.variance),
        backward=inverse_root(gradient + 2.0 * correlation * moments.partials_product),
        stability_slope=_stability_slope(gate, inputs, moments.second_moment),
    )


def _given_gate(gate: Gate, inputs: NormalPair) -> tuple[Quadrature, ValueMoments]:
    """The rule over g, and the moments of the value given each of its points."""
    slope, rest = inputs.slope, inputs.rest
    turns = np.empty(0)
    if slope != 0.0:
        passed = inputs.gate.mean + (np.array(gate.value.breakpoints) - inputs.value.mean) / slope
        turns = np.unique(passed[:, np.newaxis] + rest / abs(slope) * _TURN)
    rule = _rule_for(gate.gate, inputs.gate, tuple(turns.tolist()))
    return rule, gate.value.moments(inputs.value_mean(rule.x), rest)


def _stability_slope(gate: Gate, inputs: NormalPair, second_moment: float) -> float:
    """½ E y² (g² + W² − 2) / E y², where W is what is left of u: by Stein's lemma, without a derivative of jumps."""
    if second_moment == 0:
        return math.nan
    rule, of_value = _given_gate(gate, inputs)
    growth = of_value.second_moment * (rule.x**2 - 1.0) + of_value.spread_slope
    return 0.5 * rule.expectation(squares(gate.gate(rule.x)) * growth) / second_moment
