"""What a step of the story is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from activations import Activation
from pages.ui.charts.specification import Picture
from pages.ui.declarations import Control, Guess
from pages.ui.experiment import Experiment
from pages.ui.links import State

# An option beside the answers, for those who would rather read on.
SHOW = "Show me"

# Sources, as Markdown.
POST = "S. Basak 2017, “Exponential Linear Units are the New Cool”"
NAIR = (
    "[V. Nair and G. Hinton 2010](https://icml.cc/Conferences/2010/papers/432.pdf), “Rectified linear units improve "
    "restricted Boltzmann machines”, ICML"
)
GLOROT_2010 = (
    "[X. Glorot and Y. Bengio 2010](https://proceedings.mlr.press/v9/glorot10a.html), “Understanding the difficulty of "
    "training deep feedforward neural networks”, AISTATS"
)
GLOROT_2011 = (
    "[X. Glorot, A. Bordes and Y. Bengio 2011](https://proceedings.mlr.press/v15/glorot11a.html), “Deep sparse "
    "rectifier neural networks”, AISTATS"
)
HE = "K. He, X. Zhang, S. Ren and J. Sun 2015, [arXiv 1502.01852](https://arxiv.org/abs/1502.01852)"
CLEVERT = "D.-A. Clevert, T. Unterthiner and S. Hochreiter 2016, [arXiv 1511.07289](https://arxiv.org/abs/1511.07289)"


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
    # Of the values of the controls and of what was trained, in that order, and whether the question is `answered`:
    # until then it shows what the question is about.
    scene: Callable[..., Picture]
    motion: Callable[[], Picture] | None = None  # a picture that moves, in place of the answered scene
    comment: str  # where the usual telling errs, or what it leaves out
    source: str  # Markdown
    page: str
    label: str
    state: State

    @property
    def guess(self) -> Guess:
        return Guess(f"guess_{self.key}", self.question, (*self.options, SHOW))
