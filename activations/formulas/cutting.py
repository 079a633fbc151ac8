"""A tree between breakpoints, without the choices that it makes there; they are found where what decides is a line."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from activations.formulas.branches import is_choice
from activations.formulas.expression import Call, Node, Number, call, nodes_of, rebuilt, settings_of
from activations.formulas.functions import OF_CATALOG
from activations.formulas.jets import HOLDS
from activations.formulas.parts import Part
from activations.formulas.simplifying import made
from activations.formulas.straight import line_of
from activations.formulas.written import written_of

Place = Fraction | float  # of which the infinite ones are floats

_MOST = 9  # parts
_FARTHEST = 1e300  # that a breakpoint may be


def breakpoints_of_lines(tree: Node) -> list[Fraction]:
    """Where lines in a bound tree decide; those that hang on others are found in its parts."""
    everywhere = _Between(-math.inf, math.inf)
    rebuilt(tree, everywhere.taken)
    return sorted(everywhere.breakpoints)


def cut(tree: Node, breakpoints: Sequence[Fraction]) -> list[Part]:
    """The parts of a bound tree in order, first between these breakpoints; none where there would be too many."""
    waiting = _between(-math.inf, breakpoints, math.inf, tree)
    found: list[Part] = []
    while waiting:
        low, high, node = waiting.pop()
        between = _Between(low, high)
        taken = rebuilt(node, between.taken)
        if between.breakpoints:
            waiting += _between(low, sorted(between.breakpoints), high, taken)
        else:
            found.append(Part(float(low), float(high), taken))
        if len(found) + len(waiting) > _MOST:
            return []
    return [part for part in found if part.low < part.high]


def _between(low: Place, breakpoints: Sequence[Fraction], high: Place, node: Node) -> list[tuple[Place, Place, Node]]:
    """The node between each two places, from the last to the first."""
    ends: list[Place] = [low, *breakpoints, high]
    return [(start, end, node) for start, end in pairwise(ends)][::-1]


class _Between:
    """Makes the choices of a tree that are the same all the way between two places, and notes breakpoints there."""

    def __init__(self, low: Place, high: Place) -> None:
        self.breakpoints: set[Fraction] = set()
        self._low, self._high = low, high
        match low, high:
            case Fraction(), Fraction():
                self._inside = (low + high) / 2
            case Fraction(), _:
                self._inside = low + 1
            case _, Fraction():
                self._inside = high - 1
            case _:
                self._inside = Fraction(0)

    def taken(self, node: Node) -> Node:
        """The node, whose arguments have been through this, without its choice if that can be made."""
        if not isinstance(node, Call):
            return node
        name, arguments = node.function, node.arguments
        if name in OF_CATALOG:
            if not is_choice(node):
                return node
            if name == "softsign":
                return self._softsign(node)
            written = rebuilt(written_of(OF_CATALOG[name], settings_of(node), arguments[0]), self.taken)
            return node if any(map(is_choice, nodes_of(written))) else written
        found: Node | None = None
        match name, arguments:
            case "where", (condition, one, other):
                holds = self._holds(condition)
                found = None if holds is None else one if holds else other
            case "abs", (u,):
                sign = self._sign(u)
                found = None if sign is None else made("multiply", Number(float(sign)), u)
            case "sign", (u,):
                sign = self._sign(u)
                found = None if sign is None else Number(float(sign))
            case "max" | "min", (u, v):
                sign = self._sign(made("subtract", u, v))
                found = None if sign is None else u if (sign > 0) == (name == "max") else v
            case "clip", (u, low, high):
                larger = self.taken(call("max", u, low))
                found = self.taken(call("min", larger, high))
                found = node if is_choice(larger) or is_choice(found) else found
        return made(name, *arguments) if found is None else found

    def _softsign(self, node: Call) -> Node:
        # Not as a quotient, whose slope cancels far out.
        (u,) = node.arguments
        sign = self._sign(u)
        if not sign:
            return node
        size = u if sign > 0 else made("negate", u)
        return made("multiply", Number(float(sign)), call("hyperbola", size))

    def _sign(self, u: Node) -> int | None:
        """That of a line, if it has one sign between the places."""
        line = line_of(u)
        if line is None:
            return None
        slope, intercept = line
        if slope and self._low < -intercept / slope < self._high and abs(-intercept / slope) <= _FARTHEST:
            self.breakpoints.add(-intercept / slope)
            return None
        value = slope * self._inside + intercept
        return (value > 0) - (value < 0)

    def _holds(self, condition: Node) -> bool | None:
        if not isinstance(condition, Call):
            return None
        if condition.function in HOLDS:
            sign = self._sign(made("subtract", *condition.arguments))
            return None if sign is None else bool(HOLDS[condition.function](np.asarray(float(sign))))
        each = [self._holds(argument) for argument in condition.arguments]
        if condition.function == "not":
            return None if each[0] is None else not each[0]
        decisive = condition.function == "or"
        return decisive if decisive in each else None if None in each else not decisive
