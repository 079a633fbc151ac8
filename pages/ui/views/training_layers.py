"""Networks in training, layer by layer: gradients of the weights, and units that pass back nothing."""

from collections.abc import Mapping, Sequence

import numpy as np

from activations.elementwise import FloatArray
from pages.ui.charts.sheet import FunctionNames, Lines, Panel, Points, Sheet, line_ends, panel_readout
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
    outcomes = [outcome for each in runs.values() for run in each for outcome in run.outcomes if outcome.idle]
    return tuple(kind for kind in IDLE if any(np.count_nonzero(getattr(outcome, kind)) for outcome in outcomes))


def layer_pictures(runs: Runs, moments: Mapping[str, int], idle: Sequence[str]) -> dict[str, Sheet | str]:
    """The gradients of all layers after some epochs, by title, on one scale; and the idle units, of these kinds.

    A sentence where there is no network yet.
    """
    names, values = tuple(runs), {title: layer_values(runs, epoch) for title, epoch in moments.items()}
    gradients = axis_around(np.concatenate([each["gradient"].ravel() for each in values.values()]), log=True)
    axes = {"gradient": gradients, **dict.fromkeys(idle, Axis(0.0, 1.0))}
    return {
        title: _picture(each, names, axes, layer_sentence(each, names, moments[title]))
        if each["gradient"].size
        else "There is no network yet."
        for title, each in values.items()
    }


def layer_values(runs: Runs, epoch: int) -> dict[str, FloatArray]:
    """Medians over the seeds that got as far as `epoch`: "gradient", "dead" and "stuck", each of shape (layers, runs).

    The gradient is the root mean square of that of the weights, NaN where it is 0 or the run did not get so far; the
    last layer has no activation, so no units to die. Without any run that did there are no layers.
    """
    reached = [[run.outcomes[epoch] for run in each if epoch < len(run.outcomes)] for each in runs.values()]
    layers = max((outcomes[0].gradient.size for outcomes in reached if outcomes), default=0)
    values = {quantity: np.full((layers, len(reached)), np.nan) for quantity in _TITLES}
    for k, outcomes in enumerate(reached):
        if outcomes:
            medians = _median(outcomes)
            for quantity, column in values.items():
                found = getattr(medians, quantity)
                column[: found.size, k] = found
    values["gradient"][values["gradient"] == 0.0] = np.nan
    return values


def _median(outcomes: Sequence[Outcome]) -> Outcome:
    if len(outcomes) == 1:
        return outcomes[0]
    return Outcome.of_row(np.median([outcome.as_row() for outcome in outcomes], axis=0), outcomes[0].dead.size)


def layer_sentence(values: Mapping[str, FloatArray], names: FunctionNames, epoch: int) -> str:
    """How far the gradients of the first layer lie apart, and where most units are idle, for those who see no chart."""
    idle = np.nan_to_num(values["dead"] + values["stuck"])
    gradients, worst = [], []
    for k in np.flatnonzero(np.isfinite(values["dead"]).any(axis=0)):
        most = int(idle[:, k].argmax())
        gradients.append(f"{names[k]} {number_text(values['gradient'][0, k], 2)}")
        if idle[most, k] > 0:
            worst.append(f"{percentage(idle[most, k], 2)} of layer {most + 1} of {names[k]}")
    sentence = f"Root mean square gradient in layer 1 after epoch {epoch}: {', '.join(gradients)}."
    return f"{sentence} Most dead or stuck units: {listed(worst)}." if worst else sentence


def _picture(values: Mapping[str, FloatArray], names: FunctionNames, axes: Mapping[str, Axis], alt: str) -> Sheet:
    layers = np.arange(1.0, len(values["gradient"]) + 1.0)
    panels = [
        Panel(
            title=_TITLES[quantity],
            height=70 if quantity in IDLE else 200,
            x=Axis(1.0, max(float(layers[-1]), 2.0), whole=True),
            y=axis,
            content=[Lines(layers, values[quantity]), Points(layers, values[quantity])],
            ends=line_ends(values[quantity]) if len(names) > 1 else None,
            x_labels=quantity == list(axes)[-1],
        )
        for quantity, axis in axes.items()
    ]
    titles = tuple(panel.title for panel in panels)
    readout = panel_readout(layers, "layer", titles, names, np.stack([values[quantity] for quantity in axes], axis=1))
    return Sheet(alt=alt, names=names, panels=panels, x_title="layer", readout=readout, legend=False)
