"""Formulas close beside their breakpoints, where rounding hides which branch a point is on."""

import math

import mpmath
import numpy as np
import pytest

from activations import parse_formula, properties_of
from tests.calculus import brute_force

RISING = {
    "exp(x)": mpmath.exp,
    "sigmoid(x)": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus(x)": lambda x: mpmath.log1p(mpmath.exp(x)),
    "x^3 + x": lambda x: x**3 + x,
    "atan(x)": mpmath.atan,
    "2*expm1(x/2) - 1": lambda x: 2 * mpmath.expm1(x / 2) - 1,
}
BESIDE = np.array([1, 2, 5, 8, 30, 1_000])  # floats from the breakpoint

# f′ below a level of a function that rises, and above it, as a multiple of the function's own slope.
CHOICES = {
    "max({g}, {c})": (0.0, 1.0),
    "min({g}, {c})": (1.0, 0.0),
    "relu({g} - {c})": (0.0, 1.0),
    "abs({g} - {c})": (-1.0, 1.0),
    "sign({g} - {c})*({g} - {c})": (-1.0, 1.0),
    "where({g} < {c}, 2*({g}), 3*({g}))": (2.0, 3.0),
}


LEVELS = [
    round(level, digits) for digits, level in enumerate(np.random.default_rng(1).uniform(0.2, 0.9, 4), start=1)
]  # which all the functions above take


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("g", RISING)
def test_slopes_are_those_of_the_branch_on_whose_side_a_point_is(g: str, choice: str, level: float) -> None:
    f = parse_formula(choice.format(g=g, c=level))()
    (place,) = f.breakpoints
    with mpmath.workdps(40):
        exact = mpmath.findroot(lambda x: RISING[g](x) - level, place)
        slope = float(mpmath.diff(RISING[g], exact))
    assert abs(float(exact) - place) <= 4 * math.ulp(place)
    steps = BESIDE * math.ulp(place)
    before, after = (factor * slope for factor in CHOICES[choice])
    assert f.derivative(place - steps) == pytest.approx(before, rel=1e-9)
    assert f.derivative(place + steps) == pytest.approx(after, rel=1e-9)


@pytest.mark.parametrize("level", LEVELS[1::2])
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("g", [*RISING, "(x - 1)^2", "gelu(x)", "exp(-x^2)", "x*exp(1 - x)", "1 - tanh(x)^2"])
def test_a_choice_at_any_level_has_properties_that_hold(g: str, choice: str, level: float) -> None:
    f = parse_formula(choice.format(g=g, c=level))()
    known = properties_of(f)
    brute_force.check(f, np.random.default_rng(1))
    if not choice.startswith("where"):
        assert len(known.image) == 1
        assert {point.kind for point in known.breakpoints} <= {"kink", "smooth"}


@pytest.mark.parametrize(
    "g", ["tanh({u})", "{u} + sqrt(1 + {u}^2)", "{u}", "{u}*exp({u})", "sin(3*{u})", "{u}^2 + 2*{u}", "gelu({u})"]
)
@pytest.mark.parametrize("place", [0.0, 1.0, -0.3])
def test_a_sign_times_a_function_of_the_size_has_the_slope_before_it(g: str, place: float) -> None:
    f = parse_formula(f"sign(x - ({place}))*({g.format(u=f'abs(x - ({place}))')})")()
    on_the_left = parse_formula(f"-({g.format(u=f'({place} - x)')})")()
    assert f(place) == 0.0
    for curve, other in ((f.derivative, on_the_left.derivative), (f.second_derivative, on_the_left.second_derivative)):
        assert curve(place) == pytest.approx(float(other(place)), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("text", "slope"), [("where(x > 1, x, 2)*x", 2.0), ("where(x < 1, x^2, -x)*exp(x - 1)", 3.0)])
def test_a_product_with_a_jump_has_the_slope_before_it(text: str, slope: float) -> None:
    assert parse_formula(text)().derivative(1.0) == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize("term", [-1.0, 0.1, 7.3, -0.3])
@pytest.mark.parametrize(
    "text", ["max({g} + {c}, {c})", "max({c}, {g} + {c})", "relu({g} + {c} - {c})", "abs({c} - ({g} + {c}))"]
)
@pytest.mark.parametrize("g", ["x^3", "x^5", "expm1(x)", "x*exp(x)"])
def test_the_same_number_on_both_sides_of_a_choice_moves_no_breakpoint(g: str, text: str, term: float) -> None:
    assert parse_formula(text.format(g=g, c=f"({term})"))().breakpoints == (0.0,)
