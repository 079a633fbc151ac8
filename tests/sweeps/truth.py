"""What holds of a function, found at dense and random points, with mpmath where digits matter.

Nothing here knows `activations.calculus`: breakpoints and their conventions come from the oracles, turns and roots from
changes of sign between points, flat and straight parts from values that are equal in a hundred digits.
"""

import functools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from mpmath import mp
from scipy.optimize import brentq

from activations import Activation
from activations.elementwise import FloatArray
from tests.oracles import SLOPES_AT_BREAKPOINTS, Number, oracle_of

DIGITS = 100

# The distance over which a function bends, where it is not 1.
_LENGTHS: dict[str, Callable[..., float]] = {
    "SiLU": lambda beta: 1.0 / abs(beta) if beta else 1.0,
    "Softplus": lambda beta: 1.0 / beta,
    "CELU": lambda alpha: alpha,
    "Squareplus": math.sqrt,
    "Gaussian": lambda width: width,
    "ScaledTanh": lambda _, steepness: 1.0 / steepness,
    "Sin": lambda frequency: 1.0 / frequency,
    "Snake": lambda frequency: 1.0 / frequency,
}

# Of f, and of f′.
_PERIODS: dict[str, Callable[[float], float]] = {"Sin": lambda frequency: 2.0 * math.pi / frequency}
_SLOPE_PERIODS = {**_PERIODS, "Snake": lambda frequency: math.pi / frequency}

# Two values that differ by less, relative to their size, are the same place in a ranking.
_SAME = 1e-12

_SAME_EXACTLY = mp.mpf(10) ** -35


@dataclass(frozen=True, slots=True)
class Critical:
    """A value that may be extreme: taken at x, or on a whole piece, or approached at x from a side."""

    value: float
    x: float
    side: str = ""  # "left", "right", "" where it is taken, "far" towards ±inf
    end: float | None = None  # of a piece on which it is taken throughout

    @property
    def is_taken(self) -> bool:
        return self.side == ""


class Truth:
    """A function with what can be found out about it."""

    def __init__(self, activation: Activation) -> None:
        name, parameters = activation.name, dict(activation.parameters)
        self.activation = activation
        self.oracle = oracle_of(activation)
        self.conventions = SLOPES_AT_BREAKPOINTS[name](**parameters) if name in SLOPES_AT_BREAKPOINTS else {}
        self.breakpoints = sorted(self.conventions)
        if name == "Hardsigmoid":
            # Its breakpoints are rounded: the function that bends exactly there.
            low, high = map(mp.mpf, self.breakpoints)
            self.oracle = lambda x: min(max((mp.mpf(x) - low) / (high - low), mp.mpf(0)), mp.mpf(1))
        self.period, self.slope_period = (
            known[name](*parameters.values()) if name in known else None for known in (_PERIODS, _SLOPE_PERIODS)
        )
        self.length = _LENGTHS[name](*parameters.values()) if name in _LENGTHS else 1.0
        self.gap = min([self.length, *(right - left for left, right in pairwise(self.breakpoints) if right > left)])
        centre = parameters.get("offset", 0.0) if name == "Sigmoid" else 0.0
        self.anchors = sorted({centre, *self.breakpoints})
        self.curves = (activation, activation.derivative, activation.second_derivative)

    # -- points --

    def points(self, generator: np.random.Generator, low: float = -math.inf, high: float = math.inf) -> FloatArray:
        """Dense, random and far points in order, off the breakpoints, strictly between two numbers."""
        sides = generator.choice([-1.0, 1.0], 300)
        in_view = math.isfinite(low + high)
        parts = [np.linspace(low, high, 401 + math.ceil(24.0 * min(self.periods(low, high), 1e4)))] if in_view else []
        for anchor in self.anchors:
            parts.append(anchor + self.length * np.linspace(-12.0, 12.0, 481))
            parts.append(anchor + self.length * sides * 10.0 ** generator.uniform(-6.0, 3.0, 300))
            parts.append(anchor + self.length * sides[:60] * 10.0 ** generator.uniform(3.0, 12.0, 60))
        parts += [left + (right - left) * np.linspace(0.05, 0.95, 11) for left, right in pairwise(self.anchors)]
        x = np.unique(np.concatenate(parts))
        if self.slope_period and not in_view:
            x = x[np.abs(x) < 16.0 * self.slope_period]
        return x[(x > low) & (x < high) & ~np.isin(x, self.breakpoints)]

    def periods(self, low: float, high: float) -> float:
        """How often a wave goes up and down."""
        return (high - low) / self.slope_period if self.slope_period else 0.0

    def near(self, x: float) -> bool:
        """Whether a hundred digits show how far the function still is from what it tends to."""
        return min(abs(x - anchor) for anchor in self.anchors) <= 12.0 * self.length

    # -- exact values --

    def exact(self, x: Number, order: int = 0) -> Number:
        """f, f′ or f″ at a point off the breakpoints."""
        x, step = mp.mpf(x), mp.mpf(self.length) * mp.mpf(10) ** -30
        if order == 0:
            return self.oracle(x)
        if order == 1:
            return (self.oracle(x + step) - self.oracle(x - step)) / (2 * step)
        return (self.oracle(x + step) - 2 * self.oracle(x) + self.oracle(x - step)) / step**2

    @functools.lru_cache(maxsize=512)  # noqa: B019
    def beside(self, point: float, side: str, order: int) -> Number:
        """The limit of f, f′ or f″ at a breakpoint from a side."""
        step = mp.mpf(self.length) * mp.mpf(10) ** -30 * (-1 if side == "left" else 1)
        f = [self.oracle(mp.mpf(point) + k * step) for k in (1, 2, 3)]
        if order == 0:
            limit, value = 2 * f[0] - f[1], self.oracle(mp.mpf(point))
            return value if abs(limit - value) <= mp.mpf(10) ** -40 * max(abs(value), self.length) else limit
        return (f[1] - f[0]) / step if order == 1 else (f[2] - 2 * f[1] + f[0]) / step**2

    def far(self, side: float, order: int = 0) -> float:
        """The limit of f or f′ far out, NaN where there is none."""
        if self.slope_period if order else self.period:
            return math.nan
        near, farther = (float(self.curves[order](side * x)) for x in (1e200, 1e300))
        if abs(farther) > 1e30 * max(abs(near), 1e-100):
            return math.copysign(math.inf, farther)
        return 0.0 if abs(farther) < 1e-30 * abs(near) else farther

    def same_side_limits(self, point: float, order: int) -> bool:
        """Whether f, f′ or f″ comes to the same from both sides."""
        left, right = (self.beside(point, side, order) for side in ("left", "right"))
        return bool(abs(left - right) <= mp.mpf(10) ** -18 * (abs(left) + abs(right)) + mp.mpf(10) ** -25)

    def is_continuous_at(self, point: float) -> bool:
        """Whether f comes to its value there from both sides."""
        value = self.oracle(mp.mpf(point))
        return all(
            abs(self.beside(point, side, 0) - value) <= mp.mpf(10) ** -25 * max(abs(value), 1)
            for side in ("left", "right")
        )

    def kind_at(self, point: float) -> str:
        """What jumps there."""
        if not self.is_continuous_at(point):
            return "jump"
        if not self.same_side_limits(point, 1):
            return "kink"
        return "smooth" if self.same_side_limits(point, 2) else "curvature jump"

    # -- pieces --

    @functools.cached_property
    def pieces(self) -> list[tuple[float, float]]:
        """Between breakpoints; of a wave one period, a little before 0."""
        if self.period:
            return [(-1e-4 * self.period, (1.0 - 1e-4) * self.period)]
        return list(pairwise((-math.inf, *self.breakpoints, math.inf)))

    @functools.lru_cache(maxsize=64)  # noqa: B019
    def is_constant(self, low: float, high: float, order: int) -> bool:
        """Whether f or f′ stays the same on a piece."""
        values = [self.exact(x, order) for x in self._within(low, high)]
        size = max(map(abs, values))
        return bool(max(values) - min(values) <= _SAME_EXACTLY * size)

    def is_straight_at(self, x: float) -> bool:
        """Whether the piece around x is a straight line."""
        return any(low < x < high and self.is_constant(low, high, 1) for low, high in self.pieces)

    def _within(self, low: float, high: float) -> list[float]:
        if math.isinf(low) and math.isinf(high):
            return [self.anchors[0] + self.length * u for u in (-3.7, -1.3, 0.21, 0.94, 2.8)]
        if math.isinf(low) or math.isinf(high):
            end, away = (high, -1.0) if math.isinf(low) else (low, 1.0)
            return [end + away * self.length * u for u in (0.3, 1.1, 2.9, 4.7)]
        return [low + (high - low) * u for u in (0.11, 0.35, 0.62, 0.93)]

    # -- where curves turn and cross --

    def roots(self, order: int, x: FloatArray, level: float = 0.0) -> Iterator[float]:
        """Where f, f′ or f″ passes a level between two neighbouring points of one piece."""
        for low, high in self.pieces:
            inside = x[(x > low) & (x < high)]
            above = np.sign(self.curves[order](inside) - level)
            known = np.flatnonzero(above)
            for before, after in pairwise(known.tolist()):
                if above[before] != above[after]:
                    if after > before + 1:  # a point between is the root
                        yield float(inside[(before + after) // 2])
                        continue
                    curve = self.curves[order]
                    yield float(
                        brentq(
                            lambda t, curve=curve: float(curve(t)) - level,
                            inside[before],
                            inside[after],
                            xtol=1e-300,
                            rtol=1e-15,
                            maxiter=3000,
                        )
                    )

    def criticals(self, order: int, x: FloatArray) -> list[Critical]:
        """All values of f or f′ that may be extreme."""
        found = [each for low, high in self.pieces for each in self._ends(low, high, order)]
        found += [self._turn(root, order) for root in self.roots(order + 1, x) if self._in_period(root, order)]
        for point in self.breakpoints:
            if order == 0:
                found.append(Critical(float(self.oracle(mp.mpf(point))), point))
            elif self.kind_at(point) in {"curvature jump", "smooth"}:
                found.append(Critical(float(self.beside(point, "left", 1)), point))
        return [each for each in found if not math.isnan(each.value)]

    def _ends(self, low: float, high: float, order: int) -> Iterator[Critical]:
        if self.is_constant(low, high, order):
            yield Critical(float(self.exact(self._within(low, high)[1], order)), low, end=high)
        elif not self.period:
            for end, side, sign in ((low, "right", -1.0), (high, "left", 1.0)):
                if math.isinf(end):
                    yield Critical(self.far(sign, order), end, "far")
                else:
                    yield Critical(float(self.beside(end, side, order)), end, side)

    def _turn(self, root: float, order: int) -> Critical:
        value = self.exact(root, order)  # of which a difference quotient leaves what is far below its step
        within_rounding = abs(self.exact(root + 4.0 * math.ulp(root), order) - value)
        return Critical(float(value) if abs(value) > max(mp.mpf(10) ** -50, within_rounding) else 0.0, root)

    def _in_period(self, x: float, order: int) -> bool:
        period = self.slope_period if order else self.period
        return not period or 0.0 <= x + 1e-9 * period < period

    def extremes(self, order: int, sign: float, x: FloatArray, *, size: bool = False) -> list[Critical]:
        """Those with the largest (sign 1) or least value, or size: taken ones, or else all that are approached."""
        every = self.criticals(order, x)
        if size:
            every = [Critical(abs(each.value), each.x, each.side, each.end) for each in every]
        best = max(sign * each.value for each in every)
        if math.isinf(best):
            return [each for each in every if sign * each.value == best]
        equal = [each for each in every if best - sign * each.value <= _SAME * abs(best)]
        return [each for each in equal if each.is_taken] or equal
