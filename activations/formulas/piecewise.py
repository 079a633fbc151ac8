"""Sums of straight lines with breakpoints, whose terms cancel far out, as one such line: exact everywhere."""

import itertools
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from activations.formulas.expression import Call, Node, Number, Symbol, X, call, settings_of
from activations.formulas.straight import Line, exact, line_of

_MOST_BREAKPOINTS = 8
_FARTHEST = 1e300  # beyond it numbers may be no floats
_NO_LINE: Line = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Lines that meet at breakpoints, of which there is one less, in order."""

    breakpoints: tuple[Fraction, ...]
    lines: tuple[Line, ...]

    def __neg__(self) -> "Piecewise":
        return self * Fraction(-1)

    def __mul__(self, factor: Fraction) -> "Piecewise":
        return Piecewise(
            self.breakpoints, tuple((factor * slope, factor * intercept) for slope, intercept in self.lines)
        )

    def __add__(self, other: "Piecewise") -> "Piecewise":
        breakpoints = sorted({*self.breakpoints, *other.breakpoints})
        pairs = [(self.line_at(x), other.line_at(x)) for x in _between(breakpoints)]
        return _bent(breakpoints, [(one[0] + two[0], one[1] + two[1]) for one, two in pairs])

    def line_at(self, x: Fraction) -> Line:
        return self.lines[bisect_left(self.breakpoints, x)]

    def value_at(self, x: Fraction) -> Fraction:
        slope, intercept = self.line_at(x)
        return slope * x + intercept

    def positive_part(self) -> "Piecewise":
        roots = {-intercept / slope for slope, intercept in self.lines if slope}
        breakpoints = sorted({*self.breakpoints, *(root for root in roots if not self.value_at(root))})
        return _bent(
            breakpoints, [self.line_at(x) if self.value_at(x) > 0 else _NO_LINE for x in _between(breakpoints)]
        )


def joined(node: Call) -> Node | None:
    """A sum or difference of lines with breakpoints, as choices between lines; None where no digit of it may cancel."""
    whole = piecewise_of(node)
    if whole is None or len(whole.breakpoints) > _MOST_BREAKPOINTS or not _may_cancel(node, whole):
        return None
    if any(abs(each) > _FARTHEST for each in (*whole.breakpoints, *itertools.chain.from_iterable(whole.lines))):
        return None
    found = _written(whole.lines[-1])
    for place, line in zip(reversed(whole.breakpoints), reversed(whole.lines[:-1]), strict=True):
        found = call("where", call("at_most", Symbol(X), Number(float(place))), _written(line), found)
    return found


def _may_cancel(node: Call, whole: Piecewise) -> bool:
    lines = [line_of(each, exact) for each in node.arguments]
    if not any(lines) or any(isinstance(each, Call) and each.function == "where" for each in node.arguments):
        return True
    return any(slope for slope, _ in filter(None, lines)) and any(not line[0] and line[1] for line in whole.lines)


def piecewise_of(node: Node) -> Piecewise | None:
    """The lines that an expression is between breakpoints; None if it is something else."""
    line = line_of(node, exact)
    if line is not None:
        return Piecewise((), (line,))
    if not isinstance(node, Call):
        return None
    match node:
        case Call("where", (Call("at_most", (Symbol(), Number(place))), u, v)):
            return _chosen(Fraction(place), u, v)
    if node.function not in _OF_LINES:
        return None
    parts: list[Piecewise] = []
    for each in reversed(node.arguments):  # of a long sum the last is the shortest
        part = piecewise_of(each)
        if part is None:
            return None
        parts.insert(0, part)
    return _combined(node, parts)


def _combined(node: Call, parts: list[Piecewise]) -> Piecewise | None:
    match node:
        case Call("multiply", (Number(factor), _)):
            return parts[1] * exact(factor)
        case Call("divide", (_, Number(divisor))) if divisor:
            return parts[0] * (1 / exact(divisor))
    rule = _RULES.get(node.function)
    return None if rule is None else rule(*parts, *(_constant(value) for value in settings_of(node).values()))


def _constant(value: float) -> Piecewise:
    return Piecewise((), ((Fraction(0), exact(value)),))


def _larger(u: Piecewise, v: Piecewise) -> Piecewise:
    return v + (u + -v).positive_part()


def _clipped(u: Piecewise, low: Piecewise, high: Piecewise) -> Piecewise:
    return -_larger(-_larger(u, low), -high)


_RULES: Mapping[str, Callable[..., Piecewise]] = {
    "negate": lambda u: -u,
    "add": lambda u, v: u + v,
    "subtract": lambda u, v: u + -v,
    "abs": lambda u: u.positive_part() + (-u).positive_part(),
    "max": _larger,
    "min": lambda u, v: -_larger(-u, -v),
    "clip": _clipped,
    "relu": lambda u: u.positive_part(),
    "relu6": lambda u: _clipped(u, _constant(0.0), _constant(6.0)),
    "hardtanh": _clipped,
}

_OF_LINES = frozenset({*_RULES, "multiply", "divide"})


def _chosen(place: Fraction, before: Node, after: Node) -> Piecewise | None:
    u, v = piecewise_of(before), piecewise_of(after)
    if u is None or v is None:
        return None
    # The place is rounded; where it is exactly is where the lines meet.
    (slope, intercept), (other_slope, other) = u.line_at(place), v.line_at(place)
    meeting = (other - intercept) / (slope - other_slope) if slope != other_slope else place
    if abs(meeting - place) > math.ulp(place) or slope * meeting + intercept != other_slope * meeting + other:
        return None
    place = meeting
    breakpoints = sorted(
        {place, *(each for each in u.breakpoints if each < place), *(each for each in v.breakpoints if each > place)}
    )
    return _bent(breakpoints, [(u if x < place else v).line_at(x) for x in _between(breakpoints)])


def _bent(breakpoints: list[Fraction], lines: list[Line]) -> Piecewise:
    """Without breakpoints at which nothing bends."""
    kept = [k for k in range(len(breakpoints)) if lines[k] != lines[k + 1]]
    return Piecewise(tuple(breakpoints[k] for k in kept), (*(lines[k] for k in kept), lines[-1]))


def _between(breakpoints: list[Fraction]) -> Iterable[Fraction]:
    """A place before, between and after the breakpoints each."""
    if not breakpoints:
        return [Fraction(0)]
    middles = [(low + high) / 2 for low, high in itertools.pairwise(breakpoints)]
    return [breakpoints[0] - 1, *middles, breakpoints[-1] + 1]


def _written(line: Line) -> Node:
    slope, intercept = (float(each) for each in line)
    if slope == 0.0:
        return Number(intercept)
    risen: Node = Symbol(X) if slope == 1.0 else call("multiply", Number(slope), Symbol(X))
    return risen if intercept == 0.0 else call("add", Number(intercept), risen)
