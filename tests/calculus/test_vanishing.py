"""Where slopes are small: at random and dense points, with the ends that belong to the intervals."""

import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, parse_formula, properties_of
from activations.calculus.intervals import Interval
from activations.calculus.pieces import is_wave, wave_reach
from activations.calculus.vanishing import vanishing_intervals
from tests.calculus.brute_force import members
from tests.oracles import oracle_of
from tests.parametrized import every_activation, every_setting

EVERYWHERE = Interval(-math.inf, math.inf)


def ends(*intervals: Interval) -> list[tuple[float, float]]:
    return [(each.low, each.high) for each in intervals]


@every_setting
@pytest.mark.parametrize("epsilon", [1e-6, 0.01, 0.25, 0.9, 1.0])
def test_the_slope_is_small_inside_and_only_inside(activation: Activation, epsilon: float) -> None:
    intervals = vanishing_intervals(activation, epsilon)
    x = np.concatenate([np.linspace(-60.0, 60.0, 40_001), [-1e6, 1e6], activation.breakpoints])
    if is_wave(activation):
        x = x[np.abs(x) < 0.9 * wave_reach(activation)]
    assert all(each.low < each.high or each.is_point for each in intervals)
    inside = members(x, intervals)
    slopes = activation.derivative(x)
    small = np.abs(slopes) < epsilon
    # Off the breakpoints rounding decides near an end, and where a slope that tends to epsilon has all but reached it.
    near_an_end = np.abs(x[:, np.newaxis] - np.ravel(ends(*intervals))).min(axis=1, initial=np.inf) < 1e-9
    limits = activation.derivative([-np.inf, np.inf])
    reached = (np.abs(np.abs(slopes) - epsilon) < 1e-15) & np.isclose(np.abs(limits), epsilon, rtol=1e-15).any()
    known = np.isin(x, activation.breakpoints) | ~(near_an_end | reached)
    np.testing.assert_array_equal(inside[known], small[known])


def test_the_sigmoid_vanishes_where_its_slope_is_epsilon() -> None:
    # σ(1 − σ) = ε is a quadratic in σ.
    edge = math.log((0.5 + math.sqrt(0.25 - 0.01)) / (0.5 - math.sqrt(0.25 - 0.01)))
    for offset in (2.0, 250.0, -1e6):
        left, right = vanishing_intervals(CATALOG["Sigmoid"](offset=offset), 0.01)
        assert (left.low, left.high) == pytest.approx((-math.inf, offset - edge), rel=1e-13)
        assert (right.low, right.high) == pytest.approx((offset + edge, math.inf), rel=1e-13)


def test_elu_vanishes_below_the_logarithm_of_epsilon() -> None:
    assert ends(*vanishing_intervals(CATALOG["ELU"](alpha=2.0), 0.01)) == [
        pytest.approx((-math.inf, math.log(0.005)), rel=1e-13)
    ]


@pytest.mark.parametrize(
    ("activation", "epsilon", "expected"),
    [
        (CATALOG["ReLU"](), 1e-9, [Interval(-math.inf, 0.0, has_high=True)]),  # relu'(0) = 0
        (CATALOG["ReLU"](), 1.0, [Interval(-math.inf, 0.0, has_high=True)]),
        (CATALOG["ReLU"](), 1.0 + 1e-15, [EVERYWHERE]),
        (CATALOG["Hardshrink"](), 0.01, [Interval(-0.5, 0.5, has_low=True, has_high=True)]),
        (CATALOG["Hardswish"](), 1.0, [Interval(-math.inf, 1.5)]),
        (CATALOG["Hardswish"](), 1.25, [Interval(-math.inf, 2.25), Interval(3.0, math.inf, has_low=True)]),
        (CATALOG["LeakyReLU"](negative_slope=0.5), 2.0, [EVERYWHERE]),
        # Slopes that rise to 1, and never reach it: in floats they do, from 36.8 or from 1e8 on.
        (CATALOG["Softplus"](), 1.0, [EVERYWHERE]),
        (CATALOG["Squareplus"](), 1.0, [EVERYWHERE]),
        (CATALOG["LogSigmoid"](), 1.0, [EVERYWHERE]),
        (CATALOG["Tanhshrink"](), 1.0, [EVERYWHERE]),
        # And those that are 1 at 0 alone.
        (CATALOG["Softsign"](), 1.0, [Interval(-math.inf, 0.0), Interval(0.0, math.inf)]),
        (CATALOG["Tanh"](), 1.0, [Interval(-math.inf, 0.0), Interval(0.0, math.inf)]),
        (CATALOG["Arctan"](), 1.0, [Interval(-math.inf, 0.0), Interval(0.0, math.inf)]),
        (CATALOG["Exponential"](), 1.0, [Interval(-math.inf, 0.0)]),
        (CATALOG["Sin"](), 1.0 + 1e-12, [EVERYWHERE]),
        (CATALOG["ELU"](), 1.0, [Interval(-math.inf, 0.0)]),
        (CATALOG["Identity"](), 1.0, []),
    ],
    ids=repr,
)  # fmt: skip
def test_ends_belong_to_it_where_the_slope_there_is_small(
    activation: Activation, epsilon: float, expected: list[Interval]
) -> None:
    assert list(vanishing_intervals(activation, epsilon)) == expected


def test_between_two_turns_of_a_wave_the_slope_is_below_its_largest() -> None:
    intervals = vanishing_intervals(CATALOG["Sin"](), 1.0)
    inner = [each for each in intervals if -40.0 < each.low < 40.0]
    for each in inner:
        assert (each.has_low, each.has_high) == (False, False)
        assert (each.low / math.pi, each.high / math.pi) == pytest.approx(
            (round(each.low / math.pi), round(each.low / math.pi) + 1), abs=1e-12
        )
    assert len(inner) == 25


def test_a_stretch_beyond_the_steepest_descent_is_found() -> None:
    # |Mish′| is 0.11281 at its largest left of the minimum: just above the threshold.
    first, second = vanishing_intervals(CATALOG["Mish"](), 0.1125)
    assert (first.low, second.low, second.high) == pytest.approx((-math.inf, -2.2346028, -0.8602195), abs=1e-7)
    assert first.high == pytest.approx(-2.2784415, abs=1e-7)
    with mp.workdps(40):
        for end in (first.high, second.low, second.high):
            assert abs(mp.diff(oracle_of(CATALOG["Mish"]()), end)) == pytest.approx(0.1125, rel=1e-12)


def test_a_dip_narrower_than_any_grid_is_found() -> None:
    *_, last = vanishing_intervals(CATALOG["GELU"](), 1e-9)
    assert 0.5 * (last.low + last.high) == pytest.approx(-0.7517915247, abs=1e-9)
    assert last.high - last.low < 1e-8


@pytest.mark.parametrize("factor", np.random.default_rng(6).uniform(1.1, 4.0, 8).round(2).tolist())
def test_slopes_that_are_lost_far_out_do_not_hide_where_it_is_small(factor: float) -> None:
    activation = parse_formula(f"softplus(x) - {factor}*exp(x) + x")()
    x = np.linspace(-30.0, 5.0, 701)
    for epsilon in np.random.default_rng(int(100 * factor)).uniform(0.1, 5.0, 5).tolist():
        inside = members(x, vanishing_intervals(activation, epsilon))
        np.testing.assert_array_equal(inside, np.abs(activation.derivative(x)) < epsilon)


def test_a_threshold_that_only_the_steepest_point_reaches_leaves_out_that_point() -> None:
    for name in ("GELU", "SiLU", "Sigmoid", "Mish"):
        activation = CATALOG[name]()
        steepest = properties_of(activation).slope_maximum
        (point,) = steepest.at
        left, right = vanishing_intervals(activation, steepest.value)
        assert (left.high, right.low) == (point.low, point.low)
        assert (left.has_high, right.has_low) == (False, False)


@every_activation
def test_what_has_a_period_is_a_wave(activation: Activation) -> None:
    assert is_wave(activation) == (activation.name in {"Sin", "Snake"}) == (activation.period is not None)


@pytest.mark.parametrize("epsilon", [0.0, -1.0, math.nan, math.inf])
def test_an_impossible_threshold_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon must be a finite number > 0"):
        vanishing_intervals(CATALOG["ReLU"](), epsilon)
