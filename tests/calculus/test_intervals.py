"""Intervals with open and closed ends, and their unions, against membership."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activations.calculus.intervals import Interval, repeated, union

ENDS = (-math.inf, -2.0, -1.0, 0.0, 1.0, 3.0, math.inf)
# All ends, and a point between any two of them.
POINTS = (-1e9, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 1e9)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted(draw(st.tuples(st.sampled_from(ENDS), st.sampled_from(ENDS))))
    if low == high:
        return Interval.point(low if math.isfinite(low) else 0.0)
    has_low, has_high = draw(st.tuples(st.booleans(), st.booleans()))
    return Interval(low, high, has_low=has_low and math.isfinite(low), has_high=has_high and math.isfinite(high))


@pytest.mark.parametrize(
    ("interval", "inside", "outside"),
    [
        (Interval(0.0, 1.0), [0.5, 5e-324], [0.0, 1.0, -1.0]),
        (Interval(0.0, 1.0, has_low=True), [0.0, 0.5], [1.0]),
        (Interval(0.0, 1.0, has_high=True), [0.5, 1.0], [0.0]),
        (Interval(-math.inf, 0.0, has_high=True), [-1e308, 0.0], [5e-324]),
        (Interval.point(2.0), [2.0], [math.nextafter(2.0, 3.0), math.nextafter(2.0, 1.0)]),
    ],
)
def test_an_interval_has_the_ends_that_it_is_said_to_have(
    interval: Interval, inside: list[float], outside: list[float]
) -> None:
    assert all(x in interval for x in inside)
    assert not any(x in interval for x in outside)


def test_only_a_point_is_a_point() -> None:
    assert Interval.point(0.1).is_point
    assert not Interval(0.1, math.nextafter(0.1, 1.0)).is_point


@given(st.lists(intervals(), max_size=6))
def test_a_union_has_the_same_numbers_in_as_few_intervals_as_possible(parts: list[Interval]) -> None:
    joined = union(parts)
    for x in POINTS:
        assert any(x in each for each in joined) == any(x in each for each in parts)
    for left, right in pairwise(joined):
        # In order, and something lies between two of them: a gap, or the one point that both leave out.
        assert left.high < right.low or (left.high == right.low and not left.has_high and not right.has_low)
    assert union(joined) == joined


def test_neighbours_join_only_over_a_point_that_one_of_them_has() -> None:
    open_left, open_right = Interval(-1.0, 0.0), Interval(0.0, 1.0)
    assert union([open_right, open_left]) == (open_left, open_right)
    assert union([open_right, open_left, Interval.point(0.0)]) == (Interval(-1.0, 1.0),)
    assert union([open_left, Interval(0.0, 1.0, has_low=True)]) == (Interval(-1.0, 1.0),)
    assert union([]) == ()


def test_what_repeats_is_in_order() -> None:
    found = repeated([Interval(0.5, 1.0), Interval(2.0, 2.5)], 3.0, -1.5, 4.0)
    assert [each.low for each in found] == [-1.0, 0.5, 2.0, 3.5]
