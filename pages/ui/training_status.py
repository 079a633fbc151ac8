"""What a reader sees, and can do, while networks wait to be trained or are in training."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import draw
from pages.ui.charts.specification import Picture
from pages.ui.runs import PROMPT_SECONDS, Run, Runs, now_and_then, seconds_left, train_all
from pages.ui.turns import Turns
from pages.ui.views import waiting
from pages.ui.views.past import Compared, Memory, Wanted, compared

_SECONDS_BETWEEN_PICTURES = 0.7
_PATIENCE = 0.5  # how many seconds to stand in line before the reader is told
_WISH, _SEEN = "what to train, or to stop training", "experiments seen last"


@st.cache_resource(show_spinner=False)
def shared_runs() -> Runs:
    """The trainings of this server."""
    return Runs()


@st.cache_resource(show_spinner=False)
def _turns() -> Turns:
    return Turns()


def seen_before(wanted: Wanted) -> Compared:
    """The experiment that the reader saw before this one."""
    return compared(_memory().beside(wanted), wanted)


def show(
    status: DeltaGenerator,
    picture: DeltaGenerator,
    course: Callable[[], Picture],
    *,
    wanted: Wanted,
    missing: Sequence[Run],
    networks: Sequence[Run],
) -> None:
    """Say what has been trained and what waits, and train it if that is short, or wished for.

    To be called when all that is known has been drawn. `missing` are trainings that are not over; `networks` those of
    which the network is shown, too, and perhaps missing.
    """
    if not missing:
        status.caption(waiting.trained_sentence(wanted, seen_before(wanted).words))
    if pending := missing or [run for run in networks if not run.finished]:
        _train(status, picture, course, wanted, pending, again=not missing)


def remember(wanted: Wanted, lines: Callable[[], pd.DataFrame]) -> None:
    """Keep what the reader has seen, to compare with what comes next."""
    if not _memory().holds(wanted):
        st.session_state[_SEEN] = _memory().then(wanted, lines())


def _memory() -> Memory:
    memory: Memory = st.session_state.get(_SEEN, Memory())
    return memory


def _train(
    status: DeltaGenerator,
    picture: DeltaGenerator,
    course: Callable[[], Picture],
    wanted: Wanted,
    pending: Sequence[Run],
    *,
    again: bool,
) -> None:
    allowed = waiting.affordable(pending)
    going = allowed and st.session_state.get(_WISH, {}).get(wanted, seconds_left(pending) <= PROMPT_SECONDS)
    with status:
        if allowed:
            st.button(
                "Stop" if going else "Train",
                key="train or stop",
                type="secondary" if going else "primary",
                on_click=st.session_state.update,
                args=({_WISH: {wanted: not going}},),
            )
        progress = st.empty()
        progress.caption(waiting.waiting_sentence(pending, again=again))
    if not going:
        return
    turns = _turns()
    memory = sum({run.name: run.experiment.memory for run in pending}.values())
    with turns.place(memory) as own:
        shares = train_all(pending, partial(turns.take, own, patience=_PATIENCE))
        for share, seconds in now_and_then(shares, _SECONDS_BETWEEN_PICTURES):
            progress.progress(share, waiting.progress_sentence(share, seconds, turns.others(own)))
            if not again:
                with picture.container():
                    draw.chart(course())
    st.rerun()
