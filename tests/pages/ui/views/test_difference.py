"""Differences of functions: how far apart, and where."""

import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, parse_formula
from activations.calculus.bounds import Approach
from activations.calculus.extrema import Extreme
from activations.calculus.intervals import Interval
from pages.ui.chosen import difference_of
from pages.ui.views import curves, difference
from pages.ui.wording import number_text
from tests.oracles import ORACLES
from tests.tables import as_frame


def both(first: str, second: str) -> tuple[Activation, Activation]:
    return CATALOG[first](), CATALOG[second]()


def place(extreme: Extreme) -> float:
    return extreme.where.low if isinstance(extreme.where, Interval) else extreme.where.x


# Found with mpmath.
@pytest.mark.parametrize(
    ("first", "second", "at", "largest"),
    [
        ("GELU", "GELUTanh", -2.699, -4.732e-4),
        ("QuickGELU", "GELU", -2.270, -0.02033),
        ("Softplus", "ReLU", 0.0, 0.6931),
    ],
)
def test_the_largest_difference_is_that_of_the_textbook(first: str, second: str, at: float, largest: float) -> None:
    pair = both(first, second)
    extremes = difference.extremes_of(*pair, -6.0, 6.0)[f"{first} − {second}"]
    assert extremes
    for extreme in extremes:
        assert abs(place(extreme)) == pytest.approx(abs(at), abs=5e-4)
        assert abs(extreme.difference) == pytest.approx(abs(largest), rel=5e-4)
        x = mp.mpf(place(extreme))
        exact = ORACLES[first](x, **pair[0].parameters) - ORACLES[second](x, **pair[1].parameters)
        assert extreme.difference == pytest.approx(float(exact), rel=1e-9)


def test_beside_a_jump_the_larger_side_counts() -> None:
    # The slopes of SiLU and Threshold differ by SiLU's 0.9276 just left of 1, where Threshold' jumps from 0 to 1.
    pair = both("SiLU", "Threshold")
    for low, high in ((-0.9, 1.7), (0.3, 1.0), (-5.0, 1.1)):
        found = difference.extremes_of(*pair, low, high)
        (extreme,) = found["SiLU′ − Threshold′"] or ()
        assert extreme.where == Approach(1.0, "left")
        assert extreme.difference == pytest.approx(0.92767, abs=1e-5)
        assert as_frame(difference.difference_table(found)).iloc[1].tolist() == ["0.9277", "as x → 1 from the left"]


def test_a_drawn_difference_is_as_accurate_as_the_functions() -> None:
    pair = difference_of(*both("GELU", "GELUTanh"))
    drawing = curves.drawing_of([pair], -6.0, 6.0, fitted=True)
    for x, drawn in zip(drawing.x, drawing.orders[0][:, 0], strict=True):
        with mp.workdps(40):
            exact = ORACLES["GELU"](mp.mpf(x)) - ORACLES["GELUTanh"](mp.mpf(x))
        assert drawn == pytest.approx(float(exact), abs=4e-15)


def test_a_difference_breaks_where_either_function_does() -> None:
    drawing = curves.drawing_of([difference_of(*both("Hardtanh", "ReLU"))], -2.0, 2.0, fitted=True)
    segments = np.unique(drawing.segment)
    assert segments.size == 7
    for segment in segments:
        assert np.ptp(drawing.orders[1][drawing.segment == segment]) == 0.0


def test_the_chart_marks_where_the_two_are_farthest_apart() -> None:
    pair = both("Softplus", "ReLU")
    extremes = difference.extremes_of(*pair, -6.0, 6.0)
    drawing = curves.drawing_of([difference_of(*pair)], -6.0, 6.0, fitted=True)
    function, *slopes = difference.difference_picture(drawing, extremes, "").marks
    assert (function.label, function.x, function.panel) == ("0.6931 at 0", 0.0, 0)
    assert function.y == pytest.approx(math.log(2.0))
    assert [(slope.x, slope.y, slope.panel) for slope in slopes] == [(0.0, 0.5, 1), (0.0, -0.5, 1)]


def test_limits_from_both_sides_that_are_equal_have_one_mark() -> None:
    pair = both("ELU", "SiLU")
    extremes = difference.extremes_of(*pair, -6.0, 6.0)
    assert len(extremes["ELU′ − SiLU′"] or ()) == 2
    drawing = curves.drawing_of([difference_of(*pair)], -6.0, 6.0, fitted=True)
    marks = difference.difference_picture(drawing, extremes, "").marks
    assert [(mark.label, mark.x) for mark in marks if mark.panel == 1] == [("0.5 at 0", 0.0)]


def test_the_pair_that_is_most_alike_comes_first_but_not_one_of_twins() -> None:
    chosen = [CATALOG[name]() for name in ("Sigmoid", "GELU", "ReLU", "GELUTanh")]
    pairs = difference.pairs(chosen)
    assert len(pairs) == len(set(pairs)) == 12
    assert [each.name for each in pairs[0]] == ["GELU", "GELUTanh"]
    twins = [CATALOG[name]() for name in ("ELU", "CELU", "ReLU")]
    assert {each.name for each in difference.pairs(twins)[0]} != {"ELU", "CELU"}


def test_functions_that_are_equal_are_said_to_be() -> None:
    extremes = difference.extremes_of(*both("ELU", "CELU"), -3.0, 3.0)
    assert difference.difference_sentence(extremes, -3.0, 3.0) == (
        "Between −3 and 3, ELU − CELU is 0 throughout, to rounding; ELU′ − CELU′ is 0 throughout, to rounding."
    )
    assert as_frame(difference.difference_table(extremes))["where"].tolist() == ["–", "–"]


def test_a_convention_at_the_end_of_the_range_is_no_difference() -> None:
    extremes = difference.extremes_of(*both("ReLU", "ReLU6"), -6.0, 6.0)
    assert difference.difference_sentence(extremes, -6.0, 6.0) == (
        "Between −6 and 6, ReLU − ReLU6 is 0 throughout, to rounding; ReLU′ − ReLU6′ is 0 throughout, to rounding."
    )


def test_equal_maxima_are_all_named_and_a_bound_is_rounded_up() -> None:
    extremes = difference.extremes_of(*both("GELU", "GELUTanh"), -6.0, 6.0)
    assert difference.difference_sentence(extremes, -6.0, 6.0) == (
        "Between −6 and 6, |GELU − GELUTanh| is at most 0.0004733, at x = −2.69894 and 2.69894; "
        "|GELU′ − GELUTanh′| is at most 0.0008685, at x = −2.01866 and 2.01866."
    )
    table = as_frame(difference.difference_table(extremes))
    assert table["largest difference"].tolist() == ["−0.0004732", "±0.0008685"]
    shrinks = difference.extremes_of(*both("Hardshrink", "Softshrink"), -3.0, 3.0)
    assert as_frame(difference.difference_table(shrinks)).iloc[0].tolist() == [
        "±0.5",
        "for −3 ≤ x < −0.5 and for 0.5 < x ≤ 3",
    ]


def test_a_difference_that_is_not_resolved_is_said_to_be() -> None:
    pair = CATALOG["Sigmoid"](offset=1e17), CATALOG["ReLU"]()
    extremes = difference.extremes_of(*pair, 0.0, 2e17)
    assert difference.difference_sentence(extremes, 0.0, 2e17).startswith(
        "Between 0 and 2 × 10¹⁷, Sigmoid − ReLU is not resolved: "
    )
    assert as_frame(difference.difference_table(extremes))["where"].tolist() == ["–", "–"]


def test_the_difference_of_infinities_is_not_a_number() -> None:
    exponential = CATALOG["Exponential"]()
    pairs = [difference_of(exponential, exponential), difference_of(*both("ReLU", "Exponential"))]
    values = as_frame(curves.value_table(pairs, 1000.0))
    assert values.isna().to_numpy().tolist() == [[True] * 3, [False] * 3]
    assert values.iloc[1].tolist() == [-math.inf] * 3


@pytest.mark.parametrize(
    ("one", "other", "place"), [(0.5, 0.25, 0.0), (0.5, 1.5, 0.0), (0.3, 0.7, 1.0), (0.9, 0.6, -2.5)]
)
def test_slopes_of_roots_are_apart_without_bound(one: float, other: float, place: float) -> None:
    """Also where both are infinite."""
    first, second = (
        parse_formula(f"abs(x - {place})^{power}".replace("- -", "+ "), name)()
        for power, name in ((one, "Formula"), (other, "Formula2"))
    )
    extremes = difference.extremes_of(first, second, -4.0, 4.0)
    assert difference.difference_sentence(extremes, -4.0, 4.0).endswith(
        f"grows without bound as x → {number_text(place)} from either side."
    )
    drawing = curves.drawing_of((difference_of(first, second),), -4.0, 4.0, fitted=True)
    picture = difference.difference_picture(drawing, extremes, "")
    assert all(mark.y is None or math.isfinite(mark.y) for mark in picture.marks)
