"""Functions less the first terms of their own series, which cancel near 0, against mpmath."""

from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp

from activations import FormulaError, parse_formula, properties_of
from activations.formulas.accurate import bound_expression
from activations.formulas.expanding import series_of
from activations.formulas.series import TERMS, Series
from tests.oracles import Number
from tests.parametrized import curves_of

DIGITS = 150

# Of a line through 0.
FUNCTIONS: dict[str, Callable[[Number], Number]] = {
    "sin({u})": mp.sin,
    "tan(sin({u}))": lambda u: mp.tan(mp.sin(u)),
    "cosh({u})": mp.cosh,
    "tanh({u})": mp.tanh,
    "atan({u})": mp.atan,
    "asinh({u})": mp.asinh,
    "erf({u})": mp.erf,
    "exp({u})": mp.exp,
    "exp(-({u})^2)": lambda u: mp.exp(-u * u),
    "log1p(({u})^2)": lambda u: mp.log1p(u * u),
    "sqrt(1 + ({u})^2)": lambda u: mp.sqrt(1 + u * u),
    "1/(2 + ({u})^2)": lambda u: 1 / (2 + u * u),
    "sigmoid({u})": lambda u: 1 / (1 + mp.exp(-u)),
    "softplus({u})": lambda u: mp.log1p(mp.exp(u)),
    "gelu({u})": lambda u: u * mp.ncdf(u),
    "mish({u})": lambda u: u * mp.tanh(mp.log1p(mp.exp(u))),
}
X = np.array([-0.41, -3e-3, 1e-12, 7e-20, 6e-5])


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("order", [1, 3])
def test_a_function_less_its_first_terms_keeps_its_digits(name: str, order: int) -> None:
    factor = float(np.random.default_rng(order).choice([-7.3, 0.01, 0.6, 1.0, 2.0, 30.0]))
    function = FUNCTIONS[name]
    with mp.workdps(DIGITS):
        terms = [term * mp.mpf(factor) ** k for k, term in enumerate(mp.taylor(function, 0, order))]
        powers = [f"({float(term)!r})*x^{k}" for k, term in enumerate(terms) if term]
        formula = parse_formula(" - ".join([name.format(u=f"{factor}*x"), *powers]))()

        def exact(x: Number) -> Number:
            return function(factor * x) - sum(term * x**k for k, term in enumerate(terms))

        for x in X / abs(factor):
            bounds = formula.rounding(x)
            for row, curve in enumerate(curves_of(formula)):
                step = mp.mpf(abs(x)) * mp.mpf(10) ** -30
                expected = float(mp.diff(exact, mp.mpf(x), row, h=step) if row else exact(mp.mpf(x)))
                off = abs(float(curve(x)) - expected)
                assert off <= max(bounds[row], 4e-15 * abs(expected), 1e-290), (x, row)
                if abs(factor * x) < 1e-2 and abs(expected) > 1e-280:
                    assert off <= 1e-11 * abs(expected), (x, row)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("place", [0.0, np.random.default_rng(20).uniform(-2.0, 2.0)])
def test_no_term_is_farther_off_than_its_doubt_and_no_more_is_left_out(name: str, place: float) -> None:
    scale = 0.25
    known = series_of(bound_expression(name.format(u="x"), ()), Series.of(place, scale))
    with mp.workdps(60):
        exact = [term * scale**k for k, term in enumerate(mp.taylor(FUNCTIONS[name], place, 2 * TERMS))]
    off = np.array([float(abs(one - other)) for one, other in zip(exact[:TERMS], known.terms.tolist(), strict=True)])
    assert (off <= known.doubts[:-1] + 1e-50).all()
    assert float(sum(abs(term) for term in exact[TERMS:])) <= known.doubts[-1]
    assert known.doubts.sum() < 1e-6


@pytest.mark.parametrize(
    ("text", "monotonicity", "convexity", "symmetry"),
    [
        ("x - sin(x)", "increasing", "neither", "odd"),
        ("sinh(x) - x", "increasing", "neither", "odd"),
        ("x - atan(x)", "increasing", "neither", "odd"),
        ("asinh(x) - x", "decreasing", "neither", "odd"),
        ("cos(x) - 1 + x^2/2", "not monotone", "convex", "even"),
        ("sigmoid(x) - 0.5 - x/4", "decreasing", "neither", "odd"),
        ("erf(x) - 2*x/sqrt(pi)", "decreasing", "neither", "odd"),
        ("log1p(x^2) - x^2", "not monotone", "concave", "even"),
        ("tanh(x) - x + x^3/3", "increasing", "neither", "odd"),
        ("sinh(x) - sin(x)", "increasing", "neither", "odd"),
        ("x*cosh(x) - sinh(x)", "increasing", "neither", "odd"),
        ("where(x == 0, 1, x/(exp(x) - 1))", "decreasing", "convex", "neither"),
        ("where(x == 0, 1, sinh(x)/x)", "not monotone", "convex", "even"),
    ],
)
def test_what_cancels_near_0_has_properties(text: str, monotonicity: str, convexity: str, symmetry: str) -> None:
    known = properties_of(parse_formula(text)())
    assert (known.monotonicity, known.convexity, known.symmetry) == (monotonicity, convexity, symmetry)
    assert [each.low for each in known.zeros] == ([] if "where" in text else [0.0])


def test_a_quotient_is_given_no_value_where_it_has_none() -> None:
    with pytest.raises(FormulaError, match="x = 0; give it a value"):
        parse_formula("sin(x)/x")


@pytest.mark.parametrize("factor", [1.0 + 1e-12, 1.0 - 3e-14])
def test_terms_that_all_but_cancel_do_not_vanish(factor: float) -> None:
    formula = parse_formula(f"{factor!r}*sin(x) - x")()
    assert float(formula(1e-9)) == pytest.approx((factor - 1.0) * 1e-9, rel=1e-2)


@pytest.mark.parametrize("place", [3.0, *np.random.default_rng(24).uniform(-6.0, 6.0, 2).round(2).tolist()])
@pytest.mark.parametrize("function", ["atan", "tanh", "sin"])
def test_a_slope_that_cancels_where_a_line_is_0_keeps_its_digits(function: str, place: float) -> None:
    formula = parse_formula(f"{function}(x - ({place})) - x")()
    assert properties_of(formula).monotonicity == "decreasing"
    with mp.workdps(60):
        for x in (place + np.array([-0.2, -1e-5, 3e-9, 1e-3])).tolist():
            expected = float(mp.diff(getattr(mp, function), mp.mpf(x) - place) - 1)
            assert float(formula.derivative(x)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("parameter", np.random.default_rng(9).uniform(0.4, 4.0, 4).round(2).tolist())
def test_series_heed_the_parameters_of_functions(parameter: float) -> None:
    p = mp.mpf(parameter)
    exacts: dict[str, Callable[[Number], Number]] = {
        f"softplus(x, beta={parameter}) - 0.5*x": lambda x: mp.log(1 + mp.exp(p * x)) / p - x / 2,
        f"sigmoid(x, offset={parameter}) - sigmoid(0.5*x, offset={parameter})": lambda x: (
            1 / (1 + mp.exp(p - x)) - 1 / (1 + mp.exp(p - x / 2))
        ),
        f"silu(x, beta={parameter}) - 0.5*x": lambda x: x / (1 + mp.exp(-p * x)) - x / 2,
    }
    x = np.array([-0.3, -1e-3, 1e-5, 0.1])
    for text, exact in exacts.items():
        with mp.workdps(60):
            expected = [[float(mp.diff(exact, mp.mpf(each), order)) for each in x.tolist()] for order in range(3)]
        np.testing.assert_allclose(parse_formula(text)().jet(x), expected, rtol=1e-11, err_msg=text)
