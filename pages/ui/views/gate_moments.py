"""Moments and gains of a gated unit on normal inputs, exact beside sampled, against the plain function's."""

import dataclasses
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from activations import Gains, Moments, Normal, gains_of, moments_of
from activations.gates import (
    Gate,
    GateGains,
    GateMoments,
    NormalPair,
    SampledMoments,
    gate_gains_of,
    gate_moments_of,
    sampled_gate_moments,
)
from pages.ui.charts.sheet import Lines, Mark, Panel, Points, Readout, Sheet
from pages.ui.charts.ticks import Axis, axis_around
from pages.ui.tables import Table, of_rows
from pages.ui.views.depth import without_rounding
from pages.ui.views.gains import SAME
from pages.ui.views.gates import names_of
from pages.ui.wording import number_text

SAMPLES = 30_000
CORRELATIONS = np.linspace(-1.0, 1.0, 41)

_HEIGHTS = (180, 180, 110)
_TITLES = ("mean", "variance", "squared gradient")

# Each moment of the unit, and the plain function's beside it.
_MOMENTS = {
    "mean": ("E y", "mean"),
    "second_moment": ("E y²", "second_moment"),
    "variance": ("Var y", "variance"),
    "by_gate_second_moment": ("E (∂y/∂g)²", "slope_second_moment"),
    "by_value_second_moment": ("E (∂y/∂u)²", None),
    "partials_product": ("E (∂y/∂g)(∂y/∂u)", None),
}

_GAINS = {
    "forward": "Forward gain 1/√E y²",
    "std": "1/std y",
    "backward": "Backward gain",
    "stability_slope": "Stability slope",
}


class Known(NamedTuple):
    """What is known of a unit on standard normal inputs with a correlation."""

    exact: GateMoments
    sampled: SampledMoments
    gains: GateGains
    plain: Moments
    plain_gains: Gains


def known_of(gate: Gate, correlation: float, seed: int) -> Known:
    """Moments of the unit and of the plain function that its gate is."""
    inputs = NormalPair(correlation=correlation)
    return Known(
        exact=gate_moments_of(gate, inputs),
        sampled=sampled_gate_moments(gate, inputs, samples=SAMPLES, seed=seed),
        gains=gate_gains_of(gate, correlation=correlation),
        plain=moments_of(gate.gate, Normal()),
        plain_gains=gains_of(gate.gate),
    )


def by_correlation(gate: Gate) -> pd.DataFrame:
    """The exact mean, variance and squared gradient, a row for each of `CORRELATIONS`."""
    # A value without limits is linear in u, so that all three are polynomials of second degree in the correlation.
    is_quadratic = math.isinf(gate.value.limit)
    at = np.array([-1.0, 0.0, 1.0]) if is_quadratic else CORRELATIONS
    rows = np.array([_shown(gate_moments_of(gate, NormalPair(correlation=each)), each) for each in at.tolist()])
    if is_quadratic:
        left, middle, right = rows
        x = CORRELATIONS[:, np.newaxis]
        rows = middle + x * (0.5 * (right - left) + x * (0.5 * (left + right) - middle))
    return pd.DataFrame(rows, columns=_TITLES).assign(correlation=CORRELATIONS)[["correlation", *_TITLES]]


def moment_table(gate: Gate, known: Known) -> Table:
    """A row per moment: exact, sampled, how far off in standard errors, and the plain function's."""
    unit, plain = names_of(gate)
    rows = []
    for name, (_, of_plain) in _MOMENTS.items():
        exact, sampled, error = (
            getattr(each, name) for each in (known.exact, known.sampled.moments, known.sampled.errors)
        )
        rows.append(
            {
                f"{unit}, exact": number_text(exact, 8),
                "sampled": number_text(sampled, 5),
                "standard errors off": number_text(_errors_off(exact, sampled, error), 2),
                plain: number_text(getattr(known.plain, of_plain), 8) if of_plain else "–",
            }
        )
    return of_rows("moment", [symbol for symbol, _ in _MOMENTS.values()], rows)


def gain_table(gate: Gate, known: Known) -> Table:
    """Gains of the unit and of the plain function."""
    gains, plain_gains = dataclasses.asdict(known.gains), dataclasses.asdict(known.plain_gains)
    unit, plain = names_of(gate)
    columns = {
        owner: [number_text(without_rounding(known_gains[name]), 8) for name in _GAINS]
        for owner, known_gains in ((unit, gains), (plain, plain_gains))
    }
    return Table("gain", list(_GAINS.values()), columns)


def moment_sentence(gate: Gate, correlation: float, known: Known) -> str:
    """What the unit makes of normal inputs, against the plain function, and whether the sample agrees."""
    off = max(
        abs(_errors_off(*(getattr(each, name) for each in (known.exact, known.sampled.moments, known.sampled.errors))))
        for name in ("mean", "variance")
    )
    unit, plain = names_of(gate)
    slopes = [number_text(without_rounding(each.stability_slope)) for each in (known.gains, known.plain_gains)]
    return (
        f"{unit} of standard normal inputs with correlation {number_text(correlation)} has mean "
        f"{number_text(known.exact.mean)} and variance {number_text(known.exact.variance)}; {plain} alone has mean "
        f"{number_text(known.plain.mean)} and variance {number_text(known.plain.variance)}. A sample of {SAMPLES:,} "
        f"pairs is within {number_text(off, 2)} standard errors of both. The variance map has the stability slope "
        f"{slopes[0]}, against {slopes[1]}: {_stability(known)}"
    )


def moment_picture(gate: Gate, correlation: float, known: Known, exact: pd.DataFrame, alt: str) -> Sheet:
    """What `by_correlation` found, with the sample as a point and the plain function's beside it."""
    names = names_of(gate)
    plain = (known.plain.mean, known.plain.variance, known.plain.slope_second_moment)
    sampled = _shown(known.sampled.moments, correlation)
    panels = []
    for k, (title, height) in enumerate(zip(_TITLES, _HEIGHTS, strict=True)):
        lines = np.column_stack([exact[title], np.full(CORRELATIONS.size, plain[k])])
        panels.append(
            Panel(
                title=title,
                height=height,
                x=Axis(-1.0, 1.0),
                y=axis_around(np.append(lines, sampled[k])),
                content=[
                    Lines(CORRELATIONS, lines),
                    Points(np.array([correlation]), np.array([[sampled[k], np.nan]])),
                ],
                ends=lines[-1],
                x_labels=k == len(_TITLES) - 1,
            )
        )
    return Sheet(
        alt=alt,
        names=names,
        panels=panels,
        x_title="correlation of g and u",
        marks=tuple(
            Mark(f"correlation {number_text(correlation)}" * (k == 0), x=correlation, panel=k)
            for k in range(len(panels))
        ),
        readout=Readout(
            CORRELATIONS,
            "correlation",
            tuple(f"{names[0]}: {title}" for title in _TITLES),
            exact[list(_TITLES)].to_numpy(),
        ),
    )


def _shown(moments: GateMoments, correlation: float) -> Sequence[float]:
    gradient = moments.by_gate_second_moment + moments.by_value_second_moment
    return moments.mean, moments.variance, gradient + 2.0 * correlation * moments.partials_product


def _errors_off(exact: float, sampled: float, error: float) -> float:
    return 0.0 if exact == sampled else (sampled - exact) / error if error else np.inf


def _stability(known: Known) -> str:
    slope = abs(known.gains.stability_slope)
    if math.isclose(slope, 1.0, rel_tol=SAME):
        return "of the size 1, so that a variance that is off stays so, to first order."
    if slope > 1.0:
        return "above 1 in size, so that a variance that is off drifts farther off from layer to layer."
    return "below 1 in size, so that variances find back to their fixed point."
