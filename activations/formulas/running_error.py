"""A bound of what rounding makes of a formula, computed beside its values.

N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, section 3.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import curve_at
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Node
from activations.formulas.jets import Quantity, Truths

_EPSILON = float(np.finfo(np.float64).eps)
_FUNCTION = 4.0  # roundings of a function of the tables
_TAIL = 1e-12  # of a value, as far as any function of the tables may be off


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """A value in floats, and how far it may be from that of exact arithmetic, to first order."""

    value: FloatArray
    error: FloatArray

    @classmethod
    def rounded(cls, value: FloatArray, error: FloatArray, roundings: float = 1.0) -> "Bounded":
        """With what the last operation adds."""
        return cls(value, error + roundings * _EPSILON * np.abs(value))

    def __neg__(self) -> "Bounded":
        return Bounded(-self.value, self.error)

    def __add__(self, other: "Bounded") -> "Bounded":
        return self.rounded(self.value + other.value, self.error + other.error)

    def __sub__(self, other: "Bounded") -> "Bounded":
        return self + (-other)

    def __mul__(self, other: "Bounded | float") -> "Bounded":
        other = other if isinstance(other, Bounded) else Bounded(np.asarray(other), np.zeros(()))
        error = np.abs(self.value) * other.error + np.abs(other.value) * self.error
        return self.rounded(self.value * other.value, error)

    def __truediv__(self, other: "Bounded") -> "Bounded":
        value = self.value / other.value
        return self.rounded(value, (self.error + np.abs(value) * other.error) / np.abs(other.value))


def _moved(slope: FloatArray, error: FloatArray) -> FloatArray:
    """How far a curve moves with its argument; not at all where that is exact, however steep it is."""
    return np.where(error == 0.0, 0.0, np.abs(slope) * error)


class RunningError:
    """float64 with its error, for values alone."""

    def number(self, value: FloatArray | float) -> Quantity:
        return Bounded(np.asarray(value, dtype=np.float64), np.zeros(np.shape(value)))

    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity:
        value, slope = (curve_at(name, settings, each, u.value) for each in (order, order + 1))
        # Within it the argument is rounded too, which tells in tails.
        own = np.fmin(_EPSILON * np.abs(u.value * slope), _TAIL * np.abs(value))
        return Bounded.rounded(value, _moved(slope, u.error) + own, _FUNCTION)

    def power(self, u: Quantity, exponent: float) -> Quantity:
        slope = exponent * u.value ** (exponent - 1.0)
        return Bounded.rounded(u.value**exponent, _moved(slope, u.error))

    def sign(self, u: Quantity, v: Quantity) -> FloatArray:
        return np.asarray(np.sign(u.value - v.value))

    def choice(self, truth: Truths, u: Quantity, v: Quantity) -> Quantity:
        return Bounded(np.where(truth, u.value, v.value), np.where(truth, u.error, v.error))


def error_bound(tree: Node, x: FloatArray) -> FloatArray:
    """How far rounding may move a bound tree at x; no number where it leaves the floats on its way."""
    with np.errstate(all="ignore"):
        found = Evaluation(RunningError(), 0, x).jet(tree).value
    return np.broadcast_to(found.error, x.shape) + 0.0
