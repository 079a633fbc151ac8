"""From a layer to its units: what reaches their activation, and how much gradient comes back through it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from activations import Activation, Dataset
from activations.calculus.pieces import points_beside_centres
from activations.elementwise import FloatArray
from activations.networks.network import Network, OverflowedError
from pages.ui.charts.grid import plotting_grid
from pages.ui.charts.histogram import density_axis
from pages.ui.charts.sheet import Band, Bars, FunctionNames, Lines, Panel, Readout, Sheet
from pages.ui.charts.ticks import Axis, axis_around
from pages.ui.experiment import Experiment
from pages.ui.runs import Run
from pages.ui.wording import number_text, percentage

EXPLANATION = (
    "Area: the density of the layer's pre-activations. Bars: the same times f′²; all together they are E f′², the "
    "factor by which f multiplies the squared gradient on its way back."
)

_BINS = 60
_HEIGHTS = (110, 70, 110)  # where two stand side by side
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
    run: Run, layer: int, among: FunctionNames, draw: Callable[..., Mapping[str, Sheet | str]]
) -> dict[str, Sheet | str]:
    """A picture of each stage, by `stage_pictures`, which a page may keep; or why there is none."""
    networks = stages(run)
    there = {title: network for title, network in networks.items() if network}
    # Not “is not trained”: of a function whose course ships with the app the network may be unknown.
    absent = "diverged: there is no trained network" if run.diverged_in is not None else "has no trained network yet"
    drawn = draw(run.activation, run.experiment, layer, among, tuple(there), tuple(there.values()))
    return {title: drawn.get(title, f"{run.name} {absent}.") for title in networks}


def stage_pictures(
    activation: Activation,
    experiment: Experiment,
    layer: int,
    among: FunctionNames,
    titles: tuple[str, ...],
    _networks: Sequence[Callable[[], Network]],  # the rest tells which they are: for a cache, hence the underscore
) -> dict[str, Sheet | str]:
    """What reaches the units of a layer at each of some stages, on one x axis."""
    reached: dict[str, FloatArray] = {}
    pictures: dict[str, Sheet | str] = {}
    for title, network in zip(titles, _networks, strict=True):
        try:
            reached[title] = pre_activations(network, experiment.dataset, layer)
        except OverflowedError:
            pictures[title] = f"The numbers of {activation.name} overflow before they reach layer {layer}."
    ends = [end for z in reached.values() for end in (float(z.min()), float(z.max()))]
    for title, z in reached.items():
        picture = unit_picture(activation, z, among=among, span=(min(ends), max(ends)))
        pictures[title] = replace(picture, alt=f"{activation.name} in layer {layer} {title.lower()}: {picture.alt}")
    return pictures


def sentences(pictures: Mapping[str, Sheet | str]) -> list[str]:
    """What the pictures of the stages show."""
    return [picture.alt for picture in pictures.values() if isinstance(picture, Sheet)]


def downloads(run: Run, layer: int, pictures: Mapping[str, Sheet | str]) -> dict[str, Callable[[], FloatArray]]:
    """What gives the pre-activations of each stage of which there is a picture, by a name."""
    return {
        f"z of {run.name} in layer {layer} {title.lower()}": partial(
            pre_activations, network, run.experiment.dataset, layer
        )
        for title, network in stages(run).items()
        if network and isinstance(pictures[title], Sheet)
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
    heights: tuple[int, int, int] = _HEIGHTS,
) -> Sheet:
    """The function and its slope, above a histogram of the pre-activations of a layer, of any shape.

    The function has its colour among those of a page. The x axis spans the pre-activations, if nothing else is given.
    """
    z = pre_activations.ravel()
    low, high = span or (float(z.min()), float(z.max()))
    low, high, count = _bins(min(low, -_REACH), max(high, _REACH), activation.breakpoints)
    bins = unit_bins(activation, z, np.linspace(low, high, count + 1))
    grid = plotting_grid(
        lambda x: (activation(x), activation.derivative(x)),
        low,
        high,
        activation.breakpoints,
        hidden=points_beside_centres(activation),
    )
    x_axis = Axis(low, high)
    curves = [
        Panel(
            title=title,
            height=height,
            x=x_axis,
            y=axis_around(values),
            content=[Lines(grid.x, values.reshape(-1, 1), grid.segment)],
        )
        for title, height, values in (
            (f"{activation.name}(z)", heights[0], activation(grid.at)),
            (f"{activation.name}′(z)", heights[1], activation.derivative(grid.at)),
        )
    ]
    return Sheet(
        alt=passage_sentence(activation.name, passage_of(activation, z)),
        names=(activation.name,),
        among=among,
        panels=[*curves, _density_panel(bins, x_axis, heights[2])],
        x_title="pre-activation z",
        readout=_readout(activation, bins),
    )


class Bins(NamedTuple):
    """Histograms of pre-activations z: how many, and how much gradient they let through, per unit of z.

    The area under `density` is 1, that under `through` is E f'²: so much of the squared gradient comes back.
    """

    edges: FloatArray
    density: FloatArray
    through: FloatArray


def unit_bins(activation: Activation, z: FloatArray, edges: FloatArray) -> Bins:
    """Those of bins with these edges."""
    area = z.size * np.diff(edges)
    counts, _ = np.histogram(z, edges)
    squares, _ = np.histogram(z, edges, weights=activation.derivative(z) ** 2)
    return Bins(edges, counts / area, squares / area)


def passage_sentence(name: str, passage: Passage) -> str:
    """How wide the pre-activations lie, and how much gradient comes back through them."""
    flat = f"; {percentage(passage.flat)} of them lie where f′ is 0" if passage.flat else ""
    mean, deviation, through = (number_text(each, 3) for each in (passage.mean, passage.deviation, passage.through))
    return (
        f"the pre-activations have mean {mean} and standard deviation {deviation}{flat}. {name} multiplies "
        f"the squared gradient by E f′² = {through}."
    )


def _bins(low: float, high: float, breakpoints: Sequence[float]) -> tuple[float, float, int]:
    """The ends, perhaps a little wider, and a number of bins, of which one begins where the slope jumps."""
    width = (high - low) / _BINS
    kink = next((point for point in breakpoints if low < point < high), 0.0)
    left, right = math.ceil((kink - low) / width), math.ceil((high - kink) / width)
    return kink - left * width, kink + right * width, left + right


def _density_panel(bins: Bins, x_axis: Axis, height: int) -> Panel:
    left, right = bins.edges[:-1], bins.edges[1:]
    stairs = np.repeat(bins.density, 2).reshape(-1, 1)
    return Panel(
        title="density of z, and the same times f′²",
        height=height,
        x=x_axis,
        y=density_axis(bins.density, bins.through),
        content=[
            Band(np.ravel([left, right], order="F"), np.zeros_like(stairs), stairs),
            Bars(0, left, right, np.zeros_like(left), bins.through),
        ],
        x_labels=True,
        y_labels=False,
    )


def _readout(activation: Activation, bins: Bins) -> Readout:
    """In the middle of each bin."""
    middles = 0.5 * (bins.edges[:-1] + bins.edges[1:])
    columns = (activation(middles), activation.derivative(middles), bins.density, bins.through)
    return Readout(middles, "z", ("f(z)", "f′(z)", "density", "density × f′²"), np.stack(columns, axis=1))
