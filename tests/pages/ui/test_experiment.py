"""Experiments: what is trained, and what it costs."""

import numpy as np
import pytest

from activations import CATALOG, Epoch
from activations.networks.initialization import INITIALIZATIONS
from pages.ui.experiment import Experiment, Outcome, settings_of
from tests.pages.ui.training_runs import SMALL, run, trained


@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_weights_start_as_the_experiment_says(initialization: str) -> None:
    (found,) = trained("GELU", initialization=initialization, epochs=1)
    (he,) = trained("GELU", epochs=1)
    assert found.network is not None
    assert he.network is not None
    assert np.array_equal(found.network.values, he.network.values) == (initialization == "He")


def test_the_optimizer_is_that_of_the_experiment() -> None:
    figures = [
        trained("ELU", optimizer=optimizer, momentum=momentum)[0].outcomes[-1].training_loss
        for optimizer, momentum in (("SGD", 0.0), ("SGD", 0.9), ("Adam", 0.0))
    ]
    assert len(set(figures)) == 3


def test_the_network_before_training_is_that_which_is_trained() -> None:
    experiment = Experiment(**{**SMALL, "initialization": "Forward gain", "seed": 3})
    first = next(experiment.trainings(CATALOG["GELU"]()))
    assert isinstance(first, Epoch)
    np.testing.assert_array_equal(experiment.network_of(CATALOG["GELU"]()).values, first.network.values)


def test_repeats_differ_in_nothing_but_their_seeds() -> None:
    experiment = Experiment(seed=7)
    assert experiment.repeats(3) == [Experiment(seed=7), Experiment(seed=8), Experiment(seed=9)]


def test_settings_tell_trainings_apart_but_not_how_long_they_go_on() -> None:
    elu, experiment = CATALOG["ELU"](), Experiment()
    assert settings_of(elu, experiment) == settings_of(elu, Experiment(epochs=7))
    others = [
        settings_of(elu, Experiment(seed=2)),
        settings_of(elu, Experiment(optimizer="Adam")),
        settings_of(CATALOG["ELU"](alpha=2.0), experiment),
        settings_of(CATALOG["CELU"](), experiment),
    ]
    assert len({settings_of(elu, experiment), *others}) == 5


def test_an_outcome_survives_as_a_row() -> None:
    outcome = trained("ReLU", layers=3, learning_rate=5.0)[0].outcomes[0]
    again = Outcome.of_row(outcome.as_row(), 3)
    np.testing.assert_array_equal(again.as_row(), outcome.as_row())
    assert again.idle == outcome.idle == pytest.approx(np.mean(outcome.dead + outcome.stuck))
    assert again.gradient.size == 4


def test_a_training_needs_memory_for_its_weights_several_times() -> None:
    network = run("ReLU").experiment.network_of(CATALOG["ReLU"]())
    assert run("ReLU").experiment.memory == 5 * network.values.nbytes


def test_the_default_experiment_is_affordable() -> None:
    assert 2.0 < Experiment().seconds < 15.0
    assert Experiment(width=256, layers=20, epochs=500).seconds > 60.0
