"""Sums of functions of the catalogue, cut at their bends and far out, against mpmath."""

import itertools
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Definition, FormulaError, parse_formula, properties_of
from activations.calculus.pieces import pieces_of
from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE
from tests.formulas.plausible import cancelling, formulas, of_catalog
from tests.oracles import ORACLES, Number
from tests.parametrized import curves_of, every_definition

# Whose oracles take numbers that a formula has only as floats, or that jump.
_OTHERS = ("LaplaceGate", "GELUTanh", "Snake", "Sin", "Exponential", "Step")
DEFINITIONS = [each for name, each in CATALOG.items() if name not in _OTHERS]
COUNT = 16


class Term(NamedTuple):
    """A function of the catalogue, all of whose parameters are multiplied by a factor."""

    definition: Definition
    factor: float

    def text(self, x: str) -> str:
        given = [f", {each.name}={self.factor * each.default!r}" for each in self.definition.parameters]
        return f"{self.definition.name.lower()}({x}{''.join(given)})"

    def exact(self, x: Number) -> Number:
        if self.definition.name == "SELU":
            return mp.mpf(SELU_SCALE) * (x if x > 0 else mp.mpf(SELU_ALPHA) * (mp.exp(x) - 1))
        given = {each.name: mp.mpf(self.factor * each.default) for each in self.definition.parameters}
        return ORACLES[self.definition.name](x, **given)


def difference(random_: random.Random) -> tuple[str, Callable[[Number], Number]]:
    """f(ax + b) − c g(dx), of which much may cancel."""
    one, other = (Term(each, random_.choice((0.5, 1.0, 1.0, 2.0))) for each in random_.sample(DEFINITIONS, 2))
    a, b, c, d = random_.choice(
        ((1.0, 0.0, 1.0, 1.0), (1.0, 0.0, -1.0, -1.0), (2.0, 0.0, 2.0, 1.0), (0.5, 0.0, 0.5, 1.0))
    )
    if random_.random() < 0.3:
        other, a, b = Term(CATALOG["Identity"], 1.0), *random_.choice(((3.0, -1.0), (-2.0, 0.3), (1.0, 0.5)))
        c, d = a, 1.0

    def exact(x: Number) -> Number:
        return one.exact(mp.mpf(a) * x + mp.mpf(b)) - mp.mpf(c) * other.exact(mp.mpf(d) * x)

    return f"{one.text(f'{a}*x + {b}')} - ({c})*{other.text(f'{d}*x')}", exact


@pytest.mark.parametrize("seed", range(3))
def test_differences_of_functions_keep_their_digits_everywhere(seed: int) -> None:
    generator, random_ = np.random.default_rng(seed), random.Random(seed)
    tried = 0
    for _ in range(COUNT):
        text, exact = difference(random_)
        try:
            formula = parse_formula(text)()
        except FormulaError:  # a constant
            continue
        sizes = 10.0 ** generator.uniform(-6.0, 2.5, 5)
        x = np.concatenate([generator.uniform(-8.0, 8.0, 3), generator.choice([-1.0, 1.0], 5) * sizes])
        for place, found in zip(x.tolist(), formula.jet(x).T, strict=True):
            with mp.workdps(800 if abs(place) > 5.0 else 80):
                at, step = mp.mpf(place), abs(mp.mpf(place)) * mp.mpf(10) ** -25
                expected = [float(mp.diff(exact, at, order, h=step)) for order in range(3)]
            assert found == pytest.approx(expected, rel=1e-10, abs=1e-280), (text, place)
        tried += 1
    assert tried > COUNT // 2


# Constants, differences of squares that floats do not follow far enough, and what is flat in floats from 6 on.
UNRESOLVED = [
    *({"ELU", "CELU"}, {"Hardshrink", "Shrink"}, {"ReLU6", "ClippedReLU"}),
    *({"ReLUSquared", "StarReLU"}, {"ReLUSquared", "xIELU"}, {"StarReLU", "xIELU"}),
    *({"Erf", "ReLU6"}, {"Erf", "ClippedReLU"}),
]


@pytest.mark.parametrize("one", DEFINITIONS, ids=lambda each: each.name)
def test_the_difference_of_two_functions_can_be_explored(one: Definition) -> None:
    others = [each for each in DEFINITIONS if each is not one and {one.name, each.name} not in UNRESOLVED]
    for other in random.Random(one.name).sample(others, 4):
        pieces_of(parse_formula(f"{one.name.lower()}(x) - {other.name.lower()}(x)")())


@every_definition
def test_at_bends_slopes_are_those_of_the_functions(definition: Definition) -> None:
    activation = definition()
    formula = parse_formula(f"{definition.name.lower()}(x) - 2*silu(x)")()
    silu = CATALOG["SiLU"]()
    for ours, of_function, of_silu in zip(curves_of(formula), curves_of(activation), curves_of(silu), strict=True):
        bends = np.array([0.0, *activation.breakpoints])
        assert ours(bends) == pytest.approx(of_function(bends) - 2.0 * of_silu(bends), rel=1e-12)


@pytest.mark.parametrize("rest", [1e-9, 1e-12, 1e-17, -1e-25])
@pytest.mark.parametrize("name", ["elu", "relu", "hardswish", "celu", "sparseplus"])
def test_what_cancels_leaves_exactly_what_is_left(name: str, rest: float) -> None:
    x = np.array([3.5, 10.0, 1e3, 1e9])
    assert parse_formula(f"{name}(x) + {rest}*x - x")()(x) == pytest.approx(rest * x, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "left", "right", "monotonicity"),
    [
        ("elu(x) - x", np.inf, 0.0, "non-increasing"),
        ("softshrink(x) - x", 0.5, -0.5, "non-increasing"),
        ("x*squareplus(x)", -1.0, np.inf, "increasing"),
        ("mish(x) - silu(x)", 0.0, 0.0, "not monotone"),
        ("tanh(x) - softsign(x)", 0.0, 0.0, "not monotone"),
        ("elu(x) - tanh(x)", 0.0, np.inf, "not monotone"),
        ("tanh(3*x - 1) - 3*x", np.inf, -np.inf, "decreasing"),
        ("celu(x) - softplus(x)", -1.0, 0.0, "increasing"),
    ],
)
def test_they_have_properties(text: str, left: float, right: float, monotonicity: str) -> None:
    known = properties_of(parse_formula(text)())
    assert (known.limit_left, known.limit_right, known.monotonicity) == (left, right, monotonicity)


@pytest.mark.parametrize("seed", range(8))
def test_polynomials_are_right_wherever_their_powers_cancel(seed: int) -> None:
    random_ = random.Random(seed)
    shift, n = random_.choice((-3, -1, 1, 2, 20)), random_.randint(3, 9)
    formula = parse_formula(f"(x + {shift})^{n} - x^{n}")()
    for place in (-150.25, -7.5, -1.5, -1.125, 0.375, 1.0625, 2.0, 30.5, 4096.0):
        x = Fraction(place)
        size = float((abs(x) + abs(shift)) ** n)
        expected = (x + shift) ** n - x**n, n * ((x + shift) ** (n - 1) - x ** (n - 1))
        for curve, value in zip(curves_of(formula), expected, strict=False):
            assert float(curve(place)) == pytest.approx(float(value), rel=1e-9, abs=1e-13 * size * (abs(x) < 10))


STEEP: dict[str, Callable[[Number], Number]] = {
    "sigmoid({u})^2 - 1": lambda u: 1 / (1 + mp.exp(-u)) ** 2 - 1,
    "mish({u})*sigmoid({u}) - ({u})": lambda u: u * mp.tanh(mp.log(1 + mp.exp(u))) / (1 + mp.exp(-u)) - u,
    "sigmoid({u})*softplus({u}) - ({u})": lambda u: mp.log(1 + mp.exp(u)) / (1 + mp.exp(-u)) - u,
    "tanh({u})^3 - 1": lambda u: mp.tanh(u) ** 3 - 1,
}


@pytest.mark.parametrize("text", STEEP)
@pytest.mark.parametrize("seed", range(3))
def test_steep_functions_far_from_0_keep_their_digits(text: str, seed: int) -> None:
    generator = np.random.default_rng(seed)
    slope, intercept = float(generator.integers(1, 12)), float(generator.integers(5, 60))
    formula = parse_formula(text.format(u=f"{slope}*x - {intercept}"))()
    for u in generator.uniform(2.0, 60.0, 12):
        x = float((u + intercept) / slope)
        with mp.workdps(400):
            step = mp.mpf(10) ** -40
            expected = [
                float(mp.diff(lambda t: STEEP[text](slope * t - intercept), mp.mpf(x), order, h=step))
                for order in range(3)
            ]
        assert formula.jet(np.array([x]))[:, 0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["softplus", "mish", "elu", "squareplus", "silu"])
def test_decimals_cancel_as_they_are_meant(name: str, seed: int) -> None:
    random_ = random.Random(f"{name} {seed}")
    c, k = Fraction(random_.randint(1, 99), 10), Fraction(random_.randint(1, 99), 100)
    for line in (f"{float(c)}*({float(k)}*x)", f"{float(c * k)}*x"):
        known = properties_of(parse_formula(f"{float(c)}*{name}({float(k)}*x) - {line}")())
        assert (known.limit_left, known.limit_right) == (np.inf, 0.0)


@pytest.mark.parametrize("texts", [of_catalog, formulas, cancelling])
def test_a_point_has_the_same_values_in_any_company(texts: Callable[[int], Iterator[str]]) -> None:
    generator = np.random.default_rng(4)
    signs = generator.choice([-1.0, 1.0], 40)
    x = np.concatenate([generator.uniform(-8.0, 8.0, 8), signs * 10.0 ** generator.uniform(-300.0, 300.0, 40)])
    for text in itertools.islice(texts(6), COUNT):
        try:
            formula: Activation = parse_formula(text)()
        except FormulaError:
            continue
        alone = np.stack([formula.jet(np.array([each]))[:, 0] for each in x], axis=1)
        np.testing.assert_allclose(formula.jet(x), alone, rtol=1e-13, atol=0.0, err_msg=text)


_EXTREME = ("1", "0.1", "3", "1e12", "1e-12", "1e-300", "1e-160", "999999999999", "0.30000000000000004", "5e-324")


def extreme(random_: random.Random) -> str:
    """A sum or product of functions of lines whose slopes and intercepts leave the floats when they are multiplied."""

    def line() -> str:
        one, other = random_.choices(_EXTREME, k=2)
        return random_.choice(("x", f"{one}*x", f"({one}*x + {other})", f"({one} - x)/{other}", f"{one}*({other}*x)"))

    def term() -> str:
        name = random_.choice(list(CATALOG)).lower()
        chosen = (f"{name}({line()})", f"({line()})^6", f"max({line()}, {line()})", f"where({line()} < x, {line()}, 1)")
        return random_.choice(chosen)

    return random_.choice((f"{term()} - {term()}", f"{line()}*{term()} - {term()}", f"{term()}*{term()} + {term()}"))


def test_numbers_at_the_ends_of_the_floats_are_taken_or_refused() -> None:
    random_ = random.Random(8)
    taken = 0
    for _ in range(6 * COUNT):
        try:
            formula = parse_formula(extreme(random_))()
        except FormulaError:
            continue
        formula.jet(np.array([-np.inf, -1e300, -3.0, 0.0, 2.0, 1e200, np.inf]))
        taken += 1
    assert taken > COUNT
