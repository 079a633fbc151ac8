import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation
from activations.networks.correlation import correlation_map
from activations.networks.mean_field import fixed_point
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of
from tests.oracles import Number, oracle_of
from tests.parametrized import every_setting

TANH, RELU = CATALOG["Tanh"](), CATALOG["ReLU"]()
CORRELATIONS = np.array([-1.0, -0.9999, -0.5, -1e-9, 0.0, 1e-9, 0.3, 0.7, 0.99, 0.9999, 1.0 - 1e-12, 1.0])


@pytest.mark.parametrize("q", [0.05, 1.7, 40.0])
def test_correlations_of_relu_are_the_arc_cosine_kernel(q: float) -> None:
    """Cho and Saul 2009, Kernel methods for deep learning."""
    angle = np.arccos(CORRELATIONS)
    expected = (np.sin(angle) + (math.pi - angle) * CORRELATIONS) / math.pi
    found = correlation_map(RELU, CORRELATIONS, q=q, weight_variance=2.0, bias_variance=0.0)
    np.testing.assert_allclose(found, expected, atol=1e-13)


@pytest.mark.parametrize("q", [0.01, 1.0, 100.0])
def test_correlations_of_erf_and_sin_have_closed_forms(q: float) -> None:
    settings = {"q": q, "weight_variance": 1.3, "bias_variance": 0.0}
    shrunk = 2.0 * q / (1.0 + 2.0 * q)
    expected = np.arcsin(shrunk * CORRELATIONS) / math.asin(shrunk)
    np.testing.assert_allclose(correlation_map(CATALOG["Erf"](), CORRELATIONS, **settings), expected, atol=1e-12)
    expected = np.sinh(q * CORRELATIONS) / math.sinh(q)
    np.testing.assert_allclose(correlation_map(CATALOG["Sin"](), CORRELATIONS, **settings), expected, atol=1e-12)


def oracle_product_moment(activation: Activation, c: float) -> float:
    """E f(U) f(V) for V = c U + √(1-c²) W, as an iterated integral that is cut wherever f(V) is, in u and in w."""
    function, breakpoints = oracle_of(activation), activation.breakpoints
    root = mp.sqrt(1 - mp.mpf(c) ** 2)

    def given(u: Number) -> Number:
        edges = {mp.mpf(cut) for cut in (-8, -4, 0, 4, 8)} | {(b - c * u) / root for b in breakpoints}
        edges = {edge for edge in edges if abs(edge) <= 8}
        return mp.quad(
            lambda w: function(c * u + root * w) * mp.npdf(w), sorted(edges), method="gauss-legendre", maxdegree=3
        )

    cuts = {mp.mpf(cut) for cut in range(-8, 9, 2)} | {mp.mpf(b) for b in breakpoints}
    with mp.workdps(16):
        return float(
            mp.quad(lambda u: function(u) * given(u) * mp.npdf(u), sorted(cuts), method="gauss-legendre", maxdegree=3)
        )


@pytest.mark.parametrize("name", ["ELU", "SiLU", "Hardtanh", "Threshold", "Hardshrink"])
@pytest.mark.parametrize("c", [-0.6, 0.8])
def test_correlations_agree_with_mpmath(name: str, c: float) -> None:
    activation = CATALOG[name]()
    second_moment = moments_of(activation, Normal()).second_moment
    expected = oracle_product_moment(activation, c) / second_moment
    found = correlation_map(activation, c, q=1.0, weight_variance=1.0, bias_variance=0.0)
    assert found == pytest.approx(expected, abs=1e-9)


@every_setting
def test_correlation_has_its_exact_ends_and_middle(activation: Activation) -> None:
    settings = {"q": 1.3, "weight_variance": 0.9, "bias_variance": 0.2}
    moments = moments_of(activation, Normal(0.0, math.sqrt(1.3)))
    variance = 0.9 * moments.second_moment + 0.2
    near, zero, one = correlation_map(activation, [1e-13, 0.0, 1.0], **settings)
    assert zero == pytest.approx((0.9 * moments.mean**2 + 0.2) / variance, abs=1e-12)
    assert near == pytest.approx(zero, abs=1e-12)
    assert one == pytest.approx(1.0, abs=1e-12)


def test_the_slope_of_the_correlation_map_at_1_is_chi() -> None:
    settings = {"weight_variance": 1.4, "bias_variance": 0.05}
    found = fixed_point(TANH, **settings)
    step = 1e-4
    behind = correlation_map(TANH, [1.0 - step, 1.0 - 2 * step], q=found.q, **settings)
    slope = (3.0 - 4.0 * behind[0] + behind[1]) / (2 * step)
    assert slope == pytest.approx(found.chi, rel=1e-6)


@pytest.mark.parametrize("q", [-0.1, 0.0, math.nan, math.inf])
def test_a_variance_outside_its_domain_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match="q must be a finite number > 0"):
        correlation_map(TANH, 0.5, q=q, weight_variance=1.0, bias_variance=0.0)


def test_a_correlation_outside_its_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="c must be between -1 and 1"):
        correlation_map(TANH, [0.5, 1.1], q=1.0, weight_variance=1.0, bias_variance=0.0)
    assert np.isnan(correlation_map(TANH, 0.5, q=1.0, weight_variance=0.0, bias_variance=0.0))
