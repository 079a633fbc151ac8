"""Networks in training, which readers share: each goes on when a reader asks, and keeps what came of it."""

import itertools
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


class Run:
    """The training of a function in an experiment; safe to be advanced by several readers at once."""

    def __init__(self, activation: Activation, experiment: Experiment, *, keeps_network: bool = True) -> None:
        self.name = activation.name
        self.activation = activation
        self.experiment = experiment
        self.outcomes: list[Outcome] = []  # of epoch 0, before training, of epoch 1, …
        self.diverged_in: int | None = None
        self.network: Network | None = None  # after the last epoch
        self.finished = False
        self._keeps_network = keeps_network
        self._lock = Lock()
        self._results: Iterator[Epoch | Divergence] | None = None

    @property
    def share(self) -> float:
        """How much of its training is done."""
        return 1.0 if self.finished else len(self.outcomes) / (self.experiment.epochs + 1)

    @property
    def seconds_left(self) -> float:
        return (1.0 - self.share) * self.experiment.seconds

    @property
    def memory(self) -> int:
        """The bytes of its networks."""
        if self._results is not None:
            return self.experiment.memory
        return self.network.values.nbytes if self.network else 0

    def advance(self) -> None:
        """Train for one more epoch, if any is left."""
        with self._lock:
            if self.finished:
                return
            if self._results is None:
                self._results = self.experiment.trainings(self.activation)
            match next(self._results, None):
                case Epoch() as epoch:
                    self.network = epoch.network
                    self.outcomes.append(Outcome.of(epoch))
                    self.finished = epoch.number == self.experiment.epochs
                case Divergence(number=number):
                    self.diverged_in = number
                    self.finished = True
                case None:  # an exception ended it for another reader: whoever shares it must not wait for ever
                    self.finished = True
            if self.finished:
                self._results = None  # a network that trains no more need not keep what it trained with
                if self.diverged_in is not None or not self._keeps_network:
                    self.network = None

    def recall(self) -> None:
        """Take the results that ship with the app, if they are those of this training."""
        record = known.find(settings_of(self.activation, self.experiment))
        epochs = self.experiment.epochs
        if record is None or (record.diverged_in is None and len(record.figures) <= epochs):
            return
        self.outcomes = [Outcome.of_row(row, self.experiment.layers) for row in record.figures[: epochs + 1]]
        self.finished = True
        if record.diverged_in is not None and record.diverged_in <= epochs:
            self.diverged_in = record.diverged_in
        elif record.weights is not None and len(record.figures) == epochs + 1:
            self.network = Network(self.activation, self.experiment.sizes, record.weights)


def run_of(activation: Activation, experiment: Experiment) -> Run:
    """The training of a function: over if it is known, else not begun. Pages keep it, so that readers share it."""
    run = Run(activation, experiment)
    run.recall()
    return run


class Runs:
    """The trainings of a server, which its readers share: those that were asked for last."""

    def __init__(self, *, memory: float = MOST_BYTES, most: int = MOST_RUNS) -> None:
        self._memory = memory
        self._most = most
        self._kept: OrderedDict[tuple[Activation, Experiment, bool], Run] = OrderedDict()
        self._lock = Lock()

    def of(self, activation: Activation, experiment: Experiment, seeds: int = 1) -> list[Run]:
        """A function's training with each of so many seeds; the first keeps its network."""
        first, *others = experiment.repeats(seeds)
        with self._lock:
            # The first last, since what was asked for last is kept longest.
            repeats = [self._get(activation, each, keeps_network=False) for each in others]
            return [self._get(activation, first, keeps_network=True), *repeats]

    def with_network(self, activation: Activation, experiment: Experiment) -> Run:
        """A training that has its network, or will have it once it is over: results that are known may have none."""
        with self._lock:
            run = self._get(activation, experiment, keeps_network=True)
            if run.network or not run.finished or run.diverged_in is not None:
                return run
            return self._get(activation, experiment, keeps_network=True, afresh=True)

    def _get(self, activation: Activation, experiment: Experiment, *, keeps_network: bool, afresh: bool = False) -> Run:
        key = (activation, experiment, afresh)
        if key not in self._kept:
            self._kept[key] = Run(activation, experiment, keeps_network=keeps_network)
            if not afresh:
                self._kept[key].recall()
        self._kept.move_to_end(key)
        self._let_go(key)
        return self._kept[key]

    def _let_go(self, asked: tuple[Activation, Experiment, bool]) -> None:
        """Make room, from what has not been asked for longest."""
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        memory = sum(run.memory for run in self._kept.values())
        for key, run in list(self._kept.items()):
            if memory <= self._memory or key == asked:
                return
            memory -= run.memory
            if run.finished:
                run.network = None
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


def train_all(runs: Sequence[Run], take: Take = at_once, turn: float = 0.0) -> Iterator[float]:
    """Train the functions to the end, an epoch of each in turn, and seed after seed.

    A turn is an epoch, or as many as begin within so many seconds. After each, or whenever it does not come, comes the
    share that is done.
    """
    epochs = _epochs(runs)

    def work() -> None:
        began = time.monotonic()
        for _ in epochs:
            if time.monotonic() - began >= turn:
                return

    while not all(run.finished for run in runs):
        take(work)
        yield sum(run.share for run in runs) / len(runs)


def _epochs(runs: Sequence[Run]) -> Iterator[None]:
    for _, group in itertools.groupby(runs, key=lambda run: run.experiment.seed):
        rivals = list(group)
        while waiting := [run for run in rivals if not run.finished]:
            for run in waiting:
                run.advance()
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
