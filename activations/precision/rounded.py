"""Arrays that compute as a format does: what NumPy makes of them is rounded after each step.

An operation is carried out in float64 and then rounded. For + − × ÷ and √ of formats of at most 24 binary digits that
is the same as rounding the exact result once, since 53 ≥ 2 · 24 + 2 (Figueroa 1995). For exp, log, tanh, erf and the
like it is what a library would give that is right to all digits, but for results that lie within 1e-15 of the middle
between two numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from activations.elementwise import FloatArray
from activations.precision.formats import Format

Number = Any  # an array of NumPy, or a `Rounded`


class Rounded(NDArrayOperatorsMixin):
    """Numbers of a format. Whatever a ufunc or `np.where` makes of them is one too, but for what is true or false."""

    def __init__(self, values: FloatArray, format: Format) -> None:
        self.values = values
        self.format = format

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options:
            return NotImplemented
        result = ufunc(*map(self._number, inputs))
        return result if result.dtype == np.bool_ else Rounded(self.format.rounded(result), self.format)

    def __array_function__(
        self, function: Callable[..., Any], types: Sequence[type], arguments: Sequence[Any], options: Mapping[str, Any]
    ) -> Any:
        if function is not np.where or options:
            return NotImplemented
        condition, *both = arguments
        return Rounded(np.where(condition, *map(self._number, both)), self.format)

    def _number(self, operand: Any) -> Any:
        """Constants of a formula are rounded to the format as well."""
        return operand.values if isinstance(operand, Rounded) else self.format.rounded(operand)


def in_format(formula: Callable[[Number], Number], x: FloatArray, format: Format) -> FloatArray:
    """A formula in NumPy at numbers of a format, computed in its arithmetic: what overflows or is undefined says so."""
    # That a formula may overflow is what this is there to show, and no mistake to warn of.
    with np.errstate(all="ignore"):
        values: FloatArray = formula(Rounded(x, format)).values
    return values
