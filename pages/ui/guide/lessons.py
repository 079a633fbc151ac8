"""Views worth seeing: presets of pages, and lessons, each a question and the link that answers it.

They name the functions, and otherwise only what differs from the defaults of a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from activations import CATALOG, Activation
from pages.ui.links import State, functions_state
from pages.ui.views.depth import OWN


def at_defaults(*names: str) -> list[Activation]:
    """Functions of the catalogue."""
    return [CATALOG[name]() for name in names]


STORY = at_defaults("Sigmoid", "Softplus", "ReLU", "ELU")

SUM_PRESETS: Mapping[str, State] = {
    "The post's hundred": {},
    "Nair and Hinton's unit steps": {
        "n": 10.0,
        "spacing": 1.0,
        "first": 0.5,
        "divisor": 1.0,
        "span": (-10.0, 15.0),
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
    "ReLU at He": functions_state(at_defaults("ReLU")),
    "Tanh at 5/3": functions_state(at_defaults("Tanh"), init=OWN, sigma_w=5.0 / 3.0),
    "SELU at 1": functions_state(at_defaults("SELU"), init="LeCun", layers=100.0),
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
    """A question, and the page and its state that answer it."""

    title: str
    question: str
    page: str
    state: State


LESSONS = (
    Lesson(
        "The story, question by question",
        "From the sigmoid to the ELU: predict what comes next, and see what is computed.",
        "pages/story.py",
        {},
    ),
    Lesson(
        "Where the sigmoid's gradient vanishes",
        "Its slope is at most ¼. From which x on is it below one hundredth?",
        "pages/curves.py",
        functions_state(at_defaults("Sigmoid"), x=(-10.0, 10.0), fit=True),
    ),
    Lesson(
        "A hundred sigmoids make a softplus",
        "The sum follows softplus closely, until its gradient vanishes too. Where?",
        "pages/sigmoid_sum.py",
        SUM_PRESETS["The post's hundred"],
    ),
    Lesson(
        "Unit steps are enough",
        "Nair and Hinton add ten sigmoids, one unit apart. How far off is their sum?",
        "pages/sigmoid_sum.py",
        SUM_PRESETS["Nair and Hinton's unit steps"],
    ),
    Lesson(
        "Softplus, and why not just ReLU",
        "They differ by at most ln 2, at 0. What does ReLU's second derivative do?",
        "pages/curves.py",
        functions_state(at_defaults("Softplus", "ReLU")),
    ),
    Lesson(
        "Whose mean is zero?",
        "On standard normal inputs, which of the story's functions passes on the largest mean?",
        "pages/activation_means.py",
        functions_state(STORY),
    ),
    Lesson(
        "ELU's mean depends on its inputs",
        "On the post's own inputs, from −10 to 9.8, ELU's mean is far from zero. How far?",
        "pages/activation_means.py",
        functions_state(STORY, grid=True),
    ),
    Lesson(
        "An ELU that centres itself",
        "ELU with the α of SELU, 1.6732632: what is its mean on standard normal inputs?",
        "pages/activation_means.py",
        functions_state([CATALOG["ReLU"](), CATALOG["ELU"](alpha=1.6732632423543772), CATALOG["SELU"]()]),
    ),
    Lesson(
        "Smooth gates",
        "GELU and SiLU dip below zero. Where do their gradients change sign?",
        "pages/curves.py",
        functions_state(at_defaults("GELU", "SiLU", "ReLU")),
    ),
    Lesson(
        "Twenty layers of sigmoids",
        "Even with weights that keep the signal, how much gradient is left at the input?",
        "pages/depth.py",
        functions_state(at_defaults("Sigmoid", "Tanh", "ReLU", "ELU"), init="Forward gain"),
    ),
    Lesson(
        "A gain that does not hold",
        "At its exact gain, GELU should keep the signal. Does it, through a hundred layers?",
        "pages/depth.py",
        functions_state(at_defaults("GELU", "SiLU", "ReLU", "SELU"), init="Forward gain", layers=100.0),
    ),
    Lesson(
        "The race of the ELU paper",
        "Eight hidden layers learn handwritten digits. Whose loss falls first, and whose never?",
        "pages/training.py",
        TRAINING_PRESETS["Where the sigmoid fails"],
    ),
)
