"""Functions that race each other in training: losses, errors, means and gradients, and a verdict."""

import math
from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations.datasets import Dataset
from activations.functions.elementwise import FloatArray
from activations.network import Network, OverflowedError
from pages.ui.charts.specification import (
    SHORT_LABELS,
    Chart,
    FunctionNames,
    colour,
    dash,
    function_column,
    function_lines,
    heat_map,
    pointer_rule,
    specification,
    stacked,
    y_axis,
)
from pages.ui.race import Runner
from pages.ui.wording import counted, figure

QUANTITIES = {
    "training_loss": ("training loss", 130, "log"),
    "validation_loss": ("validation loss", 90, "log"),
    "validation_error": ("validation error", 90, "linear"),
    "mean_activation": ("mean activation", 80, "linear"),
}

# A loss and an error so near to those of guessing, as a fraction of them, are those of a network that has learned
# nothing. The error scatters more, being counted on few inputs.
_NEAR = 0.02
_NEAR_ERROR = 0.1

_CELLS = 48
_MARGIN = 0.3
MOST_POINTS = 300


def epoch_table(runners: Sequence[Runner]) -> pd.DataFrame:
    """A row per function and epoch, 0 being before training: function, epoch, and each of `QUANTITIES`."""
    # Another reader may add to them meanwhile.
    known = [tuple(runner.outcomes) for runner in runners]
    counts = [len(outcomes) for outcomes in known]
    return pd.DataFrame(
        {
            "function": function_column([runner.name for runner in runners], counts),
            "epoch": np.concatenate([np.arange(count) for count in counts]),
            **{
                name: np.array([getattr(outcome, name) for outcomes in known for outcome in outcomes])
                for name in QUANTITIES
            },
        }
    )


def panel_tables(table: pd.DataFrame, names: FunctionNames) -> dict[str, pd.DataFrame]:
    """The epoch table as the marks of the chart read it."""
    epochs = table["epoch"].to_numpy()
    quantities = {name: table[name].to_numpy() for name in QUANTITIES}
    for loss in ("training_loss", "validation_loss"):
        quantities[loss] = np.where(quantities[loss] > 0, quantities[loss], np.nan)  # its scale is logarithmic
    lines = {"function": table["function"], "x": epochs, **quantities}
    values = {"x": np.unique(epochs)}
    for k, name in enumerate(names):
        own = (table["function"] == name).to_numpy()
        for quantity, numbers in quantities.items():
            column = np.full(values["x"].size, np.nan)
            column[epochs[own]] = numbers[own]
            values[f"{quantity}{k}"] = column
    return {"lines": pd.DataFrame(lines), "values": pd.DataFrame(values)}


@specification
def training_chart(names: FunctionNames) -> Chart:
    """Panels of losses, error and mean activation over epochs, from the tables of `panel_tables`."""
    return stacked([_panel(k, names) for k in range(len(QUANTITIES))], focus=True)


def gradient_table(runners: Sequence[Runner], epoch: int) -> pd.DataFrame:
    """The root mean square gradient of the weights in each layer after `epoch`: function, layer, gradient."""
    reached = [runner for runner in runners if epoch < len(runner.outcomes)]
    gradients = [runner.outcomes[epoch].gradient for runner in reached]
    return pd.DataFrame(
        {
            "function": function_column([runner.name for runner in reached], [each.size for each in gradients]),
            "layer": np.concatenate([np.arange(1, each.size + 1) for each in gradients]) if gradients else [],
            "gradient": np.concatenate([np.where(each > 0, each, np.nan) for each in gradients]) if gradients else [],
        }
    )


@specification
def gradient_chart(names: FunctionNames) -> Chart:
    """The gradient of each layer from the table "gradients"."""
    base = alt.Chart(alt.NamedData("gradients")).encode(
        alt.X("layer:Q").title("layer").axis(tickMinStep=1, tickCount=8),
        alt.Y("gradient:Q")
        .title("RMS gradient")
        .scale(type="log")
        .axis(tickCount=4, grid=False, labelExpr=SHORT_LABELS),
        colour(names, legend=False),
    )
    lines = base.mark_line(strokeWidth=2).encode(dash(names))
    points = base.mark_circle(size=30).encode(
        tooltip=[alt.Tooltip("function:N"), alt.Tooltip("layer:Q"), alt.Tooltip("gradient:Q", format=".4~g")]
    )
    chart: Chart = alt.layer(lines, points).properties(height=220)
    return chart


def gradient_sentence(table: pd.DataFrame, epoch: int) -> str:
    """How far the gradients of the first layer lie apart, for those who do not see the chart."""
    first = table[table["layer"] == 1].dropna()
    each = ", ".join(
        f"{name} {figure(gradient, 2)}" for name, gradient in zip(first["function"], first["gradient"], strict=True)
    )
    return f"Root mean square gradient in layer 1 after epoch {epoch}: {each or 'none'}."


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
        "cells": pd.DataFrame({name: _single(values) for name, values in cells.items()}),
        "points": pd.DataFrame({**{name: _single(values) for name, values in points.items()}, "class": labels}),
    }


@specification
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
    chart: Chart = alt.layer(cells, points).properties(height=280)
    return chart


def verdict(runner: Runner, classes: int) -> str:
    """What came of a function in training, in a sentence or two."""
    chance = math.log(classes)
    if runner.diverged_in is not None:
        return f"{runner.name} diverged in epoch {runner.diverged_in}: a number left all bounds."
    if len(runner.outcomes) < 2:
        return f"{runner.name} has not begun."
    first, last = runner.outcomes[1], runner.outcomes[-1]
    epochs = counted(len(runner.outcomes) - 1, "epoch")
    guesses = last.validation_error > (1.0 - _NEAR_ERROR) * (1.0 - 1.0 / classes)
    if guesses and abs(last.training_loss - chance) <= _NEAR * chance:
        return (
            f"{runner.name} has learned nothing in {epochs}: its training loss is {figure(last.training_loss)}, "
            f"that of guessing ln {classes} = {figure(chance)}."
        )
    if last.training_loss > chance:
        return (
            f"{runner.name} has a training loss of {figure(last.training_loss)} after {epochs}, worse than that of "
            f"guessing, ln {classes} = {figure(chance)}; validation error {figure(100.0 * last.validation_error, 3)} %."
        )
    return (
        f"{runner.name}: training loss {figure(first.training_loss, 3)} after the first epoch, "
        f"{figure(last.training_loss, 3)} after {epochs}; validation error "
        f"{figure(100.0 * last.validation_error, 3)} %; median mean activation {figure(last.mean_activation, 3)}."
    )


def race_sentence(runners: Sequence[Runner], classes: int) -> str:
    """All verdicts, for those who do not see the chart."""
    return " ".join(verdict(runner, classes) for runner in runners)


def region_sentence(runner: Runner) -> str:
    """How well the regions part the classes, for those who do not see them."""
    error = 100.0 * runner.outcomes[-1].validation_error
    return f"Decision regions of {runner.name}: {figure(error, 3)} % of the validation points are on the wrong side."


def _panel(k: int, names: FunctionNames) -> Chart:
    quantity, (title, height, kind) = list(QUANTITIES.items())[k]
    last = k == len(QUANTITIES) - 1
    x_axis = alt.Axis(tickCount=8, tickMinStep=1, labels=last, ticks=last)
    x = alt.X("x:Q").title("epoch" if last else None).axis(x_axis).scale(nice=False)
    if kind == "log":
        y = alt.Y(f"{quantity}:Q").scale(type="log").axis(y_axis(tickCount=4, grid=False, labelExpr=SHORT_LABELS))
    else:
        y = alt.Y(f"{quantity}:Q").axis(y_axis(tickCount=4))
    y = y.title(title)
    lines = function_lines("lines", names, x, y)
    pointer = pointer_rule(
        x,
        [
            alt.Tooltip("x:Q", title="epoch"),
            *(alt.Tooltip(f"{quantity}{i}:Q", title=name, format=".4~g") for i, name in enumerate(names)),
        ],
    )
    return alt.layer(lines, pointer).properties(height=height)


def _single(values: FloatArray) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    return values.astype(np.float32)
