"""The scenes of the story, answered, wherever their controls stand."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpmath import mp

from activations import CATALOG, Activation, Normal
from pages.ui.guide.lessons import STORY
from pages.ui.guide.story import STEPS
from tests.oracles import oracle_of
from tests.sweeps.averages import Averages
from tests.sweeps.grammar import listed, match, number
from tests.sweeps.states import random_threshold
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth
from tests.sweeps.vanishing import check_where

# The steps whose numbers are those of functions; the others fit and train networks, or add up as the page of sums does.
_STEPS = {step.key: step for step in STEPS if step.key in {"offset", "vanishing", "relu", "mean", "elu"}}


@dataclass(frozen=True, slots=True)
class State:
    """A step, and where its controls stand."""

    step: str
    values: tuple[Any, ...]


def random_state(generator: np.random.Generator) -> State:
    step = list(_STEPS.values())[generator.integers(len(_STEPS))]
    if step.key == "vanishing":
        return State(step.key, (random_threshold(generator, 1e-6, 0.25),))
    return State(step.key, tuple(_value(control, generator) for control in step.controls))


def _value(control: Any, generator: np.random.Generator) -> float:
    value = float(generator.uniform(control.low, control.high))
    return round(value, 1) if generator.random() < 0.6 else round(value, control.digits)


def said(state: State) -> Said:
    scene = _STEPS[state.step].scene
    return {"answered": scene(*state.values, answered=True).alt, "asked": scene(*state.values, answered=False).alt}


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        _CHECKS[state.step](tally, state.values, said, generator)


def _check_offset(tally: Tally, values: tuple[float], said: Said, _: np.random.Generator) -> None:
    (offset,) = values
    found = match(
        r"At x = <N>, its offset, the sigmoid is <N>; ten to the left of it, <N>: small, but not 0\.", said["answered"]
    )
    sigmoid = oracle_of(CATALOG["Sigmoid"](offset=offset))
    expected = [offset, 0.5, float(sigmoid(mp.mpf(offset) - 10))]
    for stated, truth in zip(found.groups(), expected, strict=True):
        tally.rounded(number(stated), truth, 4, doubt=1e-12)
    asked = match(r"A sigmoid from 0 to 1, with its offset at x = <N>\.", said["asked"])
    tally.rounded(number(asked[1]), offset, 4)


def _check_vanishing(tally: Tally, values: tuple[float], said: Said, generator: np.random.Generator) -> None:
    (epsilon,) = values
    found = match(r"Its largest slope is <N>, at x = <N>\. The slope is below <N> (.*)\.", said["answered"])
    tally.exact(number(found[1]), 0.25)
    tally.exact(number(found[2]), 0.0)
    tally.exact(number(found[3]), epsilon)
    truth = Truth(CATALOG["Sigmoid"]())
    check_where(tally, truth, found[4], epsilon, truth.points(generator))
    tally.claim(said["asked"] == "A sigmoid from 0 to 1.", said["asked"])


def _check_relu(tally: Tally, values: tuple[float], said: Said, _: np.random.Generator) -> None:
    (beta,) = values
    form = r"With β = <N> they are <N> apart, at x = 0, and nowhere farther: that is ln 2 / β\."
    found = match(form, said["answered"])
    tally.exact(number(found[1]), beta)
    tally.rounded(number(found[2]), math.log(2.0) / beta, 6)
    tally.claim(said["asked"] == "Softplus, and ReLU below it.", said["asked"])


def _mean(activation: Activation, centre: float) -> float:
    return Averages(Truth(activation), Normal(centre, 1.0)).mean()


def _check_mean(tally: Tally, values: tuple[float], said: Said, _: np.random.Generator) -> None:
    (centre,) = values
    found = match(r"Means on inputs from N\(<N>, 1\): (.*)\. The largest is that of (\w+)\.", said["answered"])
    asked = match(
        r"The story's functions, and below them the density of their inputs from N\(<N>, 1\)\.", said["asked"]
    )
    for stated in (found[1], asked[1]):
        tally.rounded(number(stated), centre, 4)
    exact = {activation.name: _mean(activation, centre) for activation in STORY}
    told = dict(part.split(" ", 1) for part in listed(found[2]))
    tally.claim(list(told) == list(exact), found[2])
    for name, stated in told.items():
        tally.rounded(number(stated), exact[name], 4, doubt=1e-11)
    tally.claim(exact[found[3]] == max(exact.values()), said["answered"])


def _check_elu(tally: Tally, values: tuple[float, float], said: Said, _: np.random.Generator) -> None:
    centre, alpha = values
    elu = CATALOG["ELU"](alpha=alpha)
    found = match(
        r"ELU with α = <N> has the mean <N> on N\(<N>, 1\)\. It is (never 0|0 on N\(<N>, 1\)|0 on no N\(μ, 1\) with μ "
        r"above −10)\. On the post's own inputs, from −10 to 9\.8, it is <N>\.",
        said["answered"],
    )
    tally.rounded(number(found[1]), alpha, 8)
    tally.rounded(number(found[2]), _mean(elu, centre), 4, doubt=1e-11)
    asked = match(
        r"ELU goes below zero where ReLU does not; below them the density of inputs from N\(<N>, 1\)\.", said["asked"]
    )
    for stated in (found[3], asked[1]):
        tally.rounded(number(stated), centre, 4)
    tally.claim((found[4] == "never 0") == (alpha == 0), said["answered"])
    if found[5]:
        zero = number(found[5])
        half = 0.5000001 * zero.unit(5)
        tally.numbers += 1
        low, high = (_mean(elu, zero.value + side * half) for side in (-1.0, 1.0))
        tally.claim(low <= 0 <= high, said["answered"])
    elif alpha:
        tally.claim(_mean(elu, -10.0) >= 0, said["answered"])
    exact = mp.fsum(oracle_of(elu)(mp.mpf(k) / 5) for k in range(-50, 50)) / 100
    tally.rounded(number(found[6]), float(exact), 4, doubt=1e-12)


_CHECKS: dict[str, Any] = {
    "offset": _check_offset,
    "vanishing": _check_vanishing,
    "relu": _check_relu,
    "mean": _check_mean,
    "elu": _check_elu,
}

SCENES = Subject("story", random_state, said, check, weight=3)
