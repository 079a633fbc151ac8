"""Places on the x axis in words, with the ends that belong to them: of zeros, extremes and vanishing gradients."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, TypeVarTuple, Unpack

from activations.calculus.bounds import Approach, Bound
from activations.calculus.extrema import Extreme
from activations.calculus.intervals import Interval
from activations.calculus.sampling import NotResolvedError
from pages.ui.wording import at_most_text, counted, listed, number_text

Arguments = TypeVarTuple("Arguments")
Found = TypeVar("Found")

NOT_RESOLVED = "not resolved: 64-bit numbers cannot follow changes on such a scale"

_DIGITS = 6
_DIGITS_OF_WAVE = 10  # also of its places, or a page that tells several of them would write its period in two ways

# Two places this far apart, in periods, differ by rounding alone.
_ROUNDING = 1e-12

# Of many places, so many are named.
_MOST_LISTED = 4


def known(find: Callable[[Unpack[Arguments]], Found], *arguments: *Arguments) -> Found | None:
    """What `find` finds, None where a function changes on a scale that floats cannot tell."""
    try:
        return find(*arguments)
    except NotResolvedError:
        return None


def where(intervals: Iterable[Interval], *, period: float | None = None, digits: int = _DIGITS) -> str:
    """For which x: "for x < −4.585 and for x ≥ 3, and at x = 0"; "nowhere" if there are none.

    Of a wave, of which the intervals near 0 are known, those of one period, and the period.
    """
    every, digits = list(intervals), max(digits, _DIGITS_OF_WAVE) if period else digits
    chosen = _of_one_period(every, period) if period else _nearest(every)
    if not chosen:
        return "nowhere"
    gap = _all_but(chosen)
    if gap is not None:
        words = f"for every x except {number_text(gap, digits)}"
    else:
        stretches = [f"for {_stretch(each, digits)}" for each in chosen if not each.is_point]
        points = [number_text(each.low, digits) for each in chosen if each.is_point]
        words = listed([*stretches, *([f"at x = {listed(points)}"] if points else [])])
    if period and all(math.isfinite(each.low) for each in chosen):
        return f"{words}, and so on with the period {number_text(period, digits)}"
    return f"{words} and {counted(len(every) - len(chosen), 'more place')}" if len(every) > len(chosen) else words


def bound_text(bound: Bound, *, period: float | None = None, digits: int = 10) -> str:
    """A supremum or infimum, and where it is attained or approached."""
    if math.isinf(bound.value):
        return "none: unbounded"
    value = number_text(bound.value, digits)
    if bound.attained:
        return f"{value}, attained {where(bound.at, period=period, digits=digits)}"
    return f"{value}, not attained but approached {approached(bound.towards)}"


def gap_text(found: Sequence[Extreme], *, bound: bool = False, digits: int = 4) -> str:
    """How large the extremes are, with no more digits than rounding leaves; as a bound, not below what they may be."""
    if not found:
        return "0"
    size, doubt = abs(found[0].difference), found[0].doubt
    known = min(digits, int(math.log10(max(size / doubt, 10.0)))) if doubt else digits
    if bound:
        return at_most_text(size if known == digits else size + doubt, known)
    return number_text(size, known)


def difference_text(extreme: Extreme) -> str:
    """An extreme with its sign, and no more digits than rounding leaves."""
    return "−"[: extreme.difference < 0] + gap_text([extreme])


def approached(places: Sequence[Approach]) -> str:
    """As x goes where: "as x → −∞ and as x → 3 from the left"."""
    sides: dict[float, list[str]] = {}
    for place in places:
        sides.setdefault(place.x, []).append(place.side)
    return listed(_towards(x, found) for x, found in sides.items())


def places_of(extremes: Sequence[Extreme]) -> str:
    """Where the extremes are taken, and which places they are only approached at."""
    taken = [each.where for each in extremes if isinstance(each.where, Interval)]
    limits = [each.where for each in extremes if isinstance(each.where, Approach)]
    return listed([*([where(taken)] if taken else []), *([approached(limits)] if limits else [])])


def image_text(image: Sequence[Interval]) -> str:
    """A set of values: square brackets for ends that belong to it, round ones for those that do not."""
    return " ∪ ".join(_part(interval) for interval in image)


def apart(low: float, high: float, digits: int) -> tuple[str, str]:
    """Two different numbers as text, with as many more digits as they need to look different."""
    for more in range(digits, 18):
        texts = number_text(low, more), number_text(high, more)
        if texts[0] != texts[1]:
            break
    return texts


def _towards(x: float, sides: Sequence[str]) -> str:
    if math.isinf(x):
        return f"as x → {number_text(x)}"
    side = "either side" if len(sides) > 1 else f"the {sides[0]}"
    return f"as x → {number_text(x, _DIGITS)}" + (f" from {side}" if sides[0] else "")


def _part(interval: Interval) -> str:
    if interval.is_point:
        return f"{{{number_text(interval.low, _DIGITS)}}}"
    low, high = apart(interval.low, interval.high, _DIGITS)
    return f"{'[' if interval.has_low else '('}{low}, {high}{']' if interval.has_high else ')'}"


def _stretch(interval: Interval, digits: int) -> str:
    less_low, less_high = "≤" if interval.has_low else "<", "≤" if interval.has_high else "<"
    if math.isinf(interval.low):
        return "every x" if math.isinf(interval.high) else f"x {less_high} {number_text(interval.high, digits)}"
    if math.isinf(interval.high):
        return f"x {'≥' if interval.has_low else '>'} {number_text(interval.low, digits)}"
    low, high = apart(interval.low, interval.high, digits)
    return f"{low} {less_low} x {less_high} {high}"


def _all_but(intervals: Sequence[Interval]) -> float | None:
    """The one point that two half-lines leave out."""
    if len(intervals) == 2 and math.isinf(intervals[0].low) and math.isinf(intervals[1].high):
        first, second = intervals
        if first.high == second.low:
            return first.high
    return None


def _of_one_period(intervals: Sequence[Interval], period: float) -> list[Interval]:
    if any(math.isinf(each.low) for each in intervals):
        return list(intervals)
    rounding = _ROUNDING * period
    return [each for each in intervals if -rounding <= each.low < period - rounding]


def _nearest(intervals: Sequence[Interval]) -> list[Interval]:
    nearest = sorted(intervals, key=lambda each: min(abs(each.low), abs(each.high)))[:_MOST_LISTED]
    return sorted(nearest, key=lambda each: each.low)
