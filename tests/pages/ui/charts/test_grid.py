"""Where curves are drawn: what a reader sees must be the function."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activations import CATALOG, Activation
from pages.ui.charts.grid import FEWEST_POINTS, MOST_POINTS, plotting_grid, seen
from pages.ui.charts.layout import frames_of
from pages.ui.charts.placed import placed
from pages.ui.chosen import curve_of
from pages.ui.views import curves
from tests.parametrized import every_setting


@every_setting
@pytest.mark.parametrize("span", [(-6.0, 6.0), (-20.0, 20.0), (-0.5, 0.0)])
def test_drawn_lines_stay_within_half_a_pixel(activation: Activation, span: tuple[float, float]) -> None:
    chosen = curve_of(activation)
    drawing = curves.drawing_of([chosen], *span, fitted=True)
    assert len(drawing.x) <= MOST_POINTS
    sheet = curves.curve_picture(drawing, "")
    lines = placed(sheet).tables["lines"]
    x = np.linspace(*span, 20_001)
    rounding = 1e-7 * (span[1] - span[0])  # of places on a screen, which are in single precision
    for point in chosen.breakpoints:
        x = x[np.abs(x - point) > rounding]
    segments = int(drawing.segment.max()) + 1
    for number, (frame, curve) in enumerate(zip(frames_of(sheet, np.inf)[0], chosen.orders, strict=True)):
        across, drawn = frame.across(x), np.full(x.shape, np.nan)
        for segment in np.unique(drawing.segment):
            of_segment = lines["line"] == number * segments + segment
            left, right = lines["x"][of_segment][[0, -1]]
            inside = (across >= left - 1e-7) & (across <= right + 1e-7)
            drawn[inside] = np.interp(across[inside], lines["x"][of_segment], lines["y"][of_segment])
        assert np.abs(drawn - frame.down(curve(x))).max() <= 0.5


@given(st.integers(0, 2**32 - 1), st.integers(2, 150))
def test_points_that_are_left_out_would_not_be_missed(seed: int, points: int) -> None:
    generator = np.random.default_rng(seed)
    x = np.sort(generator.uniform(0.0, 1.0, points))
    walk = np.cumsum(generator.normal(size=(points, 3)) * generator.choice([0.0, 0.01, 1.0], size=(points, 3)), axis=0)
    walk[generator.uniform(size=walk.shape) < 0.02] = np.nan
    segment = np.sort(generator.integers(0, 3, points))
    segment[generator.integers(0, points)] = 3  # one that is alone among others
    needed = seen(x, walk, segment)
    for drawn, y in zip(needed.T, walk.T, strict=True):
        assert drawn[np.isnan(y)].all()
        for part in np.unique(segment):
            of_part = segment == part
            assert drawn[of_part][[0, -1]].all()
            kept = drawn & of_part
            off = np.abs(np.interp(x[of_part], x[kept], y[kept]) - y[of_part])
            assert not (off[~drawn[of_part]] > 0.1 + 1e-9).any()


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
