import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, SGD, Activation, Adam
from activations.networks.datasets import Dataset, digits, moons, spirals
from activations.networks.network import Network
from activations.networks.optimizers import Optimizer
from activations.networks.training import (
    MAX_COST,
    MAX_EPOCHS,
    MAX_LAYERS,
    MAX_WIDTH,
    PROBE,
    Divergence,
    Epoch,
    cost,
    train,
)
from tests.parametrized import every_activation

SMALL: dict[str, Any] = {
    "layers": 2,
    "width": 6,
    "weight_variance": 1.0,
    "optimizer": SGD(learning_rate=0.1, momentum=0.5),
    "batch_size": 16,
    "epochs": 3,
    "seed": 5,
}
# The ELU paper's: see `training`.
PAPER: dict[str, Any] = {
    "layers": 8,
    "width": 128,
    "weight_variance": 2.0,
    "optimizer": SGD(learning_rate=0.01),
    "batch_size": 64,
    "epochs": 6,
    "seed": 1,
}
WILD: dict[str, Any] = {
    "layers": 4,
    "width": 6,
    "weight_variance": 1.0,
    "batch_size": 8,
    "epochs": 20,
    "seed": 5,
}
TANH = CATALOG["Tanh"]()


def small_set() -> Dataset:
    return moons(count=200, noise=0.1, seed=3)


def epochs_of(records: Iterator[Epoch | Divergence]) -> list[Epoch]:
    found = list(records)
    assert all(isinstance(record, Epoch) for record in found)
    return [record for record in found if isinstance(record, Epoch)]


def numbers(epoch: Epoch) -> list[float]:
    figures = [epoch.training_loss, epoch.validation_loss, epoch.validation_error, epoch.mean_activation]
    by_layer = np.concatenate([epoch.gradient, epoch.dead, epoch.stuck])
    return [*figures, *by_layer.tolist(), *epoch.network.values.tolist()]


@pytest.fixture(scope="module")
def paper() -> dict[str, list[Epoch]]:
    return {name: epochs_of(train(CATALOG[name](), digits(), **PAPER)) for name in ("Sigmoid", "ReLU", "ELU")}


def test_the_mean_activation_of_elu_stays_nearer_to_zero_than_that_of_relu(paper: dict[str, list[Epoch]]) -> None:
    elu, relu = ([epoch.mean_activation for epoch in paper[name]] for name in ("ELU", "ReLU"))
    assert 0 < elu[-1] < relu[-1]


def test_elu_learns_faster_than_relu_at_first(paper: dict[str, list[Epoch]]) -> None:
    assert paper["ELU"][1].training_loss < 0.5 * paper["ReLU"][1].training_loss


def test_sigmoid_learns_nothing_for_its_gradient_vanishes(paper: dict[str, list[Epoch]]) -> None:
    last = paper["Sigmoid"][-1]
    assert last.training_loss == pytest.approx(math.log(10.0), abs=0.02)
    # Guessing is wrong nine times out of ten.
    assert last.validation_error > 0.8
    gradient = paper["Sigmoid"][0].gradient
    assert gradient[0] < 1e-3 * gradient[-1]
    assert paper["ELU"][-1].validation_error < 0.1


@every_activation
def test_records_are_finite_and_counted(activation: Activation) -> None:
    records = list(train(activation, small_set(), **SMALL))
    assert [record.number for record in records] == list(range(len(records)))
    assert len(records) == 4 or isinstance(records[-1], Divergence)
    for epoch in records:
        if isinstance(epoch, Epoch):
            assert np.isfinite(numbers(epoch)).all()
            assert epoch.gradient.shape == (3,)


@every_activation
def test_figures_are_those_of_the_definition(activation: Activation) -> None:
    dataset = spirals(count=300, noise=0.1, seed=3)  # more than a block, and than the probe
    gentle = {"epochs": 1, "optimizer": SGD(learning_rate=0.001)}  # the exponential diverges early
    found = epochs_of(train(activation, dataset, **{**SMALL, **gentle}))[-1]
    parts = {
        "training": (dataset.training_inputs, dataset.training_labels),
        "validation": (dataset.validation_inputs, dataset.validation_labels),
    }
    for part, (inputs, labels) in parts.items():
        right = found.network.probabilities(inputs)[np.arange(labels.size), labels]
        assert getattr(found, f"{part}_loss") == pytest.approx(-np.log(right).mean(), rel=1e-9)
    wrong = found.network.probabilities(dataset.validation_inputs).argmax(axis=1) != dataset.validation_labels
    assert found.validation_error == wrong.mean()
    h, means = dataset.training_inputs, []
    for weights, biases in found.network.layers[:-1]:
        h = activation(h @ weights + biases)
        means.append(h.mean(axis=0))
    assert found.mean_activation == pytest.approx(np.median(means), rel=1e-9)
    gradient = found.network.gradient(dataset.training_inputs[:PROBE], dataset.training_labels[:PROBE])
    start = 0
    for size, (weights, biases) in zip(found.gradient, found.network.layers, strict=True):
        of_weights = gradient[start : start + weights.size]
        assert size == pytest.approx(np.sqrt(np.mean(of_weights**2)), rel=1e-12)
        start += weights.size + biases.size


@pytest.mark.parametrize("optimizer", [SGD(learning_rate=0.1), SGD(learning_rate=0.1, momentum=0.9), Adam()])
def test_a_step_is_that_of_the_optimizer(optimizer: Optimizer) -> None:
    """With one batch an epoch, the gradient is that of the loss over all training inputs, in whatever order."""
    dataset = small_set()
    found = epochs_of(train(TANH, dataset, **{**SMALL, "optimizer": optimizer, "batch_size": 200, "epochs": 4}))
    expected = found[0].network.values.copy()
    step = optimizer.begin(expected.size)
    for before, after in pairwise(found):
        step(expected, before.network.gradient(dataset.training_inputs, dataset.training_labels))
        np.testing.assert_allclose(after.network.values, expected, rtol=0, atol=1e-10)


def test_an_epoch_passes_every_training_input_once_in_batches() -> None:
    """So small a learning rate leaves the gradients as they are, and their steps add up."""
    dataset = moons(count=70, noise=0.1, seed=3)
    settings = {**SMALL, "batch_size": 10, "epochs": 1, "optimizer": SGD(learning_rate=1e-6)}
    before, after = epochs_of(train(TANH, dataset, **settings))
    gradient = before.network.gradient(dataset.training_inputs, dataset.training_labels)
    moved = (before.network.values - after.network.values) / 1e-6
    np.testing.assert_allclose(moved, 7.0 * gradient, rtol=0, atol=1e-4)


def test_the_same_arguments_give_the_same_numbers() -> None:
    first, again, other = (
        epochs_of(train(TANH, small_set(), **{**SMALL, "seed": seed})) for seed in (SMALL["seed"], SMALL["seed"], 6)
    )
    assert [numbers(epoch) for epoch in first] == [numbers(epoch) for epoch in again]
    assert numbers(first[0]) != numbers(other[0])


def test_activations_start_from_the_same_weights_and_see_the_same_batches() -> None:
    """So a difference between two of them is theirs, not chance. Two that do the same thus learn the same."""
    leaky, relu = CATALOG["LeakyReLU"](negative_slope=0.0), CATALOG["ReLU"]()
    first = epochs_of(train(relu, small_set(), **SMALL))
    second = epochs_of(train(leaky, small_set(), **SMALL))
    np.testing.assert_allclose(numbers(first[-1]), numbers(second[-1]), rtol=1e-12)
    tanh = next(train(TANH, small_set(), **SMALL))
    assert isinstance(tanh, Epoch)
    np.testing.assert_array_equal(tanh.network.values, first[0].network.values)


def test_a_record_is_not_changed_by_what_follows() -> None:
    records = train(TANH, small_set(), **SMALL)
    first = next(records)
    assert isinstance(first, Epoch)
    before = first.network.values.copy()
    epochs_of(records)
    np.testing.assert_array_equal(first.network.values, before)
    for weights, _ in first.network.layers:
        with pytest.raises(ValueError, match="read-only"):
            weights[0, 0] = 1.0


def test_the_data_set_is_not_changed() -> None:
    dataset = small_set()
    arrays = (dataset.training_inputs, dataset.training_labels, dataset.validation_inputs, dataset.validation_labels)
    before = [array.copy() for array in arrays]
    epochs_of(train(TANH, dataset, **SMALL))
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_fewer_epochs_are_the_first_of_more() -> None:
    few, more = (epochs_of(train(TANH, small_set(), **{**SMALL, "epochs": epochs})) for epochs in (2, 4))
    assert [numbers(epoch) for epoch in few] == [numbers(epoch) for epoch in more[:3]]


def units_by_hand(network: Network, inputs: np.ndarray, layer: int) -> tuple[float, float]:
    """The fractions of dead and of stuck units of a hidden layer, an input at a time."""
    dead = stuck = 0
    z = network.pre_activations(inputs, layer)
    outputs, slopes = network.activation(z), network.activation.derivative(z)
    for unit in range(z.shape[1]):
        if all(slope == 0.0 for slope in slopes[:, unit]):
            silent = all(output == 0.0 for output in outputs[:, unit])
            dead, stuck = dead + silent, stuck + (not silent)
    return dead / z.shape[1], stuck / z.shape[1]


@pytest.mark.parametrize(
    ("activation", "kinds"),
    [
        (CATALOG["ReLU"](), ("dead",)),
        (CATALOG["Threshold"](threshold=0.0, value=1.0), ("stuck",)),
        (CATALOG["Hardtanh"](), ("stuck",)),
        (CATALOG["ReLU6"](), ("dead", "stuck")),
        (CATALOG["Sigmoid"](), ()),
    ],
    ids=repr,
)
def test_dead_and_stuck_units_are_those_of_the_definition(activation: Activation, kinds: tuple[str, ...]) -> None:
    """So large a learning rate shuts units for good."""
    dataset = spirals(count=300, noise=0.1, seed=3)  # more than two blocks
    settings = {**SMALL, "width": 40, "epochs": 2, "optimizer": SGD(learning_rate=20.0)}
    epochs = epochs_of(train(activation, dataset, **settings))
    for epoch in epochs:
        for layer, found in enumerate(zip(epoch.dead, epoch.stuck, strict=True), start=1):
            assert found == pytest.approx(units_by_hand(epoch.network, dataset.training_inputs, layer))
    last = epochs[-1]
    assert {kind for kind in ("dead", "stuck") if getattr(last, kind).any()} == set(kinds)


def test_training_can_stop_at_any_time() -> None:
    """And has not done yet what it has not been asked for."""
    records = train(TANH, digits(), **{**PAPER, "epochs": 60})
    assert next(records).number == 0


@pytest.mark.parametrize("name", CATALOG)
@pytest.mark.parametrize("learning_rate", [10.0, 1_000.0])
def test_no_learning_rate_gives_a_number_that_is_not_finite(name: str, learning_rate: float) -> None:
    """Some networks die instead, or saturate."""
    *epochs, last = train(
        CATALOG[name](), small_set(), **WILD, optimizer=SGD(learning_rate=learning_rate, momentum=0.5)
    )
    for epoch in [*epochs, last] if isinstance(last, Epoch) else epochs:
        assert isinstance(epoch, Epoch)
        assert np.isfinite(numbers(epoch)).all()
    assert last.number == len(epochs)


@pytest.mark.parametrize("name", ["ReLUSquared", "Identity"])
def test_divergence_is_reported_and_ends_training(name: str) -> None:
    *epochs, last = train(CATALOG[name](), small_set(), **WILD, optimizer=SGD(learning_rate=1_000.0, momentum=0.5))
    assert last == Divergence(number=len(epochs))
    assert 1 <= last.number < WILD["epochs"]


def test_a_network_may_diverge_before_training() -> None:
    settings = {**SMALL, "weight_variance": 1e5, "layers": 6}
    assert list(train(CATALOG["Exponential"](), small_set(), **settings)) == [Divergence(number=0)]
    settings = {**SMALL, "weight_variance": 1e300}
    assert list(train(CATALOG["Tanh"](), small_set(), **settings)) == [Divergence(number=0)]


def test_cost_grows_with_each_setting() -> None:
    settings = {name: PAPER[name] for name in ("layers", "width", "batch_size", "epochs")}
    least = cost(digits(), **settings)
    assert least < MAX_COST
    for name in ("layers", "width", "epochs"):
        assert cost(digits(), **{**settings, name: 2 * settings[name]}) > 1.5 * least
    assert cost(digits(), **{**settings, "batch_size": 1}) > 2.0 * least
    # Almost all products are those of 8 layers of 128 units, 3 for each training input.
    assert least > 6 * 1_400 * 3 * (64 * 128 + 7 * 128**2 + 1_280)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("layers", 0, "layers must be between 1 and 20, got 0"),
        ("layers", MAX_LAYERS + 1, "layers must be between 1 and 20, got 21"),
        ("width", MAX_WIDTH + 1, "width must be between 1 and 256, got 257"),
        ("batch_size", 0, "batch_size must be between 1 and 256, got 0"),
        ("epochs", MAX_EPOCHS + 1, "epochs must be between 1 and 500, got 501"),
        ("weight_variance", -1.0, "weight_variance must be a finite number >= 0, got -1.0"),
        ("seed", -1, "seed must be at least 0, got -1"),
    ],
)
def test_settings_beyond_the_limits_are_refused_by_name(name: str, value: object, message: str) -> None:
    """At once, before the first record is asked for."""
    with pytest.raises(ValueError, match=message):
        train(TANH, small_set(), **{**SMALL, name: value})


def test_too_costly_an_experiment_is_refused() -> None:
    with pytest.raises(ValueError, match="the experiment must cost at most 400,000,000,000 multiply-adds, got"):
        train(TANH, digits(), **{**PAPER, "epochs": MAX_EPOCHS})
