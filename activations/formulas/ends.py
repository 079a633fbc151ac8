"""What code of a formula gives at ±inf."""

from collections.abc import Sequence

import numpy as np

from activations.activation import Activation
from activations.elementwise import FloatArray
from activations.formulas.backward import Floats, values_and_slopes
from activations.formulas.expression import Node, Number, Symbol, X, call
from activations.formulas.trials import curve_of

_NEAR = 1e-6  # what code may differ from a limit


def with_limits(tree: Node, settings: Sequence[Activation], order: int) -> Node:
    """A written-out tree with the limits of f or a derivative at ±inf, where its own values are lost there.

    Of limits that differ between settings of the parameters none is written.
    """
    x, ends = Symbol(X), np.array([-np.inf, np.inf])
    limits = np.array([curve_of(each, order)(ends) + 0.0 for each in settings])  # never −0
    found = np.array([_values(tree, each, ends) for each in settings])
    lost = ~np.isnan(limits) & ~np.isclose(found, limits, rtol=_NEAR, atol=0.0)
    lost = lost.any(axis=0) & (limits == limits[0]).all(axis=0)
    if lost.all() and limits[0, 0] == limits[0, 1]:
        return call("where", call("equal", call("abs", x), Number(np.inf)), Number(limits.item(0)), tree)
    for end, limit in zip(ends[lost].tolist(), limits[0, lost].tolist(), strict=True):
        tree = call("where", call("equal", x, Number(end)), Number(limit), tree)
    return tree


def _values(tree: Node, activation: Activation, ends: FloatArray) -> Floats:
    parameters = {name: np.full(ends.shape, value) for name, value in activation.parameters.items()}
    return values_and_slopes(tree, {X: ends, **parameters})[0]
