"""Sums of lines with bends against exact fractions: they may not lose what is left of them far out."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from activations import FormulaError, parse_formula, properties_of
from activations.formulas.accurate import bound_expression
from activations.formulas.expression import Node, Number, Symbol
from activations.formulas.piecewise import piecewise_of
from activations.formulas.reading import expression_of
from tests.calculus import brute_force

COUNT = 16


def line(random_: random.Random) -> str:
    return f"{random_.choice((-3, -1, 1, 1, 2, 0.5))}*x + {random_.randint(-4, 4)}"


def part(random_: random.Random) -> str:
    one, low, high = line(random_), random_.randint(-3, 0), random_.randint(1, 3)
    return random_.choice(
        (
            f"abs({one})",
            f"relu({one})",
            f"max({one}, {line(random_)})",
            f"min({one}, {low})",
            f"clip({one}, {low}, {high})",
        )
    )


def texts(seed: int) -> list[str]:
    random_ = random.Random(seed)
    signs = random_.choices("+-", k=2 * COUNT)
    return [
        f"({part(random_)} {signs[k]} {random_.choice((1, 2, 0.5))}*{part(random_)} {signs[-1 - k]} {line(random_)})/2"
        for k in range(COUNT)
    ]


RULES: dict[str, Callable[..., Fraction]] = {
    "add": lambda u, v: u + v,
    "subtract": lambda u, v: u - v,
    "multiply": lambda u, v: u * v,
    "divide": lambda u, v: u / v,
    "negate": lambda u: -u,
    "abs": abs,
    "relu": lambda u: max(u, Fraction(0)),
    "max": max,
    "min": min,
    "clip": lambda u, low, high: min(max(u, low), high),
}


def exact(node: Node, x: Fraction) -> Fraction:
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Symbol):
        return x
    return RULES[node.function](*(exact(each, x) for each in node.arguments))


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_lines_with_bends_are_exact_at_every_size(seed: int) -> None:
    generator = np.random.default_rng(seed)
    tried = 0
    for text in texts(seed):
        try:
            formula = parse_formula(text)()
        except FormulaError:  # it is constant
            continue
        tried += 1
        x = np.concatenate([side * 10.0 ** generator.uniform(-3.0, 17.0, 20) for side in (-1.0, 1.0)])
        expected = [float(exact(expression_of(text), Fraction(each))) for each in x.tolist()]
        np.testing.assert_allclose(formula(x), expected, rtol=4e-16, atol=1e-14, err_msg=text)
        brute_force.check(formula, generator)
    assert tried > COUNT // 2


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("relu(x) - relu(x - 1)", (0.0, 1.0)),
        ("(abs(x + 1) - abs(x - 1))/2", (-1.0, 1.0)),
        ("relu(x + 1) - relu(x - 1) - 1", (-1.0, 1.0)),
    ],
)
def test_a_clipped_line_written_as_a_sum_is_known(text: str, ends: tuple[float, float]) -> None:
    known = properties_of(parse_formula(text)())
    assert (known.minimum.value, known.maximum.value) == ends
    assert known.monotonicity == "non-decreasing"


@pytest.mark.parametrize("text", ["step(x) + abs(x)", "where(x < 0, 1, x)", "tanh(x) + abs(x)", "x*abs(x)"])
def test_what_is_no_line_from_bend_to_bend_is_left_alone(text: str) -> None:
    assert piecewise_of(bound_expression(text, ())) is None


def nested(random_: random.Random, depth: int) -> str:
    if depth == 0:
        return line(random_)
    one, other, third = (nested(random_, depth - 1) for _ in range(3))
    return random_.choice((f"max({one}, {other})", f"min({one}, {other})", f"clip({one}, {other}, {third})"))


@pytest.mark.parametrize("seed", range(3))
def test_choices_within_choices_bend_just_where_the_slope_changes(seed: int) -> None:
    random_ = random.Random(seed)
    for _ in range(60):
        text = nested(random_, 2)
        try:
            formula = parse_formula(text)()
        except FormulaError:  # it is constant
            continue
        # Beyond ±100 all these lines have crossed.
        places = [-100.0, *formula.breakpoints, 100.0]
        tree = expression_of(text)
        for low, high in pairwise(map(Fraction, places)):
            ends = [exact(tree, low + share * (high - low)) for share in (Fraction(1, 997), Fraction(996, 997))]
            middle = exact(tree, (low + high) / 2)
            assert abs(ends[0] + ends[1] - 2 * middle) <= 1e-12, (text, low, high)
        for place in map(Fraction, formula.breakpoints):
            before, here, after = (exact(tree, place + k * Fraction(1, 10**6)) for k in (-1, 0, 1))
            assert abs(before + after - 2 * here) > Fraction(1, 10**8), (text, place)
