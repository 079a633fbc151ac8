"""What a reader sees, and can do, before networks are trained, while they are, and afterwards."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation, Dataset
from pages.ui import draw
from pages.ui.charts.sheet import Sheet
from pages.ui.embedding import is_chart_only, is_without_controls
from pages.ui.experiment import Experiment
from pages.ui.runs import PROMPT_SECONDS, Run, Trainer, Trainers, now_and_then, seconds_left, train_all, unfinished
from pages.ui.turns import Turns
from pages.ui.views import training, verdicts, waiting
from pages.ui.views.past import Compared, Memory, Wanted, compared

_HEIGHT = 130  # pixels of what is said of the status, so that the controls below it stay where they are
_SECONDS_BETWEEN_PICTURES = 0.7
_TURN = 0.2  # seconds, or those who train small networks would wait for as many turns as they train epochs
_PATIENCE = 0.5  # how many seconds to stand in line before the reader is told
_WISH, _SEEN = "what to train, or to stop training", "experiments seen last"


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of the trainings that a reader asks for, and the places on the page where that is said.

    Others may train them on meanwhile, also this reader's own last visit to the page, which ends when it next draws:
    all that the page shows is of the moment in which it asked.
    """

    wanted: Wanted
    dataset: Dataset
    runs: training.Runs
    asked: dict[Trainer, Run]  # who trains what the page shows, and each run as the page shows it
    picture: DeltaGenerator
    words: DeltaGenerator

    @property
    def missing(self) -> list[Run]:
        """The runs that are not over."""
        return unfinished(self.runs)

    def pending(self, networks: Sequence[Run]) -> list[Run]:
        """What is left to train: them, or else those of these runs whose network is missing."""
        return self.missing or [run for run in networks if not run.finished]

    def with_network(self, activation: Activation) -> Run:
        """The run of a function that has its network, or will have it once it is over."""
        trainer = _shared_trainers().with_network(activation, self.wanted.experiment)
        return self.asked.setdefault(trainer, trainer.run)

    def show(self) -> None:
        """Draw what is known, and say what came of it. A chart alone is all there is; its networks are trained here."""
        missing, said = self.missing, verdicts.verdicts(self.runs, self.dataset.classes)
        if training.begun(self.runs):
            with self.picture.container():
                table = partial(training.epoch_table, self.runs)
                draw.chart(self._course(self.runs, said), "training", table, last=not missing)
        else:
            self.picture.info(waiting.waiting_sentence(missing) if missing else "There is nothing to draw.")
        if is_chart_only():
            self.train([])
            st.stop()
        draw.paragraphs(said)
        if not missing and not _memory().holds(self.wanted):
            st.session_state[_SEEN] = _memory().then(self.wanted, training.courses(self.runs))

    def train(self, networks: Sequence[Run]) -> None:
        """Say what has been trained and what waits, and train it if that is short, or wished for.

        To be called when all that is known has been drawn, with those runs of which the network is shown too.
        """
        if not self.missing:
            self.words.caption(waiting.trained_sentence(self.wanted, self._seen_before().words))
        pending = self.pending(networks)
        if not pending:
            return
        going = waiting.affordable(pending) and _is_wished(self.wanted, pending)
        with self.words:
            if waiting.affordable(pending) and not is_without_controls():
                _offer(self.wanted, going=going)
            progress = st.empty()
            progress.caption(waiting.waiting_sentence(pending, again=not self.missing))
        if going:
            _train(self._trainers(pending), progress, self._redraw)
            st.rerun()

    def _course(self, runs: training.Runs, said: Sequence[str]) -> Sheet:
        return training.training_picture(runs, " ".join(said), self._seen_before().courses)

    def _redraw(self) -> None:
        """Draw how far they have come by now."""
        runs = {name: [trainer.run for trainer in self._trainers(each)] for name, each in self.runs.items()}
        if unfinished(runs):
            with self.picture.container():
                draw.chart(self._course(runs, verdicts.verdicts(runs, self.dataset.classes)), last=False)

    def _trainers(self, runs: Sequence[Run]) -> list[Trainer]:
        trainers = {run: trainer for trainer, run in self.asked.items()}
        return [trainers[run] for run in runs]

    def _seen_before(self) -> Compared:
        """The experiment that the reader saw before this one."""
        return compared(_memory().beside(self.wanted), self.wanted)


def place_for_words() -> DeltaGenerator:
    """Where the status is said, among the controls."""
    return st.container() if is_without_controls() else st.container(height=_HEIGHT, border=False)


def status_of(
    chosen: Sequence[Activation], experiment: Experiment, seeds: int, picture: DeltaGenerator, words: DeltaGenerator
) -> Status:
    """That of the trainings of functions in an experiment, with so many seeds."""
    trainers = {each.name: _shared_trainers().of(each, experiment, seeds) for each in chosen}
    asked = {trainer: trainer.run for each in trainers.values() for trainer in each}
    runs = {name: [asked[trainer] for trainer in each] for name, each in trainers.items()}
    return Status(Wanted(tuple(chosen), experiment, seeds), experiment.dataset, runs, asked, picture, words)


@functools.cache
def _shared_trainers() -> Trainers:
    """Those of this server."""
    return Trainers()


@functools.cache
def _turns() -> Turns:
    return Turns()


def _memory() -> Memory:
    memory: Memory = st.session_state.get(_SEEN, Memory())
    return memory


def _is_wished(wanted: Wanted, pending: Sequence[Run]) -> bool:
    wished: bool = st.session_state.get(_WISH, {}).get(wanted, seconds_left(pending) <= PROMPT_SECONDS)
    return wished


def _offer(wanted: Wanted, *, going: bool) -> None:
    """One button by its key, or the faded one of the last run would stand beside it."""
    st.button(
        "Stop" if going else "Train",
        key="train or stop",
        type="secondary" if going else "primary",
        on_click=st.session_state.update,
        args=({_WISH: {wanted: not going}},),
    )


def _train(trainers: Sequence[Trainer], progress: DeltaGenerator, redraw: Callable[[], None]) -> None:
    """Train them, in turns with other readers, and say and draw now and then how far they are."""
    turns = _turns()
    memory = sum({trainer.run.name: trainer.run.experiment.memory for trainer in trainers}.values())
    with turns.place(memory) as own:
        shares = train_all(trainers, partial(turns.take, own, patience=_PATIENCE), _TURN)
        for share, seconds in now_and_then(shares, _SECONDS_BETWEEN_PICTURES):
            progress.progress(share, waiting.progress_sentence(share, seconds, turns.others(own)))
            redraw()
