"""Theory beside simulation, layer by layer."""

import numpy as np
import pytest

from activations import CATALOG, depth_of
from pages.ui.charts.compared import axis_and_out, compared_panel
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


@pytest.mark.parametrize("log", [True, False])
def test_a_column_that_explodes_runs_out_of_the_axis_of_the_others(log: bool) -> None:
    calm = np.linspace(1.0, 3.0, 9)
    wild = 10.0 ** np.linspace(0.0, 160.0, 9)
    both = np.stack([calm, wild, calm + 0.5], axis=1)
    axis, out = axis_and_out(both, both, log=log)
    assert out == (1,)
    assert axis == axis_and_out(both[:, [0, 2]], both[:, [0, 2]], log=log)[0]
    lines, points = compared_panel("q", 100, both, both, log=log, named=True, x_labels=True).content
    assert isinstance(lines, Lines)
    assert isinstance(points, Points)
    for drawn in (lines, points):
        places = axis.share(drawn.y)
        assert not (places < 0.0).any()
        assert not (places > 1.0).any()
    assert np.isnan(points.y[1:, 1]).all()
    assert np.nanmax(axis.share(lines.y[:, 1])) == pytest.approx(1.0)
    # The line of the calm ones is the same, and that of the wild one goes where it would.
    np.testing.assert_allclose(axis.share(lines.y[:, 0]), np.interp(lines.x, np.arange(9.0), axis.share(calm)))
    known = np.isfinite(lines.y[:, 1])
    np.testing.assert_allclose(
        axis.share(lines.y[known, 1]), np.interp(lines.x[known], [0.0, 1.0], axis.share(wild[:2])), atol=1e-9
    )


def test_no_column_is_cut_off_where_the_others_can_be_told_apart_or_most_are_large() -> None:
    vanishing = np.stack([10.0 ** -np.arange(20.0), np.ones(20)], axis=1)
    assert axis_and_out(vanishing, vanishing, log=True)[1] == ()
    most = np.stack([np.ones(3), np.full(3, 1e200), np.full(3, 1e190)], axis=1)
    assert axis_and_out(most, most, log=True)[1] == ()
    assert axis_and_out(most[:, :1], most[:, :1], log=True)[1] == ()
    assert axis_and_out(np.full((3, 2), np.nan), np.full((3, 2), np.nan), log=True)[1] == ()
