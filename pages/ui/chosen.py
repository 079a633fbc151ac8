"""An activation with the parameter values that a reader gave it."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from activations import Activation
from activations.functions.elementwise import FloatArray


@dataclass(frozen=True, slots=True)
class ChosenFunction:
    """An activation of the catalogue and a value for each of its parameters."""

    activation: Activation
    parameters: dict[str, float]

    @property
    def name(self) -> str:
        return self.activation.name

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
        return ChosenFunction(self.activation, self.activation.defaults)
