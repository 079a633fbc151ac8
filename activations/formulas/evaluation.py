"""A formula's values, slopes and second derivatives, at any float and at infinity."""

import functools
from bisect import bisect_left
from collections.abc import Mapping
from typing import Protocol

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import Floats, Widened
from activations.formulas.binding import bound_tree
from activations.formulas.expression import Call, Node, Number, call, number_of, settings_of
from activations.formulas.functions import is_function, is_smooth
from activations.formulas.jets import (
    COMPARISONS,
    Arithmetic,
    Jet,
    Jets,
    Truth,
    Truths,
    both,
    either,
    opposite,
)
from activations.formulas.reading import expression_of
from activations.formulas.sides import on_its_branch, side_of
from activations.formulas.tails import FLATTENING, TAILED
from activations.formulas.wide import NINE_DIGITS, Wide

Orders = tuple[int, ...]  # of derivatives, in order

_TINY = 1e-300  # what is smaller, and not 0, has lost digits
_ZERO = Number(0.0)
_BRANCHED = ("abs", "sign", "max", "min")
_FLAT = 1e100  # from where on the slope of a function that flattens, or the slope of that, may be below the floats
_MAY_VANISH = ("multiply", "divide", "power", "exp")
_TAIL = 30.0  # beyond it a smooth function of the tables that is 0 has only underflowed, and its sign is lost
# From where a function has to have settled, if it does, where arithmetic with infinity says nothing.
_FAR = 2.0 ** np.arange(40.0, 991.0, 50.0)
# So far out an exponential may have no digits left: then the limit is that of so many values nearer by.
_LESS_FAR, _FEWEST = 2.0 ** np.arange(5.0, 46.0, 2.5), 3
_KNOWN = 2.0**10  # up to here nothing is taken from a limit
_SETTLED, _NEAR_LIMIT = 1e-9, 1e-3


@functools.lru_cache(maxsize=64)
def bound_expression(text: str, parameters: tuple[tuple[str, float], ...]) -> Node:
    """The tree of a text with these parameters. Raises FormulaError for the text, ValueError for the parameters."""
    return bound_tree(expression_of(text), dict(parameters))


def values_of(text: str, parameters: Mapping[str, float], order: int, x: FloatArray) -> FloatArray:
    """The formula (order 0), or its first or second derivative."""
    (values,) = _rows_of(text, tuple(parameters.items()), (order,), x)
    return np.asarray(values)


def jet_of(text: str, parameters: Mapping[str, float], x: FloatArray) -> FloatArray:
    """The formula and its two derivatives, a row each, in little more time than the second derivative takes."""
    return _rows_of(text, tuple(parameters.items()), (0, 1, 2), x)


def _rows_of(text: str, parameters: tuple[tuple[str, float], ...], orders: Orders, x: FloatArray) -> FloatArray:
    tree, jets = bound_expression(text, parameters), _order_of_jets(text, orders)
    # Formulas are the reader's: what overflows on the way, or is no number, is found below and not warned of.
    with np.errstate(all="ignore"):
        found, doubtful = _in_floats(tree, jets, orders, x)
        anywhere = doubtful.any(axis=0)
        lost = np.zeros(found.shape, dtype=bool)
        if anywhere.any():
            wide, lost[:, anywhere] = _of_any_size(tree, jets, orders, x[anywhere])
            found[:, anywhere] = np.where(doubtful[:, anywhere], wide, found[:, anywhere])
    unknown = np.isnan(found)
    if unknown.any() or lost.any():
        for end in (-np.inf, np.inf):
            there = np.copysign(1.0, end) * x > _KNOWN
            for row, order in enumerate(orders):
                if (there & (unknown | lost)[row]).any():
                    limit = _limits(text, parameters, end)[order]
                    found[row, there & (unknown | (lost & np.isfinite(limit)))[row]] = limit
    return found


def _order_of_jets(text: str, orders: Orders) -> int:
    """That of the last row, but a slope to the left of a condition may take bends to know."""
    return 2 if orders[-1] == 1 and "where" in text else orders[-1]


def float_values(tree: Node, x: FloatArray) -> tuple[FloatArray, Truths]:
    """A bound tree at finite x, and where floats were not enough on the way, for its sign too."""
    with np.errstate(all="ignore"):
        (values,), (doubtful,) = _in_floats(tree, 0, (0,), x, signs=True)
    return values, doubtful


class Watch(Protocol):
    """Is told what each call of a tree came to, and what from."""

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...], /) -> None: ...


class Evaluation:
    """Walks a tree with jets at points x."""

    def __init__(self, arithmetic: Arithmetic, order: int, x: FloatArray, watch: Watch | None = None) -> None:
        self._arithmetic, self._jets = arithmetic, Jets(arithmetic, order)
        self._x, self._watch = x, watch

    def jet(self, node: Node) -> Jet:
        if isinstance(node, Number):
            return self._jets.number(node.value)
        if not isinstance(node, Call):
            return self._jets.variable(self._x)
        if node.function == "where":
            condition, one, other = node.arguments
            return self._jets.choose(self._truth(condition), self.jet(one), self.jet(other))
        return self._called(node, *(self.jet(each) for each in node.arguments))

    def _called(self, node: Call, *arguments: Jet) -> Jet:
        name, u = node.function, arguments[0]
        if is_function(name):
            value = on_its_branch(self._arithmetic, node, u.value, self._x)
            found = self._jets.function(name, settings_of(node), u._replace(value=value))
        elif name == "power":
            found = self._jets.power(u, number_of(node.arguments[1]))
        elif name == "clip":
            inner, low, high = node.arguments
            _, least, most = arguments
            found = self._jets.max(u, least, self._side(inner, low))
            found = self._jets.min(found, most, self._side(call("max", inner, low), high))
        elif name in _BRANCHED:
            found = getattr(self._jets, name)(*arguments, self._side(*node.arguments))
        else:
            found = getattr(self._jets, name)(*arguments)
        if self._watch is not None:
            self._watch.see(node, found, arguments)
        return found

    def _side(self, u: Node, v: Node = _ZERO) -> FloatArray | None:
        return side_of(u, v, self._x)

    def _truth(self, node: Node) -> Truth:
        if not isinstance(node, Call):
            raise TypeError("a number is no condition")
        if node.function in COMPARISONS:
            u, v = (self.jet(each) for each in node.arguments)
            return self._jets.compare(node.function, u, v, self._side(*node.arguments))
        truths = [self._truth(each) for each in node.arguments]
        if node.function == "not":
            return opposite(*truths)
        return (both if node.function == "and" else either)(*truths)


class _Watch:
    """Notes at which points floats are not enough for each of some orders."""

    def __init__(self, orders: Orders, shape: tuple[int, ...], *, signs: bool) -> None:
        self.trusted: Truths = np.ones((len(orders), *shape), dtype=bool)
        self._orders = orders
        self._signs = signs  # whether a sign that is lost by underflow counts

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...]) -> None:
        for order, each in enumerate(found):
            if each is not None:
                self.trusted[bisect_left(self._orders, order) :] &= np.isfinite(each)
        if node.function in TAILED or (self._signs and is_smooth(node.function)):
            self.trusted &= (np.abs(found.value) >= _TINY) | (np.abs(arguments[0].value) < _TAIL)
        if node.function in FLATTENING and arguments[0].slope is not None:
            lost = (np.abs(arguments[0].value) > _FLAT) & (np.abs(arguments[0].slope) > 1.0)
            self.trusted[bisect_left(self._orders, 1) :] &= ~lost
        if node.function in _MAY_VANISH:
            vanished = np.abs(found.value) < _TINY
            if vanished.any():
                exact = [np.equal(each.value, 0.0) for each in arguments] if node.function != "exp" else []
                self.trusted &= functools.reduce(np.logical_or, exact, ~vanished)


def _in_floats(
    tree: Node, jets: int, orders: Orders, x: FloatArray, *, signs: bool = False
) -> tuple[FloatArray, Truths]:
    """A row for each order from jets of one, and where floats were not enough on the way."""
    watch = _Watch(orders, x.shape, signs=signs)
    jet = Evaluation(Floats(), jets, x, watch).jet(tree)
    values = np.zeros((len(orders), *x.shape))
    for row, order in enumerate(orders):
        found = jet[order]
        if found is not None:
            values[row] = found
    values[:, np.isnan(x)] = np.nan
    values += 0.0  # no negative zero
    return values, np.asarray(~watch.trusted & np.isfinite(x))


class _Remains:
    """Notes where factors beyond all that has digits leave a product or quotient of usual size: its digits are lost.

    Of what is 0 times something infinite nothing at all is known.
    """

    def __init__(self, orders: Orders, shape: tuple[int, ...]) -> None:
        self.lost: Truths = np.zeros((len(orders), *shape), dtype=bool)
        self.unknown: Truths = self.lost.copy()
        self._orders = orders

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...]) -> None:
        if node.function in {"multiply", "divide"}:
            for row, order in enumerate(self._orders):
                result = found[order]
                factors = [part for each in arguments for part in each[: order + 1] if part is not None]
                if result is not None:
                    beyond, infinite = (
                        functools.reduce(np.logical_or, map(kind, factors)) for kind in (_is_beyond, _is_infinite)
                    )
                    self.lost[row:] |= beyond & ~_is_beyond(result)
                    self.unknown[row:] |= infinite & (result.mantissa == 0.0)


def _is_beyond(each: Wide) -> Truths:
    return np.asarray((np.abs(each.exponent) > NINE_DIGITS) & (each.mantissa != 0.0))


def _is_infinite(each: Wide) -> Truths:
    return np.isinf(each.mantissa)


def _of_any_size(tree: Node, jets: int, orders: Orders, x: FloatArray) -> tuple[FloatArray, Truths]:
    """A row for each order, and where its digits may be lost."""
    remains = _Remains(orders, x.shape)
    jet = Evaluation(Widened(), jets, x, remains).jet(tree)
    values = np.zeros((len(orders), *x.shape))
    for row, order in enumerate(orders):
        wide = jet[order]
        if wide is not None:
            values[row] = wide.to_float()
    values[remains.unknown & (np.abs(x) > _KNOWN)] = np.nan
    return values + 0.0, remains.lost


@functools.lru_cache(maxsize=256)
def _limits(text: str, parameters: tuple[tuple[str, float], ...], end: float) -> tuple[float, ...]:
    """The limits of the formula and its derivatives at infinity as far-off values tell them; NaN for none."""
    tree, orders = bound_expression(text, parameters), (0, 1, 2)
    with np.errstate(all="ignore"):
        rows, lost = _of_any_size(tree, 2, orders, np.copysign(_FAR, end))
        nearer = rows
        if np.isnan(rows).any() or lost.any():
            nearer, unsure = _of_any_size(tree, 2, orders, np.copysign(_LESS_FAR, end))
            nearer[unsure] = np.nan
    return tuple(_limit_of(*row) for row in zip(rows, np.atleast_1d(lost.any(axis=1)), nearer, strict=True))


def _limit_of(values: FloatArray, lost: np.bool_, nearer: FloatArray) -> float:
    """The limit that values far out tell, unless they are unknown or have lost digits that nearer ones have."""
    unknown = np.isnan(values)
    limit = _limit_nearer(nearer) if lost or unknown.any() else np.nan
    if not unknown.any():
        return limit if np.isfinite(limit) else _limit_told(values, nearer) if lost else _limit(values)
    known = values[~unknown]
    told = limit == 0.0 or np.isinf(limit) or (known.size >= _FEWEST and _settled_at(limit, known))
    return limit if told else np.nan


def _limit_told(values: FloatArray, nearer: FloatArray) -> float:
    """The limit of values that may have lost digits, unless those that have them are elsewhere."""
    limit, known = _limit(values), nearer[~np.isnan(nearer)]
    doubtful = limit and np.isfinite(limit) and not (known.size and np.isclose(known[-1], limit, rtol=_NEAR_LIMIT))
    return np.nan if doubtful else limit


def _limit_nearer(values: FloatArray) -> float:
    values = values[~np.isnan(values)][-_FEWEST:]
    return float(values[-1]) if values.size == _FEWEST and _settled_at(values[-1], values) else np.nan


def _settled_at(limit: float, values: FloatArray) -> bool:
    return bool(np.isclose(values, limit, rtol=_SETTLED, atol=0.0).all())


def _limit(values: FloatArray) -> float:
    last, size = float(values[-1]), np.abs(values)
    if np.isinf(last) or np.abs(values[-5:] - last).max() <= _SETTLED * abs(last):
        return last
    steps = np.diff(size)
    if (steps <= 0.0).all() and size[-1] <= 0.1 * size[0]:
        return 0.0
    grows = (steps >= 0.0).all() and size[-1] >= 10.0 * size[0] and (np.sign(values) == np.sign(last)).all()
    return float(np.copysign(np.inf, last)) if grows else np.nan
