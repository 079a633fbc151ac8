"""The catalogue: the table of all functions at their defaults, its filters, and how many have what is wanted."""

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from mpmath import mp

from activations import CATALOG, Normal
from pages.ui.views import catalog
from pages.ui.wording import number_text
from tests.sweeps.averages import Averages
from tests.sweeps.bounds import check_image
from tests.sweeps.grammar import listed, number
from tests.sweeps.reference import flat_pieces, monotony, shape_of, smoothness_of, symmetry_of
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth

_MOST_WANTED = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds of a function at its defaults."""

    truth: Truth
    minimum: float
    maximum: float
    steepest: float
    words: dict[str, str]
    mean: float


@functools.cache
def facts_of(name: str) -> Facts:
    """Computed once for each function."""
    with mp.workdps(DIGITS):
        truth = Truth(CATALOG[name]())
        x = truth.points(np.random.default_rng(1))
        jumps = smoothness_of(truth) == "discontinuous"
        values = [float(value) for _, _, value in flat_pieces(truth)]
        mean = Averages(truth, Normal()).mean()
        return Facts(
            truth=truth,
            minimum=truth.extremes(0, -1.0, x)[0].value,
            maximum=truth.extremes(0, 1.0, x)[0].value,
            steepest=math.inf if jumps else truth.extremes(1, 1.0, x, size=True)[0].value,
            words={
                "monotone": monotony(truth),
                "symmetry": symmetry_of(truth, x).removesuffix(" odd nor even"),
                "shape": shape_of(truth).removesuffix(" convex nor concave"),
                "smoothness": smoothness_of(truth),
                "f(0) = 0": str(truth.oracle(mp.mpf(0)) == 0),
                "can die": str(0.0 in values),
                "saturates for good": str(any(value != 0 for value in values)),
            },
            mean=0.0 if abs(mean) < 1e-14 else mean,
        )


HAS: dict[str, Callable[[Facts], bool]] = {
    "bounded below": lambda facts: facts.minimum > -math.inf,
    "bounded above": lambda facts: facts.maximum < math.inf,
    "smooth": lambda facts: facts.words["smoothness"] in {"C2", "C∞"},
    "monotone": lambda facts: facts.words["monotone"] != "not monotone",
    "convex": lambda facts: facts.words["shape"] in {"convex", "linear"},
    "odd": lambda facts: facts.words["symmetry"] == "odd",
    "f(0) = 0": lambda facts: facts.words["f(0) = 0"] == "True",
    "zero-centred": lambda facts: facts.mean == 0.0,
    "slope at most 1": lambda facts: facts.steepest <= 1.0,
    "cannot die": lambda facts: facts.words["can die"] == "False",
}


def random_state(generator: np.random.Generator) -> tuple[str, ...]:
    wanted = generator.permutation(list(catalog.FILTERS))[: generator.integers(0, _MOST_WANTED + 1)]
    return tuple(map(str, wanted))


@functools.cache
def said(wanted: tuple[str, ...]) -> Said:
    table = catalog.catalog_table(wanted)
    cells: dict[str, str] = {}
    for row in table.to_dict("records"):
        for column, value in row.items():
            shown = number_text(value, 6) if isinstance(value, float) else str(value)
            cells[f"{column} of {row['function']}"] = shown
    return {"count": catalog.count_sentence(len(table), wanted), **cells}


def check(wanted: tuple[str, ...], said: Said, tally: Tally, generator: np.random.Generator) -> None:
    names = [name for name in CATALOG if all(HAS[each](facts_of(name)) for each in wanted)]
    shown = [key.removeprefix("function of ") for key in said if key.startswith("function of ")]
    tally.claim(shown == names, f"{wanted}: {shown}, not {names}")
    _check_count(tally, said["count"], len(names), wanted)
    for name in names:
        facts = facts_of(name)
        with mp.workdps(DIGITS):
            check_image(tally, facts.truth, said[f"range of {name}"], facts.truth.points(generator))
        for column, value in (("minimum", facts.minimum), ("maximum", facts.maximum), ("largest |f′|", facts.steepest)):
            text = said[f"{column} of {name}"]
            if text in {"–", "None"}:
                tally.claim(math.isinf(value), f"{column} of {name} is {text}")
            else:
                tally.rounded(number(text), value, 6, doubt=1e-12 * abs(value))
        for column, word in facts.words.items():
            tally.claim(said[f"{column} of {name}"] == word, f"{column} of {name} is {said[f'{column} of {name}']}")
        tally.rounded(number(said[f"mean on N(0, 1) of {name}"]), facts.mean, 6, doubt=1e-12 * abs(facts.mean))


def _check_count(tally: Tally, text: str, count: int, wanted: tuple[str, ...]) -> None:
    tally.numbers += 1
    if not wanted:
        tally.claim(text == f"All {len(CATALOG)} functions of the catalogue.", text)
        return
    pattern = (
        r"(?:(\d+) of (\d+) functions|(No) function) of the catalogue (has|have) "
        r"(?:all of these properties|this property): (.*)\."
    )
    found = re.fullmatch(pattern, text)
    tally.claim(found, text)
    assert found
    tally.claim((int(found[1]) if found[1] else 0) == count, f"{text}, which {count} have")
    tally.claim(not found[2] or int(found[2]) == len(CATALOG), text)
    tally.claim((found[4] == "has") == (count < 2), text)
    tally.claim(sorted(listed(found[5])) == sorted(wanted), text)


CATALOGUE = Subject("catalogue", random_state, said, check)
