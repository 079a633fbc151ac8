"""Functions as they are drawn and tabulated."""

import functools
import math
import re

import numpy as np
import pytest
from mpmath import mp
from numpy.typing import ArrayLike

from activations import CATALOG
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import POST_GRID
from pages.ui.chosen import PRIMES, Curve, curve_of, difference_of
from pages.ui.views import curves, difference, means, sigmoid_sum, sweep, vanishing
from tests.oracles import ORACLES

CURVES = tuple(curve_of(CATALOG[name]()) for name in ("Sigmoid", "ReLU", "ELU"))
NAMES = tuple(curve.name for curve in CURVES)


def test_a_line_table_holds_the_numbers_of_the_curve_table() -> None:
    table = curves.curve_table(CURVES, -3.0, 3.0)
    lines = curves.line_table(table, NAMES)
    assert list(lines.columns) == ["x", "segment", "f", "f′", "f″", "function"]
    elu = lines[lines["function"] == "ELU"]
    for symbol in curves.ORDERS:
        np.testing.assert_allclose(elu[symbol], table["ELU" + symbol[1:]], rtol=1e-6, atol=1e-37)


def test_axes_stay_while_a_parameter_moves_and_widen_only_for_a_curve() -> None:
    def ends(alpha: float) -> list[float]:
        chosen = (curve_of(CATALOG["ELU"](alpha=alpha)),)
        return list(curves.steady_ranges(chosen, curves.curve_table(chosen, -6.0, 6.0))["f"])

    assert ends(0.5) == ends(0.9) == ends(1.0)
    assert ends(3.0)[0] <= -3.0 < ends(1.0)[0]


def test_fitted_axes_end_where_the_curves_do() -> None:
    chosen = (curve_of(CATALOG["Tanh"]()), curve_of(CATALOG["ReLU"]()))
    ranges = curves.fitted_ranges(curves.curve_table(chosen, -6.0, 5.0))
    assert ranges["f"].tolist() == pytest.approx([math.tanh(-6.0), 5.0])
    assert ranges["f′"].tolist() == [0.0, 1.0]


def test_an_axis_counts_powers_of_ten_where_its_labels_would_be_long() -> None:
    pair = difference_of(CATALOG["GELU"](), CATALOG["GELUTanh"]())
    drawing = curves.drawing_of([pair], -6.0, 6.0, fitted=True)
    assert drawing.units == (-4, -4, -3)
    lines, table = drawing.panel_tables["lines"], drawing.table
    np.testing.assert_allclose(lines["f"], table["GELU − GELUTanh"] * 1e4, rtol=1e-6)
    np.testing.assert_allclose(drawing.panel_tables["ranges"]["f"], [-4.732, 2.337], atol=0.005)
    np.testing.assert_allclose(vanishing.threshold_table(0.01, (0, -4, 0))["slope"], [-100.0, 100.0])
    assert curves.drawing_of(CURVES, -6.0, 6.0, fitted=False).units == (0, 0, 0)
    exponential = (curve_of(CATALOG["Exponential"]()),)
    assert curves.drawing_of(exponential, -6.0, 20.0, fitted=False).units == (8, 8, 8)


@pytest.mark.parametrize("fitted", [True, False])
@pytest.mark.parametrize("value", [0.0, 5e-324, 1e-310])
def test_an_axis_of_nothing_much_is_finite(value: float, fitted: bool) -> None:
    def constant(x: ArrayLike) -> FloatArray:
        return np.full(np.shape(x), value)

    orders = (constant, constant, constant)
    curve = Curve(name="c", titles=("c", "c′", "c″"), orders=orders, orders_at_defaults=orders, breakpoints=())
    tables = curves.drawing_of([curve], -1.0, 1.0, fitted=fitted).panel_tables
    assert np.isfinite(tables["ranges"].to_numpy()).all()
    assert np.isfinite(tables["lines"]["f"]).all()


def test_fields_of_a_chart_hold_nothing_that_vega_takes_for_a_path() -> None:
    elu = CATALOG["ELU"]()
    (alpha,) = elu.definition.parameters
    chosen = sweep.swept_curves(sweep.swept(elu, alpha, 0.25, 1.25), alpha)
    drawing = curves.drawing_of(chosen, -6.0, 6.0, fitted=False)
    assert drawing.names == ("α = 0.25", "α = 0.5", "α = 0.75", "α = 1", "α = 1.25")
    assert drawing.titles[:3] == ("ELU (α = 0.25)", "ELU′ (α = 0.25)", "ELU″ (α = 0.25)")
    for table in drawing.panel_tables.values():
        assert not any(re.search(r"[.\[\]'\" ]", column) for column in table.columns)


@pytest.mark.parametrize("name", CATALOG)
def test_tables_hold_the_values_of_the_textbook(name: str) -> None:
    activation = CATALOG[name]()
    oracle = functools.partial(ORACLES[name], **activation.parameters)
    with mp.workdps(50):
        expected = [mp.diff(oracle, mp.mpf(-0.7), order, h=mp.mpf(10) ** -15) for order in range(3)]
        mean = mp.fsum(oracle(mp.mpf(x)) for x in POST_GRID) / POST_GRID.size
    found = curves.value_table([curve_of(activation)], -0.7)
    assert list(found.columns) == ["f(−0.7)", "f′(−0.7)", "f″(−0.7)"]
    assert list(found.loc[name]) == pytest.approx([float(value) for value in expected], rel=1e-12, abs=1e-15)
    assert means.grid_mean_table([activation])["mean"][0] == pytest.approx(float(mean), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("count", range(1, 7))
def test_every_chart_is_valid_vega_lite_for_any_number_of_functions(count: int) -> None:
    names = tuple(CATALOG)[:count]
    # Altair checks a specification against the schema when it writes it out.
    for chart in (
        vanishing.vanishing_chart(names, (0, -3, 12)),
        difference.difference_chart("f − g", ("f − g", "f′ − g′", "f″ − g″"), (-4, 0, 8)),
        curves.curve_chart(names, tuple(name + prime for name in names for prime in PRIMES), (0, 0, 0)),
        means.histogram_chart(names, True),
        means.histogram_chart(names, False),
        means.mean_chart(names),
        sigmoid_sum.sum_chart(),
    ):
        assert chart["$schema"].endswith(".json")
        assert "datasets" not in chart


def test_a_specification_is_built_once() -> None:
    titles = tuple(name + prime for name in NAMES for prime in PRIMES)
    assert curves.curve_chart(NAMES, titles, (0, 0, 0)) is curves.curve_chart(NAMES, titles, (0, 0, 0))
