"""The page of mean activations: on random inputs, and on the post's own."""

import math
from dataclasses import dataclass

import numpy as np
from mpmath import mp

from activations import Activation, mean_activations, moments_of
from activations.random_inputs.distributions import DISTRIBUTIONS, Distribution, ParameterRange
from pages.ui.views import means
from tests.oracles import oracle_of
from tests.sweeps.averages import Averages
from tests.sweeps.grammar import is_nan, listed, match, number
from tests.sweeps.states import random_functions
from tests.sweeps.subject import Said, Subject
from tests.sweeps.tally import Tally
from tests.sweeps.truth import DIGITS, Truth
from tests.tables import as_frame

# The post's inputs, as it computes them.
_GRID = np.arange(-50, 50) / 5.0

# Below, the app promises no digits.
_UNKNOWN = 1.000001e-10
_UNKNOWN_DEVIATION = 1.01e-5

# A mean beyond reach, or none: what the app leaves out it need not know.
_HUGE = 1e12


@dataclass(frozen=True, slots=True)
class State:
    """Functions, their inputs (None for the post's), and how many of these."""

    chosen: tuple[Activation, ...]
    inputs: Distribution | None
    units: int
    repeats: int
    seed: int


def random_state(generator: np.random.Generator) -> State:
    chosen = tuple(random_functions(generator, 4))
    inputs = None if generator.random() < 0.25 else _random_inputs(generator)
    units, repeats = int(generator.integers(1, 120)), int(generator.integers(10, 60))
    return State(chosen, inputs, units, repeats, int(generator.integers(1, 1000)))


def _random_inputs(generator: np.random.Generator) -> Distribution:
    distribution = list(DISTRIBUTIONS.values())[generator.integers(len(DISTRIBUTIONS))]
    given: dict[str, float] = {}
    for setting in distribution.settings:
        ends = np.sort(generator.uniform(setting.low, setting.high, 2))
        if generator.random() < 0.6:
            ends = np.clip(np.round(ends / setting.step) * setting.step, setting.low, setting.high)
        if isinstance(setting, ParameterRange):
            low, high = ends.tolist() if ends[0] < ends[1] else (setting.low, setting.high)
            given |= dict(zip(setting.names, (low, high), strict=True))
        else:
            given[setting.name] = float(setting.default if generator.random() < 0.2 else ends[0])
    made: Distribution = distribution(**given)
    return made


def _sampled(state: State, inputs: Distribution) -> np.ndarray:
    return np.stack(
        [
            mean_activations([each], inputs=inputs, units=state.units, repeats=state.repeats, seed=state.seed).ravel()
            for each in state.chosen
        ]
    )


def said(state: State) -> Said:
    names = tuple(each.name for each in state.chosen)
    if state.inputs is None:
        table = means.grid_mean_table(state.chosen)
        return {"sentence": means.means_sentence(dict(zip(names, table["mean"].tolist(), strict=True)))}
    moments = [moments_of(each, state.inputs) for each in state.chosen]
    estimates = means.mean_estimates(_sampled(state, state.inputs), state.units, moments)
    sentence = means.means_sentence({name: each.exact for name, each in zip(names, estimates, strict=True)})
    table = as_frame(means.estimate_table(estimates, names))
    cells = {f"{column}, {name}": str(table.loc[name, column]) for column in table.columns for name in names}
    return {"sentence": sentence, **cells}


def check(state: State, said: Said, tally: Tally, generator: np.random.Generator) -> None:
    with mp.workdps(DIGITS):
        truths = {each.name: Truth(each) for each in state.chosen}
    if state.inputs is None:
        exact = {each.name: _mean_on_grid(each) for each in state.chosen}
        _check_sentence(tally, said["sentence"], exact, exact)
        return
    with mp.workdps(DIGITS):
        found = {name: Averages(truth, state.inputs) for name, truth in truths.items()}
        exact = {name: each.mean() for name, each in found.items()}
        deviations = {name: each.deviation() for name, each in found.items()}
    rms = {name: math.hypot(exact[name], deviations[name]) for name in exact}
    _check_sentence(tally, said["sentence"], exact, rms)
    for row, name in zip(_sampled(state, state.inputs), exact, strict=True):
        what = f"{truths[name].activation!r} on {state.inputs}"
        known = exact[name], deviations[name]
        _check_row(tally, said, row, name=name, known=known, units=state.units, what=what)


def _mean_on_grid(activation: Activation) -> float:
    with mp.workdps(40):
        return float(mp.fsum(oracle_of(activation)(mp.mpf(x)) for x in _GRID.tolist()) / _GRID.size)


def _doubt(size: float) -> float:
    """What cancels in an average of numbers of that size."""
    return 2e-14 * size if math.isfinite(size) else 0.0


def _check_mean(tally: Tally, text: str, exact: float, size: float, *, digits: int, name: str) -> None:
    unknown = name == "Exponential"  # whose tails reach farther than the app looks
    if text == "within 10⁻¹⁰ of 0":
        tally.claim(abs(exact) < _UNKNOWN, f"{text} is said of {exact!r}")
    elif text == "unknown":
        tally.claim(unknown or not size < _HUGE, f"no number is said of {exact!r}")
    else:
        beyond = _UNKNOWN if text == "0" else 0.0
        tally.rounded(number(text), exact, digits, doubt=_doubt(size) + 1e-11 * abs(exact) + beyond)


def _check_sentence(tally: Tally, text: str, exact: dict[str, float], sizes: dict[str, float]) -> None:
    each, _, nearest = match(r"Mean activation: (.*?)\.( Nearest to zero: (.*)\.)?", text).groups()
    said = dict(part.split(" ", 1) for part in listed(each))
    tally.claim(list(said) == list(exact), text)
    for name, stated in said.items():
        _check_mean(tally, stated, exact[name], sizes[name], digits=4, name=name)
    known = {name: abs(exact[name]) for name, stated in said.items() if stated != "unknown"}
    if not nearest:
        tally.claim(not known, text)
        return
    least = min(known.values())
    named = listed(nearest)
    near = {name: max(least + _doubt(sizes[name]) + 1e-11 * least, _UNKNOWN) for name in known}
    tally.claim(len(set(named)) == len(named) and all(known[name] <= near[name] for name in named), text)
    must = [name for name, size in known.items() if size == least or size < 0.99 * _UNKNOWN]
    tally.claim(all(name in named for name in must), text)


def _check_row(
    tally: Tally, said: Said, row: np.ndarray, *, name: str, known: tuple[float, float], units: int, what: str
) -> None:
    exact, deviation = known
    size = math.hypot(exact, deviation)
    _check_mean(tally, said[f"exact mean, {name}"], exact, size, digits=6, name=name)
    stated = said[f"standard deviation, {name}"]
    if stated == "< 10⁻⁵":
        tally.claim(deviation < _UNKNOWN_DEVIATION, f"{stated} is said of {deviation!r}")
        mean, spread = match(r"(.*) ± (.*)", said[f"sampled mean ± standard error, {name}"]).groups()
        tally.rounded(number(mean), math.fsum(row.tolist()) / row.size, 4, doubt=1e-14 * float(np.abs(row).max()))
        tally.claim(spread == stated and is_nan(said[f"standard errors apart, {name}"]), what)
        return
    if is_nan(stated):
        followed = name != "Exponential" and "StudentT" not in what  # whose tails reach farther than the app looks
        tally.claim(not (followed and deviation < _HUGE), f"no deviation is said of {what}: {deviation!r}")
        return
    tally.rounded(
        number(stated),
        deviation,
        min(6, math.floor(math.log10(deviation**2) + 12.0 + 1e-9)) if deviation > _UNKNOWN_DEVIATION else 6,
        doubt=1e-10 * deviation + 1e-14 * abs(exact) + (_UNKNOWN if stated == "0" else 0.0),
    )
    error = deviation / math.sqrt(row.size * units)
    mean, spread = match(r"(.*) ± (.*)", said[f"sampled mean ± standard error, {name}"]).groups()
    _check_sampled(tally, mean, spread, row)
    beyond = _UNKNOWN if spread == "0" else 0.0
    tally.rounded(number(spread), error, 2, doubt=1e-10 * error + 1e-14 * abs(exact) + beyond)
    apart = number(said[f"standard errors apart, {name}"])
    if deviation > 1e-9 * abs(exact):
        tally.rounded(apart, (float(row.mean()) - exact) / error, 2, doubt=1e-3 + 1e-12 * size / error)
    else:
        tally.claim(abs(apart.value) < 1e9, f"{apart.text} standard errors of {what}")


def _check_sampled(tally: Tally, mean: str, spread: str, row: np.ndarray) -> None:
    truth, doubt = math.fsum(row.tolist()) / row.size, 1e-14 * float(np.abs(row).max())
    decimals = len(spread.partition(".")[2])
    if "×" in mean + spread or not decimals:
        tally.rounded(number(mean), truth, 4, doubt=doubt)
        return
    tally.claim(len(mean.partition(".")[2]) == decimals, f"{mean} ± {spread}")
    tally.claim(abs(number(mean).value - truth) <= 0.5000001 * 10.0**-decimals + doubt, f"{mean} is said of {truth!r}")


MEANS = Subject("means", random_state, said, check)
