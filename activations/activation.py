"""What the catalogue records of an activation function."""

from collections.abc import Callable
from dataclasses import dataclass

from activations.functions.elementwise import ElementwiseFunction

Breakpoints = Callable[..., tuple[float, ...]]


def at(*points: float) -> Breakpoints:
    """Breakpoints that no parameter moves."""
    return lambda **_: points


_NOWHERE = at()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A keyword of an activation and the range in which the app explores it."""

    name: str
    symbol: str  # as shown on its slider
    default: float
    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """An activation function with its calculus; `name` is its one identifier, in links too, and never changes."""

    name: str
    function: ElementwiseFunction
    derivative: ElementwiseFunction
    second_derivative: ElementwiseFunction
    parameters: tuple[Parameter, ...] = ()
    breakpoints: Breakpoints = _NOWHERE  # sorted; where the definition changes branch
    formula: str  # LaTeX
    reference: str

    @property
    def defaults(self) -> dict[str, float]:
        return {parameter.name: parameter.default for parameter in self.parameters}
