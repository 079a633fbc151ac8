"""Power series on a disc, with bounds of all that rounding and their end take from them.

A series stands for any function whose terms, scaled to the unit disc, are within `doubts` of its own, and whose further
ones are no larger in sum than the last doubt: a Taylor model. The sum of the sizes of its terms bounds a series on the
disc, and that of a product is at most the product of those of its factors.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from activations.elementwise import FloatArray

TERMS = 24

_EPSILON = float(np.finfo(np.float64).eps)
_ROUNDINGS = 16.0  # of a coefficient
_ZERO, _CLEAR = 32.0, 1e-11  # how little a sum leaves that is 0 but for rounding, in roundings, and what it may be off
_LAG = np.subtract.outer(np.arange(TERMS + 1), np.arange(TERMS + 1))
_FACTORIALS = np.array([float(math.factorial(k)) for k in range(TERMS + 1)])
_ORDERS = np.arange(TERMS)
_BELL, _RADIUS = 2.0 / math.sqrt(math.pi), 3.0


class NoSeriesError(ArithmeticError):
    """The function has no series on the disc, or none is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Terms from that of order 0, and how far each, and all others together, may be off."""

    terms: FloatArray  # (TERMS,)
    doubts: FloatArray  # (TERMS + 1,)

    @classmethod
    def of(cls, *terms: float) -> "Series":
        return cls(np.array([*terms, *[0.0] * (TERMS - len(terms))]), np.zeros(TERMS + 1))

    @classmethod
    def rounded(cls, value: float) -> "Series":
        found = cls.of(value)
        found.doubts[0] = _EPSILON * abs(value)
        return found

    @property
    def start(self) -> float:
        return float(self.terms[0])

    @property
    def sizes(self) -> FloatArray:
        return np.append(np.abs(self.terms), 0.0) + self.doubts

    def __neg__(self) -> "Series":
        return Series(-self.terms, self.doubts)

    def __add__(self, other: "Series") -> "Series":
        """Their sum, in which is 0 what is so to the last digits: numbers that were typed, or folded, are rounded."""
        terms, size = self.terms + other.terms, np.abs(self.terms) + np.abs(other.terms)
        doubts = self.doubts + other.doubts
        doubts[:-1] += np.where((self.terms != 0.0) & (other.terms != 0.0), _EPSILON * np.abs(terms), 0.0)
        cancel = (np.abs(terms) <= _ZERO * _EPSILON * size) & (doubts[:-1] <= _CLEAR * size)
        doubts[:-1][cancel] = 0.0
        return Series(np.where(cancel, 0.0, terms), doubts)

    def __mul__(self, other: "Series") -> "Series":
        return _Factor(self).times(other)

    def scaled(self, factor: float) -> "Series":
        doubts = abs(factor) * self.doubts
        if abs(math.frexp(factor)[0]) != 0.5:  # or it is exact
            doubts[:-1] += 2.0 * _EPSILON * np.abs(factor * self.terms)
        return Series(factor * self.terms, doubts)

    def moved(self) -> "Series":
        """Without its term of order 0, which is left as a doubt."""
        terms = self.terms.copy()
        terms[0] = 0.0
        return Series(terms, self.doubts)

    def below(self, order: int) -> "Series":
        """Divided by a power of the variable, of which it is a multiple."""
        if self.sizes[:order].any():
            raise NoSeriesError
        doubts = np.append(self.doubts[order:], [self.doubts[-1]] * order)
        return Series(np.append(self.terms[order:], np.zeros(order)), doubts)

    def first(self, least: int = 0) -> int | None:
        """The order, from a least one, of the first term that is not 0."""
        orders = np.flatnonzero(self.terms[least:])
        return least + int(orders[0]) if orders.size else None

    def put_into(
        self, coefficients: FloatArray, rest: Callable[[float], float], sizes: FloatArray | None = None
    ) -> "Series":
        """The sum of coefficients times powers of this, of which what `rest` says is left at a size.

        Coefficients are rounded relative to `sizes`, which are their own unless they are given.
        """
        inner, size = self.moved(), float(np.sum(self.moved().sizes))
        left = rest(size)
        if not math.isfinite(left) or not np.isfinite(coefficients).all():
            raise NoSeriesError
        factor = _Factor(inner)
        found = Series.of(0.0)
        rounding = _ROUNDINGS * _EPSILON * (np.abs(coefficients) if sizes is None else sizes)
        if self.start == 0.0:
            rounding[(coefficients == 0.0) | (np.abs(coefficients) == 1.0)] = 0.0
        for each, doubt in zip(coefficients[::-1].tolist(), rounding[::-1].tolist(), strict=True):
            found = factor.times(found)
            found.terms[0] += each
            found.doubts[0] += doubt
        found.doubts[-1] += left
        # Where the term of order 0 is in doubt, powers of that are in all others.
        found.doubts[:-1] += left * 1e3 * self.doubts[0] / max(size, 1e-300)
        return found


class _Factor:
    """A series by which others are multiplied."""

    def __init__(self, series: Series) -> None:
        sizes, rounding = series.sizes, _EPSILON * np.count_nonzero(series.terms)
        self._terms = _shifted(series.terms)
        self._sizes = _spread(sizes)
        doubts = _spread(series.doubts + rounding * np.append(np.abs(series.terms), 0.0))
        doubts[-1] = self._sizes[-1]
        self._doubts = doubts[:, :TERMS]

    def times(self, other: Series) -> Series:
        doubts = self._sizes @ other.doubts + self._doubts @ np.abs(other.terms)
        return Series(self._terms @ other.terms, doubts)


def _shifted(terms: FloatArray) -> FloatArray:
    lag = _LAG[:TERMS, :TERMS]
    return np.where(lag >= 0, terms[np.maximum(lag, 0)], 0.0)


def _spread(sizes: FloatArray) -> FloatArray:
    """The same for sizes: what goes beyond the terms is added up in the last row."""
    matrix = np.zeros((TERMS + 1, TERMS + 1))
    matrix[:TERMS, :TERMS] = _shifted(sizes[:TERMS])
    matrix[TERMS] = np.cumsum(sizes[::-1])
    return matrix


def _of_factorials(scale: float) -> Callable[[float], float]:
    """The rest of a series whose coefficients are no larger than a number over factorials."""

    def rest(size: float) -> float:
        return scale * size**TERMS / _FACTORIALS[TERMS] / (1.0 - size / TERMS) if size < TERMS else math.inf

    return rest


def _geometric(ratio: float = 1.0, last: float = 1.0) -> Callable[[float], float]:
    """The rest of one whose coefficients, from the last known on, grow by no more than a ratio."""

    def rest(size: float) -> float:
        return last * size**TERMS / (1.0 - ratio * size) if ratio * size < 1.0 else math.inf

    return rest


def _waving(u: Series, start: tuple[float, float], sign: float, scale: float) -> Series:
    """Of a function that is, up to a sign, its own second derivative, from its value and slope."""
    signs = sign ** (_ORDERS // 2)
    return u.put_into(signs * np.array(start)[_ORDERS % 2] / _FACTORIALS[:TERMS], _of_factorials(scale))


def exp(u: Series) -> Series:
    start = math.exp(u.start)
    return u.put_into(start / _FACTORIALS[:TERMS], _of_factorials(start))


def sin(u: Series) -> Series:
    return _waving(u, (math.sin(u.start), math.cos(u.start)), -1.0, 1.0)


def cos(u: Series) -> Series:
    return _waving(u, (math.cos(u.start), -math.sin(u.start)), -1.0, 1.0)


def sinh(u: Series) -> Series:
    start = math.sinh(u.start), math.cosh(u.start)
    return _waving(u, start, 1.0, start[1])


def cosh(u: Series) -> Series:
    start = math.cosh(u.start), math.sinh(u.start)
    return _waving(u, start, 1.0, start[0])


def tanh(u: Series) -> Series:
    return over(sinh(u), cosh(u))


def log(u: Series) -> Series:
    if u.start <= 0.0:
        raise NoSeriesError
    coefficients = -((-1.0) ** _ORDERS) / np.maximum(_ORDERS, 1)
    coefficients[0] = 0.0
    return Series.rounded(math.log(u.start)) + u.moved().scaled(1.0 / u.start).put_into(coefficients, _geometric())


def power(u: Series, exponent: float) -> Series:
    if exponent.is_integer() and 0.0 < exponent <= TERMS:
        found, factor = u, _Factor(u)
        for _ in range(int(exponent) - 1):
            found = factor.times(found)
        return found
    if u.start == 0.0 or (u.start < 0.0 and not exponent.is_integer()):
        raise NoSeriesError
    coefficients = np.cumprod(np.append(1.0, (exponent - _ORDERS) / (_ORDERS + 1.0)))
    ratio = max(1.0, (TERMS + abs(exponent)) / (TERMS + 1.0))
    bound = u.moved().scaled(1.0 / u.start).put_into(coefficients[:-1], _geometric(ratio, abs(coefficients[-1])))
    return bound.scaled(u.start**exponent)


def over(u: Series, v: Series) -> Series:
    """A quotient, also of two that are 0 where it is a number by their slopes."""
    order = v.first()
    if order is None:
        raise NoSeriesError
    return u.below(order) * power(v.below(order), -1.0)


def atan(u: Series) -> Series:
    start, change = u.start, u.moved()
    inner = over(change, Series.rounded(1.0 + start * start) + change.scaled(start)) if start else change
    found = inner.put_into(np.sin(0.5 * np.pi * _ORDERS).round() / np.maximum(_ORDERS, 1), _geometric())
    return found + Series.rounded(math.atan(start)) if start else found


def asinh(u: Series) -> Series:
    if u.start < 0.0:
        return -asinh(-u)
    if u.start == 0.0:
        odd = np.array([math.comb(2 * k, k) * (-0.25) ** k / (2 * k + 1) for k in range(TERMS // 2)])
        return u.put_into(np.ravel(np.column_stack([np.zeros(odd.size), odd])), _geometric())
    return log(u + power(Series.of(1.0) + u * u, 0.5))


def erf(u: Series) -> Series:
    """Of coefficients that are Hermite's polynomials over factorials, of which the rest is bounded on a circle."""
    x = u.start
    coefficients, sizes = np.zeros(TERMS), np.zeros(TERMS)
    coefficients[0] = sizes[0] = math.erf(x)
    one, other = _BELL * math.exp(-x * x), 0.0  # of the slope
    size, before = one, 0.0  # of what cancels in these
    for order in range(1, TERMS):
        coefficients[order], sizes[order] = one / order, size / order
        one, other = (-2.0 * x * one - 2.0 * other) / order, one
        size, before = (2.0 * abs(x) * size + 2.0 * before) / order, size
    scale = _BELL * math.exp(_RADIUS * _RADIUS) / _RADIUS ** (TERMS - 1.0)
    return u.put_into(coefficients, _geometric(1.0 / _RADIUS, scale), np.abs(sizes))
