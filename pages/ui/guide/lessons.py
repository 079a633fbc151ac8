"""Views worth seeing: presets of pages, and lessons, each a question, a view in which to look for the answer, and that.

They name the functions, and otherwise only what differs from the defaults of a page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from activations import CATALOG, Activation
from activations.functions.exponential_linear import SELU_ALPHA
from pages.ui.guide import answers
from pages.ui.links import LESSON, State, functions_state
from pages.ui.views.depth import OWN


def at_defaults(*names: str) -> list[Activation]:
    """Functions of the catalogue."""
    return [CATALOG[name]() for name in names]


STORY = at_defaults("Sigmoid", "Softplus", "ReLU", "ELU")

SUM_PRESETS: Mapping[str, State] = {
    "The post's hundred": {},
    "Nair and Hinton's unit steps": {
        "n": float(answers.UNIT_STEPS.count),
        "spacing": answers.UNIT_STEPS.spacing,
        "first": answers.UNIT_STEPS.first,
        "divisor": answers.UNIT_STEPS.divisor,
        "span": answers.UNIT_STEPS_SPAN,
    },
    "Fine midpoints up to 30": {
        "n": 3000.0,
        "spacing": 0.01,
        "first": 0.005,
        "divisor": 100.0,
        "span": (-10.0, 35.0),
    },
}

DEPTH_PRESETS: Mapping[str, State] = {
    "Sigmoid at its gain": functions_state(at_defaults("Sigmoid"), init="Forward gain"),
    "ReLU with He weights": functions_state(at_defaults("ReLU")),
    "Tanh at σ = 5/3": functions_state(at_defaults("Tanh"), init=OWN, sigma_w=5.0 / 3.0),
    "SELU at σ = 1": functions_state(at_defaults("SELU"), init="LeCun", layers=100.0),
    "GELU at its gain": functions_state(at_defaults("GELU"), init="Forward gain", layers=100.0),
}

_PLANE = {"hidden": 4.0, "neurons": 32.0, "epochs": 200.0, "momentum": 0.9, "batch": 32.0}

TRAINING_PRESETS: Mapping[str, State] = {
    "The ELU paper's race": functions_state(
        [*at_defaults("Tanh", "ReLU"), CATALOG["LeakyReLU"](negative_slope=0.1), *at_defaults("ELU")], seeds="3"
    ),
    "Where the sigmoid fails": functions_state(STORY),
    "Spirals": functions_state(at_defaults("Tanh", "ReLU", "ELU"), data="Spirals", **_PLANE, rate=0.05),
    "Too fast": functions_state(at_defaults("Tanh", "ReLU", "ELU"), data="Moons", **_PLANE, rate=2.0),
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, the page and its state in which the answer can be seen, and the answer."""

    key: str  # in links, so it never changes
    title: str
    question: str
    page: str
    view: State
    answer: Callable[[], str]  # computed

    @property
    def state(self) -> State:
        """The view, with the lesson that it belongs to."""
        return {**self.view, LESSON: self.key}


LESSONS = (
    Lesson(
        "sigmoid_vanishes",
        "Where the sigmoid's gradient vanishes",
        "The sigmoid's slope is at most ¼. Beyond which x is it below one hundredth?",
        "pages/curves.py",
        functions_state(at_defaults("Sigmoid"), x=(-10.0, 10.0), fit=True),
        answers.sigmoid_vanishes,
    ),
    Lesson(
        "hundred_sigmoids",
        "A hundred sigmoids make a softplus",
        "The sum follows softplus closely, until its gradient vanishes too. Where is its slope below one hundredth?",
        "pages/sigmoid_sum.py",
        {"span": (-10.0, 20.0)},
        answers.sum_vanishes,
    ),
    Lesson(
        "unit_steps",
        "Unit steps are enough",
        "Nair and Hinton add up sigmoids one unit apart. How far off softplus is their sum?",
        "pages/sigmoid_sum.py",
        SUM_PRESETS["Nair and Hinton's unit steps"],
        answers.unit_steps,
    ),
    Lesson(
        "relu_bends",
        "Softplus, and why not just ReLU",
        "Softplus and ReLU differ by at most ln 2, at 0. What does ReLU's second derivative do?",
        "pages/curves.py",
        functions_state(at_defaults("Softplus", "ReLU")),
        answers.relu_bends,
    ),
    Lesson(
        "nearest_mean",
        "Whose mean is nearest to zero?",
        "On standard normal inputs, which of the story's functions passes on the mean nearest to zero?",
        "pages/activation_means.py",
        functions_state(STORY),
        answers.nearest_mean,
    ),
    Lesson(
        "mean_on_grid",
        "ELU's mean depends on its inputs",
        "On the post's own inputs, from −10 to 9.8, ELU's mean is far from zero. How far?",
        "pages/activation_means.py",
        functions_state(STORY, grid=True),
        answers.mean_on_grid,
    ),
    Lesson(
        "centred_elu",
        "An ELU that centres itself",
        "ELU with the α of SELU, 1.6732632: what is its mean on standard normal inputs?",
        "pages/activation_means.py",
        functions_state([CATALOG["ReLU"](), CATALOG["ELU"](alpha=SELU_ALPHA), CATALOG["SELU"]()]),
        answers.centred_elu,
    ),
    Lesson(
        "gates_turn",
        "Smooth gates",
        "GELU and SiLU dip below zero. Where do their gradients change sign?",
        "pages/curves.py",
        functions_state(at_defaults("GELU", "SiLU", "ReLU")),
        answers.gates_turn,
    ),
    Lesson(
        "sigmoid_layers",
        "Twenty layers of sigmoids",
        "Even with weights that keep the signal, how much gradient is left at the input?",
        "pages/depth.py",
        functions_state(at_defaults("Sigmoid", "Tanh", "ReLU", "ELU"), init=answers.GAIN),
        answers.sigmoid_layers,
    ),
    Lesson(
        "gain_fails",
        "A gain that does not hold",
        "At its exact gain, GELU should keep the signal. Does it, through a hundred layers?",
        "pages/depth.py",
        functions_state(at_defaults("GELU", "SiLU", "ReLU", "SELU"), init=answers.GAIN, layers=100.0),
        answers.gain_fails,
    ),
    Lesson(
        "race",
        "The race of the ELU paper",
        "Eight hidden layers learn handwritten digits. Whose loss falls first, and whose hardly at all?",
        "pages/training.py",
        TRAINING_PRESETS["Where the sigmoid fails"],
        answers.race,
    ),
)

BY_KEY = {lesson.key: lesson for lesson in LESSONS}


def answer_of(key: str) -> str:
    """The answer of the lesson with this key."""
    return BY_KEY[key].answer()
