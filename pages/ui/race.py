"""Networks in training, which readers share: each goes on when a reader asks, and keeps what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import streamlit as st

from activations.datasets import Dataset, digits, moons, rings, spirals
from activations.functions.elementwise import FloatArray
from activations.network import Network
from activations.training import MAX_COST, Divergence, Epoch, cost, train
from pages.ui.chosen import BY_VALUE, ChosenFunction

_PLANAR = {"Spirals": spirals, "Moons": moons, "Rings": rings}
DATA = ("Digits", *_PLANAR)

# Multiply-adds of `activations.training.cost` in a second, on one core of a server.
_SPEED = 15e9

# How long the training of one function, and of all together, may take.
MOST_SECONDS_EACH = MAX_COST / _SPEED
MOST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Experiment:
    """All that the training of a function depends on but the function and its weight variance.

    By default that of the ELU paper, on smaller images (Clevert et al. 2016, arXiv 1511.07289, figure 2).
    """

    data: str = "Digits"
    points: int = 500  # of the sets in the plane
    noise: float = 0.05
    layers: int = 8
    width: int = 128
    learning_rate: float = 0.01
    momentum: float = 0.0
    batch_size: int = 64
    epochs: int = 60
    seed: int = 1

    @property
    def dataset(self) -> Dataset:
        if self.data == "Digits":
            return digits()
        return _PLANAR[self.data](count=self.points, noise=self.noise, seed=self.seed)

    @property
    def seconds(self) -> float:
        """About how long the training of a function takes."""
        total = cost(self.dataset, layers=self.layers, width=self.width, batch_size=self.batch_size, epochs=self.epochs)
        return total / _SPEED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an epoch left behind: an `Epoch` without its network."""

    training_loss: float
    validation_loss: float
    validation_error: float
    mean_activation: float
    gradient: FloatArray


class Runner:
    """A function in training; safe to be advanced by several readers at once."""

    def __init__(self, function: ChosenFunction, weight_variance: float, experiment: Experiment) -> None:
        self.name = function.name
        self.outcomes: list[Outcome] = []  # of epoch 0, before training, of epoch 1, …
        self.diverged_in: int | None = None
        self.network: Network | None = None  # after the last epoch
        self.finished = False
        self._epochs = experiment.epochs
        self._lock = Lock()
        self._results = train(
            function.activation,
            experiment.dataset,
            layers=experiment.layers,
            width=experiment.width,
            weight_variance=weight_variance,
            learning_rate=experiment.learning_rate,
            momentum=experiment.momentum,
            batch_size=experiment.batch_size,
            epochs=experiment.epochs,
            seed=experiment.seed,
            **function.parameters,
        )

    @property
    def share(self) -> float:
        """How much of its training is done."""
        return 1.0 if self.finished else len(self.outcomes) / (self._epochs + 1)

    def advance(self) -> None:
        """Train for one more epoch, if any is left."""
        with self._lock:
            match next(self._results, None):
                case Epoch() as epoch:
                    self.network = epoch.network
                    self.outcomes.append(
                        Outcome(
                            training_loss=epoch.training_loss,
                            validation_loss=epoch.validation_loss,
                            validation_error=epoch.validation_error,
                            mean_activation=epoch.mean_activation,
                            gradient=epoch.gradient,
                        )
                    )
                    self.finished = epoch.number == self._epochs
                case Divergence(number=number):
                    self.diverged_in = number
                    self.finished = True
                case None:  # an exception ended it for another reader: whoever shares it must not wait for ever
                    self.finished = True
            if self.finished:
                self._results = iter(())  # a network that trains no more need not keep what it trained with


# As many as fit a small server: a network takes 1 MB by default and 10 MB at the largest, in training four times that.
@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=BY_VALUE)
def runner(function: ChosenFunction, weight_variance: float, experiment: Experiment) -> Runner:
    """The one training of this function in this experiment, as far as anyone has brought it."""
    return Runner(function, weight_variance, experiment)


def train_all(runners: Sequence[Runner]) -> Iterator[float]:
    """Train the functions to the end, an epoch of each in turn; after each comes the share that is done."""
    while unfinished := [each for each in runners if not each.finished]:
        for each in unfinished:
            each.advance()
            yield sum(one.share for one in runners) / len(runners)
