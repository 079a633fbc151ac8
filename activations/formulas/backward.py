"""What code of a tree gives in floats of a kind, and its slopes as a library finds them: backwards, step by step.

Such slopes are lost where a step multiplies 0 by infinity, be it in a branch that is not taken.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from activations.formulas.expression import Call, Node, Number, X

Floats = npt.NDArray[np.floating[Any]]
Truths = npt.NDArray[np.bool_]
_Back = Callable[[Floats], Floats]


class _Step(NamedTuple):
    """A value, and how a slope towards it becomes slopes towards what it was made of; none if it holds no x."""

    value: Floats
    origins: tuple[tuple["_Step", _Back], ...] = ()
    is_x: bool = False


def values_and_slopes(tree: Node, symbols: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """A written-out tree and its slope along x, for arrays of one kind of floats in the place of x and parameters."""
    with np.errstate(all="ignore"):
        step = _step(tree, symbols)
        one = np.ones_like(symbols[X])
        return step.value * one, _slope(step, one)


def _slope(step: _Step, towards: Floats) -> Floats:
    found = towards if step.is_x else np.zeros_like(towards)
    for origin, back in step.origins:
        found = found + _slope(origin, back(towards))
    return found


def _step(node: Node, symbols: Mapping[str, Floats]) -> _Step:
    if isinstance(node, Number):
        return _Step(np.asarray(node.value, dtype=symbols[X].dtype))
    if not isinstance(node, Call):
        return _Step(symbols[node.name], is_x=node.name == X)
    if node.function == "where":
        condition, *branches = node.arguments
        taken = holds(condition, symbols)
        one, other = (_step(each, symbols) for each in branches)
        chosen = np.where(taken, one.value, other.value)
        return _made(chosen, (one, lambda g: np.where(taken, g, 0.0)), (other, lambda g: np.where(taken, 0.0, g)))
    steps = [_step(each, symbols) for each in node.arguments]
    if len(steps) == 1:
        (u,) = steps
        value = FUNCTIONS[node.function](u.value)
        local = _SLOPES[node.function](u.value, value)
        return _made(value, (u, lambda g: g * local))
    return _of_several(node.function, *steps)


def _of_several(name: str, u: _Step, v: _Step, *others: _Step) -> _Step:
    if name == "clip":
        return _of_several("min", _of_several("max", u, v), *others)
    value = OPERATIONS[name](u.value, v.value)
    by_u, by_v = _RATES[name](u.value, v.value)
    return _made(value, (u, by_u), (v, by_v))


def _product_rates(u: Floats, v: Floats) -> tuple[_Back, _Back]:
    return lambda g: g * v, lambda g: g * u


def _quotient_rates(u: Floats, v: Floats) -> tuple[_Back, _Back]:
    falling = v**-2
    return lambda g: g / v, lambda g: -g * u * falling


def _power_rates(u: Floats, v: Floats) -> tuple[_Back, _Back]:
    local = v * u ** (v - 1)
    return lambda g: g * local, np.zeros_like  # an exponent is a number


def _shares(u: Floats, v: Floats) -> tuple[_Back, _Back]:
    """Of the larger of two, and of equals a half each."""
    share = np.heaviside(u - v, 0.5)
    return lambda g: g * share, lambda g: g * (1 - share)


def _made(value: Floats, *origins: tuple[_Step, _Back]) -> _Step:
    return _Step(value, tuple(each for each in origins if each[0].is_x or each[0].origins))


def holds(node: Node, symbols: Mapping[str, Floats]) -> Truths:
    """Where a written-out condition holds."""
    if not isinstance(node, Call):
        raise TypeError("a number is no condition")
    if node.function in COMPARISONS:
        return np.asarray(COMPARISONS[node.function](*(_step(each, symbols).value for each in node.arguments)))
    truths = [holds(each, symbols) for each in node.arguments]
    return np.asarray(LOGIC[node.function](*truths))


OPERATIONS: Mapping[str, np.ufunc] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "max": np.maximum,
    "min": np.minimum,
}
_RATES: Mapping[str, Callable[[Floats, Floats], tuple[_Back, _Back]]] = {
    "add": lambda _, __: (lambda g: g, lambda g: g),
    "subtract": lambda _, __: (lambda g: g, lambda g: -g),
    "multiply": _product_rates,
    "divide": _quotient_rates,
    "power": _power_rates,
    "max": _shares,
    "min": lambda u, v: _shares(v, u),
}
COMPARISONS: Mapping[str, np.ufunc] = {
    "less": np.less,
    "at_most": np.less_equal,
    "greater": np.greater,
    "at_least": np.greater_equal,
    "equal": np.equal,
    "unequal": np.not_equal,
}
LOGIC: Mapping[str, np.ufunc] = {"and": np.logical_and, "or": np.logical_or, "not": np.logical_not}


def _softplus(u: Floats) -> Floats:
    return np.logaddexp(0.0, u)


FUNCTIONS: Mapping[str, Callable[[Floats], Floats]] = {
    **{
        name: getattr(np, name)
        for name in ("abs", "sign", "sqrt", "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "tanh", "sinh", "cosh")
    },
    "negate": np.negative,
    "asinh": np.arcsinh,
    "atan": np.arctan,
    "erf": special.erf,
    "erfc": special.erfc,
    "Phi": special.ndtr,
    "sigmoid": special.expit,
    "softplus": _softplus,
    "logsigmoid": lambda u: -_softplus(-u),
}
# From what a function is taken of, and from its value; what libraries do, not what keeps the most digits.
_SLOPES: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "abs": lambda u, _: np.sign(u),
    "sign": lambda u, _: np.zeros_like(u),
    "sqrt": lambda _, value: 0.5 / value,
    "exp": lambda _, value: value,
    "expm1": lambda _, value: value + 1,
    "log": lambda u, _: 1 / u,
    "log1p": lambda u, _: 1 / (1 + u),
    "sin": lambda u, _: np.cos(u),
    "cos": lambda u, _: -np.sin(u),
    "tan": lambda _, value: 1 + value**2,
    "tanh": lambda _, value: 1 - value**2,
    "sinh": lambda u, _: np.cosh(u),
    "cosh": lambda u, _: np.sinh(u),
    "negate": lambda u, _: np.full_like(u, -1.0),
    "asinh": lambda u, _: 1 / np.sqrt(1 + u**2),
    "atan": lambda u, _: 1 / (1 + u**2),
    "erf": lambda u, _: 2 / np.sqrt(np.pi).astype(u.dtype) * np.exp(-(u**2)),
    "erfc": lambda u, _: -2 / np.sqrt(np.pi).astype(u.dtype) * np.exp(-(u**2)),
    "Phi": lambda u, _: np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi).astype(u.dtype),
    "sigmoid": lambda _, value: value * (1 - value),
    "softplus": lambda u, _: special.expit(u),
    "logsigmoid": lambda u, _: special.expit(-u),
}
