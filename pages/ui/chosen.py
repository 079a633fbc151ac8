"""What a reader chose to see: activations with the values of their parameters, and differences of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from activations import Activation
from activations.functions.elementwise import FloatArray
from pages.ui.links import parameter_key

Titles = tuple[str, str, str]  # of a function, its derivative and its second derivative

PRIMES: Titles = ("", "′", "″")


class Curve(Protocol):
    """A function with two derivatives, as charts and tables show it."""

    @property
    def name(self) -> str: ...  # in legends

    @property
    def titles(self) -> Titles: ...  # in tables

    @property
    def breakpoints(self) -> tuple[float, ...]: ...

    def function(self, x: ArrayLike) -> FloatArray: ...

    def derivative(self, x: ArrayLike) -> FloatArray: ...

    def second_derivative(self, x: ArrayLike) -> FloatArray: ...

    def with_defaults(self) -> "Curve": ...


@dataclass(frozen=True, slots=True)
class ChosenFunction:
    """An activation of the catalogue and a value for each of its parameters."""

    activation: Activation
    parameters: dict[str, float]
    label: str = ""  # in place of its name, where several curves are of one activation

    @property
    def name(self) -> str:
        return self.label or self.activation.name

    @property
    def titles(self) -> Titles:
        function, derivative, second = (f"{self.activation.name}{prime}" for prime in PRIMES)
        if self.label:
            return f"{function} ({self.label})", f"{derivative} ({self.label})", f"{second} ({self.label})"
        return function, derivative, second

    @property
    def sliders(self) -> dict[str, float]:
        """The values of its parameters by the keys of their sliders."""
        return {parameter_key(self.activation.name, name): value for name, value in self.parameters.items()}

    @property
    def breakpoints(self) -> tuple[float, ...]:
        return self.activation.breakpoints(**self.parameters)

    def function(self, x: ArrayLike) -> FloatArray:
        return self.activation.function(x, **self.parameters)

    def derivative(self, x: ArrayLike) -> FloatArray:
        return self.activation.derivative(x, **self.parameters)

    def second_derivative(self, x: ArrayLike) -> FloatArray:
        return self.activation.second_derivative(x, **self.parameters)

    def with_defaults(self) -> "ChosenFunction":
        return ChosenFunction(self.activation, self.activation.defaults, self.label)


def _by_value(chosen: ChosenFunction) -> tuple[str, dict[str, float]]:
    return chosen.activation.name, chosen.parameters


# How Streamlit's caches tell functions apart.
BY_VALUE: dict[str | type, Callable[..., object]] = {ChosenFunction: _by_value}


@dataclass(frozen=True, slots=True)
class Difference:
    """A function minus another."""

    first: ChosenFunction
    second: ChosenFunction

    @property
    def name(self) -> str:
        return f"{self.first.name} − {self.second.name}"

    @property
    def titles(self) -> Titles:
        function, derivative, second = (f"{self.first.name}{prime} − {self.second.name}{prime}" for prime in PRIMES)
        return function, derivative, second

    @property
    def breakpoints(self) -> tuple[float, ...]:
        return tuple(sorted({*self.first.breakpoints, *self.second.breakpoints}))

    def function(self, x: ArrayLike) -> FloatArray:
        return _minus(self.first.function(x), self.second.function(x))

    def derivative(self, x: ArrayLike) -> FloatArray:
        return _minus(self.first.derivative(x), self.second.derivative(x))

    def second_derivative(self, x: ArrayLike) -> FloatArray:
        return _minus(self.first.second_derivative(x), self.second.second_derivative(x))

    def with_defaults(self) -> "Difference":
        return Difference(self.first.with_defaults(), self.second.with_defaults())


def _minus(first: FloatArray, second: FloatArray) -> FloatArray:
    # NaN for ∞ − ∞, of which NumPy would warn.
    defined = np.isfinite(first) | np.isfinite(second)
    return np.subtract(first, second, out=np.full_like(first, np.nan), where=defined)
