"""What the page of training says, as Streamlit runs it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from pages.ui import draw
from pages.ui.guide.lessons import TRAINING_PRESETS
from pages.ui.links import Query
from pages.ui.runs import Trainers
from tests.pages.visiting import opened, share_link, shown

TINY: Query = {"data": "Moons", "points": "60", "hidden": "2", "neurons": "8", "epochs": "5", "f": ["ReLU", "ELU"]}


LONG: Query = {"f": ["GELU", "Mish"]}


def test_a_link_to_a_short_training_shows_it_without_a_click() -> None:
    app = opened("pages/training.py", TINY)
    assert not app.error
    assert not app.info
    assert "ReLU: training loss" in shown(app)
    assert "after 5 epochs; validation error" in shown(app)
    assert [button.label for button in app.button if button.key == "train or stop"] == []
    # The same link shows the same numbers.
    assert shown(opened("pages/training.py", share_link(app))) == shown(app)


@pytest.mark.parametrize("label", TRAINING_PRESETS)
def test_a_preset_needs_one_click_and_no_training_to_show_all_its_functions(
    label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.training_status.PROMPT_SECONDS", -1.0)
    app = opened("pages/training.py", {**TINY, "training_seed": "78"})
    assert app.info
    (button,) = (each for each in app.button if each.label == label)
    button.click().run()
    assert not app.error
    assert not app.info
    for name in TRAINING_PRESETS[label]["f"]:
        assert re.search(rf"^{name}\b.*(epochs?\b|overflow)", shown(app), re.MULTILINE)


def test_what_takes_long_waits_and_says_who_and_how_long() -> None:
    app = opened("pages/training.py", LONG)
    assert not app.error
    (info,) = app.info
    assert re.fullmatch(r"GELU and Mish wait to be trained: about \d+ s\.", info.value)
    assert app.button(key="train or stop").label == "Train"
    # What can be seen before training is there.
    assert "GELU in layer 1 before training: the pre-activations have mean" in shown(app)


def test_beside_what_is_known_it_is_said_who_waits() -> None:
    """No chart with two of six curves unexplained."""
    app = opened("pages/training.py", {"f": ["ELU", "GELU", "Mish", "SiLU"]})
    assert not app.info
    assert "ELU: training loss" in shown(app)
    assert any("GELU, Mish and SiLU wait to be trained" in caption.value for caption in app.caption)
    assert app.button(key="train or stop").label == "Train"


def test_a_click_trains_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.ui.training_status.PROMPT_SECONDS", -1.0)
    app = opened("pages/training.py", {**TINY, "training_seed": "77"})
    assert "wait to be trained" in app.info[0].value
    app.button(key="train or stop").click().run()
    assert not app.info
    assert "ELU: training loss" in shown(app)


def test_a_page_is_whole_whatever_is_trained_while_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """By another reader, or as after a click on Stop: the visit that trained ends only when it next draws."""
    query: Query = {**TINY, "training_seed": "80", "epochs": "90"}
    monkeypatch.setattr("pages.ui.training_status.PROMPT_SECONDS", -1.0)
    trainers = Trainers()
    monkeypatch.setattr("pages.ui.training_status._shared_trainers", lambda: trainers)
    app = opened("pages/training.py", query)
    for name in ("chart", "charts", "paragraphs", "downloads"):
        monkeypatch.setattr(draw, name, after_an_epoch_of_all(trainers, getattr(draw, name)))
    app.run()
    for _ in range(2):
        app.run()
        assert not app.error
        (epoch,) = set(re.findall(r"after (?:epoch )?(\d+)", shown(app)))
        assert int(epoch) > 0


def after_an_epoch_of_all(trainers: Trainers, function: Callable[..., None]) -> Callable[..., None]:
    def late(*arguments: Any, **options: Any) -> None:
        for trainer in trainers._kept.values():
            trainer.advance()
        function(*arguments, **options)

    return late


def test_a_chart_alone_is_trained_and_nothing_else_is_there() -> None:
    app = opened("pages/training.py", {**TINY, "training_seed": "79", "show_only": "chart"})
    assert not app.error
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 1
    assert not app.text
    assert not app.button
    assert not app.expander


def test_without_controls_it_is_said_how_to_read_the_chart() -> None:
    app = opened("pages/training.py", {**TINY, "seeds": "3", "show_only": "results"})
    assert not app.error
    assert not app.number_input
    assert not app.button
    assert any("seeds 1 to 3. Lines: medians." in caption.value for caption in app.caption)
    assert "ELU with all 3 seeds: training loss" in shown(app)
    # A caption of its own could end a sheet of paper without its chart.
    assert all(caption.value != "Before training" for caption in app.caption)
    charts = app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert sum(b"Before training: " in chart.proto.SerializeToString() for chart in charts) >= 1


def test_several_seeds_are_compared() -> None:
    app = opened("pages/training.py", {**TINY, "seeds": "3"})
    assert "ELU with all 3 seeds: training loss" in shown(app)
    assert "the lowest median validation error" in shown(app)
    first_chart = (app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart"))[0].proto
    assert b"the lowest median validation error" in first_chart.SerializeToString()
    assert any("seeds 1 to 3. Lines: medians." in caption.value for caption in app.caption)


def test_the_experiment_before_stays_to_compare_with() -> None:
    app = opened("pages/training.py", TINY)
    assert not any("Faint" in caption.value for caption in app.caption)
    app.number_input(key="hidden").set_value(1.0).run()
    assert any("Faint: the experiment before, with hidden layers 2." in caption.value for caption in app.caption)
    app.number_input(key="gradients").set_value(3.0).run()
    assert any("Faint: the experiment before, with hidden layers 2." in caption.value for caption in app.caption)


@pytest.mark.parametrize(
    "query",
    [
        {"epochs": "500", "neurons": "256", "hidden": "20"},
        {"epochs": "60", "neurons": "256", "hidden": "20", "f": "ELU"},
        {"epochs": "160", "f": ["ReLU", "ELU", "Tanh", "SELU", "CELU", "Mish"], "seeds": "5"},
    ],
    ids=["all", "a function alone", "all together"],
)
def test_an_experiment_that_is_too_dear_is_refused_with_a_sentence(query: Query) -> None:
    app = opened("pages/training.py", query)
    assert not app.error
    assert "27 s for one training and 240 s for all of them are allowed" in app.info[0].value


def test_networks_that_overflow_before_training_are_told_and_not_drawn() -> None:
    app = opened("pages/training.py", {"f": "Exponential", "hidden": "8", "neurons": "64", "epochs": "2"})
    assert not app.error
    assert "Exponential cannot be trained so: its numbers overflow before the first step." in shown(app)


@pytest.mark.parametrize("start", ["Backward gain", "Each its own", "Forward gain"])
def test_functions_without_weights_of_the_gain_are_left_out(start: str) -> None:
    other: Query = {"f": "Step"} if start == "Backward gain" else {"f": "Formula", "formula": "exp(x^2)"}
    query: Query = {**other, "start": start, "hidden": "2", "neurons": "16", "epochs": "2", "data": "Moons"}
    alone = opened("pages/training.py", query)
    assert not alone.error
    assert f"{other['f']} has no" in alone.info[0].value
    assert "overflow" not in shown(alone)
    beside = opened("pages/training.py", {**query, "f": [str(other["f"]), "ReLU"]})
    assert not beside.error
    assert beside.info[0].value == alone.info[0].value
    assert beside.selectbox(key="units_of").options == ["ReLU"]
