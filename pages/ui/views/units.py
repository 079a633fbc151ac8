"""From a layer to its units: what reaches their activation, and how much gradient comes back through it."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, Dataset
from activations.elementwise import FloatArray
from activations.networks.network import Network, OverflowedError
from pages.ui.charts.grid import plotting_grid
from pages.ui.charts.parts import FunctionNames, colour, y_axis
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.experiment import Experiment
from pages.ui.runs import Run
from pages.ui.wording import number_text, percentage

EXPLANATION = (
    "Bars: where the pre-activations of all units lie, for all training inputs. The dark part of a bar is the bar "
    "times f′², and all dark parts together are E f′²: so much of the squared gradient comes back through f."
)

_BINS = 60
_REACH = 1.0  # the least that is drawn of the function, on either side of 0


class Passage(NamedTuple):
    """What pre-activations z meet at their activation f."""

    mean: float  # of z
    deviation: float
    flat: float  # the fraction of z where f' is 0
    through: float  # the mean of f'(z)²: so much of a squared gradient is let through


def passage_of(activation: Activation, pre_activations: FloatArray) -> Passage:
    """Over all units and inputs alike."""
    slopes = activation.derivative(pre_activations)
    return Passage(
        mean=float(pre_activations.mean()),
        deviation=float(pre_activations.std()),
        flat=float(np.mean(slopes == 0)),
        through=float(np.mean(slopes * slopes)),
    )


def stages(run: Run) -> Mapping[str, Callable[[], Network] | None]:
    """What gives the network of a function before training and after the last epoch so far, if it is at hand."""
    network = run.network
    after = f"After epoch {len(run.outcomes) - 1}" if len(run.outcomes) > 1 else "After training"
    return {
        "Before training": lambda: run.experiment.network_of(run.activation),
        after: None if network is None else lambda: network,
    }


def pictures_of(
    run: Run, layer: int, among: FunctionNames, draw: Callable[..., Mapping[str, Picture | str]]
) -> dict[str, Picture | str]:
    """A picture of each stage, by `stage_pictures`, which a page may keep; or why there is none."""
    networks = stages(run)
    there = {title: network for title, network in networks.items() if network}
    absent = "diverged: there is no trained network" if run.diverged_in is not None else "is not trained yet"
    drawn = draw(run.activation, run.experiment, layer, among, tuple(there), tuple(there.values()))
    return {title: drawn.get(title, f"{run.name} {absent}.") for title in networks}


def stage_pictures(
    activation: Activation,
    experiment: Experiment,
    layer: int,
    among: FunctionNames,
    titles: tuple[str, ...],
    _networks: Sequence[Callable[[], Network]],  # the rest tells which they are: for a cache, hence the underscore
) -> dict[str, Picture | str]:
    """What reaches the units of a layer at each of some stages, on one x axis."""
    reached: dict[str, FloatArray] = {}
    pictures: dict[str, Picture | str] = {}
    for title, network in zip(titles, _networks, strict=True):
        try:
            reached[title] = pre_activations(network, experiment.dataset, layer)
        except OverflowedError:
            pictures[title] = f"The numbers of {activation.name} overflow before they reach layer {layer}."
    ends = [end for z in reached.values() for end in (float(z.min()), float(z.max()))]
    for title, z in reached.items():
        picture = unit_picture(activation, z, among=among, span=(min(ends), max(ends)))
        pictures[title] = picture._replace(alt=f"{activation.name} in layer {layer} {title.lower()}: {picture.alt}")
    return pictures


def downloads(run: Run, layer: int) -> dict[str, Callable[[], FloatArray]]:
    """What gives the pre-activations of a layer, by stage."""
    return {
        stage: partial(pre_activations, network, run.experiment.dataset, layer)
        for stage, network in stages(run).items()
        if network
    }


def pre_activations(network: Callable[[], Network], dataset: Dataset, layer: int) -> FloatArray:
    """Those of a layer for all training inputs, of shape (inputs, units); OverflowedError if they are too large."""
    return network().pre_activations(dataset.training_inputs, layer)


def unit_picture(
    activation: Activation,
    pre_activations: FloatArray,
    *,
    among: FunctionNames = (),
    span: tuple[float, float] | None = None,
) -> Picture:
    """The function and its slope, above a histogram of the pre-activations of a layer, of any shape.

    The function has its colour among those of a page. The x axis spans the pre-activations, if nothing else is given.
    """
    z = pre_activations.ravel()
    tables = unit_tables(activation, z, span or (float(z.min()), float(z.max())))
    sentence = passage_sentence(activation.name, passage_of(activation, z))
    return Picture(unit_chart(among or (activation.name,)), tables, sentence)


def unit_tables(activation: Activation, z: FloatArray, span: tuple[float, float]) -> dict[str, pd.DataFrame]:
    """The tables "curve" (f and its slope), "ends" (where they end) and "bins" (density and through).

    The area under `density` is 1, that under `through` is E f'²: so much of the squared gradient comes back.
    """
    low, high, bins = _bins(min(span[0], -_REACH), max(span[1], _REACH), activation.breakpoints)
    grid = plotting_grid(lambda x: (activation(x), activation.derivative(x)), low, high, activation.breakpoints)
    values = {"x": grid.x, "f": activation(grid.at), "slope": activation.derivative(grid.at)}
    curve = pd.DataFrame({"function": activation.name, "segment": grid.segment, **values})
    counts, edges = np.histogram(z, bins=bins, range=(low, high))
    squares, _ = np.histogram(z, bins=bins, range=(low, high), weights=activation.derivative(z) ** 2)
    area = z.size * np.diff(edges)
    columns = {"low": edges[:-1], "high": edges[1:], "density": counts / area, "through": squares / area}
    table = pd.DataFrame({"function": activation.name, **columns})
    return {"curve": curve, "ends": curve.tail(1), "bins": table[counts > 0]}


def _bins(low: float, high: float, breakpoints: Sequence[float]) -> tuple[float, float, int]:
    """The ends, perhaps a little wider, and a number of bins, of which one begins where the slope jumps."""
    width = (high - low) / _BINS
    kink = next((point for point in breakpoints if low < point < high), 0.0)
    left, right = math.ceil((kink - low) / width), math.ceil((high - kink) / width)
    return kink - left * width, kink + right * width, left + right


def passage_sentence(name: str, passage: Passage) -> str:
    """How wide the pre-activations lie, and how much gradient comes back through them."""
    flat = f"; {percentage(passage.flat)} of them lie where f′ is 0" if passage.flat else ""
    mean, deviation, through = (number_text(each, 3) for each in (passage.mean, passage.deviation, passage.through))
    return (
        f"the pre-activations have mean {mean} and standard deviation {deviation}{flat}. {name} lets through "
        f"E f′² = {through} of the squared gradient."
    )


@built_once
def unit_chart(among: FunctionNames) -> Chart:
    """A function above its pre-activations, from the tables of `unit_tables`, in its colour among some."""
    own = colour(among, legend=False)
    x = alt.X("x:Q").title(None).axis(tickCount=6, labels=False, ticks=False).scale(nice=False)
    curve = alt.Chart(alt.NamedData("curve")).encode(x, alt.Detail("segment:N"), own)
    end = alt.Chart(alt.NamedData("ends")).mark_text(align="right", baseline="bottom", dx=-2, dy=-3)
    axis = y_axis(tickCount=4)
    room = alt.Scale(padding=14)  # for the names
    values = alt.Y("f:Q").title("f(z) and f′(z)").axis(axis).scale(room)
    slopes = alt.Y("slope:Q").title("f(z) and f′(z)").axis(axis).scale(room)
    upper = alt.layer(
        curve.mark_line(strokeWidth=1.5, strokeDash=[4, 3]).encode(slopes),
        curve.mark_line(strokeWidth=2).encode(values),
        end.encode(x, slopes, text=alt.value("f′")),
        end.encode(x, values, text=alt.value("f")),
    ).properties(height=130)
    bars = alt.Chart(alt.NamedData("bins"), height=110).encode(
        alt.X("low:Q").title("pre-activation z").axis(tickCount=6).scale(nice=False),
        alt.X2("high:Q"),
        alt.Y2Datum(0),
        own,
        tooltip=[
            alt.Tooltip("low:Q", title="from", format=".4~g"),
            alt.Tooltip("high:Q", title="to", format=".4~g"),
            alt.Tooltip("density:Q", format=".4~g"),
            alt.Tooltip("through:Q", title="density × f′²", format=".4~g"),
        ],
    )
    lower = alt.layer(
        *(
            bars.mark_rect(opacity=opacity).encode(
                alt.Y(f"{height}:Q").title("density").axis(y_axis(labels=False, ticks=False, grid=False))
            )
            for height, opacity in (("density", 0.3), ("through", 0.9))
        )
    )
    chart: Chart = alt.vconcat(upper, lower, spacing=8).resolve_scale(x="shared")
    return chart
