"""What code of a formula gives at ±inf."""

import numpy as np

from activations.elementwise import RealFunction
from activations.formulas.expression import Node, Number, Symbol, X, call
from activations.formulas.orders import float_values


def with_limits(tree: Node, written: Node, curve: RealFunction) -> Node:
    """The tree with the limits of the curve at ±inf, where what is `written` of it would be NaN there."""
    x, ends = Symbol(X), np.array([-np.inf, np.inf])
    limits = curve(ends) + 0.0  # never −0
    lost = np.isnan(float_values(written, ends)[0]) & ~np.isnan(limits)
    if lost.all() and limits[0] == limits[1]:
        return call("where", call("equal", call("abs", x), Number(np.inf)), Number(limits.item(0)), tree)
    for end, limit in zip(ends[lost].tolist(), limits[lost].tolist(), strict=True):
        tree = call("where", call("equal", x, Number(end)), Number(limit), tree)
    return tree
