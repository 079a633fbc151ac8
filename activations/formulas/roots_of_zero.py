"""What a root is where it is taken of 0: there its chain rule multiplies 0 by ∞, and a power series tells the limit."""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

import numpy as np

from activations.formulas.branches import is_root
from activations.formulas.cutting import cut
from activations.formulas.expanding import series_of
from activations.formulas.expression import Call, Node, Number, Symbol, X, call, nodes_of, number_of, rebuilt
from activations.formulas.orders import float_values
from activations.formulas.parts import Part, in_parts, without_parts
from activations.formulas.series import Series
from activations.formulas.simplifying import made
from activations.formulas.straight import line_of, root_of

_SCALES = [4.0**-k for k in range(9)]  # of discs, one of which has a series if any has


def with_roots_of_zero(tree: Node) -> Node:
    """The tree with each root, at a place where what it is taken of touches 0, written by what that is on the left."""
    return rebuilt(tree, _with_limits)


def _with_limits(node: Node) -> Node:
    if not isinstance(node, Call) or not is_root(node):
        return node
    u, exponent = node.arguments
    places = np.array(_places(u))
    values, _ = float_values(u, places)  # which are 0 where u is; whether u is 0 there a series says
    parts = [
        Part(math.nextafter(place, -math.inf), math.nextafter(place, math.inf), form)
        for place in places[values == 0.0].tolist()
        if (form := _power_near(u, place, number_of(exponent))) is not None
    ]
    return in_parts(node, parts)


def _places(u: Node) -> Sequence[float]:
    """0, and where lines within an expression are 0: all where floats can be expected to meet a zero that touches."""
    lines = filter(None, map(line_of, nodes_of(u)))
    return sorted({0.0, *(place for line in lines if (place := root_of(line)) is not None)})


def _power_near(u: Node, place: float, exponent: float) -> Node | None:
    """(|t|ⁿ(g₀ + g₁t + g₂t²))ᵖ in t = x − place, from the first terms of u on the left; None if they are not known."""
    left = [part.node for part in cut(without_parts(u), [Fraction(place)]) if part.high == place]
    for scale in _SCALES if left else ():
        try:
            x = Series.of(place, scale)
            found = series_of(rebuilt(left[0], partial(_on_the_left, x)), x)
            order = found.first() or 0
            terms = found.below(order).terms[:3] * (-1.0) ** order / scale ** np.arange(order, order + 3)
        except ArithmeticError:
            continue
        if order < 2 or not terms[0] > 0.0 or not np.isfinite(terms).all():
            return None
        t = call("subtract", Symbol(X), Number(place))
        first, second, third = map(Number, terms.tolist())
        factor = call("add", first, call("multiply", t, call("add", second, call("multiply", t, third))))
        size = call("power", call("abs", t), Number(order * exponent))
        return call("multiply", size, call("power", factor, Number(exponent)))
    return None


def _on_the_left(x: Series, node: Node) -> Node:
    """The node as it is on the left of the centre of x, without a choice. ArithmeticError if no series tells which."""
    match node:
        case Call("abs", (u,)):
            return made("multiply", Number(_sign_on_the_left(x, u)), u)
        case Call("max" | "min" as name, (u, v)):
            return u if (_sign_on_the_left(x, made("subtract", u, v)) > 0.0) == (name == "max") else v
        case Call("relu", (u,)):
            return u if _sign_on_the_left(x, u) > 0.0 else Number(0.0)
    return node


def _sign_on_the_left(x: Series, u: Node) -> float:
    known = series_of(u, x)
    order = known.first()
    return 0.0 if order is None else math.copysign(1.0, known.terms[order]) * (-1.0) ** order
