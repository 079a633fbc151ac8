"""The correlation map: what a layer makes of the correlation of two inputs."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from activations import Activation, Depth
from activations.elementwise import FloatArray
from activations.networks.correlation import correlation_curve
from pages.ui.charts.sheet import Faint, Lines, Mark, Panel, Readout, Sheet, line_ends
from pages.ui.charts.ticks import Axis
from pages.ui.wording import number_text

# Closer together towards 1, where the maps of functions with kinks and jumps are steep.
CORRELATIONS: FloatArray = 1.0 - np.linspace(1.0, 0.0, 121) ** 2

_HEIGHT = 380


def map_curves(
    theory: Mapping[Activation, Depth], variances: Mapping[Activation, float], bias_variance: float
) -> dict[str, FloatArray]:
    """The map of each function at its q*, at `CORRELATIONS`; NaN where there is none."""
    return {
        activation.name: correlation_curve(
            activation,
            CORRELATIONS,
            q=depth.settled.q,
            weight_variance=variances[activation],
            bias_variance=bias_variance,
        )
        if 0.0 < depth.settled.q < math.inf
        else np.full(CORRELATIONS.shape, np.nan)
        for activation, depth in theory.items()
    }


def map_table(curves: Mapping[str, FloatArray]) -> pd.DataFrame:
    """The maps as columns beside the correlation that they are of."""
    return pd.DataFrame({"correlation": CORRELATIONS, **curves})


def map_picture(theory: Mapping[Activation, Depth], curves: Mapping[str, FloatArray]) -> Sheet:
    """The maps with the diagonal, and marks where they meet: where correlations go."""
    names = tuple(curves)
    maps = np.stack(list(curves.values()), axis=1)
    fixed = [depth.correlation.c for depth in theory.values()]
    panel = Panel(
        title="correlation in the next layer (faint line: unchanged)",
        height=_HEIGHT,
        x=Axis(0.0, 1.0),
        y=Axis(0.0, 1.0),
        content=[Faint(np.array([0.0, 1.0]), np.array([[0.0], [1.0]])), Lines(CORRELATIONS, maps)],
        ends=line_ends(maps) if len(names) > 1 else None,
        x_labels=True,
    )
    return Sheet(
        alt=map_sentence(theory),
        names=names,
        panels=[panel],
        x_title="correlation in a layer",
        marks=tuple(
            # In the colour of its function, unless several go there.
            Mark(f"c* = {number_text(c, 3)}", c, c, name=fixed.index(c) if fixed.count(c) == 1 else None)
            for c in dict.fromkeys(fixed)
            if not math.isnan(c)
        ),
        readout=Readout(CORRELATIONS, "correlation", names, maps),
    )


def map_sentence(theory: Mapping[Activation, Depth]) -> str:
    """Where the correlation of two inputs goes, for each function."""
    return " ".join(_sentence(activation.name, depth) for activation, depth in theory.items())


def _sentence(name: str, depth: Depth) -> str:
    found = depth.correlation
    if depth.settled.phase == "undecided":
        return f"{name}: too close to tell where correlations go, since it is for the variance."
    if math.isnan(found.c):
        return f"{name}: no correlation, since the variance does not settle between 0 and ∞."
    if math.isinf(found.depth):
        shrinks = "more and more slowly"
    else:
        shrinks = f"by the factor e over {number_text(found.depth, 3)} layers"
    return f"{name}: correlations go to {number_text(found.c)}; the distance from it shrinks {shrinks}."
