"""What is trained and what waits, in words, and what a reader can compare with."""

import math
from collections.abc import Sequence

from pages.ui.experiment import MOST_SECONDS, MOST_SECONDS_EACH
from pages.ui.runs import Run, seconds_left
from pages.ui.views.past import Wanted
from pages.ui.wording import counted, listed

_LIMITS = f"at most {MOST_SECONDS_EACH:.0f} s for one training and {MOST_SECONDS:.0f} s for all of them are allowed."


def affordable(waiting: Sequence[Run]) -> bool:
    """Whether all of these may be trained."""
    return _longest(waiting) <= MOST_SECONDS_EACH and seconds_left(waiting) <= MOST_SECONDS


def waiting_sentence(waiting: Sequence[Run], *, again: bool = False) -> str:
    """Which functions are to be trained, and how long that takes; or why they are not, and what would help.

    `again` is for those of which only the results are known.
    """
    if not affordable(waiting):
        return (
            f"This would take about {_seconds(_longest(waiting))} for one training and "
            f"{_seconds(seconds_left(waiting))} for all of them; {_LIMITS} "
            "Choose fewer functions, seeds, epochs, layers or units."
        )
    names = list(dict.fromkeys(run.name for run in waiting))
    wait = "waits" if len(names) == 1 else "wait"
    why = " again, to show the network" if again else ""
    return f"{listed(names)} {wait} to be trained{why}: about {_seconds(seconds_left(waiting))}."


def trained_sentence(wanted: Wanted, before: str) -> str:
    """What has been trained, how to read it where there are several seeds, and what it is compared with."""
    first, seeds = wanted.experiment.seed, wanted.seeds
    spread = f"seeds {first} to {first + seeds - 1}. Lines: medians. Bands: from the lowest to the highest."
    return f"{counted(wanted.experiment.epochs, 'epoch')}, {spread if seeds > 1 else f'seed {first}.'} {before}".strip()


def progress_sentence(share: float, seconds: float, others: int) -> str:
    """How far training has got, and who else stands in the line."""
    left = "waiting for a turn" if math.isnan(seconds) else f"about {_seconds(seconds)} left"
    beside = f", in turns with {counted(others, 'other reader')}" if others else ""
    return f"{share:.0%} trained, {left}{beside}"


def _longest(waiting: Sequence[Run]) -> float:
    return max(run.experiment.seconds for run in waiting)


def _seconds(seconds: float) -> str:
    return f"{max(1, round(seconds))} s"
