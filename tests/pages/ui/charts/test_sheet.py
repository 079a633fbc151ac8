"""A sheet as it is laid out and drawn."""

import dataclasses
import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activations import CATALOG
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.layout import Tick, with_room
from pages.ui.charts.placed import NAME_DISTANCE, placed
from pages.ui.charts.sheet import Band, Before, Faint, Mark, Readout, panel_readout
from pages.ui.charts.ticks import Axis
from pages.ui.chosen import curve_of
from pages.ui.views import curves, means, sigmoid_sum, vanishing
from tests.pages.ui.charts.sheets import NAMES, sheet_of
from tests.sweeps.grammar import number


@given(st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=6))
def test_names_stand_apart_and_within_their_panel(ends: list[float]) -> None:
    tables, height, _ = placed(sheet_of(ends))
    names = tables["names"]
    assert list(names["function"]) == list(NAMES[: len(ends)])
    assert (np.diff(np.sort(names["y"])) >= NAME_DISTANCE - 1e-9).all()
    assert 0.0 < names["y"].min() < names["y"].max() + 1e-9 < height


def test_a_name_alone_stands_at_the_end_of_its_curve() -> None:
    tables, *_ = placed(sheet_of([0.25, -0.75]))
    line_y = {name: tables["lines"]["y"][2 * k + 1] for k, name in enumerate(NAMES[:2])}
    for name, y in zip(tables["names"]["function"], tables["names"]["y"], strict=True):
        assert y == pytest.approx(line_y[name], abs=1e-3)


@given(
    st.integers(24, 400),
    st.floats(-1e3, 1e3),
    st.floats(1e-3, 1e4),
    st.lists(st.floats(0.0, 1.0), max_size=3),
)
def test_numbers_of_a_y_axis_stand_apart(height: int, low: float, extent: float, shares: list[float]) -> None:
    y = Axis(low, low + extent)
    sheet = sheet_of([0.0], *(Mark("", y=low + share * extent) for share in shares))
    tables, *_ = placed(dataclasses.replace(sheet, panels=[dataclasses.replace(sheet.panels[0], height=height, y=y)]))
    numbers = tables["y labels"]["y"]
    assert len(numbers)
    assert (np.diff(np.sort(numbers)) >= 10.0 - 1e-6).all()  # digits are 9 pixels high


def test_nothing_is_drawn_through_the_names() -> None:
    tables, *_ = placed(sheet_of([0.2, 0.4], Mark("", y=0.3)))
    for table in tables.values():
        for field in {"x", "x2"} & set(table):
            assert np.nanmax(table[field]) <= 1.0  # where the room of names begins


def test_a_band_ends_where_nothing_is_known_and_what_was_before_is_a_line_apart() -> None:
    sheet = sheet_of([0.5, -0.5])
    x, low = np.array([0.0, 5.0, 10.0]), np.array([[0.0, 0.1], [0.2, np.nan], [0.3, np.nan]])
    content = [Band(x, low, low + 0.5), Before(x, low), *sheet.panels[0].content]
    panels = [dataclasses.replace(sheet.panels[0], content=content)] * 2
    tables, *_ = placed(dataclasses.replace(sheet, panels=panels))
    bands = tables["bands"]
    assert list(bands["function"]) == [NAMES[0]] * 3 + [NAMES[1]] + [NAMES[0]] * 3 + [NAMES[1]]
    assert bands["band"].tolist() == [0] * 4 + [1] * 4
    assert bands["y"] - bands["y2"] == pytest.approx(np.full(8, 75.0))
    assert set(tables["before"]["line"]) == {0, 1}
    assert np.isnan(tables["before"]["y"]).sum() == 4


def test_a_panel_too_low_for_its_names_has_none() -> None:
    assert "names" in placed(sheet_of([0.0] * 6, height=65)).tables
    assert "names" not in placed(sheet_of([0.0] * 6, height=60)).tables


def test_ticks_give_way_to_those_of_marks_where_there_is_no_room_for_both() -> None:
    tables, *_ = placed(sheet_of([1.0], Mark("", x=9.9)))
    rooms = dict(zip(tables["x labels"]["text"], tables["x labels"]["room"], strict=True))
    assert rooms["9.9"] == 0.0
    assert rooms["0"] < 50.0
    assert rooms["10"] > 1_000.0


@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.text("0123456789.", min_size=1, max_size=7)), max_size=8))
def test_no_two_labels_of_an_axis_touch_however_wide_it_is(labels: list[tuple[float, str]]) -> None:
    ticks = with_room([Tick(place, text, False) for place, text in labels])
    for width in (100.0, *(tick.room for tick in ticks)):
        shown = [tick for tick in ticks if tick.room <= width]
        assert [(tick.place, tick.text) for tick in shown[:1]] == labels[:1]
        assert not any(_touch(one, other, width) for one, other in itertools.combinations(shown, 2))


def _touch(one: Tick, other: Tick, width: float) -> bool:
    half = 3.0 * (len(one.text) + len(other.text))  # a digit is at most 6.7 pixels wide
    return abs(one.place - other.place) * width < half


def test_a_line_across_and_a_line_down_span_the_panel() -> None:
    tables, *_ = placed(sheet_of([1.0], Mark("", y=0.0), Mark("", x=2.0)))
    across, down = zip(*(tables["mark lines"][field] for field in ("x", "x2", "y", "y2")), strict=True)
    assert across[:2] == (0.0, 1.0)
    assert across[2] == across[3]
    assert down[0] == down[1] == 0.2
    assert abs(down[3] - down[2]) == 300.0


@given(st.lists(st.floats(-3.0, 3.0), min_size=2, max_size=8))
def test_a_faint_line_stays_on_its_panel(heights: list[float]) -> None:
    sheet = sheet_of([0.5])
    x = np.linspace(0.0, 10.0, len(heights))
    content = [Faint(x, np.array(heights)[:, np.newaxis]), *sheet.panels[0].content]
    tables, *_ = placed(dataclasses.replace(sheet, panels=[dataclasses.replace(sheet.panels[0], content=content)]))
    drawn = tables["faint"]["y"] if "faint" in tables else np.empty(0)
    top, bottom = tables["grid"]["y"].min(), tables["grid"]["y2"].max()
    known = drawn[np.isfinite(drawn)]
    assert ((known >= top - 1e-3) & (known <= bottom + 1e-3)).all()


@given(st.integers(1, 5))
def test_faint_lines_on_one_another_are_one_path_with_gaps(count: int) -> None:
    sheet = sheet_of([0.5])
    content = [Faint(np.array([0.0, 10.0]), np.zeros((2, count))), *sheet.panels[0].content]
    tables, *_ = placed(dataclasses.replace(sheet, panels=[dataclasses.replace(sheet.panels[0], content=content)]))
    faint = tables["faint"]
    assert set(faint["line"]) == {0}
    assert np.isnan(faint["x"]).tolist() == np.isnan(faint["y"]).tolist()
    parts = np.split(faint["x"], np.flatnonzero(np.isnan(faint["x"])))
    assert [part[np.isfinite(part)].tolist() for part in parts] == [[0.0, 1.0]] * count


@pytest.mark.parametrize("most", [300.0, 400.0, 500.0])
def test_a_sheet_fits_the_height_it_is_given(most: float) -> None:
    drawing = curves.drawing_of([curve_of(CATALOG[name]()) for name in NAMES[:6]], -6.0, 6.0, fitted=True)
    sheet = curves.curve_picture(drawing, "")
    tables, height, _ = placed(sheet, most)
    assert height <= most
    ys = np.concatenate([tables["lines"]["y"], tables["names"]["y"], tables["x labels"]["y"]])
    assert np.nanmax(ys) <= height


@pytest.mark.parametrize("count", range(1, 7))
def test_every_chart_is_valid_vega_lite_for_any_number_of_functions(count: int) -> None:
    chosen = [CATALOG[name]() for name in NAMES[:count]]
    names = NAMES[:count]
    drawing = curves.drawing_of([curve_of(activation) for activation in chosen], -6.0, 6.0, fitted=True)
    intervals = vanishing.intervals_by_name(chosen, 0.01)
    sampled = np.random.default_rng(1).normal(size=(count, 50))
    estimates = [means.MeanEstimate(sampled=0.0, standard_error=0.1, exact=0.0, deviation=1.0)] * count
    # Altair checks a specification against the schema when it writes it out.
    for sheet in (
        vanishing.vanishing_picture(drawing, intervals, 0.01, "", *curves.here(1.0)),
        curves.curve_picture(drawing, "", Mark("½", 0.0, 0.5)),
        means.histogram_picture(sampled, 50, estimates, names, fitted=True),
        means.histogram_picture(sampled, 50, estimates, names, fitted=False),
        sigmoid_sum.sum_picture(sigmoid_sum.POST_SUM, -10.0, 9.8, ""),
    ):
        picture = picture_of(sheet)
        assert picture.specification["$schema"].endswith(".json")
        used = {layer["data"]["name"] for layer in picture.specification["layer"]}
        assert used == picture.datasets.keys()
    assert means.mean_chart(names)["$schema"].endswith(".json")


def test_another_sentence_is_read_aloud_by_the_chart_that_stands() -> None:
    drawing = curves.drawing_of([curve_of(CATALOG["ELU"]())], -6.0, 6.0, fitted=True)
    one, other = (picture_of(curves.curve_picture(drawing, sentence)) for sentence in ("Up.", "Down."))
    assert one.specification == other.specification
    assert other.datasets["sentence"]["sentence"].tolist() == ["Down."]
    (spoken,) = (layer for layer in other.specification["layer"] if layer["data"]["name"] == "sentence")
    assert spoken["mark"]["description"] == {"expr": "datum.sentence"}


def test_the_rule_at_the_pointer_is_one() -> None:
    drawing = curves.drawing_of([curve_of(CATALOG["ELU"]())], -6.0, 6.0, fitted=True)
    layers = picture_of(curves.curve_picture(drawing, "")).specification["layer"]
    (rule,) = (each for each in layers if each["data"]["name"] == "readout" and each["mark"]["type"] == "rule")
    assert rule["transform"] == [{"filter": {"param": "hover", "empty": False}}]


@settings(max_examples=30)  # as many as there are counts and panels
@given(st.integers(1, 6), st.integers(1, 5))
def test_the_pointer_tells_of_six_functions_no_more_than_can_be_read(count: int, panels: int) -> None:
    sheet, x = sheet_of([0.0] * count), np.arange(3.0)
    values = np.arange(3.0 * panels * count).reshape(3, panels, count)
    titles = tuple(f"panel {k}" for k in range(panels))
    stacked = [dataclasses.replace(sheet.panels[0], title=title) for title in titles]
    readout = panel_readout(x, "x", titles, sheet.names, values)
    picture = picture_of(dataclasses.replace(sheet, panels=stacked, readout=readout))
    strips = [layer for layer in picture.specification["layer"] if "tooltip" in layer["encoding"]]
    assert len(strips) == (panels if count > 1 else 1)
    reach = [strip["encoding"][end]["datum"] for strip in strips for end in ("y", "y2")]
    assert reach == sorted(reach)
    assert [reach[0], round(reach[-1])] == strips[0]["encoding"]["y"]["scale"]["domain"]
    for k, strip in enumerate(strips):
        tooltip = strip["encoding"]["tooltip"]
        assert tooltip["value"] == ""  # but under the pointer
        told = re.findall(r'"([^"]+)": ', tooltip["condition"]["value"]["expr"])
        assert len(told) <= 8
        shown = re.findall(r"format\([^)]*\)\[datum.row\]\.(v\d+)", tooltip["condition"]["value"]["expr"])
        expected = values[:, k].T if count > 1 else values[..., 0].T
        for column, row in zip(shown, expected, strict=True):
            assert picture.datasets["readout"][column].tolist() == row.tolist()


@given(st.floats(0.5, 2.0), st.floats(-5.0, -1.0), st.floats(1.0, 5.0))
def test_what_takes_the_pointer_stays_while_a_parameter_moves(alpha: float, low: float, high: float) -> None:
    drawings = [curves.drawing_of([curve_of(CATALOG["ELU"](alpha=a))], low, high, fitted=False) for a in (1.0, alpha)]
    one, other = (picture_of(curves.curve_picture(drawing, "")).datasets for drawing in drawings)
    assert all((column == other["strips"][name]).all() for name, column in one["strips"].items())
    for tables in (one, other):
        assert tables["readout"]["x"][tables["strips"]["row"]].tolist() == tables["strips"]["x"].tolist()


@given(st.lists(st.floats(0.0, 10.0), min_size=2, max_size=30, unique=True))
def test_the_pointer_is_told_of_the_nearest_x(places: list[float]) -> None:
    x = np.sort(places)
    readout = Readout(x, "x", ("f",), x[:, np.newaxis])
    strips = placed(dataclasses.replace(sheet_of([0.5]), readout=readout)).tables["strips"]
    for pointer in np.linspace(0.003, 9.997, 41):
        held = (strips["left"] <= 0.1 * pointer) & (0.1 * pointer <= strips["right"])
        distances = np.abs(strips["x"] - pointer)
        assert held.any()
        assert (distances[held] <= distances.min() + 1e-5).all()


def test_colours_stay_with_their_names_where_some_are_missing() -> None:
    sheet = dataclasses.replace(sheet_of([0.5, 0.1]), among=NAMES[:4])
    layers = picture_of(sheet).specification["layer"]
    colours = [layer["encoding"]["color"] for layer in layers if "color" in layer["encoding"]]
    assert all(colour["scale"]["domain"] == list(NAMES[:4]) for colour in colours)
    assert all(colour["legend"]["values"] == list(sheet.names) for colour in colours)


@given(st.floats(-8.0, 12.0), st.floats(0.0, 0.9), st.floats(0.1, 0.9))
def test_numbers_on_an_x_axis_are_what_they_say(power: float, start: float, share: float) -> None:
    high = 10.0**power
    low = start * high
    axis = Axis(low, high)
    sheet = sheet_of([0.5], Mark("", x=low + share * (high - low)))
    sheet = dataclasses.replace(sheet, panels=[dataclasses.replace(sheet.panels[0], x=axis)])
    labels = placed(sheet).tables["x labels"]
    assert len(labels["text"])
    for place, text in zip(labels["x"], labels["text"], strict=True):
        assert number(str(text)).value == pytest.approx(low + place * (high - low), abs=1e-3 * high)
