"""Which function lets a deep network learn, and how fast?"""

import itertools
import time

import streamlit as st

from activations.initialization import INITIALIZATIONS, weight_variance
from activations.training import MAX_BATCH, MAX_EPOCHS, MAX_LAYERS, MAX_WIDTH
from pages.ui import controls, draw, frame, race
from pages.ui.charts import training
from pages.ui.lessons import TRAINING_SCENARIOS
from pages.ui.race import DATA, MOST_SECONDS, MOST_SECONDS_EACH, Experiment
from pages.ui.wording import figure

SECONDS_BETWEEN_PICTURES = 0.7
WISH = "settings, and whether to run or to stop their training"
DEFAULT = (controls.default_functions(), "He", Experiment())

frame.require_frame()
chosen = controls.chosen_functions()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    start, estimate = st.empty(), st.empty()
    data = controls.choice(
        "Data",
        "data",
        DATA,
        help="Digits: 1,797 images of 8 × 8 pixels (E. Alpaydin and C. Kaynak, UCI, 1998, CC BY 4.0), 1,400 of them to "
        "train on. The others are points in the plane.",
    )
    points, noise = 500, 0.05
    if data != "Digits":
        points = controls.whole("Points", "points", default=500, low=50, high=2_000, step=50)
        noise = controls.number("Noise", "noise", default=0.05, low=0.0, high=0.5, step=0.01)
    layers = controls.whole("Hidden layers", "hidden", default=8, low=1, high=MAX_LAYERS)
    width = controls.whole("Units in a layer", "neurons", default=128, low=2, high=MAX_WIDTH, step=16)
    epochs = controls.whole("Epochs", "epochs", default=60, low=1, high=MAX_EPOCHS, step=10)
    rate = controls.magnitude("Learning rate", "rate", default=0.01, low=1e-5, high=10.0)
    with st.expander("More"):
        initialization = controls.choice("Weights", "start", INITIALIZATIONS)
        momentum = controls.number("Momentum", "momentum", default=0.0, low=0.0, high=0.99, step=0.1)
        batch = controls.whole("Batch", "batch", default=64, low=1, high=MAX_BATCH, step=16)
        seed = controls.seed("Seed", "training_seed")
    epoch = controls.whole("Gradients after epoch", "gradients", default=1, low=0, high=MAX_EPOCHS)

experiment = Experiment(data, points, noise, layers, width, rate, momentum, batch, epochs, seed)
dataset = experiment.dataset
names = tuple(function.name for function in chosen)
seconds = len(chosen) * experiment.seconds
limits = f"at most {MOST_SECONDS_EACH:.0f} s for a function and {MOST_SECONDS:.0f} s for all are allowed."
settings = (chosen, initialization, experiment)

picture, progress = chart_column.empty(), chart_column.empty()
with chart_column:
    controls.presets(TRAINING_SCENARIOS)
runners: list[race.Runner] = []
if experiment.seconds > MOST_SECONDS_EACH or seconds > MOST_SECONDS:
    picture.warning(
        f"This would take about {figure(experiment.seconds, 2)} s for a function and {figure(seconds, 2)} s for all; "
        f"{limits} Take fewer functions, epochs, layers or units."
    )
else:
    runners = [
        race.runner(function, weight_variance(initialization, function.activation, **function.parameters), experiment)
        for function in chosen
    ]


def show_picture() -> None:
    with picture.container():
        draw.chart(
            training.training_chart(names),
            training.panel_tables(training.epoch_table(runners), names),
            alt=training.race_sentence(runners, dataset.classes),
        )


if not all(runner.finished for runner in runners):
    estimate.caption(f"About {figure(max(seconds, 1.0), 2)} s; {limits}")
    # The first thing that a reader sees is to be an experiment, and no empty page.
    running = st.session_state.get(WISH, (DEFAULT, "run")) == (settings, "run")
    # One button by its key, or the faded one of the last run would stand beside it.
    start.button(
        "Stop" if running else "Run",
        key="race",
        type="secondary" if running else "primary",
        on_click=st.session_state.update,
        args=({WISH: (settings, "stop" if running else "run")},),
    )
    if running:
        began = drawn = time.monotonic()
        for share in race.train_all(runners):
            now = time.monotonic()
            if now - drawn > SECONDS_BETWEEN_PICTURES:
                left = (now - began) * (1.0 - share) / share
                progress.progress(share, f"{share:.0%} trained, about {left:.0f} s left")
                show_picture()
                drawn = now
        progress.empty()
        start.empty()
        estimate.empty()

begun = [runner for runner in runners if runner.outcomes or runner.finished]
if runners and not begun:
    picture.info("Nothing is trained yet with these settings: press Run.")
for runner in begun:
    st.text(training.verdict(runner, dataset.classes))

if any(runner.outcomes for runner in begun):
    show_picture()
    with control_column:
        draw.download(training.epoch_table(runners), "training.csv")

    st.header("Gradients of the weights, layer by layer", anchor=False)
    last = max(len(runner.outcomes) for runner in runners) - 1
    moments = dict.fromkeys((0, min(epoch, last), last))
    for at, column in zip(moments, st.columns(len(moments)), strict=True):
        gradients = training.gradient_table(runners, at)
        column.caption(f"After epoch {at}" if at else "Before training")
        with column:
            draw.chart(
                training.gradient_chart(names), {"gradients": gradients}, alt=training.gradient_sentence(gradients, at)
            )

    if dataset.features == 2:
        st.header("Decision regions", anchor=False)
        for runner, column in zip(runners, itertools.cycle(st.columns(3)), strict=False):
            if runner.network:
                column.caption(runner.name)
                with column:
                    draw.chart(
                        training.region_chart(),
                        training.region_tables(runner.network, dataset),
                        alt=training.region_sentence(runner),
                    )

draw.next_pages(
    ("pages/depth.py", "What becomes of gradients before training"),
    ("pages/activation_means.py", "Why is a mean away from zero a matter?"),
)
