"""What is claimed of random formulas, and kinds of claims that were false once.

`python -m tests.formulas.test_claims 1000 --seed 2` tries so many texts and lists all that is false.
"""

import argparse
import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from activations import Activation, Definition, FormulaError, parse_formula, properties_of
from activations.calculus.breakpoints import breakpoints_of
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from tests.calculus import brute_force
from tests.formulas.plausible import cancelling, formulas, of_catalog
from tests.parametrized import every_definition

TEXTS = 25


def explorable(texts: Iterator[str]) -> Iterator[tuple[str, Activation]]:
    for text in texts:
        try:
            activation = parse_formula(text)()
            pieces_of(activation)
        except (FormulaError, NotResolvedError):
            continue
        yield text, activation


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize("texts", [formulas, cancelling, of_catalog])
def test_claims_hold_for_random_formulas(texts: Callable[[int], Iterator[str]], seed: int) -> None:
    found = explorable(itertools.islice(texts(seed), TEXTS))
    tried = 0
    for text, activation in found:
        try:
            brute_force.check(activation, np.random.default_rng(1))
        except AssertionError as error:
            raise AssertionError(f"{text}: {error}") from error
        tried += 1
    assert tried > TEXTS // 3


@every_definition
def test_a_function_with_numbers_around_it_has_the_properties_of_the_catalogue(definition: Definition) -> None:
    known = properties_of(definition())
    found = properties_of(parse_formula(f"2*{definition.name.lower()}(0.25*(4*x))/2")())
    words = ("monotonicity", "symmetry", "convexity", "breakpoints", "smoothness", "dead", "saturated")
    assert [getattr(found, word) for word in words] == [getattr(known, word) for word in words]
    for bound in ("minimum", "maximum", "slope_minimum", "slope_maximum", "lipschitz"):
        ours, theirs = getattr(found, bound), getattr(known, bound)
        assert ours.value == pytest.approx(theirs.value, rel=1e-12)
        assert ours.attained == theirs.attained


@pytest.mark.parametrize("text", ["sqrt(abs(x))", "max(0, x)^0.5", "abs(x)^0.1", "sqrt(clip(3*x, 0, 2))"])
def test_a_root_is_infinitely_steep_at_its_end(text: str) -> None:
    known = properties_of(parse_formula(text)())
    assert (known.slope_maximum.value, known.lipschitz.value) == (math.inf, math.inf)


@pytest.mark.parametrize("level", np.random.default_rng(22).uniform(0.1, 3.0, 3).round(3).tolist())
@pytest.mark.parametrize("text", ["sqrt(clip(-x, 0, {p}))", "clip({p}*x, 0, 0.5)^0.3", "sqrt(clip(x - {p}, 0, 2))"])
def test_beside_a_root_a_constant_is_not_steep(text: str, level: float) -> None:
    known = properties_of(parse_formula(text.format(p=level))())
    assert known.lipschitz.value == math.inf
    assert not known.lipschitz.attained


def test_of_infinity_and_infinity_neither_is_greater() -> None:
    known = properties_of(parse_formula("max(x, x^2)")())
    assert (known.limit_right, known.slope_maximum.value) == (math.inf, math.inf)
    assert properties_of(parse_formula("where(0.25*x < x, 2*x, exp(x))")()).limit_right == math.inf


@pytest.mark.parametrize("place", [0.0, 1.0, -1 / 3, 7.3, 1e-8])
@pytest.mark.parametrize(("branches", "kind"), [("{u}, 2*({u})/2", "smooth"), ("{u} + x - {p}, {u}", "kink")])
@pytest.mark.parametrize("text", ["tanh(x - {p})", "x*sin(3*(x - {p}))", "(x - {p})^3", "tanh(1000*(x - {p}))"])
def test_branches_that_are_one_function_meet_smoothly(text: str, branches: str, kind: str, place: float) -> None:
    both = branches.format(u=text, p="{p}").format(p=f"({place!r})")
    found = breakpoints_of(parse_formula(f"where(x > {place!r}, {both})")())
    assert [each.kind for each in found] == [kind]


@pytest.mark.parametrize("text", ["erf(-x^2)", "tanh(-x - 20)", "2 - 1/(1 + exp(3*x))"])
def test_a_branch_that_moves_by_less_than_floats_tell_takes_no_range(text: str) -> None:
    with pytest.raises(NotResolvedError, match="so slowly"):
        properties_of(parse_formula(f"where(x <= 15.6, x^2, {text})")())


@pytest.mark.parametrize("text", ["sqrt(x + 25)", "log(x + 21)", "1/(x - 30)", "1/(x + 40)^2"])
def test_what_is_not_real_and_finite_everywhere_is_not_resolved(text: str) -> None:
    with pytest.raises(NotResolvedError, match=r"far out|faster"):
        properties_of(parse_formula(text)())


@pytest.mark.parametrize("place", np.random.default_rng(6).uniform(-3.0, 3.0, 4))
@pytest.mark.parametrize("other", ["relu6(x)", "abs(x - 4)", "clip(x, 3, 5)", "where(x > 4, 1, x)", "max(x, 6)"])
def test_a_branch_that_is_not_taken_has_no_say_in_where_a_unit_is_saturated(other: str, place: float) -> None:
    formula = parse_formula(f"where(x < {place:.3f}, 0*({other}), erf(1 + (11.4*x - 3)^2))")()
    known = properties_of(formula)
    assert (known.saturated, [each.high for each in known.dead]) == ((), [float(f"{place:.3f}")])
    brute_force.check(formula, np.random.default_rng(1))


@pytest.mark.parametrize("place", np.random.default_rng(7).uniform(40.0, 900.0, 2))
@pytest.mark.parametrize(
    "text",
    [
        "tanh({m}*x)",
        "erf({m}*x)",
        "elu(-{m}*x)",
        "sigmoid({m}*x) + relu(-x)",
        "2 + x*exp(-{m}*x^2)",
        "hardtanh(x) + tanh({m}*x)",
        "1 + relu6(x)*exp(-{m}*x)",
    ],
)
def test_a_branch_that_lies_below_the_floats_as_a_whole_is_not_said_to_be_flat(text: str, place: float) -> None:
    formula = parse_formula(f"where(x > {place:.3f}, {text.format(m=20)}, x)")()
    assert formula.derivative([place + 1.0, 2.0 * place]).tolist() == [0.0, 0.0]
    with pytest.raises(NotResolvedError, match="so slowly somewhere"):
        properties_of(formula)


@pytest.mark.parametrize("place", np.random.default_rng(8).uniform(-19.0, 900.0, 4))
@pytest.mark.parametrize(
    "text",
    [
        "3",
        "relu(-x - 1000) + 1",
        "hardtanh(x + 1000)*2",
        "step(x + 1e4) + 0*tanh(20*x)",
        "sign(x + 1e4)",
        "min(gelu(x + 1e4), 1)",
        "hardtanh(2*tanh(20*(x + 1e4)))",
        "1 + relu(-x - 1000)*tanh(x)",
    ],
)
def test_a_branch_that_is_flat_is_said_to_be(text: str, place: float) -> None:
    known = properties_of(parse_formula(f"where(x > {place:.3f}, {text}, x)")())
    assert known.saturated[-1].high == math.inf
    assert known.saturated[-1].low == float(f"{place:.3f}")


@pytest.mark.parametrize(
    "text",
    ["max(exp(-x^2), {p})", "max({p}, silu(x))", "min(x^3 + x, -{p})", "max(1/(1 + x^2), {p})", "min(gelu(x), {p})"],
)
def test_a_curve_cut_off_at_a_level_is_flat_beyond(text: str) -> None:
    levels = np.random.default_rng(9).uniform(0.3, 0.9, 8)
    found = dict(explorable(text.format(p=f"{level:.4f}") for level in levels))
    assert len(found) >= 7  # of one, the floats beside a breakpoint may lie on its other side
    for activation in found.values():
        assert properties_of(activation).saturated
        brute_force.check(activation, np.random.default_rng(1))


@pytest.mark.parametrize("factor", [1.0, 3.7, 0.31, 1e6])
def test_a_range_is_closed_where_its_end_is_attained_but_for_rounding(factor: float) -> None:
    text = f"{factor}*min(clip(x, -0.513, 0.25)/(1 + max(x, 0)^2), (0.25*x + 0.0981)*x - x)"
    known = properties_of(parse_formula(text)())
    assert (known.image[-1].high, known.image[-1].has_high) == (known.maximum.value, known.maximum.attained)
    assert known.maximum.attained


def test_what_is_0_by_underflow_alone_is_neither_a_zero_nor_a_bend() -> None:
    known = properties_of(parse_formula("max(x*tanh(x*softplus(x - 0.1)), 0)")())
    assert not known.dead
    assert [each.low for each in known.zeros] == [0.0]
    for text in ("gaussian(x^2 - 100)", "exp(-(x + 40)^2) - exp(-(x - 40)^2)"):
        with pytest.raises(NotResolvedError, match="small"):
            properties_of(parse_formula(text)())


@pytest.mark.parametrize("text", ["sqrt(cosh(x))", "exp(x)/(1 + x^2)", "sinh(x + 4.57)/(2 + tanh(x))", "x*exp(x^2)"])
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


@pytest.mark.parametrize("place", np.random.default_rng(10).uniform(-4.0, 4.0, 6).round(2).tolist())
@pytest.mark.parametrize("text", ["(x - {p})^3 - 0.01*x", "(x - {p})^2 - 1e-4", "x - 3*(x - {p})*exp(-(x - {p})^2)"])
def test_a_dip_between_two_samples_that_the_curve_makes_on_its_way_is_no_secret(text: str, place: float) -> None:
    known = properties_of(parse_formula(text.format(p=f"({place})"))())
    assert known.monotonicity == "not monotone"
    assert known.slope_minimum.value < 0.0


@pytest.mark.parametrize(
    "text", ["exp(x + {a}) - exp(x - {a})", "cosh(x) - {a}*cosh(x)/5", "expm1(x) - {a}*expm1(x)/5"]
)
@pytest.mark.parametrize("factor", [0.5, 1.37, 3.84])
def test_a_difference_of_what_outgrows_all_floats_keeps_its_sign(text: str, factor: float) -> None:
    known = properties_of(parse_formula(text.format(a=factor))())
    assert (known.limit_right, known.slope_maximum.value) == (math.inf, math.inf)


@pytest.mark.parametrize("distance", np.random.default_rng(12).uniform(0.5, 25.0, 5).tolist())
def test_two_bumps_have_a_valley(distance: float) -> None:
    known = properties_of(parse_formula(f"exp(-(x + {distance})^2) + exp(-(x - {distance})^2)")())
    assert (known.symmetry, known.zeros, known.minimum.value) == ("even", (), 0.0)
    assert len(known.maximum.at) == (1 if distance < 0.5**0.5 else 2)


@pytest.mark.parametrize("factor", np.random.default_rng(18).uniform(0.2, 3.0, 3).round(2).tolist())
@pytest.mark.parametrize("outer", ["hardtanh", "relu6", "hardsigmoid", "sparsesigmoid", "clippedrelu"])
@pytest.mark.parametrize("inner", ["relu({p}*x)", "{p}*relu(x) + 0.1", "relu6({p}*x) - 0.2", "leakyrelu({p}*x)"])
def test_a_flat_function_of_one_with_branches_is_flat_where_it_is(outer: str, inner: str, factor: float) -> None:
    activation = parse_formula(f"{outer}({inner.format(p=factor)})")()
    known = properties_of(activation)
    assert known.saturated or known.dead
    brute_force.check(activation, np.random.default_rng(1))


@pytest.mark.parametrize("place", [0.25, 0.5, *np.random.default_rng(17).uniform(0.1, 3.0, 4).round(3).tolist()])
@pytest.mark.parametrize("text", ["softshrink(x - {p}, lambd={p})", "elu(x - {p}) + softshrink(x - {p}, lambd={p})"])
def test_rounding_beside_a_breakpoint_is_no_jump(text: str, place: float) -> None:
    known = properties_of(parse_formula(text.format(p=place))())
    assert "jump" not in {each.kind for each in known.breakpoints}
    assert len(known.image) == 1


def test_a_product_far_out_is_convex_where_its_terms_cancel() -> None:
    assert properties_of(parse_formula("x*atan(3.08*x)")()).convexity == "convex"


def main(count: int, seed: int) -> None:
    tried = 0
    both = itertools.chain(*(itertools.islice(texts(seed), count) for texts in (formulas, cancelling)))
    for text, activation in explorable(both):
        tried += 1
        try:
            brute_force.check(activation, np.random.default_rng(seed))
        except NotResolvedError:
            continue
        except AssertionError as error:
            print(f"{text}: {error}")
    print(f"{tried} of {2 * count} formulas tried")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    main(**vars(parser.parse_args()))
