"""Networks in training, layer by layer: gradients of the weights, and units that pass back nothing."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.parts import SHORT_LABELS, FunctionNames, colour, dash, function_column, y_axis
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.experiment import Outcome
from pages.ui.views.training import Runs
from pages.ui.wording import listed, number_text, percentage

IDLE = {"dead": "dead units", "stuck": "stuck units"}
DEFINITIONS = (
    "Dead: output and slope are 0 for every training input. Stuck: the slope is 0 for all of them, the output is not. "
    "Neither learns any more."
)


def idle_kinds(runs: Runs) -> tuple[str, ...]:
    """Which of `IDLE` there are, in any epoch."""
    outcomes = [outcome for each in runs.values() for run in each for outcome in tuple(run.outcomes)]
    return tuple(kind for kind in IDLE if any(getattr(outcome, kind).any() for outcome in outcomes))


def layer_pictures(runs: Runs, moments: Mapping[str, int]) -> dict[str, Picture | str]:
    """The gradients of all layers after some epochs, by title, on one scale; and the idle units, if there ever are any.

    A sentence where no network is there yet.
    """
    tables = {title: layer_table(runs, epoch) for title, epoch in moments.items()}
    gradients = pd.concat([table["gradient"] for table in tables.values()])
    ends = pd.DataFrame({"layer": 1.0, "gradient": [gradients.min(), gradients.max()]})
    chart = layer_chart(tuple(runs), idle_kinds(runs))
    return {
        title: "No network is there yet."
        if table.empty
        else Picture(chart, {"layers": table, "ends": ends}, layer_sentence(table, moments[title]))
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


@built_once
def layer_chart(names: FunctionNames, idle: tuple[str, ...]) -> Chart:
    """Panels of the gradient, and of each kind of idle units, over layers, from the tables "layers" and "ends"."""
    axis = y_axis(tickCount=4, grid=False, labelExpr=SHORT_LABELS)
    y = alt.Y("gradient:Q").title("RMS gradient").scale(type="log").axis(axis)
    ends = alt.Chart(alt.NamedData("ends")).mark_point(opacity=0).encode(alt.X("layer:Q"), y)
    panels: list[Chart] = [alt.layer(_panel(names, y, 200, last=not idle), ends)]
    for kind in idle:
        share = alt.Y(f"{kind}:Q").title(IDLE[kind]).scale(domain=[0, 1]).axis(y_axis(values=[0, 0.5, 1], format="%"))
        panels.append(_panel(names, share, 70, last=kind == idle[-1]))
    chart: Chart = alt.vconcat(*panels, spacing=8).resolve_scale(x="shared")
    return chart


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


def _layers(outcomes: Sequence[Outcome]) -> FloatArray:
    """Layer, gradient, dead and stuck units, a row per layer; the median over seeds."""
    gradient = np.median([outcome.gradient for outcome in outcomes], axis=0)
    idle = [np.append(np.median([getattr(each, kind) for each in outcomes], axis=0), np.nan) for kind in IDLE]
    return np.column_stack([np.arange(1, gradient.size + 1), np.where(gradient > 0, gradient, np.nan), *idle])


def _panel(names: FunctionNames, y: alt.Y, height: int, *, last: bool) -> Chart:
    axis = alt.Axis(tickMinStep=1, tickCount=8, labels=last, ticks=last)
    tooltip = [
        alt.Tooltip("function:N"),
        alt.Tooltip("layer:Q"),
        alt.Tooltip("gradient:Q", format=".4~g"),
        *(alt.Tooltip(f"{kind}:Q", title=title, format=".3~p") for kind, title in IDLE.items()),
    ]
    base = alt.Chart(alt.NamedData("layers"), height=height).encode(
        alt.X("layer:Q").title("layer" if last else None).axis(axis), y, colour(names, legend=False)
    )
    lines = base.mark_line(strokeWidth=2).encode(dash(names))
    chart: Chart = alt.layer(lines, base.mark_circle(size=30).encode(tooltip=tooltip))
    return chart
