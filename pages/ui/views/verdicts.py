"""What came of functions in training, in words, and the conditions under which each is said."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto

from pages.ui.experiment import Outcome
from pages.ui.runs import Run
from pages.ui.wording import counted, have, listed, number_text, percentage

# What is so near to guessing, as a fraction of it, is not called better: a training loss, and a validation error, which
# scatters more, being counted on few inputs.
NEAR = 0.02
NEAR_ERROR = 0.1

_COMPARED = {"training_loss": "training loss", "validation_error": "validation error"}


class Fate(Enum):
    """What became of a training so far."""

    OVERFLOWED = auto()  # before its first step
    DIVERGED = auto()
    UNBEGUN = auto()
    NOTHING = auto()  # learned
    LOST = auto()  # what it had learned
    TRAINED = auto()


def fate_of(run: Run, classes: int) -> Fate:
    """The first of these that holds.

    NOTHING: in no epoch the training loss was below that of guessing, nor the validation error, and in the last the
    loss is about that of guessing. LOST: in the last epoch both are no better than guessing, in another the loss was.
    """
    if run.diverged_in is not None:
        return Fate.DIVERGED if run.diverged_in else Fate.OVERFLOWED
    trained = run.outcomes[1:]
    if not trained:
        return Fate.UNBEGUN
    last = trained[-1]
    if loss_is_better(last, classes) or error_is_better(last, classes):
        return Fate.TRAINED
    if any(loss_is_better(outcome, classes) for outcome in trained):
        return Fate.LOST
    if any(error_is_better(outcome, classes) for outcome in trained) or loss_is_worse(last, classes):
        return Fate.TRAINED
    return Fate.NOTHING


def loss_is_better(outcome: Outcome, classes: int) -> bool:
    """Whether the training loss is clearly below that of guessing."""
    return outcome.training_loss < (1.0 - NEAR) * math.log(classes)


def loss_is_worse(outcome: Outcome, classes: int) -> bool:
    """Whether the training loss is clearly above that of guessing."""
    return outcome.training_loss > (1.0 + NEAR) * math.log(classes)


def error_is_better(outcome: Outcome, classes: int) -> bool:
    """Whether the validation error is clearly below that of guessing."""
    return outcome.validation_error < (1.0 - NEAR_ERROR) * (1.0 - 1.0 / classes)


def verdict(runs: Sequence[Run], classes: int) -> str:
    """What came of a function, whose runs are those with one seed or several, in a sentence for each fate."""
    alike: dict[tuple[Fate, int], list[Run]] = {}
    for run in runs:
        fate = fate_of(run, classes)
        epochs = 0 if fate in {Fate.OVERFLOWED, Fate.DIVERGED} else len(run.outcomes) - 1
        alike.setdefault((fate, epochs), []).append(run)
    return " ".join(
        _sentence(fate, those, classes, _with_seeds(len(those), len(runs))) for (fate, _), those in alike.items()
    )


def verdicts(runs: Mapping[str, Sequence[Run]], classes: int) -> list[str]:
    """What came of each function that has been trained, and how they compare."""
    known = [each for each in runs.values() if any(run.outcomes or run.finished for run in each)]
    return [verdict(each, classes) for each in known] + list(filter(None, [comparison(runs)]))


def comparison(runs: Mapping[str, Sequence[Run]]) -> str:
    """Which of the functions that got to the end is ahead, and whose lag is within the noise of the seeds."""
    ended = {
        name: [run.outcomes[-1] for run in each]
        for name, each in runs.items()
        if all(run.finished and run.outcomes and run.diverged_in is None for run in each)
    }
    if len(ended) < 2:
        return ""
    seeds = len(next(iter(ended.values())))
    if seeds == 1:
        return "With one seed each, a difference may be luck: 3 or 5 seeds show how far luck goes."
    leads = [
        _lead({name: [getattr(last, key) for last in each] for name, each in ended.items()}, words, seeds)
        for key, words in _COMPARED.items()
    ]
    apart = percentage(2.0 / math.comb(2 * seeds, seeds), 2)
    luck = f"Were two functions equal, their ranges over {seeds} independent seeds would lie apart in {apart} of cases."
    return " ".join([*leads, luck])


def overlap(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether the ranges of two samples have a number in common."""
    return max(first) >= min(second) and max(second) >= min(first)


def _lead(values: Mapping[str, Sequence[float]], quantity: str, seeds: int) -> str:
    medians = {name: statistics.median(each) for name, each in values.items()}
    best = [name for name, median in medians.items() if median == min(medians.values())]
    others = [name for name in values if name not in best]
    near = [name for name in others if any(overlap(values[name], values[leader]) for leader in best)]
    far = [name for name in others if name not in near]
    parts = [f"{listed(best)} {have(best)} the lowest median {quantity}"]
    if near:
        parts.append(f"{listed(near)} {_is(near)} within the noise of it, since the ranges over {seeds} seeds overlap")
    if far:
        parts.append(f"{listed(far)} {_is(far)} higher with every seed")
    return "; ".join(parts) + "."


def _with_seeds(some: int, of: int) -> str:
    if of == 1:
        return ""
    return f" with all {of} seeds" if some == of else f" with {some} of {of} seeds"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _sentence(fate: Fate, runs: Sequence[Run], classes: int, with_seeds: str) -> str:
    name = runs[0].name
    match fate:
        case Fate.OVERFLOWED:
            return f"{name} cannot be trained so{with_seeds}: its numbers overflow before the first step."
        case Fate.DIVERGED:
            epochs = listed(dict.fromkeys(str(run.diverged_in) for run in runs))
            return f"{name} diverged{with_seeds} in epoch {epochs}: its numbers overflowed."
        case Fate.UNBEGUN:
            return f"{name} has not begun to train{with_seeds}."
    epochs = counted(len(runs[0].outcomes) - 1, "epoch")
    last = [run.outcomes[-1] for run in runs]
    losses = [outcome.training_loss for outcome in last]
    guessing = f"that of guessing, ln {classes} = {number_text(math.log(classes))}"
    if fate is Fate.NOTHING:
        return (
            f"{name} has learned nothing in {epochs}{with_seeds}: its training loss is {_spread(losses, number_text)} "
            f"and was never clearly below {guessing}."
        )
    if fate is Fate.LOST:
        lows = [min(outcome.training_loss for outcome in run.outcomes[1:]) for run in runs]
        return (
            f"{name} has lost what it had learned{with_seeds}: its training loss was as low as "
            f"{_spread(lows, _short)}, and after {epochs} is {_spread(losses, number_text)}, not clearly below "
            f"{guessing}."
        )
    return f"{name}{with_seeds}: {_figures(runs, epochs)}{_beside_guessing(last, classes, guessing)}."


def _figures(runs: Sequence[Run], epochs: str) -> str:
    last = [run.outcomes[-1] for run in runs]
    loss = f"{_spread([outcome.training_loss for outcome in last], _short)} after {epochs}"
    if len(runs[0].outcomes) > 2:
        loss = f"{_spread([run.outcomes[1].training_loss for run in runs], _short)} after the first epoch, {loss}"
    error = _spread([outcome.validation_error for outcome in last], percentage)
    mean = _spread([outcome.mean_activation for outcome in last], _short)
    return f"training loss {loss}; validation error {error}; median mean activation {mean}"


def _beside_guessing(last: Sequence[Outcome], classes: int, guessing: str) -> str:
    if any(loss_is_better(outcome, classes) for outcome in last):
        return ""
    worse = all(loss_is_worse(outcome, classes) for outcome in last)
    return f"; the loss is above {guessing}" if worse else f"; the loss is not clearly below {guessing}"


def _short(value: float) -> str:
    return number_text(value, 3)


def _spread(values: Sequence[float], text: Callable[[float], str]) -> str:
    """One value, or the median of several and their range."""
    middle = text(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({text(min(values))} to {text(max(values))})"
