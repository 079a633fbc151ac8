"""Values, slopes and second derivatives of formulas against mpmath and against the catalogue."""

from collections.abc import Callable
from functools import partial
from itertools import islice

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Definition, parse_formula, properties_of
from activations.formulas.functions import FUNCTIONS
from tests.formulas import fuzz, plausible
from tests.formulas.texts import ELEMENTARY, ORACLES
from tests.oracles import ORACLES as TEXTBOOK
from tests.oracles import Number
from tests.parametrized import curves_of, every_definition

POINTS = np.concatenate([np.random.default_rng(3).uniform(-30.0, 30.0, 24), [-30.0, -1e-3, 1e-6, 0.25, 0.5, 2.0, 30.0]])
FAR = np.array([-np.inf, -1e300, -1e200, -1e100, -1e4, 1e4, 1e100, 1e200, 1e300, np.inf])


def points_for(activation: Activation) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    beside = [point + step for point in activation.breakpoints for step in (-1e-3, 1e-3)]
    return np.setdiff1d(np.concatenate([POINTS, beside]), activation.breakpoints)


def test_every_function_of_the_catalogue_is_written_as_a_formula() -> None:
    assert ELEMENTARY.keys() == CATALOG.keys()


@pytest.mark.parametrize("name", ELEMENTARY)
@pytest.mark.parametrize("order", [0, 1, 2], ids=["value", "slope", "second derivative"])
def test_a_textbook_formula_has_the_curves_of_the_catalogue(name: str, order: int) -> None:
    text, tolerance = ELEMENTARY[name]
    known, found = CATALOG[name](), parse_formula(text)()
    x = points_for(known)
    expected = curves_of(known)[order](x)
    # Beside a zero crossing the terms that cancel are of the size of 1.
    np.testing.assert_allclose(curves_of(found)[order](x), expected, rtol=tolerance, atol=1e-15)


@every_definition
def test_a_function_by_its_name_is_the_same(definition: Definition) -> None:
    name = definition.name.lower()
    settings = "" if name in FUNCTIONS else "".join(f", {p.name}={p.default!r}" for p in definition.parameters)
    x = np.concatenate([POINTS, FAR, definition().breakpoints, [0.0, np.nan]])
    for ours, theirs in zip(curves_of(parse_formula(f"{name}(x{settings})")()), curves_of(definition()), strict=True):
        np.testing.assert_array_equal(ours(x), theirs(x))


@every_definition
def test_a_function_by_its_name_has_its_breakpoints(definition: Definition) -> None:
    assert parse_formula(f"{definition.name.lower()}(x)")().breakpoints == definition().breakpoints


@pytest.mark.parametrize("text", ORACLES)
def test_curves_are_those_of_mpmath(text: str) -> None:
    activation = parse_formula(text)()
    with mp.workdps(400):
        for order, curve in enumerate(curves_of(activation)):
            exact = [mp.diff(ORACLES[text], mp.mpf(x), order, h=mp.mpf(10) ** -100) for x in POINTS]
            for x, expected, found in zip(POINTS, exact, curve(POINTS), strict=True):
                error = abs(mp.mpf(float(found)) - expected)
                # Beside zero crossings, which lie near 0 or are those of waves, terms of the size of 1 cancel.
                rounding = 1e-15 * (abs(x) < 3.0) + 1e-14 * (abs(expected) > 1e-4)
                assert error <= 1e-12 * abs(expected) + rounding + mp.mpf(10) ** -300, (order, x)


# What each tends to on the left and on the right, as a slope and an intercept, where it and its derivatives settle.
ASYMPTOTES = {
    "tanh(x^3)": ((0.0, -1.0), (0.0, 1.0)),
    "exp(-exp(x))": ((0.0, 1.0), (0.0, 0.0)),
    "x*exp(-x^2)": ((0.0, 0.0), (0.0, 0.0)),
    "log(1 + exp(x))": ((0.0, 0.0), (1.0, 0.0)),
    "x/sqrt(1 + x^2)": ((0.0, -1.0), (0.0, 1.0)),
    "x^3/(1 + x^2)": ((1.0, 0.0), (1.0, 0.0)),
    "exp(x)/(2 + exp(x))": ((0.0, 0.0), (0.0, 1.0)),
    "x*sigmoid(x)": ((0.0, 0.0), (1.0, 0.0)),
    "(exp(x) - exp(-x))/(1 + exp(x) + exp(-x))": ((0.0, -1.0), (0.0, 1.0)),
    "sqrt(1 + x^2)": ((-1.0, 0.0), (1.0, 0.0)),
    "x^2/(1 + exp(x^2))": ((0.0, 0.0), (0.0, 0.0)),
}


@pytest.mark.parametrize("text", ASYMPTOTES)
def test_far_out_it_is_the_straight_line_to_which_it_tends(text: str) -> None:
    x = 10.0 ** np.array([12.0, 100.0, 154.0, 200.0, 300.0])
    for side, (slope, intercept) in zip((-1.0, 1.0), ASYMPTOTES[text], strict=True):
        value, derivative, bend = (curve(side * x) for curve in curves_of(parse_formula(text)()))
        np.testing.assert_allclose(value, slope * side * x + intercept, rtol=1e-12)
        np.testing.assert_allclose(derivative, slope, rtol=1e-12, atol=1e-20)
        np.testing.assert_allclose(bend, 0.0, atol=1e-12)


# Functions that vanish faster than a factor grows, so that the product is a float long after its first factor was one.
VANISHING = [
    *((name, "exp({rate}*x)", -1.0) for name in ("Softplus", "Sigmoid", "SiLU", "Mish")),
    ("LogSigmoid", "exp({rate}*x)", 1.0),
    *((name, "exp({rate}*x^2)", side) for name, side in (("Gaussian", 1.0), ("Gaussian", -1.0), ("GELU", -1.0))),
]


@pytest.mark.parametrize(("name", "factor", "side"), VANISHING)
def test_a_product_is_right_where_a_factor_is_below_the_floats(name: str, factor: str, side: float) -> None:
    generator = np.random.default_rng(8)
    square = "^2" in factor
    rate = round(float(generator.uniform(0.3, 0.9)) * (0.5 if square else -side), 4)
    activation = parse_formula(f"{name.lower()}(x)*{factor.format(rate=rate)}")()
    known = partial(TEXTBOOK[name], **{each: mp.mpf(value) for each, value in CATALOG[name]().parameters.items()})

    def exact(x: mp.mpf) -> mp.mpf:
        return known(x) * mp.exp(mp.mpf(rate) * (x * x if square else x))

    x = side * generator.uniform(30.0, 60.0 if square else 1000.0, 4)
    with mp.workdps(1_000):
        for order, curve in enumerate(curves_of(activation)):
            for point, found in zip(x, curve(x), strict=True):
                expected = mp.diff(exact, mp.mpf(point), order, h=mp.mpf(10) ** -100)
                if abs(expected) > mp.mpf(10) ** -290:
                    assert abs(mp.mpf(float(found)) - expected) <= 1e-11 * abs(expected), (order, point)


def test_what_grows_on_one_side_vanishes_on_the_other_without_becoming_no_number() -> None:
    activation = parse_formula("x^2*exp(-x)")()
    far = np.array([1e3, 1e100, 1e300, np.inf])
    for sign, curve in zip((1.0, -1.0, 1.0), curves_of(activation), strict=True):
        np.testing.assert_array_equal(curve(far), 0.0)
        np.testing.assert_array_equal(curve(-far), sign * np.inf)


@pytest.mark.parametrize(
    ("text", "at_infinity"),
    [
        ("x*exp(-x)", ((-np.inf, 0.0), (np.inf, 0.0), (-np.inf, 0.0))),
        ("x*sigmoid(x)", ((0.0, np.inf), (0.0, 1.0), (0.0, 0.0))),
        ("log(1 + exp(x)) - x/2", ((np.inf, np.inf), (-0.5, 0.5), (0.0, 0.0))),
        ("x^2 - x", ((np.inf, np.inf), (-np.inf, np.inf), (2.0, 2.0))),
        ("x + sin(x)^2", ((-np.inf, np.inf), (np.nan, np.nan), (np.nan, np.nan))),
        ("x*sin(x)", ((np.nan, np.nan), (np.nan, np.nan), (np.nan, np.nan))),
    ],
)
def test_at_infinity_is_the_limit_or_none(text: str, at_infinity: tuple[tuple[float, float], ...]) -> None:
    for curve, expected in zip(curves_of(parse_formula(text)()), at_infinity, strict=True):
        np.testing.assert_array_equal(curve([-np.inf, np.inf]), expected)


@pytest.mark.parametrize("seed", range(12))
def test_a_quotient_of_exponentials_keeps_its_factors_at_any_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b, c, d, shift = (round(float(each), 3) for each in rng.uniform(0.1, 9.0, 5))
    rate, power = round(float(rng.uniform(0.1, 1.5)), 3), int(rng.integers(1, 4))
    far = np.concatenate([10.0 ** rng.uniform(2.5, 100.0, 20), [1e3, 1e6, 1e10, 1e16, 1e20]])
    outward = np.append(far, np.inf)
    for rising in (f"exp({rate}*x)", f"cosh({rate}*x)", f"exp({rate}*x^2)", f"(1 + exp({rate}*x))^2"):
        quotient = f"({a}*{rising} + {b})/({c}*{rising} + {d})"
        np.testing.assert_allclose(parse_formula(quotient)()(outward), a / c, rtol=1e-9, err_msg=quotient)
        grown = f"x^{power}*{rising}/(1 + {rising})"
        np.testing.assert_allclose(parse_formula(grown)()(far), far**power, rtol=1e-9, err_msg=grown)
    shifted = parse_formula(f"exp({rate}*x + {shift})/(1 + exp({rate}*x))")()
    np.testing.assert_allclose(shifted(outward), np.exp(shift), rtol=1e-6)


@pytest.mark.parametrize(
    ("text", "point", "slope"),
    [
        ("abs(x)", 0.0, -1.0),
        ("abs(-x)", 0.0, -1.0),
        ("max(x, 0)", 0.0, 0.0),
        ("max(0, x)", 0.0, 0.0),
        ("min(2*x, x)", 0.0, 2.0),
        ("clip(x, -1, 1)", 1.0, 1.0),
        ("where(x >= 0, x, 0)", 0.0, 0.0),
        ("where(not x < 0 and x < 9, x, 0)", 0.0, 0.0),
        ("sign(x)*x^2 + x", 0.0, 1.0),
        ("hardtanh(x)", 1.0, 0.0),
    ],
)
def test_at_a_kink_the_slope_is_that_on_the_left_or_of_the_catalogue(text: str, point: float, slope: float) -> None:
    activation = parse_formula(text)()
    assert point in activation.breakpoints
    assert activation.derivative(point) == slope


def test_a_slope_is_that_to_the_left_of_a_condition_that_only_touches() -> None:
    for text, slope in (("where(x^2 > 0, x, 2*x)", 1.0), ("where((x - 1)^2 <= 0, 2*x, 5*x - 3)", 5.0)):
        activation, point = parse_formula(text)(), float("(x - 1)" in text)
        assert float(activation.derivative(point)) == float(activation.derivative([point, 0.5])[0]) == slope


@pytest.mark.parametrize("seed", range(4))
def test_a_jet_of_a_random_formula_is_its_three_curves_at_every_size(seed: int) -> None:
    sizes = 10.0 ** np.arange(-300.0, 301.0, 12.0)
    for text in islice(plausible.formulas(seed), 40):
        activation = fuzz.parsed(text)
        if activation is not None:
            x = np.concatenate([POINTS, FAR, sizes, -sizes, activation.breakpoints, [0.0, np.nan]])
            np.testing.assert_array_equal(
                activation.jet(x), [curve(x) for curve in curves_of(activation)], err_msg=text
            )


def test_shapes_types_and_nan_are_kept() -> None:
    activation = parse_formula("where(x > 0, 1, 2) + 0*x")()
    for x in ([[1.0, np.nan], [-1.0, 0.0]], 3.0, [], np.arange(4, dtype=np.int32)):
        for curve in curves_of(activation):
            found = curve(x)
            assert found.shape == np.shape(x)
            assert found.dtype == np.float64
            np.testing.assert_array_equal(np.isnan(found), np.isnan(np.asarray(x, dtype=np.float64)))


# Functions whose slopes fall like a power, of what grows faster: the slope of one alone is below the floats.
FLATTENING: dict[str, Callable[[Number], Number]] = {
    "asinh({u})": mp.asinh,
    "atan({u})": mp.atan,
    "softsign({u})": lambda u: u / (1 + abs(u)),
    "({u})/sqrt(1 + ({u})^2)": lambda u: u / mp.sqrt(1 + u**2),
    "squareplus(-({u}))": lambda u: (mp.sqrt(u**2 + 4) - u) / 2,
}
GROWING: dict[str, Callable[[Number], Number]] = {
    "{k}*sinh(x)": mp.sinh,
    "{k}*exp(x)": mp.exp,
    "{k}*x*cosh(x)": lambda x: x * mp.cosh(x),
}


@pytest.mark.parametrize("text", FLATTENING)
@pytest.mark.parametrize("inner", GROWING)
def test_what_flattens_as_fast_as_what_is_in_it_grows_keeps_its_slope(text: str, inner: str) -> None:
    generator = np.random.default_rng(21)
    factor = round(float(10.0 ** generator.uniform(-3.0, 9.0)), 3)
    activation = parse_formula(text.format(u=inner.format(k=factor)))()
    x = generator.uniform(200.0, 690.0, 12)
    with mp.workdps(1_000):
        for order, curve in enumerate(curves_of(activation)[:2]):
            for point, found in zip(x, curve(x), strict=True):
                expected = mp.diff(lambda t: FLATTENING[text](mp.mpf(factor) * GROWING[inner](t)), mp.mpf(point), order)
                if abs(expected) > mp.mpf(10) ** -290:
                    assert abs(mp.mpf(float(found)) - expected) <= 1e-11 * abs(expected), (order, point)
    if "asinh" not in text:
        assert properties_of(activation).monotonicity != "constant"


@pytest.mark.parametrize(("shift", "level"), np.random.default_rng(14).uniform(0.1, 3.0, (5, 2)).round(3).tolist())
def test_a_quotient_of_exponentials_has_digits_as_far_out_as_they_count(shift: float, level: float) -> None:
    activation = parse_formula(f"x + expm1(x - {shift})/({level} + exp(x))")()
    x = 10.0 ** np.arange(3.0, 300.0, 0.25)
    np.testing.assert_allclose(activation(x), x + np.exp(-shift), rtol=1e-15)


@pytest.mark.parametrize(
    ("text", "oracle"),
    [
        ("log(1 + x^4)", lambda x: mp.log(1 + x**4)),
        ("log(2 + x^6)^2", lambda x: mp.log(2 + x**6) ** 2),
        ("log1p(x^4)^0.5", lambda x: mp.sqrt(mp.log(1 + x**4))),
        ("((0.07*x)^3*x)^0.5", lambda x: mp.mpf(0.07) ** mp.mpf(1.5) * x**2),
        ("(1 + x^4)^0.75", lambda x: (1 + x**4) ** mp.mpf(0.75)),
        ("asinh(x^4)", lambda x: mp.asinh(x**4)),
    ],
)
@pytest.mark.parametrize("order", [0, 1, 2], ids=["value", "slope", "second derivative"])
def test_what_grows_like_a_power_keeps_its_slopes_far_out(
    text: str, oracle: Callable[[Number], Number], order: int
) -> None:
    x = 10.0 ** np.random.default_rng(15).uniform(20.0, 70.0, 30)
    with mp.workdps(900):
        expected = [float(mp.diff(oracle, mp.mpf(each), order) if order else oracle(mp.mpf(each))) for each in x]
    np.testing.assert_allclose(curves_of(parse_formula(text)())[order](x), expected, rtol=1e-12)
