"""What happens where the definition of a function changes branch."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from activations.activation import Activation
from activations.calculus.bounds import same
from activations.calculus.piece import limits_towards
from activations.calculus.pieces import curves_of
from activations.calculus.sampling import UNRESOLVED

BreakpointKind = Literal["jump", "kink", "curvature jump", "smooth"]

_ROUNDINGS = 64.0  # more than the floats beside a breakpoint that may be taken for it


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """A point where the definition changes branch, and the first of f, f′ and f″ that jumps there, or is infinite."""

    x: float
    kind: BreakpointKind


def breakpoints_of(activation: Activation) -> tuple[Breakpoint, ...]:
    """Those of the definition, in order."""
    return tuple(_breakpoints(activation))


def _breakpoints(activation: Activation) -> Iterator[Breakpoint]:
    ends = (-math.inf, *activation.breakpoints, math.inf)
    for low, x, high in zip(ends, ends[1:], ends[2:], strict=False):
        yield Breakpoint(x, _kind(activation, low, x, high))


def _kind(activation: Activation, low: float, x: float, high: float) -> BreakpointKind:
    value, curves = float(activation(x)), curves_of(activation)
    before, after = (limits_towards(curves, x, end) for end in (low, high))
    # A breakpoint is rounded, and f moves by so much within the rounding, f′ likewise.
    shift, turn = (abs(x) * max(abs(before[k]), abs(after[k])) for k in (1, 2))
    if not (same(before[0], value, shift) and same(value, after[0], shift)):
        return "jump"
    if not same(before[1], after[1], turn) or math.isinf(before[1]):
        return "kink"
    if math.isinf(before[2]) or math.isinf(after[2]):
        return "curvature jump"
    # Within the rounding f″ may change as much as from side to side.
    step = _ROUNDINGS * max(math.ulp(x), UNRESOLVED)
    change = max(
        abs(float(curves.second_derivative(x - step)) - before[2]),
        abs(float(curves.second_derivative(x + step)) - after[2]),
    )
    return "smooth" if same(before[2], after[2]) or abs(after[2] - before[2]) <= change else "curvature jump"
