"""A function minus another, with derivatives: how far apart are the two, and where?"""

import math
from collections.abc import Mapping

import pandas as pd

from activations import Activation
from activations.calculus.extrema import Extreme, largest_differences
from pages.ui.charts.parts import stacked
from pages.ui.charts.specification import Chart, Picture, built_once
from pages.ui.chosen import Titles, difference_of
from pages.ui.places import NOT_RESOLVED, gap_text, known, places_of
from pages.ui.views.curves import PANEL_HEIGHTS, Drawing, Units, curve_panels
from pages.ui.wording import exact_text

TOO_FEW = "A difference needs two functions. Choose another one in the box above."


# Where the functions, and their derivatives, are farthest apart, by the title of the difference; none where they agree
# throughout, None where that is not resolved.
Extremes = Mapping[str, tuple[Extreme, ...] | None]


def extremes_of(first: Activation, second: Activation, low: float, high: float) -> Extremes:
    """Where on [low, high] the two functions, and their derivatives, are farthest apart."""
    function, derivative, _ = difference_of(first, second).titles
    return {
        function: known(largest_differences, first, second, 0, low, high),
        derivative: known(largest_differences, first, second, 1, low, high),
    }


def difference_table(extremes: Extremes) -> pd.DataFrame:
    """The largest differences as text."""
    return pd.DataFrame(
        {
            "largest difference": [_size(found) for found in extremes.values()],
            "where": [places_of(found) if found else "–" for found in extremes.values()],
        },
        pd.Index(extremes, name="difference"),
    )


def difference_sentence(extremes: Extremes, low: float, high: float) -> str:
    """How far apart the two functions and their derivatives are, and where."""
    each = [_clause(title, found) for title, found in extremes.items()]
    return f"Between {exact_text(low)} and {exact_text(high)}, {'; '.join(each)}."


def difference_picture(drawn: Drawing, alt: str) -> Picture:
    """The drawing of one difference."""
    (name,) = drawn.names
    function, derivative, second_derivative = drawn.titles
    titles = (function, derivative, second_derivative)
    return Picture(difference_chart(name, titles, drawn.units), drawn.panel_tables, alt)


@built_once
def difference_chart(name: str, titles: Titles, units: Units) -> Chart:
    """Panels of f − g, f′ − g′ and f″ − g″ from the tables of a drawing."""
    axes = ("f − g", "f′ − g′", "f″ − g″")
    return stacked(curve_panels((name,), titles, axes, PANEL_HEIGHTS, units, numbered=True), focus=True)


def _clause(title: str, found: tuple[Extreme, ...] | None) -> str:
    if found is None:
        return f"{title} is {NOT_RESOLVED}"
    if not found:
        return f"{title} is 0 throughout, to rounding"
    return f"|{title}| is at most {gap_text(found, bound=True)}, {places_of(found)}"


def _size(found: tuple[Extreme, ...] | None) -> str:
    if not found:
        return "0" if found == () else NOT_RESOLVED
    # One sign where it has one, both where two places differ in it.
    signs = {math.copysign(1.0, each.difference) for each in found}
    sign = "±" if len(signs) > 1 else "−" if -1.0 in signs else ""
    return f"{sign}{gap_text(found)}"
