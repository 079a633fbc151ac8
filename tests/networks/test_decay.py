import math

import numpy as np
import pytest

from activations import CATALOG, Activation, Decay, chi, depth_of, fixed_point, variance_map
from activations.networks.propagation import variance_trajectory
from tests.parametrized import every_setting

# p, κ and d of q − κ q^(1 + p) and 1 − d q^p, from the Taylor series of f² and f′² and the moments of |Z|.
MEAN_SIZE = math.sqrt(2.0 / math.pi)
EXPANSIONS = {
    "Tanh": (1.0, 1.0, 2.0, 2.0),
    "Arctan": (1.0, 1.0, 2.0, 2.0),
    "Sin": (1.0, 1.0, 1.0, 1.0),
    "Erf": (math.pi / 4, 1.0, 2.0, 2.0),
    "Softsign": (1.0, 0.5, 4.0 * MEAN_SIZE, 4.0 * MEAN_SIZE),
    "ELU": (1.0, 0.5, MEAN_SIZE, MEAN_SIZE),
}


def decay_of(activation: Activation, weight_variance: float) -> Decay:
    found = fixed_point(activation, weight_variance=weight_variance, bias_variance=0.0)
    assert (found.q, found.phase) == (0.0, "critical")
    assert found.decay is not None
    return found.decay


@pytest.mark.parametrize("name", EXPANSIONS)
def test_powers_and_rates_are_those_of_the_expansion_at_0(name: str) -> None:
    w, power, rate, gradient_rate = EXPANSIONS[name]
    decay = decay_of(CATALOG[name](), w)
    assert (decay.power, decay.gradient_power) == (power, power)
    assert decay.rate == pytest.approx(rate, rel=1e-6)
    assert decay.gradient_rate == pytest.approx(gradient_rate, rel=1e-6)


@pytest.mark.parametrize("name", EXPANSIONS)
def test_the_iterated_map_follows_the_power_law(name: str) -> None:
    activation, w = CATALOG[name](), EXPANSIONS[name][0]
    decay = decay_of(activation, w)
    q, seen = w, {}
    for layer in range(1, 10_001):
        seen[layer] = q
        q = float(variance_map(activation, q, weight_variance=w, bias_variance=0.0))
    for layer, tolerance in ((1_000, 0.05), (10_000, 0.01)):
        assert seen[layer] == pytest.approx(decay.constant * layer**-decay.exponent, rel=tolerance)
    slope = math.log(seen[10_000] / seen[1_000]) / math.log(10.0)
    assert slope == pytest.approx(-decay.exponent, abs=0.01)


@pytest.mark.parametrize("name", EXPANSIONS)
def test_the_squared_gradient_follows_its_power_law(name: str) -> None:
    activation, w = CATALOG[name](), EXPANSIONS[name][0]
    decay = decay_of(activation, w)
    variances = variance_trajectory(activation, layers=4_000, weight_variance=w, bias_variance=0.0)
    logs = np.cumsum(np.log(chi(activation, variances, weight_variance=w)))
    assert (logs[999] - logs[3_999]) / math.log(4.0) == pytest.approx(decay.gradient_exponent, rel=0.02)


def test_tanh_passes_0_7_percent_of_the_squared_gradient_through_100_layers() -> None:
    found = depth_of(CATALOG["Tanh"](), layers=100, weight_variance=1.0, bias_variance=0.0)
    assert found.gradients[0] == pytest.approx(0.0071, abs=5e-5)
    assert found.settled.decay is not None
    assert found.settled.decay.gradient_exponent == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize(("name", "weight_variance"), [("ReLU6", 2.0), ("Hardtanh", 1.0)])
def test_a_straight_line_that_is_cut_off_falls_more_slowly_than_every_power(name: str, weight_variance: float) -> None:
    decay = decay_of(CATALOG[name](), weight_variance)
    assert (decay.power, decay.exponent, decay.gradient_exponent) == (math.inf, 0.0, 0.0)
    assert math.isnan(decay.constant)


@every_setting
def test_only_where_the_variance_dies_out_without_a_factor_is_there_a_power_law(activation: Activation) -> None:
    for w in (0.5, 1.0, 2.0, 4.0):
        found = fixed_point(activation, weight_variance=w, bias_variance=0.0)
        critical_at_zero = found.phase == "critical" and found.q == 0
        assert (found.decay is not None) == critical_at_zero
        if found.decay is not None:
            assert found.chi == pytest.approx(1.0, rel=1e-14)
            assert found.decay.rate >= 0
            q = np.array([1e-8, 1e-6])
            lost = 1.0 - variance_map(activation, q, weight_variance=w, bias_variance=0.0) / q
            expected = found.decay.rate * q**found.decay.power if math.isfinite(found.decay.power) else 0.0 * q
            np.testing.assert_allclose(lost, expected, rtol=0.05, atol=1e-12)


def test_where_the_zero_is_unstable_nothing_dies_out() -> None:
    """GELU's slope at 0 is ½, and its f² bends upwards there."""
    found = fixed_point(CATALOG["GELU"](), weight_variance=4.0, bias_variance=0.0)
    assert found.fixed_points[0].stability == "unstable"
    assert (found.phase, found.decay) == ("diverges", None)
