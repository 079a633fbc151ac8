"""Histograms, a panel per function."""

import math

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.parts import FunctionNames, colour, function_column, y_axis

MOST_BINS = 40


def histogram_table(values: FloatArray, names: FunctionNames, *, most_bins: int = MOST_BINS) -> pd.DataFrame:
    """Bins of each row of values: function, low, high, density (probability per unit of the value).

    Values that are not finite have none: a sampled mean may overflow where there is no exact one.
    """
    bins = [_histogram(row[np.isfinite(row)], most_bins) for row in values]
    counts = [len(density) for density, _ in bins]
    return pd.DataFrame(
        {
            "function": function_column(names, counts),
            "low": np.concatenate([edges[:-1] for _, edges in bins]),
            "high": np.concatenate([edges[1:] for _, edges in bins]),
            "density": np.concatenate([density for density, _ in bins]),
        }
    )


def histogram_bars(name: str, chosen: FunctionNames, x: alt.X, *, opacity: float = 1.0) -> alt.Chart:
    """The bins of a function in the table "bins", in the colour it has among those `chosen`; `x` is the axis of low."""
    bars: alt.Chart = (
        rows_of("bins", name)
        .mark_rect(opacity=opacity)
        .encode(
            x,
            alt.X2("high:Q"),
            density_axis(name),
            alt.Y2Datum(0),
            colour(chosen, legend=False),
            tooltip=[
                alt.Tooltip("function:N"),
                alt.Tooltip("low:Q", title="from", format=".4~g"),
                alt.Tooltip("high:Q", title="to", format=".4~g"),
                alt.Tooltip("density:Q", format=".4~g"),
            ],
        )
    )
    return bars


def density_axis(name: str) -> alt.Y:
    """A density up the page, under the name of its function and without numbers."""
    return alt.Y("density:Q").title(name).axis(y_axis(labels=False, ticks=False, grid=False))


def rows_of(table: str, name: str) -> alt.Chart:
    """The rows of a table that are of a function."""
    return alt.Chart(alt.NamedData(table)).transform_filter(alt.FieldEqualPredicate(field="function", equal=name))


def _histogram(values: FloatArray, most_bins: int) -> tuple[FloatArray, FloatArray]:
    if not values.size:
        return np.empty(0), np.empty(1)
    spread = float(np.ptp(values))
    # NumPy cannot divide a range that is nothing but rounding into bins.
    if spread <= max(1e-12 * float(np.abs(values).max()), 1e-290):
        centre = float(values.mean())
        return np.array([1.0]), np.array([centre - 0.5, centre + 0.5])
    bins = min(most_bins, max(5, math.ceil(math.sqrt(values.size))))
    density, edges = np.histogram(values, bins=bins, density=True)
    return density, edges
