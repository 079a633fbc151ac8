"""Sums of straight lines with bends, whose terms cancel far out, as one line from bend to bend: exact everywhere."""

import itertools
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from activations.formulas.expression import Call, Node, Number, Symbol, X, call, settings_of
from activations.formulas.straight import Line, exact, line_of

_MOST_BENDS = 8
_FARTHEST = 1e300  # beyond it numbers may be no floats
_NO_LINE: Line = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Lines that meet at bends, of which there is one less, in order."""

    bends: tuple[Fraction, ...]
    lines: tuple[Line, ...]

    def __neg__(self) -> "Piecewise":
        return self * Fraction(-1)

    def __mul__(self, factor: Fraction) -> "Piecewise":
        return Piecewise(self.bends, tuple((factor * slope, factor * intercept) for slope, intercept in self.lines))

    def __add__(self, other: "Piecewise") -> "Piecewise":
        bends = sorted({*self.bends, *other.bends})
        pairs = [(self.line_at(x), other.line_at(x)) for x in _between(bends)]
        return _bent(bends, [(one[0] + two[0], one[1] + two[1]) for one, two in pairs])

    def line_at(self, x: Fraction) -> Line:
        return self.lines[bisect_left(self.bends, x)]

    def value_at(self, x: Fraction) -> Fraction:
        slope, intercept = self.line_at(x)
        return slope * x + intercept

    def positive_part(self) -> "Piecewise":
        roots = {-intercept / slope for slope, intercept in self.lines if slope}
        bends = sorted({*self.bends, *(root for root in roots if not self.value_at(root))})
        return _bent(bends, [self.line_at(x) if self.value_at(x) > 0 else _NO_LINE for x in _between(bends)])


def joined(node: Call) -> Node | None:
    """A sum or difference of lines with bends, as choices between lines; None where none of its digits may cancel."""
    whole = piecewise_of(node)
    if whole is None or len(whole.bends) > _MOST_BENDS or not _may_cancel(node, whole):
        return None
    if any(abs(each) > _FARTHEST for each in (*whole.bends, *itertools.chain.from_iterable(whole.lines))):
        return None
    found = _written(whole.lines[-1])
    for bend, line in zip(reversed(whole.bends), reversed(whole.lines[:-1]), strict=True):
        found = call("where", call("at_most", Symbol(X), Number(float(bend))), _written(line), found)
    return found


def _may_cancel(node: Call, whole: Piecewise) -> bool:
    lines = [line_of(each, exact) for each in node.arguments]
    if not any(lines) or any(isinstance(each, Call) and each.function == "where" for each in node.arguments):
        return True
    return any(slope for slope, _ in filter(None, lines)) and any(not line[0] and line[1] for line in whole.lines)


def piecewise_of(node: Node) -> Piecewise | None:
    """The lines that an expression is from bend to bend; None if it is something else."""
    line = line_of(node, exact)
    if line is not None:
        return Piecewise((), (line,))
    if not isinstance(node, Call):
        return None
    match node:
        case Call("where", (Call("at_most", (Symbol(), Number(bend))), u, v)):
            return _chosen(Fraction(bend), u, v)
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


def _chosen(bend: Fraction, before: Node, after: Node) -> Piecewise | None:
    u, v = piecewise_of(before), piecewise_of(after)
    if u is None or v is None:
        return None
    # The bend is rounded; where it is exactly is where the lines meet.
    (slope, intercept), (other_slope, other) = u.line_at(bend), v.line_at(bend)
    meeting = (other - intercept) / (slope - other_slope) if slope != other_slope else bend
    if abs(meeting - bend) > math.ulp(bend) or slope * meeting + intercept != other_slope * meeting + other:
        return None
    bend = meeting
    bends = sorted({bend, *(each for each in u.bends if each < bend), *(each for each in v.bends if each > bend)})
    return _bent(bends, [(u if x < bend else v).line_at(x) for x in _between(bends)])


def _bent(bends: list[Fraction], lines: list[Line]) -> Piecewise:
    """Without bends at which nothing bends."""
    kept = [k for k in range(len(bends)) if lines[k] != lines[k + 1]]
    return Piecewise(tuple(bends[k] for k in kept), (*(lines[k] for k in kept), lines[-1]))


def _between(bends: list[Fraction]) -> Iterable[Fraction]:
    """A place before, between and after the bends each."""
    if not bends:
        return [Fraction(0)]
    middles = [(low + high) / 2 for low, high in itertools.pairwise(bends)]
    return [bends[0] - 1, *middles, bends[-1] + 1]


def _written(line: Line) -> Node:
    slope, intercept = (float(each) for each in line)
    if slope == 0.0:
        return Number(intercept)
    risen: Node = Symbol(X) if slope == 1.0 else call("multiply", Number(slope), Symbol(X))
    return risen if intercept == 0.0 else call("add", Number(intercept), risen)
