"""Activation functions: their definitions, and the functions that these become when their parameters are bound."""

import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from activations.elementwise import FloatArray, constant, real_array

Kernel = Callable[..., FloatArray]  # of a float64 array x, and of the parameters as keywords
Places = Callable[..., tuple[float, ...]]  # of the parameters as keywords


@dataclass(frozen=True, slots=True)
class Domain:
    """The finite numbers that a parameter may take."""

    description: str
    contains: Callable[[float], bool]

    def checked(self, name: str, value: float) -> float:
        """`value` as a float; TypeError for what is no real number, ValueError for one outside the domain."""
        if not isinstance(value, Real):
            raise TypeError(f"{name} must be a real number, got {value!r}")
        try:
            number = float(value)
        except OverflowError:  # of an integer
            number = math.inf
        if not (math.isfinite(number) and self.contains(number)):
            raise ValueError(f"{name} must be {self.description}, got {value!r}")
        return number


FINITE = Domain("a finite number", lambda _: True)
# The inverse of a subnormal number may be no float.
POSITIVE = Domain("a finite number > 0 and not subnormal", lambda value: value >= sys.float_info.min)
# The square of a scale is a float too, and so is a moderate number over a scale.
SCALE = Domain("a finite number from 1e-100 to 1e100", lambda value: 1e-100 <= value <= 1e100)
MODERATE = Domain("a finite number from -1e100 to 1e100", lambda value: abs(value) <= 1e100)
NON_NEGATIVE = Domain("a finite number >= 0", lambda value: value >= 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A keyword, the numbers it may take, and the range in which the app explores it."""

    name: str
    symbol: str  # as shown on its slider
    default: float
    domain: Domain = FINITE
    low: float
    high: float
    step: float


def bound_parameters(owner: str, known: Iterable[Parameter], given: Mapping[str, float]) -> dict[str, float]:
    """A value for each known parameter, in order and checked, the default for one not given.

    TypeError for an unknown one, ValueError for one outside its domain.
    """
    by_name = {parameter.name: parameter for parameter in known}
    for name in given:
        if name not in by_name:
            has = f"it has {', '.join(by_name)}" if by_name else "it has none"
            raise TypeError(f"{owner} has no parameter {name!r}; {has}")
    return {
        name: parameter.domain.checked(name, given.get(name, parameter.default)) for name, parameter in by_name.items()
    }


def at(*points: float) -> Places:
    """Places that no parameter moves."""
    return lambda **_: points


NOWHERE = at()


def straight(x: FloatArray, /, **_: float) -> FloatArray:
    """The second derivative of a function made of straight lines."""
    return constant(x, 0.0)


def _exact(x: FloatArray, /, **_: float) -> FloatArray:
    """The rounding of a function that is right to all digits."""
    return np.zeros((3, *x.shape))


def _never(_: float, /, **__: float) -> bool:
    """No function of the catalogue has a branch that lies below the floats as a whole."""
    return False


def _unconstrained(**_: float) -> None:
    """Every combination of parameters is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What the catalogue records of an activation function; called with parameters, it gives the function itself.

    `name` is its one identifier, in links too, and never changes. The kernels take a float64 array and every parameter,
    already checked.
    """

    name: str
    function: Kernel
    derivative: Kernel
    second_derivative: Kernel = straight
    jet: Kernel | None = None  # all three at once, a row each, where that is cheaper
    parameters: tuple[Parameter, ...] = ()
    constraint: Callable[..., None] = _unconstrained  # raises ValueError for parameters that do not fit each other
    breakpoints: Places = NOWHERE  # sorted; where the definition changes branch
    centres: Places = NOWHERE  # around which it may change far more sharply than elsewhere
    rounding: Kernel = _exact  # bounds of how far it moves the function and its derivatives, a row each
    underflows: Callable[..., bool] = _never  # whether f is flat around x, but only since floats hold no more of f′
    period: Callable[..., float] | None = None  # of a wave: that of f′, of the parameters as keywords
    formula: str  # LaTeX
    reference: str

    def __call__(self, /, **parameters: float) -> "Activation":
        """The function with these parameters; one that is not given has its default.

        TypeError for an unknown parameter, ValueError for one outside its domain.
        """
        return Activation(self, parameters)

    def bound(self, given: Mapping[str, float]) -> dict[str, float]:
        """All parameters in order, checked, with defaults for those not given; errors as above."""
        values = bound_parameters(self.name, self.parameters, given)
        self.constraint(**values)
        return values


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Activation:
    """An activation function bound to its parameters: f(x), f.derivative(x), f.second_derivative(x), f.jet(x) for all.

    See the contract in `activations`. Two are equal if their definitions and parameters are.
    """

    definition: Definition
    parameters: Mapping[str, float]  # all of them, read-only
    breakpoints: tuple[float, ...] = field(init=False)  # sorted points where the definition changes branch
    period: float | None = field(init=False)  # of f′, as the definition has it

    def __post_init__(self) -> None:
        parameters = self.definition.bound(self.parameters)
        object.__setattr__(self, "parameters", MappingProxyType(parameters))
        object.__setattr__(self, "breakpoints", self.definition.breakpoints(**parameters))
        period = self.definition.period
        object.__setattr__(self, "period", period(**parameters) if period else None)

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def centres(self) -> tuple[float, ...]:
        """Points around which the function may change far more sharply than elsewhere; asked for where samples are."""
        return self.definition.centres(**self.parameters)

    def rounding(self, x: ArrayLike) -> FloatArray:
        """Bounds of how far rounding moves f, f′ and f″, a row each, where terms may cancel; else 0."""
        return self._values(self.definition.rounding, x)

    def underflows(self, x: float) -> bool:
        """Whether the function is flat around x, but only since floats hold no more of its slope."""
        return self.definition.underflows(x, **self.parameters)

    def __call__(self, x: ArrayLike) -> FloatArray:
        return self._values(self.definition.function, x)

    def derivative(self, x: ArrayLike) -> FloatArray:
        return self._values(self.definition.derivative, x)

    def second_derivative(self, x: ArrayLike) -> FloatArray:
        return self._values(self.definition.second_derivative, x)

    def jet(self, x: ArrayLike) -> FloatArray:
        """The function and its first and second derivative, a row each: of shape (3, *x.shape)."""
        if self.definition.jet is not None:
            return self._values(self.definition.jet, x)
        return np.stack([self(x), self.derivative(x), self.second_derivative(x)])

    def _values(self, kernel: Kernel, x: ArrayLike) -> FloatArray:
        # A ufunc of an array without dimensions gives a scalar.
        return real_array(kernel(real_array(x), **self.parameters))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Activation):
            return NotImplemented
        return self.definition == other.definition and self.parameters == other.parameters

    def __hash__(self) -> int:
        return hash((self.definition.name, *self.parameters.values()))

    def __reduce__(self) -> tuple[type["Activation"], tuple[Definition, dict[str, float]]]:
        # A read-only mapping can be neither copied nor pickled.
        return Activation, (self.definition, dict(self.parameters))

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self.parameters.items())})"
