"""Networks in training, layer by layer: gradients of the weights, and units that pass back nothing."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.columns import function_column
from pages.ui.charts.sheet import FunctionNames, Lines, Panel, Points, Readout, Sheet, line_ends
from pages.ui.charts.ticks import Axis, axis_around
from pages.ui.experiment import Outcome
from pages.ui.views.training import Runs
from pages.ui.wording import listed, number_text, percentage

IDLE = {"dead": "dead units", "stuck": "stuck units"}
DEFINITIONS = (
    "Dead: output and slope are 0 for every training input. Stuck: the slope is 0 for all of them, the output is not. "
    "Neither learns any more."
)

_TITLES = {"gradient": "RMS gradient of the weights", **IDLE}


def idle_kinds(runs: Runs) -> tuple[str, ...]:
    """Which of `IDLE` there are, in any epoch."""
    outcomes = [outcome for each in runs.values() for run in each for outcome in tuple(run.outcomes)]
    return tuple(kind for kind in IDLE if any(getattr(outcome, kind).any() for outcome in outcomes))


def layer_pictures(runs: Runs, moments: Mapping[str, int]) -> dict[str, Sheet | str]:
    """The gradients of all layers after some epochs, by title, on one scale; and the idle units, if there ever are any.

    A sentence where no network is there yet.
    """
    tables = {title: layer_table(runs, epoch) for title, epoch in moments.items()}
    gradients = axis_around(np.concatenate([table["gradient"].to_numpy() for table in tables.values()]), log=True)
    axes = {"gradient": gradients, **dict.fromkeys(idle_kinds(runs), Axis(0.0, 1.0))}
    return {
        title: "No network is there yet."
        if table.empty
        else _picture(table, tuple(runs), axes, layer_sentence(table, moments[title]))
        for title, table in tables.items()
    }


def layer_table(runs: Runs, epoch: int) -> pd.DataFrame:
    """Medians over the seeds that got as far as `epoch`: function, layer, gradient, dead, stuck.

    The gradient is the root mean square of that of the weights; the last layer has no activation, so no units to die.
    """
    reached = {name: [run.outcomes[epoch] for run in each if epoch < len(run.outcomes)] for name, each in runs.items()}
    layers = {name: _layers(outcomes) for name, outcomes in reached.items() if outcomes}
    columns = np.concatenate([*layers.values(), np.empty((0, 2 + len(IDLE)))])
    return pd.DataFrame(
        {
            "function": function_column(list(layers), [len(rows) for rows in layers.values()]),
            **dict(zip(("layer", "gradient", *IDLE), columns.T, strict=True)),
        }
    )


def layer_sentence(table: pd.DataFrame, epoch: int) -> str:
    """How far the gradients of the first layer lie apart, and where most units are idle, for those who see no chart."""
    names = np.asarray(table["function"])
    layer, gradient, dead, stuck = table[["layer", "gradient", *IDLE]].to_numpy().T
    idle = np.nan_to_num(dead + stuck)
    gradients, worst = [], []
    for name in dict.fromkeys(names):
        rows = np.flatnonzero(names == name)
        most = rows[idle[rows].argmax()]
        gradients.append(f"{name} {number_text(gradient[rows[0]], 2)}")
        if idle[most] > 0:
            worst.append(f"{percentage(idle[most], 2)} of layer {number_text(layer[most])} of {name}")
    sentence = f"Root mean square gradient in layer 1 after epoch {epoch}: {', '.join(gradients)}."
    return f"{sentence} Most dead or stuck units: {listed(worst)}." if worst else sentence


def _picture(table: pd.DataFrame, names: FunctionNames, axes: Mapping[str, Axis], alt: str) -> Sheet:
    layers = np.arange(1.0, float(table["layer"].max()) + 1.0)
    values = {column: _by_layer(table, column, names, layers.size) for column in axes}
    panels = [
        Panel(
            title=_TITLES[column],
            height=70 if column in IDLE else 200,
            x=Axis(1.0, max(float(layers[-1]), 2.0), whole=True),
            y=axis,
            content=[Lines(layers, values[column]), Points(layers, values[column])],
            ends=line_ends(values[column]) if len(names) > 1 else None,
            x_labels=column == list(axes)[-1],
        )
        for column, axis in axes.items()
    ]
    titles = tuple(f"{name}: {panel.title}" for panel in panels for name in names)
    readout = Readout(layers, "layer", titles, np.concatenate(list(values.values()), axis=1))
    return Sheet(alt=alt, names=names, panels=panels, x_title="layer", readout=readout, legend=False)


def _by_layer(table: pd.DataFrame, column: str, names: FunctionNames, layers: int) -> FloatArray:
    """A column of the table, a row per layer and a column per function."""
    values = np.full((layers, len(names)), np.nan)
    for k, name in enumerate(names):
        own = table[table["function"] == name]
        values[own["layer"].to_numpy(dtype=int) - 1, k] = own[column]
    return values


def _layers(outcomes: Sequence[Outcome]) -> FloatArray:
    """Layer, gradient, dead and stuck units, a row per layer; the median over seeds."""
    gradient = np.median([outcome.gradient for outcome in outcomes], axis=0)
    idle = [np.append(np.median([getattr(each, kind) for each in outcomes], axis=0), np.nan) for kind in IDLE]
    return np.column_stack([np.arange(1, gradient.size + 1), np.where(gradient > 0, gradient, np.nan), *idle])
