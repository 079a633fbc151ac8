import math
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from activations import CATALOG
from activations.calculus.extrema import farthest_apart
from activations.calculus.intervals import Interval
from activations.random_inputs.distributions import POST_GRID
from activations.sums import sigmoid_integral, sigmoid_sum, sigmoid_sum_slope

POST_OFFSETS = np.linspace(0.0, 9.8, 100)
SIGMOID, SOFTPLUS = CATALOG["Sigmoid"], CATALOG["Softplus"]()


def sigmoid_oracle(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def slope_oracle(x: Any) -> Any:
    return sigmoid_oracle(x) * sigmoid_oracle(-x)


def test_a_sum_is_what_its_definition_says() -> None:
    x, offsets = np.array([[-3.0, 0.2], [5.0, 40.0]]), [-1.0, 0.5, 7.0]
    expected = 0.3 * sum(1.0 / (1.0 + np.exp(offset - x)) for offset in offsets)
    np.testing.assert_allclose(sigmoid_sum(x, offsets=offsets, weight=0.3), expected, rtol=1e-14)


def test_its_slope_is_its_derivative() -> None:
    x, step = np.linspace(-12.0, 15.0, 55), 1e-5
    sums = [sigmoid_sum(x + h, offsets=POST_OFFSETS, weight=0.1) for h in (-step, step)]
    slope = sigmoid_sum_slope(x, offsets=POST_OFFSETS, weight=0.1)
    np.testing.assert_allclose(slope, (sums[1] - sums[0]) / (2 * step), atol=1e-9)


def test_the_posts_figures() -> None:
    difference = sigmoid_sum(POST_GRID, offsets=POST_OFFSETS, weight=0.1) - SOFTPLUS(POST_GRID)
    worst = np.abs(difference).argmax()
    assert POST_GRID[worst] == 9.8
    assert abs(difference[worst]) == pytest.approx(0.5254, abs=5e-5)
    assert sigmoid_sum_slope(9.8, offsets=POST_OFFSETS, weight=0.1) == pytest.approx(0.5175, abs=5e-5)
    assert sigmoid_sum(100.0, offsets=POST_OFFSETS, weight=0.1) == pytest.approx(10.0, abs=1e-12)


def test_the_posts_sum_is_a_trapezoid_rule_for_the_integral() -> None:
    x, last = POST_GRID, 9.8
    ends = 0.5 * (SIGMOID()(x) + SIGMOID(offset=last)(x))
    expected = 0.1 * (sigmoid_integral(x, lower=0.0, upper=last) * 99 / last + ends)
    found = sigmoid_sum(x, offsets=POST_OFFSETS, weight=0.1)
    assert np.abs(found - expected).max() <= 2.1e-4


@pytest.mark.parametrize(("step", "error"), [(1.0, 0.010578), (0.01, 1.04e-6)])
def test_midpoints_approach_the_integral(step: float, error: float) -> None:
    offsets = np.arange(0.5 * step, 30.0, step)
    ((extreme,),) = farthest_apart(
        (
            lambda x: sigmoid_sum(x, offsets=offsets, weight=step),
            lambda x: sigmoid_sum_slope(x, offsets=offsets, weight=step),
        ),
        [
            (
                lambda x: sigmoid_integral(x, lower=0.0, upper=30.0),
                lambda x: SIGMOID()(x) - SIGMOID(offset=30.0)(x),
            )
        ],
        -5.0,
        15.0,
    )
    assert isinstance(extreme.where, Interval)
    assert extreme.where.low == pytest.approx(0.0, abs=1e-3)
    assert abs(extreme.difference) == pytest.approx(error, rel=5e-3)


def test_ten_unit_steps_fall_short_at_ten() -> None:
    difference = sigmoid_sum(10.0, offsets=np.arange(10) + 0.5, weight=1.0) - SOFTPLUS(10.0)
    assert abs(difference) == pytest.approx(0.68, abs=5e-3)


@pytest.mark.parametrize("x", [-800.0, -60.0, -1.0, 0.0, 4.9, 9.8, 30.0, 800.0])
@pytest.mark.parametrize(("lower", "upper"), [(0.0, 9.8), (-3.0, 1e-3), (-20.0, 10_000.0)])
def test_the_integral_is_a_difference_of_softplus(x: float, lower: float, upper: float) -> None:
    with mp.workdps(800):
        exact = mp.log1p(mp.exp(mp.mpf(x) - lower)) - mp.log1p(mp.exp(mp.mpf(x) - upper))
    # The rounding of x − upper comes back as that many units of relative error in the exponential tail.
    assert float(sigmoid_integral(x, lower=lower, upper=upper)) == pytest.approx(float(exact), rel=1e-11, abs=1e-300)


def test_the_integral_has_limits() -> None:
    found = sigmoid_integral([-math.inf, math.inf, math.nan], lower=0.0, upper=9.8)
    np.testing.assert_allclose(found, [0.0, 9.8, math.nan], rtol=1e-15)


@pytest.mark.parametrize(("lower", "upper"), [(1.0, 1.0), (2.0, 1.0), (0.0, math.inf), (math.nan, 1.0)])
def test_an_impossible_interval_is_refused(lower: float, upper: float) -> None:
    with pytest.raises(ValueError, match="lower and upper must be finite"):
        sigmoid_integral(0.0, lower=lower, upper=upper)


def test_ten_thousand_offsets_take_bounded_memory() -> None:
    x, offsets = np.linspace(-5.0, 5.0, 1_000), np.linspace(0.0, 100.0, 10_000)
    tracemalloc.start()
    sigmoid_sum(x, offsets=offsets, weight=1.0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000  # the whole table of sigmoids would take 80 MB


@given(
    st.lists(st.floats(-2000.0, 2000.0), min_size=1, max_size=40),
    st.lists(st.floats(-3000.0, 3000.0), min_size=1, max_size=9),
)
def test_what_is_far_is_left_out_and_missed_by_no_one(offsets: list[float], x: list[float]) -> None:
    for found, one in ((sigmoid_sum, sigmoid_oracle), (sigmoid_sum_slope, slope_oracle)):
        values = found(x, offsets=offsets, weight=1.0)
        for at, value in zip(x, values.tolist(), strict=True):
            exact = float(mp.fsum(one(mp.mpf(at) - offset) for offset in offsets))
            assert value == pytest.approx(exact, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("spacing", [0.001, 0.09, 10.0])
def test_ten_thousand_offsets_are_as_their_parts(spacing: float) -> None:
    x, offsets = np.linspace(-40.0, 60.0, 301), spacing * np.arange(10_000)
    for found in (sigmoid_sum, sigmoid_sum_slope):
        parts = sum(found(x, offsets=part, weight=1.0) for part in np.array_split(offsets, 500))
        np.testing.assert_allclose(found(x, offsets=offsets, weight=1.0), parts, rtol=1e-13)


def test_sums_have_limits() -> None:
    for found, limit in ((sigmoid_sum, 3.0), (sigmoid_sum_slope, 0.0)):
        values = found([-math.inf, math.inf, math.nan], offsets=[5.0, -100.0, 700.0], weight=1.0)
        np.testing.assert_array_equal(values, [0.0, limit, math.nan])


def test_no_offsets_add_up_to_zero() -> None:
    np.testing.assert_array_equal(sigmoid_sum([1.0, 2.0], offsets=[], weight=1.0), [0.0, 0.0])


@pytest.mark.parametrize("seed", range(3))
def test_the_integral_keeps_its_digits_however_wide(seed: int) -> None:
    generator = np.random.default_rng(seed)
    for lower, width in zip(generator.uniform(-20.0, 20.0, 20), 10.0 ** generator.uniform(-3.0, 17.0, 20), strict=True):
        upper = float(lower + width)
        x = np.concatenate([generator.uniform(-30.0, 30.0, 5), upper + generator.uniform(-3.0, 3.0, 2)])
        with mp.workdps(60):
            ends = [mp.mpf(float(lower)), mp.mpf(upper)]
            sides = [[mp.log1p(mp.exp(mp.mpf(each) - end)) for end in ends] for each in x.tolist()]
            exact = [float(of_lower - of_upper) for of_lower, of_upper in sides]
        assert sigmoid_integral(x, lower=lower, upper=upper) == pytest.approx(exact, rel=1e-12)


def test_offsets_that_are_no_numbers_are_refused() -> None:
    for of in (sigmoid_sum, sigmoid_sum_slope):
        with pytest.raises(ValueError, match=r"^offsets must not hold NaN$"):
            of([1000.0], offsets=[0.0, 1.0, math.nan], weight=0.5)
        assert type(of(0.0, offsets=[0.0], weight=1.0)) is np.ndarray
        np.testing.assert_array_equal(of([math.nan, 1.0], offsets=[], weight=1.0), [math.nan, 0.0])
