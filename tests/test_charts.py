"""Tables, sentences and specifications of the charts."""

import dataclasses
import functools
import math
import re

import numpy as np
import pytest
from mpmath import mp
from numpy.typing import ArrayLike

from activations import CATALOG
from activations.functions.elementwise import FloatArray
from activations.inputs import POST_GRID
from pages.ui.charts import curves, difference, means, sigmoid_sum, sweep
from pages.ui.charts.sparkline import sparkline
from pages.ui.chosen import PRIMES, ChosenFunction, Difference
from tests.oracles import ORACLES

STORY = tuple(ChosenFunction(CATALOG[name], CATALOG[name].defaults) for name in ("Sigmoid", "ReLU", "ELU"))
NAMES = tuple(function.name for function in STORY)


def test_a_line_table_holds_the_numbers_of_the_curve_table() -> None:
    table = curves.curve_table(STORY, -3.0, 3.0)
    lines = curves.line_table(table, NAMES)
    assert list(lines.columns) == ["x", "segment", "f", "f′", "f″", "function"]
    elu = lines[lines["function"] == "ELU"]
    for symbol in curves.ORDERS:
        np.testing.assert_allclose(elu[symbol], table["ELU" + symbol[1:]], rtol=1e-6, atol=1e-37)


def test_axes_stay_while_a_parameter_moves_and_widen_only_for_a_curve() -> None:
    def ends(alpha: float) -> list[float]:
        chosen = (ChosenFunction(CATALOG["ELU"], {"alpha": alpha}),)
        return list(curves.steady_ranges(chosen, curves.curve_table(chosen, -6.0, 6.0))["f"])

    assert ends(0.5) == ends(0.9) == ends(1.0)
    assert ends(3.0)[0] <= -3.0 < ends(1.0)[0]


def test_fitted_axes_end_where_the_curves_do() -> None:
    chosen = (ChosenFunction(CATALOG["Tanh"], {}), ChosenFunction(CATALOG["ReLU"], {}))
    ranges = curves.fitted_ranges(curves.curve_table(chosen, -6.0, 5.0))
    assert ranges["f"].tolist() == pytest.approx([math.tanh(-6.0), 5.0])
    assert ranges["f′"].tolist() == [0.0, 1.0]


def test_an_axis_counts_powers_of_ten_where_its_labels_would_be_long() -> None:
    pair = difference_of("GELU", "GELUTanh")
    drawing = curves.drawing([pair], -6.0, 6.0, fitted=True)
    assert drawing.units == (-4, -4, -3)
    lines, table = drawing.panel_tables["lines"], drawing.table
    np.testing.assert_allclose(lines["f"], table["GELU − GELUTanh"] * 1e4, rtol=1e-6)
    np.testing.assert_allclose(drawing.panel_tables["ranges"]["f"], [-4.732, 2.337], atol=0.005)
    np.testing.assert_allclose(curves.threshold_table(0.01, (0, -4, 0))["slope"], [-100.0, 100.0])
    assert curves.drawing(STORY, -6.0, 6.0, fitted=False).units == (0, 0, 0)
    exponential = (ChosenFunction(CATALOG["Exponential"], {}),)
    assert curves.drawing(exponential, -6.0, 20.0, fitted=False).units == (8, 8, 8)


@pytest.mark.parametrize("fitted", [True, False])
@pytest.mark.parametrize("value", [0.0, 5e-324, 1e-310])
def test_an_axis_of_nothing_much_is_finite(value: float, fitted: bool) -> None:
    def constant_function(x: ArrayLike, /, **_: float) -> FloatArray:
        return np.full(np.shape(x), value)

    constant = dataclasses.replace(CATALOG["Sigmoid"], function=constant_function)
    tables = curves.drawing([ChosenFunction(constant, {"offset": 0.0})], -1.0, 1.0, fitted=fitted).panel_tables
    assert np.isfinite(tables["ranges"].to_numpy()).all()
    assert np.isfinite(tables["lines"]["f"]).all()


def test_fields_of_a_chart_hold_nothing_that_vega_takes_for_a_path() -> None:
    chosen = sweep.swept(STORY[2], CATALOG["ELU"].parameters[0], 0.25, 1.25)
    drawing = curves.drawing(chosen, -6.0, 6.0, fitted=False)
    assert drawing.names == ("α = 0.25", "α = 0.5", "α = 0.75", "α = 1", "α = 1.25")
    assert drawing.titles[:3] == ("ELU (α = 0.25)", "ELU′ (α = 0.25)", "ELU″ (α = 0.25)")
    for table in drawing.panel_tables.values():
        assert not any(re.search(r"[.\[\]'\" ]", column) for column in table.columns)


def difference_of(first: str, second: str) -> Difference:
    return Difference(*(ChosenFunction(CATALOG[name], CATALOG[name].defaults) for name in (first, second)))


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
    pair = difference_of(first, second)
    extreme = difference.largest_differences(pair, -6.0, 6.0)[pair.name]
    assert abs(extreme.x) == pytest.approx(abs(at), abs=5e-4)
    assert abs(extreme.difference) == pytest.approx(abs(largest), rel=5e-4)
    x = mp.mpf(extreme.x)
    exact = ORACLES[first](x, **pair.first.parameters) - ORACLES[second](x, **pair.second.parameters)
    assert extreme.difference == pytest.approx(float(exact), rel=1e-9)


def test_beside_a_jump_the_larger_side_counts() -> None:
    # The slopes of SiLU and Threshold differ by SiLU's 0.9276 just left of 1, where Threshold' jumps from 0 to 1.
    pair = difference_of("SiLU", "Threshold")
    for low, high in ((-0.9, 1.7), (0.3, 1.0), (-5.0, 1.1)):
        extreme = difference.largest_differences(pair, low, high)["SiLU′ − Threshold′"]
        assert extreme.x == 1.0
        assert extreme.difference == pytest.approx(0.92767, abs=1e-5)


def test_a_drawn_difference_is_as_accurate_as_the_functions() -> None:
    pair = difference_of("GELU", "GELUTanh")
    table = curves.curve_table([pair], -6.0, 6.0)
    for x, drawn in zip(table["x"], table[pair.name], strict=True):
        with mp.workdps(40):
            exact = ORACLES["GELU"](mp.mpf(x)) - ORACLES["GELUTanh"](mp.mpf(x))
        assert drawn == pytest.approx(float(exact), abs=4e-15)


def test_a_difference_breaks_where_either_function_does() -> None:
    table = curves.curve_table([difference_of("Hardtanh", "ReLU")], -2.0, 2.0)
    assert table["segment"].nunique() == 7
    for _, part in table.groupby("segment"):
        assert part["Hardtanh′ − ReLU′"].nunique() == 1


def test_functions_that_are_equal_are_said_to_be() -> None:
    pair = difference_of("ELU", "CELU")
    extremes = difference.largest_differences(pair, -3.0, 3.0)
    assert difference.difference_sentence(extremes, -3.0, 3.0) == (
        "Between −3 and 3, ELU − CELU is 0 throughout; ELU′ − CELU′ is 0 throughout."
    )
    assert difference.difference_table(extremes)["at x"].tolist() == ["–", "–"]


def test_the_difference_of_infinities_is_not_a_number() -> None:
    exponential = ChosenFunction(CATALOG["Exponential"], {})
    values = curves.value_table([Difference(exponential, exponential), difference_of("ReLU", "Exponential")], 1000.0)
    assert values.isna().to_numpy().tolist() == [[True] * 3, [False] * 3]
    assert values.iloc[1].tolist() == [-math.inf] * 3


def test_a_sweep_takes_five_values_and_leaves_the_other_parameters() -> None:
    hardtanh = ChosenFunction(CATALOG["Hardtanh"], {"min_val": -2.5, "max_val": 1.0})
    parameters = sweep.sweepable([STORY[1], hardtanh])
    assert list(parameters) == ["Hardtanh.min_val", "Hardtanh.max_val"]
    function, parameter = parameters["Hardtanh.max_val"]
    curves_of_it = sweep.swept(function, parameter, 0.5, 2.5)
    assert [curve.parameters for curve in curves_of_it] == [
        {"min_val": -2.5, "max_val": value} for value in (0.5, 1.0, 1.5, 2.0, 2.5)
    ]
    drawing = curves.drawing(curves_of_it, -3.0, 3.0, fitted=True)
    assert sweep.sweep_sentence(function, parameter, drawing) == (
        "Hardtanh from maximum = 0.5 to maximum = 2.5: maximum matters most at x = 2.5, "
        "where the values of f lie 2 apart."
    )
    beside = curves.drawing(curves_of_it, -1.0, 0.4, fitted=True)
    assert sweep.sweep_sentence(function, parameter, beside).endswith(": maximum changes nothing here.")


def test_vanishing_parts_are_cut_to_the_axis() -> None:
    intervals = curves.vanishing(STORY, 0.01)
    table = curves.vanishing_table(intervals, -6.0, 3.0)
    assert table["function"].tolist() == ["Sigmoid", "ReLU", "ELU"]
    assert table["low"].tolist() == [-6.0] * 3
    assert table["high"].tolist() == pytest.approx([-4.584863339, 0.0, math.log(0.01)])


def test_the_sentence_says_where_the_gradient_vanishes() -> None:
    assert curves.vanishing_sentence(STORY, curves.vanishing(STORY[:2], 0.01), 0.01) == (
        "|f′| < 0.01: Sigmoid for x < −4.58486 and for x > 4.58486; ReLU for x < 0."
    )
    leaky = ChosenFunction(CATALOG["LeakyReLU"], {"negative_slope": 0.5})
    assert curves.vanishing_sentence([leaky], curves.vanishing([leaky], 0.01), 0.01) == (
        "|f′| is at least 0.01 everywhere for LeakyReLU."
    )
    sin = ChosenFunction(CATALOG["Sin"], {})
    assert curves.vanishing_sentence([sin], curves.vanishing([sin], 1e-6), 1e-6) == (
        "|f′| < 1e−06: Sin on 32 intervals between −48.6947 and 48.6947, and so on."
    )


@pytest.mark.parametrize("name", CATALOG)
def test_tables_hold_the_values_of_the_textbook(name: str) -> None:
    chosen = [ChosenFunction(CATALOG[name], CATALOG[name].defaults)]
    oracle = functools.partial(ORACLES[name], **CATALOG[name].defaults)
    with mp.workdps(50):
        expected = [mp.diff(oracle, mp.mpf(-0.7), order, h=mp.mpf(10) ** -15) for order in range(3)]
        mean = mp.fsum(oracle(mp.mpf(x)) for x in POST_GRID) / POST_GRID.size
    found = curves.value_table(chosen, -0.7)
    assert list(found.columns) == ["f(−0.7)", "f′(−0.7)", "f″(−0.7)"]
    assert list(found.loc[name]) == pytest.approx([float(value) for value in expected], rel=1e-12, abs=1e-15)
    assert means.grid_mean_table(chosen)["mean"][0] == pytest.approx(float(mean), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("count", range(1, 7))
def test_every_chart_is_valid_vega_lite_for_any_number_of_functions(count: int) -> None:
    names = tuple(CATALOG)[:count]
    # Altair checks a specification against the schema when it writes it out.
    for chart in (
        curves.curve_chart(names, (0, -3, 12)),
        difference.difference_chart("f − g", ("f − g", "f′ − g′", "f″ − g″"), (-4, 0, 8)),
        curves.plain_curve_chart(names, tuple(name + prime for name in names for prime in PRIMES), (0, 0, 0)),
        means.histogram_chart(names, True),
        means.histogram_chart(names, False),
        means.grid_mean_chart(names),
        sigmoid_sum.sum_chart(),
    ):
        assert chart["$schema"].endswith(".json")
        assert "datasets" not in chart


def test_a_specification_is_built_once() -> None:
    assert curves.curve_chart(NAMES, (0, 0, 0)) is curves.curve_chart(NAMES, (0, 0, 0))


def sparkline_segments(name: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(across), float(up)) for across, up in (point.split(",") for point in part.split('"')[0].split())]
        for part in sparkline(CATALOG[name], "#123456").split('points="')[1:]
    ]


@pytest.mark.parametrize("name", CATALOG)
def test_a_sparkline_runs_from_edge_to_edge(name: str) -> None:
    segments = sparkline_segments(name)
    assert (segments[0][0][0], segments[-1][-1][0]) == (0.0, 160.0)
    assert len({up for segment in segments for _, up in segment}) > 5


def test_a_sparkline_does_not_join_a_jump() -> None:
    below, above = sparkline_segments("Threshold")
    assert {up for _, up in below} == {40.0}
    assert above[0] == (100.0, 20.0)
