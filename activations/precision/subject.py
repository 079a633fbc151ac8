"""Functions whose formulas are tried in several formats, and the formulas."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from activations.elementwise import RealFunction
from activations.imports import with_imports
from activations.precision.rounded import Number

Exact = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a function: a formula in NumPy, for arrays of any format."""

    name: str
    formula: Callable[[Number], Number]
    why: str  # where it errs, or why it does not: one sentence
    written: str = ""  # the formula as code, unless it is a function of Python's

    @property
    def code(self) -> str:
        """The formula as it stands, with its imports, to be copied."""
        if self.written:
            return self.written
        function = inspect.getsource(self.formula).replace(": Number", "").replace(" -> Number", "").rstrip()
        return with_imports(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A function or its derivative: forms of it, and what is true."""

    forms: tuple[Form, ...]
    reference: RealFunction  # accurate to float64, so exact for every smaller format
    exact: Exact | None = None  # to forty digits; without it float64 itself cannot be judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A function whose forms, and those of its derivative, are tried."""

    name: str
    function: Order
    derivative: Order
