"""What is said of a training is what its outcomes say: each sentence is read again, and each claim computed anew."""

import functools
import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from activations import CATALOG
from pages.ui.experiment import Experiment, Outcome
from pages.ui.runs import Run, Trainer
from pages.ui.views import verdicts
from pages.ui.views.verdicts import Fate, comparison, fate_of, overlap, verdict
from pages.ui.wording import number_text, percentage
from tests.pages.ui.training_runs import trained, with_seeds

EXPERIMENTS = 120
CLASSES = 2


@functools.cache
def random_training(number: int) -> tuple[Run, ...]:
    """Of any function, with 1 or 3 seeds: from too slow to far too fast, perhaps cut short as by a reader."""
    generator = np.random.default_rng([2, number])
    adam = bool(generator.random() < 0.3)
    experiment = Experiment(
        data=str(generator.choice(["Moons", "Rings", "Spirals"])),
        points=50,
        layers=int(generator.integers(1, 7)),
        width=int(generator.integers(2, 17)),
        optimizer="Adam" if adam else "SGD",
        learning_rate=float(10.0 ** generator.uniform(-4.0, 0.0 if adam else 1.0)),
        momentum=0.0 if adam else float(generator.choice([0.0, 0.9])),
        batch_size=10,
        epochs=int(generator.integers(1, 16)),
        seed=int(generator.integers(1_000)),
    )
    activation = CATALOG[str(generator.choice(list(CATALOG)))]()
    trainers = [Trainer(Run(activation, each)) for each in experiment.repeats(int(generator.choice([1, 3])))]
    for trainer in trainers:
        for _ in range(int(generator.integers(1, 30))):
            trainer.advance()
    return tuple(trainer.run for trainer in trainers)


def is_low(loss: float) -> bool:
    return loss < 0.98 * math.log(CLASSES)


def is_informed(error: float) -> bool:
    return error < 0.9 * (1.0 - 1.0 / CLASSES)


def spread(values: list[float], digits: int) -> str:
    """As a sentence gives one value, or several."""
    middle, low, high = (number_text(each, digits) for each in (statistics.median(values), min(values), max(values)))
    return middle if len(values) == 1 else f"{middle} ({low} to {high})"


def runs_of(sentence: str, runs: tuple[Run, ...]) -> list[Run]:
    """Those of which a sentence speaks: their number, and then those of which every word is true."""
    alike = [run for run in runs if holds(sentence, run)]
    counted = re.search(r" with (?:(all)|(\d) of) (\d) seeds", sentence)
    if counted:
        assert int(counted[3]) == len(runs)
        assert len(alike) == (len(runs) if counted[1] else int(counted[2]))
    return alike


def holds(sentence: str, run: Run) -> bool:
    """Whether a sentence is the one for a run, by all that it claims in words."""
    if "overflow before the first step" in sentence:
        return run.diverged_in == 0
    if "diverged" in sentence:
        return bool(run.diverged_in) and str(run.diverged_in) in re.findall(r"\d+", sentence.split("in epoch")[1])
    if "has not begun" in sentence:
        return run.diverged_in is None and len(run.outcomes) < 2
    epochs = re.search(r"(?:after|in) (\d+) epochs?", sentence)
    assert epochs
    return run.diverged_in is None and int(epochs[1]) == len(run.outcomes) - 1 and describes(sentence, run.outcomes[1:])


def describes(sentence: str, after: Sequence[Outcome]) -> bool:
    """Whether a sentence is the one for the epochs of a training."""
    losses, errors = [each.training_loss for each in after], [each.validation_error for each in after]
    lost = any(map(is_low, losses)) and not is_low(losses[-1]) and not is_informed(errors[-1])
    nothing = not any(map(is_low, losses)) and not any(map(is_informed, errors)) and losses[-1] <= 1.02 * math.log(2)
    if "learned nothing" in sentence:
        return nothing
    if "lost what it had learned" in sentence:
        return lost
    return not lost and not nothing and ("first epoch" in sentence) == (len(after) > 1)


def sentences_of(runs: tuple[Run, ...]) -> list[str]:
    name = re.escape(runs[0].name)
    return re.split(rf"(?<=\.) (?={name}\b)", verdict(runs, CLASSES))


@pytest.mark.parametrize("number", range(EXPERIMENTS))
def test_each_sentence_is_true_of_the_runs_that_it_speaks_of_and_they_are_all(number: int) -> None:
    runs = random_training(number)
    spoken_of = [runs_of(sentence, runs) for sentence in sentences_of(runs)]
    assert sorted(id(run) for each in spoken_of for run in each) == sorted(map(id, runs))


@pytest.mark.parametrize("number", range(EXPERIMENTS))
def test_each_figure_of_a_sentence_is_that_of_its_runs(number: int) -> None:
    runs = random_training(number)
    for sentence in sentences_of(runs):
        those = runs_of(sentence, runs)
        last = [run.outcomes[-1] for run in those if run.outcomes]
        losses = [outcome.training_loss for outcome in last]
        if "learned nothing" in sentence:
            assert f"its training loss is {spread(losses, 4)} and was never" in sentence
        elif "lost what it had learned" in sentence:
            lows = [min(outcome.training_loss for outcome in run.outcomes[1:]) for run in those]
            assert f"as low as {spread(lows, 3)}, and after" in sentence
            assert f" is {spread(losses, 4)}, not clearly below" in sentence
        elif "validation error" in sentence:
            check_figures(sentence, those, last)


def check_figures(sentence: str, runs: list[Run], last: list[Outcome]) -> None:
    losses = [outcome.training_loss for outcome in last]
    assert f"{spread(losses, 3)} after {len(runs[0].outcomes) - 1} epoch" in sentence
    if "after the first epoch" in sentence:
        assert f"training loss {spread([run.outcomes[1].training_loss for run in runs], 3)} after the first" in sentence
    assert f"median mean activation {spread([outcome.mean_activation for outcome in last], 3)}" in sentence
    assert percentage(statistics.median(outcome.validation_error for outcome in last)) in sentence
    assert ("guessing" in sentence) == (not any(map(is_low, losses)))
    if "is above that of guessing" in sentence:
        assert min(losses) > 1.02 * math.log(CLASSES)


def test_random_trainings_have_every_fate() -> None:
    fates = [fate_of(run, CLASSES) for number in range(EXPERIMENTS) for run in random_training(number)]
    assert min(fates.count(fate) for fate in Fate) >= 3


def changed(run: Run, *epochs: tuple[float, float]) -> Run:
    """A run with other training losses and validation errors."""
    outcome = run.outcomes[0]
    after = (replace(outcome, training_loss=loss, validation_error=error) for loss, error in epochs)
    return replace(run, outcomes=(outcome, *after))


@pytest.mark.parametrize(
    ("epochs", "fate"),
    [
        ([(0.693, 0.5), (0.693, 0.5)], Fate.NOTHING),
        ([(5.0, 0.5), (0.693, 0.48)], Fate.NOTHING),
        ([(0.26, 0.1), (0.7024, 0.5)], Fate.LOST),
        ([(0.26, 0.1), (50.0, 0.5)], Fate.LOST),
        ([(0.26, 0.1), (0.7024, 0.1)], Fate.TRAINED),  # a few mistakes can cost much
        ([(0.693, 0.5), (0.26, 0.1)], Fate.TRAINED),
        ([(0.693, 0.2), (0.693, 0.5)], Fate.TRAINED),  # its choices were right while its odds were even
        ([(5.0, 0.5), (5.0, 0.5)], Fate.TRAINED),  # neither, and told by its figures
    ],
)
def test_fates_are_told_apart_by_loss_and_error(epochs: list[tuple[float, float]], fate: Fate) -> None:
    (run,) = trained("ReLU", epochs=1)
    assert fate_of(changed(run, *epochs), 2) is fate


def test_what_was_learned_and_lost_is_not_called_nothing() -> None:
    (run,) = trained("ReLU", epochs=1)
    assert verdict([changed(run, (0.26, 0.1), (0.7024, 0.5))], 2) == (
        "ReLU has lost what it had learned: its training loss was as low as 0.26, and after 2 epochs is 0.7024, not "
        "clearly below that of guessing, ln 2 = 0.6931."
    )


def test_one_epoch_is_told_once() -> None:
    (run,) = trained("ReLU", epochs=1)
    words = verdict([changed(run, (0.668, 0.2))], 2)
    assert words.startswith("ReLU: training loss 0.668 after 1 epoch; validation error 20%")


def test_what_never_trained_is_not_said_to_have_diverged() -> None:
    (run,) = trained("Exponential", layers=8, width=64)
    assert verdict([run], 2) == "Exponential cannot be trained so: its numbers overflow before the first step."


def test_ranges_overlap_when_they_have_a_number_in_common() -> None:
    assert overlap([1.0, 3.0, 2.0], [3.0, 4.0])
    assert overlap([1.0, 9.0], [3.0, 4.0])
    assert not overlap([1.0, 2.9], [3.0, 4.0])
    assert not overlap([3.0, 4.0], [1.0, 2.9])


def with_losses(**losses: list[float]) -> dict[str, list[Run]]:
    runs = with_seeds(*losses, seeds=3, epochs=1)
    return {
        name: [changed(run, (loss, loss / 10.0)) for run, loss in zip(runs[name], each, strict=True)]
        for name, each in losses.items()
    }


def test_a_difference_is_said_to_be_within_the_noise_when_ranges_overlap() -> None:
    words = comparison(with_losses(ReLU=[1.0, 2.0, 3.0], ELU=[0.5, 0.6, 1.0], Tanh=[1.1, 1.2, 1.3]))
    assert (
        "ELU has the lowest median training loss; ReLU is within the noise of it, since the ranges over 3 seeds "
        "overlap; Tanh is higher with every seed." in words
    )
    assert "ELU has the lowest median validation error;" in words
    # 2 of the 20 ways to deal 6 numbers to two functions.
    assert words.endswith("their ranges over 3 independent seeds would lie apart in 10% of cases.")


def test_equal_medians_share_the_lead() -> None:
    words = comparison(with_losses(ReLU=[1.0, 2.0, 3.0], ELU=[2.0, 2.0, 2.0]))
    assert words.startswith("ReLU and ELU have the lowest median training loss.")


@pytest.mark.parametrize("number", range(60))
def test_comparisons_of_random_samples_hold(number: int) -> None:
    generator = np.random.default_rng(number)
    samples = {name: generator.normal(10.0, 1.0, 3).round(2).tolist() for name in ("ReLU", "ELU", "Tanh", "GELU")}
    words = verdicts._lead(samples, "loss", 3)
    leaders = re.split(" and |, ", re.split(" ha(?:s|ve) ", words)[0])
    lowest = min(map(statistics.median, samples.values()))
    assert leaders == [name for name, values in samples.items() if statistics.median(values) == lowest]
    for name in samples.keys() - set(leaders):
        noisy = re.search(rf"\b{name}\b[^;]* within the noise", words) is not None
        apart = all(value > best for value in samples[name] for leader in leaders for best in samples[leader])
        assert noisy == (not apart)


def test_with_one_seed_nothing_is_compared_and_with_one_function_neither() -> None:
    one_seed = {name: trained(name) for name in ("ReLU", "ELU")}
    assert comparison(one_seed) == "With one seed each, a difference may be luck: 3 or 5 seeds show how far luck goes."
    assert comparison(with_seeds("ReLU", seeds=3)) == ""


def test_what_diverged_or_is_not_over_is_not_compared() -> None:
    runs = with_losses(ReLU=[1.0, 2.0, 3.0], ELU=[0.5, 0.6, 1.0], Tanh=[0.1, 0.1, 0.1], Mish=[0.1, 0.1, 0.1])
    runs["Tanh"][1] = replace(runs["Tanh"][1], diverged_in=1)
    runs["Mish"][1] = replace(runs["Mish"][1], finished=False)
    words = comparison(runs)
    assert words.startswith("ELU has the lowest")
    assert "Tanh" not in words
    assert "Mish" not in words
