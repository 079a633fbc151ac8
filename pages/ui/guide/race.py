"""The last step of the story: what the ELU buys in training."""

import math

import numpy as np

from pages.ui.charts.sheet import Lines, Mark, Sheet
from pages.ui.charts.ticks import Axis
from pages.ui.experiment import Experiment
from pages.ui.guide.lessons import TRAINING_PRESETS, at_defaults
from pages.ui.guide.step import CLEVERT, Step
from pages.ui.runs import Run
from pages.ui.views.scene import Curves, Stage, scene_of
from pages.ui.wording import listed, number_text

_EPOCHS = 10
_TRAINED = at_defaults("Sigmoid", "Tanh", "ReLU", "ELU")
_GUESSING = math.log(10)
_STAGE = Stage(Axis(0.0, float(_EPOCHS)), Axis(0.05, 4.0, log=True), "epoch", "training loss")


def _training(*runs: Run, answered: bool) -> Sheet:
    shown = {run.name: [outcome.training_loss for outcome in run.outcomes[: None if answered else 1]] for run in runs}
    losses_by_epoch = np.full((max(map(len, shown.values())), len(shown)), np.nan)
    for k, losses in enumerate(shown.values()):
        losses_by_epoch[: len(losses), k] = losses
    epochs = np.arange(len(losses_by_epoch), dtype=np.float64)
    curves = Curves(tuple(shown), Lines(epochs, losses_by_epoch), (epochs, losses_by_epoch))
    guessing = Mark(f"guessing: ln 10 = {number_text(_GUESSING)}", y=_GUESSING)
    if not answered:
        before = listed(f"{name} {number_text(losses[0], 3)}" for name, losses in shown.items())
        *others, least = sorted((losses[0] for losses in shown.values()), reverse=True)
        marks = [*(Mark("", 0.0, loss) for loss in others), Mark("before training", 0.0, least)]
        return scene_of(_STAGE, curves, f"Training loss before training: {before}.", guessing, *marks)
    first = listed(f"{name} {number_text(losses[1], 3)}" for name, losses in shown.items())
    last = listed(f"{run.name} {number_text(run.outcomes[-1].mean_activation, 2)}" for run in runs)
    best = min(shown, key=lambda name: shown[name][1])
    return scene_of(
        _STAGE,
        curves,
        f"Training loss after the first epoch: {first}. Median mean activation after the last: {last}.",
        guessing,
        Mark(f"{best} {number_text(shown[best][1], 3)}", 1.0, shown[best][1]),
    )


TRAINING = Step(
    key="training",
    title="What it buys",
    question="Eight hidden layers learn handwritten digits. Whose training loss is the lowest after one epoch?",
    options=tuple(activation.name for activation in _TRAINED),
    answer="ELU",
    trains=tuple((activation, Experiment(epochs=_EPOCHS)) for activation in _TRAINED),
    scene=_training,
    comment="A mean near zero cannot be all there is to it: tanh is better centred than ELU, and yet learns more "
    "slowly at first.",
    source=f"{CLEVERT}, figure 2, on other images",
    page="pages/training.py",
    label="Run the race with other settings",
    state=TRAINING_PRESETS["The ELU paper's race"],
)
