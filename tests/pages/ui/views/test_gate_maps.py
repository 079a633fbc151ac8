"""Maps of gated units show the field, its contours and its extremes."""

import itertools
import math
import re

import numpy as np
import pytest
from scipy.special import erf

from activations import CATALOG
from activations.gates import GATES, Gate, gated_by
from pages.ui.charts.columns import Columns
from pages.ui.views import gate_fields, gate_maps, gates
from tests.sweeps.grammar import NUMBER, number

UNITS = [unit() for unit in gates.UNITS.values()]


@pytest.mark.parametrize("gate", UNITS, ids=repr)
@pytest.mark.parametrize("partials", [False, True])
def test_extremes_bound_a_dense_grid_and_are_taken(gate: Gate, partials: bool) -> None:
    x = np.linspace(-3.0, 2.0, 201)
    fields = gate_fields.fields_of(gate)[1:] if partials else gate_fields.fields_of(gate)[:1]
    for field in fields:
        values = field.of_both(x, x[:, np.newaxis])
        least, most = gate_fields.extremes(gate, field, -3.0, 2.0)
        margin = 1e-11 * (1.0 + np.abs(values).max())
        assert least.value <= values.min() + margin
        assert most.value >= values.max() - margin
        for found in (least, most):
            places = [(-1.0, 1.0) if place is None else (place,) for place in (found.g, found.u)]
            for g, u in itertools.product(*places):
                assert float(field.of_both(g, u)) == pytest.approx(found.value, rel=1e-12, abs=1e-300)
            # Where a factor is flat, the end of the axis is the place to name.
            ((g, *_), (u, *_)) = places
            for other_g, other_u in ((-3.0, u), (2.0, u), (g, -3.0), (g, 2.0)):
                farther = (abs(other_g) > abs(g) and found.g is not None, abs(other_u) > abs(u) and found.u is not None)
                if found.value and any(farther):
                    assert float(field.of_both(other_g, other_u)) != found.value


def test_an_extreme_is_told_with_the_places_that_matter_and_both_signs_if_it_has_both() -> None:
    told = gate_maps.partials_sentence(GATES["SwiGLU"](), -6.0, 6.0, (1.0, 1.0))
    assert told.startswith("At g = 1 and u = 1, SwiGLU has ∂y/∂g = 0.9277 and ∂y/∂u = 0.7311. ")
    # SiLU's slope has its maximum 1.0998393 at 2.39936.
    assert told.endswith("∂y/∂g = ±6.599 (at g = 2.399 and u = ±6) and ∂y/∂u = 5.985 (at g = 6).")
    bilinear = gate_maps.partials_sentence(GATES["Bilinear"](), -6.0, 6.0, (1.0, 1.0))
    assert bilinear.endswith("∂y/∂g = ±6 (at u = ±6) and ∂y/∂u = ±6 (at g = ±6).")
    shut = gated_by(CATALOG["SparseSigmoid"]())
    assert gate_maps.surface_sentence(shut, -9.0, -3.0, (-4.0, -4.0)).endswith("to −3 it is the same throughout.")
    assert gate_maps.partials_sentence(shut, -9.0, -3.0, (-4.0, -4.0)).endswith("with ∂y/∂g = 0 and ∂y/∂u = 0.")


@pytest.mark.parametrize("gate", UNITS, ids=repr)
def test_a_place_that_is_told_is_one_where_the_value_is_taken(gate: Gate) -> None:
    generator = np.random.default_rng([11, *gate.name.encode()])
    _, *slopes = gate_fields.fields_of(gate)
    for low in np.round(generator.uniform(-20.0, 5.0, 4)):
        high = float(low + np.round(generator.uniform(1.0, 15.0)))
        told = gate_maps.partials_sentence(gate, float(low), high, (low, low)).partition("in size with ")[2]
        for field, part in zip(slopes, re.split(r" and (?=∂)", told), strict=True):
            value = number(re.findall(rf"= ±?({NUMBER})", part)[0])
            found = re.findall(rf"(?<!∂)([gu]) (=|just below|just above) [±∓]?({NUMBER})", part)
            beside = {"=": 0.0, "just below": -1e-9, "just above": 1e-9}
            places = {axis: number(at).value + beside[side] for axis, side, at in found}
            taken = float(field.of_both(places.get("g", high), places.get("u", high)))
            assert abs(taken) == pytest.approx(abs(value.value), rel=2e-3, abs=1e-3)


@pytest.mark.parametrize("gate", UNITS, ids=repr)
@pytest.mark.parametrize("seed", range(3))
def test_contours_are_where_the_field_takes_their_heights(gate: Gate, seed: int) -> None:
    generator = np.random.default_rng(seed)
    low = float(generator.uniform(-15.0, 2.0))
    high = low + float(generator.uniform(1.0, 18.0))
    step = 2.0 * (high - low) / 480.0  # within so many pixels a contour passes
    for field in gate_fields.fields_of(gate):
        largest = max(abs(found.value) for found in gate_fields.extremes(gate, field, low, high))
        tables = gate_maps.map_tables(gate, field, low, high)
        lines, places = tables["contours"], tables["levels"]
        g, u = lines["g"].astype(float), lines["u"].astype(float)
        assert ((g >= low - 1e-5) & (g <= high + 1e-5) & (u >= low - 1e-5) & (u <= high + 1e-5)).all()
        if not places["level"].size:
            continue
        around = [field.of_both(g + across * step, u + up * step) for across in (-1, 0, 1) for up in (-1, 0, 1)]
        lowest, highest = np.min(around, axis=0)[:, np.newaxis], np.max(around, axis=0)[:, np.newaxis]
        margin = 1e-6 * largest
        taken = (lowest <= places["level"] + margin) & (places["level"] - margin <= highest)
        jump = [np.abs(g - point) < step for point in gate.gate.breakpoints]
        assert (taken.any(axis=1) | np.any(jump, axis=0)).all()


@pytest.mark.parametrize("gate", UNITS, ids=repr)
@pytest.mark.parametrize("reach", [3.0, 6.0, 15.0])
def test_contours_have_their_numbers_apart_from_one_another(gate: Gate, reach: float) -> None:
    for symbol, tables in gate_maps.tables_of(gate, -reach, reach, partials=False).items():
        all_tables = {symbol: tables}
        picture = gate_maps.pictures_of(gate, -reach, reach, (1.0, 1.0), all_tables, sentence="")[symbol]
        numbers, contours = picture.tables["levels"], np.unique(tables["levels"]["contour"]).size
        assert len(numbers["level"]) >= 0.6 * contours
        places = np.column_stack([numbers["g"], numbers["u"]])
        gaps = np.hypot(*np.moveaxis(places[:, np.newaxis] - places, 2, 0))
        assert (gaps[~np.eye(len(places), dtype=bool)] > 0.06 * 2.0 * reach).all()


@pytest.mark.parametrize("gate", UNITS, ids=repr)
@pytest.mark.parametrize("seed", range(3))
def test_no_contour_is_missing(gate: Gate, seed: int) -> None:
    generator = np.random.default_rng(seed)
    low, high = -6.0, 6.0
    jumps = gate.gate.breakpoints
    for field in gate_fields.fields_of(gate):
        largest = max(abs(found.value) for found in gate_fields.extremes(gate, field, low, high))
        tables = gate_maps.map_tables(gate, field, low, high)
        lines = tables["contours"]
        for level in tables["levels"]["level"]:
            # Along a line of constant u, wherever the field passes the level without a jump.
            u = float(generator.uniform(low, high))
            x = np.linspace(low, high, 4_001)
            height = field.of_both(x, u) - level
            passes = x[:-1][(height[:-1] * height[1:] < 0.0) & (np.abs(np.diff(height)) < 0.05 * largest)]
            for g in passes:
                if all(abs(g - jump) > 0.02 for jump in jumps):
                    assert _distance(lines, g, u) < 0.06


def _distance(lines: Columns, g: float, u: float) -> float:
    """Of a point from the nearest piece of some lines."""
    start = np.stack([lines["g"], lines["u"]], axis=1).astype(float)
    way, ahead = np.diff(start, axis=0), np.array([g, u]) - start[:-1]
    way, ahead = (each[np.diff(lines["line"]) == 0] for each in (way, ahead))
    share = np.clip((ahead * way).sum(axis=1) / np.maximum((way * way).sum(axis=1), 1e-300), 0.0, 1.0)
    return float(np.linalg.norm(ahead - share[:, np.newaxis] * way, axis=1).min(initial=math.inf))


@pytest.mark.parametrize("partials", [False, True])
def test_maps_have_the_values_of_the_formula(partials: bool) -> None:
    tables = gate_maps.tables_of(GATES["GEGLU"](), -4.0, 4.0, partials=partials)
    assert list(tables) == (["∂y/∂g", "∂y/∂u"] if partials else ["y"])
    symbol, table = next(iter(tables.items()))
    cells = gate_maps.numbers_of(table, symbol)
    g, u = cells["g"].to_numpy(), cells["u"].to_numpy()
    phi, density = 0.5 * (1.0 + erf(g / math.sqrt(2.0))), np.exp(-0.5 * g * g) / math.sqrt(2.0 * math.pi)
    np.testing.assert_allclose(cells[symbol], (phi + g * density) * u if partials else g * phi * u, atol=1e-12)


def test_a_point_out_of_the_window_is_not_marked() -> None:
    gate = GATES["GLU"]()
    tables = gate_maps.tables_of(gate, -4.0, 4.0, partials=True)
    for at, rows in (((9.0, 0.0), 0), ((1.0, -1.0), 1)):
        pictures = gate_maps.pictures_of(gate, -4.0, 4.0, at, tables, sentence="")
        assert [len(picture.tables["here"]["g"]) for picture in pictures.values()] == [rows, rows]


def test_the_cells_of_a_map_are_no_nodes_of_the_page() -> None:
    tables = gate_maps.tables_of(GATES["GLU"](), -4.0, 4.0, partials=False)
    picture = gate_maps.pictures_of(GATES["GLU"](), -4.0, 4.0, (1.0, 1.0), tables, sentence="")["y"]
    assert picture.specification["usermeta"] == {"embedOptions": {"renderer": "canvas"}}


@pytest.mark.parametrize("partials", [False, True])
def test_the_numbers_of_a_map_are_those_of_the_unit(*, partials: bool) -> None:
    gate = GATES["SwiGLU"](beta=1.7)
    tables = gate_maps.tables_of(gate, -3.0, 5.0, partials=partials)
    fields = {"∂y/∂g": gate.by_gate, "∂y/∂u": gate.by_value} if partials else {"y": gate}
    assert tables.keys() == fields.keys()
    for symbol, field in fields.items():
        table = gate_maps.numbers_of(tables[symbol], symbol)
        assert list(table) == ["g", "u", symbol]
        assert len(table) == gate_maps.CELLS**2
        exact = field(table["g"].to_numpy(), table["u"].to_numpy())
        np.testing.assert_allclose(table[symbol], exact, rtol=1e-14, atol=1e-300)


def test_a_map_of_a_gate_that_waves_too_fast_shows_means() -> None:
    fast, slow = (gated_by(CATALOG["Snake"](frequency=frequency)) for frequency in (30.0, 0.5))
    assert gate_maps.is_averaged(fast, -6.0, 6.0)
    assert not gate_maps.is_averaged(slow, -6.0, 6.0)
    tables = gate_maps.tables_of(fast, -6.0, 6.0, partials=False)["y"]
    assert not tables["contours"]["g"].size
    cells = gate_maps.numbers_of(tables, "y")
    mean = cells["g"] + 1.0 / 60.0  # of x + (1 − cos 2ωx) / 2ω
    np.testing.assert_allclose(cells["y"], mean * cells["u"], atol=1e-12)
    wave = gate_maps.tables_of(gated_by(CATALOG["Sin"](frequency=30.0)), -6.0, 6.0, partials=True)
    for table in wave.values():
        np.testing.assert_allclose(table["columns"]["of_g"], 0.0, atol=1e-12)
    largest = gate_fields.extremes(fast, gate_fields.fields_of(fast)[1], -6.0, 6.0)[1]
    assert largest.value == pytest.approx(12.0, rel=2e-3)


def test_a_map_is_built_once_for_all_windows() -> None:
    gate = GATES["SwiGLU"]()
    charts = []
    for reach in (3.0, 20.0):
        tables = gate_maps.tables_of(gate, -reach, reach, partials=False)
        charts.append(
            dict(gate_maps.pictures_of(gate, -reach, reach, (1.0, 1.0), tables, sentence="")["y"].specification)
        )
    assert [chart.pop("params")[0]["value"] for chart in charts] == [10.0, 400.0]
    assert charts[0] == charts[1]
    assert charts[0]["layer"] is charts[1]["layer"]
