"""What a step of the story is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from activations import Activation
from pages.ui.charts.sheet import Sheet
from pages.ui.charts.specification import Picture
from pages.ui.declarations import Control, Guess
from pages.ui.experiment import Experiment
from pages.ui.links import State

POST = "S. Basak 2017, “Exponential Linear Units are the New Cool”"
NAIR = "V. Nair and G. Hinton 2010, “Rectified linear units improve restricted Boltzmann machines”, ICML"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A question with answers to choose from, one of them right; what is computed to answer it; and where to go on."""

    key: str  # in links, so it never changes
    title: str
    question: str
    options: tuple[str, ...]
    answer: str
    controls: tuple[Control[Any], ...] = ()
    trains: tuple[tuple[Activation, Experiment], ...] = ()
    scene: Callable[..., Sheet | Picture]  # of the values of the controls and of what was trained, in that order
    comment: str  # where the usual telling errs, or what it leaves out
    source: str
    page: str
    label: str
    state: State

    @property
    def guess(self) -> Guess:
        return Guess(f"guess_{self.key}", self.question, self.options)
