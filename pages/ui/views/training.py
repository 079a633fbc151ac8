"""The course of functions in training: losses, errors and means, with one seed or several."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.parts import (
    SHORT_LABELS,
    FunctionNames,
    colour,
    dash,
    focused,
    function_column,
    function_lines,
    pointer_rule,
    stacked,
    y_axis,
)
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.runs import Run
from pages.ui.views.verdicts import verdicts

Runs = Mapping[str, Sequence[Run]]  # of each function, by its name: one with each seed


class Quantity(NamedTuple):
    """What is drawn of a training, in a panel of its own."""

    title: str
    height: int
    kind: str  # of its scale


QUANTITIES = {
    "training_loss": Quantity("training loss", 250, "log"),
    "validation_loss": Quantity("validation loss", 90, "log"),
    "validation_error": Quantity("validation error", 90, "linear"),
    "mean_activation": Quantity("mean activation", 80, "linear"),
    "idle": Quantity("dead or stuck", 60, "linear"),
}
_IDLE = "idle"


def epoch_table(runs: Runs) -> pd.DataFrame:
    """A row per function, seed and epoch, 0 being before training: function, seed, epoch, and each of `QUANTITIES`."""
    courses = list(_courses(runs))
    counts = [len(course) for _, course in courses]
    names = list(runs)
    totals = [sum(len(course) for run, course in courses if run.name == name) for name in names]
    return pd.DataFrame(
        {
            "function": function_column(names, totals),
            "seed": np.repeat([run.experiment.seed for run, _ in courses], counts),
            "epoch": np.concatenate([np.arange(count) for count in counts]),
            **dict(zip(QUANTITIES, np.concatenate([course for _, course in courses]).T, strict=True)),
        }
    )


def line_table(runs: Runs) -> pd.DataFrame:
    """A row per function and epoch: function, x, and of each of `QUANTITIES` the median, lowest and highest of seeds.

    They are over the seeds that got so far. The column of the median has the name of the quantity.
    """
    spreads = {name: _spread([course for _, course in _courses({name: each})]) for name, each in runs.items()}
    counts = [spread.shape[1] for spread in spreads.values()]
    columns = [f"{name}{part}" for part in ("", "_low", "_high") for name in QUANTITIES]
    numbers = np.concatenate([np.concatenate(list(spread), axis=1) for spread in spreads.values()])
    for k, column in enumerate(columns):
        if column.startswith(("training_loss", "validation_loss")):
            numbers[:, k] = np.where(numbers[:, k] > 0, numbers[:, k], np.nan)  # its scale is logarithmic
    return pd.DataFrame(
        {
            "function": function_column(list(runs), counts),
            "x": np.concatenate([np.arange(count) for count in counts]),
            **dict(zip(columns, numbers.T, strict=True)),
        }
    )


def panel_tables(lines: pd.DataFrame, names: FunctionNames, past: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """The lines, and those of the last experiment, as the marks of the chart read them."""
    epochs = lines["x"].to_numpy()
    values = {"x": np.unique(epochs)}
    for k, name in enumerate(names):
        own = (lines["function"] == name).to_numpy()
        for quantity in QUANTITIES:
            column = np.full(values["x"].size, np.nan)
            column[epochs[own]] = lines[quantity].to_numpy()[own]
            values[f"{quantity}{k}"] = column
    tables = {"lines": lines, "values": pd.DataFrame(values)}
    return tables if past is None else {**tables, "past": past}


def begun(runs: Runs) -> bool:
    """Whether there is anything to draw."""
    return any(run.outcomes for each in runs.values() for run in each)


def moments(runs: Runs, epoch: int) -> dict[str, int]:
    """The first epoch, `epoch` and the last so far, each once, by its title."""
    last = max(1, *(len(run.outcomes) for each in runs.values() for run in each)) - 1
    return {f"After epoch {at}" if at else "Before training": at for at in sorted({0, min(epoch, last), last})}


def course_picture(runs: Runs, classes: int, past: pd.DataFrame | None) -> Picture:
    """The course of training so far, with what came of each function."""
    return training_picture(runs, " ".join(verdicts(runs, classes)), past)


def training_picture(runs: Runs, alt: str, past: pd.DataFrame | None = None) -> Picture:
    """The course of training so far; `past` is the line table of an experiment to compare with, drawn faintly."""
    lines, names = line_table(runs), tuple(runs)
    several = any(len(each) > 1 for each in runs.values())
    idle = bool((lines[f"{_IDLE}_high"] > 0).any())
    chart = training_chart(names, several, idle, past is not None)
    return Picture(chart, panel_tables(lines, names, past), alt)


@built_once
def training_chart(names: FunctionNames, several: bool, idle: bool, compared: bool) -> Chart:
    """Panels of `QUANTITIES` over epochs, from the tables of `panel_tables`.

    With bands from the lowest to the highest of `several` seeds, with idle units, and with a past to compare.
    """
    shown = [name for name in QUANTITIES if idle or name != _IDLE]
    return stacked([_panel(name, shown[-1], names, several, compared) for name in shown], focus=True)


def _panel(quantity: str, last: str, names: FunctionNames, several: bool, compared: bool) -> Chart:
    title, height, kind = QUANTITIES[quantity]
    x_axis = alt.Axis(tickCount=8, tickMinStep=1, labels=quantity == last, ticks=quantity == last)
    x = alt.X("x:Q").title("epoch" if quantity == last else None).axis(x_axis).scale(nice=False)
    if kind == "log":
        y = alt.Y(f"{quantity}:Q").scale(type="log").axis(y_axis(tickCount=4, grid=False, labelExpr=SHORT_LABELS))
    else:
        y = alt.Y(f"{quantity}:Q").axis(y_axis(tickCount=4))
    y = y.title(title)
    layers = []
    if several:
        layers.append(_band(quantity, names, x, y))
    if compared:
        layers.append(_past(names, x, y))
    tooltip = [
        alt.Tooltip("x:Q", title="epoch"),
        *(alt.Tooltip(f"{quantity}{i}:Q", title=name, format=".4~g") for i, name in enumerate(names)),
    ]
    layers += [function_lines("lines", names, x, y), pointer_rule(x, tooltip)]
    return alt.layer(*layers).properties(height=height)


def _band(quantity: str, names: FunctionNames, x: alt.X, y: alt.Y) -> alt.Chart:
    low = y.copy(deep=True)
    low.shorthand = f"{quantity}_low:Q"
    band: alt.Chart = (
        alt.Chart(alt.NamedData("lines"))
        .mark_area(opacity=0.2)
        .encode(x, low, alt.Y2(f"{quantity}_high:Q"), colour(names))
    )
    return band


def _past(names: FunctionNames, x: alt.X, y: alt.Y) -> alt.Chart:
    past: alt.Chart = (
        alt.Chart(alt.NamedData("past"))
        .mark_line(strokeWidth=1.5, strokeOpacity=0.35)
        .encode(x, y, colour(names), dash(names), opacity=focused())
    )
    return past


def _courses(runs: Runs) -> Iterator[tuple[Run, FloatArray]]:
    """Each run with its `QUANTITIES`, a row per epoch."""
    for run in (run for each in runs.values() for run in each):
        outcomes = tuple(run.outcomes)  # another reader may add to them meanwhile
        rows = [[getattr(outcome, name) for name in QUANTITIES] for outcome in outcomes]
        yield run, np.array(rows).reshape(-1, len(QUANTITIES))


def _spread(courses: Sequence[FloatArray]) -> FloatArray:
    """Median, lowest and highest of the courses that got so far: an array of each quantity in each epoch."""
    epochs = max(len(course) for course in courses)
    if len(courses) == 1:
        return np.repeat(courses[0][np.newaxis], 3, axis=0)
    padded = np.full((len(courses), epochs, len(QUANTITIES)), np.nan)
    for course, place in zip(courses, padded, strict=True):
        place[: len(course)] = course
    return np.stack([np.nanmedian(padded, axis=0), np.nanmin(padded, axis=0), np.nanmax(padded, axis=0)])
