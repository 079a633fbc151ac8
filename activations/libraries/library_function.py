"""What is recorded of an activation in a library."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Backend = Literal["JAX", "TensorFlow", "PyTorch"]  # those of Keras
Slope = Callable[..., float]  # of a breakpoint x, and of the activation's parameters as keywords


def constant(value: float) -> Slope:
    """The same slope at every breakpoint, whatever the parameters."""
    return lambda *_, **__: value


def parameter(name: str) -> Slope:
    """The value of a parameter is the slope."""
    return lambda _, **parameters: parameters[name]


@dataclass(frozen=True, slots=True)
class LibraryFunction:
    """An activation as a library has it; calls are Python over `x`, with `{parameter}` where a value belongs.

    `general_call` reproduces the activation where `call` has no place for a parameter that has left its default, and
    `call_at_zero` where all that have are 0.
    `slope` is the first derivative at a breakpoint, by the library's own differentiation of float64; for Keras one for
    each backend where they differ, and None where there are no breakpoints or nothing is differentiated.
    """

    name: str
    call: str
    general_call: str = ""
    note: str = ""
    slope: Slope | Mapping[Backend, Slope] | None = None
    call_at_zero: str = ""
