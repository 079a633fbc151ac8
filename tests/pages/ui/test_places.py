"""Places on the x axis in words, with the ends that belong to them."""

import math

import pytest

from activations.calculus.bounds import Approach, Bound
from activations.calculus.extrema import Extreme
from activations.calculus.intervals import Interval
from activations.calculus.sampling import NotResolvedError
from pages.ui.places import apart, approached, bound_text, image_text, known, places_of, where

INF = math.inf


@pytest.mark.parametrize(
    ("intervals", "words"),
    [
        ([], "nowhere"),
        ([Interval(-INF, INF)], "for every x"),
        ([Interval(-INF, -2.0), Interval(1.0, 3.0), Interval(4.0, INF)], "for x < −2, for 1 < x < 3 and for x > 4"),
        ([Interval(-INF, 0.0, has_high=True)], "for x ≤ 0"),
        ([Interval(2.0, INF, has_low=True)], "for x ≥ 2"),
        ([Interval(-1.0, 0.0, has_low=True), Interval.point(0.5)], "for −1 ≤ x < 0 and at x = 0.5"),
        ([Interval.point(-2.5), Interval.point(2.5)], "at x = −2.5 and 2.5"),
        ([Interval(-INF, 0.0), Interval(0.0, INF)], "for every x except 0"),
        ([Interval(-INF, 0.0), Interval(0.5, INF)], "for x < 0 and for x > 0.5"),
        ([Interval.point(float(k)) for k in range(-3, 4)], "at x = −2, −1, 0 and 1 and 3 more places"),
        ([Interval(-1.5000001, -1.4999999)], "for −1.5000001 < x < −1.4999999"),
    ],
)
def test_places_have_the_ends_that_belong_to_them(intervals: list[Interval], words: str) -> None:
    assert where(intervals) == words


def test_a_wave_is_told_by_one_period() -> None:
    tops = [Interval.point(math.pi * (2 * k + 0.5)) for k in range(-5, 5)]
    assert where(tops, period=2 * math.pi) == "at x = 1.570796327, and so on with the period 6.283185307"
    assert where([Interval(-INF, INF)], period=2 * math.pi) == "for every x"


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (Bound(INF, (), (Approach(INF),)), "none: unbounded"),
        (Bound(0.25, (Interval.point(0.0),), ()), "0.25, attained at x = 0"),
        (Bound(0.0, (Interval(-INF, 0.0, has_high=True),), ()), "0, attained for x ≤ 0"),
        (Bound(1.5, (), (Approach(3.0, "left"),)), "1.5, not attained but approached as x → 3 from the left"),
        (Bound(0.0, (), (Approach(-INF), Approach(INF))), "0, not attained but approached as x → −∞ and as x → ∞"),
    ],
)
def test_a_bound_is_attained_or_approached(bound: Bound, words: str) -> None:
    assert bound_text(bound) == words


def test_both_sides_of_a_point_are_told_as_such() -> None:
    assert approached([Approach(1.0, "left"), Approach(1.0, "right")]) == "as x → 1 from either side"
    assert approached([Approach(-0.5, "right"), Approach(2.0, "left")]) == (
        "as x → −0.5 from the right and as x → 2 from the left"
    )


def test_places_that_are_taken_come_before_those_that_are_approached() -> None:
    extremes = [Extreme(1.0, Approach(0.0, "left")), Extreme(1.0, Interval.point(3.0))]
    assert places_of(extremes) == "at x = 3 and as x → 0 from the left"


def test_an_image_has_brackets_for_its_ends_and_braces_for_its_points() -> None:
    image = [Interval(-INF, -0.5), Interval.point(0.0), Interval(0.5, 2.0, has_high=True)]
    assert image_text(image) == "(−∞, −0.5) ∪ {0} ∪ (0.5, 2]"


def test_different_numbers_look_different() -> None:
    assert apart(2.0, 2.0 + 1e-9, 6) == ("2", "2.000000001")
    assert apart(1.0, 3.0, 6) == ("1", "3")
    first, second = apart(1.0, math.nextafter(1.0, 2.0), 6)
    assert first != second


def test_what_is_not_resolved_is_not_known() -> None:
    def fails(_: int) -> int:
        raise NotResolvedError

    assert known(fails, 1) is None
    assert known(abs, -2) == 2
