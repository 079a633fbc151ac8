import math

import numpy as np
import pytest

from activations import CATALOG, Activation, critical_weight_variance, fixed_point, phase_diagram
from tests.networks.random_settings import random_activation
from tests.parametrized import every_setting

TANH, RELU, GELU = (CATALOG[name]() for name in ("Tanh", "ReLU", "GELU"))


def assert_agrees(activation: Activation, weight_variances: list[float], bias_variances: list[float]) -> None:
    diagram = phase_diagram(
        activation, weight_variance=np.array(weight_variances)[:, np.newaxis], bias_variance=bias_variances
    )
    assert diagram.q.shape == diagram.chi.shape == (len(weight_variances), len(bias_variances))
    for (i, j), q in np.ndenumerate(diagram.q):
        exact = fixed_point(activation, weight_variance=weight_variances[i], bias_variance=bias_variances[j])
        if q == exact.q or exact.phase == "undecided":
            assert diagram.chi[i, j] == pytest.approx(exact.chi, rel=1e-5, nan_ok=True)
            continue
        tolerance = 1e-5 / max(1e-5, abs(1.0 - exact.slope))
        assert q == pytest.approx(exact.q, rel=tolerance)
        assert diagram.chi[i, j] == pytest.approx(exact.chi, rel=20.0 * tolerance, abs=1e-9)


@every_setting
def test_the_phase_diagram_agrees_with_its_fixed_points(activation: Activation) -> None:
    generator = np.random.default_rng(3)
    random = [(10.0 ** generator.uniform(-2, 1.5, 4)).tolist(), (10.0 ** generator.uniform(-4, 0.5, 2)).tolist()]
    assert_agrees(activation, [0.0, 1.0, 2.0, *random[0]], [0.0, *random[1]])


def test_the_phase_diagram_agrees_with_its_fixed_points_for_odd_parameters() -> None:
    generator = np.random.default_rng(4)
    for _ in range(40):
        activation = random_activation(generator, 4.0)
        w, b = 10.0 ** generator.uniform(-2, 1.5, 4), 10.0 ** generator.uniform(-4, 0.5, 2)
        assert_agrees(activation, [1.0, *w.tolist()], [0.0, *b.tolist()])


def test_cells_start_where_their_own_first_layer_does() -> None:
    """GELU passes its unstable point at σ_w² = 2.25 although the variance 1 would not."""
    diagram = phase_diagram(GELU, weight_variance=[1.5, 2.25], bias_variance=0.0)
    np.testing.assert_array_equal(diagram.q, [0.0, math.inf])
    assert phase_diagram(RELU, weight_variance=2.0, bias_variance=0.0).q == 2.0


def test_a_phase_diagram_takes_any_shape() -> None:
    assert phase_diagram(TANH, weight_variance=1.0, bias_variance=0.05).q == pytest.approx(0.193593, rel=1e-5)
    assert phase_diagram(TANH, weight_variance=[], bias_variance=[]).chi.shape == (0,)
    np.testing.assert_array_equal(phase_diagram(GELU, weight_variance=0.0, bias_variance=[0.0, 0.5]).chi, [0.0, 0.0])
    with pytest.raises(ValueError, match="bias_variance must be finite numbers >= 0"):
        phase_diagram(TANH, weight_variance=1.0, bias_variance=[0.1, -0.1])


@every_setting
def test_layers_settle_where_chi_is_1_at_the_critical_weight_variance(activation: Activation) -> None:
    for bias_variance in (0.0, 0.05, 0.8):
        critical = critical_weight_variance(activation, bias_variance=bias_variance)
        if not math.isnan(critical):
            found = fixed_point(activation, weight_variance=critical, bias_variance=bias_variance)
            assert found.chi == pytest.approx(1.0, abs=1e-9)
            assert (found.phase, found.stable) == ("critical", True)
            if found.q > 0 and "neutral" not in {point.stability for point in found.fixed_points}:
                sides = [
                    fixed_point(activation, weight_variance=critical * factor, bias_variance=bias_variance)
                    for factor in (0.9999, 1.0001)
                ]
                assert {side.phase for side in sides} == {"ordered", "chaotic"}


def test_published_critical_weights_of_tanh_and_elu() -> None:
    """Schoenholz et al. 2017; Hayou et al. 2019 give σ_w = 1.227 for ELU and 1.302 for tanh at σ_b = 0.2."""
    assert critical_weight_variance(TANH, bias_variance=0.05) == pytest.approx(1.760955, abs=5e-7)
    for name, sigma_w in (("ELU", 1.2292511), ("Tanh", 1.3041458)):
        found = critical_weight_variance(CATALOG[name](), bias_variance=0.04)
        assert math.sqrt(found) == pytest.approx(sigma_w, abs=5e-8)


@pytest.mark.parametrize(
    ("name", "critical"),
    [("Tanh", 1.0), ("Identity", 1.0), ("Erf", math.pi / 4), ("ReLU", 2.0), ("ReLU6", 2.0), ("Softsign", 1.0)],
)
def test_without_bias_a_function_may_be_critical_by_its_slopes_at_0(name: str, critical: float) -> None:
    assert critical_weight_variance(CATALOG[name](), bias_variance=0.0) == pytest.approx(critical, rel=1e-14)


@pytest.mark.parametrize(
    ("name", "least"),
    [("SiLU", 0.555143), ("GELU", 0.172993), ("Mish", 0.100176), ("Hardswish", 0.507146), ("QuickGELU", 0.191640)],
)
def test_a_gated_function_is_critical_only_above_a_bias_variance(name: str, least: float) -> None:
    """Below, what has χ₁ = 1 is an unstable fixed point: layers die out or diverge."""
    activation = CATALOG[name]()
    for bias_variance in (0.0, 0.5 * least, 0.9995 * least):
        assert math.isnan(critical_weight_variance(activation, bias_variance=bias_variance))
    for bias_variance in (1.0005 * least, 2.0 * least):
        assert critical_weight_variance(activation, bias_variance=bias_variance) < 2.1


@pytest.mark.parametrize("name", ["Hardshrink", "Threshold"])
def test_a_function_that_jumps_is_never_critical(name: str) -> None:
    for bias_variance in (0.0, 0.05, 0.8):
        assert math.isnan(critical_weight_variance(CATALOG[name](), bias_variance=bias_variance))
