"""On which side of a breakpoint a point lies, where rounding hides it.

Of 2x − 1 and −1 the nearest floats to 0 tell nothing. It is exact where what decides is a straight line.
"""

import functools
import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.expression import Call, Node, Number, settings_of
from activations.formulas.functions import breakpoints_of
from activations.formulas.jets import Arithmetic, Quantity
from activations.formulas.simplifying import made
from activations.formulas.straight import line_of, root_of

CONFINED = "confined"

_STEEPEST = 1e300  # that is a float


class _Crossing(NamedTuple):
    """Where one expression passes another, and how much faster it rises."""

    place: float
    slope: float

    def side(self, x: FloatArray) -> FloatArray:
        return np.asarray(math.copysign(1.0, self.slope) * np.sign(x - self.place))


def side_of(u: Node, v: Node, x: FloatArray) -> FloatArray | None:
    """The sign of u − v at x, if it is that of a straight line."""
    crossing = _crossing(u, v)
    return None if crossing is None else crossing.side(x)


def is_told_by_lines(choice: Call) -> bool:
    """Whether no rounding has a say in which branch a choice takes."""
    u, *others = choice.arguments
    levels = map(Number, breakpoints_of(choice.function, settings_of(choice)))
    return all(_crossing(u, level) is not None for level in others or [*levels] or [Number(0.0)])


def on_its_branch(arithmetic: Arithmetic, node: Call, value: Quantity, x: FloatArray) -> Quantity:
    """The value at x of what a function is applied to, moved to the side on which it is of each of its breakpoints."""
    for threshold in breakpoints_of(node.function, settings_of(node)):
        value = _on_its_side(arithmetic, value, node.arguments[0], threshold, x)
    return value


def _on_its_side(arithmetic: Arithmetic, value: Quantity, u: Node, threshold: float, x: FloatArray) -> Quantity:
    crossing = _crossing(u, Number(threshold))
    if crossing is None:
        return value
    side = crossing.side(x)
    misplaced = np.isfinite(x) & (arithmetic.sign(value, arithmetic.number(threshold)) != side)
    if not misplaced.any():
        return value
    exact = threshold + crossing.slope * np.where(misplaced, x - crossing.place, 0.0)
    beside = np.where(exact == threshold, np.nextafter(threshold, np.copysign(np.inf, side)), exact)
    return arithmetic.choice(misplaced, arithmetic.number(np.where(side == 0.0, threshold, beside)), value)


def confined(u: Node, low: float, high: float) -> Node:
    """An expression that is known to be between two numbers, whatever rounding makes of it."""
    return Call(CONFINED, (u,), (("low", Number(low)), ("high", Number(high))))


def within_its_ends(arithmetic: Arithmetic, node: Call, value: Quantity) -> Quantity:
    """The value of a confined expression, on the right side of both ends."""
    for end, inwards in ((settings_of(node)["low"], math.inf), (settings_of(node)["high"], -math.inf)):
        if math.isfinite(end):
            limit = arithmetic.number(end)
            misplaced = np.sign(inwards) * arithmetic.sign(value, limit) <= 0.0
            if misplaced.any():
                value = arithmetic.choice(misplaced, arithmetic.number(math.nextafter(end, inwards)), value)
    return value


def difference_of(u: Node, v: Node) -> Node:
    """An expression that has the sign of u − v."""
    return made("subtract", *_balanced(_unlimited(u, v), _unlimited(v, u)))


@functools.lru_cache(maxsize=256)
def _crossing(u: Node, v: Node) -> _Crossing | None:
    line = line_of(difference_of(u, v))
    place = None if line is None else root_of(line)
    if line is None or place is None or abs(line[0]) > _STEEPEST:
        return None
    return _Crossing(place, float(line[0]) or math.copysign(5e-324, line[0]))


def _balanced(u: Node, v: Node) -> tuple[Node, Node]:
    """Two expressions that differ by as much, with what is added to one taken from the other, where that is exact."""
    match u, v:
        case Call("add", (Number(term), rest)) | Call("add" | "subtract", (rest, Number(term))), Number(level):
            rise = -term if u.function == "subtract" else term
            moved = level - rise
            if math.isfinite(moved) and Fraction(moved) == Fraction(level) - Fraction(rise):
                return _balanced(rest, Number(moved))
        case Number(), Call("add" | "subtract", (Number(), _) | (_, Number())):
            return _balanced(v, u)[::-1]
    return u, v


def _unlimited(u: Node, v: Node) -> Node:
    """What decides between the two where u is limited to numbers on one side of the number v."""
    match u, v:
        case (
            Call("max" | "min" as name, (inner, Number(limit))) | Call("max" | "min" as name, (Number(limit), inner)),
            Number(other),
        ) if limit < other if name == "max" else limit > other:
            return _unlimited(inner, v)
    return u
