"""Numbers and lists as a reader sees them."""

import math
from collections.abc import Iterable

Interval = tuple[float, float]

_MOST_LISTED = 4


def figure(value: float, digits: int = 4) -> str:
    """A number with so many significant digits and a true minus sign, which 0 never has."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def counted(number: int, noun: str) -> str:
    """1 epoch, 2 epochs."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last


def on_intervals(intervals: Iterable[Interval], *, endless: bool = False) -> str:
    """Where on the x axis: "for x < −4.585 and for x > 4.585"; of many intervals, how many and how far they reach.

    `endless` is for the nearest of intervals that go on.
    """
    intervals = list(intervals)
    words = (
        listed(_on_interval(low, high) for low, high in intervals)
        if len(intervals) <= _MOST_LISTED
        else f"on {len(intervals)} intervals {_on_interval(intervals[0][0], intervals[-1][1])}"
    )
    return f"{words}, and so on" if endless else words


def _on_interval(low: float, high: float) -> str:
    if math.isinf(low):
        return "for every x" if math.isinf(high) else f"for x < {figure(high, 6)}"
    if math.isinf(high):
        return f"for x > {figure(low, 6)}"
    return f"between {figure(low, 6)} and {figure(high, 6)}"
