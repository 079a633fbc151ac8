"""The controls of an experiment, and what their values describe."""

import dataclasses

import pytest

from pages.ui import settings
from pages.ui.experiment import DATA, DIGITS, OPTIMIZERS, Experiment
from pages.ui.guide.lessons import TRAINING_PRESETS


def test_controls_at_their_defaults_describe_the_papers_experiment() -> None:
    assert settings.experiment_of({}) == Experiment()
    assert settings.seeds_of({}) == 1


def test_each_control_sets_what_it_is_named_for() -> None:
    state = {"data": "Moons", "points": 100.0, "hidden": 3.0, "optimizer": "Adam", "adam_rate": 0.02, "start": "LeCun"}
    assert settings.experiment_of(state) == Experiment(
        data="Moons", points=100, layers=3, optimizer="Adam", learning_rate=0.02, initialization="LeCun"
    )
    assert settings.seeds_of({"seeds": "5"}) == 5


def test_what_is_not_shown_has_no_effect() -> None:
    """So that the same experiment is found again, whatever was set before."""
    assert settings.experiment_of({"points": 100.0, "noise": 0.4, "adam_rate": 0.3}) == Experiment()
    adam = settings.experiment_of({"optimizer": "Adam"})
    assert settings.experiment_of({"optimizer": "Adam", "rate": 0.5, "momentum": 0.9}) == adam
    assert adam.learning_rate == 0.001


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_field_of_an_experiment_has_a_control(data: str, optimizer: str) -> None:
    named = {
        *settings.of_data(data),
        *settings.NETWORK,
        *settings.of_optimizer(optimizer),
        *settings.DETAILS,
        *("data", "optimizer"),
    }
    hidden = {"points", "noise"} if data == DIGITS else set()
    hidden |= {"momentum"} if optimizer == "Adam" else set()
    assert named == {field.name for field in dataclasses.fields(Experiment)} - hidden


@pytest.mark.parametrize("label", TRAINING_PRESETS)
def test_presets_name_controls_that_there_are(label: str) -> None:
    state = TRAINING_PRESETS[label]
    changed = {key for key in state if key != "f" and "." not in key}
    experiment = settings.experiment_of(state)
    for key in changed:
        without = {other: value for other, value in state.items() if other != key}
        assert (settings.experiment_of(without), settings.seeds_of(without)) != (experiment, settings.seeds_of(state))


def test_differences_are_those_of_the_one_before() -> None:
    before = Experiment(layers=4, learning_rate=0.5)
    assert settings.differences(before, Experiment()) == ["hidden layers 4", "learning rate 0.5"]
    assert settings.differences(Experiment(), Experiment(optimizer="Adam", learning_rate=0.001)) == [
        "steps SGD",
        "learning rate 0.01",
    ]
    assert settings.differences(before, before) == []
