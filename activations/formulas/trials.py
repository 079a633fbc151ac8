"""Places at which code is tried before it is shown, and what is lost there that the function itself has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from activations.activation import Activation
from activations.elementwise import FloatArray, RealFunction
from activations.formulas.backward import Floats, Truths, values_and_slopes
from activations.formulas.expression import Node, X

_SIZES = (1e-3, 0.3, 1.0, 2.5, 6.0, 12.0, 25.0, 45.0, 70.0, 95.0, 150.0, 400.0, 720.0, 1e3, 1e5, 1e10, 2e19, 1e30)
_FARTHEST = (1e100, 1e200)  # of float64 alone
_LARGEST = {np.dtype(np.float32): 1e30, np.dtype(np.float64): 1e300}  # of what a result may be asked to be

# How far from the function a result may be: of it, and of what may cancel.
_RELATIVE = {np.dtype(np.float32): 1e-2, np.dtype(np.float64): 1e-6}
_CANCELS = {np.dtype(np.float32): 1e-4, np.dtype(np.float64): 1e-12}
_LEAST = {np.dtype(np.float32): 1e-6, np.dtype(np.float64): 1e-30}


@dataclass(frozen=True, slots=True)
class Trial:
    """Numbers of one kind for x and the parameters, and what a function and, if that counts, its slope are there."""

    symbols: Mapping[str, Floats]
    value: FloatArray
    slope: FloatArray | None
    at_breakpoint: Truths

    def lost(self, tree: Node) -> Truths:
        """Where the tree, or its slope, is infinite or no number although the function's is neither."""
        return self._judged(tree)[0]

    def failures(self, tree: Node) -> int:
        """At how many places it is lost or far off; the latter, which no one would notice, count twice."""
        lost, off = self._judged(tree)
        return int(np.count_nonzero(lost) + 2 * np.count_nonzero(off & ~lost))

    def breaks(self, tree: Node, where: Truths) -> bool:
        """Whether a part of a tree is infinite or no number, or its slope, at one of some places."""
        return not all(np.isfinite(each[where]).all() for each in values_and_slopes(tree, self.symbols))

    def is_harmless(self, tree: Node, x: float) -> bool:
        """Whether the tree and its slope are finite at an x, whatever the parameters."""
        there = {**self.symbols, X: np.full_like(self.symbols[X], x)}
        return all(bool(np.isfinite(each).all()) for each in values_and_slopes(tree, there))

    def _judged(self, tree: Node) -> tuple[Truths, Truths]:
        value, slope = values_and_slopes(tree, self.symbols)
        kind = self.symbols[X].dtype
        large = _LARGEST[kind]
        known = np.abs(self.value) < large
        lost = known & ~np.isfinite(value)
        off = known & ~_near(value, self.value, _RELATIVE[kind], np.full(value.shape, _LEAST[kind]))
        if self.slope is not None:
            known &= np.abs(self.slope) < large
            lost |= known & ~np.isfinite(slope)
            room = _CANCELS[kind] * (1.0 + np.abs(self.value))
            off |= known & ~self.at_breakpoint & ~_near(slope, self.slope, _RELATIVE[kind], room)
        return lost, off


def _near(found: Floats, expected: FloatArray, relative: float, least: FloatArray) -> Truths:
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(found - expected) <= relative * np.abs(expected) + least)


def trials_of(activations: Sequence[Activation], order: int = 0, *, slopes: bool = False) -> list[Trial]:
    """In both kinds of floats, for a function with some values of its parameters, or a derivative of it."""
    return [_trial(activations, order, np.dtype(kind), slopes=slopes) for kind in (np.float32, np.float64)]


def _trial(activations: Sequence[Activation], order: int, kind: np.dtype[Any], *, slopes: bool) -> Trial:
    sizes = np.array(_SIZES if kind == np.float32 else (*_SIZES, *_FARTHEST))
    usual = np.concatenate([-sizes, [0.0], sizes])
    xs = [np.unique(np.concatenate([usual, each.breakpoints]).astype(kind)) for each in activations]
    pairs = list(zip(activations, xs, strict=True))
    parameters = {
        name: np.concatenate([np.full_like(x, each.parameters[name]) for each, x in pairs])
        for name in activations[0].parameters
    }
    return Trial(
        {X: np.concatenate(xs), **parameters},
        np.concatenate([curve_of(each, order)(x) for each, x in pairs]),
        np.concatenate([curve_of(each, order + 1)(x) for each, x in pairs]) if slopes else None,
        np.concatenate([np.isin(x, np.array(each.breakpoints).astype(kind)) for each, x in pairs]),
    )


def curve_of(activation: Activation, order: int) -> RealFunction:
    """f, f′ or f″."""
    return (activation, activation.derivative, activation.second_derivative)[order]
