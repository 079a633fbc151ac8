"""What is recorded of a number that people copy into code, and how it compares with what it stands for."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from activations.activation import Activation

# "exact": right to the last digit that is printed; "close": within the tolerance; "off": neither.
# A bound "holds" or is "broken".
Verdict = Literal["exact", "close", "off", "holds", "broken"]

# What may be lost in computing a number anew, relative to its size.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A published number, where it stands, what it is for, and how it is computed anew."""

    name: str  # unique
    published: str  # as printed: a decimal number, or an expression
    value: float
    is_bound: bool = False  # what is claimed is "at most", not "equal to"
    used_in: str
    source: str
    purpose: str
    method: str  # what `recompute` computes, in words
    recompute: Callable[[], float]
    tolerance: float  # relative: so far off the number still serves its purpose
    about: Activation | None = None  # the function that it belongs to
    note: str = ""

    @property
    def last_digit(self) -> float:
        """The unit of the last digit printed; 0 for an expression, which is exact."""
        decimals = re.fullmatch(r"[-−]?\d+\.(\d+)", self.published)
        return 10.0 ** -len(decimals[1]) if decimals else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published number beside the one computed anew."""

    computed: float
    relative_difference: float  # of the published number, relative to the computed one
    verdict: Verdict


def compared(constant: Constant) -> Comparison:
    """The constant computed anew, and the verdict."""
    computed = constant.recompute()
    difference = constant.value - computed
    return Comparison(computed, difference / abs(computed), _verdict(constant, computed))


def _verdict(constant: Constant, computed: float) -> Verdict:
    rounding = _ROUNDING * abs(computed)
    if constant.is_bound:
        return "holds" if computed <= constant.value + rounding else "broken"
    difference = abs(constant.value - computed)
    if not math.isfinite(difference):
        return "off"
    if difference <= max(0.5 * constant.last_digit, rounding):
        return "exact"
    return "close" if difference <= constant.tolerance * abs(computed) else "off"
