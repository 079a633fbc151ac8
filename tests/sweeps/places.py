"""Places in words held against predicates."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from tests.sweeps.grammar import Number, Places, Stretch
from tests.sweeps.tally import Tally
from tests.sweeps.truth import Critical, Truth

# 1 where something holds, 0 where it does not, NaN where that cannot be decided.
Predicate = Callable[[FloatArray], FloatArray]

_NO_DOUBT = 1e-12


class Claimed:
    """Which numbers the words name, and which lie so near an end that its digits decide."""

    def __init__(
        self, said: Places, digits: int, length: float, period: float | None = None, *, doubt: float = 0.0
    ) -> None:
        self.said, self.digits, self.length, self.period, self.doubt = said, digits, length, period, doubt
        ends = [end for stretch in said.stretches for end in (stretch.low, stretch.high) if end.is_finite]
        self.ends = sorted({end.value: end for end in ends}.values(), key=lambda end: end.value)
        self.zones = [self.zone(end) for end in (*self.ends, *said.points)]

    def zone(self, end: Number) -> tuple[float, float]:
        """Between which numbers the end may be."""
        half = 0.5000001 * end.unit(self.digits) + _NO_DOUBT * max(abs(end.value), self.length) + self.doubt
        return end.value - half, end.value + half

    def contains(self, x: FloatArray) -> NDArray[np.bool_]:
        """As if the ends were exactly what is written."""
        x = self._folded(x)
        inside = np.zeros(x.shape, dtype=bool)
        for each in self.said.stretches:
            inside |= (each.low.value < x) & (x < each.high.value)
        return inside

    def unsure(self, x: FloatArray) -> NDArray[np.bool_]:
        """Which points lie in the zone of an end or a point."""
        x = self._folded(x)
        unsure = np.zeros(x.shape, dtype=bool)
        for low, high in self.zones:
            unsure |= (low <= x) & (x <= high)
            if self.period:
                unsure |= (low <= x - self.period) & (x - self.period <= high)
        return unsure

    def _folded(self, x: FloatArray) -> FloatArray:
        return np.mod(x, self.period) if self.period else x


def check_set(
    tally: Tally, said: Places, holds: Predicate, x: FloatArray, *, truth: Truth, digits: int, what: str
) -> None:
    """Stretches are where something holds and no more, to the digits of their ends, which belong if it holds there."""
    period = truth.slope_period if said.period else None
    if said.period:
        assert truth.slope_period
        tally.rounded(said.period, truth.slope_period, digits)
    claimed = Claimed(said, digits, truth.length, period)
    found = holds(x)
    wrong = ~np.isnan(found) & ~claimed.unsure(x) & (claimed.contains(x) != (found == 1.0))
    if said.more:
        wrong &= claimed.contains(x)
    tally.claim(not wrong.any(), f"{what}: wrong at {x[wrong][:3]}")
    for end in claimed.ends:
        tally.numbers += 1
        _check_end(tally, claimed, end, holds, truth=truth, what=what)
    for point in truth.breakpoints:
        is_named = not said.more or claimed.contains(np.array([point]))[0]
        if is_named and not claimed.unsure(np.array([point])).any():
            there = float(holds(np.array([point]))[0])
            tally.claim(there == claimed.contains(np.array([point]))[0], f"{what}: wrong at the breakpoint {point}")


def check_points(
    tally: Tally, said: Places, expected: Sequence[float], *, digits: int, length: float, what: str
) -> None:
    """The single points that are named are those that are expected, up to their digits."""
    claimed = Claimed(said, digits, length)
    left = list(expected)
    for point in said.points:
        tally.numbers += 1
        low, high = claimed.zone(point)
        match = [x for x in left if low <= x <= high]
        tally.claim(match, f"{what}: nothing at {point.text}, but at {expected}")
        left = [x for x in left if x not in match]
    tally.claim(len(left) == said.more, f"{what}: {left} are not named")


def check_approached(tally: Tally, said: Places, expected: Sequence[Critical], digits: int, what: str) -> None:
    """The places that are only approached, each with its side."""
    left = {(each.x, "" if each.side == "far" else each.side) for each in expected}
    for place in said.approached:
        for side in place.sides:
            match = [(x, s) for x, s in left if s == side and _is(place.x, x, digits)]
            tally.claim(match, f"{what}: nothing as x → {place.x.text} {side}")
            tally.numbers += place.x.is_finite
            left.discard(match[0])
    tally.claim(not left, f"{what}: {left} are not named")


def _is(stated: Number, x: float, digits: int) -> bool:
    if not stated.is_finite or math.isinf(x):
        return stated.value == x
    return abs(stated.value - x) <= 0.5000001 * stated.unit(digits) + _NO_DOUBT * abs(x)


def _check_end(tally: Tally, claimed: Claimed, end: Number, holds: Predicate, *, truth: Truth, what: str) -> None:
    low, high = claimed.zone(end)
    edges = np.array([low, high])
    others = [zone for each, zone in zip(claimed.ends, claimed.zones, strict=False) if each is not end]
    clear = [not any(start <= edge <= stop for start, stop in others) for edge in (low, high)]
    found, expected = holds(edges), claimed.contains(edges)
    for edge, known, is_clear, stated in zip(edges, found, clear, expected, strict=True):
        if is_clear and not math.isnan(known):
            tally.claim(known == stated, f"{what}: {end.text} is no end of it, {edge} shows")
    inside = [point for point in truth.breakpoints if low <= point <= high]
    belongs = any(_has(stretch, end) for stretch in claimed.said.stretches)
    if inside:
        tally.claim(
            any(float(holds(np.array([point]))[0]) == belongs for point in inside),
            f"{what}: its end {end.text} {'does not belong' if belongs else 'belongs'} to it",
        )
    else:
        tally.claim(not belongs, f"{what}: nothing attains its end {end.text}")


def _has(stretch: Stretch, end: Number) -> bool:
    return (stretch.has_low and stretch.low.value == end.value) or (
        stretch.has_high and stretch.high.value == end.value
    )
