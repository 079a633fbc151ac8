"""What is claimed of random formulas, and kinds of claims that were false once.

`python -m tests.formulas.test_claims 1000 --seed 2` tries so many texts and lists all that is false.
"""

import argparse
import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest

from activations import Activation, FormulaError, parse_formula, properties_of, vanishing_intervals
from activations.calculus.intervals import Interval
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from tests.calculus import brute_force
from tests.formulas.plausible import formulas

TEXTS = 60


def explorable(texts: Iterator[str]) -> Iterator[tuple[str, Activation]]:
    for text in texts:
        try:
            activation = parse_formula(text)()
            pieces_of(activation)
        except (FormulaError, NotResolvedError):
            continue
        yield text, activation


@pytest.mark.parametrize("seed", range(4))
def test_claims_hold_for_random_formulas(seed: int) -> None:
    found = explorable(itertools.islice(formulas(seed), TEXTS))
    tried = 0
    for text, activation in found:
        try:
            brute_force.check(activation, np.random.default_rng(1))
        except AssertionError as error:
            raise AssertionError(f"{text}: {error}") from error
        tried += 1
    assert tried > TEXTS // 3


def test_of_infinity_and_infinity_neither_is_greater() -> None:
    known = properties_of(parse_formula("max(x, x^2)")())
    assert (known.limit_right, known.slope_maximum.value) == (math.inf, math.inf)
    assert properties_of(parse_formula("where(0.25*x < x, 2*x, exp(x))")()).limit_right == math.inf


@pytest.mark.parametrize("text", ["sqrt(x + 25)", "log(x + 21)", "1/(x - 30)", "1/(x + 40)^2"])
def test_what_is_not_real_and_finite_everywhere_is_not_resolved(text: str) -> None:
    with pytest.raises(NotResolvedError, match=r"far out|faster"):
        properties_of(parse_formula(text)())


def test_what_is_0_by_underflow_alone_is_neither_a_zero_nor_a_bend() -> None:
    known = properties_of(parse_formula("max(x*tanh(x*softplus(x - 0.1)), 0)")())
    assert not known.dead
    assert [each.low for each in known.zeros] == [0.0]
    for text in ("gaussian(x^2 - 100)", "exp(-(x + 40)^2) - exp(-(x - 40)^2)"):
        with pytest.raises(NotResolvedError, match="small"):
            properties_of(parse_formula(text)())


@pytest.mark.parametrize("text", ["sqrt(cosh(x))", "exp(x)/(1 + x^2)", "sinh(x + 4.57)/(2 + cos(x))", "x*exp(x^2)"])
def test_what_outgrows_all_floats_keeps_its_direction(text: str) -> None:
    activation = parse_formula(text)()
    far = activation.derivative([1e4, 1e10, 1e12, 1e60, 1e300, math.inf])
    np.testing.assert_array_equal(far, math.inf)
    known = properties_of(activation)
    assert known.slope_maximum.value == math.inf
    assert not known.slope_maximum.attained
    assert (known.convexity == "convex") == (text == "sqrt(cosh(x))")


def test_what_vanishes_exponentially_does_not_stop_what_grows_faster() -> None:
    activation = parse_formula("x*cosh(x^2)/(0.5 + exp(-x))")()
    np.testing.assert_array_equal(
        activation([-math.inf, -1e60, -1e3, 1e3]), [-math.inf, -math.inf, -math.inf, math.inf]
    )


def test_slopes_beside_a_rounded_breakpoint_are_those_of_its_sides() -> None:
    # Two floats times 1.5 are 4.
    known = properties_of(parse_formula("where(1.5*x < 4, 2*x, x) + (x + 1.5)/(1 + x^2)")())
    x = 8.0 / 3.0
    assert known.slope_minimum.value == pytest.approx(1.0 + (1.0 - x**2 - 3.0 * x) / (1.0 + x**2) ** 2, rel=1e-9)


def test_lines_are_exact_and_found_beside_a_curve_that_grows() -> None:
    known = properties_of(parse_formula("where(-x <= -1.5, 10*x, 2.02*x)")())
    assert known.asymptote_left is not None
    assert known.asymptote_left.intercept == 0.0
    other = properties_of(parse_formula("x*expm1(-x)")()).asymptote_right
    assert other is not None
    assert (other.slope, other.intercept) == (-1.0, 0.0)


def test_a_wave_with_kinks_is_as_steep_as_beside_them() -> None:
    activation = parse_formula("clip(expm1(1.5*x), -0.5, 0.99)/(2 + cos(4.75*x))")()
    assert activation.derivative(0.345) > 2.1
    assert vanishing_intervals(activation, 2.0667) != (Interval(-math.inf, math.inf),)


def test_a_product_far_out_is_convex_where_its_terms_cancel() -> None:
    assert properties_of(parse_formula("x*atan(3.08*x)")()).convexity == "convex"


def main(count: int, seed: int) -> None:
    tried = 0
    for text, activation in explorable(itertools.islice(formulas(seed), count)):
        tried += 1
        try:
            brute_force.check(activation, np.random.default_rng(seed))
        except NotResolvedError:
            continue
        except AssertionError as error:
            print(f"{text}: {error}")
    print(f"{tried} of {count} formulas tried")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    main(**vars(parser.parse_args()))
