"""Moments and gains of gated units against mpmath, closed forms and samples."""

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Normal, gains_of, moments_of
from activations.gates import GATES, Gate, NormalPair, gate_gains_of, gate_moments_of, gated_by, sampled_gate_moments
from activations.gates.value import Value
from tests.gates.gate_oracles import UNITS, oracle_moments

PAIRS = [
    NormalPair(),
    NormalPair(Normal(0.7, 2.5), Normal(-1.1, 3.0), 0.6),
    NormalPair(Normal(-3.0, 20.0), Normal(10.0, 0.01), -0.999),
]

every_unit = pytest.mark.parametrize("unit", UNITS, ids=repr)


@every_unit
@pytest.mark.parametrize("inputs", PAIRS, ids=repr)
def test_moments_agree_with_mpmath(unit: Gate, inputs: NormalPair) -> None:
    expected = dataclasses.asdict(oracle_moments(unit, inputs))
    for name, found in dataclasses.asdict(gate_moments_of(unit, inputs)).items():
        assert found == pytest.approx(expected[name], rel=1e-12, abs=1e-12), name


@pytest.mark.parametrize("correlation", [-1.0, -0.4, 0.0, 0.9999, 1.0])
def test_bilinear_and_rectified_units_have_closed_forms(correlation: float) -> None:
    found = gate_moments_of(GATES["Bilinear"](), NormalPair(correlation=correlation))
    square = 1.0 + 2.0 * correlation**2
    expected = (correlation, square, square - correlation**2, 1.0, 1.0, correlation)
    assert dataclasses.astuple(found) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    found = gate_moments_of(GATES["ReGLU"](), NormalPair(correlation=correlation))
    assert found.second_moment == pytest.approx(square / 2.0, rel=1e-12)
    assert (found.by_gate_second_moment, found.by_value_second_moment) == pytest.approx((0.5, 0.5), rel=1e-12)


@pytest.mark.parametrize(
    ("mean", "std", "limit"),
    [
        (-8.0, 0.9, 7.0),
        (-0.3, 0.01, 0.5),
        (0.0, 3.0, 7.0),
        (6.9, 0.01, 7.0),
        (6.9, 20.0, 7.0),
        (30.0, 20.0, 0.5),
    ],
)
def test_moments_of_a_clipped_value_agree_with_integrals(mean: float, std: float, limit: float) -> None:
    bias = 1.3
    found = Value(limit, bias).moments(np.array([mean]), std)
    with mp.workdps(30):
        ends = [(side * limit - mean) / mp.mpf(std) for side in (-1, 1)]
        cuts = sorted({mp.mpf(k) for k in range(-14, 15, 2)} | {end for end in ends if abs(end) < 14})

        def expectation(function: Callable[[Any, Any], Any]) -> float:
            return float(
                mp.quad(lambda w: function(mean + std * w, w) * mp.npdf(w), cuts, method="gauss-legendre", maxdegree=4)
            )

        def value(u: mp.mpf) -> mp.mpf:
            return min(max(u, -limit), limit) + mp.mpf(bias)

        def slope(u: mp.mpf) -> mp.mpf:
            return mp.mpf(abs(u) < limit)

        first = expectation(lambda u, w: value(u))
        expected = (
            first,
            expectation(lambda u, w: value(u) ** 2),
            expectation(lambda u, w: (value(u) - first) ** 2),
            expectation(lambda u, w: slope(u)),
            expectation(lambda u, w: value(u) * slope(u)),
            expectation(lambda u, w: value(u) ** 2 * (w**2 - 1)),
        )
    for number, exact in zip(found, expected, strict=True):
        assert number[0] == pytest.approx(exact, rel=1e-12, abs=1e-12)


@every_unit
def test_samples_lie_within_five_standard_errors(unit: Gate) -> None:
    inputs = NormalPair(Normal(0.3, 1.2), Normal(-0.5, 2.0), -0.7)
    exact = dataclasses.asdict(gate_moments_of(unit, inputs))
    sampled = sampled_gate_moments(unit, inputs, samples=100_000, seed=2)
    errors = dataclasses.asdict(sampled.errors)
    for name, found in dataclasses.asdict(sampled.moments).items():
        assert abs(found - exact[name]) <= 5.0 * errors[name] + 1e-15, name
    assert sampled == sampled_gate_moments(unit, inputs, samples=100_000, seed=2)


@every_unit
@pytest.mark.parametrize("correlation", [0.0, 0.8, 1.0])
def test_gains_are_of_the_moments_and_the_slope_is_that_of_the_variance_map(unit: Gate, correlation: float) -> None:
    moments, gains = (
        gate_moments_of(unit, NormalPair(correlation=correlation)),
        gate_gains_of(unit, correlation=correlation),
    )
    gradient = (
        moments.by_gate_second_moment + moments.by_value_second_moment + 2.0 * correlation * moments.partials_product
    )
    assert gains.forward**2 * moments.second_moment == pytest.approx(1.0, rel=1e-12)
    assert gains.std**2 * moments.variance == pytest.approx(1.0, rel=1e-12)
    assert gains.backward**2 * gradient == pytest.approx(1.0, rel=1e-12)
    step = 1e-4
    around = [
        gate_moments_of(unit, NormalPair(Normal(0.0, root), Normal(0.0, root), correlation))
        for root in (math.sqrt(1.0 - step), math.sqrt(1.0 + step))
    ]
    slope = (around[1].second_moment - around[0].second_moment) / (2.0 * step * moments.second_moment)
    assert gains.stability_slope == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("name", ["GELU", "SiLU", "ReLU", "Tanh", "Sigmoid"])
def test_a_gate_on_independent_inputs_keeps_the_forward_gain_and_adds_1_to_the_slope(name: str) -> None:
    """E f(g)² u² = E f(g)², and the factor u² is proportional to q."""
    plain, gated = gains_of(CATALOG[name]()), gate_gains_of(gated_by(CATALOG[name]()))
    assert gated.forward == pytest.approx(plain.forward, rel=1e-12)
    assert gated.std == pytest.approx(plain.forward, rel=1e-12)
    assert gated.stability_slope == pytest.approx(1.0 + plain.stability_slope, rel=1e-12)


def test_a_gate_by_itself_is_the_derivative_of_its_product() -> None:
    """With W_v = W_g, SwiGLU is g² σ(g) of one input; its gradient is that function's."""
    gains = gate_gains_of(GATES["Bilinear"](), correlation=1.0)
    assert gains.backward == pytest.approx(0.5, rel=1e-12)  # d g² / dg = 2g


def test_what_lies_beyond_reach_is_nan() -> None:
    found = gate_moments_of(gated_by(CATALOG["Exponential"]()), NormalPair(Normal(0.0, 20.0)))
    assert math.isnan(found.second_moment)


def test_settings_are_checked() -> None:
    with pytest.raises(ValueError, match="correlation must be a number from -1 to 1"):
        NormalPair(correlation=1.5)
    for samples, seed in ((0, 1), (1, 1), (10_000_000, 1), (10, -1)):
        with pytest.raises(ValueError, match=r"samples|seed"):
            sampled_gate_moments(GATES["GLU"](), NormalPair(), samples=samples, seed=seed)


@pytest.mark.parametrize("name", ["Sin", "Snake"])
@pytest.mark.parametrize("frequency", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("std", [0.01, 1.0, 20.0])
def test_a_gate_that_waves_is_followed(name: str, frequency: float, std: float) -> None:
    opening = CATALOG[name](frequency=frequency)
    inputs = NormalPair(Normal(0.3, std), Normal(-0.7, 2.0))
    found, alone = gate_moments_of(gated_by(opening), inputs), moments_of(opening, inputs.gate)
    assert found.mean == pytest.approx(-0.7 * alone.mean, rel=1e-11, abs=1e-12)
    assert found.second_moment == pytest.approx(4.49 * alone.second_moment, rel=1e-11, abs=1e-12)
    assert found.by_gate_second_moment == pytest.approx(4.49 * alone.slope_second_moment, rel=1e-11)
