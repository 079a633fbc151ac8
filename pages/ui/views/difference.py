"""A function minus another, with derivatives: how far apart are the two, and where?"""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from activations import Activation, Normal
from activations.calculus.extrema import largest_difference
from activations.elementwise import RealFunction
from activations.random_inputs.expectations import quadrature
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.chosen import difference_of
from pages.ui.views.curves import Drawing, curve_picture
from pages.ui.wording import number_text

TOO_FEW = "A difference needs two functions. Choose another one in the box above."


class Extreme(NamedTuple):
    """Where a difference is largest in size, and its value there."""

    x: float
    difference: float


Extremes = Mapping[str, Extreme]  # of the functions and of their derivatives, by the title of the difference


def pairs(chosen: Sequence[Activation]) -> list[tuple[Activation, Activation]]:
    """All pairs of the functions, those first that are worth comparing: the most alike, but not the same."""
    rule = quadrature(Normal(), tuple({point for each in chosen for point in each.breakpoints}))
    values = {each: each(rule.x) for each in chosen}

    def distance(pair: tuple[Activation, Activation]) -> float:
        return rule.expectation((values[pair[0]] - values[pair[1]]) ** 2) or math.inf

    return sorted(itertools.permutations(chosen, 2), key=distance)


def largest_differences(first: Activation, second: Activation, low: float, high: float) -> Extremes:
    """Where on [low, high] the two functions, and their derivatives, are farthest apart."""
    pair = difference_of(first, second)
    function, derivative, _ = pair.titles
    return {
        function: _farthest(first, second, pair.breakpoints, low, high),
        derivative: _farthest(first.derivative, second.derivative, pair.breakpoints, low, high),
    }


def difference_table(extremes: Extremes) -> pd.DataFrame:
    """The largest differences as text."""
    return pd.DataFrame(
        {
            "farthest from zero": [number_text(extreme.difference) for extreme in extremes.values()],
            "at x": [number_text(extreme.x) if extreme.difference else "–" for extreme in extremes.values()],
        },
        pd.Index(extremes, name="difference"),
    )


def difference_sentence(extremes: Extremes, low: float, high: float) -> str:
    """How far apart the two functions and their derivatives are, and where."""
    each = [
        f"|{title}| is at most {number_text(abs(extreme.difference))}, at x = {number_text(extreme.x)}"
        if extreme.difference
        else f"{title} is 0 throughout"
        for title, extreme in extremes.items()
    ]
    return f"Between {number_text(low)} and {number_text(high)}, {'; '.join(each)}."


def difference_picture(drawn: Drawing, extremes: Extremes, alt: str, *marks: Mark) -> Sheet:
    """The drawing of one difference, with a mark where it, and its derivative, are largest in size."""
    farthest = [
        Mark(f"{number_text(extreme.difference)} at {number_text(extreme.x)}", extreme.x, extreme.difference, panel)
        for panel, extreme in enumerate(extremes.values())
        if extreme.difference
    ]
    return curve_picture(drawn, alt, *farthest, *marks)


def _farthest(
    first: RealFunction, second: RealFunction, breakpoints: tuple[float, ...], low: float, high: float
) -> Extreme:
    # Piece by piece, since beside a jump the difference may be largest on the side that has not its value.
    inside = [point for point in breakpoints if low < point < high]
    starts = {low: low, **{float(np.nextafter(point, np.inf)): point for point in inside}}
    ends = {**{float(np.nextafter(point, -np.inf)): point for point in inside}, high: high}
    found = [
        largest_difference(first, second, start, end)
        for start, end in zip(starts, ends, strict=True)
        if start < end  # between two neighbouring floats there is nothing
    ]
    x, difference = max(found, key=lambda extreme: abs(extreme[1]))
    return Extreme({**starts, **ends}.get(x, x), difference)
