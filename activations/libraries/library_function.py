"""What is recorded of an activation in a library."""

from collections.abc import Callable
from dataclasses import dataclass

Slopes = Callable[..., dict[float, float]]


@dataclass(frozen=True, slots=True)
class LibraryFunction:
    """An activation as a library has it; calls are Python over `x`, with `{parameter}` where a value belongs.

    `general_call` reproduces the activation where `call` has no place for a parameter that has left its default.
    """

    name: str
    call: str
    general_call: str = ""
    note: str = ""
    slopes: Slopes = lambda **_: {}  # breakpoint -> first derivative there, by the library's own differentiation
