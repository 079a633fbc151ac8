"""Histograms, a panel per function."""

import math

import numpy as np
import pytest

from pages.ui.charts.histogram import density_axis, histogram


def test_a_histogram_holds_every_mean_once() -> None:
    density, edges = histogram(np.random.default_rng(2).normal(size=500))
    assert (np.diff(edges) * density).sum() == pytest.approx(1.0)
    assert (np.diff(edges) > 0).all()


def test_means_that_do_not_vary_still_make_a_bar() -> None:
    assert histogram(np.zeros(50)).density.tolist() == [1.0]


@pytest.mark.parametrize(
    ("values", "bars"), [([math.inf] * 4, 0), ([1.0, math.inf, 2.0, math.nan], 5), ([1.0, 2.0, 3.0, 4.0], 5)]
)
def test_means_that_overflowed_have_no_bar(values: list[float], bars: int) -> None:
    density, edges = histogram(np.array(values))
    assert density.size == bars
    assert np.isfinite(edges).all()


def test_a_density_stands_on_zero_and_has_room_above() -> None:
    assert density_axis(np.array([1.0, 3.0]), np.array([2.0])).low == 0.0
    assert density_axis(np.array([1.0, 3.0]), np.array([2.0])).high > 3.0
    assert density_axis(np.empty(0)).high == 1.0
