"""Networks in training, which readers share: each goes on when a reader asks, and keeps what came of it."""

import itertools
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from activations import Activation, Divergence, Epoch
from activations.networks.network import Network
from pages.ui import known
from pages.ui.experiment import Experiment, Outcome, settings_of

# What takes no longer than this begins by itself.
PROMPT_SECONDS = 10.0

# What a server keeps: so many bytes of networks, and so many runs, of some 100 kB each besides.
MOST_BYTES = 100e6
MOST_RUNS = 300

Take = Callable[[Callable[[], None]], bool]  # does some work when its turn comes; whether it came


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The training of a function, as far as it had come at a moment: what is drawn of it stands still."""

    activation: Activation
    experiment: Experiment
    outcomes: tuple[Outcome, ...] = ()  # of epoch 0, before training, of epoch 1, …
    diverged_in: int | None = None
    network: Network | None = None  # after the last epoch
    finished: bool = False

    @property
    def name(self) -> str:
        return self.activation.name

    @property
    def share(self) -> float:
        """How much of its training is done."""
        return 1.0 if self.finished else len(self.outcomes) / (self.experiment.epochs + 1)

    @property
    def seconds_left(self) -> float:
        return (1.0 - self.share) * self.experiment.seconds


def run_of(activation: Activation, experiment: Experiment) -> Run:
    """The training of a function: over if its results ship with the app, else not begun."""
    record, run = known.find(settings_of(activation, experiment)), Run(activation, experiment)
    epochs = experiment.epochs
    if record is None or (record.diverged_in is None and len(record.figures) <= epochs):
        return run
    outcomes = tuple(Outcome.of_row(row, experiment.layers) for row in record.figures[: epochs + 1])
    over = replace(run, outcomes=outcomes, finished=True)
    if record.diverged_in is not None and record.diverged_in <= epochs:
        return replace(over, diverged_in=record.diverged_in)
    if record.weights is not None and len(record.figures) == epochs + 1:
        return replace(over, network=Network(activation, experiment.sizes, record.weights))
    return over


class Trainer:
    """Carries on a run; safe to be advanced by several readers at once."""

    def __init__(self, run: Run, *, keeps_network: bool = True) -> None:
        self.run = run  # as far as it has come
        self._keeps_network = keeps_network
        self._lock = Lock()
        self._results: Iterator[Epoch | Divergence] | None = None

    @property
    def memory(self) -> int:
        """The bytes of its networks."""
        if self._results is not None:
            return self.run.experiment.memory
        return self.run.network.values.nbytes if self.run.network else 0

    def advance(self) -> None:
        """Train for one more epoch, if any is left."""
        with self._lock:
            if self.run.finished:
                return
            if self._results is None:
                self._results = self.run.experiment.trainings(self.run.activation)
            run = self._after(next(self._results, None))
            if run.finished:
                self._results = None  # a network that trains no more need not keep what it trained with
            self.run = run if self._keeps_network or not run.finished else replace(run, network=None)

    def forget_network(self) -> None:
        """To be called when the run is over, or it would come again."""
        self.run = replace(self.run, network=None)

    def _after(self, result: Epoch | Divergence | None) -> Run:
        match result:
            case Epoch() as epoch:
                return replace(
                    self.run,
                    outcomes=(*self.run.outcomes, Outcome.of(epoch)),
                    network=epoch.network,
                    finished=epoch.number == self.run.experiment.epochs,
                )
            case Divergence(number=number):
                return replace(self.run, diverged_in=number, network=None, finished=True)
        # An exception ended it for another reader: whoever shares it must not wait for ever.
        return replace(self.run, finished=True)


class Trainers:
    """Those of a server, which its readers share: who were asked for last."""

    def __init__(self, *, memory: float = MOST_BYTES, most: int = MOST_RUNS) -> None:
        self._memory = memory
        self._most = most
        self._kept: OrderedDict[tuple[Activation, Experiment, bool], Trainer] = OrderedDict()
        self._lock = Lock()

    def of(self, activation: Activation, experiment: Experiment, seeds: int = 1) -> list[Trainer]:
        """Those of a function with each of so many seeds; the first keeps its network."""
        first, *others = experiment.repeats(seeds)
        with self._lock:
            # The first last, since what was asked for last is kept longest.
            repeats = [self._get(activation, each, keeps_network=False) for each in others]
            return [self._get(activation, first, keeps_network=True), *repeats]

    def with_network(self, activation: Activation, experiment: Experiment) -> Trainer:
        """Whose run has its network, or will have it once it is over: results that are known may have none."""
        with self._lock:
            trainer = self._get(activation, experiment, keeps_network=True)
            if trainer.run.network or not trainer.run.finished or trainer.run.diverged_in is not None:
                return trainer
            return self._get(activation, experiment, keeps_network=True, afresh=True)

    def _get(
        self, activation: Activation, experiment: Experiment, *, keeps_network: bool, afresh: bool = False
    ) -> Trainer:
        key = (activation, experiment, afresh)
        if key not in self._kept:
            run = (Run if afresh else run_of)(activation, experiment)
            self._kept[key] = Trainer(run, keeps_network=keeps_network)
        self._kept.move_to_end(key)
        self._let_go(key)
        return self._kept[key]

    def _let_go(self, asked: tuple[Activation, Experiment, bool]) -> None:
        """Make room, from what has not been asked for longest."""
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        memory = sum(trainer.memory for trainer in self._kept.values())
        for key, trainer in list(self._kept.items()):
            if memory <= self._memory or key == asked:
                return
            memory -= trainer.memory
            if trainer.run.finished:
                trainer.forget_network()
            else:
                del self._kept[key]


def at_once(work: Callable[[], None]) -> bool:
    """Work without standing in a line."""
    work()
    return True


def unfinished(runs: Mapping[str, Sequence[Run]]) -> list[Run]:
    """Those of all functions that are not over, seed after seed."""
    return [run for rivals in zip(*runs.values(), strict=True) for run in rivals if not run.finished]


def seconds_left(runs: Iterable[Run]) -> float:
    """How long they would take alone."""
    return sum(run.seconds_left for run in runs)


def train_all(trainers: Sequence[Trainer], take: Take = at_once, turn: float = 0.0) -> Iterator[float]:
    """Train the functions to the end, an epoch of each in turn, and seed after seed.

    A turn is an epoch, or as many as begin within so many seconds. After each, or whenever it does not come, comes the
    share that is done.
    """
    epochs = _epochs(trainers)

    def work() -> None:
        began = time.monotonic()
        for _ in epochs:
            if time.monotonic() - began >= turn:
                return

    while not all(trainer.run.finished for trainer in trainers):
        take(work)
        yield sum(trainer.run.share for trainer in trainers) / len(trainers)


def trained(run: Run) -> Run:
    """What a training comes to, if it goes on to the end now."""
    trainer = Trainer(run)
    for _ in train_all([trainer]):
        pass
    return trainer.run


def _epochs(trainers: Sequence[Trainer]) -> Iterator[None]:
    for _, group in itertools.groupby(trainers, key=lambda trainer: trainer.run.experiment.seed):
        rivals = list(group)
        while waiting := [trainer for trainer in rivals if not trainer.run.finished]:
            for trainer in waiting:
                trainer.advance()
                yield


def now_and_then(shares: Iterable[float], pause: float) -> Iterator[tuple[float, float]]:
    """Of shares of work as they are reached, one every `pause` seconds, and about how many seconds are left.

    NaN seconds until something has been done.
    """
    last = time.monotonic()
    start: tuple[float, float] | None = None
    for share in shares:
        now = time.monotonic()
        began, first = start = start or (now, share)
        if now - last > pause:
            yield share, (now - began) * (1.0 - share) / (share - first) if share > first else math.nan
            last = now
