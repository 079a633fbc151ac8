"""Histograms, a panel per function."""

import math
from typing import NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from pages.ui.charts.sheet import Bars
from pages.ui.charts.ticks import Axis

MOST_BINS = 40


class Histogram(NamedTuple):
    """Probability per unit of the value, in bins between `edges`."""

    density: FloatArray
    edges: FloatArray

    def bars(self, name: int) -> Bars:
        """Those of the `name`-th name."""
        return Bars(name, self.edges[:-1], self.edges[1:], np.zeros_like(self.density), self.density)


def histogram(values: FloatArray, *, most_bins: int = MOST_BINS) -> Histogram:
    """That of the values that are finite: a sampled mean may overflow where there is no exact one."""
    values = values[np.isfinite(values)]
    if not values.size:
        return Histogram(np.empty(0), np.empty(0))
    spread = float(np.ptp(values))
    # NumPy cannot divide a range that is nothing but rounding into bins.
    if spread <= max(1e-12 * float(np.abs(values).max()), 1e-290):
        centre = float(values.mean())
        return Histogram(np.array([1.0]), np.array([centre - 0.5, centre + 0.5]))
    bins = min(most_bins, max(5, math.ceil(math.sqrt(values.size))))
    return Histogram(*np.histogram(values, bins=bins, density=True))


def density_axis(*densities: FloatArray) -> Axis:
    """From 0 to above the highest."""
    return Axis(0.0, 1.05 * max((float(density.max(initial=0.0)) for density in densities), default=0.0) or 1.0)
