"""What becomes of given numbers, against sums in mpmath and against samples of a normal distribution."""

import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Normal, moments_of
from activations.random_inputs.given_numbers import normal_like, observed, theory_of
from tests.oracles import oracle_of
from tests.parametrized import every_activation

NUMBERS = np.random.default_rng(6).gamma(2.0, size=60) - 1.5


@every_activation
def test_moments_are_those_of_the_numbers(activation: Activation) -> None:
    oracle = oracle_of(activation)
    values = [oracle(mp.mpf(x)) for x in NUMBERS.tolist()]
    mean = mp.fsum(values) / len(values)
    found = observed(activation, NUMBERS)
    assert found.mean == pytest.approx(float(mean), rel=1e-12, abs=1e-14)
    assert found.variance == pytest.approx(float(mp.fsum((v - mean) ** 2 for v in values) / len(values)), rel=1e-11)
    slopes = activation.derivative(NUMBERS)
    assert found.slope_second_moment == pytest.approx(math.fsum((slopes**2).tolist()) / slopes.size)


def test_what_is_dead_is_not_called_saturated() -> None:
    relu = observed(CATALOG["ReLU"](), [-3.0, -1.0, 0.5, 2.0])
    assert (relu.dead, relu.saturated) == (0.5, 0.0)
    # The slope of the sigmoid is 0.0066 at ±5 and 0.018 at ±4.
    sigmoid = observed(CATALOG["Sigmoid"](), [-5.0, -4.0, 4.0, 5.0])
    assert (sigmoid.dead, sigmoid.saturated) == (0.0, 0.5)


def test_theory_is_that_of_the_normal_with_the_same_moments() -> None:
    normal = normal_like(NUMBERS)
    assert normal == Normal(float(NUMBERS.mean()), float(NUMBERS.std()))
    assert theory_of(CATALOG["ELU"](), NUMBERS) == moments_of(CATALOG["ELU"](), normal)


def test_of_normal_numbers_theory_is_right() -> None:
    x = np.random.default_rng(7).normal(0.3, 1.2, 400_000)
    for name in ("GELU", "Tanh", "ReLU"):
        found, theory = observed(CATALOG[name](), x), theory_of(CATALOG[name](), x)
        assert found.mean == pytest.approx(theory.mean, abs=5.0 * math.sqrt(theory.variance / x.size))
        assert found.slope_second_moment == pytest.approx(theory.slope_second_moment, abs=0.01)


def test_what_leaves_the_floats_is_unknown() -> None:
    found = observed(CATALOG["Exponential"](), [0.0, 800.0])
    assert math.isnan(found.mean)
    assert math.isnan(found.variance)
    assert math.isnan(found.slope_second_moment)


@pytest.mark.parametrize("numbers", [[], [math.nan], [1.0, math.inf]])
def test_numbers_must_be_there_and_finite(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        observed(CATALOG["ReLU"](), numbers)


def test_equal_numbers_have_no_normal() -> None:
    with pytest.raises(ValueError, match="std"):
        normal_like([2.0, 2.0])
