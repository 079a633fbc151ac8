"""Properties derived by hand, landmarks found by mpmath, and what degenerate parameters do."""

import math
from itertools import pairwise
from typing import Any

import pytest
from mpmath import mp

from activations import CATALOG
from activations.calculus.asymptotes import Asymptote
from activations.calculus.bounds import Approach
from activations.calculus.intervals import Interval
from activations.calculus.properties import Properties, properties_of
from tests.oracles import oracle_of

INF = math.inf
NO, JUMPS, SMOOTH = "neither", "discontinuous", "C∞"

_SELU = 1.7580993408473766  # λα


def up_to(x: float) -> Interval:
    return Interval(-INF, x, has_high=True)


def from_(x: float) -> Interval:
    return Interval(x, INF, has_low=True)


MIDDLE = [Interval(-0.5, 0.5, has_low=True, has_high=True)]


# By hand: image, monotonicity, symmetry, convexity, smoothness, where a unit is dead, where it is saturated,
# asymptotes left and right.
Line = tuple[float, float] | None
Hand = tuple[str, str, str, str, str, list[Interval], list[Interval], Line, Line]
HAND: dict[str, Hand] = {
    "Identity": ("(-inf, inf)", "increasing", "odd", "linear", SMOOTH, [], [], (1, 0), (1, 0)),
    "Sigmoid": ("(0, 1)", "increasing", NO, NO, SMOOTH, [], [], (0, 0), (0, 1)),
    "LogSigmoid": ("(-inf, 0)", "increasing", NO, "concave", SMOOTH, [], [], (1, 0), (0, 0)),
    "Hardsigmoid": ("[0, 1]", "non-decreasing", NO, NO, "C0", [up_to(-3)], [from_(3)], (0, 0), (0, 1)),
    "SparseSigmoid": ("[0, 1]", "non-decreasing", NO, NO, "C0", [up_to(-1)], [Interval(1, INF)], (0, 0), (0, 1)),
    "Tanh": ("(-1, 1)", "increasing", "odd", NO, SMOOTH, [], [], (0, -1), (0, 1)),
    "Hardtanh": ("[-1, 1]", "non-decreasing", "odd", NO, "C0", [], [up_to(-1), from_(1)], (0, -1), (0, 1)),
    "Softsign": ("(-1, 1)", "increasing", "odd", NO, "C1", [], [], (0, -1), (0, 1)),
    "Arctan": ("(-1.5708, 1.5708)", "increasing", "odd", NO, SMOOTH, [], [], (0, -math.pi / 2), (0, math.pi / 2)),
    "Erf": ("(-1, 1)", "increasing", "odd", NO, SMOOTH, [], [], (0, -1), (0, 1)),
    "Sin": ("[-1, 1]", "not monotone", "odd", NO, SMOOTH, [], [], None, None),
    "Snake": ("(-inf, inf)", "increasing", NO, NO, SMOOTH, [], [], None, None),
    "Exponential": ("(0, inf)", "increasing", NO, "convex", SMOOTH, [], [], (0, 0), None),
    "LaplaceGate": ("(0, 1)", "increasing", NO, NO, SMOOTH, [], [], (0, 0), (0, 1)),
    "Step": ("{0} {1}", "non-decreasing", NO, NO, JUMPS, [up_to(0)], [Interval(0, INF)], (0, 0), (0, 1)),
    "Gaussian": ("(0, 1]", "not monotone", "even", NO, SMOOTH, [], [], (0, 0), (0, 0)),
    "ScaledTanh": ("(-1.7159, 1.7159)", "increasing", "odd", NO, SMOOTH, [], [], (0, -1.7159), (0, 1.7159)),
    "SqrtSoftplus": ("(0, inf)", "increasing", NO, NO, SMOOTH, [], [], (0, 0), None),
    "StarReLU": ("[-0.4472, inf)", "non-decreasing", NO, "convex", "C1", [], [up_to(0)], (0, -0.4472), None),
    "xIELU": ("[-0.20575, inf)", "not monotone", NO, "convex", "C1", [], [], (-0.3, -0.8), None),
    "HardMish": ("[-0.5, inf)", "not monotone", NO, NO, "C0", [up_to(-2)], [], (0, 0), (1, 0)),
    "ClippedReLU": ("[0, 6]", "non-decreasing", NO, NO, "C0", [up_to(0)], [Interval(6, INF)], (0, 0), (0, 6)),
    "Shrink": ("(-inf, -0.5) {0} (0.5, inf)", "non-decreasing", "odd", NO, JUMPS, MIDDLE, [], (1, 0), (1, 0)),
    "Softplus": ("(0, inf)", "increasing", NO, "convex", SMOOTH, [], [], (0, 0), (1, 0)),
    "Squareplus": ("(0, inf)", "increasing", NO, "convex", SMOOTH, [], [], (0, 0), (1, 0)),
    "SparsePlus": ("[0, inf)", "non-decreasing", NO, "convex", "C1", [up_to(-1)], [], (0, 0), (1, 0)),
    "ReLU": ("[0, inf)", "non-decreasing", NO, "convex", "C0", [up_to(0)], [], (0, 0), (1, 0)),
    "ReLU6": ("[0, 6]", "non-decreasing", NO, NO, "C0", [up_to(0)], [from_(6)], (0, 0), (0, 6)),
    "ReLUSquared": ("[0, inf)", "non-decreasing", NO, "convex", "C1", [up_to(0)], [], (0, 0), None),
    "LeakyReLU": ("(-inf, inf)", "increasing", NO, "convex", "C0", [], [], (0.01, 0), (1, 0)),
    "RReLU": ("(-inf, inf)", "increasing", NO, "convex", "C0", [], [], (11 / 48, 0), (1, 0)),
    "Threshold": ("{0} (1, inf)", "non-decreasing", NO, NO, JUMPS, [up_to(1)], [], (0, 0), (1, 0)),
    "ELU": ("(-1, inf)", "increasing", NO, "convex", "C1", [], [], (0, -1), (1, 0)),
    "SELU": ("(-1.7581, inf)", "increasing", NO, NO, "C0", [], [], (0, -_SELU), (1.0507009873554805, 0)),
    "CELU": ("(-1, inf)", "increasing", NO, "convex", "C1", [], [], (0, -1), (1, 0)),
    "GELU": ("[-0.16997, inf)", "not monotone", NO, NO, SMOOTH, [], [], (0, 0), (1, 0)),
    "GELUTanh": ("[-0.17004, inf)", "not monotone", NO, NO, SMOOTH, [], [], (0, 0), (1, 0)),
    "QuickGELU": ("[-0.16361, inf)", "not monotone", NO, NO, SMOOTH, [], [], (0, 0), (1, 0)),
    "SiLU": ("[-0.27846, inf)", "not monotone", NO, NO, SMOOTH, [], [], (0, 0), (1, 0)),
    "Mish": ("[-0.30884, inf)", "not monotone", NO, NO, SMOOTH, [], [], (0, 0), (1, 0)),
    "Hardswish": ("[-0.375, inf)", "not monotone", NO, NO, "C0", [up_to(-3)], [], (0, 0), (1, 0)),
    "Tanhshrink": ("(-inf, inf)", "increasing", "odd", NO, SMOOTH, [], [], (1, 1), (1, -1)),
    "Hardshrink": ("(-inf, -0.5) {0} (0.5, inf)", "non-decreasing", "odd", NO, JUMPS, MIDDLE, [], (1, 0), (1, 0)),
    "Softshrink": ("(-inf, inf)", "non-decreasing", "odd", NO, "C0", MIDDLE, [], (1, 0.5), (1, -0.5)),
}  # fmt: skip


def of(name: str, **changes: float) -> Properties:
    return properties_of(CATALOG[name](**changes))


def written_image(properties: Properties) -> str:
    return " ".join(map(_written, properties.image))


def _written(part: Interval) -> str:
    if part.is_point:
        return f"{{{part.low:.5g}}}"
    return f"{'[' if part.has_low else '('}{part.low:.5g}, {part.high:.5g}{']' if part.has_high else ')'}"


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
    image, monotonicity, symmetry, convexity, smoothness, dead, saturated, left, right = HAND[name]
    assert written_image(properties) == image
    assert (properties.monotonicity, properties.symmetry, properties.convexity) == (monotonicity, symmetry, convexity)
    assert properties.smoothness == smoothness
    assert (list(properties.dead), list(properties.saturated)) == (dead, saturated)
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
    (place,) = bound.at
    assert place.is_point
    assert place.low == pytest.approx(float(exact_x), abs=1e-9)
    assert bound.value == pytest.approx(float(exact), abs=1e-9)


def test_the_landmarks_of_silu_scale_with_beta() -> None:
    one, four = of("SiLU"), of("SiLU", beta=4.0)
    assert four.minimum.value == pytest.approx(one.minimum.value / 4.0, rel=1e-12)
    assert four.minimum.at[0].low == pytest.approx(one.minimum.at[0].low / 4.0, rel=1e-9)
    assert four.lipschitz.value == pytest.approx(one.lipschitz.value, rel=1e-12)


def test_hardswish_has_its_minimum_in_a_vertex_and_its_steepest_slope_beside_a_kink() -> None:
    properties = of("Hardswish")
    assert properties.minimum.at == (Interval.point(-1.5),)
    assert properties.minimum.value == pytest.approx(-0.375, rel=1e-15)
    assert properties.lipschitz.value == pytest.approx(1.5, rel=1e-15)
    assert not properties.lipschitz.attained
    assert properties.lipschitz.towards == (Approach(3.0, "left"),)
    assert properties.slope_minimum.towards == (Approach(-3.0, "right"),)


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("LeakyReLU", {"negative_slope": 1.0}, {"convexity": "linear", "symmetry": "odd", "smoothness": SMOOTH}),
        ("LeakyReLU", {"negative_slope": 0.0}, {"monotonicity": "non-decreasing", "dead": (up_to(0.0),)}),
        ("RReLU", {"lower": 1.0, "upper": 1.0}, {"convexity": "linear", "symmetry": "odd"}),
        ("ELU", {"alpha": 1.0}, {"smoothness": "C1", "convexity": "convex"}),
        ("ELU", {"alpha": 2.0}, {"smoothness": "C0", "convexity": "neither"}),
        ("ELU", {"alpha": 0.5}, {"smoothness": "C0", "convexity": "convex"}),
        ("ELU", {"alpha": 0.0}, {"dead": (up_to(0.0),), "monotonicity": "non-decreasing", "smoothness": "C0"}),
        ("Threshold", {"threshold": 1.0, "value": 1.0}, {"smoothness": "C0", "convexity": "convex", "dead": ()}),
        ("Threshold", {"threshold": 0.0, "value": 0.0}, {"smoothness": "C0", "dead": (up_to(0.0),)}),
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
    assert gelu.zeros == (Interval.point(0.0),)
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
    for left, right in pairwise(zeros):
        assert right.low - left.high == pytest.approx(math.pi, rel=1e-12)


def test_a_wave_repeats_after_its_period() -> None:
    assert of("Sin").period == of("Sin").slope_period == pytest.approx(2.0 * math.pi, rel=1e-12)
    assert of("Snake").period is None
    assert of("Snake").slope_period == pytest.approx(math.pi, rel=1e-12)
    assert [name for name in CATALOG if of(name).slope_period is not None] == ["Sin", "Snake"]


@pytest.mark.parametrize(
    ("name", "changes", "image"),
    [
        ("Threshold", {"threshold": 1.0, "value": 0.0}, "{0} (1, inf)"),
        ("Threshold", {"threshold": 1.0, "value": 1.0}, "[1, inf)"),
        ("Threshold", {"threshold": 1.0, "value": 3.0}, "(1, inf)"),
        ("Threshold", {"threshold": -1.0, "value": -2.0}, "{-2} (-1, inf)"),
        ("Hardshrink", {"lambd": 0.0}, "(-inf, inf)"),
        ("Hardtanh", {"min_val": -0.5, "max_val": 2.0}, "[-0.5, 2]"),
        ("LeakyReLU", {"negative_slope": -0.5}, "[0, inf)"),
        ("LeakyReLU", {"negative_slope": 0.0}, "[0, inf)"),
        ("ELU", {"alpha": 1e-15}, "(-1e-15, inf)"),
        ("SiLU", {"beta": 1e6}, "[-2.7846e-07, inf)"),
        ("SiLU", {"beta": 1e-10}, "[-2.7846e+09, inf)"),
    ],
)
def test_the_image_is_all_values_and_no_others(name: str, changes: dict[str, float], image: str) -> None:
    assert written_image(of(name, **changes)) == image


def test_flat_at_another_value_than_0_is_saturated_and_not_dead() -> None:
    shifted = of("Threshold", threshold=1.0, value=3.0)
    assert (shifted.dead, shifted.saturated) == ((), (up_to(1.0),))
    # A kink at which the convention gives a slope does not belong to the flat side.
    assert of("SparseSigmoid").saturated == (Interval(1.0, INF),)
    zero = of("Hardtanh", min_val=0.0, max_val=1.0)
    assert (zero.dead, zero.saturated) == ((up_to(0.0),), (from_(1.0),))
    assert (of("Tanh").dead, of("Tanh").saturated) == ((), ())


def test_where_an_extreme_is_attained_and_from_which_side_it_is_approached() -> None:
    assert of("ReLU").minimum.at == (up_to(0.0),)
    assert of("ReLU").slope_minimum.at == (Interval(-INF, 0.0),)
    assert of("SELU").slope_maximum.towards == (Approach(0.0, "left"),)
    assert of("SELU").minimum.towards == (Approach(-INF),)
    assert of("Sigmoid").slope_minimum.towards == (Approach(-INF), Approach(INF))
    assert of("ReLUSquared").slope_maximum.towards == (Approach(INF),)
    jumped = of("Threshold", threshold=1.0, value=3.0)
    assert jumped.minimum.towards == (Approach(1.0, "right"),)
    assert of("Hardshrink").lipschitz.towards == (Approach(-0.5), Approach(0.5))
    both = of("Hardshrink", lambd=0.5)
    assert both.slope_maximum.at == (Interval(-INF, -0.5), Interval(0.5, INF))
    # SiLU's slope is steepest at one point, the absolute value of a leaky one on both sides.
    assert of("LeakyReLU", negative_slope=-1.0).lipschitz.at == (Interval(-INF, 0.0), Interval(0.0, INF))


def test_tiny_and_huge_parameters_are_analysed_at_their_own_scale() -> None:
    wide = of("SiLU", beta=1e-10)
    assert wide.asymptote_right is not None
    assert (wide.asymptote_right.slope, wide.asymptote_right.intercept) == (1.0, 0.0)
    assert of("SiLU", beta=1e-17).convexity == "neither"
    assert of("Softplus", beta=1e-10).asymptote_right == Asymptote(1.0, 0.0)
    assert of("Sigmoid", offset=250.0).slope_maximum.at == (Interval.point(250.0),)
    small = of("ELU", alpha=1e-15)
    assert (small.minimum.value, small.smoothness, small.dead) == (-1e-15, "C0", ())
