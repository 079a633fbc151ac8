"""The results that ship with the app are those that a training gives."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activations import CATALOG
from pages.ui import known
from pages.ui.experiment import DIGITS, Experiment, settings_of
from pages.ui.guide.lessons import LESSONS, TRAINING_PRESETS
from pages.ui.guide.make_known import shipped
from pages.ui.guide.story import STEPS
from pages.ui.links import FUNCTIONS
from pages.ui.runs import Run, Trainer, run_of
from pages.ui.settings import experiment_of, seeds_of

SHIPPED = shipped()


def test_the_file_holds_what_the_pages_open_with_and_nothing_else() -> None:
    """If not: `python -m pages.ui.guide.make_known`."""
    assert set(known._records()) == set(SHIPPED)


@pytest.mark.parametrize("settings", SHIPPED, ids=lambda settings: "-".join(map(str, json.loads(settings).values())))
def test_a_part_of_each_is_trained_again_to_the_same_numbers(settings: str) -> None:
    """The file has 24 bits of each number. Products of matrices differ by 1e-15 from one machine to another, and in an
    epoch of 16 or 22 steps that grows, with these learning rates by far less than a factor of 1e6.
    """
    activation, experiment = SHIPPED[settings]
    record = known.find(settings)
    assert record is not None
    trainer = Trainer(Run(activation, experiment))
    for _ in range(2):
        trainer.advance()
    run = trainer.run
    found = np.array([outcome.as_row() for outcome in run.outcomes])
    np.testing.assert_allclose(record.figures[: len(found)], found, rtol=1e-6, atol=1e-9)
    if record.diverged_in is None or record.diverged_in > 1:
        assert len(found) == 2
        assert run.diverged_in is None
    else:
        assert run.diverged_in == record.diverged_in
        assert len(record.figures) == record.diverged_in
    if record.diverged_in is None:
        assert len(record.figures) == experiment.epochs + 1


def test_a_link_to_each_preset_and_lesson_finds_all_its_functions() -> None:
    states = [*TRAINING_PRESETS.values(), *(each.state for each in LESSONS if each.page == "pages/training.py")]
    for state in states:
        for experiment in experiment_of(state).repeats(seeds_of(state)):
            for name in state[FUNCTIONS]:
                keys = {key.partition(".")[2]: value for key, value in state.items() if key.startswith(f"{name}.")}
                assert run_of(CATALOG[name](**keys), experiment).finished


def test_the_storys_trainings_are_known() -> None:
    assert all(run_of(*training).finished for step in STEPS for training in step.trains)


def test_networks_in_the_plane_are_known_as_they_were() -> None:
    """Decision regions need them. Their figures agree with those of the last epoch, but for rounding to 24 bits."""
    planar = [(activation, experiment) for activation, experiment in SHIPPED.values() if experiment.data != DIGITS]
    assert planar
    for activation, experiment in planar:
        run = run_of(activation, experiment)
        assert (run.network is None) == (run.diverged_in is not None)
        if run.network is not None:
            dataset = experiment.dataset
            error = np.mean(
                run.network.probabilities(dataset.validation_inputs).argmax(axis=1) != dataset.validation_labels
            )
            assert error == pytest.approx(run.outcomes[-1].validation_error, abs=2.0 / dataset.validation_labels.size)
            assert run_of(activation, replace(experiment, epochs=10)).network is None


def test_a_known_training_that_diverges_later_is_cut_before() -> None:
    diverged = [
        (activation, experiment, record.diverged_in)
        for settings, (activation, experiment) in SHIPPED.items()
        if (record := known.find(settings)) and record.diverged_in
    ]
    assert diverged
    for activation, experiment, epoch in diverged:
        assert run_of(activation, experiment).diverged_in == epoch
        if epoch > 1:
            early = run_of(activation, replace(experiment, epochs=epoch - 1))
            assert early.finished
            assert early.diverged_in is None
            assert len(early.outcomes) == epoch


def test_other_settings_are_not_known() -> None:
    relu = CATALOG["ReLU"]()
    assert known.find(settings_of(relu, Experiment(learning_rate=0.011))) is None
    assert not run_of(relu, Experiment(epochs=61)).finished


def test_the_file_is_small() -> None:
    assert Path(known.__file__).with_name("known.npz").stat().st_size < 200_000
