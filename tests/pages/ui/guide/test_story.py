"""Each step of the story is whole, and the answer that it calls right is what is computed."""

import functools
import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from activations import CATALOG, Normal, moments_of, properties_of
from activations.calculus.intervals import Interval
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.sheet import Area, Lines, Mark, Sheet
from pages.ui.experiment import Experiment
from pages.ui.guide.step import SHOW, Step
from pages.ui.guide.story import STEPS, WAYS_ON, summary_table
from pages.ui.guide.sums import spread_sum
from pages.ui.menu import PAGES
from pages.ui.runs import Run, run_of
from pages.ui.views.sigmoid_sum import POST_SPAN, POST_SUM, SOFTPLUS, SigmoidSum, largest_errors
from tests.tables import as_frame

ANSWERS = {step.key: step.answer for step in STEPS}

every_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)


@functools.cache
def runs_of(key: str) -> tuple[Run, ...]:
    (step,) = (step for step in STEPS if step.key == key)
    return tuple(run_of(activation, experiment) for activation, experiment in step.trains)


@every_step
def test_a_step_has_one_right_answer_and_leads_to_a_page(step: Step) -> None:
    assert step.options.count(step.answer) == 1
    assert len(set(step.options)) == len(step.options) >= 3
    assert step.page in {entry.file for entry in PAGES}
    assert all((step.title, step.question, step.comment, step.source, step.label))


def scene_of(key: str, *values: float | str, answered: bool = True) -> Sheet:
    """The scene of a step, at the defaults of its controls unless they are given."""
    (step,) = (step for step in STEPS if step.key == key)
    values = values or tuple(control.checked(control.initial) for control in step.controls)
    return step.scene(*values, *runs_of(key), answered=answered)


def marks_of(sheet: Sheet) -> list[tuple[float | None, float | None]]:
    return [(mark.x, mark.y) for mark in sheet.marks]


def content_of(sheet: Sheet, kind: type[Area | Lines]) -> Any:
    (panel,) = sheet.panels
    (content,) = (content for content in panel.content if isinstance(content, kind))
    return content


def bar_of(sheet: Sheet) -> Mark:
    (bar,) = (mark for mark in sheet.marks if mark.to is not None)
    return bar


def drawn(sheet: Sheet) -> dict[str, dict[Any, Any]]:
    return {name: pd.DataFrame(table).to_dict("list") for name, table in picture_of(sheet).tables.items()}


@every_step
def test_a_scene_sets_the_question_up_and_then_marks_the_answer(step: Step) -> None:
    asked, answered = (scene_of(step.key, answered=answered) for answered in (False, True))
    for sheet in (asked, answered):
        assert np.isfinite(content_of(sheet, Lines).y).any(axis=0).all()
        assert sheet.alt.endswith(".")
    assert asked.alt != answered.alt
    assert drawn(asked) != drawn(answered)
    assert answered.alt.split(".")[0] not in asked.alt


@every_step
def test_every_control_moves_the_chart(step: Step) -> None:
    for k, control in enumerate(step.controls):
        values = [each.checked(each.initial) for each in step.controls]
        before = step.scene(*values, *runs_of(step.key), answered=True)
        values[k] = control.checked(getattr(control, "high", getattr(control, "options", ("",))[-1]))
        after = step.scene(*values, *runs_of(step.key), answered=True)
        assert drawn(before) != drawn(after)


def test_the_answers_stand_on_the_charts() -> None:
    assert (3.0, 0.5) in marks_of(scene_of("offset", 3.0))
    assert (0.0, 0.25) in marks_of(scene_of("vanishing"))
    ends = [x for x, y in marks_of(scene_of("vanishing", 0.1)) if x is not None and y == 0.1]
    assert np.abs(CATALOG["Sigmoid"]().derivative(ends)) == pytest.approx([0.1, 0.1])
    bar = bar_of(scene_of("softplus"))
    assert (bar.x, bar.to - bar.y) == pytest.approx((9.8, 0.5254), abs=5e-5)  # type: ignore[operator]
    bar = bar_of(scene_of("relu", 2.0))
    assert (bar.x, bar.y, bar.to) == pytest.approx((0.0, 0.0, math.log(2.0) / 2.0), abs=1e-12)
    sheet = scene_of("mean", 0.5)
    levels = {sheet.names[mark.name]: mark.y for mark in sheet.marks if mark.name is not None}
    assert levels == {name: moments_of(CATALOG[name](), Normal(0.5, 1.0)).mean for name in sheet.names}
    assert pytest.approx(9.8) in [y for x, y in marks_of(scene_of("sum")) if x is None]
    best = min(run.outcomes[1].training_loss for run in runs_of("training"))
    assert marks_of(scene_of("training")) == [(None, math.log(10)), (1.0, best)]


def test_the_density_of_the_inputs_follows_their_mean() -> None:
    for key in ("mean", "elu"):
        for centre in (-1.0, 0.7):
            values = (centre,) if key == "mean" else (centre, 1.0)
            density = content_of(scene_of(key, *values), Area)
            assert density.x[density.high.argmax()] == pytest.approx(centre, abs=0.05)


@every_step
def test_names_at_the_ends_of_curves_can_be_read(step: Step) -> None:
    sheet = scene_of(step.key)
    assert drawn(sheet)["names"]["function"] == list(sheet.names)


@every_step
def test_the_pointer_reads_round_numbers(step: Step) -> None:
    readout = scene_of(step.key).readout
    assert readout
    assert readout.x.size > 5
    assert all(float(f"{x:.4g}") == x for x in readout.x.tolist())


def test_what_is_not_yet_drawn_is_not_named() -> None:
    (before,), (after,) = (scene_of("training", answered=answered).panels for answered in (False, True))
    assert before.ends is None
    assert after.ends is not None


def test_the_story_ends_with_what_each_function_gained_and_lost() -> None:
    table = as_frame(summary_table()).T
    assert list(table.index) == ["Sigmoid", "Softplus", "ReLU", "ELU"]
    assert list(table["mean on N(0, 1)"]) == ["0.5", "0.8061", "0.3989", "0.1605"]
    assert list(table["slope far right"]) == ["0", "1", "1", "1"]
    assert list(table["slope far left"]) == ["0"] * 4
    assert list(table["can die"]) == ["no", "no", "yes", "no"]
    assert {page for page, *_ in WAYS_ON} <= {entry.file for entry in PAGES}


def test_steps_are_told_apart_by_words() -> None:
    assert len(ANSWERS) == len(STEPS)
    assert all(re.fullmatch(r"[a-z_]+", key) for key in ANSWERS)
    assert all(step.guess.key == f"guess_{step.key}" for step in STEPS)
    assert all(step.guess.options == (*step.options, SHOW) for step in STEPS)
    declared = [control for step in STEPS for control in step.controls]
    assert all(one == other for one in declared for other in declared if one.key == other.key)


def test_a_line_bends_nowhere_and_what_bends_fits() -> None:
    assert ANSWERS["line"] == "Nothing"
    assert properties_of(CATALOG["Identity"]()).convexity == "linear"

    def off(name: str, units: int) -> float:
        return float(np.nanmax(np.abs(np.diff(content_of(scene_of("line", name, units), Lines).y))))

    assert off("Identity", 1) == pytest.approx(off("Identity", 50))
    for name in ("Sigmoid", "Tanh", "Softplus", "ReLU", "ELU"):
        assert off(name, 50) < 0.1 * off("Identity", 50)


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
    (found,) = largest_errors(POST_SUM, *POST_SPAN)[SOFTPLUS]
    assert found.where == Interval.point(9.8)
    assert abs(found.difference) == pytest.approx(0.5254, abs=5e-5)


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
    assert "never 0" in elu.scene(0.0, 0.0, answered=True).alt


def test_elu_learns_fastest_at_first_though_tanh_is_better_centred() -> None:
    (training,) = (step for step in STEPS if step.trains)
    assert {experiment for _, experiment in training.trains} == {Experiment(epochs=10)}
    runs = {run.name: run for run in runs_of(training.key)}
    assert tuple(runs) == training.options
    first = {name: run.outcomes[1].training_loss for name, run in runs.items()}
    assert training.answer == min(first, key=lambda name: first[name])
    assert abs(runs["Tanh"].outcomes[-1].mean_activation) < abs(runs["ELU"].outcomes[-1].mean_activation)
