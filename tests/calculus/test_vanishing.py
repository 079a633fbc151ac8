import math

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.calculus.vanishing import PERIODIC_REACH, is_wave, vanishing_intervals
from tests.parametrized import every_activation, every_setting


@every_setting
@pytest.mark.parametrize("epsilon", [1e-6, 0.01, 0.25, 0.9])
def test_the_slope_is_small_inside_and_only_inside(activation: Activation, epsilon: float) -> None:
    intervals = vanishing_intervals(activation, epsilon)
    x = np.concatenate([np.linspace(-60.0, 60.0, 40_001), [-1e6, 1e6]])
    if np.isnan(activation.derivative(np.inf)):
        x = x[np.abs(x) < PERIODIC_REACH]
    inside = np.zeros(x.shape, dtype=bool)
    for low, high in intervals:
        assert low < high
        inside |= (x > low) & (x < high)
    small = np.abs(activation.derivative(x)) < epsilon
    ends = np.array([0.0, *activation.breakpoints, *np.ravel(intervals)])
    near_an_end = np.min(np.abs(x[:, np.newaxis] - ends), axis=1) < 1e-9
    np.testing.assert_array_equal(inside[~near_an_end], small[~near_an_end])


def test_the_sigmoid_vanishes_where_its_slope_is_epsilon() -> None:
    # σ(1 − σ) = ε is a quadratic in σ.
    edge = math.log((0.5 + math.sqrt(0.25 - 0.01)) / (0.5 - math.sqrt(0.25 - 0.01)))
    (left, right) = vanishing_intervals(CATALOG["Sigmoid"](offset=2.0), 0.01)
    assert left == pytest.approx((-math.inf, 2.0 - edge), rel=1e-13)
    assert right == pytest.approx((2.0 + edge, math.inf), rel=1e-13)


def test_elu_vanishes_below_the_logarithm_of_epsilon() -> None:
    (interval,) = vanishing_intervals(CATALOG["ELU"](alpha=2.0), 0.01)
    assert interval == pytest.approx((-math.inf, math.log(0.005)), rel=1e-13)


def test_a_gradient_that_is_zero_vanishes_up_to_the_kink() -> None:
    assert vanishing_intervals(CATALOG["ReLU"](), 1e-9) == ((-math.inf, 0.0),)


def test_small_slopes_on_both_sides_of_a_kink_are_one_interval() -> None:
    assert vanishing_intervals(CATALOG["LeakyReLU"](negative_slope=0.5), 2.0) == ((-math.inf, math.inf),)


def test_a_dip_narrower_than_any_grid_is_found() -> None:
    *_, (low, high) = vanishing_intervals(CATALOG["GELU"](), 1e-9)
    assert 0.5 * (low + high) == pytest.approx(-0.7517915247, abs=1e-9)
    assert high - low < 1e-8


@every_activation
def test_only_the_sine_is_a_wave(activation: Activation) -> None:
    assert is_wave(activation) == (activation.name == "Sin")


@pytest.mark.parametrize("epsilon", [0.0, -1.0, math.nan, math.inf])
def test_an_impossible_threshold_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon must be a finite number > 0"):
        vanishing_intervals(CATALOG["ReLU"](), epsilon)
