"""How a network divides the plane between two classes."""

import altair as alt
import numpy as np
import pandas as pd

from activations import Dataset
from activations.networks.network import Network, OverflowedError
from pages.ui.charts.columns import as_single
from pages.ui.charts.parts import heat_map
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.runs import Run
from pages.ui.wording import percentage

_CELLS = 48
_MARGIN = 0.3
MOST_POINTS = 300


def region_picture(run: Run, dataset: Dataset) -> Picture | str:
    """How a trained network divides the plane, or why there is none that does."""
    if run.diverged_in is not None:
        return f"{run.name} diverged: there is no trained network to divide the plane."
    if run.network is None:
        return f"The network of {run.name} is not at hand."
    return Picture(region_chart(), region_tables(run.network, dataset), region_sentence(run))


def region_tables(network: Network, dataset: Dataset) -> dict[str, pd.DataFrame]:
    """The probability of class 1 over the plane, "cells", and training points, "points".

    There are no cells if the network overflows somewhere beyond the points that it has seen.
    """
    inputs, labels = dataset.training_inputs[:MOST_POINTS], dataset.training_labels[:MOST_POINTS]
    reach = float(np.abs(dataset.training_inputs).max()) + _MARGIN
    edges = np.linspace(-reach, reach, _CELLS + 1)
    middles = 0.5 * (edges[:-1] + edges[1:])
    plane = np.stack([each.ravel() for each in np.meshgrid(middles, middles)], axis=1)
    left, bottom = (each.ravel() for each in np.meshgrid(edges[:-1], edges[:-1]))
    size = edges[1] - edges[0]
    try:
        probability = network.probabilities(plane)[:, 1]
    except OverflowedError:
        left, bottom, probability = np.empty(0), np.empty(0), np.empty(0)
    cells = {
        "left": left,
        "right": left + size,
        "bottom": bottom,
        "top": bottom + size,
        "probability": probability,
    }
    points = {"x": inputs[:, 0], "y": inputs[:, 1]}
    return {
        "cells": pd.DataFrame({name: as_single(values) for name, values in cells.items()}),
        "points": pd.DataFrame({**{name: as_single(values) for name, values in points.items()}, "class": labels}),
    }


@built_once
def region_chart() -> Chart:
    """The decision regions of a network from the tables of `region_tables`."""
    heat = alt.Scale(scheme="blueorange", domain=[0, 1])
    probability = alt.Tooltip("probability:Q", title="probability of class 1", format=".3~f")
    cells = heat_map("probability", heat, "x₁", "x₂", [probability])
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(filled=True, size=24, stroke="black", strokeWidth=0.7, opacity=1)
        .encode(
            alt.X("x:Q"),
            alt.Y("y:Q"),
            alt.Fill("class:Q").scale(heat).legend(None),
            alt.Shape("class:N").legend(None),
        )
    )
    chart: Chart = alt.layer(cells, points).properties(
        description="Map of the probability of class 1 over the plane", height=280
    )
    return chart


def region_sentence(run: Run) -> str:
    """How well the regions separate the classes, for those who do not see them."""
    error = percentage(run.outcomes[-1].validation_error)
    return f"Decision regions of {run.name}: {error} of the validation points are on the wrong side."
