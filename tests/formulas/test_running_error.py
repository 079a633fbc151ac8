"""The bound of rounding against mpmath, and what a refusal says of the digits that are left."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, parse_formula, properties_of
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from tests.formulas.texts import ORACLES
from tests.oracles import Number

# With a a random number.
CANCELLING: dict[str, Callable[[Number, Number], Number]] = {
    "sqrt(x^4 + a*x^2) - x^2": lambda x, a: mp.sqrt(x**4 + a * x**2) - x**2,
    "max(-1, exp(a*x) - 1) - a*x": lambda x, a: mp.exp(a * x) - 1 - a * x,
    "x^2/(a + abs(x)) - abs(x)": lambda x, a: x**2 / (a + abs(x)) - abs(x),
}
ONLY_BESIDE_0 = "max(-1, exp(a*x) - 1) - a*x"
FACTORS = np.random.default_rng(12).uniform(0.3, 3.0, 3).tolist()
X = np.concatenate([side * 10.0 ** np.arange(-17.0, 17.0, 0.37) for side in (-1.0, 1.0)])


def errors(text: str, oracle: Callable[[Number], Number], x: np.ndarray, **parameters: float) -> tuple[np.ndarray, ...]:
    """The values, how far they are off, and the bound."""
    formula = parse_formula(text)(**parameters)
    with mp.workdps(500):
        off = [float(abs(mp.mpf(float(formula(each))) - oracle(mp.mpf(float(each))))) for each in x]
    return formula(x), np.array(off), formula.rounding(x)[0]


@pytest.mark.parametrize("text", ORACLES)
def test_no_formula_of_the_literature_is_farther_off_than_its_bound(text: str) -> None:
    values, off, bound = errors(text, ORACLES[text], X[np.abs(X) < 30.0])
    known = np.isfinite(bound) & (np.abs(values) > 1e-290)
    assert known.sum() > 10
    assert (off <= bound)[known].all()


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("text", CANCELLING)
def test_where_terms_cancel_the_bound_holds_and_says_how_much_is_lost(text: str, factor: float) -> None:
    a = mp.mpf(factor)
    values, off, bound = errors(text, lambda x: CANCELLING[text](x, a), X, a=factor)
    known = np.isfinite(bound) & np.isfinite(values)
    assert (off <= bound)[known].all()
    assert (off > 0.01 * bound)[known].any()
    assert (bound > np.abs(values))[known].any()


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("text", [text for text in CANCELLING if text != ONLY_BESIDE_0])
def test_what_is_refused_since_its_terms_cancel_has_few_digits_where_it_is_said(text: str, factor: float) -> None:
    with pytest.raises(NotResolvedError, match="the terms of the function cancel") as refused:
        pieces_of(parse_formula(text)(a=factor))
    place = re.search(r"x = (\S+)", str(refused.value))
    assert place
    x = float(place[1].replace("−", "-")) * (1.0 + np.random.default_rng(1).uniform(-0.04, 0.04, 200))
    a = mp.mpf(factor)
    values, off, _ = errors(text, lambda x: CANCELLING[text](x, a), x, a=factor)
    assert (off > 1e-4 * np.abs(values)).any()


@pytest.mark.parametrize("factor", FACTORS)
def test_what_is_lost_beside_a_zero_alone_is_not_refused(factor: float) -> None:
    known = properties_of(parse_formula(ONLY_BESIDE_0)(a=factor))
    assert (known.minimum.value, known.minimum.at, known.convexity) == (0.0, known.zeros, "convex")
    assert known.zero_at_zero


def test_what_truly_changes_fast_is_refused_for_that() -> None:
    with pytest.raises(NotResolvedError, match="changes faster than floats can tell"):
        pieces_of(parse_formula("sin(1e6*x)*exp(-x^2)")())


@pytest.mark.parametrize("text", ["x*laplacegate(2*x) - leakyrelu(x - 1)"])
def test_where_only_the_slope_cancels_that_is_said(text: str) -> None:
    with pytest.raises(NotResolvedError, match="the terms of the slope cancel"):
        pieces_of(parse_formula(text)())


def test_the_functions_of_the_catalogue_are_right_to_all_digits() -> None:
    assert not CATALOG["Mish"]().rounding(X).any()
