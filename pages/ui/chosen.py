"""What a reader chose to see: activations, and what is drawn as one curve."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from activations import Activation
from activations.calculus.pieces import curves_of, points_beside_centres
from activations.calculus.sampling import Curves
from activations.elementwise import FloatArray, RealFunction
from activations.formulas.formula import FormulaDefinition
from activations.gates import Gate
from pages.ui.places import known

Titles = tuple[str, str, str]  # of each of them

PRIMES: Titles = ("", "′", "″")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A function with two derivatives, as charts and tables show it."""

    name: str  # in legends
    titles: Titles  # in tables
    orders: Curves
    orders_at_defaults: Curves  # with default parameters, for axes that stay while one moves; the same where none has
    breakpoints: tuple[float, ...]
    hidden: FloatArray = field(default_factory=lambda: np.empty(0))  # points of what even ones would pass by
    period: float | None = None  # of the derivative, if it is known to have one


def curve_of(activation: Activation, label: str = "") -> Curve:
    """An activation as a curve, under a label of its own where several curves are of one activation."""
    function, derivative, second = (
        f"{activation.name}{prime} ({label})" if label else f"{activation.name}{prime}" for prime in PRIMES
    )
    orders, usual = curves_of(activation), activation.definition()
    return Curve(
        name=label or activation.name,
        titles=(function, derivative, second),
        orders=orders,
        orders_at_defaults=orders if activation == usual else curves_of(usual),
        breakpoints=activation.breakpoints,
        hidden=_hidden(activation),
        period=activation.period,
    )


def difference_of(first: Activation, second: Activation) -> Curve:
    """An activation minus another."""
    function, derivative, second_derivative = (f"{first.name}{prime} − {second.name}{prime}" for prime in PRIMES)
    return Curve(
        name=f"{first.name} − {second.name}",
        titles=(function, derivative, second_derivative),
        orders=_differences(first, second),
        orders_at_defaults=_differences(first.definition(), second.definition()),
        breakpoints=tuple(sorted({*first.breakpoints, *second.breakpoints})),
        hidden=np.concatenate([_hidden(each) for each in (first, second)]),
    )


def _hidden(activation: Activation) -> FloatArray:
    found = known(points_beside_centres, activation)
    return np.empty(0) if found is None else found


def _by_value(activation: Activation | Gate) -> tuple[object, ...]:
    # Formulas of different readers have the same name.
    definition = activation.definition
    text = definition.text if isinstance(definition, FormulaDefinition) else ""
    return activation.name, text, tuple(activation.parameters.items())


# How Streamlit's caches tell activations, and gated units, apart.
BY_VALUE: dict[str | type, Callable[..., object]] = {Activation: _by_value, Gate: _by_value}


def _differences(first: Activation, second: Activation) -> Curves:
    return Curves(*map(_difference, curves_of(first), curves_of(second)))


def _difference(first: RealFunction, second: RealFunction) -> RealFunction:
    return lambda x: _minus(first(x), second(x))


def _minus(first: FloatArray, second: FloatArray) -> FloatArray:
    # NaN for ∞ − ∞, of which NumPy would warn.
    defined = np.isfinite(first) | np.isfinite(second)
    return np.subtract(first, second, out=np.full_like(first, np.nan), where=defined)
