"""Powers at 0, where roots are steep, or bend, and logarithms below it, where they are no real numbers."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp

from activations import Activation, parse_formula, properties_of
from activations.calculus.breakpoints import breakpoints_of
from tests.oracles import Number

RANDOM = np.random.default_rng(31)
PLACES = RANDOM.uniform(-6.0, 6.0, 3).round(3).tolist()


def kinds_of(activation: Activation) -> list[str]:
    return [each.kind for each in breakpoints_of(activation)]


@pytest.mark.parametrize("place", [0.0, *PLACES])
@pytest.mark.parametrize(
    "text",
    [
        *("sqrt({u}^2)", "sqrt(4*{u}^2)", "sqrt({u}^2*(1 + x^2))", "({u}^4)^0.25", "sqrt(0.3*{u}^2*(x^2 + 3)^2)"),
        *("sqrt(1 - exp(-{u}^2))", "sqrt(cosh({u}) - 1)", "sqrt(log(1 + {u}^2))", "sqrt(tanh({u})^2 + {u}^2)"),
        *("(-expm1(-{u}^2))^0.5", "sqrt({u}*tanh({u}))", "sqrt({u}*erf(2*{u}))", "sqrt(atan({u})^2 + {u}^4)"),
    ],
)
def test_a_root_of_what_touches_0_bends_there(text: str, place: float) -> None:
    formula = parse_formula(text.format(u=f"(x - ({place}))"))()
    assert formula.breakpoints == pytest.approx((place,), rel=1e-15)
    assert kinds_of(formula) == ["kink"]
    assert properties_of(formula).smoothness == "C0"


# What touches 0 where u is 0, of a line u.
TOUCHING: dict[str, Callable[[Number], Number]] = {
    "1 - exp(-({u})^2)": lambda u: -mp.expm1(-u * u),
    "cosh({u}) - 1": lambda u: mp.cosh(u) - 1,
    "tanh({u})^2 + ({u})^4": lambda u: mp.tanh(u) ** 2 + u**4,
    "({u})*sin({u}) + ({u})^4": lambda u: u * mp.sin(u) + u**4,
    "exp({u}) - 1 - ({u})": lambda u: mp.expm1(u) - u,
    "relu({u})^3 + ({u})^2": lambda u: (u**3 if u > 0 else 0) + u * u,
    "abs(({u})^3 + ({u})^4)/2 + abs({u}*tanh({u}))": lambda u: abs(u**3 + u**4) / 2 + u * mp.tanh(u),
    "max(({u})^2, ({u})^3) + relu(sin({u})^3)": lambda u: max(u * u, u**3) + max(mp.sin(u) ** 3, 0),
    "abs({u})^3 + ({u})^2 - ({u})^3": lambda u: abs(u) ** 3 + u * u - u**3,
    "where({u} < 0, ({u})^2*exp({u}), tanh({u}))": lambda u: u * u * mp.exp(u) if u < 0 else mp.tanh(u),
    "relu(-({u}))^3 + softplus({u}) - log(2) - ({u})/2": lambda u: max(-(u**3), 0) + mp.log(mp.cosh(u / 2)),
}


@pytest.mark.parametrize("place", [0.0, 0.375, -3.25])  # 2u and its cubes are exact beside these
@pytest.mark.parametrize("text", TOUCHING)
@pytest.mark.parametrize("outer", ["{}", "log1p({})", "x - 3*{}", "exp(x)*{}"])
def test_derivatives_at_a_root_of_0_are_the_limits_from_the_left(outer: str, text: str, place: float) -> None:
    def exact(x: Number) -> Number:
        root = mp.sqrt(TOUCHING[text](2 * (x - mp.mpf(place))))
        return {"{}": root, "log1p({})": mp.log1p(root), "x - 3*{}": x - 3 * root}.get(outer, mp.exp(x) * root)

    formula = parse_formula(outer.format(f"sqrt({text.format(u=f'2*(x - ({place}))')})"))()
    with mp.workdps(80):
        expected = [float(mp.diff(exact, mp.mpf(place), order, direction=-1, h=mp.mpf(10) ** -25)) for order in (1, 2)]
    assert place in formula.breakpoints
    assert formula.jet(np.array(place)) == pytest.approx([float(exact(mp.mpf(place))), *expected], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("exponent", [2.0, 4.0, 6.0])
@pytest.mark.parametrize("place", PLACES)
def test_a_power_of_a_power_is_one_power(place: float, exponent: float) -> None:
    root = parse_formula(f"(({2 * exponent}*(x - {place}))^{2.0 * exponent})^0.5")()
    power = parse_formula(f"({2 * exponent}*(x - {place}))^{exponent}")()
    x = np.concatenate([[place], RANDOM.uniform(-30.0, 30.0, 50)])
    assert root.jet(x) == pytest.approx(power.jet(x), rel=1e-13)
    assert root.breakpoints == ()


@pytest.mark.parametrize("place", [0.0, *PLACES])
@pytest.mark.parametrize("text", ["abs({u})^{p}", "relu({u})^{p}", "({u}^2)^({p}/2)", "tanh(x)*abs({u})^{p}"])
@pytest.mark.parametrize(
    ("exponents", "kind"), [((0.3, 0.97), "kink"), ((1.05, 1.95), "curvature jump"), ((2.1, 2.9), "smooth")]
)
def test_what_is_infinite_on_both_sides_does_not_meet_smoothly(
    text: str, place: float, exponents: tuple[float, float], kind: str
) -> None:
    for exponent in RANDOM.uniform(*exponents, 3).round(3):
        if place == 0.0 and "tanh" in text:
            continue  # it takes part in the power
        formula = parse_formula(text.format(u=f"(x - ({place}))", p=exponent))()
        found = {each.x: each.kind for each in breakpoints_of(formula)}
        assert found[min(found, key=lambda x: abs(x - place))] == kind, exponent


@pytest.mark.parametrize("text", ["sign(x)*abs(x)^(1/3)", "where(x > 0, sqrt(x), -sqrt(-x))"])
def test_a_vertical_tangent_is_no_smooth_place(text: str) -> None:
    known = properties_of(parse_formula(text)())
    assert (known.smoothness, known.lipschitz.value) == ("C0", math.inf)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "log(x + {p})",
            "log1p(x/{p})",
            "sqrt(x + {p})",
            "log(x + {p})*0 + x",
            "x^2*log1p((x + 1)/{p})",
            "(x + {p})^0.3",
        ),
        *("log(log(x + {p}))", "log(2 + log1p(x/{p}))", "exp(tanh(exp(x)))*log(x + {p})"),
    ],
)
@pytest.mark.parametrize("end", RANDOM.uniform(23.0, 60.0, 3).round(2).tolist())
def test_what_is_no_real_number_has_no_slope(text: str, end: float) -> None:
    x = np.concatenate([RANDOM.uniform(-100.0, 20.0, 200), [-1e5, -1e200]])
    value, slope, second = parse_formula(text.format(p=end))().jet(x)
    assert np.isnan(value).any()
    assert np.isnan(slope[np.isnan(value)]).all()
    assert np.isnan(second[np.isnan(value)]).all()
    assert not np.isnan(slope[np.abs(x) < 20.0]).any()
