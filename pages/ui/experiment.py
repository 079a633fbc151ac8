"""Experiments: the settings of a training, what they cost, and what an epoch leaves behind."""

import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np

from activations import SGD, Activation, Adam, Dataset, Divergence, Epoch, digits, moons, rings, spirals, train
from activations.elementwise import FloatArray
from activations.networks.initialization import weight_variance_of
from activations.networks.network import Network, initial_network
from activations.networks.optimizers import Optimizer
from activations.networks.training import MAX_COST, cost

DIGITS = "Digits"
_PLANAR = {"Spirals": spirals, "Moons": moons, "Rings": rings}
DATA = (DIGITS, *_PLANAR)

OPTIMIZERS = ("SGD", "Adam")

# Multiply-adds of `activations.networks.training.cost` in a second, on one core of a server.
_SPEED = 15e9

# How long the training of one function, and of all together, may take.
MOST_SECONDS_EACH = MAX_COST / _SPEED
MOST_SECONDS = 240.0

# A training needs memory for its weights, the last step, the gradient, and two averages or the last epoch's copy.
_COPIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """All that the training of a function depends on but the function.

    By default that of the ELU paper, on smaller images (Clevert et al. 2016, arXiv 1511.07289, figure 2).
    """

    data: str = DIGITS
    points: int = 500  # of the sets in the plane
    noise: float = 0.05
    layers: int = 8
    width: int = 128
    initialization: str = "He"
    optimizer: str = "SGD"
    learning_rate: float = 0.01
    momentum: float = 0.0  # of SGD
    batch_size: int = 64
    epochs: int = 60
    seed: int = 1

    @property
    def dataset(self) -> Dataset:
        if self.data == DIGITS:
            return digits()
        return _PLANAR[self.data](count=self.points, noise=self.noise, seed=self.seed)

    @property
    def seconds(self) -> float:
        """About how long the training of a function takes."""
        total = cost(self.dataset, layers=self.layers, width=self.width, batch_size=self.batch_size, epochs=self.epochs)
        return total / _SPEED

    @property
    def sizes(self) -> tuple[int, ...]:
        """Features, units of each hidden layer, classes."""
        return (self.dataset.features, *[self.width] * self.layers, self.dataset.classes)

    @property
    def memory(self) -> int:
        """Bytes that the training of a function needs."""
        return _COPIES * 8 * sum((below + 1) * above for below, above in itertools.pairwise(self.sizes))

    def repeats(self, seeds: int) -> list["Experiment"]:
        """The same with so many seeds: with other weights, another order, and in the plane other points."""
        return [replace(self, seed=self.seed + k) for k in range(seeds)]

    def has_weights_for(self, activation: Activation) -> bool:
        """Whether there are weights with the gain that is asked for, which may be infinite or unknown."""
        return math.isfinite(weight_variance_of(activation, self.initialization))

    def network_of(self, activation: Activation) -> Network:
        """The network before training."""
        variance = weight_variance_of(activation, self.initialization)
        return initial_network(activation, self.sizes, weight_variance=variance, seed=self.seed)

    def trainings(self, activation: Activation) -> Iterator[Epoch | Divergence]:
        """The training of a function, epoch by epoch."""
        steps: Optimizer = Adam(learning_rate=self.learning_rate)
        if self.optimizer == "SGD":
            steps = SGD(learning_rate=self.learning_rate, momentum=self.momentum)
        return train(
            activation,
            self.dataset,
            layers=self.layers,
            width=self.width,
            weight_variance=weight_variance_of(activation, self.initialization),
            optimizer=steps,
            batch_size=self.batch_size,
            epochs=self.epochs,
            seed=self.seed,
        )


def settings_of(activation: Activation, experiment: Experiment) -> str:
    """All that a training depends on but how long it goes on: fewer epochs give the first of more."""
    settings = {name: value for name, value in asdict(experiment).items() if name != "epochs"}
    return json.dumps({"activation": repr(activation), **settings})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an epoch left behind: an `Epoch` without its network."""

    training_loss: float
    validation_loss: float
    validation_error: float
    mean_activation: float
    idle: float  # the fraction of all hidden units that are dead or stuck
    dead: FloatArray
    stuck: FloatArray
    gradient: FloatArray

    @classmethod
    def of(cls, epoch: Epoch) -> "Outcome":
        return cls.of_row(
            np.concatenate(
                [
                    [epoch.training_loss, epoch.validation_loss, epoch.validation_error, epoch.mean_activation],
                    *(epoch.dead, epoch.stuck, epoch.gradient),
                ]
            ),
            epoch.dead.size,
        )

    @classmethod
    def of_row(cls, row: FloatArray, layers: int) -> "Outcome":
        """The outcome that `as_row` gave, of a network of so many hidden layers."""
        training_loss, validation_loss, validation_error, mean_activation = row[:4].tolist()
        dead, stuck, gradient = np.split(row[4:], [layers, 2 * layers])
        idle = float((dead + stuck).mean())
        return cls(training_loss, validation_loss, validation_error, mean_activation, idle, dead, stuck, gradient)

    def as_row(self) -> FloatArray:
        """All its numbers, as a file keeps them."""
        scalars = [self.training_loss, self.validation_loss, self.validation_error, self.mean_activation]
        return np.concatenate([scalars, self.dead, self.stuck, self.gradient])
