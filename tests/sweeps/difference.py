"""The page of curves, views of a difference and of a sweep: how far apart, and where."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from mpmath import mp

from activations import Activation, Parameter
from pages.ui.chosen import difference_of
from pages.ui.views import curves, difference, sweep
from tests.sweeps.gaps import Gaps, check_places
from tests.sweeps.grammar import NUMBER, match, number, places
from tests.sweeps.states import random_activation, random_range, random_setting
from tests.sweeps.subject import Said, Subject, may_be_unresolved
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth
from tests.tables import as_frame

_LOW, _HIGH, _STEP = -20.0, 20.0, 0.5

# A wave with more of them in view may be said not to be resolved.
_MANY_PERIODS = 1e3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions on a range."""

    first: Activation
    second: Activation
    low: float
    high: float


def random_pair(generator: np.random.Generator) -> Pair:
    first = random_activation(generator, odd=0.3)
    while (second := random_activation(generator, odd=0.3)).name == first.name:
        pass
    return Pair(first, second, *random_range(generator, _LOW, _HIGH, _STEP))


def pair_said(state: Pair) -> Said:
    extremes = difference.extremes_of(state.first, state.second, state.low, state.high)
    table = as_frame(difference.difference_table(extremes))
    cells = {f"{column} {name}": str(table.loc[name, column]) for column in table.columns for name in table.index}
    drawing = curves.drawing_of((difference_of(state.first, state.second),), state.low, state.high, fitted=True)
    sentence = difference.difference_sentence(extremes, state.low, state.high)
    picture = difference.difference_picture(drawing, extremes, sentence)
    marks = {f"mark {k} of panel {mark.panel}": mark.label for k, mark in enumerate(picture.marks)}
    return {"sentence": picture.alt, **cells, **marks}


def check_pair(state: Pair, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        found = match(r"Between <N> and <N>, (.*); (.*)\.", said["sentence"])
        tally.exact(number(found[1]), state.low)
        tally.exact(number(found[2]), state.high)
        truths = Truth(state.first), Truth(state.second)
        for order, clause in enumerate(found.group(3, 4)):
            title = " − ".join(each.activation.name + "′"[:order] for each in truths)
            cells = said[f"largest difference {title}"], said[f"where {title}"]
            if "is not resolved: " in clause:
                tally.claim(clause.startswith(f"{title} is not resolved: "), clause)
                parameters = [*state.first.parameters.values(), *state.second.parameters.values()]
                many = any(each.periods(state.low, state.high) > _MANY_PERIODS for each in truths)
                tally.claim(many or may_be_unresolved(*parameters), f"{state}: {clause}")
                tally.claim(cells[0].startswith("not resolved") and cells[1] == "–", f"{cells}")
                continue
            gaps = Gaps(*truths, order=order, low=state.low, high=state.high, generator=generator)
            what = f"{state.first!r}, {state.second!r}: {said['sentence']}"
            _check_clause(tally, gaps, clause, title=title, cells=cells, what=what)
            for key, label in said.items():
                if key.endswith(f" of panel {order}"):
                    _check_mark(tally, gaps, label, f"{what}, marked {label}")


def _check_clause(tally: Tally, gaps: Gaps, clause: str, *, title: str, cells: tuple[str, str], what: str) -> None:
    if clause == f"{title} is 0 throughout, to rounding":
        tally.claim(gaps.is_zero, what)
        tally.claim(cells == ("0", "–"), f"{cells}")
        return
    found = match(rf"\|{title}\| is at most ({NUMBER}), (.*)", clause)
    digits, doubt = gaps.digits()
    tally.at_most(number(found[1]), gaps.largest, digits, doubt=1e-12 * gaps.largest + doubt, spare=doubt)
    slack = 1e-9 * gaps.largest + gaps.rounding(gaps.x)
    tally.claim((np.abs(gaps.gap) <= gaps.largest + slack).all(), what)
    check_places(tally, places(found[2]), [gaps], 6, what)
    size = number(cells[0].removeprefix("±"))
    signs, may_be = ({each.difference > 0 for each in some} for some in (gaps.best(), gaps.alike()))
    both = cells[0].startswith("±")
    tally.claim(len(may_be) > 1 if both else len(signs) == 1, f"{cells} of {gaps.best()}")
    tally.rounded(size, gaps.largest if both or True in signs else -gaps.largest, digits, doubt=doubt)
    tally.claim(cells[1] == found[2], f"{cells}")


def _check_mark(tally: Tally, gaps: Gaps, label: str, what: str) -> None:
    """A point where the difference is as large as any, with its sign."""
    size, x = map(number, match(r"<N> at <N>", label).groups())
    digits, doubt = gaps.digits()
    tally.rounded(size, math.copysign(gaps.largest, size.value), digits, doubt=doubt)
    half = 0.5000001 * x.unit(4) + 1e-12
    tally.claim(
        any(abs(gap.x - x.value) <= half and gap.difference * size.value > 0 for gap in gaps.alike()),
        f"{what}, not of {gaps.best()}",
    )


@dataclass(frozen=True, slots=True)
class Swept:
    """A function, one of its parameters from one value to another, and a range of x."""

    activation: Activation
    parameter: Parameter
    start: float
    end: float
    low: float
    high: float


def random_swept(generator: np.random.Generator) -> Swept:
    while True:
        activation = random_activation(generator, odd=0.2)
        if not activation.definition.parameters:
            continue
        parameter = activation.definition.parameters[generator.integers(len(activation.definition.parameters))]
        others = dict(random_setting(activation.definition, generator, odd=0.2).parameters)
        start, end = random_range(generator, parameter.low, parameter.high, parameter.step)
        try:
            for value in np.linspace(start, end, 5).tolist():
                activation.definition(**{**others, parameter.name: value})
        except ValueError:  # a pair in the wrong order, which the page's sliders do not allow
            continue
        chosen = activation.definition(**{**others, parameter.name: start})
        return Swept(chosen, parameter, start, end, *random_range(generator, _LOW, _HIGH, _STEP))


def swept_said(state: Swept) -> Said:
    steps = sweep.swept(state.activation, state.parameter, state.start, state.end)
    drawing = curves.drawing_of(sweep.swept_curves(steps, state.parameter), state.low, state.high, fitted=True)
    widest = sweep.widest(steps, state.low, state.high)
    picture = sweep.sweep_picture(drawing, steps, widest, sweep.sweep_sentence(steps, state.parameter, widest))
    labels = [mark.label for mark in picture.marks if mark.label]
    return {"sentence": picture.alt} | ({"mark": labels[0]} if labels else {})


def check_swept(state: Swept, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        name, symbol = state.activation.name, state.parameter.symbol
        way, rest = match(rf"({name} from .*?): (.*)", said["sentence"]).groups()
        ends = match(rf"{name} from {symbol} = <N> to {symbol} = <N>", way)
        tally.rounded(number(ends[1]), state.start, 6)
        tally.rounded(number(ends[2]), state.end, 6)
        values = np.linspace(state.start, state.end, 5).tolist()
        given = dict(state.activation.parameters)
        truths = [Truth(state.activation.definition(**{**given, state.parameter.name: value})) for value in values]
        if "is not resolved" in rest:
            many = any(each.periods(state.low, state.high) > _MANY_PERIODS for each in truths)
            tally.claim(many or may_be_unresolved(*given.values(), *values), f"{state}: {rest}")
            return
        gaps = [
            Gaps(first, second, order=0, low=state.low, high=state.high, generator=generator)
            for first, second in itertools.combinations(truths, 2)
        ]
        what = f"{state.activation!r} on {state.low!r}, {state.high!r}: {said['sentence']}"
        if rest == f"{symbol} changes nothing here.":
            tally.claim(all(each.is_zero for each in gaps), what)
            return
        found = match(rf"{symbol} matters most (.*), where the values of f lie <N> apart\.", rest)
        largest = max(each.largest for each in gaps)
        tally.rounded(number(found[2]), largest, 4, doubt=1e-9 * largest)
        check_places(tally, places(found[1]), gaps, 6, what)
        if "mark" in said:
            tally.rounded(number(match(r"<N> apart", said["mark"])[1]), largest, 4, doubt=1e-9 * largest)


DIFFERENCE = Subject("difference", random_pair, pair_said, check_pair)
SWEEP = Subject("sweep", random_swept, swept_said, check_swept)
