"""What a tree is far out: a sum of exponentials times powers of x, with exact coefficients, so that all cancels."""

import functools
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from activations.formulas.exponential_sums import NEVER, ORDERS, UNIT, Expansion, NoExpansionError, Power
from activations.formulas.expression import Call, Node, Number, Symbol, X, call, settings_of
from activations.formulas.simplifying import made
from activations.formulas.straight import Line, exact, line_of

_EXPONENT = 8  # from where on an exponential is small
_FAR = 1_000  # from where on, in its own units, 1/u is
_NOTHING = 2.0**-56  # beside 1
_LARGEST = 1e100  # a coefficient or a distance, and its reciprocal the least
_STEPS = 40

_ZERO, _ONE = Fraction(0), Fraction(1)


class _Far:
    """Walks a tree towards one side of x, and notes from where on what it finds is good."""

    def __init__(self, side: int) -> None:
        self.side, self.start = side, _ONE  # a distance from 0

    def of(self, node: Node) -> Expansion:
        line = line_of(node, exact)
        if line is not None:
            return self.line(line)
        if not isinstance(node, Call):
            raise NoExpansionError
        if node.function in _OF_EXPANSIONS:
            return _OF_EXPANSIONS[node.function](*(self.of(each) for each in node.arguments))
        inner = line_of(node.arguments[0], exact)
        match node:
            case Call("power", (u, Number(exponent))) if exponent.is_integer() and 0.0 < exponent < ORDERS:
                return functools.reduce(operator.mul, [self.of(u)] * int(exponent))
            case Call(name, _) if name in _OF_LINES and inner is not None and inner[0]:
                return _OF_LINES[name](self, inner, settings_of(node))
        raise NoExpansionError

    def line(self, line: Line) -> Expansion:
        slope, intercept = line
        return Expansion({Power(_ZERO, _ZERO, 1): slope, UNIT: intercept}, self.side)

    def exponential(self, line: Line, factor: Fraction) -> Expansion:
        """exp(factor u) of a line u, where it falls."""
        rate, offset = factor * line[0], factor * line[1]
        if self.side * rate >= 0:
            raise NoExpansionError
        self.start = max(self.start, (_EXPONENT + abs(offset)) / abs(rate))
        return Expansion({Power(rate, offset, 0): _ONE}, self.side)

    def falling(self, line: Line, factor: Fraction = _ONE) -> tuple[Expansion, bool]:
        """exp(−|factor u|), and whether u rises."""
        rises = self.side * line[0] > 0
        return self.exponential(line, -factor if rises else factor), rises

    def inverse(self, line: Line, size: Fraction = _ONE) -> Expansion:
        """1/u of a line that is large beside a size."""
        slope, intercept = line
        self.start = max(self.start, _FAR * (size + abs(intercept)) / abs(slope))
        return self.line(line).inverse()


def asymptotic_form(tree: Node, side: int) -> tuple[float, Node] | None:
    """From where on a tree is, towards one side, a sum of a few exponentials times powers, and the sum."""
    far = _Far(side)
    try:
        expansion = far.of(tree)
    except NoExpansionError:
        return None
    if not all(1.0 / _LARGEST < abs(each) < _LARGEST for each in (far.start, *expansion.terms.values())):
        return None
    groups: dict[tuple[Fraction, Fraction], dict[int, float]] = {}
    for power, each in expansion.terms.items():
        groups.setdefault((power.rate, power.offset), {})[power.degree] = float(each)
    start = float(far.start) if expansion.known == NEVER else _settled_from(groups, float(far.start))
    if start is None or not groups:
        return None
    found: Node = Number(0.0)
    for (rate, offset), powers in groups.items():
        falling = made("exp", made("add", Number(float(offset)), made("multiply", Number(float(rate)), Symbol(X))))
        found = made("add", found, made("multiply", falling, _written(powers)))
    return side * start, found


def _settled_from(groups: Mapping[tuple[Fraction, Fraction], Mapping[int, float]], start: float) -> float | None:
    """From which distance on the last terms, and so what comes after them, are nothing beside the first that varies."""
    sizes = [
        (abs(rate), offset, degree, abs(factor))
        for (rate, offset), powers in groups.items()
        for degree, factor in powers.items()
        if rate or degree
    ]
    if not sizes:
        return None
    orders = [(each[0], -each[2]) for each in sizes]
    first, last = (
        [each for each, order in zip(sizes, orders, strict=True) if order == end] for end in (min(orders), max(orders))
    )
    for _ in range(_STEPS):
        left = max(_logarithm(each, start) for each in last) - min(_logarithm(each, start) for each in first)
        if left <= math.log(_NOTHING):
            return start if start <= _LARGEST else None
        start *= 1.5
    return None


def _logarithm(term: tuple[Fraction, Fraction, int, float], distance: float) -> float:
    """That of a term's size, so far out."""
    rate, offset, degree, factor = term
    return float(offset) - float(rate) * distance + degree * math.log(distance) + math.log(factor)


def _written(powers: Mapping[int, float]) -> Node:
    """A sum of powers of x, from the last of x, or of 1/x, on."""
    top, least = max(powers), min(powers)
    x: Node = Symbol(X)
    if least >= 0:
        return _nested([powers.get(degree, 0.0) for degree in range(top, -1, -1)], x)
    found = _nested([powers.get(degree, 0.0) for degree in range(least, top + 1)], call("divide", Number(1.0), x))
    return found if top == 0 else call("multiply", made("power", x, Number(float(top))), found)


def _nested(coefficients: Sequence[float], variable: Node) -> Node:
    found: Node = Number(coefficients[0])
    for each in coefficients[1:]:
        found = call("multiply", variable, found)
        found = call("add", Number(each), found) if each else found
    return found


def _log1p(u: Expansion) -> Expansion:
    return u.put_into(lambda order: Fraction((-1) ** (order + 1), order) if order else _ZERO)


def _root(u: Expansion) -> Expansion:
    """√(1 + u)."""

    def coefficient(order: int) -> Fraction:
        found = _ONE
        for k in range(order):
            found *= (Fraction(1, 2) - k) / (k + 1)
        return found

    return u.put_into(coefficient)


def _and_one(u: Expansion) -> Expansion:
    return u + u.number(_ONE)


def _sigmoid(far: _Far, line: Line, settings: Mapping[str, float]) -> Expansion:
    slope, intercept = line
    small, rises = far.falling((slope, intercept - exact(settings.get("offset", 0.0))))
    return _and_one(small).inverse() if rises else small * _and_one(small).inverse()


def _softplus(far: _Far, line: Line, settings: Mapping[str, float]) -> Expansion:
    beta = exact(settings["beta"])
    small, rises = far.falling(line, beta)
    curved = _log1p(small).scaled(1 / beta)
    return far.line(line) + curved if rises else curved


def _logsigmoid(far: _Far, line: Line, _: Mapping[str, float]) -> Expansion:
    small, rises = far.falling(line)
    return _log1p(small).scaled(-_ONE) if rises else far.line(line) + _log1p(small).scaled(-_ONE)


def _tanh(far: _Far, line: Line, _: Mapping[str, float]) -> Expansion:
    small, rises = far.falling(line, Fraction(2))
    found = _and_one(small).inverse().scaled(Fraction(2)) + small.number(-_ONE)
    return found if rises else found.scaled(-_ONE)


def _silu(far: _Far, line: Line, settings: Mapping[str, float]) -> Expansion:
    slope, intercept = line
    beta = exact(settings["beta"])
    return far.line(line) * _sigmoid(far, (beta * slope, beta * intercept), {})


def _mish(far: _Far, line: Line, _: Mapping[str, float]) -> Expansion:
    small, rises = far.falling(line)
    square = small * small
    if rises:
        above = _and_one(small.scaled(Fraction(2)))
        below = above + square.scaled(Fraction(2))
    else:
        above = square + small.scaled(Fraction(2))
        below = above + small.number(Fraction(2))
    return far.line(line) * above * below.inverse()


def _hyperbola(far: _Far, line: Line, _: Mapping[str, float]) -> Expansion:
    return _and_one(far.inverse(line)).inverse()


def _rooted(far: _Far, line: Line, square: float) -> Expansion:
    """√(1 + square/u²)."""
    small = far.inverse(line, exact(square) + 1)
    return _root((small * small).scaled(exact(square)))


def _squareplus(far: _Far, line: Line, settings: Mapping[str, float]) -> Expansion:
    root = _rooted(far, line, settings["b"])
    rises = far.side * line[0] > 0
    return (far.line(line) * _and_one(root if rises else root.scaled(-_ONE))).scaled(Fraction(1, 2))


def _isru(far: _Far, line: Line, _: Mapping[str, float]) -> Expansion:
    return _rooted(far, line, 1.0).inverse().scaled(Fraction(1 if far.side * line[0] > 0 else -1))


def _arctan(far: _Far, line: Line, _: Mapping[str, float]) -> Expansion:
    small = far.inverse(line)
    odd = small.put_into(lambda order: Fraction((-1) ** (order // 2), order) if order % 2 else _ZERO)
    limit = Fraction(math.pi / 2.0) if far.side * line[0] > 0 else Fraction(-math.pi / 2.0)
    return small.number(limit) + odd.scaled(-_ONE)


def _minus_tanh(far: _Far, line: Line, settings: Mapping[str, float]) -> Expansion:
    return far.line(line) + _tanh(far, line, settings).scaled(-_ONE)


_OF_EXPANSIONS: Mapping[str, Callable[..., Expansion]] = {
    "negate": lambda u: u.scaled(-_ONE),
    "add": lambda u, v: u + v,
    "subtract": lambda u, v: u + v.scaled(-_ONE),
    "multiply": lambda u, v: u * v,
}

_OF_LINES: Mapping[str, Callable[[_Far, Line, Mapping[str, float]], Expansion]] = {
    "exp": lambda far, line, _: far.exponential(line, _ONE),
    "expm1": lambda far, line, _: far.exponential(line, _ONE) + far.line((_ZERO, -_ONE)),
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "logsigmoid": _logsigmoid,
    "tanh": _tanh,
    "tanhshrink": _minus_tanh,
    "silu": _silu,
    "mish": _mish,
    **dict.fromkeys(("atan", "arctan"), _arctan),
    "hyperbola": _hyperbola,
    "squareplus": _squareplus,
    "isru": _isru,
}
