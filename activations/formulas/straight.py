"""Straight lines among expressions, as exact as the numbers they are written with."""

import math
from collections.abc import Callable
from fractions import Fraction

from activations.formulas.expression import Call, Node, Number, Symbol

Line = tuple[Fraction, Fraction]  # slope and intercept

_FARTHEST = 1e300
_DIGITS = 15  # that a float keeps of any decimal


def exact(value: float) -> Fraction:
    """The number that is meant: 0.1 is one tenth, unless it has as many digits as a float can hold."""
    written = repr(value)
    return Fraction(written) if sum(map(str.isdigit, written.split("e")[0])) <= _DIGITS else Fraction(value)


def root_of(line: Line) -> float | None:
    """Where it is 0, unless nowhere, everywhere, or beyond the floats."""
    slope, intercept = line
    place = -intercept / slope if slope else None
    return float(place) + 0.0 if place is not None and abs(place) <= _FARTHEST else None


def line_of(node: Node, meaning: Callable[[float], Fraction] = Fraction) -> Line | None:
    """The straight line that an expression is, with numbers as the floats that they are, or with what is meant."""
    match node:
        case Number(value) if math.isfinite(value):
            return Fraction(0), meaning(value)
        case Symbol():
            return Fraction(1), Fraction(0)
        case Call("negate" | "add" | "subtract" | "multiply" | "divide" as name, arguments):
            lines = [line_of(each, meaning) for each in arguments]
            known = [each for each in lines if each is not None]
            return _combined(name, known) if len(known) == len(lines) else None
    return None


def _combined(name: str, lines: list[Line]) -> Line | None:
    (slope, intercept), (other_slope, other) = lines[0], lines[-1]
    if name == "negate":
        return -slope, -intercept
    if name in ("add", "subtract"):
        sign = 1 if name == "add" else -1
        return slope + sign * other_slope, intercept + sign * other
    if name == "divide":
        return (slope / other, intercept / other) if not other_slope and other else None
    if slope and other_slope:
        return None
    return slope * other + other_slope * intercept, intercept * other
