"""What a reader sees, and can do, before networks are trained, while they are, and afterwards."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import Activation, Dataset
from pages.ui import controls, draw
from pages.ui.charts.sheet import Sheet
from pages.ui.embedding import is_chart_only, is_without_controls
from pages.ui.experiment import Experiment
from pages.ui.runs import PROMPT_SECONDS, Run, Runs, now_and_then, seconds_left, train_all, unfinished
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
    """What is known of the trainings that a reader asks for, and the places on the page where that is said."""

    wanted: Wanted
    dataset: Dataset
    runs: training.Runs
    picture: DeltaGenerator
    words: DeltaGenerator

    @property
    def missing(self) -> list[Run]:
        """The trainings that are not over."""
        return unfinished(self.runs)

    def pending(self, networks: Sequence[Run]) -> list[Run]:
        """What is left to train: them, or else those of these runs whose network is missing."""
        return self.missing or [run for run in networks if not run.finished]

    def with_network(self, activation: Activation) -> Run:
        """The training of a function that has its network, or will have it once it is over."""
        return _shared_runs().with_network(activation, self.wanted.experiment)

    def show(self) -> None:
        """Draw what is known, and say what came of it. A chart alone is all there is; its networks are trained here."""
        missing, said = self.missing, verdicts.verdicts(self.runs, self.dataset.classes)
        if training.begun(self.runs):
            with self.picture.container():
                draw.chart(self._course(said), "training", partial(training.epoch_table, self.runs), last=not missing)
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
            controls.catch_up()
            _train(pending, progress, self._redraw)
            st.rerun()

    def _course(self, said: Sequence[str]) -> Sheet:
        return training.training_picture(self.runs, " ".join(said), self._seen_before().courses)

    def _redraw(self) -> None:
        if self.missing:
            with self.picture.container():
                draw.chart(self._course(verdicts.verdicts(self.runs, self.dataset.classes)), last=False)

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
    runs = {activation.name: _shared_runs().of(activation, experiment, seeds) for activation in chosen}
    return Status(Wanted(tuple(chosen), experiment, seeds), experiment.dataset, runs, picture, words)


@functools.cache
def _shared_runs() -> Runs:
    """The trainings of this server."""
    return Runs()


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


def _train(pending: Sequence[Run], progress: DeltaGenerator, redraw: Callable[[], None]) -> None:
    """Train them, in turns with other readers, and say and draw now and then how far they are."""
    turns = _turns()
    memory = sum({run.name: run.experiment.memory for run in pending}.values())
    with turns.place(memory) as own:
        shares = train_all(pending, partial(turns.take, own, patience=_PATIENCE), _TURN)
        for share, seconds in now_and_then(shares, _SECONDS_BETWEEN_PICTURES):
            progress.progress(share, waiting.progress_sentence(share, seconds, turns.others(own)))
            redraw()
