"""A walk through a formula's tree with jets."""

from typing import Protocol, Self

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.expression import Call, Node, Number, call, number_of, settings_of
from activations.formulas.functions import is_function
from activations.formulas.jets import COMPARISONS, Arithmetic, Jet, Jets, Truth, Truths, both, either, opposite, spread
from activations.formulas.near import NEAR, centre_of, near_its_centre
from activations.formulas.parts import PARTS, parts_of
from activations.formulas.sides import CONFINED, on_its_branch, side_of, within_its_ends

_ZERO = Number(0.0)
_BRANCHED = ("abs", "sign", "max", "min")


class Watch(Protocol):
    """Is told what each call of a tree came to, and what from."""

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...], /) -> None: ...

    def of_some(self, points: int) -> Self:
        """One for so many of the points, where alone a part of the tree is evaluated."""
        ...

    def take(self, seen: Self, where: Truths, /) -> None:
        """Learns what that of the points where something holds has seen."""
        ...


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
        if node.function == PARTS:
            return self._in_parts(node)
        return self._called(node, *(self.jet(each) for each in node.arguments))

    def _in_parts(self, node: Call) -> Jet:
        owner = np.zeros(self._x.shape)
        for k, (low, high, _) in enumerate(parts_of(node), start=1):
            owner[(self._x > low) & (self._x < high)] = k
        found: Jet | None = None
        for k, each in enumerate(node.arguments):
            there = owner == k
            if there.all():
                return self.jet(each)
            if there.any():
                part, where = self._at(there, each), there.astype(np.float64)
                found = part if found is None else self._jets.choose(Truth(where, where), part, found)
        return found or self.jet(node.arguments[0])

    def _at(self, there: Truths, node: Node) -> Jet:
        """The jet of a node where something holds, with 0 in all other places."""
        watch = self._watch and self._watch.of_some(int(np.count_nonzero(there)))
        inner = Evaluation(self._arithmetic, self._jets.order, self._x[there], watch)
        jet = inner.jet(node)
        if self._watch is not None and watch is not None:
            self._watch.take(watch, there)
        return Jet(*(None if each is None else spread(each, there) for each in jet))

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
        elif name == NEAR:
            found = near_its_centre(self._arithmetic, self._x, node, u)
            arguments = (Jet(self._x - centre_of(node)),)  # of which it is a polynomial there
        elif name == CONFINED:
            found = u._replace(value=within_its_ends(self._arithmetic, node, u.value))
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
