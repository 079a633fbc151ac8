"""Charts of a signal and a gradient, layer by layer."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from activations.elementwise import FloatArray
from pages.ui.charts.compared import axis_and_out, compared_panel
from pages.ui.charts.histogram import density_axis, histogram
from pages.ui.charts.sheet import FunctionNames, Panel, Sheet, panel_readout
from pages.ui.charts.ticks import axis_around
from pages.ui.views.depth import Signal, verdict
from pages.ui.views.units import unit_picture
from pages.ui.wording import listed, number_text

_BINS = 22

QUANTITIES = ("variance", "gradient", "correlation", "mean")
_LEGEND = (
    "Lines: theory for infinitely wide layers. Points: the simulated network, which the sentences describe first, and "
    "then the theory. Inputs are standard normal; the gradient runs from the last layer back to the first."
)

_TITLES = ("variance of pre-activations z", "squared gradient", "correlation of two inputs", "mean of activations f(z)")
_HEIGHTS = (310, 170, 90, 90)
_UNIT_HEIGHTS = (310, 90, 150)
_FIRST_LAYERS = (1, 0, 1, 1)  # for which each quantity is known
_ON_LOG_AXIS = ("variance", "gradient")


def layer_table(signals: Sequence[Signal], layers: int) -> pd.DataFrame:
    """A row per function and layer, 0 being the inputs: each quantity as simulated and as theory has it.

    NaN where there is none: at layer 0, where the network overflowed, and where theory diverges.
    """
    parts = [
        pd.DataFrame({"function": signal.name, "layer": np.arange(layers + 1), **_quantities(signal, layers)})
        for signal in signals
    ]
    return pd.concat(parts, ignore_index=True)


def legend(signals: Sequence[Signal], layers: int) -> str:
    """What the charts show, and which functions run out of a panel."""
    known = [_quantities(signal, layers) for signal in signals]
    out: dict[str, list[str]] = {}
    for quantity, title in zip(QUANTITIES, _TITLES, strict=True):
        _, columns = axis_and_out(*_compared(known, quantity), log=quantity in _ON_LOG_AXIS)
        if columns:
            out.setdefault(listed(signals[k].name for k in columns), []).append(title)
    cut = [f" The axis of the {listed(titles)} has room for all but {names}." for names, titles in out.items()]
    return _LEGEND + "".join(cut)


def _compared(known: Sequence[dict[str, FloatArray]], quantity: str) -> tuple[FloatArray, FloatArray]:
    """What was simulated and what theory expects, a column for each signal."""
    simulated, theory = (
        np.stack([each[f"{kind} {quantity}"] for each in known], axis=1) for kind in ("simulated", "theory")
    )
    return simulated, theory


def depth_picture(signals: Sequence[Signal], layers: int) -> Sheet:
    """Signals through all layers: variance, squared gradient, correlation and mean."""
    names = tuple(signal.name for signal in signals)
    known = [_quantities(signal, layers) for signal in signals]
    x = np.arange(layers + 1.0)
    panels, told = [], []
    for quantity, title, height in zip(QUANTITIES, _TITLES, _HEIGHTS, strict=True):
        simulated, theory = _compared(known, quantity)
        log, last, named = quantity in _ON_LOG_AXIS, quantity == QUANTITIES[-1], len(names) > 1
        panels.append(compared_panel(title, height, simulated, theory, log=log, named=named, x_labels=last))
        told.append(simulated)
    readout = panel_readout(x, "simulated, in layer", _TITLES, names, np.stack(told, axis=1))
    alt = " ".join(map(verdict, signals))
    return Sheet(alt=alt, names=names, panels=panels, x_title="layer", readout=readout)


def histogram_picture(signals: Sequence[Signal], layer: int) -> Sheet | str:
    """The activations in `layer` of the functions whose signal reaches it, or a sentence if none does."""
    reached = [signal for signal in signals if layer <= signal.simulated.pre_activations.shape[0]]
    if not reached:
        return "No signal reaches this layer."
    samples = [signal.activation(signal.simulated.pre_activations[layer - 1]) for signal in reached]
    histograms = [histogram(each, most_bins=_BINS) for each in samples]
    means = listed(f"{signal.name} {number_text(float(signal.simulated.mean[layer - 1]))}" for signal in reached)
    panels = [
        Panel(
            title=signal.name,
            height=70,
            x=axis_around(each.edges),
            y=density_axis(each.density),
            content=[each.bars(k)],
            x_labels=True,
            y_labels=False,
        )
        for k, (signal, each) in enumerate(zip(reached, histograms, strict=True))
    ]
    return Sheet(
        alt=f"Histograms of activations in layer {layer}. Means: {means}.",
        names=tuple(signal.name for signal in reached),
        among=tuple(signal.name for signal in signals),
        panels=panels,
        x_title="activation",
        legend=False,
    )


def unit_picture_of(signal: Signal, layer: int, among: FunctionNames) -> Sheet | str:
    """What the units of a layer are given, under their function; a sentence if no signal reaches them."""
    reached = signal.simulated.pre_activations
    if layer > reached.shape[0]:
        return f"The signal of {signal.name} overflows before it reaches layer {layer}."
    picture = unit_picture(signal.activation, reached[layer - 1], among=among, heights=_UNIT_HEIGHTS)
    return replace(picture, alt=f"{signal.name} in layer {layer}: {picture.alt}")


def _quantities(signal: Signal, layers: int) -> dict[str, FloatArray]:
    sent, expected = signal.simulated, signal.theory
    simulated = (sent.variance, sent.gradient, sent.correlation, sent.mean)
    theory = (expected.variances, expected.gradients, expected.correlations, expected.means)
    return {
        f"{kind} {quantity}": _by_layer(values, layers, first=first)
        for kind, origin in (("simulated", simulated), ("theory", theory))
        for quantity, values, first in zip(QUANTITIES, origin, _FIRST_LAYERS, strict=True)
    }


def _by_layer(values: FloatArray, layers: int, *, first: int) -> FloatArray:
    column = np.full(layers + 1, np.nan)
    finite = np.where(np.isfinite(values), values, np.nan)
    column[first : first + finite.size] = finite
    return column
