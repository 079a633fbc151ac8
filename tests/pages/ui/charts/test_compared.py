"""Theory beside simulation, layer by layer."""

import numpy as np

from activations import CATALOG, depth_of
from pages.ui.charts.compared import compared_panel
from pages.ui.charts.sheet import Lines, Points
from pages.ui.views import depth, layers

SIMULATED = np.array([[1.0, 2.0], [3.0, 0.0], [5.0, 6.0]])
THEORY = np.array([[1.5, 2.5], [3.5, 4.5], [5.5, np.nan]])


def test_lines_are_theory_and_points_a_simulation_where_the_axis_has_a_place_for_them() -> None:
    panel = compared_panel("q", 100, SIMULATED, THEORY, log=True, named=True, x_labels=True)
    lines, points = panel.content
    assert isinstance(lines, Lines)
    assert isinstance(points, Points)
    np.testing.assert_array_equal(lines.y, THEORY)
    np.testing.assert_array_equal(points.y, [[1.0, 2.0], [3.0, np.nan], [5.0, 6.0]])
    assert panel.ends is not None
    assert panel.ends.tolist() == [5.5, 4.5]
    assert (panel.x.low, panel.x.high) == (0.0, 2.0)
    assert compared_panel("q", 100, SIMULATED, THEORY, log=False, named=False, x_labels=True).ends is None


def test_the_lines_of_the_depth_page_are_what_theory_says() -> None:
    tanh, settings = CATALOG["Tanh"](), {"layers": 6, "weight_variance": 1.7, "bias_variance": 0.1}
    signal = depth.signal_of(tanh, width=32, correlation=0.5, seed=1, **settings)  # type: ignore[arg-type]
    lines, _ = layers.depth_picture([signal], 6).panels[0].content
    theory = depth_of(tanh, input_correlation=0.5, **settings)  # type: ignore[arg-type]
    assert isinstance(lines, Lines)
    np.testing.assert_allclose(lines.y[1:, 0], theory.variances)
