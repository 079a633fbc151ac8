"""What the pages say of random formulas, held against the formulas themselves at dense points.

`python -m tests.formulas.test_sentences 500 --seed 2` tries so many pairs and lists all that is false.
"""

import argparse
import math
import re
from collections.abc import Iterator

import numpy as np
import pytest
from mpmath import mp

from activations import Activation, Empirical, FormulaError, Normal, depth_of, moments_of, parse_formula, properties_of
from activations.calculus.pieces import is_wave, pieces_of
from activations.calculus.sampling import NotResolvedError
from activations.comparison.equivalents import equals_up_to_scale
from activations.comparison.fitting import REACH
from activations.comparison.nearest import nearest_up_to_scale
from activations.elementwise import FloatArray, RealFunction
from pages.ui.views import difference, gains, means, own_data, properties, vanishing
from tests.formulas.plausible import formulas
from tests.sweeps import curves
from tests.sweeps.grammar import NUMBER, Number, is_nan, match, number
from tests.sweeps.tally import Tally
from tests.sweeps.truth import Truth
from tests.tables import as_frame

PAIRS = 6
LOW, HIGH = -6.0, 6.0
NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)
PANELS = 3_000
HUGE = 1e12
LARGEST_ROOT = 1e150

Pair = tuple[Activation, Activation]


class Own(Truth):
    """A formula, of which its own values are all that is known."""

    def __init__(self, activation: Activation) -> None:
        self.activation = activation
        self.curves = (activation, activation.derivative, activation.second_derivative)
        self.conventions = {point: float(activation.derivative(point)) for point in activation.breakpoints}
        self.breakpoints = sorted(self.conventions)
        self.anchors = sorted({0.0, *self.breakpoints})
        self.period = self.slope_period = None
        self.length = 1.0
        self.gap = 1e-6

    def exact(self, x: object, order: int = 0) -> object:
        return mp.nan

    def near(self, x: float) -> bool:
        return False


def expectation(curve: RealFunction, breakpoints: tuple[float, ...], inputs: Normal) -> float:
    """E curve(X), by panels that are the same for every function, and end at its breakpoints."""
    low, high = inputs.mean - 11.0 * inputs.std, inputs.mean + 11.0 * inputs.std
    inside = [point for point in breakpoints if low < point < high]
    sizes = 10.0 ** np.linspace(-9.0, 0.0, 91)
    around = np.add.outer([0.0, *inside], [*-sizes, *sizes]).ravel()
    edges = np.unique([*np.linspace(low, high, PANELS), *inside, *around[(around > low) & (around < high)]])
    middle, half = 0.5 * (edges[1:] + edges[:-1]), 0.5 * np.diff(edges)
    x = (middle[:, np.newaxis] + half[:, np.newaxis] * NODES).ravel()
    weights = (half[:, np.newaxis] * WEIGHTS).ravel()
    values = curve(x)
    density = np.exp(-0.5 * ((x - inputs.mean) / inputs.std) ** 2) / (inputs.std * math.sqrt(2.0 * math.pi))
    return float((weights * density) @ values)


def mean_square(curve: RealFunction, activation: Activation, inputs: Normal) -> float:
    return expectation(lambda x: np.minimum(np.abs(curve(x)), LARGEST_ROOT) ** 2, activation.breakpoints, inputs)


def dense(*activations: Activation, low: float = LOW, high: float = HIGH) -> FloatArray:
    """Points off the breakpoints."""
    points = [point for each in activations for point in each.breakpoints if low < point < high]
    sizes = 10.0 ** np.arange(-12.0, 0.0, 0.05)
    x = np.concatenate(
        [np.linspace(low, high, 40_001), *(p + side * sizes for p in [0.0, *points] for side in (-1, 1))]
    )
    return np.setdiff1d(x[(x >= low) & (x <= high)], points)


def pairs(seed: int) -> Iterator[Pair]:
    """Two formulas under the names that they have on the pages; none that goes up and down for ever."""
    texts = formulas(seed)
    found: list[Activation] = []
    while True:
        try:
            activation = parse_formula(next(texts), "Formula2" if found else "Formula")()
            pieces_of(activation)
        except (FormulaError, NotResolvedError):
            continue
        x = np.linspace(-20.0, 20.0, 401)
        if not is_wave(activation) and np.abs(activation(x)).max() < HUGE:
            found.append(activation)
        if len(found) == 2:
            yield found[0], found[1]
            found = []


def check(pair: Pair, seed: int) -> None:
    """AssertionError for a sentence, a cell or a number that does not hold."""
    generator, tally = np.random.default_rng(seed), Tally()
    check_vanishing(pair, tally, generator)
    check_difference(pair, tally)
    check_moments(pair, tally, Normal(round(generator.uniform(-2.0, 2.0), 2), round(generator.uniform(0.2, 2.0), 2)))
    check_own_data(pair, tally, Empirical(np.round(generator.normal(0.3, 1.4, 500), 3)))
    for activation in pair:
        check_properties(activation, tally)
        check_depth(activation)
        check_likeness(activation, tally)


def check_vanishing(pair: Pair, tally: Tally, generator: np.random.Generator) -> None:
    epsilon = float(f"{10.0 ** generator.uniform(-4.0, 0.0):.2g}")
    said = vanishing.vanishing_sentence(pair, vanishing.intervals_by_name(pair, epsilon), epsilon)
    curves._check_sentence(tally, {each.name: Own(each) for each in pair}, said, epsilon, generator)


def check_difference(pair: Pair, tally: Tally) -> None:
    first, second = pair
    said = difference.difference_sentence(difference.extremes_of(first, second, LOW, HIGH), LOW, HIGH)
    x = dense(*pair)
    clauses = match(r"Between <N> and <N>, (.*); (.*)\.", said).groups()[-2:]
    pairs_of_curves: tuple[tuple[RealFunction, RealFunction], ...] = (
        (first, second),
        (first.derivative, second.derivative),
    )
    for clause, (curve, other) in zip(clauses, pairs_of_curves, strict=True):
        values, others = curve(x), other(x)
        largest, rounding = np.abs(values - others).max(), 1e-13 * np.abs([values, others]).max()
        if found := re.fullmatch(rf"\|.*\| is at most ({NUMBER}), .*", clause):
            stated = number(found[1])
            assert largest - rounding <= stated.value or not stated.is_finite, f"{said}: {largest}"
            assert stated.value <= 1.01 * largest + stated.unit(4) + rounding or largest > 1e6, f"{said}: {largest}"
        elif "grows without bound" in clause:
            assert largest > 1e4, f"{said}: {largest}"
        elif clause.endswith("0 throughout, to rounding"):
            assert largest <= 100.0 * rounding, f"{said}: {largest}"
        else:
            assert "is not resolved" in clause, said


def check_moments(pair: Pair, tally: Tally, inputs: Normal) -> None:
    exact = {each.name: expectation(each, each.breakpoints, inputs) for each in pair}
    found = [moments_of(each, inputs) for each in pair]
    estimates = means.mean_estimates(np.zeros((2, 3)), 10, found)
    table = as_frame(means.estimate_table(estimates, tuple(exact)))
    for each in pair:
        size = math.sqrt(mean_square(each, each, inputs))
        said = str(table.loc[each.name, "exact mean"])
        if said == "within 10⁻¹⁰ of 0":
            tally.claim(abs(exact[each.name]) < 1.01e-10, f"{said} of {exact[each.name]}")
        elif is_nan(said):
            tally.claim(not size < HUGE, f"no number is said of {exact[each.name]}")
        else:
            tally.rounded(number(said), exact[each.name], 6, doubt=1e-9 * size + 1.1e-10)
    rows = gains.gain_table(pair).head(2)
    for each, (_, row) in zip(pair, rows.iterrows(), strict=True):
        for column, curve in (("forward", each), ("backward", each.derivative)):
            square = mean_square(curve, each, Normal())
            if math.isnan(row[column]):
                assert not 1e-10 < square < HUGE, f"no {column} gain of {square}"
            else:
                assert row[column] == pytest.approx(1.0 / math.sqrt(square), rel=1e-6), column


def check_own_data(pair: Pair, tally: Tally, own: Empirical) -> None:
    outputs = [own_data.outputs_of(each, own) for each in pair]
    table = as_frame(own_data.output_table(own_data.inputs_of(own), outputs, tuple(each.name for each in pair)))
    for each in pair:
        values, slopes = each(own.numbers), each.derivative(own.numbers)
        for column, value in (
            ("mean out", values.mean()),
            ("variance out", values.var()),
            ("E f′²", np.mean(slopes**2)),
        ):
            doubt = 1e-12 * (1.0 + float(np.mean(values**2)))
            tally.rounded(number(str(table.loc[each.name, column])), float(value), 4, doubt=doubt + 1e-9 * abs(value))


def check_properties(activation: Activation, tally: Tally) -> None:
    known = properties_of(activation)
    rows = as_frame(properties.property_table(known, (), 0.1))["value"]
    x = np.concatenate([dense(activation, low=low, high=-low) for low in (-1e3, -10.0)])
    extremes: tuple[tuple[str, RealFunction, float], ...] = (
        ("Minimum", activation, -1.0),
        ("Maximum", activation, 1.0),
        ("Least slope", activation.derivative, -1.0),
        ("Greatest slope", activation.derivative, 1.0),
    )
    for row, curve, sign in extremes:
        seen = sign * float((sign * curve(x)).max())
        if rows[row] == "none: unbounded":
            far = float(np.abs(curve([-1e30, 1e30])).max())
            assert not far < HUGE or abs(seen) > HUGE or math.isinf(_beside_all(curve, activation)), f"{row}: {far}"
            continue
        stated = number(str(rows[row]).partition(",")[0])
        slack = 0.51 * stated.unit(10) + 1e-11 * abs(seen)
        assert sign * (seen - stated.value) <= slack, f"{row} {rows[row]}: {seen}"
        if place := re.search(rf"attained at x = ({NUMBER})", rows[row]):
            assert _comes_near(curve, stated.value, number(place[1])), f"{row} {rows[row]}: {seen}"
    said = properties.reference_sentence(activation.name, known)
    rises = bool((activation.derivative(x) > 1e-12).any())
    falls = bool((activation.derivative(x) < -1e-12).any())
    assert not (rises and falls) or "not monotone" in said or known.smoothness == "discontinuous", said


def _beside_all(curve: RealFunction, activation: Activation) -> float:
    """How large the curve is beside its breakpoints, inf for more than any slope of a bend that can be seen."""
    points = np.array([0.0, *activation.breakpoints])
    found = np.abs(curve(np.concatenate([np.nextafter(points, -np.inf), np.nextafter(points, np.inf)])))
    return math.inf if found.max() > 1e5 else float(found.max())


def _comes_near(curve: RealFunction, value: float, x: Number) -> bool:
    """Whether the curve has the value at one of the numbers that are written so, or beside it."""
    values = curve(x.value + x.unit(10) * np.linspace(-1.0, 1.0, 9))
    return bool(np.abs(values - value).min() <= 1e-8 * abs(value) + 1e-12 or values.min() <= value <= values.max())


def check_depth(activation: Activation) -> None:
    """The variances and gradients of theory, one integral after the other."""
    weights, bias = 1.5, 0.1
    found = depth_of(activation, layers=4, weight_variance=weights, bias_variance=bias)
    q = weights + bias
    for stated in found.variances.tolist():
        if math.isnan(stated) or not q < 1e4:
            break
        assert stated == pytest.approx(q, rel=1e-6)
        q = weights * mean_square(activation, activation, Normal(0.0, math.sqrt(q))) + bias


def check_likeness(activation: Activation, tally: Tally) -> None:
    points = [point for point in activation.breakpoints if abs(point) < REACH]
    x = np.setdiff1d(np.linspace(-REACH, REACH, 100_001), points)
    values = activation(x)
    matches = equals_up_to_scale(activation)
    for each in matches:
        assert np.abs(each(x) - values).max() <= 1e-8 * np.abs(values).max(), each.text
    nearest = None if matches else nearest_up_to_scale(activation)
    if nearest is not None and nearest.share > 1e-5:
        gap = np.abs(nearest.match(x) - values)
        there = abs(float(nearest.match(np.array(nearest.place))) - float(activation(nearest.place)))
        assert nearest.largest == pytest.approx(there, rel=1e-6), nearest
        assert nearest.largest >= 0.99 * gap.max(), nearest
        unseen = nearest.largest * 1e-3  # where two jumps all but meet
        assert nearest.distance == pytest.approx(math.sqrt(np.mean(gap**2)), rel=0.01, abs=unseen), nearest
        said = properties.nearest_sentence(activation.name, nearest)
        tally.claim(nearest.match.activation.name in said, said)


@pytest.mark.parametrize("seed", range(PAIRS))
def test_what_is_said_of_random_formulas_holds(seed: int) -> None:
    pair = next(pairs(seed))
    try:
        check(pair, seed)
    except AssertionError as error:
        raise AssertionError(f"{texts(pair)}: {error}") from error


@pytest.mark.parametrize("middle", np.random.default_rng(5).uniform(0.1, 3.0, 4))
def test_a_kink_that_is_nothing_beside_the_variance_is_no_obstacle(middle: float) -> None:
    formula = parse_formula(f"(x*x/(1 + abs(erf(x + {middle:.3f}))))^2")()
    found = depth_of(formula, layers=4, weight_variance=1.5, bias_variance=0.1).correlations
    assert (np.abs(found[np.isfinite(found)]) <= 1.0).all()


def texts(pair: Pair) -> list[str]:
    return [each.definition.text for each in pair]  # type: ignore[attr-defined]


def main(count: int, seed: int) -> None:
    every = pairs(seed)
    for _ in range(count):
        pair = next(every)
        try:
            check(pair, seed)
        except AssertionError as error:
            print(f"{texts(pair)}: {error}", flush=True)
        except NotResolvedError as error:
            print(f"{texts(pair)}: not resolved: {error}", flush=True)
    print(f"{count} pairs tried")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    main(**vars(parser.parse_args()))
