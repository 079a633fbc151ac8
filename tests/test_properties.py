import itertools
import math
from functools import partial
from typing import Any

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation
from activations.asymptotes import Asymptote
from activations.functions.elementwise import FloatArray
from activations.properties import Properties, properties
from activations.vanishing import PERIODIC_REACH
from tests.oracles import ORACLES
from tests.strategies import every_activation, every_setting

INF = math.inf
SMOOTH = "C2 or smoother"

_SELU = 1.7580993408473766  # λα

# By hand: range, monotonicity, symmetry, convexity, smoothness, dead intervals, asymptotes left and right.
# Of an end of the range, whether it belongs to it is in its bracket.
Line = tuple[float, float] | None
HAND: dict[str, tuple[str, str, str, str, str, list[tuple[float, float]], Line, Line]] = {
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
    return properties(CATALOG[name], **{**CATALOG[name].defaults, **changes})


def written_range(facts: Properties) -> str:
    low, high = facts.minimum, facts.maximum
    return f"{'[' if low.attained else '('}{low.value:.5g}, {high.value:.5g}{']' if high.attained else ')'}"


def assert_line(found: Asymptote | None, expected: Line) -> None:
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.slope, found.intercept) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", HAND)
def test_properties_agree_with_those_derived_by_hand(name: str) -> None:
    facts = of(name)
    domain, monotonicity, symmetry, convexity, smoothness, dead, left, right = HAND[name]
    assert written_range(facts) == domain
    assert (facts.monotonicity, facts.symmetry, facts.convexity) == (monotonicity, symmetry, convexity)
    assert facts.smoothness == smoothness
    assert list(facts.dead) == dead
    assert_line(facts.asymptote_left, left)
    assert_line(facts.asymptote_right, right)


def sample(activation: Activation, parameters: dict[str, float]) -> FloatArray:
    """Numbers near and far, off the breakpoints."""
    x = np.concatenate([np.linspace(-30.0, 30.0, 6007), [-900.0, -80.0, 80.0, 500.0]])
    points = np.array(activation.breakpoints(**parameters))
    return x[(np.abs(x[:, np.newaxis] - points) > 1e-6).all(axis=1)] if points.size else x


@every_setting
def test_no_value_lies_outside_the_range(activation: Activation, parameters: dict[str, float]) -> None:
    facts = properties(activation, **parameters)
    x = np.sort(np.concatenate([sample(activation, parameters), activation.breakpoints(**parameters)]))
    values = activation.function(x, **parameters)
    slack = 1e-12 * (1.0 + np.abs(values).max())
    assert values.min() >= facts.minimum.value - slack
    assert values.max() <= facts.maximum.value + slack
    # The bounds are tight: they are attained where it is said, or approached.
    for bound in (facts.minimum, facts.maximum):
        for low, high in bound.at[:3]:
            inside = low if low == high else 0.5 * (max(low, high - 2.0) + min(high, low + 2.0))
            if math.isfinite(inside) and bound.attained:
                assert activation.function(inside, **parameters) == pytest.approx(bound.value, rel=1e-12, abs=1e-12)
            elif math.isinf(inside):
                assert activation.function(inside, **parameters) == bound.value


@every_setting
def test_no_slope_is_steeper_than_the_lipschitz_constant(activation: Activation, parameters: dict[str, float]) -> None:
    facts = properties(activation, **parameters)
    slopes = activation.derivative(sample(activation, parameters), **parameters)
    assert np.abs(slopes).max() <= facts.lipschitz.value * (1.0 + 1e-12)
    assert slopes.min() >= facts.slope_minimum.value - 1e-12
    assert slopes.max() <= facts.slope_maximum.value * (1.0 + 1e-12) + 1e-12
    if math.isfinite(facts.lipschitz.value):
        ends = [abs(facts.slope_minimum.value), abs(facts.slope_maximum.value)]
        assert facts.lipschitz.value == pytest.approx(max(ends), rel=1e-12)


@every_setting
def test_shape_agrees_with_sampled_differences(activation: Activation, parameters: dict[str, float]) -> None:
    facts = properties(activation, **parameters)
    x = np.linspace(-8.0, 8.0, 4001)
    values = activation.function(x, **parameters)
    steps, slack = np.diff(values), 1e-12 * (1.0 + np.abs(values).max())
    rises, falls = bool((steps > slack).any()), bool((steps < -slack).any())
    expected = {
        (True, True): {"not monotone"},
        (True, False): {"increasing", "non-decreasing", "not monotone"},
        (False, True): {"decreasing", "non-increasing", "not monotone"},
        (False, False): {"constant", "increasing", "decreasing", "non-decreasing", "non-increasing"},
    }
    assert facts.monotonicity in expected[rises, falls]
    if facts.monotonicity in {"increasing", "non-decreasing"}:
        assert not falls
    bends = np.diff(values, 2)
    if facts.convexity in {"convex", "linear"}:
        assert (bends >= -slack).all()
    if facts.convexity in {"concave", "linear"}:
        assert (bends <= slack).all()
    if facts.convexity == "neither":
        far = activation.second_derivative(sample(activation, parameters), **parameters)
        kinks = [point for point in facts.breakpoints if point.kind in {"jump", "kink"}]
        assert kinks or (far.max() > 0 > far.min())
    mirrored = activation.function(-x, **parameters)
    if facts.symmetry == "neither":
        assert not np.allclose(mirrored, values, rtol=1e-9, atol=1e-300)
        assert not np.allclose(mirrored, -values, rtol=1e-9, atol=1e-300)
    else:
        sign = 1.0 if facts.symmetry == "even" else -1.0
        np.testing.assert_allclose(mirrored, sign * values, rtol=1e-12, atol=1e-15)


@every_setting
def test_dead_and_zero_intervals_are_where_the_function_is_0(
    activation: Activation, parameters: dict[str, float]
) -> None:
    facts = properties(activation, **parameters)
    x = np.concatenate([np.linspace(-12.0, 12.0, 997), [-300.0]])
    values, slopes = activation.function(x, **parameters), activation.derivative(x, **parameters)
    dead = (
        np.any([(low < x) & (x < high) for low, high in facts.dead], axis=0) if facts.dead else np.zeros(x.size, bool)
    )
    assert (values[dead] == 0).all()
    assert (slopes[dead] == 0).all()
    # Elsewhere both are 0 only at single points; beyond 12 they could be by underflow.
    both = (values == 0) & (slopes == 0) & ~dead & (np.abs(x) < 12.0)
    ends = {end for interval in (*facts.zeros, *facts.dead) for end in interval}
    assert all(any(abs(point - end) < 1e-9 for end in ends) for point in x[both])
    for low, high in facts.zeros:
        if low == high and abs(low) < PERIODIC_REACH:
            assert activation.function(low, **parameters) == pytest.approx(0.0, abs=1e-12 * (1.0 + abs(low)))


@every_setting
def test_asymptotes_are_approached(activation: Activation, parameters: dict[str, float]) -> None:
    facts = properties(activation, **parameters)
    for side, line in ((-1.0, facts.asymptote_left), (1.0, facts.asymptote_right)):
        x = side * np.array([2e3, 2e4])
        if line is not None:
            gaps = np.abs(activation.function(x, **parameters) - (line.slope * x + line.intercept))
            assert gaps[1] <= 0.2 * gaps[0] + 1e-9
            assert gaps[1] < 1e-2
        else:
            assert activation.name in {"Sin", "Exponential", "ReLUSquared"}


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
        oracle = partial(ORACLES[name], **CATALOG[name].defaults)
        return mp.diff(oracle, x, 1 if which.startswith("slope") else 0)

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
    facts = of("Hardswish")
    assert facts.minimum.at == ((-1.5, -1.5),)
    assert facts.minimum.value == pytest.approx(-0.375, rel=1e-15)
    assert facts.lipschitz.value == pytest.approx(1.5, rel=1e-15)
    assert not facts.lipschitz.attained
    assert facts.lipschitz.at == ((3.0, 3.0),)


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
    facts = of(name, **changes)
    assert {key: getattr(facts, key) for key in expected} == expected


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
    assert not any(facts.can_die for facts in (sigmoid, gelu, softplus))


def test_simple_questions_have_simple_answers() -> None:
    relu, tanh, leaky = of("ReLU"), of("Tanh"), of("LeakyReLU")
    assert (relu.bounded_below, relu.bounded_above, relu.can_die, relu.smooth) == (True, False, True, False)
    assert (tanh.bounded_below, tanh.bounded_above, tanh.monotone, tanh.zero_at_zero) == (True, True, True, True)
    assert not leaky.can_die
    assert not of("Sigmoid").zero_at_zero
    assert not of("Mish").monotone


@every_activation
def test_a_wrong_parameter_is_refused(activation: Activation) -> None:
    with pytest.raises((ValueError, TypeError)):
        properties(
            activation, **dict.fromkeys(activation.defaults, math.nan), **{} if activation.defaults else _UNKNOWN
        )


_UNKNOWN: dict[str, Any] = {"unknown": 1.0}


def test_every_pair_of_neighbouring_zeros_is_apart() -> None:
    zeros = of("Sin").zeros
    assert len(zeros) == 31
    for (_, left), (right, _) in itertools.pairwise(zeros):
        assert right - left == pytest.approx(math.pi, rel=1e-12)
