import math
import tracemalloc
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.elementwise import FloatArray
from activations.networks.mean_field import chi, variance_map
from activations.networks.propagation import (
    MAX_BATCH,
    MAX_LAYERS,
    MAX_WIDTH,
    Layers,
    Propagation,
    gradient_trajectory,
    mean_trajectory,
    propagate,
    variance_trajectory,
)
from activations.random_inputs.distributions import Normal
from activations.random_inputs.given_numbers import SATURATED_BELOW
from activations.random_inputs.moments import moments_of
from tests.parametrized import every_activation

TANH, RELU = CATALOG["Tanh"](), CATALOG["ReLU"]()
VARIANCES: dict[str, Any] = {"weight_variance": 1.5, "bias_variance": 0.05}
SMALL: dict[str, Any] = {"layers": 4, "width": 6, **VARIANCES, "inputs": 3, "seed": 5}


def every_field(propagation: Propagation) -> dict[str, FloatArray]:
    names = ("mean", "variance", "saturated", "dead", "pre_activations", "gradient")
    return {name: getattr(propagation, name) for name in names}


def weights_of(network: Layers, layer: int) -> tuple[FloatArray, FloatArray]:
    matrix, biases = network.drawn(layer)
    return matrix * math.sqrt(network.weight_variance / network.width), biases * math.sqrt(network.bias_variance)


def outputs(activation: Activation, network: Layers, h: FloatArray, *, first: int, last: int) -> FloatArray:
    """h after layers `first` to `last`, straight from the definition."""
    for layer in range(first, last + 1):
        weights, biases = weights_of(network, layer)
        h = np.array([activation(weights @ each + biases) for each in h])
    return h


@every_activation
def test_gradients_agree_with_finite_differences(activation: Activation) -> None:
    network, step = Layers(width=6, weight_variance=0.5, bias_variance=0.05, seed=5), 1e-6
    settings = {**SMALL, "weight_variance": 0.5}
    last_gradient = network.last_gradient(3)
    found = propagate(activation, **settings).gradient
    for layer in range(5):
        h = outputs(activation, network, network.inputs(3), first=1, last=layer)
        gradient = np.empty_like(h)
        for index in np.ndindex(h.shape):
            shift = np.zeros_like(h)
            shift[index] = step
            above, below = (
                outputs(activation, network, h + sign * shift, first=layer + 1, last=4) for sign in (1.0, -1.0)
            )
            gradient[index] = np.sum(last_gradient * (above - below)) / (2.0 * step)
        assert found[layer] == pytest.approx(np.mean(gradient**2), rel=1e-5, abs=1e-15)


@every_activation
def test_figures_are_those_of_the_definition(activation: Activation) -> None:
    network = Layers(width=6, **VARIANCES, seed=5)
    found = propagate(activation, **SMALL)
    h = network.inputs(3)
    for layer in range(1, found.mean.size + 1):
        weights, biases = weights_of(network, layer)
        z = h @ weights.T + biases
        h = activation(z)
        slopes = activation.derivative(z)
        assert found.mean[layer - 1] == pytest.approx(np.mean(h), rel=1e-12)
        assert found.variance[layer - 1] == pytest.approx(np.mean(z**2), rel=1e-12)
        assert found.saturated[layer - 1] == np.mean(np.abs(slopes) < SATURATED_BELOW)
        flat = [unit for unit in range(6) if not slopes[:, unit].any()]
        assert found.dead[layer - 1] == sum(not h[:, unit].any() for unit in flat) / 6
        assert found.stuck[layer - 1] == sum(bool(h[:, unit].any()) for unit in flat) / 6
        np.testing.assert_allclose(found.pre_activations[layer - 1], z.ravel(), rtol=1e-12)


DEPTH = 4
WIDE: dict[str, Any] = {"layers": DEPTH, "width": 1_024, "inputs": 16, "seed": 7}


def relative_spread(activation: Activation, variances: FloatArray) -> FloatArray:
    """The standard deviation of ln q_l from network to network, to leading order in 1/width.

    Given layer l - 1, the 1,024 units of layer l are independent normals of variance q: their mean square has, for one
    input, the relative variance 2/width. That of layer l - 1 arrives multiplied by the elasticity of the variance map.
    A batch has no more than one input, for its inputs share their weights.
    """
    spread = [math.sqrt(2.0 / WIDE["width"])]
    for q in variances[:-1]:
        below, above = variance_map(activation, [0.999 * q, 1.001 * q], **VARIANCES)
        elasticity = math.log(above / below) / math.log(1.001 / 0.999)
        spread.append(math.hypot(math.sqrt(2.0 / WIDE["width"]), elasticity * spread[-1]))
    return np.array(spread)


@pytest.mark.parametrize("name", [name for name in CATALOG if name not in ("Exponential", "ReLUSquared")])
def test_a_wide_network_follows_theory(name: str) -> None:
    activation = CATALOG[name]()
    found = propagate(activation, **{**WIDE, **VARIANCES})
    q = variance_trajectory(activation, layers=DEPTH, **VARIANCES)
    # 5 standard deviations, as for every sample in these tests.
    bound = 5.0 * relative_spread(activation, q)
    assert np.all(np.abs(np.log(found.variance / q)) < bound)
    # A mean over units that are nearly independent, at a q that is off by its own spread.
    moments = [moments_of(activation, Normal(0.0, math.sqrt(each))) for each in q]
    for mean, exact, off in zip(found.mean, moments, bound, strict=True):
        allowed = 5.0 * math.sqrt(exact.variance / WIDE["width"]) + off * math.sqrt(exact.second_moment)
        assert abs(mean - exact.mean) < allowed
    # Per layer the squared gradient is a mean over units of (slope x gradient)², whose relative variance is about
    # (3 E f'⁴ / (E f'²)² - 1) / width; slopes of 0 or 1 with a chance p of 1 have 3/p - 1.
    expected = gradient_trajectory(activation, q, weight_variance=1.5)
    factors = chi(activation, q, weight_variance=1.0)
    if not factors.any():  # of a step nothing comes back
        np.testing.assert_array_equal(found.gradient, expected)
        return
    steepest = max(1.0, float(np.max(activation.derivative(np.linspace(-5, 5, 1_001)) ** 2)))
    per_layer = np.sqrt(3.0 * steepest / np.min(factors) / WIDE["width"])
    assert np.all(np.abs(np.log(found.gradient / expected)) < 5.0 * per_layer * math.sqrt(DEPTH) + bound[-1])


def test_theory_lines_iterate_the_maps() -> None:
    q = variance_trajectory(TANH, layers=3, input_variance=0.5, **VARIANCES)
    assert q[0] == pytest.approx(1.5 * 0.5 + 0.05)
    np.testing.assert_allclose(q[1:], variance_map(TANH, q[:2], **VARIANCES), rtol=1e-14)
    factors = chi(TANH, q, weight_variance=1.5)
    found = gradient_trajectory(TANH, q, weight_variance=1.5)
    np.testing.assert_allclose(found, [factors.prod(), factors[1:].prod(), factors[2], 1.0], rtol=1e-14)


def test_relu_at_its_gain_keeps_variance_and_gradient_in_theory() -> None:
    q = variance_trajectory(RELU, layers=50, weight_variance=2.0, bias_variance=0.0)
    np.testing.assert_allclose(q, 2.0, rtol=1e-12)
    np.testing.assert_allclose(gradient_trajectory(RELU, q, weight_variance=2.0), 1.0, rtol=1e-12)


def test_the_same_arguments_give_the_same_numbers() -> None:
    first, again = (every_field(propagate(TANH, **SMALL)) for _ in range(2))
    other = every_field(propagate(TANH, **{**SMALL, "seed": 6}))
    for name, numbers in first.items():
        np.testing.assert_array_equal(numbers, again[name])
    assert not np.array_equal(first["pre_activations"], other["pre_activations"])


def test_activations_share_weights_and_inputs() -> None:
    """So a difference between two of them is theirs, not chance."""
    hardtanh = CATALOG["Hardtanh"]()
    first, second = propagate(TANH, **SMALL), propagate(hardtanh, **SMALL)
    assert first.variance[0] == second.variance[0]


def test_real_inputs_are_taken_as_they_are() -> None:
    inputs = Layers(width=6, **VARIANCES, seed=5).inputs(3)
    drawn, given = propagate(TANH, **SMALL), propagate(TANH, **{**SMALL, "inputs": inputs.tolist()})
    np.testing.assert_array_equal(drawn.pre_activations, given.pre_activations)
    doubled = propagate(TANH, **{**SMALL, "inputs": 2.0 * inputs, "bias_variance": 0.0})
    single = propagate(TANH, **{**SMALL, "inputs": inputs, "bias_variance": 0.0})
    assert doubled.variance[0] == pytest.approx(4.0 * single.variance[0])


@pytest.mark.parametrize("name", ["Exponential", "ReLUSquared"])
def test_a_network_that_overflows_ends_before_that_layer(name: str) -> None:
    activation = CATALOG[name]()
    settings: dict[str, Any] = {"weight_variance": 4.0, "bias_variance": 1.0}
    found = propagate(activation, layers=40, width=64, inputs=8, seed=1, **settings)
    assert found.overflowed_at is not None
    reached = found.overflowed_at - 1
    assert 1 <= reached < 40
    for field, numbers in every_field(found).items():
        assert len(numbers) == reached + (field == "gradient")
        assert not np.isnan(numbers).any()
    assert np.isfinite(found.variance).all()
    theory = variance_trajectory(activation, layers=40, **settings)
    assert math.isinf(theory[-1])
    assert not np.isnan(theory).any()
    assert not np.isnan(gradient_trajectory(activation, theory, weight_variance=4.0)).any()


def test_a_network_may_overflow_at_once() -> None:
    found = propagate(CATALOG["Exponential"](), **{**SMALL, "inputs": np.full((2, 6), 1e4)})
    assert found.overflowed_at == 1
    assert found.variance.size == found.pre_activations.size == 0
    np.testing.assert_array_equal(found.gradient, [1.0])


def test_a_gradient_may_leave_the_floats() -> None:
    settings: dict[str, Any] = {"layers": 100, "width": 64, "bias_variance": 0.0, "inputs": 4, "seed": 1}
    up = propagate(CATALOG["Sin"](), **settings, weight_variance=1e8)
    assert up.overflowed_at is None
    assert up.gradient[0] == math.inf
    down = propagate(CATALOG["Sigmoid"](), **settings, weight_variance=1e-6)
    assert down.gradient[0] == 0.0
    assert down.gradient[90] > 0.0


def test_dead_and_saturated_units_are_counted() -> None:
    dead = propagate(CATALOG["Hardshrink"](lambd=1e3), **SMALL)
    np.testing.assert_array_equal(dead.dead, 1.0)
    np.testing.assert_array_equal(dead.saturated, 1.0)
    np.testing.assert_array_equal(dead.gradient, [0.0, 0.0, 0.0, 0.0, 1.0])
    saturated = propagate(TANH, **{**SMALL, "weight_variance": 2_500.0})
    assert saturated.saturated.min() > 0.7
    np.testing.assert_array_equal(saturated.dead, 0.0)
    alive = propagate(CATALOG["Identity"](), **SMALL)
    np.testing.assert_array_equal(alive.saturated, 0.0)


def test_memory_stays_bounded() -> None:
    tracemalloc.start()
    propagate(RELU, layers=10, width=MAX_WIDTH, **VARIANCES, inputs=MAX_BATCH, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * 8 * MAX_WIDTH * MAX_BATCH + 4 * 8 * MAX_WIDTH**2


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("layers", 0, "layers must be between 1 and 100, got 0"),
        ("layers", MAX_LAYERS + 1, "layers must be between 1 and 100, got 101"),
        ("width", MAX_WIDTH + 1, "width must be between 1 and 1,024, got 1025"),
        ("inputs", MAX_BATCH + 1, "inputs must be between 1 and 128, got 129"),
        ("inputs", np.zeros((0, 6)), "inputs must be between 1 and 128, got 0"),
        ("inputs", np.zeros((2, 5)), r"inputs must have the shape \(batch, 6\), got \(2, 5\)"),
        ("inputs", np.full((1, 6), np.nan), "inputs must be numbers of at most 1e150 in size"),
        ("weight_variance", -1.0, "weight_variance must be a finite number >= 0, got -1.0"),
        ("bias_variance", math.inf, "bias_variance must be a finite number >= 0, got inf"),
        ("seed", -1, "seed must be at least 0, got -1"),
    ],
)
def test_settings_beyond_the_limits_are_refused_by_name(name: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        propagate(TANH, **{**SMALL, name: value})


@every_activation
def test_means_follow_from_variances(activation: Activation) -> None:
    q = np.array([0.5, 1.0, 0.0, np.inf])
    found = mean_trajectory(activation, q)
    moments = [moments_of(activation, Normal(0.0, math.sqrt(each))) for each in q[:2]]
    np.testing.assert_allclose(found[:2], [each.mean for each in moments], rtol=1e-12, atol=1e-13)
    assert found[2] == activation(0.0)
    assert np.isnan(found[3])


def test_simulated_means_are_within_their_sampling_error_of_theory() -> None:
    settings: dict[str, Any] = {"weight_variance": 2.0, "bias_variance": 0.0, "layers": 3}
    found = propagate(RELU, width=1024, inputs=64, seed=1, **settings)
    theory = mean_trajectory(RELU, variance_trajectory(RELU, **settings))
    # A layer of n units averages over n draws of its weights; five standard errors, and as much again for its input.
    np.testing.assert_allclose(found.mean, theory, atol=10.0 * math.sqrt(2.0 * 0.34 / 1024))
