"""Axes: where a value lies between their ends, and which numbers stand on them, few and round."""

import itertools
import math
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from activations.elementwise import FloatArray
from pages.ui.wording import number_text, power_of_ten

# What labels an axis has room for; beyond, they are written in full, or count a power of ten that stands in its title.
_FINEST_LABELS, _LONGEST_LABELS = 0.05, 1e5

# Names by which an axis is so stretched that all others lie within this share of it run out of it instead.
_LEAST_SHARE = 0.05

# Around its values an axis leaves this share of their span, and it takes a span that is nothing but rounding for none.
_MARGIN, _LEAST_SPAN = 0.05, 1e-12

# A log axis of what chance moves spans at least this factor, lest its noise look like a trend.
LEAST_FACTOR_OF_NOISE = 100.0

_DIGITS = 4
_LONGEST_TEXT = 7  # letters for which there is room beside a y axis
_MOST_READ = 150  # values that the pointer can be at

_FARTHEST_POWER = 307.0  # of ten, on a log axis


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`; on a log axis, both above 0, equal factors are equally long; a whole one counts things."""

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def share(self, values: ArrayLike) -> FloatArray:
        """Where values lie, 0 being the low end and 1 the high one; NaN for what a log axis has no place for."""
        values = np.asarray(values, dtype=np.float64)
        if self.log:
            known = np.where(values > 0, values, np.nan)
            low, high = math.log10(self.low), math.log10(self.high)
            return (np.log10(known) - low) / (high - low)
        # Halved, since the ends may be farther apart than the largest float.
        return (0.5 * values - 0.5 * self.low) / (0.5 * self.high - 0.5 * self.low)

    def at(self, share: FloatArray) -> FloatArray:
        """The values that lie there: the inverse of `share`."""
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            return np.asarray(10.0 ** (low + share * (high - low)))
        return (1.0 - share) * self.low + share * self.high

    @property
    def length(self) -> float:
        """How far its ends are apart: on a log axis, in powers of ten."""
        return math.log10(self.high) - math.log10(self.low) if self.log else self.high - self.low

    @property
    def unit(self) -> int:
        """The power of ten that the labels count: 0 where they are short without."""
        end = max(abs(self.low), abs(self.high))
        if self.log or end == 0.0 or _FINEST_LABELS <= end < _LONGEST_LABELS:
            return 0
        return max(math.floor(math.log10(end)), sys.float_info.min_10_exp)

    def ticks(self, most: int, *, in_full: bool = False) -> list[tuple[float, str]]:
        """At most so many values with their labels: 1, 2 or 5 times a power of ten apart, or whole powers of ten."""
        if self.log:
            powers = round_numbers(math.log10(self.low), math.log10(self.high), most, least_step=1.0)
            return [(10.0**power, power_of_ten(round(power))) for power in powers.tolist()]
        scale = 10.0**self.unit
        values = round_numbers(self.low / scale, self.high / scale, most, least_step=1.0 if self.whole else 0.0)
        if values.size < 2 and not self.whole:
            return self.ticks(most + 1, in_full=in_full)  # one number alone says nothing of the scale
        factor = scale if in_full else 1.0
        return [(value * scale, number_text(value * factor, 6)) for value in values.tolist()]

    def text(self, value: float, *, in_full: bool = False) -> str:
        """A value as the labels count it; beside a y axis, in as many digits as there is room for."""
        if self.log:
            texts = [number_text(value, digits) for digits in range(_DIGITS, 0, -1)]
        else:
            scale = 10.0**self.unit
            step = _DIGITS - math.ceil(math.log10((0.5 * self.high - 0.5 * self.low) / scale))
            rounded = round(value / scale, step)  # as precise as the axis is long: what is 0 there is written so
            factor = scale if in_full else 1.0
            texts = [number_text(each * factor, _DIGITS) for each in (value / scale if rounded else 0.0, rounded)]
        return next((text for text in texts if in_full or len(text) <= _LONGEST_TEXT), texts[-1])


def round_numbers(low: float, high: float, most: int, *, least_step: float = 0.0) -> FloatArray:
    """The multiples from low to high of the least step, 1, 2 or 5 times a power of ten, that has at most `most`."""
    exponent = math.floor(math.log10(max((high - low) / most, least_step)))
    steps = [(mantissa, exponent + carry) for carry in (0, 1, 2) for mantissa in (1, 2, 5)]
    for mantissa, power in steps:
        # Multiples of a fraction are divided, or 3 × 0.1 would not be 0.3.
        up, down = mantissa * 10.0 ** max(power, 0), 10.0 ** max(-power, 0)
        first, last = math.ceil(low * down / up - 1e-9), math.floor(high * down / up + 1e-9)
        if last - first < most and up / down >= least_step:
            return np.arange(first, last + 1, dtype=np.float64) * up / down
    raise AssertionError("ten times the span has no two multiples in it")


def read_at(low: float, high: float) -> FloatArray:
    """The values along an axis that the pointer can be at."""
    return round_numbers(low, high, _MOST_READ)


def axis_around(values: FloatArray, *, log: bool = False, least_factor: float = 10.0) -> Axis:
    """An axis with room for all values that are finite and, on a log axis, above 0.

    One of equal values reaches to 0 too, so that it says how large they are; a log axis spans at least `least_factor`.
    """
    known = values[np.isfinite(values) & (values > 0)] if log else values[np.isfinite(values)]
    if log:
        low, high = (math.log10(known.min()), math.log10(known.max())) if known.size else (0.0, 0.0)
        margin = max(_MARGIN * (high - low), 0.5 * (math.log10(least_factor) - (high - low)))
        low = min(max(low - margin, -_FARTHEST_POWER), _FARTHEST_POWER - 1.0)
        return Axis(10.0**low, 10.0 ** min(max(high + margin, low + 1.0), _FARTHEST_POWER), log=True)
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    if 0.5 * high - 0.5 * low <= _LEAST_SPAN * max(abs(low), abs(high)):
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < sys.float_info.min:
        low, high = -1.0, 1.0
    margin = _MARGIN * min(high - low, sys.float_info.max)
    return Axis(max(low - margin, -sys.float_info.max), min(high + margin, sys.float_info.max))


def axis_for_most(values: FloatArray, *, log: bool = False, least_factor: float = 10.0) -> tuple[Axis, tuple[int, ...]]:
    """An axis around the columns of `values`, and those that run out of it: few, and by far the largest or smallest.

    At most half of the columns do, and only where the others would be squeezed into a line.
    """
    known = np.where(np.isfinite(values) & (~log | (values > 0.0)), values, np.nan)
    columns = np.flatnonzero(np.isfinite(known).any(axis=0)).tolist()
    whole = axis_around(values, log=log, least_factor=least_factor)
    ends = {column: (np.nanmin(known[:, column]), np.nanmax(known[:, column])) for column in columns}
    for count in range(1, len(columns) // 2 + 1):
        axes = {
            out: axis_around(
                np.array([ends[column] for column in columns if column not in out]), log=log, least_factor=least_factor
            )
            for out in itertools.combinations(columns, count)
        }
        out = min(axes, key=lambda out: axes[out].length)
        if axes[out].length < _LEAST_SHARE * whole.length:
            return axes[out], out
    return whole, ()
