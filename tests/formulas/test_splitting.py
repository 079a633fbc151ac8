"""Sums of functions of the catalogue, cut at their bends and far out, against mpmath."""

import itertools
import random
from collections.abc import Callable, Iterator

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
COUNT = 40


def oracle(definition: Definition, x: Number) -> Number:
    if definition.name == "SELU":
        return mp.mpf(SELU_SCALE) * (x if x > 0 else mp.mpf(SELU_ALPHA) * (mp.exp(x) - 1))
    return ORACLES[definition.name](x, **{each.name: mp.mpf(each.default) for each in definition.parameters})


def difference(random_: random.Random) -> tuple[str, Callable[[Number], Number]]:
    """f(ax + b) − c g(dx), of which much may cancel."""
    one, other = random_.sample(DEFINITIONS, 2)
    a, b, c, d = random_.choice(
        ((1.0, 0.0, 1.0, 1.0), (1.0, 0.0, -1.0, -1.0), (2.0, 0.0, 2.0, 1.0), (0.5, 0.0, 0.5, 1.0))
    )
    if random_.random() < 0.3:
        other, a, b = CATALOG["Identity"], *random_.choice(((3.0, -1.0), (-2.0, 0.3), (1.0, 0.5)))
        c, d = a, 1.0

    def exact(x: Number) -> Number:
        return oracle(one, mp.mpf(a) * x + mp.mpf(b)) - mp.mpf(c) * oracle(other, mp.mpf(d) * x)

    return f"{one.name.lower()}({a}*x + {b}) - ({c})*{other.name.lower()}({d}*x)", exact


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
