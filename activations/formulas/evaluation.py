"""A formula's values, slopes and second derivatives, at any float and at infinity."""

import functools
from collections.abc import Mapping
from typing import Protocol

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import Floats, Widened
from activations.formulas.expression import Call, Node, Number, number_of
from activations.formulas.functions import is_function, is_smooth
from activations.formulas.jets import (
    COMPARISONS,
    Arithmetic,
    Jet,
    Jets,
    Quantity,
    Truth,
    Truths,
    both,
    either,
    opposite,
)
from activations.formulas.reading import expression_of
from activations.formulas.simplifying import bound_tree
from activations.formulas.tails import TAILED

_TINY = 1e-300  # what is smaller, and not 0, has lost digits
_MAY_VANISH = ("multiply", "divide", "power", "exp")
_TAIL = 30.0  # beyond it a smooth function of the tables that is 0 has only underflowed, and its sign is lost
# From where a function has to have settled, if it does, where arithmetic with infinity says nothing.
_FAR = 2.0 ** np.arange(40.0, 991.0, 50.0)
# So far out an exponential may have no digits left: then the limit is 0 or infinite if so many values nearer by are.
_LESS_FAR, _FEWEST = 2.0 ** np.arange(10.0, 46.0, 5.0), 3
_SETTLED = 1e-9


@functools.lru_cache(maxsize=64)
def bound_expression(text: str, parameters: tuple[tuple[str, float], ...]) -> Node:
    """The tree of a text with these parameters. Raises FormulaError for the text, ValueError for the parameters."""
    return bound_tree(expression_of(text), dict(parameters))


def values_of(text: str, parameters: Mapping[str, float], order: int, x: FloatArray) -> FloatArray:
    """The formula (order 0), or its first or second derivative."""
    key = tuple(parameters.items())
    tree = bound_expression(text, key)
    # Formulas are the reader's: what overflows on the way, or is no number, is found below and not warned of.
    with np.errstate(all="ignore"):
        found, doubtful = _in_floats(tree, order, x)
        if doubtful.any():
            found[doubtful] = _of_any_size(tree, order, x[doubtful])
    for end in (-np.inf, np.inf):
        there = (np.copysign(1.0, end) * x > _LESS_FAR[0]) & np.isnan(found)
        if there.any():
            found[there] = _limit(text, key, order, end)
    return found


def float_values(tree: Node, x: FloatArray) -> tuple[FloatArray, Truths]:
    """A bound tree at finite x, and where floats were not enough on the way, for its sign too."""
    with np.errstate(all="ignore"):
        return _in_floats(tree, 0, x, signs=True)


class Watch(Protocol):
    """Is told what each call of a tree came to, and what from."""

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...], /) -> None: ...


class Evaluation:
    """Walks a tree with jets at points x."""

    def __init__(self, arithmetic: Arithmetic, order: int, x: FloatArray, watch: Watch | None = None) -> None:
        self._jets = Jets(arithmetic, order)
        self._x, self._watch = x, watch

    def jet(self, node: Node) -> Jet:
        if isinstance(node, Number):
            return self._jets.number(node.value)
        if not isinstance(node, Call):
            return self._jets.variable(self._x)
        if node.function == "where":
            condition, one, other = node.arguments
            return self._jets.choose(self._truth(condition), self.jet(one), self.jet(other))
        if node.function == "power":
            base, exponent = node.arguments
            return self._seen(node, self._jets.power(self.jet(base), number_of(exponent)))
        arguments = [self.jet(each) for each in node.arguments]
        if is_function(node.function):
            settings = {name: number_of(value) for name, value in node.settings}
            return self._seen(node, self._jets.function(node.function, settings, arguments[0]), *arguments)
        operation = getattr(self._jets, node.function)
        return self._seen(node, operation(*arguments), *arguments)

    def _seen(self, node: Call, found: Jet, *arguments: Jet) -> Jet:
        if self._watch is not None:
            self._watch.see(node, found, arguments)
        return found

    def _truth(self, node: Node) -> Truth:
        if not isinstance(node, Call):
            raise TypeError("a number is no condition")
        if node.function in COMPARISONS:
            return self._jets.compare(node.function, *(self.jet(each) for each in node.arguments))
        truths = [self._truth(each) for each in node.arguments]
        if node.function == "not":
            return opposite(*truths)
        return (both if node.function == "and" else either)(*truths)


class _Watch:
    """Notes at which points floats are not enough."""

    def __init__(self, shape: tuple[int, ...], *, signs: bool) -> None:
        self.trusted: Truths = np.ones(shape, dtype=bool)
        self._signs = signs  # whether a sign that is lost by underflow counts

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...]) -> None:
        for each in found:
            if each is not None:
                self.trusted &= np.isfinite(each)
        if node.function in TAILED or (self._signs and is_smooth(node.function)):
            self.trusted &= (np.abs(found.value) >= _TINY) | (np.abs(arguments[0].value) < _TAIL)
        if node.function in _MAY_VANISH:
            vanished = np.abs(found.value) < _TINY
            if vanished.any():
                exact = [np.equal(each.value, 0.0) for each in arguments] if node.function != "exp" else []
                self.trusted &= functools.reduce(np.logical_or, exact, ~vanished)


def _in_floats(tree: Node, order: int, x: FloatArray, *, signs: bool = False) -> tuple[FloatArray, Truths]:
    """What is asked for, and where floats were not enough on the way."""
    watch = _Watch(x.shape, signs=signs)
    found = Evaluation(Floats(), order, x, watch).jet(tree)[order]
    values = np.zeros(x.shape) if found is None else np.array(np.broadcast_to(found, x.shape), dtype=np.float64)
    values[np.isnan(x)] = np.nan
    values += 0.0  # no negative zero
    return values, np.asarray(~watch.trusted & np.isfinite(x))


def _of_any_size(tree: Node, order: int, x: FloatArray) -> FloatArray:
    found: Quantity = Evaluation(Widened(), order, x).jet(tree)[order]
    return np.zeros(x.shape) if found is None else np.broadcast_to(found.to_float(), x.shape) + 0.0


@functools.lru_cache(maxsize=256)
def _limit(text: str, parameters: tuple[tuple[str, float], ...], order: int, end: float) -> float:
    """The limit at infinity as far-off values tell it; NaN if they have none."""
    tree = bound_expression(text, parameters)
    with np.errstate(all="ignore"):
        values = _of_any_size(tree, order, np.copysign(_FAR, end))
        if np.isnan(values).any():
            values = _of_any_size(tree, order, np.copysign(_LESS_FAR, end))
            values = values[~np.isnan(values)][-_FEWEST:]
            settled = values.size == _FEWEST and (values == values[0]).all() and values[0] in {0.0, -np.inf, np.inf}
            return float(values[0]) if settled else np.nan
    last, size = float(values[-1]), np.abs(values)
    if np.isinf(last) or np.abs(values[-5:] - last).max() <= _SETTLED * abs(last):
        return last
    steps = np.diff(size)
    if (steps <= 0.0).all() and size[-1] <= 0.1 * size[0]:
        return 0.0
    grows = (steps >= 0.0).all() and size[-1] >= 10.0 * size[0] and (np.sign(values) == np.sign(last)).all()
    return float(np.copysign(np.inf, last)) if grows else np.nan
