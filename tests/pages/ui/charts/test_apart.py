"""Labels keep their distance, and are as near as that allows to where they belong."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.charts.apart import Box, apart, costs

places = st.lists(st.floats(0.0, 300.0), min_size=1, max_size=6)


@given(places)
def test_labels_are_13_pixels_apart_within_the_panel_and_in_order(wanted: list[float]) -> None:
    found = apart(np.array(wanted), 0.0, 300.0, 13.0)
    in_order = np.sort(found)
    assert (np.diff(in_order) >= 13.0 - 1e-9).all()
    assert in_order[0] >= -1e-9
    assert in_order[-1] <= 300.0 + 1e-9
    for lower, higher in zip(np.argsort(wanted, kind="stable"), np.argsort(found, kind="stable"), strict=True):
        assert lower == higher


@given(places, st.lists(st.floats(0.0, 300.0), min_size=6, max_size=6))
def test_no_other_arrangement_is_nearer(wanted: list[float], other: list[float]) -> None:
    target = np.sort(wanted)
    found = np.sort(apart(target, 0.0, 300.0, 13.0))
    rival = np.sort(other)[: target.size]
    if target.size == 1 or np.diff(rival).min() >= 13.0:
        assert ((found - target) ** 2).sum() <= ((rival - target) ** 2).sum() + 1e-6


def test_labels_with_room_stay_where_they_belong() -> None:
    np.testing.assert_array_equal(apart(np.array([200.0, 20.0, 60.0]), 0.0, 300.0, 13.0), [200.0, 20.0, 60.0])
    assert apart(np.empty(0), 0.0, 300.0, 13.0).size == 0


def test_a_label_costs_what_it_hides() -> None:
    boxes = [Box(0.0, 0.0, 10.0, 10.0), Box(20.0, 0.0, 30.0, 10.0), Box(40.0, 0.0, 50.0, 10.0)]
    x, y = np.array([5.0, 5.0, 25.0]), np.array([5.0, 6.0, 5.0])
    assert costs(boxes, x, y, []).tolist() == [4, 2, 0]
    assert costs(boxes, x, y, [Box(45.0, 5.0, 60.0, 20.0)]).tolist() == [4, 2, 7]
    assert costs(boxes, np.empty(0), np.empty(0), [Box(45.0, 5.0, 60.0, 20.0)]).tolist() == [0, 0, 1]


@given(st.floats(3.0, 7.0), st.floats(0.1, 2.0))
def test_a_line_through_the_letters_costs_more_than_one_along_their_edge(middle: float, edge: float) -> None:
    x = np.linspace(0.0, 10.0, 50)
    (through,) = costs([Box(0.0, 0.0, 10.0, 10.0)], x, np.full(50, middle), [])
    (along,) = costs([Box(0.0, 0.0, 10.0, 10.0)], x, np.full(50, edge), [])
    assert through > along > 0
