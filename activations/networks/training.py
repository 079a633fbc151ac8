"""Training of a small network, epoch by epoch, so that a page can draw while it runs and stop at any time.

The experiment of the ELU paper (Clevert et al. 2016, arXiv 1511.07289, figure 2) is 8 hidden layers of 128 units,
stochastic gradient descent with a learning rate of 0.01 in batches of 64, and He's weight variance of 2.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.checks import check_count, check_seed, check_variances
from activations.elementwise import FloatArray
from activations.networks.datasets import Dataset
from activations.networks.datasets.dataset import Labels
from activations.networks.network import BLOCK, Network, OverflowedError, blocks, cross_entropies, initial_network
from activations.networks.optimizers import Optimizer, Step

MAX_LAYERS = 20
MAX_WIDTH = 256
MAX_BATCH = 256
MAX_EPOCHS = 500
MAX_COST = 400e9  # some 20 s on a processor of 2020

# Gradients are measured on so many training inputs, the first.
PROBE = 128

# What takes as long as so many multiply-adds: a value of an activation or of its derivative, as of the slower ones; the
# calls for a layer and a batch; and a step for a weight and a batch.
_ACTIVATION_COST = 150
_CALL_COST = 500_000
_STEP_COST = 30

# What a generator is for, so that the same seed serves both; a network takes the seed with the number of a layer.
_ORDER = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Epoch:
    """The network after so many passes through the training inputs; every number is finite."""

    number: int  # 0 is before training
    training_loss: float  # the mean cross-entropy over all training inputs
    validation_loss: float
    validation_error: float  # the fraction of validation inputs that are put in the wrong class
    mean_activation: float  # of each hidden unit over all training inputs; this is the median over the units
    gradient: FloatArray  # for each layer, the root mean square of dLoss/dW on the first PROBE training inputs
    # For each hidden layer, the fraction of its units that pass back no gradient for any training input, since f' is 0:
    dead: FloatArray  # f is 0 for all of them too
    stuck: FloatArray  # f is not: the unit is saturated for good
    network: Network  # a copy, read-only: 8 bytes for each weight and bias


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """In this epoch a number in the network became NaN, or larger than 1e45; 0 is before training."""

    number: int


def train(
    activation: Activation,
    dataset: Dataset,
    *,
    layers: int,
    width: int,
    weight_variance: float,
    optimizer: Optimizer,
    batch_size: int,
    epochs: int,
    seed: int,
) -> Iterator[Epoch | Divergence]:
    """Epochs 0, 1, …, `epochs` of a network of so many hidden layers; a `Divergence` takes the place of the rest.

    The optimizer, such as SGD(learning_rate=0.01) or Adam(), makes a step for each batch; batches are drawn without
    replacement, anew in each epoch. With the same seed all activations start from the same weights and see the same
    batches; the same arguments give the same numbers, and fewer epochs the first of them. Raises ValueError at once for
    settings beyond `MAX_…` or that are not finite.
    """
    check_count("layers", layers, MAX_LAYERS)
    check_count("width", width, MAX_WIDTH)
    check_count("batch_size", batch_size, MAX_BATCH)
    check_count("epochs", epochs, MAX_EPOCHS)
    check_variances(weight_variance=weight_variance)
    check_seed(seed)
    total = cost(dataset, layers=layers, width=width, batch_size=batch_size, epochs=epochs)
    if total > MAX_COST:
        raise ValueError(f"the experiment must cost at most {MAX_COST:,.0f} multiply-adds, got {total:,}")
    sizes = (dataset.features, *[width] * layers, dataset.classes)
    network = initial_network(activation, sizes, weight_variance=weight_variance, seed=seed)
    descent = _Descent(optimizer.begin(network.values.size), batch_size, np.random.default_rng([seed, _ORDER]))
    return _epochs(network, dataset, descent, epochs)


def cost(dataset: Dataset, *, layers: int, width: int, batch_size: int, epochs: int) -> int:
    """How long an experiment takes, in multiply-adds that a processor could do meanwhile, some 20 billion a second.

    An estimate for an activation that takes as long as most do; training's own limit is `MAX_COST`.
    """
    training, validation = dataset.training_labels.size, dataset.validation_labels.size
    weights = width * (dataset.features + (layers - 1) * width + dataset.classes)
    evaluated = training + validation
    steps = math.ceil(training / batch_size)
    calls = _CALL_COST * (layers + 1) * (steps + math.ceil(evaluated / BLOCK))
    # Back takes two products where forth takes one.
    products = weights * (3 * training + evaluated + 3 * PROBE)
    activations = _ACTIVATION_COST * width * layers * (2 * training + evaluated + 2 * PROBE)
    return epochs * (products + activations + calls + _STEP_COST * weights * steps)


class _Descent(NamedTuple):
    step: Step
    batch_size: int
    generator: np.random.Generator


class _Evaluation(NamedTuple):
    loss: float
    error: float
    unit_means: FloatArray  # of the hidden units, layer after layer


class _IdleUnits:
    """The units of a hidden layer whose slope has been 0 for every input so far."""

    def __init__(self, activation: Activation, width: int) -> None:
        self._activation = activation
        self._width = width
        self._units = np.arange(width)
        self._silent = np.ones(width, dtype=bool)  # of these units, those whose output has always been 0 too

    def see(self, z: FloatArray, h: FloatArray) -> None:
        # After the first block few units are left as a rule, and looking at them costs next to nothing.
        if self._units.size:
            idle = ~self._activation.derivative(z[:, self._units]).any(axis=0)
            self._units = self._units[idle]
            self._silent = self._silent[idle] & ~h[:, self._units].any(axis=0)

    @property
    def dead(self) -> float:
        return np.count_nonzero(self._silent) / self._width

    @property
    def stuck(self) -> float:
        return np.count_nonzero(~self._silent) / self._width


def _epochs(network: Network, dataset: Dataset, descent: _Descent, epochs: int) -> Iterator[Epoch | Divergence]:
    for number in range(epochs + 1):
        try:
            if number > 0:
                _descend(network, dataset, descent)
            epoch = _epoch(number, network, dataset)
        except OverflowedError:
            yield Divergence(number=number)
            return
        yield epoch


def _descend(network: Network, dataset: Dataset, descent: _Descent) -> None:
    """Change `network` by one pass through the training inputs."""
    order = descent.generator.permutation(dataset.training_labels.size)
    inputs, labels = dataset.training_inputs[order], dataset.training_labels[order]
    gradient = np.empty_like(network.values)
    for batch, classes in blocks(inputs, labels, descent.batch_size):
        descent.step(network.values, network.gradient(batch, classes, out=gradient))
        network.check()


def _epoch(number: int, network: Network, dataset: Dataset) -> Epoch:
    network.check()
    idle = [_IdleUnits(network.activation, width) for width in network.sizes[1:-1]]
    training = _evaluation(network, dataset.training_inputs, dataset.training_labels, idle)
    validation = _evaluation(network, dataset.validation_inputs, dataset.validation_labels)
    gradient = network.gradient(dataset.training_inputs[:PROBE], dataset.training_labels[:PROBE])
    values = network.values.copy()
    values.flags.writeable = False
    return Epoch(
        number=number,
        training_loss=training.loss,
        validation_loss=validation.loss,
        validation_error=validation.error,
        mean_activation=float(np.median(training.unit_means)),
        gradient=np.array([math.sqrt(np.mean(w**2)) for w, _ in replace(network, values=gradient).layers]),
        dead=np.array([units.dead for units in idle]),
        stuck=np.array([units.stuck for units in idle]),
        network=replace(network, values=values),
    )


def _evaluation(network: Network, inputs: FloatArray, labels: Labels, idle: Sequence[_IdleUnits] = ()) -> _Evaluation:
    """Figures over all inputs, which the idle units of each layer see too."""
    losses, wrong = 0.0, 0
    unit_sums = np.zeros(sum(network.sizes[1:-1]))
    for block, classes in blocks(inputs, labels, BLOCK):
        z, h = network.forward(block)
        losses += float(cross_entropies(z[-1], classes).sum())
        wrong += int(np.count_nonzero(z[-1].argmax(axis=1) != classes))
        unit_sums += np.concatenate([each.sum(axis=0) for each in h[1:]])
        for layer, units in enumerate(idle):
            units.see(z[layer], h[layer + 1])
    return _Evaluation(losses / labels.size, wrong / labels.size, unit_sums / labels.size)
