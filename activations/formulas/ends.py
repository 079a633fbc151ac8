"""What code of a formula gives at ±inf."""

import numpy as np

from activations.elementwise import RealFunction
from activations.formulas.backward import values_and_slopes
from activations.formulas.expression import Node, Number, Symbol, X, call

_NEAR = 1e-6  # what code may differ from a limit


def with_limits(tree: Node, curve: RealFunction) -> Node:
    """A written-out tree with the limits of the curve at ±inf, where its own values are lost there."""
    x, ends = Symbol(X), np.array([-np.inf, np.inf])
    limits = curve(ends) + 0.0  # never −0
    found, _ = values_and_slopes(tree, {X: ends})
    lost = ~np.isnan(limits) & ~np.isclose(found, limits, rtol=_NEAR, atol=0.0)
    if lost.all() and limits[0] == limits[1]:
        return call("where", call("equal", call("abs", x), Number(np.inf)), Number(limits.item(0)), tree)
    for end, limit in zip(ends[lost].tolist(), limits[lost].tolist(), strict=True):
        tree = call("where", call("equal", x, Number(end)), Number(limit), tree)
    return tree
