"""The sum of sigmoids as it is drawn and told."""

import numpy as np
import pytest

from activations.calculus.intervals import Interval
from pages.ui.charts.grid import TALLEST_PANEL
from pages.ui.charts.sheet import Faint, Lines
from pages.ui.views import sigmoid_sum

POST = sigmoid_sum.POST_SUM


@pytest.mark.parametrize(("count", "spacing"), [(100, 9.8 / 99), (10, 1.0), (6, 10.0), (4, 3.0)])
def test_the_drawn_sum_stays_within_half_a_pixel(count: int, spacing: float) -> None:
    total = sigmoid_sum.SigmoidSum(count=count, spacing=spacing, first=0.0, divisor=1.0 / spacing)
    (_, lines) = sigmoid_sum.sum_picture(total, -20.0, 60.0, "").panels[0].content
    assert isinstance(lines, Lines)
    x = np.linspace(-20.0, 60.0, 20_001)
    exact = total.value(x)
    drawn = np.interp(x, lines.x, lines.y[:, 0])
    assert np.abs(drawn - exact).max() <= 0.5 * np.ptp(exact) / TALLEST_PANEL


def test_the_sum_page_says_where_the_sum_ends() -> None:
    sentence = sigmoid_sum.end_sentence(POST, 9.8, sigmoid_sum.largest_errors(POST, *sigmoid_sum.POST_SPAN))
    assert "the sum is 9.275, with slope 0.5175" in sentence
    assert "levels off at N / divisor = 10:" in sentence
    assert sentence.endswith("Divided by 1/Δ = 10.1 instead, it would be a Riemann sum of the integral below.")


def test_a_riemann_sum_is_one_and_still_off() -> None:
    stepped = sigmoid_sum.SigmoidSum(count=10, spacing=1.0, first=0.5, divisor=1.0)
    sentence = sigmoid_sum.end_sentence(stepped, 15.0, sigmoid_sum.largest_errors(stepped, -10.0, 15.0))
    assert sentence.endswith(
        "Divided by 1/Δ = 1, it is a Riemann sum of the integral below, off by at most 0.01058 here."
    )
    wide = sigmoid_sum.SigmoidSum(count=1, spacing=0.001, first=0.0, divisor=1000.0)
    errors = sigmoid_sum.largest_errors(wide, 30.0, 60.0)
    assert sigmoid_sum.end_sentence(wide, 60.0, errors).endswith("equal to it here, to rounding.")


def test_the_posts_offsets_are_evenly_spread_from_0_to_9_8() -> None:
    np.testing.assert_allclose(POST.offsets, np.linspace(0.0, 9.8, 100), rtol=1e-14)
    assert POST.divisor == 10.0


def test_the_posts_sum_strays_most_at_its_last_point() -> None:
    errors = sigmoid_sum.largest_errors(POST, -10.0, 9.8)
    (extreme,) = errors[sigmoid_sum.SOFTPLUS]
    assert extreme.where == Interval.point(9.8)
    assert extreme.difference == pytest.approx(-0.5254, abs=5e-5)
    assert "by at most 0.5255, at x = 9.8" in sigmoid_sum.sum_sentence(POST, -10.0, 9.8, errors)


def test_sum_table_columns_agree_with_each_other() -> None:
    table = sigmoid_sum.even_table(POST, -10.0, 9.8, 199)
    np.testing.assert_allclose(table["sum − softplus"], table[sigmoid_sum.SUM] - table[sigmoid_sum.SOFTPLUS])
    numeric = np.gradient(table[sigmoid_sum.SUM].to_numpy()[5:20], table["x"].to_numpy()[5:20])
    np.testing.assert_allclose(table["slope of the sum"].to_numpy()[6:19], numeric[1:-1], rtol=0.02)


def test_a_sigmoid_stands_for_the_cell_around_its_offset() -> None:
    stepped = sigmoid_sum.SigmoidSum(count=10, spacing=1.0, first=0.5, divisor=1.0)
    assert stepped.interval == (0.0, 10.0)
    np.testing.assert_array_equal(stepped.offsets, np.arange(10) + 0.5)


def test_few_single_sigmoids_are_drawn_and_the_outer_ones_are_among_them() -> None:
    many = sigmoid_sum.SigmoidSum(count=10_000, spacing=0.01, first=-3.0, divisor=1.0)
    (faint, _) = sigmoid_sum.sum_picture(many, -5.0, 100.0, "").panels[0].content
    assert isinstance(faint, Faint)
    assert faint.y.shape[1] == sigmoid_sum.MOST_SINGLES
    # Where a sigmoid passes ½ is its offset.
    first, last = (np.interp(0.5, faint.y[:, k], faint.x) for k in (0, -1))
    assert (first, last) == pytest.approx((-3.0, 96.99), abs=0.5)


def test_the_largest_difference_is_marked_among_the_differences() -> None:
    (mark,) = sigmoid_sum.farthest_marks(sigmoid_sum.largest_errors(POST, -10.0, 9.8))
    assert (mark.label, mark.x, mark.panel) == ("−0.5254 at x = 9.8", 9.8, 1)
    assert sigmoid_sum.sum_picture(POST, -10.0, 9.8, "", mark).panels[1].title == "sum minus …"


def test_a_mark_tells_its_place_as_precisely_as_an_eye() -> None:
    # The largest difference of unit steps lies 0.00002 beside 0, since they are no mirror images about it.
    steps = sigmoid_sum.SigmoidSum(count=100, spacing=1.0, first=0.5, divisor=1.0)
    (mark,) = sigmoid_sum.farthest_marks(sigmoid_sum.largest_errors(steps, -10.0, 15.0))
    assert mark.label == "−0.01058 at x = 0"
