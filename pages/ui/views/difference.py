"""A function minus another, with derivatives: how far apart are the two, and where?"""

import itertools
import math
from collections.abc import Collection, Mapping, Sequence

from activations import Activation, Normal
from activations.calculus.bounds import Approach
from activations.calculus.extrema import Extreme, largest_differences
from activations.random_inputs.expectations import common_rule
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.chosen import difference_of
from pages.ui.places import NOT_RESOLVED, difference_text, gap_text, known, places_of
from pages.ui.tables import Table
from pages.ui.views.curves import Drawing, curve_picture
from pages.ui.wording import exact_text, number_text

TOO_FEW = "A difference needs two functions. Choose another one in the box above."


# Where the functions, and their derivatives, are farthest apart, by the title of the difference; none where they agree
# throughout, None where that is not resolved.
Extremes = Mapping[str, tuple[Extreme, ...] | None]


def pairs(chosen: Sequence[Activation]) -> list[tuple[Activation, Activation]]:
    """All pairs of the functions, those first that are worth comparing: the most alike, but not the same."""
    rule = common_rule(chosen, Normal())
    values = {each: each(rule.x) for each in chosen}

    def distance(pair: tuple[Activation, Activation]) -> float:
        return rule.expectation((values[pair[0]] - values[pair[1]]) ** 2) or math.inf

    return sorted(itertools.permutations(chosen, 2), key=distance)


def extremes_of(first: Activation, second: Activation, low: float, high: float) -> Extremes:
    """Where on [low, high] the two functions, and their derivatives, are farthest apart."""
    function, derivative, _ = difference_of(first, second).titles
    return {
        function: known(largest_differences, first, second, 0, low, high),
        derivative: known(largest_differences, first, second, 1, low, high),
    }


def difference_table(extremes: Extremes) -> Table:
    """The largest differences as text."""
    return Table(
        "difference",
        list(extremes),
        {
            "largest difference": [_size(found) for found in extremes.values()],
            "where": [places_of(found) if found else "–" for found in extremes.values()],
        },
    )


def difference_sentence(extremes: Extremes, low: float, high: float) -> str:
    """How far apart the two functions and their derivatives are, and where."""
    each = [_clause(title, found) for title, found in extremes.items()]
    return f"Between {exact_text(low)} and {exact_text(high)}, {'; '.join(each)}."


def difference_picture(drawn: Drawing, extremes: Extremes, alt: str, *marks: Mark) -> Sheet:
    """The drawing of one difference, with a mark where it, and its derivative, are largest in size."""
    farthest = [mark for panel, found in enumerate(extremes.values()) for mark in _marks(found or (), panel)]
    return curve_picture(drawn, alt, *farthest, *marks)


def _marks(found: Sequence[Extreme], panel: int) -> Collection[Mark]:
    """A mark at each point where the difference is largest, one for limits from both sides; a stretch has none."""
    marks: dict[tuple[float, str], Mark] = {}
    for extreme in found:
        if math.isinf(extreme.difference):
            continue
        if isinstance(extreme.where, Approach) or extreme.where.is_point:
            x = extreme.where.x if isinstance(extreme.where, Approach) else extreme.where.low
            label = f"{difference_text(extreme)} at {number_text(x)}"
            marks.setdefault((x, label), Mark(label, x, extreme.difference, panel))
    return marks.values()


def _clause(title: str, found: tuple[Extreme, ...] | None) -> str:
    if found is None:
        return f"{title} is {NOT_RESOLVED}"
    if not found:
        return f"{title} is 0 throughout, to rounding"
    if math.isinf(found[0].difference):
        return f"|{title}| grows without bound {places_of(found)}"
    return f"|{title}| is at most {gap_text(found, bound=True)}, {places_of(found)}"


def _size(found: tuple[Extreme, ...] | None) -> str:
    if not found:
        return "0" if found == () else NOT_RESOLVED
    # One sign where it has one, both where two places differ in it.
    signs = {math.copysign(1.0, each.difference) for each in found}
    return f"±{gap_text(found)}" if len(signs) > 1 else difference_text(found[0])
