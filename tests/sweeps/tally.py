"""How many numbers and claims were held against what is true of them, and the first that did not hold."""

import math
from collections import Counter
from dataclasses import dataclass, field

from tests.sweeps.grammar import Number


class FalseSentenceError(AssertionError):
    """A number or a claim that is not true."""


@dataclass(slots=True)
class Tally:
    """Counts, and the checks that make them."""

    states: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    numbers: int = 0
    claims: int = 0
    indifferent: int = 0  # places that are as good as others, since a curve is flat to rounding there

    def claim(self, holds: object, what: str) -> None:
        """FalseSentenceError unless it holds."""
        self.claims += 1
        if not holds:
            raise FalseSentenceError(what)

    def rounded(self, stated: Number, truth: float, digits: int, *, doubt: float = 0.0) -> None:
        """A number rounded to so many digits, whose truth is known up to `doubt`."""
        self.numbers += 1
        if not (math.isfinite(truth) and stated.is_finite):
            off = 0.0 if truth == stated.value else math.inf
        else:
            off = abs(truth - stated.value)
        if off > 0.5000001 * stated.unit(digits) + doubt:
            raise FalseSentenceError(f"{stated.text} is said of {truth!r}")

    def exact(self, stated: Number, truth: float) -> None:
        """A number that reads back as it was set."""
        self.numbers += 1
        if stated.value != truth:
            raise FalseSentenceError(f"{stated.text} is said of {truth!r}")

    def at_most(self, stated: Number, truth: float, digits: int, *, doubt: float = 0.0, spare: float = 0.0) -> None:
        """A bound that is not below the truth, and above it by less than one in the last digit, and what is spared."""
        self.numbers += 1
        if not -doubt <= stated.value - truth < stated.unit(digits) + doubt + spare:
            raise FalseSentenceError(f"at most {stated.text} is said of {truth!r}")
