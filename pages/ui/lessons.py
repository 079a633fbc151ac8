"""Lessons: each a question and the whole state of the page that answers it."""

from collections.abc import Mapping
from dataclasses import dataclass

from activations import CATALOG

Query = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A link to a page; the query names every control of it, so that nothing seen before shows through."""

    title: str
    question: str
    page: str
    query: Query


def functions_query(functions: list[str], **changes: str) -> Query:
    """The shared controls: functions, and a value for each of their sliders, the default unless changed."""
    sliders = {
        f"{name}.{parameter.name}": f"{parameter.default!r}"
        for name in functions
        for parameter in CATALOG[name].parameters
    }
    return {"f": functions, **sliders, **changes}


def curves_query(functions: list[str], **changes: str | list[str]) -> Query:
    """The whole state of the curves page."""
    return {**functions_query(functions), "x": ["-6", "6"], "fit": "false", "eps": "0.01", "at": "1", **changes}


def _means_query(functions: Query) -> Query:
    normal = {"inputs": "Normal", "mean": "0", "std": "1", "units": "100", "repeats": "1000", "seed": "1"}
    return {**functions, "grid": "false", **normal, "fit_means": "false"}


def _sum_query(count: str, spacing: str, first: str, divisor: str, span: list[str]) -> Query:
    return {"n": count, "spacing": spacing, "first": first, "divisor": divisor, "span": span}


_SPACING_OF_THE_POST = str(9.8 / 99)
_STORY = ["Sigmoid", "Softplus", "ReLU", "ELU"]

LESSONS = (
    Lesson(
        "Where the sigmoid's gradient vanishes",
        "Its slope is at most ¼. From which x on is it below one hundredth?",
        "pages/curves.py",
        curves_query(["Sigmoid"], x=["-10", "10"], fit="true"),
    ),
    Lesson(
        "A hundred sigmoids make a softplus",
        "The sum follows softplus closely, until its gradient vanishes too. Where?",
        "pages/sigmoid_sum.py",
        _sum_query("100", _SPACING_OF_THE_POST, "0", "10", ["-10", "9.8"]),
    ),
    Lesson(
        "Unit steps are enough",
        "Nair and Hinton add ten sigmoids one apart. How far off are they?",
        "pages/sigmoid_sum.py",
        _sum_query("10", "1", "0.5", "1", ["-10", "15"]),
    ),
    Lesson(
        "Softplus, and why not just ReLU",
        "They differ by at most ln 2, at 0. What does ReLU's second derivative do?",
        "pages/curves.py",
        curves_query(["Softplus", "ReLU"]),
    ),
    Lesson(
        "Whose mean is zero?",
        "On standard normal inputs, which of the story's functions pass on the largest mean?",
        "pages/activation_means.py",
        _means_query(functions_query(_STORY)),
    ),
    Lesson(
        "ELU's mean depends on its inputs",
        "On the post's own inputs, from −10 to 9.8, ELU's mean is far from zero. How far?",
        "pages/activation_means.py",
        {**functions_query(_STORY), "grid": "true"},
    ),
    Lesson(
        "An ELU that centres itself",
        "With α = 1.6732632 the mean on standard normal inputs is zero: SELU's α.",
        "pages/activation_means.py",
        _means_query(functions_query(["ReLU", "ELU", "SELU"], **{"ELU.alpha": "1.6732632423543772"})),
    ),
    Lesson(
        "Smooth gates",
        "GELU and SiLU dip below zero. Where do their gradients change sign?",
        "pages/curves.py",
        curves_query(["GELU", "SiLU", "ReLU"]),
    ),
)
