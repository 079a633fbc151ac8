import math
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, Activation, depth_of, fixed_point, paired_inputs, propagate, properties_of
from activations.networks.propagation import MAX_BATCH, MAX_WIDTH, Layers
from tests.parametrized import every_activation, every_setting

TANH = CATALOG["Tanh"]()
SMALL: dict[str, Any] = {"layers": 4, "width": 6, "weight_variance": 2.0, "bias_variance": 0.3, "seed": 5}


def test_pairs_are_standard_normal_with_their_correlation() -> None:
    for correlation in (-1.0, -0.3, 0.0, 0.8, 1.0):
        inputs = paired_inputs(width=MAX_WIDTH, pairs=MAX_BATCH // 2, correlation=correlation, seed=3)
        assert inputs.shape == (MAX_BATCH, MAX_WIDTH)
        first, second = inputs[::2], inputs[1::2]
        for sample, expected, spread in (
            (first * second, correlation, math.sqrt(1.0 + correlation**2)),
            (second**2, 1.0, math.sqrt(2.0)),
            (second, 0.0, 1.0),
        ):
            assert np.mean(sample) == pytest.approx(expected, abs=5.0 * spread / math.sqrt(sample.size))
    np.testing.assert_array_equal(
        paired_inputs(width=6, pairs=2, correlation=0.0, seed=5), Layers(6, 1.0, 0.0, 5).inputs(4)
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"correlation": 1.5}, "correlation must be between -1 and 1, got 1.5"),
        ({"correlation": math.nan}, "correlation must be between -1 and 1, got nan"),
        ({"pairs": 65}, "pairs must be between 1 and 64, got 65"),
        ({"width": 0}, "width must be between 1 and 1,024, got 0"),
        ({"seed": -1}, "seed must be at least 0, got -1"),
    ],
)
def test_pairs_beyond_the_limits_are_refused(change: dict[str, float], message: str) -> None:
    settings: dict[str, Any] = {"width": 6, "pairs": 2, "correlation": 0.5, "seed": 1, **change}
    with pytest.raises(ValueError, match=message):
        paired_inputs(**settings)


def test_the_correlation_of_pairs_is_that_of_their_pre_activations() -> None:
    """Worked out once more from the weights; what has no partner is left out."""
    inputs = paired_inputs(width=6, pairs=2, correlation=0.4, seed=5)
    network = Layers(6, 2.0, 0.3, 5)
    weights, biases = network.drawn(1)
    z = math.sqrt(2.0 / 6) * inputs @ weights.T + math.sqrt(0.3) * biases
    pairs = [float(z[k] @ z[k + 1] / math.sqrt((z[k] @ z[k]) * (z[k + 1] @ z[k + 1]))) for k in (0, 2)]
    found = propagate(TANH, **SMALL, inputs=inputs)
    assert found.correlation.shape == (4,)
    assert found.correlation[0] == pytest.approx(np.mean(pairs), rel=1e-12)
    odd = propagate(TANH, **SMALL, inputs=np.concatenate([inputs, inputs[:1]]))
    np.testing.assert_allclose(odd.correlation, found.correlation, rtol=1e-12)


def test_a_single_input_and_a_dead_layer_have_no_correlation() -> None:
    assert np.isnan(propagate(TANH, **SMALL, inputs=1).correlation).all()
    silent = propagate(CATALOG["Hardshrink"](lambd=1e3), **{**SMALL, "bias_variance": 0.0}, inputs=4)
    assert np.isfinite(silent.correlation).tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("activation", "weight_variance", "bias_variance"),
    [
        (TANH, 1.0, 0.05),
        (TANH, 4.0, 0.05),
        (CATALOG["Hardshrink"](), 0.81, 0.09),
        (CATALOG["ELU"](), 1.4, 0.1),
    ],
    ids=repr,
)
def test_a_wide_network_has_the_correlations_of_theory(
    activation: Activation, weight_variance: float, bias_variance: float
) -> None:
    """The mean of five networks of width 1,000 and two pairs each."""
    settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
    theory = depth_of(activation, layers=10, input_correlation=0.5, **settings)
    simulated = [
        propagate(
            activation,
            layers=10,
            width=1_000,
            inputs=paired_inputs(width=1_000, pairs=2, correlation=0.5, seed=seed),
            seed=seed,
            **settings,
        ).correlation
        for seed in range(5)
    ]
    spread = np.std(simulated, axis=0) / math.sqrt(len(simulated))
    # Standard errors of five networks; what a width of 1,000 leaves of the limit is as much again.
    np.testing.assert_array_less(np.abs(np.mean(simulated, axis=0) - theory.correlations), 5.0 * spread + 0.004)


@every_setting
def test_units_are_dead_or_stuck_only_where_the_function_is_flat(activation: Activation) -> None:
    known = properties_of(activation)
    found = propagate(activation, layers=3, width=256, weight_variance=2.0, bias_variance=4.0, inputs=3, seed=2)
    assert known.can_die or not found.dead.any()
    assert known.saturated or not found.stuck.any()
    assert np.all(found.dead + found.stuck <= found.saturated + 1e-12)


def test_hardtanh_has_stuck_units_and_no_dead_ones() -> None:
    found = propagate(
        CATALOG["Hardtanh"](), layers=5, width=512, weight_variance=4.0, bias_variance=4.0, inputs=32, seed=1
    )
    assert found.stuck.min() > 0.01
    np.testing.assert_array_equal(found.dead, 0.0)


def test_relu_has_dead_units_and_no_stuck_ones() -> None:
    found = propagate(CATALOG["ReLU"](), layers=5, width=512, weight_variance=1.0, bias_variance=4.0, inputs=32, seed=1)
    assert found.dead.min() > 0.05
    np.testing.assert_array_equal(found.stuck, 0.0)
    six = propagate(CATALOG["ReLU6"](), layers=3, width=512, weight_variance=4.0, bias_variance=90.0, inputs=32, seed=1)
    assert six.dead.min() > 0.05
    assert six.stuck.min() > 0.05


@every_activation
def test_table_verdict_and_chart_come_from_one_computation(activation: Activation) -> None:
    for w, b in ((2.25, 0.0), (1.0, 0.05), (2.0, 0.0)):
        found = depth_of(activation, layers=6, weight_variance=w, bias_variance=b, input_correlation=0.3)
        assert found.settled == fixed_point(activation, weight_variance=w, bias_variance=b)
        assert found.settled.start == found.variances[0] == w + b
        assert found.gradients.size == np.isfinite(found.variances).sum() + 1
        assert (found.means.size, found.correlations.size) == (6, 6)
        finite = found.variances[np.isfinite(found.variances)]
        if found.settled.q == math.inf:
            assert finite[-1] >= finite[0]
        elif found.settled.phase in {"vanishes", "critical"} and found.settled.q == 0:
            assert finite[-1] <= finite[0]
        known = 0 < found.settled.q < math.inf and found.settled.phase != "undecided"
        assert math.isnan(found.correlation.c) != known


def test_inputs_of_another_size_start_elsewhere() -> None:
    found = depth_of(CATALOG["GELU"](), layers=3, weight_variance=2.25, bias_variance=0.0, input_variance=0.2)
    assert found.settled.start == found.variances[0] == pytest.approx(0.45)
    assert found.settled.phase == "vanishes"


@pytest.mark.parametrize(
    ("change", "message"),
    [({"input_variance": -0.2}, "input_variance must be a finite number >= 0"), ({"layers": -1}, "layers must be at")],
)
def test_depths_that_are_none_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        depth_of(CATALOG["Tanh"](), **{"layers": 3, "weight_variance": 1.0, "bias_variance": 0.5, **change})


def test_gradients_are_floats_however_few_layers_there_are() -> None:
    settings = {"weight_variance": 2.0, "bias_variance": 0.0}
    for layers, variance in ((3, 1e160), (0, 1.0)):
        depth = depth_of(CATALOG["ReLU"](), layers=layers, input_variance=variance, **settings)
        assert depth.gradients.dtype == np.float64
