"""Numbers that people copy into code, as a table: each beside what it is when it is computed anew."""

import functools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args
from urllib.parse import urlencode

import pandas as pd

from activations import CATALOG, Activation, parse_formula
from activations.constants import CONSTANTS, Comparison, Constant, Verdict, compared, gelu_fits
from activations.constants.gelu_approximations import PUBLISHED, Form
from activations.constants.standardised import STANDARDISED
from pages.ui.links import State, as_link, function_state, functions_state
from pages.ui.tables import Table
from pages.ui.views.depth import OWN
from pages.ui.wording import counted, listed, number_text

VERDICTS: Mapping[Verdict, str] = {
    "exact": "right to the last digit printed",
    "close": "off in digits that do not matter for its purpose",
    "off": "off by more than its purpose allows, or a rule of thumb",
    "holds": "a bound that is true",
    "broken": "a bound that is false",
}
assert tuple(VERDICTS) == get_args(Verdict)  # noqa: S101 - a verdict without meaning would be an empty filter

_COUNTED: Mapping[Verdict, str] = {"holds": "true as a bound", "broken": "false as a bound"}

NONE = "No constant has these words and verdicts. Take some of them away."

_ALL = tuple(CONSTANTS.values())

# What is the best constant of a form in some sense.
_FORMS: Mapping[str, Form] = {
    "GELU's cubic term": "tanh",
    "QuickGELU's steepness": "quick",
    "MLX's other steepness": "quick",
}

# What the catalogue lacks, as a reader's own formula.
_OWN, _PRECISE = "Formula", "x*sigmoid(1.60033*x*(1 + 0.0433603*x^2))"

# Words to look for that are longer are no words.
_LONGEST_SEARCH = 100


class Way(NamedTuple):
    """The view that shows what a constant stands for."""

    page: str
    label: str
    state: State


@functools.cache
def comparison(name: str) -> Comparison:
    """The constant of that name computed anew, once."""
    return compared(CONSTANTS[name])


def found(verdicts: Sequence[str], words: str) -> list[Constant]:
    """The constants with one of these verdicts, or with any if there are none, in which all the words stand."""
    wanted = words[:_LONGEST_SEARCH].casefold().split()
    return [
        constant
        for constant in _ALL
        if (not verdicts or comparison(constant.name).verdict in verdicts)
        and all(word in _searched(constant) for word in wanted)
    ]


def constants_table(constants: Sequence[Constant]) -> pd.DataFrame:
    """A row per constant."""
    return pd.DataFrame([_row(constant.name) for constant in constants])


def constants_sentence(constants: Sequence[Constant]) -> str:
    """How many of them are right."""
    count = Counter(comparison(constant.name).verdict for constant in constants)
    parts = [f"{count[verdict]} {_COUNTED.get(verdict, verdict)}" for verdict in VERDICTS if count[verdict]]
    sentence = f"{counted(len(constants), 'constant')}: {listed(parts)}."
    wrong = [constant for constant in constants if comparison(constant.name).verdict not in {"exact", "holds"}]
    if len(constants) == 1 or not wrong:  # one is told of below
        return sentence
    farthest = max(wrong, key=lambda constant: abs(comparison(constant.name).relative_difference))
    return f"{sentence} Farthest off: {verdict_sentence(farthest)}"


def verdict_sentence(constant: Constant) -> str:
    """What was printed, what it is, and how far apart they are."""
    known = comparison(constant.name)
    computed = number_text(known.computed, 10)
    if constant.is_bound:
        end = "holds" if known.verdict == "holds" else "is broken"
        return f"{constant.name} is said to be at most {constant.published}, and is {computed}: the bound {end}."
    if known.verdict == "exact":
        return f"{constant.name}, printed as {constant.published}, is {computed}: right to the last digit printed."
    return (
        f"{constant.name}, printed as {constant.published}, is {computed}: the printed number is "
        f"{number_text(100.0 * abs(known.relative_difference), 2)}% too {_side(known)}."
    )


def constant_table(constant: Constant) -> Table:
    """What is known of one constant, a fact a row."""
    facts = {
        "published": constant.published,
        "computed": number_text(comparison(constant.name).computed, 15),
        "computed as": constant.method,
        "used in": constant.used_in,
        "purpose": constant.purpose,
        **({"note": constant.note} if constant.note else {}),
    }
    return Table("fact", list(facts), {"value": list(facts.values())})


@functools.lru_cache(maxsize=32)
def fits_table(name: str) -> Table | None:
    """What the constant of that name would be, were it best in another sense; None if it is no best one."""
    form = _FORMS.get(name)
    if form is None:
        return None
    fits = gelu_fits(form)
    return Table(
        "best in the sense of",
        [fit.sense for fit in fits],
        {
            "best": [number_text(fit.best, 10) for fit in fits],
            "error": [number_text(fit.error) for fit in fits],
            f"error with {PUBLISHED[form]}": [number_text(fit.error_as_published) for fit in fits],
        },
    )


def way_to(constant: Constant) -> Way:
    """The view that shows what the constant stands for."""
    about = constant.about
    if about is None:
        return Way("pages/gates.py", "The moments of GLU", {"gate": "GLU", "gates": "Moments"})
    name = about.name
    if constant.name.startswith(("Hayou", f"{name}'s critical")):
        return Way("pages/depth.py", f"The phase diagram of {name}", _edge_state(constant, about))
    if constant.method.startswith(("The constant with", "The largest error")):
        other, words = _approximation(constant)
        state = functions_state([CATALOG["GELU"](), other], show="Difference", fit=True)
        return Way("pages/curves.py", f"GELU beside {words}", state)
    if constant in STANDARDISED:
        return _way_to_standardised(about)
    return Way("pages/gains.py", f"The gains of {name}", functions_state([about]))


def source_address(source: str) -> str | None:
    """Where a source can be read: on arXiv, or in a repository on GitHub."""
    paper = re.search(r"arXiv (\d{4}\.\d{4,5})", source)
    if paper:
        return f"https://arxiv.org/abs/{paper[1]}"
    repository = re.match(r"[\w.-]+/[\w.-]+(?=, )", source)
    return f"https://github.com/{repository[0]}" if repository else None


@functools.lru_cache(maxsize=64)
def _row(name: str) -> dict[str, str | float | None]:
    constant, known = CONSTANTS[name], comparison(name)
    page, _, state = way_to(constant)
    shown_by = page.removeprefix("pages/").removesuffix(".py")
    return {
        "constant": constant.name,
        "published": constant.published,
        "computed": known.computed,
        "relative difference": known.relative_difference,
        "verdict": known.verdict,
        "shown in": f"{shown_by}?{urlencode(as_link(state), doseq=True)}",
        "used in": constant.used_in,
        "purpose": constant.purpose,
        "computed as": constant.method,
        "source": constant.source,
        "link": source_address(constant.source),
        "note": constant.note,
    }


def _searched(constant: Constant) -> str:
    parts = (constant.name, constant.published, constant.used_in, constant.purpose, constant.source, constant.note)
    return " ".join(parts).casefold()


def _side(known: Comparison) -> str:
    return "large" if known.relative_difference > 0 else "small"


def _way_to_standardised(about: Activation) -> Way:
    """The view in which the function is seen to have what its constants are to give it."""
    match about.name:
        case "SELU":
            return Way("pages/depth.py", "SELU in a deep network", functions_state([about], init="LeCun"))
        case "StarReLU":
            return Way("pages/activation_means.py", "The mean and the spread of StarReLU", functions_state([about]))
        case name:
            return Way("pages/reference.py", f"{name} at x = 1", {**function_state(about), "point": 1.0})


def _approximation(constant: Constant) -> tuple[Activation, str]:
    """What stands for GELU with this constant, and in words."""
    if constant.name == "MLX's error of its precise form":
        return parse_formula(_PRECISE, _OWN)(), "MLX's precise form"
    if constant.name == "MLX's other steepness":
        other = CATALOG["SiLU"](beta=constant.value)
    else:
        other = CATALOG["GELUTanh" if constant.name == "GELU's cubic term" else "QuickGELU"]()
    return other, repr(other)


def _edge_state(constant: Constant, about: Activation) -> State:
    """The phase diagram at the edge that the constant is of, with its partner where it has one."""
    weights, biases = constant.value, 0.2
    if constant.name.startswith(f"{about.name}'s critical"):
        pair = (CONSTANTS[f"{about.name}'s critical {which} variance"] for which in ("weight", "bias"))
        weights, biases = (math.sqrt(comparison(each.name).computed) for each in pair)
    return functions_state([about], depth="Phases", init=OWN, sigma_w=weights, sigma_b=biases, phase=about.name)
