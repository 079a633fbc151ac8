"""Stretches of a line, with the ends that belong to them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from low to high; whether the ends are among them is said apart."""

    low: float
    high: float
    has_low: bool = False
    has_high: bool = False

    @classmethod
    def point(cls, x: float) -> "Interval":
        return cls(x, x, has_low=True, has_high=True)

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    def __contains__(self, x: float) -> bool:
        return self.low < x < self.high or (self.has_low and x == self.low) or (self.has_high and x == self.high)


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same numbers in as few intervals as possible, in order."""
    joined: list[Interval] = []
    for each in sorted(intervals, key=lambda interval: (interval.low, not interval.has_low)):
        last = joined[-1] if joined else None
        if last and (each.low < last.high or (each.low == last.high and (last.has_high or each.has_low))):
            joined[-1] = _hull(last, each)
        else:
            joined.append(each)
    return tuple(joined)


def repeated(intervals: Sequence[Interval], period: float, low: float, high: float) -> tuple[Interval, ...]:
    """Those that begin in [0, period), at every multiple of it at which they meet [low, high]; in order.

    An unbounded one stays as it is.
    """
    found = [each for each in intervals if math.isinf(each.low)]
    for each in intervals:
        if 0.0 <= each.low < period:
            first, last = math.ceil((low - each.high) / period), math.floor((high - each.low) / period)
            shifts = (k * period for k in range(first, last + 1))
            found += [replace(each, low=each.low + shift, high=each.high + shift) for shift in shifts]
    return tuple(sorted(found, key=lambda each: each.low))


def _hull(first: Interval, second: Interval) -> Interval:
    """From the lower end of `first`, which is not above that of `second`, to the higher of the upper ends."""
    highest = max(first.high, second.high)
    has_high = any(each.has_high for each in (first, second) if each.high == highest)
    has_low = first.has_low or (second.has_low and second.low == first.low)
    return Interval(first.low, highest, has_low=has_low, has_high=has_high)
