"""Each step of the story is whole, and the answer that it calls right is what is computed."""

import functools
import math
import re

import numpy as np
import pytest

from activations import CATALOG, Normal, moments_of, properties_of
from pages.ui.charts.specification import Picture
from pages.ui.experiment import Experiment
from pages.ui.frame import PAGES
from pages.ui.guide.sigmoids import spread_sum
from pages.ui.guide.step import Step
from pages.ui.guide.story import STEPS
from pages.ui.runs import Run, run_of, train_all
from pages.ui.views.sigmoid_sum import POST_SPAN, POST_SUM, SOFTPLUS, SigmoidSum, largest_errors

ANSWERS = {step.key: step.answer for step in STEPS}

every_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)


@functools.cache
def runs_of(key: str) -> tuple[Run, ...]:
    (step,) = (step for step in STEPS if step.key == key)
    runs = tuple(run_of(activation, experiment) for activation, experiment in step.trains)
    for _ in train_all(runs):
        pass
    return runs


@every_step
def test_a_step_has_one_right_answer_and_leads_to_a_page(step: Step) -> None:
    assert step.options.count(step.answer) == 1
    assert len(set(step.options)) == len(step.options) >= 3
    assert step.page in {entry.file for entry in PAGES}
    assert all((step.title, step.question, step.comment, step.source, step.label))


@every_step
def test_a_steps_scene_is_drawn_from_its_own_controls(step: Step) -> None:
    values = [control.checked(control.initial) for control in step.controls]
    picture = step.scene(*values, *runs_of(step.key))
    assert isinstance(picture, Picture)
    assert picture.specification["$schema"].endswith(".json")
    assert picture.tables
    assert picture.alt.endswith(".")


def test_steps_are_told_apart_by_words() -> None:
    assert len(ANSWERS) == len(STEPS)
    assert all(re.fullmatch(r"[a-z_]+", key) for key in ANSWERS)
    assert all(step.guess.key == f"guess_{step.key}" for step in STEPS)
    declared = {control for step in STEPS for control in step.controls}
    assert len({control.key for control in declared}) == len(declared)


def test_a_line_bends_nowhere() -> None:
    assert ANSWERS["line"] == "Nothing"
    assert properties_of(CATALOG["Identity"]()).convexity == "linear"


def test_a_sigmoid_is_a_half_at_its_offset_and_a_quarter_steep() -> None:
    assert ANSWERS["offset"] == "½"
    assert CATALOG["Sigmoid"](offset=2.0)(2.0) == 0.5
    assert ANSWERS["vanishing"] == "¼"
    assert properties_of(CATALOG["Sigmoid"]()).lipschitz.value == 0.25


def test_more_sigmoids_tend_to_a_ramp_that_levels_off() -> None:
    assert ANSWERS["sum"] == "A smooth ramp that levels off"
    x = np.linspace(-10.0, 20.0, 301)
    limit = SigmoidSum(100_000, 9.8e-5, 0.0, 1 / 9.8e-5).integral(x)
    gaps = [np.abs(spread_sum(count).value(x) - limit) for count in (10, 30, 100)]
    assert gaps[0].max() > 2.0 * gaps[1].max() > 4.0 * gaps[2].max()
    slopes = spread_sum(100).slope([5.0, 40.0])
    assert slopes[0] == pytest.approx(1.0, abs=0.02)
    assert slopes[1] < 1e-12


def test_the_sum_and_softplus_part_at_the_right_end() -> None:
    assert ANSWERS["softplus"] == "At the right end"
    x, gap = largest_errors(POST_SUM, *POST_SPAN)[SOFTPLUS]
    assert x == pytest.approx(9.8)
    assert abs(gap) == pytest.approx(0.5254, abs=5e-5)


def test_softplus_and_relu_part_by_ln_2() -> None:
    assert ANSWERS["relu"].startswith(f"{math.log(2.0):.3f}")


def test_softplus_has_the_largest_mean() -> None:
    means = {name: moments_of(CATALOG[name](), Normal()).mean for name in ("Sigmoid", "Softplus", "ReLU")}
    assert max(means, key=lambda name: means[name]) == ANSWERS["mean"]
    assert means["Sigmoid"] > means["ReLU"]


def test_elus_mean_is_0_on_some_inputs() -> None:
    assert ANSWERS["elu"] == "On some inputs"
    below, above = (moments_of(CATALOG["ELU"](), Normal(mean, 1.0)).mean for mean in (-1.0, 0.0))
    assert below < 0 < above
    (elu,) = (step for step in STEPS if step.key == "elu")
    assert "never 0" in elu.scene(0.0, 0.0).alt


def test_elu_learns_fastest_at_first_though_tanh_is_better_centred() -> None:
    (training,) = (step for step in STEPS if step.trains)
    assert {experiment for _, experiment in training.trains} == {Experiment(epochs=10)}
    runs = {run.name: run for run in runs_of(training.key)}
    assert tuple(runs) == training.options
    first = {name: run.outcomes[1].training_loss for name, run in runs.items()}
    assert training.answer == min(first, key=lambda name: first[name])
    assert abs(runs["Tanh"].outcomes[-1].mean_activation) < abs(runs["ELU"].outcomes[-1].mean_activation)
