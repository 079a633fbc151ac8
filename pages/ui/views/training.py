"""The course of functions in training: losses, errors and means, with one seed or several."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from pages.ui.charts.columns import function_column
from pages.ui.charts.sheet import Band, Before, Content, Lines, Mark, Panel, Sheet, line_ends, panel_readout
from pages.ui.charts.ticks import LEAST_FACTOR_OF_NOISE, Axis, axis_around
from pages.ui.runs import Run
from pages.ui.views.past import Courses

Runs = Mapping[str, Sequence[Run]]  # of each function, by its name: one with each seed


class Quantity(NamedTuple):
    """What is drawn of a training, in a panel of its own."""

    title: str
    height: int
    log: bool = False


QUANTITIES = {
    "training_loss": Quantity("training loss", 310, log=True),
    "validation_loss": Quantity("validation loss", 110, log=True),
    "validation_error": Quantity("validation error", 90),
    "mean_activation": Quantity("mean activation", 70),
    "idle": Quantity("dead or stuck units", 60),
}
_quantities = attrgetter(*QUANTITIES)
_IDLE = list(QUANTITIES).index("idle")
_LOSSES = [k for k, quantity in enumerate(QUANTITIES.values()) if quantity.log]


def epoch_table(runs: Runs) -> pd.DataFrame:
    """A row per function, seed and epoch, 0 being before training, with each of `QUANTITIES` under its title."""
    histories = list(_histories(runs))
    counts = [len(history) for _, history in histories]
    names = list(runs)
    totals = [sum(len(history) for run, history in histories if run.name == name) for name in names]
    return pd.DataFrame(
        {
            "function": function_column(names, totals),
            "seed": np.repeat([run.experiment.seed for run, _ in histories], counts),
            "epoch": np.concatenate([np.arange(count) for count in counts]),
            **dict(
                zip(
                    (quantity.title for quantity in QUANTITIES.values()),
                    np.concatenate([history for _, history in histories]).T,
                    strict=True,
                )
            ),
        }
    )


def courses(runs: Runs) -> Courses:
    """Of each function an array of median, lowest and highest; epochs; and `QUANTITIES`.

    They are over the seeds that got so far.
    """
    return {name: _spread([history for _, history in _histories({name: each})]) for name, each in runs.items()}


def begun(runs: Runs) -> bool:
    """Whether there is anything to draw."""
    return any(run.outcomes for each in runs.values() for run in each)


def moments(runs: Runs, epoch: int) -> dict[str, int]:
    """The first epoch, `epoch` and the last so far, each once, by its title."""
    last = max(1, *(len(run.outcomes) for each in runs.values() for run in each)) - 1
    return {f"After epoch {at}" if at else "Before training": at for at in sorted({0, min(epoch, last), last})}


def training_picture(runs: Runs, alt: str, past: Courses | None = None) -> Sheet:
    """The course of training so far, of several seeds with a band of their range; `past` is to compare with."""
    now, before = courses(runs), past or {}
    names, x = tuple(runs), np.arange(float(max(1, *(each.shape[1] for each in (*now.values(), *before.values())))))
    spread, faint = _aligned(now, names, x.size), _aligned(before, names, x.size)[0]
    losses = axis_around(_both(spread, faint, _LOSSES), log=True, least_factor=LEAST_FACTOR_OF_NOISE)
    several = any(len(each) > 1 for each in runs.values())
    diverged = np.array([all(run.diverged_in is not None for run in runs[name]) for name in names])
    shown = [k for k in range(len(QUANTITIES)) if k != _IDLE or np.nanmax(spread[..., k], initial=0.0) > 0]
    panels = []
    for k in shown:
        title, height, log = list(QUANTITIES.values())[k]
        axis = losses if log else axis_around(_both(spread, faint, [k]))
        middle, low, high, past_line = (_on_axis(each[..., k], axis) for each in (*spread, faint))
        content: list[Content] = [Band(x, low, high)] if several else []
        panels.append(
            Panel(
                title=title,
                height=height,
                x=Axis(0.0, max(x.size - 1.0, 1.0), whole=True),
                y=axis,
                content=[*content, *([Before(x, past_line)] if before else []), Lines(x, middle)],
                ends=np.where(diverged, np.nan, line_ends(middle)) if len(names) > 1 else None,
                x_labels=k == shown[-1],
            )
        )
    titles = tuple(panel.title for panel in panels)
    readout = panel_readout(x, "epoch", titles, names, spread[0][..., shown].swapaxes(1, 2))
    marks = tuple(_divergences(names, _on_axis(spread[0][..., 0], losses), diverged))
    return Sheet(alt=alt, names=names, panels=panels, x_title="epoch", marks=marks, readout=readout)


def _divergences(names: Sequence[str], loss: FloatArray, diverged: NDArray[np.bool_]) -> Iterator[Mark]:
    """Where the loss of each function ends that diverged: there its name stands, since its line reaches no further."""
    last = line_ends(loss)
    for k in np.flatnonzero(diverged & np.isfinite(last)).tolist():
        epoch = float(np.flatnonzero(np.isfinite(loss[:, k]))[-1])
        yield Mark(f"{names[k]} diverged", epoch, float(last[k]), name=k)


def _both(spread: FloatArray, faint: FloatArray, quantities: list[int]) -> FloatArray:
    return np.concatenate([spread[..., quantities].ravel(), faint[..., quantities].ravel()])


def _on_axis(values: FloatArray, axis: Axis) -> FloatArray:
    return np.where(np.isfinite(axis.share(values)), values, np.nan)


def _aligned(each: Courses, names: Sequence[str], epochs: int) -> FloatArray:
    """Courses side by side, NaN where there is none: (3, epochs, names, quantities)."""
    table = np.full((3, epochs, len(names), len(QUANTITIES)), np.nan)
    for k, name in enumerate(names):
        if name in each:
            table[:, : each[name].shape[1], k] = each[name]
    return table


def _histories(runs: Runs) -> Iterator[tuple[Run, FloatArray]]:
    """Each run with its `QUANTITIES`, a row per epoch."""
    for run in (run for each in runs.values() for run in each):
        yield run, np.array([_quantities(outcome) for outcome in run.outcomes]).reshape(-1, len(QUANTITIES))


def _spread(histories: Sequence[FloatArray]) -> FloatArray:
    """Median, lowest and highest of the histories that got so far: an array of each quantity in each epoch."""
    epochs = max(len(history) for history in histories)
    if len(histories) == 1:
        return np.repeat(histories[0][np.newaxis], 3, axis=0)
    padded = np.full((len(histories), epochs, len(QUANTITIES)), np.nan)
    for history, place in zip(histories, padded, strict=True):
        place[: len(history)] = history
    return np.stack([np.nanmedian(padded, axis=0), np.nanmin(padded, axis=0), np.nanmax(padded, axis=0)])
