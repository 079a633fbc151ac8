"""Functions as they are drawn and tabulated."""

import functools
import re

import numpy as np
import pytest
from mpmath import mp
from numpy.typing import ArrayLike

from activations import CATALOG, parse_formula
from activations.calculus.sampling import Curves
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import POST_GRID
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.placed import placed
from pages.ui.charts.specification import Specification
from pages.ui.charts.ticks import Axis
from pages.ui.chosen import Curve, curve_of, difference_of
from pages.ui.views import curves, means, sweep
from tests.oracles import ORACLES
from tests.tables import as_frame

CURVES = tuple(curve_of(CATALOG[name]()) for name in ("Sigmoid", "ReLU", "ELU"))


def test_a_drawing_holds_the_values_of_its_curves() -> None:
    drawing = curves.drawing_of(CURVES, -3.0, 3.0, fitted=True)
    for k, curve in enumerate(CURVES):
        for values, function in zip(drawing.orders, curve.orders, strict=True):
            usual = np.isin(drawing.x, curve.breakpoints, invert=True)
            # Others have their limits a hair beside their breakpoints.
            np.testing.assert_allclose(values[usual, k], function(drawing.x[usual]), rtol=0.0, atol=1e-50)


def test_the_pointer_tells_values_at_round_places() -> None:
    readout = curves.drawing_of(CURVES, -3.0, 3.0, fitted=True).readout
    assert 1.3 in readout.x
    at = readout.x.tolist().index(-1.0)
    for order, columns in enumerate(readout.told):
        told = {readout.titles[k]: readout.columns[at, k] for k in columns}
        assert told == {curve.name: float(curve.orders[order](np.array(-1.0))) for curve in CURVES}


def test_axes_stay_while_a_parameter_moves_and_widen_only_for_a_curve() -> None:
    def axis(alpha: float) -> Axis:
        return curves.drawing_of([curve_of(CATALOG["ELU"](alpha=alpha))], -6.0, 6.0, fitted=False).axes[0]

    assert axis(0.5) == axis(0.9) == axis(1.0)
    assert axis(3.0).low <= -3.0 < axis(1.0).low


def test_fitted_axes_end_just_beyond_the_curves() -> None:
    chosen = (curve_of(CATALOG["Tanh"]()), curve_of(CATALOG["ReLU"]()))
    function, slope, _ = curves.drawing_of(chosen, -6.0, 5.0, fitted=True).axes
    assert (function.low, function.high) == pytest.approx((-1.3, 5.3), abs=0.01)
    assert (slope.low, slope.high) == pytest.approx((-0.05, 1.05))


def test_an_axis_counts_powers_of_ten_where_its_labels_would_be_long() -> None:
    pair = difference_of(CATALOG["GELU"](), CATALOG["GELUTanh"]())
    drawing = curves.drawing_of([pair], -6.0, 6.0, fitted=True)
    assert [axis.unit for axis in drawing.axes] == [-4, -4, -3]
    titles = placed(curves.curve_picture(drawing, "")).tables["titles"]["text"]
    assert list(titles) == ["GELU − GELUTanh in 10⁻⁴", "GELU′ − GELUTanh′ in 10⁻⁴", "GELU″ − GELUTanh″ in 10⁻³"]
    assert {axis.unit for axis in curves.drawing_of(CURVES, -6.0, 6.0, fitted=False).axes} == {0}
    exponential = (curve_of(CATALOG["Exponential"]()),)
    assert {axis.unit for axis in curves.drawing_of(exponential, -6.0, 20.0, fitted=False).axes} == {8}


@pytest.mark.parametrize("name", ["Identity", "ReLU", "Hardtanh"])
@pytest.mark.parametrize("fitted", [True, False])
def test_a_constant_derivative_has_a_sensible_axis(name: str, fitted: bool) -> None:
    for axis in curves.drawing_of([curve_of(CATALOG[name]())], -6.0, 6.0, fitted=fitted).axes[1:]:
        texts = [text for _, text in axis.ticks(3)]
        assert "0" in texts
        assert 2 <= len(texts) <= 5
        assert max(map(len, texts)) <= 4


@pytest.mark.parametrize("fitted", [True, False])
@pytest.mark.parametrize("value", [0.0, 5e-324, 1e-310, -1e-310, 1e300, -1e300])
def test_an_axis_of_nothing_much_is_finite(value: float, fitted: bool) -> None:
    def constant(x: ArrayLike) -> FloatArray:
        return np.full(np.shape(x), value)

    orders = Curves(constant, constant, constant)
    curve = Curve(name="c", titles=("c", "c′", "c″"), orders=orders, orders_at_defaults=orders, breakpoints=())
    sheet = curves.curve_picture(curves.drawing_of([curve], -1.0, 1.0, fitted=fitted), "")
    for table in placed(sheet).tables.values():
        assert np.isfinite(table["y"]).all() if "y" in table else True


def test_fields_of_a_chart_hold_nothing_that_vega_takes_for_a_path() -> None:
    elu = CATALOG["ELU"]()
    (alpha,) = elu.definition.parameters
    chosen = sweep.swept_curves(sweep.swept(elu, alpha, 0.25, 1.25), alpha)
    drawing = curves.drawing_of(chosen, -6.0, 6.0, fitted=False)
    assert drawing.names == ("α = 0.25", "α = 0.5", "α = 0.75", "α = 1", "α = 1.25")
    for table in placed(curves.curve_picture(drawing, "")).tables.values():
        assert not any(re.search(r"[.\[\]'\" ]", column) for column in table)


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("abs(x)", 0.0, "the slope of the left side"),
        ("max(x, 0)^1.5 + where(x < 1, x, 2)", 1.0, "the slope of the left side"),
        ("hardtanh(x)", -1.0, "the slope of the left side"),
        ("hardtanh(x)", 1.0, "the slope of the right side"),
        ("where(1.5*x < 4, x, 3*x)", 8.0 / 3.0, "the slope of the left side"),
        ("x*sign(x) + x", 0.0, "the slope of the left side"),
    ],
)
def test_a_formula_is_said_to_have_the_slope_of_the_side_that_it_has(text: str, x: float, slope: str) -> None:
    sentence = curves.kink_sentence([parse_formula(text)()], x)
    assert f"There Formula, which PyTorch lacks, has {slope}." in sentence
    assert "same side" in sentence


@pytest.mark.parametrize(
    ("name", "x", "words"),
    [
        ("ReLU", 0.0, "the slope that PyTorch gives"),
        ("SparsePlus", 1.0, ""),  # its slope is the same on both sides
        ("SparseSigmoid", 1.0, "the slope of the left side"),
        ("ELU", 0.0, ""),
        ("ReLU", 0.5, ""),
    ],
)
def test_a_kink_says_whose_convention_its_slope_is(name: str, x: float, words: str) -> None:
    activation = CATALOG[name]()
    sentence = curves.kink_sentence([activation], x)
    assert words in sentence
    assert bool(sentence) == bool(words)
    sides = activation.derivative([np.nextafter(x, -np.inf), np.nextafter(x, np.inf)])
    assert bool(words) == bool(abs(sides[1] - sides[0]) > 1e-6)


def test_the_csv_has_even_places_and_columns_that_need_no_word() -> None:
    table = curves.even_table(CURVES, -3.0, 3.0, 7)
    assert list(table.columns)[:5] == ["x", "Sigmoid", "Sigmoid′", "Sigmoid″", "ReLU"]
    assert table["x"].tolist() == [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]
    np.testing.assert_array_equal(table["ELU′"], CATALOG["ELU"]().derivative(table["x"]))


@pytest.mark.parametrize("name", CATALOG)
def test_tables_hold_the_values_of_the_textbook(name: str) -> None:
    activation = CATALOG[name]()
    oracle = functools.partial(ORACLES[name], **activation.parameters)
    with mp.workdps(50):
        expected = [mp.diff(oracle, mp.mpf(-0.7), order, h=mp.mpf(10) ** -15) for order in range(3)]
        mean = mp.fsum(oracle(mp.mpf(x)) for x in POST_GRID) / POST_GRID.size
    found = as_frame(curves.value_table([curve_of(activation)], -0.7))
    assert list(found.columns) == ["f(−0.7)", "f′(−0.7)", "f″(−0.7)"]
    assert list(found.loc[name]) == pytest.approx([float(value) for value in expected], rel=1e-12, abs=1e-15)
    assert means.grid_mean_table([activation])["mean"][0] == pytest.approx(float(mean), rel=1e-12, abs=1e-15)


def test_a_specification_is_built_once() -> None:
    def specification(low: float) -> Specification:
        return picture_of(curves.curve_picture(curves.drawing_of(CURVES, low, 6.0, fitted=True), "")).specification

    assert specification(-6.0) is specification(-5.0)
