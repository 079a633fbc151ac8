"""Experiments: what is trained, and how it goes on."""

import itertools
from collections.abc import Iterator
from threading import Thread
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, Divergence, Epoch
from activations.networks.initialization import INITIALIZATIONS
from pages.ui.experiment import Experiment, Run, now_and_then, train_all

SMALL: dict[str, Any] = {"data": "Moons", "points": 60, "layers": 2, "width": 8, "batch_size": 20, "epochs": 4}


def run(name: str, **changes: Any) -> Run:
    return Run(CATALOG[name](), Experiment(**{**SMALL, **changes}))


def trained(*names: str, **changes: Any) -> list[Run]:
    runs = [run(name, **changes) for name in names]
    assert list(train_all(runs))[-1] == 1.0
    return runs


def test_functions_advance_in_turn_to_the_end() -> None:
    runs = [run("ReLU"), run("ELU")]
    shares = list(train_all(runs))
    assert shares == pytest.approx([k / 10 for k in range(1, 11)])
    assert [len(each.outcomes) for each in runs] == [5, 5]
    assert all(each.finished for each in runs)


def test_what_was_stopped_goes_on_with_the_same_numbers() -> None:
    whole, (stopped,) = trained("ELU"), [run("ELU")]
    stopped.advance()
    stopped.advance()
    assert len(stopped.outcomes) == 2
    for _ in train_all([stopped]):
        pass
    assert [each.training_loss for each in stopped.outcomes] == [each.training_loss for each in whole[0].outcomes]


def test_readers_can_share_a_training() -> None:
    shared = run("ReLU", epochs=40)
    readers = [Thread(target=lambda: list(train_all([shared]))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    (alone,) = trained("ReLU", epochs=40)
    assert [each.validation_loss for each in shared.outcomes] == [each.validation_loss for each in alone.outcomes]


def test_a_training_that_an_exception_ended_does_not_go_on_for_ever() -> None:
    broken = run("ReLU")

    def results() -> Iterator[Epoch | Divergence]:
        raise MemoryError
        yield

    broken._results = results()
    with pytest.raises(MemoryError):
        broken.advance()
    assert list(itertools.islice(train_all([broken]), 3)) == [1.0]


@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_weights_start_as_the_experiment_says(initialization: str) -> None:
    (found,) = trained("GELU", initialization=initialization, epochs=1)
    (he,) = trained("GELU", epochs=1)
    assert found.network is not None
    assert he.network is not None
    assert np.array_equal(found.network.values, he.network.values) == (initialization == "He")


def test_shares_come_now_and_then_with_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 2.0, 3.0, 4.0])
    monkeypatch.setattr("pages.ui.experiment.time.monotonic", lambda: next(clock))
    assert list(now_and_then([0.25, 0.5, 0.75, 1.0], 1.5)) == [(0.5, 2.0), (1.0, 0.0)]


def test_the_default_experiment_is_affordable() -> None:
    assert 2.0 < Experiment().seconds < 15.0
    assert Experiment(width=256, layers=20, epochs=500).seconds > 60.0
