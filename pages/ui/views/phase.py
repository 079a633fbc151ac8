"""The phase diagram of a function: for which variances of weights and biases its gradient keeps its size."""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from activations import Activation, CorrelationFixedPoint, FixedPoint, critical_weight_variance, phase_diagram
from activations.elementwise import FloatArray
from activations.networks.growth import profile_of
from pages.ui.charts.parts import MAP_GAP, MAP_HEIGHT, MAP_PADDING, heat_map, map_labels, map_legend, own_point
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.places import known
from pages.ui.views.depth import PHASES, fixed_points_sentence, is_neutral, theory_sentence, without_rounding
from pages.ui.wording import number_text

COLUMNS, ROWS = 60, 40
_LEAST_SIGMA_W, _LEAST_SIGMA_B = 3.0, 1.0

# Columns of the line are so much closer than those of the map that a straight line between them is exact on a screen.
_REFINEMENT = 8

_ROOM = 0.2  # of the map across, that a word on one side of the line takes on a phone

_HEADINGS = {
    "left": "σ of the weights from",
    "right": "σ of the weights to",
    "bottom": "σ of the biases from",
    "top": "σ of the biases to",
    "chi": "χ₁",
    "q": "q*",
}

# Colours tell factors of the squared gradient from 1/10 to 10 apart.
_STRONGEST = 1.0


def with_edge_first(activations: Sequence[Activation]) -> list[Activation]:
    """In order, but those first whose line χ₁ = 1, at their defaults, meets σ_b = 0 within the least map."""
    return sorted(activations, key=lambda activation: not _has_edge(activation.definition()))


@functools.lru_cache(maxsize=64)
def _has_edge(activation: Activation) -> bool:
    if not known(profile_of, activation):
        return False
    return critical_weight_variance(activation, bias_variance=0.0) <= _LEAST_SIGMA_W**2


class PhaseMap(NamedTuple):
    """A map up to these standard deviations of weights and biases."""

    right: float
    top: float
    cells: pd.DataFrame
    edge: pd.DataFrame  # the line where χ₁ = 1
    sides: pd.DataFrame  # what each side of the line is called


def map_of(activation: Activation, right: float, top: float) -> PhaseMap:
    """The map of an activation."""
    edges_w, edges_b = np.linspace(0.0, right, COLUMNS + 1), np.linspace(0.0, top, ROWS + 1)
    w, b = 0.5 * (edges_w[:-1] + edges_w[1:]), 0.5 * (edges_b[:-1] + edges_b[1:])
    diagram = phase_diagram(activation, weight_variance=w**2, bias_variance=b[:, np.newaxis] ** 2)
    cells = pd.DataFrame(
        {
            "left": np.tile(edges_w[:-1], ROWS),
            "right": np.tile(edges_w[1:], ROWS),
            "bottom": np.repeat(edges_b[:-1], COLUMNS),
            "top": np.repeat(edges_b[1:], COLUMNS),
            "chi": diagram.chi.ravel(),
            "q": diagram.q.ravel(),
            "log": np.clip(np.log10(np.maximum(diagram.chi, 1e-300)), -_STRONGEST, _STRONGEST).ravel(),
        }
    )
    edge = _edge(activation, right, top * np.linspace(0.0, 1.0, ROWS + 1) ** 2)
    return PhaseMap(right, top, cells, edge, _sides(edge, right, top))


def diagram_tables(
    activation: Activation,
    sigma_w: float,
    sigma_b: float,
    make: Callable[[Activation, float, float], PhaseMap] = map_of,
) -> dict[str, pd.DataFrame]:
    """The map "cells", the line "edge" where χ₁ = 1, and "here", the reader's own point, both with "labels".

    As `make` makes the map, which is the same for many points.
    """
    right, top, cells, edge, sides = make(
        activation, _beyond(sigma_w, _LEAST_SIGMA_W), _beyond(sigma_b, _LEAST_SIGMA_B)
    )
    here = phase_diagram(activation, weight_variance=np.array([sigma_w**2]), bias_variance=sigma_b**2).chi.item()
    # Each label points away from the end of the axis that is nearer.
    labels = pd.DataFrame({"sigma_w": [sigma_w], "sigma_b": [sigma_b], "text": [f"here: χ₁ = {number_text(here)}"]})
    if len(edge):
        labels = pd.concat([labels, edge.nlargest(1, "sigma_b").assign(text="χ₁ = 1")[list(labels)]])
    left = labels["sigma_w"] < 0.6 * right
    labels = labels.assign(
        align=np.where(left, "left", "right"),
        dx=np.where(left, MAP_GAP, -MAP_GAP),
        dy=np.where(labels["sigma_b"] < 0.5 * top, -MAP_GAP, MAP_GAP),
    )
    labels = pd.concat([labels, sides])
    return {"cells": cells, "edge": edge, "here": labels[:1], "labels": labels}


def _beyond(sigma: float, least: float) -> float:
    """Where an axis ends with a point well inside: at a half or a whole, so that the map stays as the point moves."""
    return max(least, math.ceil(2.0 * 1.25 * sigma) / 2.0)


def diagram_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The map as a reader saves it: the ends of each cell, with χ₁ and q* in its middle."""
    return tables["cells"].rename(columns=_HEADINGS)[list(_HEADINGS.values())]


@built_once
def phase_chart(name: str) -> Chart:
    """A map of χ₁ of a function from the tables of `diagram_tables`."""
    cells = heat_map(
        "log",
        alt.Scale(scheme="blueorange", domain=[-_STRONGEST, _STRONGEST], domainMid=0),
        "σ of the weights",
        "σ of the biases",
        [
            alt.Tooltip("left:Q", title=_HEADINGS["left"], format=".3~f"),
            alt.Tooltip("bottom:Q", title=_HEADINGS["bottom"], format=".3~f"),
            alt.Tooltip("chi:Q", title="χ₁", format=".4~g"),
            alt.Tooltip("q:Q", title="q*", format=".4~g"),
        ],
        legend=map_legend(f"χ₁ of {name}: squared gradient, per layer", "format(pow(10, datum.value), '.2~g')"),
    )
    x, y = alt.X("sigma_w:Q"), alt.Y("sigma_b:Q")
    edge = (
        alt.Chart(alt.NamedData("edge"))
        .mark_line(strokeWidth=2.5, color="black")
        .encode(x, y, alt.Detail("line:N"), alt.Order("sigma_b:Q"))
    )
    return alt.layer(cells, edge, own_point(x, y), *map_labels("labels", x, y)).properties(
        description="Map of χ₁ over the standard deviations of weights and biases",
        height=MAP_HEIGHT,
        padding=MAP_PADDING,
    )


def phase_picture(name: str, tables: Mapping[str, pd.DataFrame], alt: str) -> Picture:
    """The phase diagram of a function, of which these are the tables."""
    return Picture(phase_chart(name), tables, alt)


def phase_sentence(
    name: str, sigma_w: float, sigma_b: float, settled: FixedPoint, correlation: CorrelationFixedPoint
) -> str:
    """What the reader's own point means; the two numbers are standard deviations of weights and of biases."""
    points = "" if is_neutral(settled) else f" {fixed_points_sentence(settled)}"
    sentence = (
        f"{name} with σ = {number_text(sigma_w)} for the weights and σ = {number_text(sigma_b)} for the biases: "
        f"{PHASES[settled.phase]}. {theory_sentence(settled)}{points} q* = {number_text(settled.q)}, "
        f"χ₁ = {number_text(settled.chi, 6)}, and the slope of the variance map there is "
        f"{number_text(without_rounding(settled.slope))}."
    )
    if math.isnan(correlation.c):
        return sentence
    depth = f"with the correlation depth ξ = {number_text(correlation.depth, 3)} layers"
    if math.isnan(correlation.depth):
        depth = "too slowly to tell ξ"
    return f"{sentence} Correlations go to c* = {number_text(correlation.c)}, {depth}."


def critical_sentence(name: str, sigma_b: float, weight_variance: float) -> str:
    """Where the function is critical."""
    biases = f"With σ = {number_text(sigma_b)} for the biases"
    if math.isnan(weight_variance):
        return f"{biases}, no weights make {name} settle where χ₁ = 1."
    return (
        f"{biases}, {name} is critical with σ² = {number_text(weight_variance, 7)} for the weights, "
        f"that is σ = {number_text(math.sqrt(weight_variance), 7)}."
    )


def _sides(edge: pd.DataFrame, right: float, top: float) -> pd.DataFrame:
    """What becomes of the squared gradient on either side of the first line, where a phone has room to say so."""
    first = edge[edge["line"] == 0]
    place = first.iloc[(first["sigma_b"] - 0.5 * top).abs().argsort()[:1]]
    low = place[place["sigma_w"] > _ROOM * right].assign(text="shrinks", align="right", dx=-MAP_GAP, dy=0)
    high = place[place["sigma_w"] < (1.0 - _ROOM) * right].assign(text="grows", align="left", dx=MAP_GAP, dy=0)
    return pd.concat([low, high])[["sigma_w", "sigma_b", "text", "align", "dx", "dy"]]


def _edge(activation: Activation, right: float, sigma_b: FloatArray) -> pd.DataFrame:
    """Where χ₁ passes 1 as σ_w grows, at each σ_b: line (the first crossing, the second, …), sigma_w, sigma_b."""
    sigma_w = np.linspace(0.0, right, _REFINEMENT * COLUMNS + 1)
    chi = phase_diagram(activation, weight_variance=sigma_w**2, bias_variance=sigma_b[:, np.newaxis] ** 2).chi
    height = np.log(np.maximum(chi, 1e-300))
    row, column = np.nonzero(np.diff(height >= 0.0, axis=1))
    before, after = height[row, column], height[row, column + 1]
    share = -before / (after - before)
    table = pd.DataFrame(
        {"sigma_w": sigma_w[column] + share * (sigma_w[column + 1] - sigma_w[column]), "sigma_b": sigma_b[row]}
    )
    return table.assign(line=table.groupby("sigma_b").cumcount())
