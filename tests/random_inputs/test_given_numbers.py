"""What becomes of given numbers, and what theory says of normal ones."""

import math

import numpy as np
import pytest

from activations import CATALOG, Normal, moments_of
from activations.random_inputs.empirical import Empirical
from activations.random_inputs.given_numbers import flat_shares, normal_like

NUMBERS = np.random.default_rng(6).gamma(2.0, size=60) - 1.5
INPUTS = Empirical(NUMBERS)


def test_what_is_dead_is_not_called_saturated() -> None:
    relu = flat_shares(CATALOG["ReLU"](), Empirical([-3.0, -1.0, 0.5, 2.0]))
    assert (relu.dead, relu.saturated) == (0.5, 0.0)
    # The slope of the sigmoid is 0.0066 at ±5 and 0.018 at ±4.
    sigmoid = flat_shares(CATALOG["Sigmoid"](), Empirical([-5.0, -4.0, 4.0, 5.0]))
    assert (sigmoid.dead, sigmoid.saturated) == (0.0, 0.5)
    relu6 = flat_shares(CATALOG["ReLU6"](), Empirical([-1.0, 1.0, 7.0, 8.0]))
    assert (relu6.dead, relu6.saturated) == (0.25, 0.5)


def test_the_normal_has_the_same_mean_and_variance() -> None:
    normal = normal_like(INPUTS)
    assert (normal.mean, normal.std) == pytest.approx((NUMBERS.mean(), NUMBERS.std()), rel=1e-13)


def test_of_normal_numbers_theory_is_right() -> None:
    x = np.random.default_rng(7).normal(0.3, 1.2, 400_000)
    for name in ("GELU", "Tanh", "ReLU"):
        inputs = Empirical(x)
        found, theory = (moments_of(CATALOG[name](), each) for each in (inputs, normal_like(inputs)))
        assert found.mean == pytest.approx(theory.mean, abs=5.0 * math.sqrt(theory.variance / x.size))
        assert found.slope_second_moment == pytest.approx(theory.slope_second_moment, abs=0.01)


@pytest.mark.parametrize("number", [0.1, 0.3, 1.1, -1e-300, 0.0])
@pytest.mark.parametrize("count", [1, 3, 7, 10])
def test_numbers_that_are_equal_have_no_normal_whatever_rounding_makes_of_them(number: float, count: int) -> None:
    with pytest.raises(ValueError, match="all equal"):
        normal_like(Empirical([number] * count))


def test_squares_of_numbers_need_not_be_floats() -> None:
    with pytest.raises(ValueError, match="std must be"):
        normal_like(Empirical([1e200, -1e200]))
    assert normal_like(Empirical([1e99, -1e99])) == Normal(0.0, 1e99)
