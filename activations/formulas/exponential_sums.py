"""Sums of exponentials times powers of x with exact coefficients, and how fast what they leave out falls."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

ORDERS = 10  # of the powers of a small number that are kept
_MOST_TERMS = 60

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Power:
    """exp(rate x + offset) x^degree."""

    rate: Fraction
    offset: Fraction
    degree: int

    def __mul__(self, other: "Power") -> "Power":
        # Sums of fractions take long, and most are of nothing.
        rate = self.rate + other.rate if self.rate and other.rate else self.rate or other.rate
        offset = self.offset + other.offset if self.offset and other.offset else self.offset or other.offset
        return Power(rate, offset, self.degree + other.degree)


# How fast a power falls towards one side: its rate, and its degree with the other sign.
_Fall = tuple[Fraction | float, float]

UNIT = Power(_ZERO, _ZERO, 0)
NEVER: _Fall = (math.inf, math.inf)


class NoExpansionError(ArithmeticError):
    """There is none, or none is known."""


class Expansion:
    """Powers with their coefficients towards one side of x: all that fall more slowly than `known`."""

    def __init__(self, terms: Mapping[Power, Fraction], side: int, known: _Fall = NEVER) -> None:
        self._side, self.known = side, known
        self.terms = {power: each for power, each in terms.items() if each and self._fall(power) < known}
        if len(self.terms) > _MOST_TERMS:
            raise NoExpansionError

    def _fall(self, power: Power) -> _Fall:
        return -self._side * power.rate if power.rate else 0, -power.degree

    def least(self) -> _Fall:
        """How fast the first falls."""
        return min(map(self._fall, self.terms), default=self.known)

    def __add__(self, other: "Expansion") -> "Expansion":
        terms = dict(self.terms)
        for power, each in other.terms.items():
            terms[power] = terms.get(power, _ZERO) + each
        return Expansion(terms, self._side, min(self.known, other.known))

    def __mul__(self, other: "Expansion") -> "Expansion":
        known = min(_together(self.known, other.least()), _together(other.known, self.least()))
        terms: dict[Power, Fraction] = {}
        for (one, factor), (power, each) in product(self.terms.items(), other.terms.items()):
            together = one * power
            terms[together] = terms.get(together, _ZERO) + factor * each
        return Expansion(terms, self._side, known)

    def scaled(self, factor: Fraction) -> "Expansion":
        return Expansion({power: factor * each for power, each in self.terms.items()}, self._side, self.known)

    def put_into(self, coefficients: Callable[[int], Fraction]) -> "Expansion":
        """The sum of coefficients times powers of this, which has to be small."""
        found = Expansion({UNIT: coefficients(ORDERS)}, self._side, self.least())
        for order in range(ORDERS - 1, -1, -1):
            found = self * found + self.number(coefficients(order))
        return found

    def number(self, value: Fraction) -> "Expansion":
        return Expansion({UNIT: value}, self._side)

    def inverse(self) -> "Expansion":
        least = self.least()
        firsts = [power for power in self.terms if self._fall(power) == least]
        if len(firsts) != 1:
            raise NoExpansionError
        first, factor = firsts[0], self.terms[firsts[0]]
        opposite = Expansion({Power(-first.rate, -first.offset, -first.degree): 1 / factor}, self._side)
        rest = self * opposite + self.number(-_ONE)
        return opposite * rest.put_into(lambda order: Fraction((-1) ** order))


def _together(one: _Fall, other: _Fall) -> _Fall:
    return one[0] + other[0], one[1] + other[1]
