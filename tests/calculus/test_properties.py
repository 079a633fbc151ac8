"""Properties derived by hand, landmarks found by mpmath, and what degenerate parameters do."""

import math
from itertools import pairwise
from typing import Any

import pytest
from mpmath import mp

from activations import CATALOG
from activations.calculus.asymptotes import Asymptote
from activations.calculus.intervals import Interval
from activations.calculus.properties import Properties, properties_of
from tests.oracles import oracle_of

INF = math.inf
SMOOTH = "C2 or smoother"

_SELU = 1.7580993408473766  # λα

# By hand: range, monotonicity, symmetry, convexity, smoothness, dead intervals, asymptotes left and right.
# Of an end of the range, whether it belongs to it is in its bracket.
Line = tuple[float, float] | None
HAND: dict[str, tuple[str, str, str, str, str, list[Interval], Line, Line]] = {
    "Identity": ("(-inf, inf)", "increasing", "odd", "linear", SMOOTH, [], (1, 0), (1, 0)),
    "Sigmoid": ("(0, 1)", "increasing", "neither", "neither", SMOOTH, [], (0, 0), (0, 1)),
    "LogSigmoid": ("(-inf, 0)", "increasing", "neither", "concave", SMOOTH, [], (1, 0), (0, 0)),
    "Hardsigmoid": ("[0, 1]", "non-decreasing", "neither", "neither", "C0", [(-INF, -3)], (0, 0), (0, 1)),
    "SparseSigmoid": ("[0, 1]", "non-decreasing", "neither", "neither", "C0", [(-INF, -1)], (0, 0), (0, 1)),
    "Tanh": ("(-1, 1)", "increasing", "odd", "neither", SMOOTH, [], (0, -1), (0, 1)),
    "Hardtanh": ("[-1, 1]", "non-decreasing", "odd", "neither", "C0", [], (0, -1), (0, 1)),
    "Softsign": ("(-1, 1)", "increasing", "odd", "neither", "C1", [], (0, -1), (0, 1)),
    "Arctan": ("(-1.5708, 1.5708)", "increasing", "odd", "neither", SMOOTH, [], (0, -math.pi / 2), (0, math.pi / 2)),
    "Erf": ("(-1, 1)", "increasing", "odd", "neither", SMOOTH, [], (0, -1), (0, 1)),
    "Sin": ("[-1, 1]", "not monotone", "odd", "neither", SMOOTH, [], None, None),
    "Exponential": ("(0, inf)", "increasing", "neither", "convex", SMOOTH, [], (0, 0), None),
    "Softplus": ("(0, inf)", "increasing", "neither", "convex", SMOOTH, [], (0, 0), (1, 0)),
    "Squareplus": ("(0, inf)", "increasing", "neither", "convex", SMOOTH, [], (0, 0), (1, 0)),
    "SparsePlus": ("[0, inf)", "non-decreasing", "neither", "convex", "C1", [(-INF, -1)], (0, 0), (1, 0)),
    "ReLU": ("[0, inf)", "non-decreasing", "neither", "convex", "C0", [(-INF, 0)], (0, 0), (1, 0)),
    "ReLU6": ("[0, 6]", "non-decreasing", "neither", "neither", "C0", [(-INF, 0)], (0, 0), (0, 6)),
    "ReLUSquared": ("[0, inf)", "non-decreasing", "neither", "convex", "C1", [(-INF, 0)], (0, 0), None),
    "LeakyReLU": ("(-inf, inf)", "increasing", "neither", "convex", "C0", [], (0.01, 0), (1, 0)),
    "RReLU": ("(-inf, inf)", "increasing", "neither", "convex", "C0", [], (11 / 48, 0), (1, 0)),
    "Threshold": ("[0, inf)", "non-decreasing", "neither", "neither", "discontinuous", [(-INF, 1)], (0, 0), (1, 0)),
    "ELU": ("(-1, inf)", "increasing", "neither", "convex", "C1", [], (0, -1), (1, 0)),
    "SELU": ("(-1.7581, inf)", "increasing", "neither", "neither", "C0", [], (0, -_SELU), (1.0507009873554805, 0)),
    "CELU": ("(-1, inf)", "increasing", "neither", "convex", "C1", [], (0, -1), (1, 0)),
    "GELU": ("[-0.16997, inf)", "not monotone", "neither", "neither", SMOOTH, [], (0, 0), (1, 0)),
    "GELUTanh": ("[-0.17004, inf)", "not monotone", "neither", "neither", SMOOTH, [], (0, 0), (1, 0)),
    "QuickGELU": ("[-0.16361, inf)", "not monotone", "neither", "neither", SMOOTH, [], (0, 0), (1, 0)),
    "SiLU": ("[-0.27846, inf)", "not monotone", "neither", "neither", SMOOTH, [], (0, 0), (1, 0)),
    "Mish": ("[-0.30884, inf)", "not monotone", "neither", "neither", SMOOTH, [], (0, 0), (1, 0)),
    "Hardswish": ("[-0.375, inf)", "not monotone", "neither", "neither", "C0", [(-INF, -3)], (0, 0), (1, 0)),
    "Tanhshrink": ("(-inf, inf)", "increasing", "odd", "neither", SMOOTH, [], (1, 1), (1, -1)),
    "Hardshrink": ("(-inf, inf)", "non-decreasing", "odd", "neither", "discontinuous", [(-0.5, 0.5)], (1, 0), (1, 0)),
    "Softshrink": ("(-inf, inf)", "non-decreasing", "odd", "neither", "C0", [(-0.5, 0.5)], (1, 0.5), (1, -0.5)),
}  # fmt: skip


def of(name: str, **changes: float) -> Properties:
    return properties_of(CATALOG[name](**changes))


def written_range(properties: Properties) -> str:
    low, high = properties.minimum, properties.maximum
    return f"{'[' if low.attained else '('}{low.value:.5g}, {high.value:.5g}{']' if high.attained else ')'}"


def assert_line(found: Asymptote | None, expected: Line) -> None:
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.slope, found.intercept) == pytest.approx(expected, abs=1e-9)


def test_every_function_is_derived_by_hand() -> None:
    assert HAND.keys() == CATALOG.keys()


@pytest.mark.parametrize("name", HAND)
def test_properties_agree_with_those_derived_by_hand(name: str) -> None:
    properties = of(name)
    domain, monotonicity, symmetry, convexity, smoothness, dead, left, right = HAND[name]
    assert written_range(properties) == domain
    assert (properties.monotonicity, properties.symmetry, properties.convexity) == (monotonicity, symmetry, convexity)
    assert properties.smoothness == smoothness
    assert list(properties.dead) == dead
    assert_line(properties.asymptote_left, left)
    assert_line(properties.asymptote_right, right)


@pytest.mark.parametrize(
    ("name", "which", "near"),
    [
        ("GELU", "minimum", -0.75),
        ("GELUTanh", "minimum", -0.75),
        ("QuickGELU", "minimum", -0.75),
        ("SiLU", "minimum", -1.28),
        ("Mish", "minimum", -1.19),
        ("GELU", "slope_maximum", 1.41),
        ("GELU", "slope_minimum", -1.41),
        ("GELUTanh", "slope_maximum", 1.42),
        ("SiLU", "slope_maximum", 2.4),
        ("SiLU", "slope_minimum", -2.4),
        ("Mish", "slope_maximum", 1.49),
        ("Sigmoid", "slope_maximum", 0.0),
    ],
)
def test_landmarks_agree_with_mpmath(name: str, which: str, near: float) -> None:
    def curve(x: Any) -> Any:
        return mp.diff(oracle_of(CATALOG[name]()), x, 1 if which.startswith("slope") else 0)

    with mp.workdps(40):
        exact_x = mp.findroot(lambda x: mp.diff(curve, x), near)
        exact = curve(exact_x)
    bound = getattr(of(name), which)
    assert bound.attained
    ((low, high),) = bound.at
    assert low == high == pytest.approx(float(exact_x), abs=1e-9)
    assert bound.value == pytest.approx(float(exact), abs=1e-9)


def test_the_landmarks_of_silu_scale_with_beta() -> None:
    one, four = of("SiLU"), of("SiLU", beta=4.0)
    assert four.minimum.value == pytest.approx(one.minimum.value / 4.0, rel=1e-12)
    assert four.minimum.at[0][0] == pytest.approx(one.minimum.at[0][0] / 4.0, rel=1e-9)
    assert four.lipschitz.value == pytest.approx(one.lipschitz.value, rel=1e-12)


def test_hardswish_has_its_minimum_in_a_vertex_and_its_steepest_slope_beside_a_kink() -> None:
    properties = of("Hardswish")
    assert properties.minimum.at == ((-1.5, -1.5),)
    assert properties.minimum.value == pytest.approx(-0.375, rel=1e-15)
    assert properties.lipschitz.value == pytest.approx(1.5, rel=1e-15)
    assert not properties.lipschitz.attained
    assert properties.lipschitz.at == ((3.0, 3.0),)


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("LeakyReLU", {"negative_slope": 1.0}, {"convexity": "linear", "symmetry": "odd", "smoothness": SMOOTH}),
        ("LeakyReLU", {"negative_slope": 0.0}, {"monotonicity": "non-decreasing", "dead": ((-INF, 0.0),)}),
        ("RReLU", {"lower": 1.0, "upper": 1.0}, {"convexity": "linear", "symmetry": "odd"}),
        ("ELU", {"alpha": 1.0}, {"smoothness": "C1", "convexity": "convex"}),
        ("ELU", {"alpha": 2.0}, {"smoothness": "C0", "convexity": "neither"}),
        ("ELU", {"alpha": 0.5}, {"smoothness": "C0", "convexity": "convex"}),
        ("ELU", {"alpha": 0.0}, {"dead": ((-INF, 0.0),), "monotonicity": "non-decreasing", "smoothness": "C0"}),
        ("Threshold", {"threshold": 1.0, "value": 1.0}, {"smoothness": "C0", "convexity": "convex", "dead": ()}),
        ("Threshold", {"threshold": 0.0, "value": 0.0}, {"smoothness": "C0", "dead": ((-INF, 0.0),)}),
        ("Threshold", {"threshold": 0.0, "value": 1.0}, {"convexity": "neither", "monotonicity": "not monotone"}),
        ("Hardshrink", {"lambd": 0.0}, {"convexity": "linear", "dead": ()}),
        ("Softshrink", {"lambd": 0.0}, {"convexity": "linear", "dead": ()}),
        ("SiLU", {"beta": 0.0}, {"convexity": "linear", "monotonicity": "increasing", "symmetry": "odd"}),
        ("Sigmoid", {"offset": 3.0}, {"symmetry": "neither", "monotonicity": "increasing"}),
    ],
)  # fmt: skip
def test_degenerate_parameters_are_seen_through(
    name: str, changes: dict[str, float], expected: dict[str, object]
) -> None:
    properties = of(name, **changes)
    assert {key: getattr(properties, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "changes", "kinds"),
    [
        ("ELU", {}, ["curvature jump"]),
        ("ELU", {"alpha": 2.0}, ["kink"]),
        ("ReLUSquared", {}, ["curvature jump"]),
        ("LeakyReLU", {"negative_slope": 1.0}, ["smooth"]),
        ("Hardshrink", {}, ["jump", "jump"]),
        ("Hardswish", {}, ["kink", "kink"]),
        ("Softsign", {}, ["curvature jump"]),
        ("ReLU6", {}, ["kink", "kink"]),
    ],
)
def test_breakpoints_have_the_class_of_what_jumps_there(name: str, changes: dict[str, float], kinds: list[str]) -> None:
    assert [point.kind for point in of(name, **changes).breakpoints] == kinds


def test_underflow_and_saturation_are_not_taken_for_zero_and_one() -> None:
    sigmoid, gelu, softplus = of("Sigmoid"), of("GELU"), of("Softplus")
    assert not sigmoid.maximum.attained
    assert not sigmoid.minimum.attained
    assert sigmoid.zeros == softplus.zeros == ()
    assert gelu.zeros == ((0.0, 0.0),)
    assert not any(properties.can_die for properties in (sigmoid, gelu, softplus))


def test_simple_questions_have_simple_answers() -> None:
    relu, tanh, leaky = of("ReLU"), of("Tanh"), of("LeakyReLU")
    assert (relu.bounded_below, relu.bounded_above, relu.can_die, relu.smooth) == (True, False, True, False)
    assert (tanh.bounded_below, tanh.bounded_above, tanh.monotone, tanh.zero_at_zero) == (True, True, True, True)
    assert not leaky.can_die
    assert not of("Sigmoid").zero_at_zero
    assert not of("Mish").monotone


def test_every_pair_of_neighbouring_zeros_is_apart() -> None:
    zeros = of("Sin").zeros
    assert len(zeros) == 31
    for (_, left), (right, _) in pairwise(zeros):
        assert right - left == pytest.approx(math.pi, rel=1e-12)
