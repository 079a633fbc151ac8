import math

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.networks.gains import gains_of
from activations.networks.mean_field import (
    FixedPoint,
    chi,
    critical_weight_variance,
    fixed_point,
    phase_diagram,
    variance_map,
)
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of
from tests.parametrized import every_activation, every_setting

# Pairs σ_w², σ_b² from both sides of most transitions.
WEIGHT_VARIANCES = (0.0, 0.3, 1.0, 2.5, 20.0)
BIAS_VARIANCES = (0.0, 0.05, 4.0)

TANH, RELU, GELU = CATALOG["Tanh"](), CATALOG["ReLU"](), CATALOG["GELU"]()


@every_activation
def test_maps_are_the_moments_of_the_activation(activation: Activation) -> None:
    q = np.array([[0.01, 0.3], [1.0, 3.0]])
    moments = [moments_of(activation, Normal(0.0, math.sqrt(x))) for x in q.ravel()]
    found = variance_map(activation, q, weight_variance=1.7, bias_variance=0.2)
    expected = [1.7 * each.second_moment + 0.2 for each in moments]
    np.testing.assert_allclose(found, np.reshape(expected, q.shape), rtol=1e-12)
    factors = chi(activation, q, weight_variance=1.7)
    expected = [1.7 * each.slope_second_moment for each in moments]
    np.testing.assert_allclose(factors, np.reshape(expected, q.shape), rtol=1e-12, atol=1e-15)


def test_without_variance_only_the_value_at_zero_is_left() -> None:
    sigmoid = CATALOG["Sigmoid"]()
    assert variance_map(sigmoid, 0.0, weight_variance=2.0, bias_variance=0.1) == pytest.approx(0.6)
    np.testing.assert_allclose(chi(RELU, [0.0, 1.0], weight_variance=2.0), [1.0, 1.0], rtol=1e-14)
    assert chi(TANH, 0.0, weight_variance=1.5) == 1.5


@every_setting
def test_a_fixed_point_is_fixed_and_lies_where_variance_1_goes(activation: Activation) -> None:
    for w in WEIGHT_VARIANCES:
        for b in BIAS_VARIANCES:
            found = fixed_point(activation, weight_variance=w, bias_variance=b)
            after_one = float(variance_map(activation, 1.0, weight_variance=w, bias_variance=b))
            assert (found.q - 1.0) * (after_one - 1.0) >= 0
            if math.isfinite(found.q):
                onwards = variance_map(activation, found.q, weight_variance=w, bias_variance=b)
                assert onwards == pytest.approx(found.q, rel=1e-11, abs=1e-13)
            assert not math.isnan(found.chi)
            assert found.correlation_depth >= 0 if 0 < found.q < math.inf else math.isnan(found.correlation_depth)


@every_activation
@pytest.mark.parametrize("weight_variance", [0.5, 1.4, 3.0])
def test_iteration_leads_to_the_fixed_point(activation: Activation, weight_variance: float) -> None:
    settings = {"weight_variance": weight_variance, "bias_variance": 0.3}
    found, q = fixed_point(activation, **settings), 1.0
    for _ in range(100):
        following = float(variance_map(activation, q, **settings))
        if math.isnan(following) or following > 1e8:
            break
        q = following
    if math.isinf(found.q):
        assert q > 10.0
    elif abs(found.slope) < 0.8:
        assert q == pytest.approx(found.q, rel=1e-8)
    else:
        assert abs(q - found.q) < abs(1.0 - found.q)


@every_activation
def test_slope_is_that_of_the_variance_map(activation: Activation) -> None:
    settings = {"weight_variance": 0.12, "bias_variance": 0.1}
    found = fixed_point(activation, **settings)
    step = 1e-4 * found.q
    below, above = variance_map(activation, [found.q - step, found.q + step], **settings)
    assert found.slope == pytest.approx((above - below) / (2 * step), rel=1e-6, abs=1e-9)


def test_published_fixed_points_of_tanh() -> None:
    found = fixed_point(TANH, weight_variance=1.0, bias_variance=0.05)
    assert (found.q, found.chi) == pytest.approx((0.193593, 0.759032), abs=5e-7)
    assert (found.phase, found.stable) == ("ordered", True)
    assert found.correlation_depth == pytest.approx(-1.0 / math.log(0.759032), abs=1e-5)
    critical = critical_weight_variance(TANH, bias_variance=0.05)
    assert critical == pytest.approx(1.760955, abs=5e-7)
    found = fixed_point(TANH, weight_variance=critical, bias_variance=0.05)
    assert found.q == pytest.approx(0.570048, abs=5e-7)
    assert (found.phase, found.correlation_depth) == ("critical", math.inf)
    assert fixed_point(TANH, weight_variance=1.77, bias_variance=0.05).phase == "chaotic"


@pytest.mark.parametrize("q", [0.2, 0.7, 3.0])
def test_fixed_point_of_erf_satisfies_its_closed_form(q: float) -> None:
    """E erf(√q Z)² = (2/π) arcsin(2q/(1+2q)) and E erf'² = (4/π)/√(1+4q): Williams 1997."""
    second_moment = 2.0 / math.pi * math.asin(2.0 * q / (1.0 + 2.0 * q))
    found = fixed_point(CATALOG["Erf"](), weight_variance=(q - 0.1) / second_moment, bias_variance=0.1)
    assert found.q == pytest.approx(q, rel=1e-12)
    assert found.chi == pytest.approx((q - 0.1) / second_moment * 4.0 / math.pi / math.sqrt(1.0 + 4.0 * q), rel=1e-12)


def test_relu_is_critical_at_2_and_0() -> None:
    assert critical_weight_variance(RELU, bias_variance=0.0) == 2.0
    found = fixed_point(RELU, weight_variance=2.0, bias_variance=0.0)
    assert (found.q, found.phase, found.stable, found.correlation_depth) == (1.0, "critical", True, math.inf)
    assert (found.chi, found.slope) == pytest.approx((1.0, 1.0), rel=1e-14)
    assert math.isnan(critical_weight_variance(RELU, bias_variance=0.1))


@pytest.mark.parametrize(
    ("weight_variance", "bias_variance", "expected"),
    [
        (1.9, 0.0, FixedPoint(q=0.0, chi=0.95, slope=0.95, stable=True, phase="vanishes")),
        (1.9, 0.1, FixedPoint(q=2.0, chi=0.95, slope=0.95, stable=True, phase="ordered")),
        (2.0, 0.1, FixedPoint(q=math.inf, chi=1.0, slope=1.0, stable=False, phase="diverges")),
        (2.0, 1e-6, FixedPoint(q=math.inf, chi=1.0, slope=1.0, stable=False, phase="diverges")),
        (2.1, 0.0, FixedPoint(q=math.inf, chi=1.05, slope=1.05, stable=False, phase="diverges")),
    ],
)
def test_fixed_points_of_relu(weight_variance: float, bias_variance: float, expected: FixedPoint) -> None:
    found = fixed_point(RELU, weight_variance=weight_variance, bias_variance=bias_variance)
    assert (found.phase, found.stable) == (expected.phase, expected.stable)
    assert (found.q, found.chi, found.slope) == pytest.approx((expected.q, expected.chi, expected.slope), rel=1e-11)


def test_an_exponential_runs_away_or_settles() -> None:
    """σ_w² e^{2q} = q has solutions up to σ_w² = 1/2e; the variance 1 gets to one of them up to e^{-2}."""
    exponential = CATALOG["Exponential"]()
    assert fixed_point(exponential, weight_variance=0.14, bias_variance=0.0).phase == "diverges"
    found = fixed_point(exponential, weight_variance=0.13, bias_variance=0.0)
    assert 0.13 * math.exp(2.0 * found.q) == pytest.approx(found.q, rel=1e-12)
    assert (found.stable, found.phase) == (True, "ordered")


@pytest.mark.parametrize("name", ["GELU", "SiLU", "Mish"])
def test_a_gated_function_at_its_gain_stays_only_if_exact(name: str) -> None:
    activation = CATALOG[name]()
    gain = gains_of(activation)
    at_gain, below, above = (
        fixed_point(activation, weight_variance=gain.forward**2 * factor, bias_variance=0.0)
        for factor in (1.0, 0.999, 1.001)
    )
    assert (at_gain.q, at_gain.stable) == (1.0, False)
    assert at_gain.slope == pytest.approx(gain.stability_slope, rel=1e-12)
    assert below.phase == "vanishes"
    assert above.q > 10.0
    assert math.isnan(critical_weight_variance(activation, bias_variance=0.0))


@every_setting
def test_the_critical_weight_variance_is_where_chi_is_1(activation: Activation) -> None:
    for bias_variance in (0.0, 0.05):
        critical = critical_weight_variance(activation, bias_variance=bias_variance)
        if not math.isnan(critical):
            found = fixed_point(activation, weight_variance=critical, bias_variance=bias_variance)
            assert found.chi == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize(("name", "critical"), [("Tanh", 1.0), ("Identity", 1.0), ("Erf", math.pi / 4)])
def test_without_bias_an_odd_function_is_critical_by_its_slope_at_0(name: str, critical: float) -> None:
    assert critical_weight_variance(CATALOG[name](), bias_variance=0.0) == pytest.approx(critical, rel=1e-14)


@every_setting
def test_the_phase_diagram_agrees_with_its_fixed_points(activation: Activation) -> None:
    w, b = np.array([0.04, 0.6, 1.3, 5.0, 16.0])[:, np.newaxis], np.array([0.0, 0.02, 0.7])
    diagram = phase_diagram(activation, weight_variance=w, bias_variance=b)
    assert diagram.q.shape == diagram.chi.shape == (5, 3)
    for (i, j), q in np.ndenumerate(diagram.q):
        exact = fixed_point(activation, weight_variance=w[i, 0], bias_variance=float(b[j]))
        if abs(1.0 - exact.slope) < 0.01:
            continue
        assert q == pytest.approx(exact.q, rel=1e-5 / abs(1.0 - exact.slope), abs=1e-13)
        assert diagram.chi[i, j] == pytest.approx(exact.chi, rel=1e-4, abs=1e-6)


def test_a_phase_diagram_takes_any_shape() -> None:
    assert phase_diagram(TANH, weight_variance=1.0, bias_variance=0.05).q == pytest.approx(0.193593, rel=1e-5)
    assert phase_diagram(TANH, weight_variance=[], bias_variance=[]).chi.shape == (0,)
    np.testing.assert_array_equal(phase_diagram(GELU, weight_variance=0.0, bias_variance=[0.0, 0.5]).chi, [0.0, 0.0])


@pytest.mark.parametrize("variance", [-0.1, math.nan, math.inf])
def test_a_variance_outside_its_domain_is_refused_by_name(variance: float) -> None:
    with pytest.raises(ValueError, match="weight_variance must be a finite number >= 0"):
        fixed_point(TANH, weight_variance=variance, bias_variance=0.0)
    with pytest.raises(ValueError, match="bias_variance must be a finite number >= 0"):
        critical_weight_variance(TANH, bias_variance=variance)
    with pytest.raises(ValueError, match="bias_variance must be finite numbers >= 0"):
        phase_diagram(TANH, weight_variance=1.0, bias_variance=[0.0, variance])
    with pytest.raises(ValueError, match="q must be finite numbers >= 0"):
        variance_map(TANH, [1.0, variance], weight_variance=1.0, bias_variance=0.0)
