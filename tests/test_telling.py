"""The answers that the story calls right, against what is computed."""

import math

import numpy as np
import pytest

from activations import CATALOG
from activations.inputs import Normal
from activations.moments import activation_moments
from activations.properties import properties
from pages.ui import race
from pages.ui.charts import sigmoid_sum, story
from pages.ui.frame import PAGES
from pages.ui.lessons import POST_SUM
from pages.ui.telling import STEPS

ANSWERS = {step.title: step.answer for step in STEPS}


def test_every_step_has_one_right_answer_and_leads_to_a_page() -> None:
    for step in STEPS:
        assert step.options.count(step.answer) == 1
        assert len(set(step.options)) == len(step.options) >= 3
        assert step.page in {entry.file for entry in PAGES}
        assert step.source
    assert len(ANSWERS) == len(STEPS) == 9


def test_a_line_bends_nowhere() -> None:
    assert ANSWERS["A straight line"] == "Nothing"
    assert properties(CATALOG["Identity"]).convexity == "linear"


def test_a_sigmoid_is_a_half_at_its_offset_and_a_quarter_steep() -> None:
    assert ANSWERS["The sigmoid"] == "½"
    assert story.function("Sigmoid", offset=2.0).function(2.0) == 0.5
    assert ANSWERS["Its gradient vanishes"] == "¼"
    assert properties(CATALOG["Sigmoid"], offset=0.0).lipschitz.value == 0.25


def test_more_sigmoids_tend_to_a_ramp_that_levels_off() -> None:
    assert ANSWERS["Many sigmoids"] == "A smooth ramp that levels off"
    x = np.linspace(-10.0, 20.0, 301)
    gaps = [
        np.abs(story.spread_sum(count).value(x) - sigmoid_sum.SigmoidSum(100_000, 9.8e-5, 0.0, 1 / 9.8e-5).integral(x))
        for count in (10, 30, 100)
    ]
    assert gaps[0].max() > 2.0 * gaps[1].max() > 4.0 * gaps[2].max()
    slopes = story.spread_sum(100).slope([5.0, 40.0])
    assert slopes[0] == pytest.approx(1.0, abs=0.02)
    assert slopes[1] < 1e-12


def test_the_sum_and_softplus_part_at_the_right_end() -> None:
    assert ANSWERS["The sum against softplus"] == "At the right end"
    total = sigmoid_sum.SigmoidSum(100, POST_SUM["spacing"], POST_SUM["first"], POST_SUM["divisor"])
    x, gap = sigmoid_sum.largest_errors(total, *POST_SUM["span"])[sigmoid_sum.SOFTPLUS]
    assert x == pytest.approx(9.8)
    assert abs(gap) == pytest.approx(0.5254, abs=5e-5)


def test_softplus_and_relu_part_by_ln_2() -> None:
    assert ANSWERS["Softplus and ReLU"].startswith(f"{math.log(2.0):.3f}")


def test_softplus_has_the_largest_mean() -> None:
    means = {
        name: activation_moments(CATALOG[name], Normal(), **CATALOG[name].defaults).mean
        for name in ("Sigmoid", "Softplus", "ReLU")
    }
    assert max(means, key=lambda name: means[name]) == ANSWERS["A mean away from zero"]
    assert means["Sigmoid"] > means["ReLU"]


def test_elus_mean_is_0_on_some_inputs() -> None:
    assert ANSWERS["The ELU"] == "On some inputs"
    at = [activation_moments(CATALOG["ELU"], Normal(mean, 1.0), alpha=1.0).mean for mean in (-1.0, 0.0)]
    assert at[0] < 0 < at[1]
    assert "never 0" in story.elu_sentence(0.0, 0.0)


def test_elu_learns_fastest_at_first_though_tanh_is_better_centred() -> None:
    runners = {name: race.runner(story.function(name), 2.0, race.Experiment(epochs=10)) for name in STEPS[-1].options}
    for _ in race.train_all(list(runners.values())):
        pass
    first = {name: runner.outcomes[1].training_loss for name, runner in runners.items()}
    assert ANSWERS["What it buys"] == min(first, key=lambda name: first[name])
    assert abs(runners["Tanh"].outcomes[-1].mean_activation) < abs(runners["ELU"].outcomes[-1].mean_activation)
