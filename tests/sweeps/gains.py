"""The page of gains: the table, and the answer about PyTorch's sigmoid."""

import functools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from mpmath import mp
from scipy.optimize import brentq

from activations import CATALOG, Activation, Normal
from pages.ui.views import gains
from tests.random_inputs.moment_oracles import expected_moments
from tests.sweeps.averages import Averages
from tests.sweeps.deep import moments_of_wave
from tests.sweeps.grammar import match, number
from tests.sweeps.states import random_functions
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth

# torch.nn.init.calculate_gain, as its source has it.
_PYTORCH = {"Identity": 1.0, "Sigmoid": 1.0, "Tanh": 5.0 / 3.0, "ReLU": math.sqrt(2.0), "SELU": 0.75}

# A gain beyond is that of a function that is all but 0 on these inputs; what the app leaves out it need not know.
_HUGE = 1e5

# Nor what the values of a constant with a ripple say of its deviation, so many times smaller than its mean.
_RIPPLE = 1e6


@dataclass(frozen=True, slots=True)
class State:
    """The functions chosen."""

    chosen: tuple[Activation, ...]


def random_state(generator: np.random.Generator) -> State:
    return State(tuple(random_functions(generator, 3, odd=0.2)))


def said(state: State) -> Said:
    table = gains.gain_table(state.chosen)
    cells: dict[str, str] = {}
    for row in table.head(len(state.chosen) + 2).to_dict("records"):
        for column in ("parameters", *gains.COLUMNS):
            value = row[column]
            cells[f"{column} of {row['function']}"] = (
                "" if pd.isna(value) else f"{value:.6f}" if isinstance(value, float) else str(value)
            )
    return {"answer": gains.sigmoid_answer(), **cells}


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    _check_answer(tally, said["answer"])
    shown = [key.removeprefix("forward of ") for key in said if key.startswith("forward of ")]
    chosen = {each.name: each for each in state.chosen}
    tally.claim(shown[: len(chosen)] == list(chosen), f"{shown} for {list(chosen)}")
    for name in shown:
        activation = chosen.get(name) or CATALOG[name]()
        _check_row(tally, said, activation)


def _check_row(tally: Tally, said: Said, activation: Activation) -> None:
    name = activation.name
    stated = [part.split(" = ") for part in said[f"parameters of {name}"].split(", ") if part]
    parameters = activation.definition.parameters
    tally.claim([symbol for symbol, _ in stated] == [each.symbol for each in parameters], f"{stated} of {activation!r}")
    for (_, text), parameter in zip(stated, parameters, strict=True):
        tally.rounded(number(text), activation.parameters[parameter.name], 4)
    for column, truth in zip(gains.COLUMNS, _gains(activation), strict=True):
        text = said[f"{column} of {name}"]
        if text == "":
            forward = _gains(activation)[0] or 0.0
            is_ripple = column == "std" and truth is not None and truth > 0.99 * _RIPPLE * forward
            is_left_out = truth is None or not max(truth, forward) < _HUGE or is_ripple
            tally.claim(is_left_out, f"{column} of {activation!r} is {truth}")
            continue
        tally.claim(truth is not None, f"{column} of {activation!r} is said to be {text}")
        tally.numbers += 1
        assert truth is not None
        off = abs(float(text) - truth)
        tally.claim(off <= 0.5000001e-6 + 1e-9 * abs(truth), f"{column} of {activation!r} is {truth}, not {text}")


@functools.lru_cache(maxsize=256)
def _gains(activation: Activation) -> tuple[float | None, ...]:
    with mp.workdps(DIGITS):
        truth = Truth(activation)
        if truth.slope_period or activation.name == "Exponential":
            return _closed_gains(activation)
        averages = Averages(truth, Normal())
        square, deviation, slope = averages.mean_square(0), averages.deviation(), averages.mean_square(1)
        forward, std, backward = (_inverse(each) for each in (math.sqrt(square), deviation, math.sqrt(slope)))
        return forward, std, backward, _pytorch(activation), _stability(truth, square)


def _inverse(size: float) -> float:
    return 1.0 / size if size else math.inf


def _pytorch(activation: Activation) -> float | None:
    if activation.name == "LeakyReLU":
        return math.sqrt(2.0 / (1.0 + activation.parameters["negative_slope"] ** 2))
    if activation.parameters.get("offset"):  # which PyTorch's sigmoid has not
        return None
    return _PYTORCH.get(activation.name)


def _closed_gains(activation: Activation) -> tuple[float | None, ...]:
    if activation.name in {"Sin", "Snake"}:
        square, slope = moments_of_wave(activation, 1.0)
        variance = expected_moments(activation, Normal())["variance"]
        u = activation.parameters["frequency"] ** 2
        change = u * math.exp(-2.0 * u) if activation.name == "Sin" else 1.0 + math.exp(-2.0 * u) - math.exp(-8.0 * u)
        return square**-0.5, variance**-0.5, slope**-0.5, None, change / square
    square = math.exp(2.0)  # the mean square at variance q is e^(2q)
    return math.exp(-1.0), (square - math.e) ** -0.5, math.exp(-1.0), None, 2.0


def _stability(truth: Truth, square: float) -> float:
    """The slope of q ↦ E f(√q Z)² / E f(Z)² at 1, by differences that lose no more than steps to the sixth."""
    if square == 0.0:
        return math.inf
    step = 5e-3

    def at(q: float) -> float:
        return Averages(truth, Normal(0.0, math.sqrt(q))).mean_square(0)

    first, second, third = ((at(1.0 + k * step) - at(1.0 - k * step)) / (2.0 * k * step) for k in (1, 2, 3))
    return (15.0 * first - 6.0 * second + third) / 10.0 / square


@functools.cache
def _sigmoid() -> dict[str, float]:
    """What becomes of signal and gradient in layers of sigmoids, without biases."""
    with mp.workdps(DIGITS):
        truth = Truth(CATALOG["Sigmoid"]())

        def squares(q: float) -> tuple[float, float]:
            averages = Averages(truth, Normal(0.0, math.sqrt(q)))
            return averages.mean_square(0), averages.mean_square(1)

        def settled(gain: float) -> tuple[float, float]:
            q = float(brentq(lambda t: gain**2 * squares(t)[0] - t, 1e-9, 1e6, xtol=1e-12, rtol=1e-12))
            return q, gain**2 * squares(q)[1]

        signal, gradient = squares(1.0)
        critical = float(brentq(lambda t: squares(t)[0] / squares(t)[1] - t, 1.0, 1e6, xtol=1e-9, rtol=1e-12))
        return {
            "at one": settled(1.0)[1],
            "forward": signal**-0.5,
            "passes": settled(signal**-0.5)[1],
            "backward": gradient**-0.5,
            "variance": settled(gradient**-0.5)[0],
            "at backward": settled(gradient**-0.5)[1],
            "critical": squares(critical)[1] ** -0.5,
            "critical variance": critical,
        }


def _check_answer(tally: Tally, text: str) -> None:
    found = match(
        r"PyTorch lists it without a derivation, and nothing makes 1 special: with it, each layer multiplies the "
        r"squared gradient by <N>\. The gain that keeps the signal is <N>; each layer then passes on <N> of the "
        r"squared gradient, and 20 layers pass on <N>\. The gain that would keep the gradient on standard normal "
        r"inputs, <N>, raises their variance from 1 to <N>, where the sigmoid is flatter: each layer passes on <N>\. "
        r"Only weights with σ = <N> keep gradients at their size, at a variance of <N>, where a sigmoid is little more "
        r"than a step\.",
        text,
    )
    truth = _sigmoid()
    expected = [
        (truth["at one"], 3),
        (truth["forward"], 5),
        (truth["passes"], 3),
        (truth["passes"] ** 20, 1),
        (truth["backward"], 5),
        (truth["variance"], 3),
        (truth["at backward"], 3),
        (truth["critical"], 5),
        (truth["critical variance"], 3),
    ]
    for stated, (value, digits) in zip(found.groups(), expected, strict=True):
        tally.rounded(number(stated), value, digits, doubt=1e-9 * value)
    tally.claim(truth["at backward"] < truth["passes"] or truth["variance"] > 1.0, text)


GAINS = Subject("gains", random_state, said, check)
