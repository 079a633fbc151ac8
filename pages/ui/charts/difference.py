"""A function minus another, with derivatives: how far apart are the two, and where?"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from activations.extrema import largest_difference
from activations.functions.elementwise import FloatArray
from pages.ui.charts.curves import HEIGHTS_WITHOUT_LANES, Units, curve_panels
from pages.ui.charts.specification import Chart, specification, stacked
from pages.ui.chosen import Difference, Titles
from pages.ui.wording import figure

TOO_FEW = "A difference needs two functions. Choose another one in the box above."


class Extreme(NamedTuple):
    """Where a difference is largest in size, and its value there."""

    x: float
    difference: float


def largest_differences(pair: Difference, low: float, high: float) -> dict[str, Extreme]:
    """Where on [low, high] the two functions, and their derivatives, are farthest apart, by the title of each."""
    function, derivative, _ = pair.titles
    return {
        function: _farthest(pair.first.function, pair.second.function, pair.breakpoints, low, high),
        derivative: _farthest(pair.first.derivative, pair.second.derivative, pair.breakpoints, low, high),
    }


def difference_table(extremes: dict[str, Extreme]) -> pd.DataFrame:
    """The largest differences as text."""
    return pd.DataFrame(
        {
            "farthest from zero": [figure(extreme.difference) for extreme in extremes.values()],
            "at x": [figure(extreme.x) if extreme.difference else "–" for extreme in extremes.values()],
        },
        pd.Index(extremes, name="difference"),
    )


def difference_sentence(extremes: dict[str, Extreme], low: float, high: float) -> str:
    """How far apart the two functions and their derivatives are, and where."""
    each = [
        f"|{title}| is at most {figure(abs(extreme.difference))}, at x = {figure(extreme.x)}"
        if extreme.difference
        else f"{title} is 0 throughout"
        for title, extreme in extremes.items()
    ]
    return f"Between {figure(low)} and {figure(high)}, {'; '.join(each)}."


@specification
def difference_chart(name: str, titles: Titles, units: Units) -> Chart:
    """Panels of f − g, f′ − g′ and f″ − g″ from the tables of a drawing."""
    axes = ("f − g", "f′ − g′", "f″ − g″")
    panels = curve_panels((name,), titles, axes, HEIGHTS_WITHOUT_LANES, units, numbered=True)
    return stacked(panels, focus=True)


def _farthest(
    first: Callable[[FloatArray], FloatArray],
    second: Callable[[FloatArray], FloatArray],
    breakpoints: tuple[float, ...],
    low: float,
    high: float,
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
