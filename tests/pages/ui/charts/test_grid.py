"""Where curves are drawn: what a reader sees must be the function."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activations import CATALOG, Activation
from activations.elementwise import FloatArray
from pages.ui.charts.grid import FEWEST_POINTS, UNSEEN, WIDEST_PANEL, plotting_grid, seen
from pages.ui.charts.layout import frames_of
from pages.ui.charts.placed import placed
from pages.ui.chosen import Curve, curve_of
from pages.ui.views import curves
from tests.parametrized import every_setting

CHART_WIDTH = 900.0  # in pixels


def distance_from(line: FloatArray, points: FloatArray) -> float:
    """Of the farthest of some points in order of x from the nearest of the segments around it."""
    nearest = np.full(len(points), np.inf)
    beside = np.searchsorted(line[:, 0], points[:, 0]) - 1
    for shift in range(-2, 3):
        start = np.clip(beside + shift, 0, len(line) - 2)
        way, ahead = line[start + 1] - line[start], points - line[start]
        share = np.clip((ahead * way).sum(axis=1) / np.maximum((way * way).sum(axis=1), 1e-300), 0.0, 1.0)
        nearest = np.minimum(nearest, np.linalg.norm(ahead - share[:, np.newaxis] * way, axis=1))
    return float(nearest.max())


def farthest_off(chosen: Sequence[Curve], low: float, high: float) -> float:
    """By how many pixels a drawn line is off the function that it stands for."""
    drawing = curves.drawing_of(chosen, low, high, fitted=True)
    sheet = curves.curve_picture(drawing, "")
    lines = placed(sheet).tables["lines"]
    x = np.linspace(low, high, 20_001)
    rounding = 1e-7 * (high - low)  # of places on a screen, which are in single precision
    for point in (point for curve in chosen for point in curve.breakpoints):
        x = x[np.abs(x - point) > rounding]
    segments = int(drawing.segment.max()) + 1
    farthest = 0.0
    for order, frame in enumerate(frames_of(sheet, np.inf)[0]):
        for name, curve in enumerate(chosen):
            points = np.stack([CHART_WIDTH * frame.across(x), frame.down(curve.orders[order](x))], axis=1)
            met = np.zeros(x.size, dtype=bool)
            for segment in range(segments):
                own = (np.asarray(lines["function"].codes) == name) & (lines["line"] == order * segments + segment)
                line = np.stack([CHART_WIDTH * lines["x"][own].astype(float), lines["y"][own].astype(float)], axis=1)
                if len(line) > 1:
                    beside = (points[:, 0] >= line[0, 0] - 1e-4) & (points[:, 0] <= line[-1, 0] + 1e-4)
                    farthest = max(farthest, distance_from(line, points[beside]))
                    met |= beside
            assert met.all()
    return farthest


@every_setting
def test_drawn_lines_stay_within_half_a_pixel(activation: Activation) -> None:
    generator = np.random.default_rng(list(repr(activation).encode()))
    width = generator.choice([0.5, 12.0, 40.0])
    low = generator.uniform(-20.0, 20.0 - width)
    assert farthest_off([curve_of(activation)], low, low + width) <= 0.5


@pytest.mark.parametrize("seed", range(12))
def test_many_lines_at_once_stay_within_half_a_pixel(seed: int) -> None:
    generator = np.random.default_rng(seed)
    chosen = []
    for name in range(int(generator.integers(2, 7))):
        definition = CATALOG[str(generator.choice(["Sin", "Snake", str(generator.choice(list(CATALOG)))]))]
        at = {
            each.name: each.low * (each.high / each.low) ** generator.uniform()
            for each in definition.parameters
            if each.name == "frequency"
        }
        chosen.append(replace(curve_of(definition(**at)), name=f"{name}"))
    start = float(generator.uniform(-20.0, 19.0))
    assert farthest_off(chosen, start, float(generator.uniform(start + 1.0, 20.0))) <= 0.5


@given(st.integers(0, 2**32 - 1), st.integers(2, 150))
def test_points_that_are_left_out_would_not_be_missed(seed: int, points: int) -> None:
    generator = np.random.default_rng(seed)
    x = np.sort(generator.uniform(0.0, 1.0, points))
    walk = np.cumsum(generator.normal(size=(points, 3)) * generator.choice([0.0, 0.01, 1.0], size=(points, 3)), axis=0)
    walk[generator.uniform(size=walk.shape) < 0.02] = np.nan
    segment = np.sort(generator.integers(0, 3, points))
    segment[generator.integers(0, points)] = 3  # one that is alone among others
    needed = seen(x[:, np.newaxis], walk, segment)
    for drawn, y in zip(needed.T, walk.T, strict=True):
        assert drawn[np.isnan(y)].all()
        for part in np.unique(segment):
            of_part = segment == part
            assert drawn[of_part][[0, -1]].all()
            kept = drawn & of_part
            if not drawn[of_part].all():
                line, whole = (np.stack([WIDEST_PANEL * x[those], y[those]], axis=1) for those in (kept, of_part))
                line = line[np.isfinite(line[:, 1])]
                assert distance_from(line, whole[~drawn[of_part]]) <= UNSEEN + 1e-9


def test_a_jump_is_not_joined_by_a_line() -> None:
    drawing = curves.drawing_of([curve_of(CATALOG["ReLU"]())], -1.0, 1.0, fitted=True)
    slopes = drawing.orders[1][:, 0]
    for segment in np.unique(drawing.segment):
        assert np.ptp(slopes[drawing.segment == segment]) == 0.0
    at_kink = drawing.x == 0.0
    assert slopes[at_kink].tolist() == [0.0, 0.0, 1.0]
    assert drawing.segment[at_kink].tolist() == [1, 0, 2]


def test_segments_are_in_order_along_x() -> None:
    grid = plotting_grid(lambda x: [np.abs(x), np.abs(x - 1.0)], -2.0, 2.0, [1.0, 0.0, 1.0, 7.0])
    assert (np.diff(grid.x) >= 0).all()
    assert (grid.x[0], grid.x[-1]) == (-2.0, 2.0)
    assert (grid.x == 0.0).sum() == (grid.x == 1.0).sum() == 3
    assert not (grid.x == 7.0).any()


def test_a_constant_gets_an_even_grid() -> None:
    grid = plotting_grid(lambda x: [np.zeros_like(x)], 0.0, 1.0)
    np.testing.assert_allclose(np.diff(grid.x), 1.0 / (FEWEST_POINTS - 1), rtol=1e-6)


@every_setting
def test_the_grid_is_the_same_whether_bends_are_known(activation: Activation) -> None:
    chosen = [curve_of(activation), curve_of(CATALOG["Mish"]())]
    kept = curves.drawing_of(chosen, -5.5, 6.0, fitted=True)
    points = [point for curve in chosen for point in curve.breakpoints]
    grid = plotting_grid(lambda x: [row for curve in chosen for row in curve.orders.jet(x)], -5.5, 6.0, points)
    np.testing.assert_array_equal(kept.x, grid.x)
