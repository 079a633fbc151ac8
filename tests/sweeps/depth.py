"""The page of depth: what is told of a simulated network, of its theory, of phases and of correlations."""

import functools
import math
import re
from dataclasses import dataclass

import numpy as np
from mpmath import mp

from activations import Activation, critical_weight_variance
from activations.networks.initialization import INITIALIZATIONS, weight_variance_of
from pages.ui.charts.sheet import Sheet
from pages.ui.views import correlations, depth, layers, phase
from tests.sweeps.deep import DeepLayers, Simulated, simulated
from tests.sweeps.grammar import NUMBER, is_nan, match, number
from tests.sweeps.settled import check_correlation, check_critical, check_fixed_points, check_settled
from tests.sweeps.states import random_activation
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth
from tests.tables import as_frame

_MOST_LAYERS, _MOST_WIDTH = 40, 64

# Beyond, the page promises no digits.
_LARGEST_WEIGHTS = 1e6


@dataclass(frozen=True, slots=True)
class State:
    """A function, variances of weights and biases, and the network that is simulated."""

    activation: Activation
    weight_variance: float
    sigma_b: float
    layers: int
    width: int
    correlation: float
    seed: int
    layer: int


def random_state(generator: np.random.Generator) -> State:
    while True:
        activation = random_activation(generator, odd=0.05)
        kind = str(generator.choice([*INITIALIZATIONS, *2 * ("own",)]))
        own = float(np.round(10.0 ** generator.uniform(-2.0, 1.0), 2)) ** 2
        weight_variance = own if kind == "own" else weight_variance_of(activation, kind)
        if weight_variance < _LARGEST_WEIGHTS:
            break
    count = int(generator.integers(1, _MOST_LAYERS + 1))
    return State(
        activation,
        weight_variance,
        0.0 if generator.random() < 0.6 else float(generator.integers(1, 41)) / 20.0,
        count,
        int(generator.integers(16, _MOST_WIDTH + 1)),
        float(generator.integers(0, 100)) / 100.0,
        int(generator.integers(1, 1000)),
        int(generator.integers(1, count + 1)),
    )


def said(state: State) -> Said:
    activation, name, sigma_b = state.activation, state.activation.name, state.sigma_b
    signal = depth.signal_of(
        activation,
        layers=state.layers,
        width=state.width,
        weight_variance=state.weight_variance,
        bias_variance=sigma_b**2,
        correlation=state.correlation,
        seed=state.seed,
    )
    theory = signal.theory
    histograms = layers.histogram_picture([signal], state.layer)
    curves = correlations.map_curves({activation: theory}, {activation: state.weight_variance}, sigma_b**2)
    maps = correlations.map_picture({activation: theory}, curves)
    table = as_frame(depth.signal_table([signal]))
    critical = critical_weight_variance(activation, bias_variance=sigma_b**2)
    sigma_w = math.sqrt(state.weight_variance)
    return {
        "verdict": layers.depth_picture([signal], state.layers).alt,
        "histograms": histograms.alt if isinstance(histograms, Sheet) else histograms,
        "diagram": phase.phase_sentence(name, sigma_w, sigma_b, theory.settled, theory.correlation),
        "critical": phase.critical_sentence(name, sigma_b, critical),
        "correlations": maps.alt,
        **{f"mark {k}": mark.label.removeprefix("c* = ") for k, mark in enumerate(maps.marks)},
        **{column: str(table.loc[name, column]) for column in table.columns},
    }


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        deep, sent = _truth_of(state)
        theory = _check_verdict(tally, state, sent, deep, said["verdict"])
        _check_histograms(tally, state, sent, said["histograms"])
        _check_table(tally, state, sent, said)
        q = check_settled(tally, deep, theory, said)
        _check_phase(tally, state, deep, said, theory)
        check_critical(tally, deep, state.sigma_b, said["critical"])
        check_correlation(tally, deep, q, said)


@functools.lru_cache(maxsize=4)
def _truth_of(state: State) -> tuple[DeepLayers, Simulated]:
    """Computed once for each state, in which other words are also checked."""
    sent = simulated(
        state.activation,
        layers=state.layers,
        width=state.width,
        w=state.weight_variance,
        b=state.sigma_b**2,
        correlation=state.correlation,
        seed=state.seed,
        pairs=depth.PAIRS,
    )
    return DeepLayers(Truth(state.activation), state.weight_variance, state.sigma_b**2), sent


def _check_verdict(tally: Tally, state: State, sent: Simulated, deep: DeepLayers, text: str) -> str:
    """Returns what is told of theory."""
    what = f"{state}: {text}"
    name, rest = text.split(": ", 1)
    tally.claim(name == state.activation.name, what)
    found = match(r"(.*?)\.? (In theory [^:]*?\.)(?: It leaves <N> of it through (\d+) layers?\.)?", rest)
    simulation, theory = found[1], found[2]
    if found[3]:
        tally.claim(int(found[4]) == state.layers and "dies out" in theory, what)
        left = math.prod(deep.chi(q) for q in deep.variances(state.layers))
        tally.rounded(number(found[3]), left, 2, doubt=1e-6 * left)
    exploded = re.fullmatch(r"the signal explodes: it overflows in layer (\d+)", simulation)
    tally.claim((sent.overflowed_at is not None) == bool(exploded), what)
    if exploded:
        tally.numbers += 1
        tally.claim(int(exploded[1]) == sent.overflowed_at, what)
        return theory
    gradient, variance = match(r"(.*? over \d+ layers?.*?)\. (The signal .*)", simulation).groups()
    _check_gradient(tally, state, sent.gradient, gradient, what)
    _check_variance(tally, sent.variance, variance, what)
    return theory


def _check_gradient(tally: Tally, state: State, ratio: float, text: str, what: str) -> None:
    count, noun = match(r".* over (\d+) (layers?)(?::.*)?", text).groups()
    tally.claim(int(count) == state.layers and (noun == "layer") == (state.layers == 1), what)
    if text.startswith("no gradient comes back"):
        tally.claim(ratio < 1e-300, f"{what}, of {ratio}")
        return
    size = number(match(rf".*?({NUMBER})(?: of its size)? over .*", text)[1])
    tally.rounded(size, ratio, 2, doubt=1e-6 * ratio)
    word = match(r"the squared gradient (roughly keeps|grows|shrinks) .*", text)[1]
    least, most = {"roughly keeps": (0.5, 2.0), "grows": (2.0, math.inf), "shrinks": (0.0, 0.5)}[word]
    tally.claim(least * (1.0 - 1e-9) <= ratio <= most * (1.0 + 1e-9), f"{what}, of {ratio}")
    end = "explodes" if ratio > 1e6 else "vanishes" if ratio < 1e-6 else ""
    tally.claim(match(r".*? over \d+ layers?(?:: it (\w+))?", text)[1] == (end or None), f"{what}, of {ratio}")


def _check_variance(tally: Tally, variances: list[float], text: str, what: str) -> None:
    first, last = variances[0], variances[-1]
    if text == "The signal is lost: its variance is 0":
        tally.claim(last == 0, what)
        return
    way, size = match(
        r"The signal (ends|blows up and ends|dies out and ends) at a variance of <N> in the last layer", text
    ).groups()
    tally.rounded(number(size), last, 3, doubt=1e-6 * last)
    words = "blows up and ends" if last > 1e6 * first else "dies out and ends" if last < 1e-6 * first else "ends"
    tally.claim(way == words, f"{what}, from {first} to {last}")


def _check_histograms(tally: Tally, state: State, sent: Simulated, text: str) -> None:
    what = f"{state}: {text}"
    if text == "No signal reaches this layer.":
        tally.claim(len(sent.mean) < state.layer, what)
        return
    found = match(r"Histograms of activations in layer (\d+)\. Means: (\w+) <N>\.", text)
    tally.claim(int(found[1]) == state.layer and found[2] == state.activation.name, what)
    mean = sent.mean[state.layer - 1]
    tally.rounded(number(found[3]), mean, 4, doubt=1e-6 * abs(mean) + 1e-12 * sent.variance[state.layer - 1] ** 0.5)


def _check_table(tally: Tally, state: State, sent: Simulated, said: Said) -> None:
    tally.rounded(number(said["σ of the weights"]), math.sqrt(state.weight_variance), 4)
    mean = sent.mean[-1] if sent.mean else math.nan
    _check_cell(tally, said["mean of f(z)"], mean, 4)
    for column, share in (("|f′| < 0.01", sent.small), ("dead units", sent.dead), ("saturated for good", sent.stuck)):
        _check_cell(tally, said[column].removesuffix("%"), 100.0 * share, 3)


def _check_cell(tally: Tally, text: str, truth: float, digits: int) -> None:
    if is_nan(text):
        tally.claim(math.isnan(truth), f"no number is said of {truth}")
    else:
        tally.rounded(number(text), truth, digits, doubt=1e-6 * abs(truth))


def _check_phase(tally: Tally, state: State, deep: DeepLayers, said: Said, theory: str) -> None:
    """The sentence of the diagram says what the verdict and the table say, and all fixed points."""
    text = said["diagram"]
    found = match(
        r"(\w+) with σ = <N> for the weights and σ = <N> for the biases: (.*?)\. (In theory .*?\.) "
        r"(?:((?:Fixed points|No variance) .*?\.) The layers start at <N>\. )?q\* = (.*?), χ₁ = (.*?), "
        r"and the slope of the variance map there is (.*?)\.(?: Correlations go to c\* = (.*), with the correlation "
        r"depth ξ = (.*) layers\.)?",
        text,
    )
    tally.claim(found[1] == state.activation.name and found[4] == said["phase"], text)
    tally.rounded(number(found[2]), math.sqrt(state.weight_variance), 4)
    tally.rounded(number(found[3]), state.sigma_b, 4)
    tally.claim(found[5] == theory, f"{text} is not {theory}")
    check_fixed_points(tally, deep, found[6], found[7], text)
    tally.claim((found[8], found[10]) == (said["q*"], said["slope of the variance map"]), text)
    close = number(found[9]).value if not is_nan(found[9]) else math.nan
    rough = number(said["χ₁"]) if not is_nan(said["χ₁"]) else None
    tally.claim(rough is not None or math.isnan(close), text)
    if rough:
        tally.rounded(rough, close, 4, doubt=1e-5 * abs(close))
    cells = (said["c*"], said["ξ in layers"])
    tally.claim((found[11] or "–", found[12] or "–") == cells, f"{text}, not {cells}")


DEPTH = Subject("depth", random_state, said, check, weight=10)
