"""Where curves are drawn: what a reader sees must be the function."""

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.elementwise import FloatArray
from pages.ui.charts.grid import FEWEST_POINTS, MOST_POINTS, plotting_grid
from pages.ui.chosen import curve_of
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
        share = np.clip((ahead * way).sum(axis=1) / (way * way).sum(axis=1), 0.0, 1.0)
        nearest = np.minimum(nearest, np.linalg.norm(ahead - share[:, np.newaxis] * way, axis=1))
    return float(nearest.max())


@every_setting
@pytest.mark.parametrize("span", [(-6.0, 6.0), (-20.0, 20.0), (-0.5, 0.0)])
def test_drawn_lines_stay_within_half_a_pixel(activation: Activation, span: tuple[float, float]) -> None:
    chosen = curve_of(activation)
    drawing = curves.drawing_of([chosen], *span, fitted=True)
    assert len(drawing.x) <= (MOST_POINTS if activation.period is None else 6 * MOST_POINTS)
    x = np.setdiff1d(np.linspace(*span, 20_001), chosen.breakpoints)
    for height, values, curve in zip(curves.PANEL_HEIGHTS, drawing.orders, chosen.orders, strict=True):
        drawn, exact = np.empty_like(x), curve(x)
        for segment in np.unique(drawing.segment):
            part = drawing.segment == segment
            inside = (x >= drawing.x[part][0]) & (x <= drawing.x[part][-1])
            drawn[inside] = np.interp(x[inside], drawing.x[part], values[part, 0])
        pixel = np.ptp(exact) / height
        if activation.period is None:
            assert np.abs(drawn - exact).max() <= 0.5 * pixel + 1e-15
        else:  # the side of a wave is steep
            to_pixels = np.array([CHART_WIDTH / (span[1] - span[0]), 1.0 / pixel])
            line = np.stack([drawing.x, values[:, 0]], axis=1) * to_pixels
            assert distance_from(line, np.stack([x, exact], axis=1) * to_pixels) <= 0.5


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
