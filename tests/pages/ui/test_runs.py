"""Trainings: how they go on, and what is kept of them."""

import itertools
import math
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from activations import CATALOG, Divergence, Epoch
from pages.ui.experiment import Experiment
from pages.ui.runs import Runs, now_and_then, run_of, seconds_left, train_all, unfinished
from tests.pages.ui.training_runs import SMALL, run, trained

ELU, RELU = CATALOG["ELU"](), CATALOG["ReLU"]()
EXPERIMENT = Experiment(**SMALL)


def test_functions_advance_in_turn_to_the_end() -> None:
    runs = [run("ReLU"), run("ELU")]
    shares = list(train_all(runs))
    assert shares == pytest.approx([k / 10 for k in range(1, 11)])
    assert [len(each.outcomes) for each in runs] == [5, 5]
    assert all(each.finished for each in runs)


def test_seeds_follow_one_another_so_that_few_networks_are_in_memory() -> None:
    runs = [run(name, seed=seed) for seed in (1, 2) for name in ("ReLU", "ELU")]
    for _ in train_all(runs):
        assert sum(each.memory == each.experiment.memory for each in runs) <= 2
        assert not runs[3].outcomes or runs[0].finished
    assert all(each.finished for each in runs)


def test_who_does_not_get_a_turn_hears_of_it_and_goes_on_later() -> None:
    turns = itertools.cycle([False, False, True])

    def take(work: Callable[[], None]) -> bool:
        if come := next(turns):
            work()
        return come

    waited = run("ReLU")
    assert list(train_all([waited], take)) == pytest.approx([k / 5 for n in range(5) for k in (n, n, n + 1)])


@pytest.mark.parametrize(("seconds", "turns"), [(0.0, 10), (60.0, 1)])
def test_who_trains_small_networks_does_not_wait_for_a_turn_before_each_epoch(seconds: float, turns: int) -> None:
    taken: list[int] = []
    small = [run("ReLU"), run("ELU")]

    def take(work: Callable[[], None]) -> bool:
        work()
        taken.append(sum(len(each.outcomes) for each in small))
        return True

    assert list(train_all(small, take, seconds))[-1] == 1.0
    assert len(taken) == turns
    assert taken[-1] == 10


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


def test_a_network_that_diverged_is_not_kept() -> None:
    (burst,) = trained("ReLUSquared", learning_rate=9.0, momentum=0.9, layers=6, epochs=8)
    assert burst.diverged_in
    assert burst.network is None


def test_what_is_known_is_over_at_once() -> None:
    known = run_of(ELU, Experiment(epochs=10))
    assert known.finished
    assert len(known.outcomes) == 11
    assert not run_of(ELU, Experiment(seed=99)).finished


def test_readers_get_the_same_training() -> None:
    runs = Runs()
    (first,) = runs.of(ELU, EXPERIMENT)
    assert runs.of(CATALOG["ELU"](alpha=1.0), Experiment(**SMALL)) == [first]
    assert runs.of(ELU, EXPERIMENT, seeds=3)[0] is first
    assert [each.experiment.seed for each in runs.of(ELU, EXPERIMENT, seeds=3)] == [1, 2, 3]
    assert runs.of(CATALOG["ELU"](alpha=2.0), EXPERIMENT) != [first]


def test_the_first_seed_keeps_its_network_and_the_others_none() -> None:
    runs = Runs()
    for _ in train_all(of_all := runs.of(ELU, EXPERIMENT, seeds=3)):
        pass
    assert [each.network is not None for each in of_all] == [True, False, False]
    again = runs.with_network(ELU, EXPERIMENT.repeats(2)[1])
    assert not again.finished
    for _ in train_all([again]):
        pass
    assert again.network is not None
    assert runs.with_network(ELU, EXPERIMENT.repeats(2)[1]) is again
    assert runs.with_network(ELU, EXPERIMENT) is of_all[0]


def test_a_training_whose_network_does_not_ship_is_made_again_for_it() -> None:
    runs = Runs()
    (known,) = runs.of(ELU, Experiment())
    assert known.finished
    again = runs.with_network(ELU, Experiment())
    assert not again.finished
    assert runs.of(ELU, Experiment()) == [known]


def test_networks_are_let_go_when_they_take_too_much_memory_and_results_are_not() -> None:
    network = EXPERIMENT.memory // 5
    runs = Runs(memory=2.5 * network)
    names = ("ELU", "ReLU", "Tanh", "GELU")
    for name in names:
        list(train_all(runs.of(CATALOG[name](), EXPERIMENT)))
    kept = [runs.of(CATALOG[name](), EXPERIMENT)[0] for name in names]
    assert all(each.finished and len(each.outcomes) == 5 for each in kept)
    assert sum(each.memory for each in kept) <= 2.5 * network
    assert kept[-1].network is not None


def test_what_was_begun_and_left_is_let_go_first_of_all_that_is_older() -> None:
    runs = Runs(memory=1.5 * EXPERIMENT.memory)
    (left,) = runs.of(ELU, EXPERIMENT)
    left.advance()
    (second,) = runs.of(RELU, EXPERIMENT)
    second.advance()
    assert runs.of(RELU, EXPERIMENT) == [second]
    assert runs.of(ELU, EXPERIMENT) != [left]


def test_so_many_are_kept_and_no_more() -> None:
    runs = Runs(most=3)
    (first,) = runs.of(ELU, EXPERIMENT)
    for seed in range(10, 20):
        runs.of(ELU, Experiment(**{**SMALL, "seed": seed}))
    assert runs.of(ELU, EXPERIMENT) != [first]


def test_those_that_are_not_over_come_seed_after_seed() -> None:
    runs = {name: [run(name, seed=seed) for seed in (1, 2)] for name in ("ELU", "ReLU")}
    list(train_all([runs["ReLU"][0]]))
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
