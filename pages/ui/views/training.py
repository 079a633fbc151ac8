"""Functions in training: losses, errors, means and gradients, and a verdict."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pages.ui.charts.columns import function_column
from pages.ui.charts.sheet import Lines, Panel, Points, Readout, Sheet, line_ends
from pages.ui.charts.ticks import Axis, axis_around
from pages.ui.experiment import MOST_SECONDS, MOST_SECONDS_EACH, Experiment, Run
from pages.ui.wording import counted, number_text, percentage

QUANTITIES = {
    "training_loss": ("training loss", 250, "log"),
    "validation_loss": ("validation loss", 130, "log"),
    "validation_error": ("validation error", 110, "linear"),
    "mean_activation": ("mean activation", 80, "linear"),
}

_LEAST_SPAN = 100.0  # the factor that the axis of losses spans at least, lest noise look like progress

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


def training_picture(runs: Sequence[Run], alt: str) -> Sheet:
    """The course of training so far: losses, error and mean activation over epochs."""
    # Another reader may add to them meanwhile.
    known = [tuple(run.outcomes) for run in runs]
    names, x = tuple(run.name for run in runs), np.arange(float(max(1, *map(len, known))))
    columns = {name: np.full((x.size, len(known)), np.nan) for name in QUANTITIES}
    for k, outcomes in enumerate(known):
        for name, column in columns.items():
            column[: len(outcomes), k] = [getattr(outcome, name) for outcome in outcomes]
    both = np.concatenate([columns[name] for name, (_, _, kind) in QUANTITIES.items() if kind == "log"])
    losses = axis_around(both, log=True, least_factor=_LEAST_SPAN)
    panels = []
    for name, (title, height, kind) in QUANTITIES.items():
        axis = losses if kind == "log" else axis_around(columns[name])
        values = np.where(np.isfinite(axis.share(columns[name])), columns[name], np.nan)
        panels.append(
            Panel(
                title=title,
                height=height,
                x=Axis(0.0, max(x.size - 1.0, 1.0), whole=True),
                y=axis,
                content=[Lines(x, values)],
                ends=line_ends(values) if len(names) > 1 else None,
                x_labels=title == "mean activation",
            )
        )
    titles = tuple(f"{name}: {title}" for name in names for title, _, _ in QUANTITIES.values())
    readout = Readout(x, "epoch", titles, np.stack(list(columns.values()), axis=2).reshape(x.size, -1))
    return Sheet(alt=alt, names=names, panels=panels, x_title="epoch", readout=readout)


def gradient_picture(runs: Sequence[Run], epoch: int) -> Sheet:
    """The gradients of all layers after `epoch`."""
    table = gradient_table(runs, epoch)
    names = tuple(run.name for run in runs)
    layers = np.arange(1.0, float(table["layer"].max()) + 1.0) if len(table) else np.ones(1)
    values = np.full((layers.size, len(names)), np.nan)
    for k, name in enumerate(names):
        own = table[table["function"] == name]
        values[own["layer"].to_numpy(dtype=int) - 1, k] = own["gradient"]
    panel = Panel(
        title="RMS gradient",
        height=220,
        x=Axis(1.0, max(float(layers[-1]), 2.0), whole=True),
        y=axis_around(values, log=True),
        content=[Lines(layers, values), Points(layers, values)],
        ends=line_ends(values) if len(names) > 1 else None,
        x_labels=True,
    )
    readout = Readout(layers, "layer", names, values)
    alt = gradient_sentence(table, epoch)
    return Sheet(alt=alt, names=names, panels=[panel], x_title="layer", readout=readout, legend=False)


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
            f"and that of guessing is {guessing}."
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
