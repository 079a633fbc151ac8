import math

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.networks.network import BLOCK, Network, OverflowedError, cross_entropies, initial_network
from tests.parametrized import every_activation

TANH = CATALOG["Tanh"]()
SIZES = (4, 6, 5, 3)
NUMBER = 7
STEP = 1e-6


def small_network(activation: Activation, seed: int = 5) -> Network:
    """With biases that are not 0 either."""
    network = initial_network(activation, SIZES, weight_variance=1.0, seed=seed)
    generator = np.random.default_rng(seed)
    for _, biases in network.layers:
        biases[...] = generator.normal(0.0, 0.5, biases.shape)
    return network


def inputs_and_labels(seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.standard_normal((NUMBER, SIZES[0])), generator.integers(0, SIZES[-1], NUMBER)


def textbook_loss(network: Network, inputs: np.ndarray, labels: np.ndarray) -> float:
    """One input at a time, straight from the definition."""
    losses = []
    for h, label in zip(inputs, labels, strict=True):
        for layer, (weights, biases) in enumerate(network.layers):
            last = layer == len(network.layers) - 1
            z = weights.T @ h + biases
            h = z if last else network.activation(z)  # noqa: PLW2901
        losses.append(math.log(sum(math.exp(each - h[label]) for each in h)))
    return math.fsum(losses) / len(losses)


def nearest_breakpoint(network: Network, inputs: np.ndarray) -> float:
    points = network.activation.breakpoints
    z, _ = network.forward(inputs)
    return min((float(np.min(np.abs(each - point))) for each in z[:-1] for point in points), default=math.inf)


@every_activation
def test_the_gradient_agrees_with_finite_differences(activation: Activation) -> None:
    network, (inputs, labels) = small_network(activation), inputs_and_labels()
    # No step crosses a kink, nor a jump.
    assert nearest_breakpoint(network, inputs) > 1e-4
    found = network.gradient(inputs, labels)
    expected = np.empty_like(found)
    for index, value in enumerate(network.values.copy()):
        losses = []
        for sign in (1.0, -1.0):
            network.values[index] = value + sign * STEP
            losses.append(textbook_loss(network, inputs, labels))
        network.values[index] = value
        expected[index] = (losses[0] - losses[1]) / (2.0 * STEP)
    # A difference of losses loses 1e-16/1e-6 of their size, and STEP² of a third derivative.
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)
    assert np.count_nonzero(found) > 10


@every_activation
def test_the_loss_is_that_of_the_definition(activation: Activation) -> None:
    network, (inputs, labels) = small_network(activation), inputs_and_labels()
    logits = network.forward(inputs)[0][-1]
    assert cross_entropies(logits, labels).mean() == pytest.approx(textbook_loss(network, inputs, labels), rel=1e-12)


def test_the_gradient_can_be_put_in_place() -> None:
    network, (inputs, labels) = small_network(TANH), inputs_and_labels()
    out = np.full_like(network.values, np.nan)
    assert network.gradient(inputs, labels, out=out) is out
    np.testing.assert_array_equal(out, network.gradient(inputs, labels))


def test_pre_activations_are_what_a_layer_gives_its_activation() -> None:
    network = small_network(TANH)
    inputs = np.random.default_rng(1).standard_normal((2 * BLOCK + 3, SIZES[0]))
    (first, first_biases), (second, second_biases), _ = network.layers
    expected = inputs @ first + first_biases
    np.testing.assert_allclose(network.pre_activations(inputs, 1), expected, rtol=1e-12, atol=1e-14)
    expected = np.tanh(expected) @ second + second_biases
    np.testing.assert_allclose(network.pre_activations(inputs, 2), expected, rtol=1e-12, atol=1e-14)
    for layer in (0, 3):
        with pytest.raises(ValueError, match=f"layer must be between 1 and 2, got {layer}"):
            network.pre_activations(inputs, layer)


def test_probabilities_sum_to_one() -> None:
    network = small_network(TANH)
    inputs = np.random.default_rng(1).standard_normal((2 * BLOCK + 3, SIZES[0]))
    probabilities = network.probabilities(inputs.tolist())
    assert probabilities.shape == (2 * BLOCK + 3, 3)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
    np.testing.assert_allclose(probabilities[[0, -1]], network.probabilities(inputs[[0, -1]]), rtol=1e-12)
    assert network.probabilities(np.empty((0, 4))).shape == (0, 3)


def test_large_logits_overflow_no_exponential() -> None:
    logits = np.array([[1e4, 0.0, -1e4], [-1e30, 1e30, 0.0]])
    np.testing.assert_array_equal(cross_entropies(logits, np.array([0, 1])), 0.0)
    np.testing.assert_array_equal(cross_entropies(logits, np.array([2, 0])), [2e4, 2e30])
    network = small_network(CATALOG["Identity"]())
    np.testing.assert_allclose(network.probabilities(np.full((1, 4), 1e30)).sum(), 1.0)


def test_numbers_that_are_too_large_are_reported() -> None:
    network = small_network(CATALOG["Exponential"]())
    for size in (1e3, 1e300, math.inf, math.nan):
        with pytest.raises(OverflowedError):
            network.probabilities(np.full((2, 4), size))
    for size in (1e50, 1e300, math.inf, math.nan):
        network.values[0] = size
        with pytest.raises(OverflowedError):
            network.check()


def test_inputs_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"inputs must have the shape \(number, 4\), got \(2, 5\)"):
        small_network(TANH).probabilities(np.zeros((2, 5)))


def test_initial_weights_have_their_variance_and_biases_are_zero() -> None:
    network = initial_network(TANH, (300, 200, 400), weight_variance=2.0, seed=1)
    (first, first_biases), (last, last_biases) = network.layers
    # 5 standard errors of a variance from so many weights.
    assert first.var() == pytest.approx(2.0 / 300.0, rel=5.0 * math.sqrt(2.0 / first.size))
    assert last.var() == pytest.approx(1.0 / 200.0, rel=5.0 * math.sqrt(2.0 / last.size))
    for biases in (first_biases, last_biases):
        np.testing.assert_array_equal(biases, 0.0)


def test_layers_are_views_of_the_values() -> None:
    network = small_network(TANH)
    assert sum(weights.size + biases.size for weights, biases in network.layers) == network.values.size
    network.values[...] = 3.0
    for weights, biases in network.layers:
        np.testing.assert_array_equal(weights, 3.0)
        np.testing.assert_array_equal(biases, 3.0)
