"""Where on the x axis curves are drawn: few points, set so that no one sees the corners between them."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from activations.functions.elementwise import FloatArray

MOST_POINTS = 200

_FINE_POINTS = 4_001


def plotting_grid(
    curves: Callable[[FloatArray], Iterable[FloatArray]], low: float, high: float, breakpoints: Sequence[float] = ()
) -> pd.DataFrame:
    """At most `MOST_POINTS` points from low to high: columns x, segment, and `at`, where to evaluate the curves.

    A third of the points is spread evenly, the rest goes where a curve bends, since a chord's error grows with the
    second derivative. Each breakpoint comes three times: itself, and its left and right limit, which end one segment
    and start the next, so that a line drawn per segment never joins the two sides of a jump.
    """
    inside = sorted({point for point in breakpoints if low <= point <= high})
    smooth = _smooth_grid(curves, low, high, inside, MOST_POINTS - 3 * len(inside))
    x = np.concatenate([np.setdiff1d(smooth, inside), np.repeat(inside, 3)])
    # The breakpoint itself first: where three points share an x, the pointer finds the first.
    limits = np.ravel([(point, np.nextafter(point, -np.inf), np.nextafter(point, np.inf)) for point in inside])
    at = np.concatenate([np.setdiff1d(smooth, inside), limits])
    segment = np.searchsorted(inside, at, side="left") + np.searchsorted(inside, at, side="right")
    grid = pd.DataFrame({"x": x, "segment": segment.astype(np.int8), "at": at})
    return grid.sort_values("x", kind="stable", ignore_index=True)


def _smooth_grid(
    curves: Callable[[FloatArray], Iterable[FloatArray]],
    low: float,
    high: float,
    breakpoints: Sequence[float],
    points: int,
) -> FloatArray:
    fine = np.linspace(low, high, _FINE_POINTS)
    bend = np.zeros(_FINE_POINTS)
    for curve in curves(fine):
        height = np.ptp(curve)
        if height > 0:
            np.maximum(bend[1:-1], np.abs(np.diff(curve, 2)) / height, out=bend[1:-1])
    for point in breakpoints:
        nearest = np.searchsorted(fine, point)
        bend[max(0, nearest - 1) : nearest + 2] = 0.0  # a corner in the grid needs no company
    density = np.sqrt(bend)
    density = 2.0 * density / max(density.sum(), np.finfo(float).tiny) + 1.0 / _FINE_POINTS
    share = np.concatenate([[0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))])
    return np.interp(np.linspace(0.0, share[-1], points), share, fine)
