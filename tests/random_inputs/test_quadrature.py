"""The rule under all expectations."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from activations import CATALOG, Laplace, Normal, StudentT, Uniform, moments_of
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import Distribution
from activations.random_inputs.expectations import quadrature, squares
from activations.random_inputs.waves import Wave, wave_of
from tests.parametrized import every_inputs

FAST, SLOW = (wave_of(CATALOG["Sin"](frequency=frequency)) for frequency in (30.0, 0.1))


@every_inputs
@pytest.mark.parametrize("wave", [None, FAST, SLOW], ids=["no wave", "fast", "slow"])
@pytest.mark.parametrize("breakpoints", [(), (-1.0, 0.3, 2.5)], ids=repr)
def test_weights_are_those_of_a_distribution(
    inputs: Distribution, wave: Wave | None, breakpoints: tuple[float, ...]
) -> None:
    rule = quadrature(inputs, breakpoints, wave=wave)
    assert rule.x.shape == rule.weights.shape
    assert wave or np.all(rule.weights >= 0)
    assert rule.weights.sum() == pytest.approx(1.0, abs=1e-13)
    assert rule.expectation(np.ones_like(rule.x)) == pytest.approx(1.0, abs=1e-13)
    assert rule.expectation(rule.x - inputs.centre) == pytest.approx(0.0, abs=1e-12 * inputs.scale)


@every_inputs
def test_a_jump_at_a_breakpoint_is_met_exactly(inputs: Distribution) -> None:
    """Half of every distribution lies beyond its centre."""
    rule = quadrature(inputs, (inputs.centre,))
    assert rule.expectation(np.heaviside(rule.x - inputs.centre, 0.5)) == pytest.approx(0.5, abs=1e-13)


@pytest.mark.parametrize(
    ("inputs", "mean_cosine"),
    [
        (Normal(0.0, 20.0), 0.0),
        (Laplace(0.0, 20.0), 1.0 / 401.0),
        (StudentT(3.0, 0.0, 1.0), (1.0 + math.sqrt(3.0)) * math.exp(-math.sqrt(3.0))),
        (Uniform(-10.0, 10.0), math.sin(10.0) / 10.0),
    ],
    ids=repr,
)
def test_a_wave_is_followed_however_far_it_goes(inputs: Distribution, mean_cosine: float) -> None:
    rule = quadrature(inputs, (), wave=wave_of(CATALOG["Sin"]()))
    assert rule.expectation(np.cos(rule.x)) == pytest.approx(mean_cosine, abs=1e-12)


@pytest.mark.parametrize(
    ("inputs", "curve"),
    [
        (Normal(0.0, 20.0), np.exp),
        (Laplace(0.0, 1.0), np.exp),
        (StudentT(3.0), lambda x: x**4),
        (StudentT(5.0), lambda x: np.where(x > 1e10, np.inf, x)),
        (Uniform(), lambda x: np.where(x > 0.5, np.nan, x)),
    ],
)
def test_what_counts_beyond_reach_or_beyond_the_floats_makes_an_expectation_unknown(
    inputs: Distribution, curve: Callable[[FloatArray], FloatArray]
) -> None:
    rule = quadrature(inputs, ())
    assert math.isnan(rule.expectation(curve(rule.x)))


def test_squares_beyond_the_floats_are_unknown() -> None:
    np.testing.assert_array_equal(squares(np.array([-3.0, 1e154, 1e155, -np.inf])), [9.0, 1e154**2, np.nan, np.nan])


@pytest.mark.parametrize("mean", [5e-324, -5e-324, 1e-310])
def test_a_mean_next_to_nothing_is_none(mean: float) -> None:
    for name in ("ReLU", "ELU", "Sigmoid"):
        assert moments_of(CATALOG[name](), Normal(mean, 1.0)) == moments_of(CATALOG[name](), Normal(0.0, 1.0))
