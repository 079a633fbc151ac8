"""Which function lets a deep network learn, and how fast?"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from activations.networks.datasets import MAX_POINTS
from activations.networks.initialization import INITIALIZATIONS
from activations.networks.training import MAX_BATCH, MAX_EPOCHS, MAX_LAYERS, MAX_WIDTH
from pages.ui import controls, draw, experiment, frame
from pages.ui.chosen import BY_VALUE
from pages.ui.declarations import Choice, Control, Magnitude, Number, Seed, Whole
from pages.ui.experiment import DIGITS, Experiment, Run
from pages.ui.guide.lessons import TRAINING_PRESETS
from pages.ui.views import regions, training

SECONDS_BETWEEN_PICTURES = 0.7
WISH = "settings, and whether to run or to stop their training"
PAPER = Experiment()

DATA = Choice(
    "data",
    "Data",
    experiment.DATA,
    help="Digits: 1,797 images of 8 × 8 pixels (E. Alpaydin and C. Kaynak, UCI, 1998, CC BY 4.0), 1,400 of them to "
    "train on. The others are points in the plane.",
)
# Each sets what it is named for in an `Experiment`.
PLANE: Mapping[str, Control[Any]] = {
    "points": Whole("points", "Points", PAPER.points, low=50, high=MAX_POINTS, step=50),
    "noise": Number("noise", "Noise", PAPER.noise, low=0.0, high=0.5, step=0.01),
}
NETWORK: Mapping[str, Control[Any]] = {
    "layers": Whole("hidden", "Hidden layers", PAPER.layers, low=1, high=MAX_LAYERS),
    "width": Whole("neurons", "Units in a layer", PAPER.width, low=2, high=MAX_WIDTH, step=16),
    "epochs": Whole("epochs", "Epochs", PAPER.epochs, low=1, high=MAX_EPOCHS, step=10),
    "learning_rate": Magnitude("rate", "Learning rate", PAPER.learning_rate, low=1e-5, high=10.0),
}
DETAILS: Mapping[str, Control[Any]] = {
    "initialization": Choice("start", "Weights", INITIALIZATIONS),
    "momentum": Number("momentum", "Momentum", PAPER.momentum, low=0.0, high=0.99, step=0.1),
    "batch_size": Whole("batch", "Batch", PAPER.batch_size, low=1, high=MAX_BATCH, step=16),
    "seed": Seed("training_seed"),
}
EPOCH = Whole("gradients", "Gradients after epoch", 1, low=0, high=MAX_EPOCHS)

shared_run = st.cache_resource(max_entries=experiment.MOST_RUNS, show_spinner=False, hash_funcs=BY_VALUE)(
    experiment.run_of
)

frame.require_frame()
chosen = controls.chosen_activations()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    start, estimate = st.empty(), st.empty()
    data = controls.get(DATA)
    settings = {} if data == DIGITS else controls.get_each(PLANE)
    settings |= controls.get_each(NETWORK)
    with st.expander("More"):
        settings |= controls.get_each(DETAILS)
    epoch = controls.get(EPOCH)
planned = Experiment(data=data, **settings)
dataset = planned.dataset
wanted = (chosen, planned)

picture, progress = chart_column.empty(), chart_column.empty()
with chart_column:
    controls.presets(TRAINING_PRESETS)
runs: list[Run] = []
if training.affordable(planned, len(chosen)):
    runs = [shared_run(activation, planned) for activation in chosen]
else:
    picture.warning(training.refusal(planned, len(chosen)))

if not all(run.finished for run in runs):
    estimate.caption(training.duration_sentence(planned, len(chosen)))
    # The first thing that a reader sees is to be an experiment, and no empty page.
    running = st.session_state.get(WISH, ((controls.DEFAULT_FUNCTIONS, PAPER), "run")) == (wanted, "run")
    # One button by its key, or the faded one of the last run would stand beside it.
    start.button(
        "Stop" if running else "Run",
        key="run or stop",
        type="secondary" if running else "primary",
        on_click=st.session_state.update,
        args=({WISH: (wanted, "stop" if running else "run")},),
    )
    if running:
        for share, seconds in experiment.now_and_then(experiment.train_all(runs), SECONDS_BETWEEN_PICTURES):
            progress.progress(share, f"{share:.0%} trained, about {seconds:.0f} s left")
            with picture.container():
                draw.chart(training.training_picture(runs, training.verdicts(runs, dataset.classes)), last=False)
        for place in (progress, start, estimate):
            place.empty()

begun = [run for run in runs if run.outcomes or run.finished]
if runs and not begun:
    picture.info("Nothing has been trained with these settings yet: press Run.")
for run in begun:
    st.text(training.verdict(run, dataset.classes))

if any(run.outcomes for run in begun):
    with picture.container():
        shown = training.training_picture(runs, training.verdicts(runs, dataset.classes))
        draw.chart(shown, "training", training.epoch_table(runs))
    st.header("Gradients of the weights, layer by layer", anchor=False)
    last = max(len(run.outcomes) for run in runs) - 1
    moments = dict.fromkeys((0, min(epoch, last), last))
    draw.charts(
        {f"After epoch {at}" if at else "Before training": training.gradient_picture(runs, at) for at in moments},
        columns=len(moments),
    )

    if dataset.features == 2:
        st.header("Decision regions", anchor=False)
        draw.charts(
            {run.name: regions.region_picture(run, run.network, dataset) for run in runs if run.network},
            columns=3,
        )

draw.next_pages(
    ("pages/depth.py", "What becomes of gradients before training"),
    ("pages/activation_means.py", "Why does a mean away from zero matter?"),
)
