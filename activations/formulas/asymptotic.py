"""What a tree is far out: a sum of exponentials times powers of x, with exact coefficients, so that all cancels."""

import functools
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from activations.formulas.expression import Call, Node, Number, Symbol, X, call, settings_of
from activations.formulas.simplifying import made
from activations.formulas.straight import Line, line_of

_ORDERS = 10  # as many powers of a small number are kept
_EXPONENT = 8  # from where on an exponential is small
_FAR = 1_000  # from where on, in its own units, 1/u is
_NOTHING = 45  # e to the minus this is nothing beside 1
_POWERS = 6  # of 1/u, after the first that is no constant: what follows is nothing beside that
_LARGEST = 1e100  # a coefficient

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, order=True)
class _Power:
    """exp(rate x + offset) x^degree."""

    rate: Fraction
    offset: Fraction
    degree: int

    def __mul__(self, other: "_Power") -> "_Power":
        return _Power(self.rate + other.rate, self.offset + other.offset, self.degree + other.degree)


_UNIT = _Power(_ZERO, _ZERO, 0)


class _NoExpansionError(ArithmeticError):
    """There is none, or none is known."""


class _Expansion:
    """Powers with their coefficients, towards one side of x."""

    def __init__(self, terms: Mapping[_Power, Fraction], side: int) -> None:
        found = {power: each for power, each in terms.items() if each}
        if found:
            rates = sorted({-side * power.rate for power in found})[:_ORDERS]
            top = {rate: max(power.degree for power in found if -side * power.rate == rate) for rate in rates}
            found = {
                power: each
                for power, each in found.items()
                if (rate := -side * power.rate) in top and power.degree > top[rate] - _ORDERS
            }
        self.terms, self._side = found, side

    def __add__(self, other: "_Expansion") -> "_Expansion":
        terms = dict(self.terms)
        for power, each in other.terms.items():
            terms[power] = terms.get(power, _ZERO) + each
        return _Expansion(terms, self._side)

    def __mul__(self, other: "_Expansion") -> "_Expansion":
        terms: dict[_Power, Fraction] = {}
        for (one, factor), (power, each) in product(self.terms.items(), other.terms.items()):
            together = one * power
            terms[together] = terms.get(together, _ZERO) + factor * each
        return _Expansion(terms, self._side)

    def scaled(self, factor: Fraction) -> "_Expansion":
        return _Expansion({power: factor * each for power, each in self.terms.items()}, self._side)

    def put_into(self, coefficients: Callable[[int], Fraction]) -> "_Expansion":
        """The sum of coefficients times powers of this, which has to be small."""
        found = self.number(coefficients(_ORDERS))
        for order in range(_ORDERS - 1, -1, -1):
            found = self * found + self.number(coefficients(order))
        return found

    def number(self, value: Fraction) -> "_Expansion":
        return _Expansion({_UNIT: value}, self._side)

    def first(self) -> tuple["_Power", Fraction]:
        if not self.terms:
            raise _NoExpansionError
        power = max(self.terms, key=lambda each: (self._side * each.rate, each.degree))
        if any(each.rate == power.rate and each.offset != power.offset for each in self.terms):
            raise _NoExpansionError
        return power, self.terms[power]

    def inverse(self) -> "_Expansion":
        power, factor = self.first()
        opposite = _Expansion({_Power(-power.rate, -power.offset, -power.degree): 1 / factor}, self._side)
        rest = self * opposite + self.number(-_ONE)
        return opposite * rest.put_into(lambda order: Fraction((-1) ** order))


class _Far:
    """Walks a tree towards one side of x, and notes from where on what it finds is good."""

    def __init__(self, side: int) -> None:
        self.side, self.start = side, _ONE

    def of(self, node: Node) -> _Expansion:
        line = line_of(node)
        if line is not None:
            return self.line(line)
        if not isinstance(node, Call):
            raise _NoExpansionError
        if node.function in _OF_EXPANSIONS:
            return _OF_EXPANSIONS[node.function](*(self.of(each) for each in node.arguments))
        inner = line_of(node.arguments[0])
        match node:
            case Call("power", (u, Number(exponent))) if exponent.is_integer() and 0.0 < exponent < _ORDERS:
                return functools.reduce(operator.mul, [self.of(u)] * int(exponent))
            case Call(name, _) if name in _OF_LINES and inner is not None and inner[0]:
                return _OF_LINES[name](self, inner, settings_of(node))
        raise _NoExpansionError

    def line(self, line: Line) -> _Expansion:
        slope, intercept = line
        return _Expansion({_Power(_ZERO, _ZERO, 1): slope, _UNIT: intercept}, self.side)

    def exponential(self, line: Line, factor: Fraction) -> _Expansion:
        """exp(factor u) of a line u, where it falls."""
        rate, offset = factor * line[0], factor * line[1]
        if self.side * rate >= 0:
            raise _NoExpansionError
        self.start = max(self.start, (_EXPONENT + abs(offset)) / abs(rate))
        return _Expansion({_Power(rate, offset, 0): _ONE}, self.side)

    def falling(self, line: Line, factor: Fraction = _ONE) -> tuple[_Expansion, bool]:
        """exp(−|factor u|), and whether u rises."""
        rises = self.side * line[0] > 0
        return self.exponential(line, -factor if rises else factor), rises

    def inverse(self, line: Line, size: Fraction = _ONE) -> _Expansion:
        """1/u of a line that is large beside a size."""
        slope, intercept = line
        self.start = max(self.start, _FAR * (size + abs(intercept)) / abs(slope))
        return self.line(line).inverse()


def asymptotic_form(tree: Node, side: int) -> tuple[float, Node] | None:
    """From where on a tree is, towards one side, a sum of a few exponentials times powers, and the sum."""
    far = _Far(side)
    try:
        terms = far.of(tree).terms
    except _NoExpansionError:
        return None
    if not terms or not all(1.0 / _LARGEST < abs(each) < _LARGEST for each in terms.values()):
        return None
    groups: dict[tuple[Fraction, Fraction], dict[int, Fraction]] = {}
    for power, each in terms.items():
        groups.setdefault((power.rate, power.offset), {})[power.degree] = each
    rates = sorted({abs(rate) for rate, _ in groups})
    # Of a constant the slope is that of what comes next.
    first = next((rate for rate in rates if rate), _ZERO)
    if len(rates) >= _ORDERS:
        far.start = max(far.start, _NOTHING / (rates[-1] - first))
    found: Node = Number(0.0)
    for (rate, offset), powers in groups.items():
        if (abs(rate) - first) * far.start <= _NOTHING:
            falling = made("exp", made("add", Number(float(offset)), made("multiply", Number(float(rate)), Symbol(X))))
            found = made("add", found, made("multiply", falling, _written(powers)))
    return side * float(far.start), found


def _written(powers: Mapping[int, Fraction]) -> Node:
    """A sum of powers of x, from the first on in powers of 1/x."""
    top, inverse = max(powers), call("divide", Number(1.0), Symbol(X))
    inner: Node = Number(0.0)
    next_one = max((degree for degree in powers if degree), default=0)
    for degree in range(max(min(powers), next_one - _POWERS), top + 1):
        inner = made("add", Number(float(powers.get(degree, _ZERO))), made("multiply", inverse, inner))
    return inner if top == 0 else made("multiply", made("power", Symbol(X), Number(float(top))), inner)


def _log1p(u: _Expansion) -> _Expansion:
    return u.put_into(lambda order: Fraction((-1) ** (order + 1), order) if order else _ZERO)


def _root(u: _Expansion) -> _Expansion:
    """√(1 + u)."""

    def coefficient(order: int) -> Fraction:
        found = _ONE
        for k in range(order):
            found *= (Fraction(1, 2) - k) / (k + 1)
        return found

    return u.put_into(coefficient)


def _and_one(u: _Expansion) -> _Expansion:
    return u + u.number(_ONE)


def _sigmoid(far: _Far, line: Line, settings: Mapping[str, float]) -> _Expansion:
    slope, intercept = line
    small, rises = far.falling((slope, intercept - Fraction(settings.get("offset", 0.0))))
    return _and_one(small).inverse() if rises else small * _and_one(small).inverse()


def _softplus(far: _Far, line: Line, settings: Mapping[str, float]) -> _Expansion:
    beta = Fraction(settings["beta"])
    small, rises = far.falling(line, beta)
    curved = _log1p(small).scaled(1 / beta)
    return far.line(line) + curved if rises else curved


def _logsigmoid(far: _Far, line: Line, _: Mapping[str, float]) -> _Expansion:
    small, rises = far.falling(line)
    return _log1p(small).scaled(-_ONE) if rises else far.line(line) + _log1p(small).scaled(-_ONE)


def _tanh(far: _Far, line: Line, _: Mapping[str, float]) -> _Expansion:
    small, rises = far.falling(line, Fraction(2))
    found = _and_one(small).inverse().scaled(Fraction(2)) + small.number(-_ONE)
    return found if rises else found.scaled(-_ONE)


def _silu(far: _Far, line: Line, settings: Mapping[str, float]) -> _Expansion:
    slope, intercept = line
    beta = Fraction(settings["beta"])
    return far.line(line) * _sigmoid(far, (beta * slope, beta * intercept), {})


def _mish(far: _Far, line: Line, _: Mapping[str, float]) -> _Expansion:
    small, rises = far.falling(line)
    square = small * small
    if rises:
        above = _and_one(small.scaled(Fraction(2)))
        below = above + square.scaled(Fraction(2))
    else:
        above = square + small.scaled(Fraction(2))
        below = above + small.number(Fraction(2))
    return far.line(line) * above * below.inverse()


def _hyperbola(far: _Far, line: Line, _: Mapping[str, float]) -> _Expansion:
    return _and_one(far.inverse(line)).inverse()


def _rooted(far: _Far, line: Line, square: float) -> _Expansion:
    """√(1 + square/u²)."""
    small = far.inverse(line, Fraction(square) + 1)
    return _root((small * small).scaled(Fraction(square)))


def _squareplus(far: _Far, line: Line, settings: Mapping[str, float]) -> _Expansion:
    root = _rooted(far, line, settings["b"])
    rises = far.side * line[0] > 0
    return (far.line(line) * _and_one(root if rises else root.scaled(-_ONE))).scaled(Fraction(1, 2))


def _isru(far: _Far, line: Line, _: Mapping[str, float]) -> _Expansion:
    return _rooted(far, line, 1.0).inverse().scaled(Fraction(1 if far.side * line[0] > 0 else -1))


def _arctan(far: _Far, line: Line, _: Mapping[str, float]) -> _Expansion:
    small = far.inverse(line)
    odd = small.put_into(lambda order: Fraction((-1) ** (order // 2), order) if order % 2 else _ZERO)
    limit = Fraction(math.pi / 2.0) if far.side * line[0] > 0 else Fraction(-math.pi / 2.0)
    return small.number(limit) + odd.scaled(-_ONE)


def _minus_tanh(far: _Far, line: Line, settings: Mapping[str, float]) -> _Expansion:
    return far.line(line) + _tanh(far, line, settings).scaled(-_ONE)


_OF_EXPANSIONS: Mapping[str, Callable[..., _Expansion]] = {
    "negate": lambda u: u.scaled(-_ONE),
    "add": lambda u, v: u + v,
    "subtract": lambda u, v: u + v.scaled(-_ONE),
    "multiply": lambda u, v: u * v,
}

_OF_LINES: Mapping[str, Callable[[_Far, Line, Mapping[str, float]], _Expansion]] = {
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
