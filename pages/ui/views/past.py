"""The experiment that a reader saw before this one, to compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from activations import Activation
from activations.elementwise import FloatArray
from pages.ui import settings
from pages.ui.experiment import Experiment
from pages.ui.wording import listed

Courses = Mapping[str, FloatArray]  # see `views.training.courses`


class Wanted(NamedTuple):
    """What a reader asks for."""

    chosen: tuple[Activation, ...]
    experiment: Experiment
    seeds: int


class Shown(NamedTuple):
    """What came of it."""

    wanted: Wanted
    courses: Courses


class Compared(NamedTuple):
    """What an experiment is compared with."""

    courses: Courses
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """What a reader saw last, and before that: no more, so that it stays small."""

    last: Shown | None = None
    before: Shown | None = None

    def holds(self, wanted: Wanted) -> bool:
        return self.last is not None and self.last.wanted == wanted

    def then(self, wanted: Wanted, courses: Courses) -> "Memory":
        return Memory(Shown(wanted, courses), self.last)

    def beside(self, wanted: Wanted) -> Shown | None:
        """What to compare an experiment with, whether it has been seen or is only being made."""
        return self.before if self.holds(wanted) else self.last


def compared(past: Shown | None, wanted: Wanted) -> Compared:
    """The courses of the chosen functions in the past experiment, and how it differed.

    There is nothing to compare on other data, and where all is as it was.
    """
    if past is None or _points(past.wanted.experiment) != _points(wanted.experiment):
        return Compared({}, "")
    earlier = {activation.name: activation for activation in past.wanted.chosen}
    common = [each for each in wanted.chosen if each.name in earlier]
    changed = [each.name for each in common if earlier[each.name] != each]
    names = changed if past.wanted.experiment == wanted.experiment else [each.name for each in common]
    if not names:
        return Compared({}, "")
    settings_before = settings.differences(past.wanted.experiment, wanted.experiment)
    return Compared(
        {name: past.courses[name] for name in names},
        f"Faint: the experiment before, with {listed([*settings_before, *(repr(earlier[name]) for name in changed)])}.",
    )


def _points(experiment: Experiment) -> tuple[str, int, float]:
    return experiment.data, experiment.points, experiment.noise
