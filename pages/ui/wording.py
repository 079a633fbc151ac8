"""Numbers and lists as a reader sees them."""

import math
from collections.abc import Iterable

from activations.calculus.intervals import Interval

# Outside of these powers of ten a number is written with its own.
_LEAST_EXPONENT, _LARGEST_EXPONENT = -4, 5

_MOST_LISTED = 4
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_text(value: float, digits: int = 4) -> str:
    """A number rounded to so many significant digits, or to a whole one, with a true minus sign, which 0 never has."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    mantissa, exponent = _rounded(value, digits)
    if _LEAST_EXPONENT <= exponent <= _LARGEST_EXPONENT:
        text = f"{value + 0.0:.{max(digits, exponent + 1)}g}"
    elif abs(mantissa) == 1:
        text = "-"[: mantissa < 0] + power_of_ten(exponent)
    else:
        text = f"{mantissa:.{digits}g} × {power_of_ten(exponent)}"
    return text.replace("-", "−")


def percentage(fraction: float, digits: int = 3) -> str:
    """A fraction in per cent."""
    return "–" if math.isnan(fraction) else f"{number_text(100.0 * fraction, digits)}%"


def power_of_ten(exponent: int) -> str:
    """10⁻⁴ for −4."""
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"


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


def _rounded(value: float, digits: int) -> tuple[float, int]:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return float(mantissa), int(exponent)


def _on_interval(low: float, high: float) -> str:
    if math.isinf(low):
        return "for every x" if math.isinf(high) else f"for x < {number_text(high, 6)}"
    if math.isinf(high):
        return f"for x > {number_text(low, 6)}"
    return f"between {number_text(low, 6)} and {number_text(high, 6)}"
