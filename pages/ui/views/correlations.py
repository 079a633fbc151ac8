"""The correlation map: what a layer makes of the correlation of two inputs."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from activations import Activation, Depth
from activations.elementwise import FloatArray
from activations.networks.correlation import correlation_curve
from pages.ui.charts.sheet import Faint, Lines, Mark, Panel, Readout, Sheet, line_ends
from pages.ui.charts.ticks import Axis
from pages.ui.wording import number_text

# Closer together towards 1, where the maps of functions with kinks and jumps are steep; round, since they are read off.
CORRELATIONS: FloatArray = np.r_[0:900:20, 900:990:5, 990:999:0.5, 999:1000:0.1, 1000] / 1000.0

_HEIGHT = 380


def map_curves(
    theory: Mapping[Activation, Depth], variances: Mapping[Activation, float], bias_variance: float
) -> dict[str, FloatArray]:
    """The map of each function that has one at its q*, at `CORRELATIONS`."""
    return {
        activation.name: correlation_curve(
            activation,
            CORRELATIONS,
            q=depth.settled.q,
            weight_variance=variances[activation],
            bias_variance=bias_variance,
        )
        for activation, depth in theory.items()
        if 0.0 < depth.settled.q < math.inf
    }


def map_table(curves: Mapping[str, FloatArray]) -> pd.DataFrame:
    """The maps as columns beside the correlation that they are of."""
    return pd.DataFrame(
        {"correlation in a layer": CORRELATIONS, **{f"in the next, {name}": c for name, c in curves.items()}}
    )


def map_picture(theory: Mapping[Activation, Depth], curves: Mapping[str, FloatArray]) -> Sheet:
    """The maps with the diagonal, and marks where they meet: where correlations go."""
    names, every = tuple(curves), tuple(activation.name for activation in theory)
    maps = np.array(list(curves.values())).reshape(-1, CORRELATIONS.size).T
    fixed = {activation.name: depth.correlation.c for activation, depth in theory.items()}
    meetings = [c for c in dict.fromkeys(fixed.values()) if not math.isnan(c)]
    panel = Panel(
        title="correlation in the next layer (faint line: unchanged)",
        height=_HEIGHT,
        x=Axis(0.0, 1.0),
        y=Axis(0.0, 1.0),
        content=[Faint(np.array([0.0, 1.0]), np.array([[0.0], [1.0]])), Lines(CORRELATIONS, maps)],
        ends=line_ends(maps) if len(every) > 1 else None,
        x_labels=True,
    )
    return Sheet(
        alt=map_sentence(theory),
        names=names,
        among=every,
        panels=[panel],
        x_title="correlation in a layer",
        marks=tuple(
            Mark(f"c* = {number_text(c, 3)}", c, c, name=_alone([name for name in names if fixed[name] == c], names))
            for c in meetings
        ),
        readout=Readout(CORRELATIONS, "correlation", names, maps),
    )


def _alone(there: Sequence[str], names: Sequence[str]) -> int | None:
    """The number of the one that goes there, in whose colour the mark is."""
    return names.index(there[0]) if len(there) == 1 else None


def map_sentence(theory: Mapping[Activation, Depth]) -> str:
    """Where the correlation of two inputs goes, for each function."""
    return " ".join(_sentence(activation.name, depth) for activation, depth in theory.items())


def _sentence(name: str, depth: Depth) -> str:
    found = depth.correlation
    if depth.settled.phase == "undecided":
        return f"{name}: too close to tell where the variance settles, and so where correlations go."
    if math.isnan(found.c):
        return f"{name}: no curve, since the variance {'dies out' if depth.settled.q == 0 else 'grows without bound'}."
    if math.isnan(found.depth):
        shrinks = "too slowly to tell over how many layers"
    elif math.isinf(found.depth):
        shrinks = "more and more slowly"
    else:
        shrinks = f"by the factor e over {number_text(found.depth, 3)} layers"
    return f"{name}: correlations go to {number_text(found.c)}; the distance from it shrinks {shrinks}."
