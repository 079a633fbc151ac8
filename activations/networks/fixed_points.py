"""All fixed points of the variance map, and where its orbits go.

V(q) √q only grows with q, since exp(−x²/2q) does. So the slope of V at a fixed point is at least −½; an orbit that
steps over a fixed point comes nearer to it by half, in ln q; there is no orbit of two variances in turn, and then every
orbit goes to a fixed point or to infinity (Coppel 1955, The solution of equations by iteration).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.optimize import minimize_scalar

from activations.activation import Activation
from activations.calculus.roots import root
from activations.elementwise import FloatArray
from activations.networks.growth import (
    GRID,
    Comparison,
    Profile,
    coarse_table_of,
    profile_of,
    sign_changes,
    signs_of,
    table_of,
)

Stability = Literal["stable", "unstable", "half-stable", "neutral"]

# Two numbers as near as that are the same variance.
_SAME = 1e-12

# Where more fixed points are looked for beside one: as far as a few neighbours on the grid.
_AROUND = np.exp(np.linspace(-0.6, 0.6, 121))

# How low the growth must come, relative to its neighbours on the grid, for a zero between them to be thinkable.
_LOW = 0.2

# An orbit is within reach of its fixed point after far fewer.
_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Crossing:
    """A fixed point q > 0 of the variance map, and the signs of the growth V(q) − q below and above it."""

    q: float
    below: float
    above: float

    @property
    def stability(self) -> Stability:
        if self.below == self.above:
            return "half-stable"
        return "stable" if self.below > self.above else "unstable"


@dataclass(frozen=True, slots=True, eq=False)
class VarianceMap:
    """The map V(q) = σ_w² E f(√q Z)² + σ_b² with all its fixed points q > 0, unless each q is one."""

    activation: Activation
    profile: Profile
    w: float
    b: float
    sign_at_zero: float  # of the growth V(q) − q for small q; 0 where each q is a fixed point
    crossings: tuple[Crossing, ...]  # in order

    @property
    def at_zero(self) -> float:
        return self.w * self.profile.at_zero + self.b

    @property
    def on_grid(self) -> FloatArray:
        """V at each variance of `GRID`, NaN beyond reach."""
        return self.w * table_of(self.activation)[1].values + self.b

    def __call__(self, q: float) -> float:
        """V(q); inf where it is beyond reach."""
        if q < GRID[0]:
            return self.at_zero + (self.w * self.profile.slope_at_zero * q if self.profile.at_zero == 0 else 0.0)
        values = self.profile.expectations(np.array([q]))[1].values
        return math.inf if math.isnan(values[0]) else self.w * float(values[0]) + self.b

    def stability(self, q: float) -> Stability:
        """Of a fixed point, or infinity."""
        if self.sign_at_zero == 0.0:
            return "neutral"
        if q == 0.0:
            return "stable" if self.sign_at_zero < 0 else "unstable"
        here = self._crossing_at(q)
        return here.stability if here else "unstable"

    def limit(self, start: float) -> float:
        """Where the orbit of a variance goes: a fixed point, 0, or inf; NaN if that cannot be told."""
        if start == 0.0 and self.at_zero == 0.0:
            return 0.0
        if self.sign_at_zero == 0.0:
            return start
        q = start or self.at_zero
        for _ in range(_STEPS):
            found = self._limit_in_sight(q)
            if found is not None:
                return found
            q = self(q)
        return math.nan

    def basin(self, start: float) -> tuple[float, float]:
        """An interval around `start` of variances with the same limit, as a rule between unstable fixed points."""
        limit = self.limit(start)
        if math.isnan(limit) or self.sign_at_zero == 0.0:
            return start, start
        before, after = self._neighbours(limit)
        low, high = before.q if before else 0.0, after.q if after else math.inf
        here = self._crossing_at(limit)
        if here:
            low, high = (low if here.below > 0 else limit), (high if here.above < 0 else limit)
            if not self._keeps(low, limit, high):
                # What steps over the fixed point from nearer than that stays; see above.
                low, high = max(low, limit * (limit / high) ** 2), min(high, limit * (limit / low) ** 2)
        return (low, high) if low <= start <= high else (start, start)

    def _limit_in_sight(self, q: float) -> float | None:
        """The limit of the orbit of q > 0; None where that cannot be seen before a few more steps."""
        here = self._crossing_at(q)
        if here:
            return here.q
        before, after = self._neighbours(q)
        grows = (before.above if before else self.sign_at_zero) > 0
        if grows and after is None:
            return math.inf
        if self.profile.samples.cut and q > GRID[np.isfinite(self.on_grid)][-1]:
            return math.nan
        target = after if grows else before
        if target is None:
            return 0.0
        if target.stability == "half-stable":
            return target.q
        before, after = self._neighbours(target.q)
        beyond = (after.q if after else math.inf) if grows else (before.q if before else 0.0)
        steps_over_at_most = target.q * math.sqrt(target.q / q)
        stays = steps_over_at_most < beyond if grows else steps_over_at_most > beyond
        return target.q if stays or self._steps_not_over(q, target.q) else None

    def _neighbours(self, q: float) -> tuple[Crossing | None, Crossing | None]:
        """The last fixed point below q and the first above it."""
        below = [crossing for crossing in self.crossings if crossing.q < q]
        above = [crossing for crossing in self.crossings if crossing.q > q]
        return below[-1] if below else None, above[0] if above else None

    def _crossing_at(self, q: float) -> Crossing | None:
        return next((each for each in self.crossings if abs(each.q - q) <= _SAME * each.q), None)

    def _steps_not_over(self, q: float, limit: float) -> bool:
        """Whether all variances from q to the limit stay on its side."""
        between = self.on_grid[(min(q, limit) < GRID) & (max(q, limit) > GRID)]
        return bool(np.all(between <= limit) if q < limit else np.all(between >= limit))

    def _keeps(self, low: float, limit: float, high: float) -> bool:
        """Whether no variance between low and high is taken over the limit and out at the other end."""
        if low == 0.0 and high == math.inf:
            return True
        below = self.on_grid[(low < GRID) & (limit > GRID)]
        above = self.on_grid[(limit < GRID) & (high > GRID)]
        return bool(np.all(below <= high) and np.all(above[np.isfinite(above)] >= low))


def variance_map_of(activation: Activation, w: float, b: float) -> VarianceMap:
    """With all its fixed points, as many as the sign of g allows; see `growth`."""
    profile = profile_of(activation)
    signs = profile.signs(w, b)
    taken = signs[signs != 0]
    sign_at_zero = float(taken[0]) if taken.size else 0.0
    places = _places(activation, w, b, sign_at_zero, sign_changes(signs))
    return VarianceMap(activation, profile, w, b, sign_at_zero, tuple(_crossings(sorted(places), sign_at_zero)))


def _places(activation: Activation, w: float, b: float, sign_at_zero: float, most: int) -> list[tuple[float, bool]]:
    """Where the growth is 0, at most so often, and whether it changes its sign there."""
    if most == 0:
        return []
    profile = profile_of(activation)
    places = [*_Search.of(profile, w, b, coarse_table_of(activation)).changes(sign_at_zero)]
    if len(places) == most:
        return places
    places = [*_Search.of(profile, w, b, table_of(activation)[0]).changes(sign_at_zero)]
    if most - len(places) < 2:
        return places
    # Two more may hide between neighbours on the grid, and beside those found.
    around = [q * _AROUND for q, _ in places if q > GRID[0]]
    search = _Search.of(profile, w, b, profile.expectations(np.unique(np.concatenate([GRID, *around])))[0])
    return [*search.changes(sign_at_zero), *search.touches()]


def _crossings(places: list[tuple[float, bool]], sign: float) -> Iterator[Crossing]:
    """From where the growth is 0, in order, and whether it changes its sign there."""
    for q, changes in places:
        yield Crossing(q, sign, -sign if changes else sign)
        sign = -sign if changes else sign


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """For zeros of the growth, from its values and signs at ascending q."""

    profile: Profile
    w: float
    b: float
    q: FloatArray
    values: FloatArray
    signs: FloatArray  # 0 where it is not known

    @classmethod
    def of(cls, profile: Profile, w: float, b: float, comparison: Comparison) -> "_Search":
        values, errors = comparison.growth(profile, w, b)
        return cls(profile, w, b, comparison.q, values, signs_of(values, errors))

    def growth(self, q: float) -> float:
        return self.profile.growth(q, self.w, self.b)[0]

    def changes(self, sign_at_zero: float) -> Iterator[tuple[float, bool]]:
        """Where the growth changes its sign between variances where that is known."""
        known = np.flatnonzero(self.signs)
        if known.size and self.signs[known[0]] != sign_at_zero:
            yield self._least(int(known[0])), True
        for k, m in pairwise(known.tolist()):
            if self.signs[k] != self.signs[m]:
                yield root(self.growth, self.q[k], self.q[m]), True

    def _least(self, k: int) -> float:
        """The change below the first grid point whose sign is known."""
        # Near 0 the map is as good as constant, or a straight line.
        at_zero = self.w * self.profile.at_zero + self.b
        slope = self.w * self.profile.slope_at_zero if self.profile.at_zero == 0 else 0.0
        straight = at_zero / (1.0 - slope) if slope < 1 else 0.0
        if straight < self.q[0] or np.sign(self.values[0]) == self.signs[k]:
            return straight or float(self.q[0])
        return root(self.growth, float(self.q[0]), float(self.q[k]))

    def touches(self) -> Iterator[tuple[float, bool]]:
        """Where the growth touches 0, or passes it twice, between variances at which it has one sign."""
        for low, high, sign in self._dips():

            def height(log_q: float, sign: float = sign) -> float:
                return float(sign * self.growth(math.exp(log_q)) / math.exp(log_q))

            ends = math.log(low), math.log(high)
            lowest = math.exp(float(minimize_scalar(height, bounds=ends, method="bounded", options={"xatol": 1e-9}).x))
            value, error = self.profile.growth(lowest, self.w, self.b)
            if sign * value < -error:
                yield root(self.growth, low, lowest), True
                yield root(self.growth, lowest, high), True
            elif sign * value <= error:
                yield lowest, False

    def _dips(self) -> Iterator[tuple[float, float, float]]:
        """Stretches of the grid in which the growth comes nearer to 0 than at both ends, where it has this sign."""
        known = np.flatnonzero(self.signs).tolist()
        heights = np.abs(self.values / self.q)
        for k, m in pairwise(known):
            if m > k + 1 and self.signs[k] == self.signs[m]:
                yield self.q[k], self.q[m], self.signs[k]
        for k in known[1:-1]:
            before, here, after = heights[k - 1 : k + 2]
            alike = self.signs[k - 1] == self.signs[k] == self.signs[k + 1]
            if not (alike and before >= here < after):
                continue
            # The vertex of a parabola through the three tells how low the growth comes to a few percent.
            lowest = here - (after - before) ** 2 / (8.0 * (before - 2.0 * here + after))
            if lowest < _LOW * min(before, after):
                yield self.q[k - 1], self.q[k + 1], self.signs[k]
