"""The page of curves as it opens: where gradients vanish, and values at a point."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from mpmath import mp

from activations import Activation
from pages.ui.chosen import curve_of
from pages.ui.views import curves, vanishing
from pages.ui.wording import number_text
from tests.sweeps.grammar import listed, match, number
from tests.sweeps.states import random_functions, random_threshold
from tests.sweeps.subject import Said, Subject, may_be_unresolved
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth
from tests.sweeps.vanishing import check_where
from tests.tables import as_frame

_MOST = 6
_DIGITS = 400


@dataclass(frozen=True, slots=True)
class State:
    """Functions, a threshold, and a point whose values are told."""

    chosen: tuple[Activation, ...]
    epsilon: float
    at: float


def random_state(generator: np.random.Generator) -> State:
    at = float(generator.uniform(-30.0, 30.0)) if generator.random() < 0.5 else float(generator.integers(-8, 9)) / 2.0
    return State(tuple(random_functions(generator, _MOST)), random_threshold(generator, 1e-6, 1.0), at)


def said(state: State) -> Said:
    intervals = vanishing.intervals_by_name(state.chosen, state.epsilon)
    sentence = vanishing.vanishing_sentence(state.chosen, intervals, state.epsilon)
    table = as_frame(curves.value_table([*map(curve_of, state.chosen)], state.at))
    cells = {
        f"{column} {name}": number_text(float(table.loc[name, column]), 6)
        for column in table.columns
        for name in table.index
    }
    names = [activation.name for activation in state.chosen]
    return {"sentence": sentence, "alt": vanishing.curves_sentence(names, sentence), **cells}


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        truths = {each.name: Truth(each) for each in state.chosen}
        _check_sentence(tally, truths, said["sentence"], state.epsilon, generator)
        named, rest = match(r"(.*?) with (?:its|their) first and second derivatives\. (.*)", said["alt"]).groups()
        tally.claim(listed(named) == list(truths), said["alt"])
        tally.claim((" with its " in said["alt"]) == (len(truths) == 1), said["alt"])
        tally.claim(rest == said["sentence"], said["alt"])
        for key, text in said.items():
            if cell := re.fullmatch(r"(f|f′|f″)\((.*)\) (\w+)", key):
                tally.rounded(number(cell[2]), state.at, 6)
                check_value(tally, truths[cell[3]], ("f", "f′", "f″").index(cell[1]), state.at, text)


def _check_sentence(
    tally: Tally, truths: dict[str, Truth], text: str, epsilon: float, generator: np.random.Generator
) -> None:
    """Each function is spoken of exactly once."""
    spoken: list[str] = []
    for sentence in re.split(r"(?<=\.) (?=[|W])", text):
        if nowhere := re.fullmatch(r"\|f′\| is at least (.*) everywhere for (.*)\.", sentence):
            tally.exact(number(nowhere[1]), epsilon)
            for name in listed(nowhere[2]):
                check_where(tally, truths[name], "nowhere", epsilon, truths[name].points(generator))
            spoken += listed(nowhere[2])
        elif unknown := re.fullmatch(r"Where \|f′\| of (.*) is below (.*) is not resolved: .*\.", sentence):
            tally.exact(number(unknown[2]), epsilon)
            for name in listed(unknown[1]):
                parameters = truths[name].activation.parameters.values()
                tally.claim(may_be_unresolved(*parameters), f"{sentence} {parameters}")
            spoken += listed(unknown[1])
        else:
            level, clauses = match(r"\|f′\| < (.*?): (.*)\.", sentence).groups()
            tally.exact(number(level), epsilon)
            spoken += _check_clauses(tally, truths, clauses.split("; "), epsilon, generator)
    tally.claim(sorted(spoken) == sorted(truths), f"{text} speaks of {spoken}")


def _check_clauses(
    tally: Tally, truths: dict[str, Truth], clauses: Sequence[str], epsilon: float, generator: np.random.Generator
) -> list[str]:
    names = []
    for clause in clauses:
        name, _, where = clause.partition(" ")
        check_where(tally, truths[name], where, epsilon, truths[name].points(generator))
        names.append(name)
    return names


def check_value(tally: Tally, truth: Truth, order: int, x: float, text: str) -> None:
    """f, f′ or f″ at a point, by the convention at a breakpoint."""
    if x in truth.conventions and order == 2:
        return  # that of the branch that the convention for f′ chooses, which the tests of accuracy hold
    if x in truth.conventions and order == 1:
        exact = truth.conventions[x]
    else:
        with mp.workdps(_DIGITS):  # for small differences of values with steps far below
            exact = float(mp.diff(truth.oracle, mp.mpf(x), order, h=mp.mpf(10) ** -100))
    # Of which a step of 1e-100 leaves its square.
    tally.rounded(number(text), exact, 6, doubt=1e-11 * abs(exact) + 1e-199)


CURVES = Subject("curves", random_state, said, check)
