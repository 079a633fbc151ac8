"""Calls of the functions of the catalogue at their defaults, and calls of numbers as the numbers that they are."""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from activations.formulas.arithmetic import Floats
from activations.formulas.expression import Call, Node, Number, number_of, settings_of
from activations.formulas.functions import OF_CATALOG, is_function
from activations.formulas.jets import Jets
from activations.formulas.straight import exact

_EXACT: Mapping[str, Callable[..., Fraction]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
}


def of_catalog(name: str, u: Node) -> Call:
    """A function of the catalogue at its defaults."""
    settings = tuple((key, Number(value)) for key, value in OF_CATALOG[name].bound({}).items())
    return Call(name, (u,), settings)


def folded(node: Call) -> float:
    """The number that a call of numbers is: of decimals, as those that were meant, so that 3 · 0.1 is 0.3."""
    if node.function in _EXACT:
        try:
            return float(_EXACT[node.function](*(exact(number_of(each)) for each in node.arguments)))
        except (ArithmeticError, ValueError):  # beyond the floats, or of what is no number
            pass
    jets = Jets(Floats(), 0)
    values = [jets.number(each.value) for each in node.arguments if isinstance(each, Number)]
    with np.errstate(all="ignore"):
        if is_function(node.function):
            return float(jets.function(node.function, settings_of(node), values[0]).value)
        if node.function == "power":
            return float(np.power(*(each.value for each in values)))
        return float(getattr(jets, node.function)(*values).value)
