"""Functions in training: losses, errors, means and gradients, and a verdict."""

import math
from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from pages.ui.charts.parts import (
    SHORT_LABELS,
    FunctionNames,
    colour,
    dash,
    function_column,
    function_lines,
    pointer_rule,
    stacked,
    y_axis,
)
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.experiment import MOST_SECONDS, MOST_SECONDS_EACH, Experiment
from pages.ui.runs import Run
from pages.ui.wording import counted, number_text, percentage

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

_LIMITS = f"at most {MOST_SECONDS_EACH:.0f} s for one function and {MOST_SECONDS:.0f} s for all of them are allowed."


def epoch_table(runs: Sequence[Run]) -> pd.DataFrame:
    """A row per function and epoch, 0 being before training: function, epoch, and each of `QUANTITIES`."""
    # Another reader may add to them meanwhile.
    known = [tuple(run.outcomes) for run in runs]
    counts = [len(outcomes) for outcomes in known]
    return pd.DataFrame(
        {
            "function": function_column([run.name for run in runs], counts),
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


def training_picture(runs: Sequence[Run], alt: str) -> Picture:
    """The course of training so far."""
    names = tuple(run.name for run in runs)
    return Picture(training_chart(names), panel_tables(epoch_table(runs), names), alt)


@built_once
def training_chart(names: FunctionNames) -> Chart:
    """Panels of losses, error and mean activation over epochs, from the tables of `panel_tables`."""
    return stacked([_panel(k, names) for k in range(len(QUANTITIES))], focus=True)


def gradient_picture(runs: Sequence[Run], epoch: int) -> Picture:
    """The gradients of all layers after `epoch`."""
    table = gradient_table(runs, epoch)
    names = tuple(run.name for run in runs)
    return Picture(gradient_chart(names), {"gradients": table}, gradient_sentence(table, epoch))


def gradient_table(runs: Sequence[Run], epoch: int) -> pd.DataFrame:
    """The root mean square gradient of the weights in each layer after `epoch`: function, layer, gradient."""
    reached = [run for run in runs if epoch < len(run.outcomes)]
    gradients = [run.outcomes[epoch].gradient for run in reached]
    return pd.DataFrame(
        {
            "function": function_column([run.name for run in reached], [each.size for each in gradients]),
            "layer": np.concatenate([np.arange(1, each.size + 1) for each in gradients]) if gradients else [],
            "gradient": np.concatenate([np.where(each > 0, each, np.nan) for each in gradients]) if gradients else [],
        }
    )


@built_once
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
        f"{name} {number_text(gradient, 2)}"
        for name, gradient in zip(first["function"], first["gradient"], strict=True)
    )
    return f"Root mean square gradient in layer 1 after epoch {epoch}: {each or 'none'}."


def verdicts(runs: Sequence[Run], classes: int) -> str:
    """What came of all functions."""
    return " ".join(verdict(run, classes) for run in runs)


def verdict(run: Run, classes: int) -> str:
    """What came of a function in training, in a sentence or two."""
    chance = math.log(classes)
    if run.diverged_in is not None:
        return f"{run.name} diverged in epoch {run.diverged_in}: a number grew beyond all bounds."
    if len(run.outcomes) < 2:
        return f"{run.name} has not begun to train."
    first, last = run.outcomes[1], run.outcomes[-1]
    epochs = counted(len(run.outcomes) - 1, "epoch")
    guesses = last.validation_error > (1.0 - _NEAR_ERROR) * (1.0 - 1.0 / classes)
    guessing = f"ln {classes} = {number_text(chance)}"
    if guesses and abs(last.training_loss - chance) <= _NEAR * chance:
        return (
            f"{run.name} has learned nothing in {epochs}: its training loss is {number_text(last.training_loss)}, "
            f"that of guessing {guessing}."
        )
    if last.training_loss > chance:
        return (
            f"{run.name} has a training loss of {number_text(last.training_loss)} after {epochs}, worse than that of "
            f"guessing, {guessing}; validation error {percentage(last.validation_error)}."
        )
    return (
        f"{run.name}: training loss {number_text(first.training_loss, 3)} after the first epoch, "
        f"{number_text(last.training_loss, 3)} after {epochs}; validation error "
        f"{percentage(last.validation_error)}; median mean activation {number_text(last.mean_activation, 3)}."
    )


def affordable(experiment: Experiment, functions: int) -> bool:
    """Whether so many functions may be trained."""
    return experiment.seconds <= MOST_SECONDS_EACH and functions * experiment.seconds <= MOST_SECONDS


def refusal(experiment: Experiment, functions: int) -> str:
    """Why an experiment that is not affordable is not made, and what would help."""
    return (
        f"This would take about {number_text(experiment.seconds, 2)} s for one function and "
        f"{number_text(functions * experiment.seconds, 2)} s for all of them; {_LIMITS} "
        "Choose fewer functions, epochs, layers or units."
    )


def duration_sentence(experiment: Experiment, functions: int) -> str:
    """How long an experiment takes, and how long one may."""
    return f"About {number_text(max(functions * experiment.seconds, 1.0), 2)} s; {_LIMITS}"


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
