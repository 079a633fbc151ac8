"""Differences of functions: how far apart, and where."""

import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation
from pages.ui.chosen import difference_of
from pages.ui.views import curves, difference
from tests.oracles import ORACLES


def both(first: str, second: str) -> tuple[Activation, Activation]:
    return CATALOG[first](), CATALOG[second]()


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
    extreme = difference.largest_differences(*pair, -6.0, 6.0)[f"{first} − {second}"]
    assert abs(extreme.x) == pytest.approx(abs(at), abs=5e-4)
    assert abs(extreme.difference) == pytest.approx(abs(largest), rel=5e-4)
    x = mp.mpf(extreme.x)
    exact = ORACLES[first](x, **pair[0].parameters) - ORACLES[second](x, **pair[1].parameters)
    assert extreme.difference == pytest.approx(float(exact), rel=1e-9)


def test_beside_a_jump_the_larger_side_counts() -> None:
    # The slopes of SiLU and Threshold differ by SiLU's 0.9276 just left of 1, where Threshold' jumps from 0 to 1.
    pair = both("SiLU", "Threshold")
    for low, high in ((-0.9, 1.7), (0.3, 1.0), (-5.0, 1.1)):
        extreme = difference.largest_differences(*pair, low, high)["SiLU′ − Threshold′"]
        assert extreme.x == 1.0
        assert extreme.difference == pytest.approx(0.92767, abs=1e-5)


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
    extremes = difference.largest_differences(*pair, -6.0, 6.0)
    drawing = curves.drawing_of([difference_of(*pair)], -6.0, 6.0, fitted=True)
    function, slope = difference.difference_picture(drawing, extremes, "").marks
    assert (function.label, function.x, function.panel) == ("0.6931 at 0", 0.0, 0)
    assert function.y == pytest.approx(math.log(2.0))
    assert (slope.x, abs(slope.y or 0.0), slope.panel) == (0.0, 0.5, 1)


def test_the_pair_that_is_most_alike_comes_first_but_not_one_of_twins() -> None:
    chosen = [CATALOG[name]() for name in ("Sigmoid", "GELU", "ReLU", "GELUTanh")]
    pairs = difference.pairs(chosen)
    assert len(pairs) == len(set(pairs)) == 12
    assert [each.name for each in pairs[0]] == ["GELU", "GELUTanh"]
    twins = [CATALOG[name]() for name in ("ELU", "CELU", "ReLU")]
    assert {each.name for each in difference.pairs(twins)[0]} != {"ELU", "CELU"}


def test_functions_that_are_equal_are_said_to_be() -> None:
    extremes = difference.largest_differences(*both("ELU", "CELU"), -3.0, 3.0)
    assert difference.difference_sentence(extremes, -3.0, 3.0) == (
        "Between −3 and 3, ELU − CELU is 0 throughout; ELU′ − CELU′ is 0 throughout."
    )
    assert difference.difference_table(extremes)["at x"].tolist() == ["–", "–"]


def test_the_difference_of_infinities_is_not_a_number() -> None:
    exponential = CATALOG["Exponential"]()
    pairs = [difference_of(exponential, exponential), difference_of(*both("ReLU", "Exponential"))]
    values = curves.value_table(pairs, 1000.0)
    assert values.isna().to_numpy().tolist() == [[True] * 3, [False] * 3]
    assert values.iloc[1].tolist() == [-math.inf] * 3
