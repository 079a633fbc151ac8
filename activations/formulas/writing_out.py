"""Formulas of elementary pieces alone, and in place of what a library has no name for what it is made of."""

import math
from collections.abc import Callable, Mapping

import numpy as np

from activations.activation import Activation, Definition
from activations.formulas.accurate import bound_expression
from activations.formulas.backward import holds
from activations.formulas.binding import bound_tree
from activations.formulas.expression import (
    Call,
    Node,
    Number,
    Symbol,
    X,
    call,
    nodes_of,
    rebuilt,
    settings_of,
    symbols_of,
)
from activations.formulas.folding import folded, of_catalog
from activations.formulas.formula import FormulaDefinition
from activations.formulas.functions import OF_CATALOG
from activations.formulas.near import NEAR
from activations.formulas.parts import PARTS
from activations.formulas.reading import expression_of
from activations.formulas.simplifying import CONDITIONS, made
from activations.formulas.vocabulary import Vocabulary
from activations.formulas.written import WRITTEN, written_of

_LARGEST = 300  # with the functions of the catalogue written out
_SIMPLE = ("sigmoid", "softplus", "logsigmoid", "tanhshrink")  # functions of the catalogue that derivatives keep


def elementary_tree(activation: Activation) -> Node | None:
    """The activation's tree with its parameters bound, of elementary pieces alone; None if it is too large."""
    definition: Definition = activation.definition
    if isinstance(definition, FormulaDefinition):
        return elementary(bound_expression(definition.text, tuple(activation.parameters.items())))
    return elementary(bound_tree(written_of(definition, activation.parameters, Symbol(X)), {}))


def elementary(tree: Node) -> Node | None:
    """A bound tree with what functions of the catalogue are made of in their place; None if it is too large."""
    if _grown(tree) > _LARGEST:
        return None

    def change(node: Node) -> Node:
        if isinstance(node, Call) and node.function in (NEAR, PARTS):
            return node.arguments[0]  # code has one form
        if not isinstance(node, Call) or node.function not in OF_CATALOG:
            return node
        settings = settings_of(node)
        if node.function in _SIMPLE and settings in ({}, {"offset": 0.0}, {"beta": 1.0}):
            return node
        return bound_tree(written_of(OF_CATALOG[node.function], settings, node.arguments[0]), {})

    return rebuilt(tree, change)


def _grown(node: Node) -> int:
    """How many nodes there will be, at most."""
    if not isinstance(node, Call):
        return 1
    inside = sum(_grown(each) for each in node.arguments)
    if node.function not in OF_CATALOG or node.function in _SIMPLE:
        return 1 + inside
    written = list(nodes_of(expression_of(WRITTEN[OF_CATALOG[node.function].name].text)))
    return len(written) + written.count(Symbol(X)) * inside


def written_out(tree: Node, vocabulary: Vocabulary) -> Node:
    """The tree with what the library has no name for written out, and no sum of what has a minus."""

    def change(node: Node) -> Node:
        match node:
            case Call("negate", (Call("negate", (u,)),)):
                return u
            case Call(name, (u,)) if name not in vocabulary.functions:
                return _WRITTEN_OUT[name](u) if name in _WRITTEN_OUT else node
            case Call("clip", (u, low, high)) if not isinstance(low, Number) or not isinstance(high, Number):
                return call("min", call("max", u, low), high)
            case Call("add" | "subtract", _):
                return _with_one_sign(node)
        return node

    return rebuilt(rebuilt(tree, _divided), change)


def settled(tree: Node) -> Node:
    """The tree with choices that no letter has a part in made, and numbers of numbers in their places."""

    def change(node: Node) -> Node:
        match node:
            case Call("where", (condition, u, v)) if not symbols_of(condition):
                return u if holds(condition, {X: np.zeros(1)}).all() else v
            case Call(name, arguments) if name not in (*CONDITIONS, "where") and not any(map(symbols_of, arguments)):
                return Number(folded(node)) if node.settings else made(name, *arguments)
        return node

    return rebuilt(tree, change)


def _divided(node: Node) -> Node:
    """A product with sech² as a quotient."""
    match node:
        case Call("multiply", (u, Call("sech_squared", (v,)))):
            return call("divide", u, _cosh_squared(v))
    return node


def _with_one_sign(node: Call) -> Node:
    """u − v instead of u + −v or −v + u, and u + v instead of u − −v; nothing is rounded in another way."""
    u, v = node.arguments
    opposite = _opposite(v)
    if opposite is not None:
        return call("subtract" if node.function == "add" else "add", u, opposite)
    match u:
        case Number(value) if value < 0.0 and node.function == "add":
            return call("subtract", v, Number(-value))
    return node


def _opposite(node: Node) -> Node | None:
    """The node without the minus with which it would begin."""
    match node:
        case Number(value) if value < 0.0:
            return Number(-value)
        case Call("negate", (u,)):
            return u
        case Call("multiply" | "divide" as name, (u, v)):
            first = _opposite(u)
            return None if first is None else v if (name, first) == ("multiply", Number(1.0)) else call(name, first, v)
    return None


def _cosh_squared(u: Node) -> Node:
    return call("power", call("cosh", u), Number(2.0))


def _root_of_one_and_square(u: Node) -> Node:
    return made("power", made("add", Number(1.0), made("power", u, Number(2.0))), Number(0.5))


def _root_and(u: Node) -> Node:
    root = _root_of_one_and_square(u)
    below = call("divide", Number(1.0), call("subtract", root, u))
    return call("where", call("greater", u, Number(0.0)), call("add", u, root), below)


def _log_cosh(u: Node) -> Node:
    # As below, no branch may overflow, nor be at its own limit where it is taken.
    half, size = call("divide", call("clip", u, Number(-2.0), Number(2.0)), Number(2.0)), call("abs", u)
    near = call("log1p", call("multiply", Number(2.0), call("power", call("sinh", half), Number(2.0))))
    falling = call("log1p", call("exp", call("multiply", Number(-2.0), size)))
    beyond = call("add", call("subtract", size, Number(math.log(2.0))), falling)
    return call("where", call("less", size, Number(1.0)), near, beyond)


def _squarable(u: Node) -> Node:
    # Without what overflows as a square; so far out u/√(1 + u²) has long been ±1.
    return call("clip", u, Number(-1e15), Number(1e15))


def _root_less_one(u: Node) -> Node:
    near = _squarable(u)
    return call("multiply", u, call("divide", near, made("add", Number(1.0), _root_of_one_and_square(near))))


def _isru(u: Node) -> Node:
    near = _squarable(u)
    return call("divide", near, _root_of_one_and_square(near))


def _softplus_less_log2(u: Node) -> Node:
    # Branches that are not taken may not overflow, or PyTorch's gradients are lost; at 1 neither may be at its own
    # limit, where JAX halves gradients.
    low, high = call("min", u, Number(2.0)), call("max", u, Number(0.0))
    near, beyond = (call("log1p", call("divide", call("expm1", v), Number(2.0))) for v in (low, made("negate", high)))
    return call("where", call("less", u, Number(1.0)), near, call("add", high, beyond))


# What functions are that a library has no name for.
_WRITTEN_OUT: Mapping[str, Callable[[Node], Node]] = {
    "sech_squared": lambda u: call("divide", Number(1.0), _cosh_squared(u)),
    "sigmoid_slope": lambda u: call("multiply", of_catalog("sigmoid", u), of_catalog("sigmoid", made("negate", u))),
    "softplus": lambda u: call("negate", of_catalog("logsigmoid", made("negate", u))),
    "logsigmoid": lambda u: call("negate", of_catalog("softplus", made("negate", u))),
    "softsign": lambda u: call("divide", u, made("add", Number(1.0), made("abs", u))),
    "tanhshrink": lambda u: call("subtract", u, call("tanh", u)),
    "softplus_less_log2": _softplus_less_log2,
    "root_less_one": _root_less_one,
    "exp_arsinh": _root_and,
    "isru": _isru,
    "log_cosh": _log_cosh,
}
