"""Trainings: how they go on, and what is kept of them."""

import itertools
import math
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest

from activations import CATALOG, Divergence, Epoch
from pages.ui.experiment import Experiment
from pages.ui.runs import Run, Trainer, Trainers, now_and_then, run_of, seconds_left, train_all, trained, unfinished
from tests.pages.ui.training_runs import SMALL, run

ELU, RELU = CATALOG["ELU"](), CATALOG["ReLU"]()
EXPERIMENT = Experiment(**SMALL)


def trainer(name: str, **changes: Any) -> Trainer:
    return Trainer(run(name, **changes))


def test_functions_advance_in_turn_to_the_end() -> None:
    trainers = [trainer("ReLU"), trainer("ELU")]
    shares = list(train_all(trainers))
    assert shares == pytest.approx([k / 10 for k in range(1, 11)])
    assert [len(each.run.outcomes) for each in trainers] == [5, 5]
    assert all(each.run.finished for each in trainers)


def test_a_run_that_is_shown_stands_still_while_others_train_on() -> None:
    going = trainer("ReLU")
    shown = [going.run]
    while not going.run.finished:
        going.advance()
        shown.append(going.run)
    assert [len(each.outcomes) for each in shown] == [0, 1, 2, 3, 4, 5]
    assert [each.finished for each in shown] == [False] * 5 + [True]
    assert len({id(each.network) for each in shown}) == 6


def test_seeds_follow_one_another_so_that_few_networks_are_in_memory() -> None:
    trainers = [trainer(name, seed=seed) for seed in (1, 2) for name in ("ReLU", "ELU")]
    for _ in train_all(trainers):
        assert sum(each.memory == each.run.experiment.memory for each in trainers) <= 2
        assert not trainers[3].run.outcomes or trainers[0].run.finished
    assert all(each.run.finished for each in trainers)


def test_who_does_not_get_a_turn_hears_of_it_and_goes_on_later() -> None:
    turns = itertools.cycle([False, False, True])

    def take(work: Callable[[], None]) -> bool:
        if come := next(turns):
            work()
        return come

    assert list(train_all([trainer("ReLU")], take)) == pytest.approx([k / 5 for n in range(5) for k in (n, n, n + 1)])


@pytest.mark.parametrize(("seconds", "turns"), [(0.0, 10), (60.0, 1)])
def test_who_trains_small_networks_does_not_wait_for_a_turn_before_each_epoch(seconds: float, turns: int) -> None:
    taken: list[int] = []
    small = [trainer("ReLU"), trainer("ELU")]

    def take(work: Callable[[], None]) -> bool:
        work()
        taken.append(sum(len(each.run.outcomes) for each in small))
        return True

    assert list(train_all(small, take, seconds))[-1] == 1.0
    assert len(taken) == turns
    assert taken[-1] == 10


def test_what_was_stopped_goes_on_with_the_same_numbers() -> None:
    stopped = trainer("ELU")
    stopped.advance()
    stopped.advance()
    assert len(stopped.run.outcomes) == 2
    for _ in train_all([stopped]):
        pass
    assert losses(stopped.run) == losses(trained(run("ELU")))


def test_readers_can_share_a_training() -> None:
    shared = trainer("ReLU", epochs=40)
    readers = [Thread(target=lambda: list(train_all([shared]))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert losses(shared.run) == losses(trained(run("ReLU", epochs=40)))


def losses(of: Run) -> list[tuple[float, float]]:
    return [(each.training_loss, each.validation_loss) for each in of.outcomes]


def test_a_training_that_an_exception_ended_does_not_go_on_for_ever() -> None:
    broken = trainer("ReLU")

    def results() -> Iterator[Epoch | Divergence]:
        raise MemoryError
        yield

    broken._results = results()
    with pytest.raises(MemoryError):
        broken.advance()
    assert list(itertools.islice(train_all([broken]), 3)) == [1.0]


def test_a_network_that_diverged_is_not_kept() -> None:
    burst = trained(run("ReLUSquared", learning_rate=9.0, momentum=0.9, layers=6, epochs=8))
    assert burst.diverged_in
    assert burst.network is None


def test_what_is_known_is_over_at_once() -> None:
    known = run_of(ELU, Experiment(epochs=10))
    assert known.finished
    assert len(known.outcomes) == 11
    assert not run_of(ELU, Experiment(seed=99)).finished


def test_readers_get_the_same_trainer() -> None:
    trainers = Trainers()
    (first,) = trainers.of(ELU, EXPERIMENT)
    assert trainers.of(CATALOG["ELU"](alpha=1.0), Experiment(**SMALL)) == [first]
    assert trainers.of(ELU, EXPERIMENT, seeds=3)[0] is first
    assert [each.run.experiment.seed for each in trainers.of(ELU, EXPERIMENT, seeds=3)] == [1, 2, 3]
    assert trainers.of(CATALOG["ELU"](alpha=2.0), EXPERIMENT) != [first]


def test_the_first_seed_keeps_its_network_and_the_others_none() -> None:
    trainers = Trainers()
    for _ in train_all(of_all := trainers.of(ELU, EXPERIMENT, seeds=3)):
        pass
    assert [each.run.network is not None for each in of_all] == [True, False, False]
    again = trainers.with_network(ELU, EXPERIMENT.repeats(2)[1])
    assert not again.run.finished
    for _ in train_all([again]):
        pass
    assert again.run.network is not None
    assert trainers.with_network(ELU, EXPERIMENT.repeats(2)[1]) is again
    assert trainers.with_network(ELU, EXPERIMENT) is of_all[0]


def test_a_training_whose_network_does_not_ship_is_made_again_for_it() -> None:
    trainers = Trainers()
    (known,) = trainers.of(ELU, Experiment())
    assert known.run.finished
    again = trainers.with_network(ELU, Experiment())
    assert not again.run.finished
    assert trainers.of(ELU, Experiment()) == [known]


def test_networks_are_let_go_when_they_take_too_much_memory_and_results_are_not() -> None:
    network = EXPERIMENT.memory // 5
    trainers = Trainers(memory=2.5 * network)
    names = ("ELU", "ReLU", "Tanh", "GELU")
    for name in names:
        list(train_all(trainers.of(CATALOG[name](), EXPERIMENT)))
    kept = [trainers.of(CATALOG[name](), EXPERIMENT)[0] for name in names]
    assert all(each.run.finished and len(each.run.outcomes) == 5 for each in kept)
    assert sum(each.memory for each in kept) <= 2.5 * network
    assert kept[-1].run.network is not None


def test_what_was_begun_and_left_is_let_go_first_of_all_that_is_older() -> None:
    trainers = Trainers(memory=1.5 * EXPERIMENT.memory)
    (left,) = trainers.of(ELU, EXPERIMENT)
    left.advance()
    (second,) = trainers.of(RELU, EXPERIMENT)
    second.advance()
    assert trainers.of(RELU, EXPERIMENT) == [second]
    assert trainers.of(ELU, EXPERIMENT) != [left]


def test_so_many_are_kept_and_no_more() -> None:
    trainers = Trainers(most=3)
    (first,) = trainers.of(ELU, EXPERIMENT)
    for seed in range(10, 20):
        trainers.of(ELU, Experiment(**{**SMALL, "seed": seed}))
    assert trainers.of(ELU, EXPERIMENT) != [first]


def test_those_that_are_not_over_come_seed_after_seed() -> None:
    runs = {name: [run(name, seed=seed) for seed in (1, 2)] for name in ("ELU", "ReLU")}
    runs["ReLU"][0] = trained(runs["ReLU"][0])
    left = unfinished(runs)
    assert left == [runs["ELU"][0], runs["ELU"][1], runs["ReLU"][1]]
    assert seconds_left(left) == pytest.approx(3.0 * EXPERIMENT.seconds)


def test_shares_come_now_and_then_with_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 2.0, 3.0, 4.0])
    monkeypatch.setattr("pages.ui.runs.time.monotonic", lambda: next(clock))
    assert list(now_and_then([0.25, 0.5, 0.75, 1.0], 1.5)) == [(0.5, 2.0), (1.0, 0.0)]


def test_who_waits_hears_now_and_then_that_nothing_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 2.0, 3.0])
    monkeypatch.setattr("pages.ui.runs.time.monotonic", lambda: next(clock))
    ((share, seconds),) = now_and_then([0.0, 0.0, 0.0], 1.5)
    assert share == 0.0
    assert math.isnan(seconds)
