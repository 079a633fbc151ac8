"""Networks in training, which readers share: each goes on when a reader asks, and keeps what came of it."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from activations import Activation, Dataset, Divergence, Epoch, digits, moons, rings, spirals, train
from activations.elementwise import FloatArray
from activations.networks.initialization import weight_variance_of
from activations.networks.network import Network
from activations.networks.training import MAX_COST, cost

DIGITS = "Digits"
_PLANAR = {"Spirals": spirals, "Moons": moons, "Rings": rings}
DATA = (DIGITS, *_PLANAR)

# Multiply-adds of `activations.networks.training.cost` in a second, on one core of a server.
_SPEED = 15e9

# How long the training of one function, and of all together, may take.
MOST_SECONDS_EACH = MAX_COST / _SPEED
MOST_SECONDS = 60.0

# As many as fit a small server: a network takes 1 MB by default and 10 MB at the largest, in training four times that.
MOST_RUNS = 24


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
    learning_rate: float = 0.01
    momentum: float = 0.0
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an epoch left behind: an `Epoch` without its network."""

    training_loss: float
    validation_loss: float
    validation_error: float
    mean_activation: float
    gradient: FloatArray


class Run:
    """The training of a function in an experiment; safe to be advanced by several readers at once."""

    def __init__(self, activation: Activation, experiment: Experiment) -> None:
        self.name = activation.name
        self.outcomes: list[Outcome] = []  # of epoch 0, before training, of epoch 1, …
        self.diverged_in: int | None = None
        self.network: Network | None = None  # after the last epoch
        self.finished = False
        self._epochs = experiment.epochs
        self._lock = Lock()
        self._results = train(
            activation,
            experiment.dataset,
            layers=experiment.layers,
            width=experiment.width,
            weight_variance=weight_variance_of(activation, experiment.initialization),
            learning_rate=experiment.learning_rate,
            momentum=experiment.momentum,
            batch_size=experiment.batch_size,
            epochs=experiment.epochs,
            seed=experiment.seed,
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


def run_of(activation: Activation, experiment: Experiment) -> Run:
    """The training of a function, not begun. Pages keep it, so that readers share it."""
    return Run(activation, experiment)


def train_all(runs: Sequence[Run]) -> Iterator[float]:
    """Train the functions to the end, an epoch of each in turn; after each comes the share that is done."""
    while unfinished := [run for run in runs if not run.finished]:
        for run in unfinished:
            run.advance()
            yield sum(each.share for each in runs) / len(runs)


def now_and_then(shares: Iterable[float], pause: float) -> Iterator[tuple[float, float]]:
    """Of shares of work as they are reached, one every `pause` seconds, and about how many seconds are left."""
    began = last = time.monotonic()
    for share in shares:
        now = time.monotonic()
        if now - last > pause:
            yield share, (now - began) * (1.0 - share) / share
            last = now
