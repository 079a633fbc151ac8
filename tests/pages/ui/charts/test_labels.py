"""Marks and their labels keep off what else is drawn."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.labels import Label
from pages.ui.charts.placed import placed
from pages.ui.charts.sheet import Lines, Mark
from pages.ui.charts.ticks import Axis
from tests.pages.ui.charts.sheets import sheet_of, shown


def test_a_mark_has_a_point_a_label_and_ticks() -> None:
    tables, *_ = placed(sheet_of([1.0], Mark("half", 5.0, 0.5), Mark("off the axes", 50.0, 0.5)))
    assert tables["mark points"]["x"].tolist() == [0.5]
    assert [text for *_, text, _ in shown(tables["mark labels"], 700.0)] == ["half"]
    labels = dict(zip(tables["x labels"]["text"], tables["x labels"]["marked"], strict=True))
    assert labels["5"]
    assert not labels["0"]
    assert "0.5" in tables["y labels"]["text"].tolist()


@pytest.mark.parametrize(("width", "side"), [(700.0, "left"), (240.0, "right")])
def test_a_label_stands_where_there_is_room_on_a_screen_and_on_a_phone(width: float, side: str) -> None:
    tables = placed(sheet_of([1.0], Mark("here", 9.0, -0.9))).tables
    ((x, _, dx, align, text, _),) = shown(tables["mark labels"], width)
    assert (x, text, align) == (0.9, "here", side)
    assert (dx > 0.0) == (side == "left")


@given(st.floats(6.05, 10.0), st.floats(-0.8, 0.9))
def test_a_label_keeps_off_the_line_of_another_mark(line: float, height: float) -> None:
    sheet = sheet_of([-1.0], Mark("ten letters", 6.0, height), Mark("", line))
    tables = placed(sheet).tables
    for width in (700.0, 240.0):
        (label,) = shown(tables["mark labels"], width)
        box = Label(*label[:4]).box("ten letters", width)
        assert not box.left < width * line / 10.0 < box.right


@given(st.floats(0.0, 10.0), st.floats(-0.9, 0.9), st.lists(st.floats(0.0, 10.0), min_size=1, max_size=3))
def test_no_line_down_a_panel_strikes_a_label_through(place: float, height: float, others: list[float]) -> None:
    sheet = sheet_of([0.3, -0.6], Mark("a label of many letters", place, height), *(Mark("", x=x) for x in others))
    tables = placed(sheet).tables
    for width in np.linspace(200.0, 1200.0, 21):
        (label,) = shown(tables["mark labels"], width)
        box = Label(*label[:4]).box("a label of many letters", width)
        lines = shown(tables["mark lines"], width)
        for x, _, top, bottom, _ in lines:
            beside = not box.left < width * x < box.right
            assert beside or bottom <= box.top + 1e-9 or top >= box.bottom - 1e-9
        # The rest of each line is there.
        for other in others:
            drawn = sum(bottom - top for x, _, top, bottom, _ in lines if abs(x - other / 10.0) < 1e-9)
            struck = box.left - 1e-6 < width * other / 10.0 < box.right + 1e-6
            assert drawn >= 300.0 - 16.0 * struck - 1e-9


@given(st.floats(0.0, 10.0), st.floats(0.0, 1.0), st.sampled_from([700.0, 240.0]))
def test_a_label_on_a_line_is_not_struck_through_even_in_a_corner(place: float, end: float, width: float) -> None:
    sheet = sheet_of([end], Mark("c* = 0.5", place, end * place / 10.0))
    tables = placed(dataclasses.replace(sheet, panels=[dataclasses.replace(sheet.panels[0], y=Axis(0.0, 1.0))])).tables
    (label,) = shown(tables["mark labels"], width)
    box = Label(*label[:4]).box("c* = 0.5", width)
    across = np.linspace(max(box.left, 0.0), min(box.right, width))
    down = tables["grid"]["y2"].max() - 300.0 * end * across / width
    assert not ((down > box.top + 4.0) & (down < box.bottom - 4.0)).any()


def test_a_mark_between_two_heights_is_a_bar_and_one_of_a_name_has_its_colour() -> None:
    marks = (Mark("apart", 5.0, 0.2, to=0.6), Mark("level", y=-0.5, name=1))
    tables, *_ = placed(sheet_of([1.0, 0.5], *marks))
    assert "mark points" not in tables
    (low,), (high,) = tables["mark bars"]["y"], tables["mark bars"]["y2"]
    assert low - high == pytest.approx(0.2 * 300)
    assert tables["mark labels"]["function"].codes.tolist() == [-1, 1]


@given(st.integers(2, 5))
def test_a_label_keeps_off_a_flat_line_of_few_points(points: int) -> None:
    # Where the label would stand first, above the line of its mark.
    sheet = sheet_of([0.0], Mark("level", y=0.2))
    panel = dataclasses.replace(
        sheet.panels[0], content=[Lines(np.linspace(0.0, 10.0, points), np.full((points, 1), 0.26))]
    )
    tables = placed(dataclasses.replace(sheet, panels=[panel])).tables
    assert tables["mark labels"]["y"][0] > tables["mark lines"]["y"][0]
