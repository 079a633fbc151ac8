"""Axes: few and round numbers, whatever the span."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.ui.charts.ticks import Axis, axis_around, round_numbers
from tests.sweeps.grammar import number

starts = st.floats(-1e3, 1e3)  # in spans
spans = st.floats(1e-6, 1e9)


@given(starts, spans, st.integers(2, 150))
def test_round_numbers_are_few_and_multiples_of_1_2_or_5_times_a_power_of_ten(
    start: float, span: float, most: int
) -> None:
    low = start * span
    found = round_numbers(low, low + span, most)
    assert found.size <= most
    if found.size > 1:
        step = float(found[1] - found[0])
        power = 10.0 ** math.floor(math.log10(step * 1.001))
        assert min(abs(step / power - mantissa) for mantissa in (1, 2, 5)) < 1e-3
        # No finer step would do: the next has more than is allowed.
        assert span / step >= (most - 1) / 2.5 - 2


def test_round_numbers_are_the_floats_that_their_decimals_name() -> None:
    assert round_numbers(0.0, 0.7, 10).tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    assert round_numbers(-20.0, 19.5, 7).tolist() == [-20.0, -10.0, 0.0, 10.0]


@given(starts, spans, st.integers(2, 7))
def test_an_axis_has_at_least_two_labels_all_different(start: float, span: float, most: int) -> None:
    low = start * span
    ticks = Axis(low, low + span).ticks(most)
    assert 2 <= len(ticks) <= most + 3
    assert all(low - 1e-9 * span <= value <= low + (1 + 1e-9) * span for value, _ in ticks)


def test_a_log_axis_names_whole_powers_only() -> None:
    assert [text for _, text in Axis(0.002, 30.0, log=True).ticks(5)] == ["10⁻²", "10⁻¹", "10⁰", "10¹"]
    few = Axis(1e-40, 1.0, log=True).ticks(5)
    assert [text for _, text in few] == ["10⁻⁴⁰", "10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "10⁰"]


def test_a_whole_axis_counts() -> None:
    assert [text for _, text in Axis(0.0, 3.0, whole=True).ticks(7)] == ["0", "1", "2", "3"]


def test_places_follow_the_scale() -> None:
    np.testing.assert_allclose(Axis(-2.0, 2.0).share([-2.0, 0.0, 1.0]), [0.0, 0.5, 0.75])
    np.testing.assert_allclose(Axis(1.0, 100.0, log=True).share([1.0, 10.0, 0.0]), [0.0, 0.5, math.nan])
    assert float(Axis(-1.7e308, 1.7e308).share(0.0)) == 0.5


@pytest.mark.parametrize("log", [True, False])
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=5))
def test_an_axis_around_anything_is_an_axis(log: bool, values: list[float]) -> None:
    axis = axis_around(np.array(values, dtype=float), log=log, least_factor=100.0)
    assert math.isfinite(axis.low)
    assert math.isfinite(axis.high)
    assert axis.low < axis.high
    assert axis.ticks(5)
    known = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
    inside = [value for value in known if not log or 1e-306 <= value <= 1e306]
    assert ((axis.share(inside) >= -1e-9) & (axis.share(inside) <= 1 + 1e-9)).all()


def test_equal_values_are_shown_against_zero() -> None:
    axis = axis_around(np.ones(5))
    assert axis.low < 0.0
    assert axis.high > 1.0


def test_what_a_mark_adds_is_as_precise_as_the_axis_is_long() -> None:
    assert Axis(-3.0, 8.0).text(-5.254e-26) == "0"
    assert Axis(-1.0, 1.0).text(0.525396) == "0.5254"
    assert Axis(0.0, 4e-4).text(2.337e-4) == "2.337"
    assert Axis(-1e4, 4e5).text(713.3, in_full=True) == "713.3"


@given(st.floats(-300.0, 300.0), st.floats(0.5, 40.0), st.floats(0.0, 1.0))
def test_what_a_mark_adds_has_room_beside_a_log_axis_and_is_near_what_it_says(
    low: float, decades: float, share: float
) -> None:
    axis = Axis(10.0 ** (low - decades), 10.0**low, log=True)
    value = 10.0 ** (low - share * decades)
    text = axis.text(value)
    assert len(text.rstrip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹")) <= 7
    assert number(text).value == pytest.approx(value, rel=0.5)


@given(st.floats(-5.0, 12.0), st.floats(-1.0, 1.0))
@example(0.25, 0.00021532777436010115)
def test_what_a_mark_adds_to_an_x_axis_is_right_to_four_digits_or_to_less_than_a_pixel(
    power: float, share: float
) -> None:
    high = 10.0**power
    said = number(Axis(-high, high).text(share * high, in_full=True)).value
    assert said == (pytest.approx(share * high, rel=6e-4, abs=1e-4 * high) if said else 0.0)
    assert said or abs(share) <= 1e-3
