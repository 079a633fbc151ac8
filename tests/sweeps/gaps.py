"""How far apart two functions are, by code of its own: for the difference of two, and the sweep of a parameter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from mpmath import mp
from scipy.optimize import brentq

from activations.elementwise import FloatArray, RealFunction
from tests.oracles import Number
from tests.sweeps.grammar import Places
from tests.sweeps.places import Claimed
from tests.sweeps.tally import Tally

# Relative to the terms that cancel: differences that are closer must share a rank, that are less close may.
_SAME, _ALIKE = 5e-16, 1e-13

# No smooth gap stays the same so far around its largest.
_NEAR = 1e-2

# What the app takes for rounding, and tells no digits of.
_TOLD = 32.0 * 2.0**-52


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference, signed, at x or beside it."""

    difference: float
    x: float
    side: str = ""


class Drawn(Protocol):
    """What is compared: a function of the catalogue, or any other."""

    @property
    def curves(self) -> Sequence[RealFunction]: ...

    @property
    def breakpoints(self) -> Sequence[float]: ...

    def points(self, generator: np.random.Generator, low: float, high: float) -> FloatArray: ...

    def exact(self, x: float, order: int = 0) -> Number: ...

    def beside(self, point: float, side: str, order: int) -> Number: ...

    def is_straight_at(self, x: float) -> bool: ...


class Gaps:
    """The gap between two functions, or their slopes, from low to high."""

    def __init__(
        self, first: Drawn, second: Drawn, *, order: int, low: float, high: float, generator: np.random.Generator
    ) -> None:
        self.curves = first.curves[order], second.curves[order]
        self.order, self.low, self.high = order, low, high
        self.breakpoints = sorted({*first.breakpoints, *second.breakpoints})
        self.truths = first, second
        ends = [low, *(point for point in self.breakpoints if low < point < high), high]
        self.pieces = list(pairwise(ends))
        inner = [start + (stop - start) * np.linspace(1e-9, 1.0 - 1e-9, 61) for start, stop in self.pieces]
        x = np.concatenate([*inner, first.points(generator, low, high), second.points(generator, low, high)])
        self.x = np.unique(x[~np.isin(x, ends)])
        self.gap = self.difference(self.x)
        self.candidates = [*self._turns(), *self._ends()]
        self.largest = max(abs(each.difference) for each in self.candidates)

    def difference(self, x: FloatArray) -> FloatArray:
        """f − g, or f′ − g′."""
        left, right = (curve(x) for curve in self.curves)
        with np.errstate(invalid="ignore"):
            return np.asarray(left - right)

    def rounding(self, x: FloatArray) -> FloatArray:
        """How far that may be off."""
        left, right = (np.abs(curve(x)) for curve in self.curves)
        return np.asarray(_ALIKE * np.maximum(left, right))

    def is_as_large(self, gap: Gap, share: float = 1.0) -> bool:
        """Whether a difference is as large as the largest, to that share of what rounding may do."""
        doubt = float(self.rounding(np.array([gap.x]))[0])
        return abs(abs(gap.difference) - self.largest) <= share * (doubt + 1e-13 * self.largest)

    def is_flat(self, low: float, high: float) -> bool:
        """Whether the gap stays the same between two points, where both curves must be straight."""
        if not all(truth.is_straight_at(0.5 * (low + high)) for truth in self.truths):
            return False
        start, stop = (self.truths[0].exact(x, self.order) - self.truths[1].exact(x, self.order) for x in (low, high))
        return bool(abs(start - stop) <= mp.mpf(10) ** -40 * abs(start))

    def is_flat_to_rounding(self, low: float, high: float) -> bool:
        """Whether f − g is as large as any at all x between, so that any place is as good as the next."""
        x = np.clip(np.linspace(low, high, 5), self.low, self.high)
        return self.order == 0 and bool((np.abs(self.difference(x)) >= self.largest - self.rounding(x)).all())

    def _turns(self) -> list[Gap]:
        """Where the derivative of the gap changes its sign, and the gap is not far from the largest."""
        found = []
        slopes = np.sign(self._slope(self.x))
        large = np.abs(self.gap) > 0.5 * np.abs(self.gap).max()
        for start, stop in self.pieces:
            inside = np.flatnonzero((self.x > start) & (self.x < stop) & (slopes != 0))
            for before, after in pairwise(inside.tolist()):
                if slopes[before] != slopes[after] and (large[before] or large[after]):
                    if after > before + 1:  # a point between is the turn
                        x = float(self.x[(before + after) // 2])
                    else:
                        low, high = float(self.x[before]), float(self.x[after])
                        x = float(
                            brentq(
                                lambda t: float(self._slope(np.asarray(t))),
                                low,
                                high,
                                xtol=1e-300,
                                rtol=1e-15,
                                maxiter=3000,
                            )
                        )
                    found.append(Gap(float(self.difference(np.array([x]))[0]), x))
        return found

    def _slope(self, x: FloatArray) -> FloatArray:
        left, right = (truth.curves[self.order + 1](x) for truth in self.truths)
        return np.asarray(left - right)

    def _ends(self) -> list[Gap]:
        found = []
        for start, stop in self.pieces:
            for end, side in ((start, "right"), (stop, "left")):
                if end in self.breakpoints:
                    left, right = (
                        float(t.beside(end, side, self.order))
                        if end in t.breakpoints
                        else float(t.curves[self.order](end))
                        for t in self.truths
                    )
                    found.append(Gap(left - right, end, side))
                else:
                    found.append(Gap(float(self.difference(np.array([end]))[0]), end))
        if self.order == 0:
            taken = [point for point in self.breakpoints if self.low <= point <= self.high]
            found += [Gap(float(self.difference(np.array([x]))[0]), x) for x in taken]
        return found

    @property
    def is_zero(self) -> bool:
        """Whether the two agree to rounding at all points."""
        sizes = np.array([abs(each.difference) for each in self.candidates])
        places = np.array([each.x for each in self.candidates])
        agree = np.abs(self.gap) <= self.rounding(self.x)
        return bool(agree.all() and (sizes <= self.rounding(places) + 1e-300).all())

    def digits(self) -> tuple[int, float]:
        """How many digits, of four, are left by what the app takes for rounding, and what that is."""
        doubt = max(float(self.rounding(np.array([gap.x]))[0]) for gap in self.alike()) * _TOLD / _ALIKE
        known = math.log10(max(self.largest, 1e-300) / max(doubt, 1e-300))
        return max(1, min(4, int(known - 1e-9))), doubt

    def alike(self) -> list[Gap]:
        """All candidates that may be as far apart as any."""
        return list(filter(self.is_as_large, self.candidates))

    def best(self) -> list[Gap]:
        """All candidates that are as far apart as any; where a limit is also taken, it is only taken."""
        equal = [each for each in self.candidates if self.is_as_large(each, _SAME / _ALIKE)]
        taken = {each.x for each in equal if not each.side}
        return [each for each in equal if not each.side or each.x not in taken]


def check_places(
    tally: Tally, said: Places, gaps: Sequence[Gaps], digits: int, what: str, *, doubt: float = 0.0
) -> None:
    """Every place that is named is one where a gap is as large as any, and every such place is named."""
    largest = max(each.largest for each in gaps)
    ranked = [each for each in gaps if each.largest >= largest * (1.0 - 1e-13)]
    claimed = Claimed(said, digits, 1.0, doubt=doubt)
    tally.numbers += len(claimed.ends) + len(said.points)
    for point in said.points:
        low, high = claimed.zone(point)
        if not any(_reaches(each, low, high) for each in ranked):
            tally.indifferent += 1
            tally.claim(any(each.is_flat_to_rounding(low, high) for each in ranked), f"{what}: not at {point.text}")
    _check_stretches(tally, claimed, ranked, what)
    best = [gap for each in ranked for gap in each.best()]
    taken = {gap.x for gap in best if not gap.side}
    left = {(gap.x, gap.side) for gap in best if gap.side and not any(math.isclose(gap.x, x) for x in taken)}
    for place in said.approached:
        for side in place.sides:
            match = [
                (x, s) for x, s in left if s == side and abs(x - place.x.value) <= 0.51 * place.x.unit(digits) + 1e-12
            ]
            tally.claim(match, f"{what}: not as x → {place.x.text} from the {side}")
            left -= set(match)
    named = [gap for gap in best if claimed.contains(np.array([gap.x]))[0] or claimed.unsure(np.array([gap.x]))[0]]
    tally.claim(not (said.more == 0 and left and not _covered(claimed, left)), f"{what}: {left} are not named")
    flat = {gap.x for gap in best if any(each.is_flat_to_rounding(gap.x - _NEAR, gap.x + _NEAR) for each in ranked)}
    unnamed = {round(gap.x, 6) for gap in best if not gap.side and gap not in named and gap.x not in flat}
    if said.more:
        alike = {gap.x for each in ranked for gap in each.alike() if not gap.side}
        tally.claim(len(alike) > len(said.points) + len(said.stretches), f"{what}: there are no more places")
    else:
        tally.claim(not unnamed, f"{what}: {unnamed} are not named")


def _covered(claimed: Claimed, left: set[tuple[float, str]]) -> bool:
    """A limit at the end of a stretch that is named."""
    return all(claimed.unsure(np.array([x]))[0] for x, _ in left)


def _reaches(gaps: Gaps, low: float, high: float) -> bool:
    """Whether the gap is as large as any, at a place that may be meant."""
    return any(low <= gap.x <= high and not gap.side for gap in gaps.alike())


def _check_stretches(tally: Tally, claimed: Claimed, ranked: Sequence[Gaps], what: str) -> None:
    """Inside of a stretch the gap stays as large; no three neighbouring points outside are."""
    for each in ranked:
        equal = np.abs(np.abs(each.gap) - each.largest) <= 1e-11 * each.largest + each.rounding(each.x)
        inside = claimed.contains(each.x) & ~claimed.unsure(each.x)
        if len(ranked) == 1:
            tally.claim(equal[inside].all(), f"{what}: not throughout, as at {each.x[inside & ~equal][:3]}")
        outside = equal & ~claimed.contains(each.x) & ~claimed.unsure(each.x)
        triples = outside[:-2] & outside[1:-1] & outside[2:]
        flat = triples & (np.abs(each.gap[2:] - each.gap[:-2]) == 0.0)
        also = [k for k in np.flatnonzero(flat)[:5].tolist() if each.is_flat(each.x[k], each.x[k + 2])]
        tally.claim(not also or claimed.said.more, f"{what}: also at {each.x[also]}")
    for stretch in claimed.said.stretches:
        for end, belongs in ((stretch.low, stretch.has_low), (stretch.high, stretch.has_high)):
            low, high = claimed.zone(end)
            takes = any(_takes(each, low, high) for each in ranked)
            tally.claim(takes == belongs, f"{what}: its end {end.text} {'does not belong' if belongs else 'belongs'}")


def _takes(gaps: Gaps, low: float, high: float) -> bool:
    """Whether the gap is as large as any at the breakpoint, or the end of the range, that is meant."""
    ends = [gaps.low, gaps.high, *gaps.breakpoints]
    meant = [x for x in ends if low <= x <= high and gaps.low <= x <= gaps.high]
    taken = [gap for gap in gaps.candidates if gap.x in meant and not gap.side]
    return any(map(gaps.is_as_large, taken))
