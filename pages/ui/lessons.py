"""States of pages worth seeing: presets, lessons (each a question and the state that answers it), and their parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from activations import CATALOG
from pages.ui.chosen import ChosenFunction
from pages.ui.links import parameter_key

State = Mapping[str, Any]  # a value for each control, by its key in a link

# The post's offsets are linspace(0, 9.8, 100), and it divides the sum of their sigmoids by 10.
POST_SUM: State = {"n": 100.0, "spacing": 9.8 / 99, "first": 0.0, "divisor": 10.0, "span": (-10.0, 9.8)}
UNIT_STEPS: State = {"n": 10.0, "spacing": 1.0, "first": 0.5, "divisor": 1.0, "span": (-10.0, 15.0)}
FINE_MIDPOINTS: State = {"n": 3000.0, "spacing": 0.01, "first": 0.005, "divisor": 100.0, "span": (-10.0, 35.0)}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A link to a page; the state names every control of it, so that nothing seen before shows through."""

    title: str
    question: str
    page: str
    state: State


def _sliders(functions: Sequence[str]) -> State:
    return {
        parameter_key(name, parameter.name): parameter.default
        for name in functions
        for parameter in CATALOG[name].parameters
    }


def functions_state(functions: Sequence[str], **changes: float) -> State:
    """The shared controls: functions, and a value for each of their sliders, the default unless changed."""
    return {"f": functions, **_sliders(functions), **changes}


def reference_state(name: str) -> State:
    """The whole state of the reference page, at the function's defaults."""
    return {"of": name, **_sliders([name]), "window": (-6.0, 6.0), "saturation": 0.01}


def curves_state(functions: Sequence[str], **changes: Any) -> State:
    """The whole state of the curves page."""
    drawn = {"show": "Curves", "x": (-6.0, 6.0), "fit": False, "eps": 0.01, "at": 1.0}
    return {**functions_state(functions), **drawn, **changes}


def difference_state(first: ChosenFunction, second: str) -> State:
    """The whole state of the curves page with the difference of a function and another at its defaults."""
    drawn = {
        "show": "Difference",
        "minuend": first.name,
        "subtrahend": second,
        "x": (-6.0, 6.0),
        "fit": True,
        "at": 1.0,
    }
    return {**functions_state([first.name, second], **first.sliders), **drawn}


def means_state(functions: Sequence[str], **changes: float) -> State:
    """The whole state of the page of activation means, on random inputs."""
    inputs = {"inputs": "Normal", "mean": 0.0, "std": 1.0, "units": 100, "repeats": 1000, "seed": 1}
    return {**functions_state(functions, **changes), "grid": False, **inputs, "fit_means": False}


def depth_state(functions: Sequence[str], **changes: Any) -> State:
    """The whole state of the depth page."""
    network = {"layers": 20, "width": 256, "init": "He", "sigma_b": 0.0, "depth_seed": 1}
    return {**functions_state(functions), "depth": "Layers", **network, "layer": 10, **changes}


DEPTH_SCENARIOS = {
    "Sigmoid at its gain": depth_state(["Sigmoid"], init="Forward gain"),
    "ReLU at He": depth_state(["ReLU"]),
    "Tanh at 5/3": depth_state(["Tanh"], init="Own σ_w", sigma_w=5.0 / 3.0),
    "SELU at 1": depth_state(["SELU"], init="LeCun", layers=100),
    "GELU at its gain": depth_state(["GELU"], init="Forward gain", layers=100),
}


def training_state(functions: Sequence[str], **changes: Any) -> State:
    """The whole state of the training page; sets in the plane need points and noise too."""
    network = {"hidden": 8, "neurons": 128, "start": "He"}
    descent = {"epochs": 60, "rate": 0.01, "momentum": 0.0, "batch": 64, "training_seed": 1}
    return {**functions_state(functions), "data": "Digits", **network, **descent, "gradients": 1, **changes}


_PLANE = {"points": 500, "noise": 0.05, "hidden": 4, "neurons": 32, "epochs": 200, "momentum": 0.9, "batch": 32}

TRAINING_SCENARIOS = {
    "The ELU paper's race": training_state(["Tanh", "ReLU", "LeakyReLU", "ELU"], **{"LeakyReLU.negative_slope": 0.1}),
    "Where the sigmoid fails": training_state(["Sigmoid", "Softplus", "ReLU", "ELU"]),
    "Spirals": training_state(["Tanh", "ReLU", "ELU"], data="Spirals", **_PLANE, rate=0.05),
    "Too fast": training_state(["Tanh", "ReLU", "ELU"], data="Moons", **_PLANE, rate=2.0),
}

_STORY = ("Sigmoid", "Softplus", "ReLU", "ELU")

LESSONS = (
    Lesson(
        "The story in nine questions",
        "From the sigmoid to the ELU: predict what comes next, and see what is computed.",
        "pages/story.py",
        {"step": 1},
    ),
    Lesson(
        "Where the sigmoid's gradient vanishes",
        "Its slope is at most ¼. From which x on is it below one hundredth?",
        "pages/curves.py",
        curves_state(["Sigmoid"], x=(-10.0, 10.0), fit=True),
    ),
    Lesson(
        "A hundred sigmoids make a softplus",
        "The sum follows softplus closely, until its gradient vanishes too. Where?",
        "pages/sigmoid_sum.py",
        POST_SUM,
    ),
    Lesson(
        "Unit steps are enough",
        "Nair and Hinton add ten sigmoids one apart. How far off are they?",
        "pages/sigmoid_sum.py",
        UNIT_STEPS,
    ),
    Lesson(
        "Softplus, and why not just ReLU",
        "They differ by at most ln 2, at 0. What does ReLU's second derivative do?",
        "pages/curves.py",
        curves_state(["Softplus", "ReLU"]),
    ),
    Lesson(
        "Whose mean is zero?",
        "On standard normal inputs, which of the story's functions pass on the largest mean?",
        "pages/activation_means.py",
        means_state(_STORY),
    ),
    Lesson(
        "ELU's mean depends on its inputs",
        "On the post's own inputs, from −10 to 9.8, ELU's mean is far from zero. How far?",
        "pages/activation_means.py",
        {**functions_state(_STORY), "grid": True},
    ),
    Lesson(
        "An ELU that centres itself",
        "With α = 1.6732632 the mean on standard normal inputs is zero: SELU's α.",
        "pages/activation_means.py",
        means_state(["ReLU", "ELU", "SELU"], **{"ELU.alpha": 1.6732632423543772}),
    ),
    Lesson(
        "Smooth gates",
        "GELU and SiLU dip below zero. Where do their gradients change sign?",
        "pages/curves.py",
        curves_state(["GELU", "SiLU", "ReLU"]),
    ),
    Lesson(
        "Twenty layers of sigmoids",
        "Even with weights that keep the signal: how much gradient is left at the input?",
        "pages/depth.py",
        depth_state(["Sigmoid", "Tanh", "ReLU", "ELU"], init="Forward gain"),
    ),
    Lesson(
        "A gain that does not hold",
        "At its exact gain GELU should keep the signal. Through a hundred layers, does it?",
        "pages/depth.py",
        depth_state(["GELU", "SiLU", "ReLU", "SELU"], init="Forward gain", layers=100),
    ),
    Lesson(
        "The race of the ELU paper",
        "Eight hidden layers learn handwritten digits. Whose loss falls first, and whose never?",
        "pages/training.py",
        TRAINING_SCENARIOS["Where the sigmoid fails"],
    ),
)
