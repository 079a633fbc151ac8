"""Charts as they are sent to a browser."""

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.drawn import picture_of
from pages.ui.charts.sending import sent, sent_sheet
from pages.ui.charts.sheet import Lines, Panel, Sheet, line_ends
from pages.ui.charts.ticks import Axis

NUMBERS = st.lists(st.floats(-1.0, 1.0) | st.just(math.nan), min_size=2, max_size=40)


def sheet_of(numbers: list[float], alt: str = "") -> Sheet:
    """A line of two functions through these numbers."""
    y = np.stack([numbers, numbers], axis=1)
    x = np.arange(float(len(numbers)))
    panel = Panel(
        title="y", height=100, x=Axis(0.0, x[-1]), y=Axis(-1.0, 1.0), content=[Lines(x, y)], ends=line_ends(y)
    )
    return Sheet(alt=alt, names=("ELU", "ReLU"), panels=[panel], x_title="x")


@given(NUMBERS)
def test_tables_arrive_as_they_are_with_nothing_for_nan(numbers: list[float]) -> None:
    picture, datasets = sent(picture_of(sheet_of(numbers)))
    assert datasets.keys() == picture.datasets.keys()
    for name, table in picture.datasets.items():
        received = pa.ipc.open_stream(datasets[name]).read_all().to_pydict()
        kept = {field: [None if each != each else each for each in column] for field, column in table.items()}  # noqa: PLR0124
        assert received == kept


def test_names_keep_their_order_where_another_chart_has_them_in_another() -> None:
    # To pandas, categories in another order are the same.
    for names in (("ELU", "ReLU"), ("ReLU", "ELU")):
        sheet = dataclasses.replace(sheet_of([0.0, 0.25]), names=names)
        lines = pa.ipc.open_stream(sent(picture_of(sheet)).datasets["lines"]).read_all().to_pydict()
        assert lines["function"] == [names[0]] * 2 + [names[1]] * 2


@given(NUMBERS)
def test_a_sheet_like_one_before_is_found(numbers: list[float]) -> None:
    assert sent_sheet(sheet_of(numbers), math.inf) is sent_sheet(sheet_of(numbers), math.inf)


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: dataclasses.replace(sheet, alt="other"),
        lambda sheet: dataclasses.replace(sheet, legend=False),
        lambda sheet: dataclasses.replace(sheet, names=("ELU", "SELU")),
        lambda sheet: dataclasses.replace(sheet, panels=[dataclasses.replace(sheet.panels[0], height=90)]),
        lambda sheet: sheet_of([0.0, math.nextafter(0.5, 1.0), 1.0]),
    ],
)
def test_a_sheet_that_differs_in_anything_is_drawn_anew(change: Callable[[Sheet], Sheet]) -> None:
    sheet = sheet_of([0.0, 0.5, 1.0])
    assert sent_sheet(change(sheet), math.inf) is not sent_sheet(sheet, math.inf)
    assert (
        sent_sheet(sheet, 60.0).picture.specification["height"]
        < sent_sheet(sheet, math.inf).picture.specification["height"]
    )
