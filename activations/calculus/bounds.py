"""Suprema and infima, with the places where they are attained or approached."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from activations.calculus.intervals import Interval, union

Side = Literal["left", "right", ""]


@dataclass(frozen=True, slots=True)
class Approach:
    """A way towards a point: from one side of it, or out to ±inf."""

    x: float
    side: Side = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A supremum or infimum, ±inf if there is none."""

    value: float
    at: tuple[Interval, ...]  # where it is attained
    towards: tuple[Approach, ...]  # where it is only approached; empty if it is attained anywhere

    @property
    def attained(self) -> bool:
        return bool(self.at)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be extreme, and where it is taken or approached."""

    value: float
    where: Interval | Approach

    def of_size(self) -> "Candidate":
        return Candidate(abs(self.value), self.where)


def bound(candidates: Sequence[Candidate], extreme: Callable[[Iterable[float]], float]) -> Bound:
    """The extreme of all candidates, `extreme` being min or max, at all the places that share it."""
    best = extreme(candidate.value for candidate in candidates)
    equal = [candidate for candidate in candidates if same(candidate.value, best)]
    taken = [candidate for candidate in equal if isinstance(candidate.where, Interval)]
    if taken:
        value = extreme(candidate.value for candidate in taken)
        return Bound(value, union(each.where for each in taken if isinstance(each.where, Interval)), ())
    places = dict.fromkeys(each.where for each in equal if isinstance(each.where, Approach))
    return Bound(best, (), tuple(sorted(places, key=lambda place: (place.x, place.side))))


def same(first: float, second: float, moved: float = 0.0) -> bool:
    """Whether two numbers are equal to rounding, or to that of a number by which they moved."""
    return math.isclose(first, second, rel_tol=1e-12, abs_tol=1e-15 * moved)
