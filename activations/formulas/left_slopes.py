"""What derivatives written by signs are at breakpoints."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from activations.activation import Activation
from activations.formulas.backward import values_and_slopes
from activations.formulas.expression import Call, Node, Number, X, call, rebuilt
from activations.formulas.trials import curve_of


def with_left_slopes(tree: Node, settings: Sequence[Activation], order: int) -> Node:
    """A written-out derivative whose signs are, at breakpoints, those on the left as the formula's own are.

    The slope of |u| is by the sign of u, which is 0 at 0: there it is to be 1 or −1, whichever u has on the left.
    """
    rising, falling = (rebuilt(tree, partial(_without_0, above=above)) for above in ("greater", "at_least"))
    return min((tree, rising, falling), key=lambda each: _misses(each, settings, order))


def _without_0(node: Node, *, above: str) -> Node:
    match node:
        case Call("power", (Call("where", (_, Number(1.0), Number(-1.0))), Number(2.0))):
            return Number(1.0)
        case Call("multiply", (u, Number(1.0))):
            return u
        case Call("sign", (u,)):
            return call("where", call(above, u, Number(0.0)), Number(1.0), Number(-1.0))
    return node


def _misses(tree: Node, settings: Sequence[Activation], order: int) -> int:
    """At how many breakpoints a tree is not what the derivative is."""
    count = 0
    for each in settings:
        x = np.array(each.breakpoints)
        parameters = {name: np.full(x.shape, value) for name, value in each.parameters.items()}
        found, _ = values_and_slopes(tree, {X: x, **parameters})
        count += int(np.count_nonzero(~np.isclose(found, curve_of(each, order)(x), equal_nan=True)))
    return count
