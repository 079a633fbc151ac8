"""A bound of what rounding makes of a formula and of its slopes, computed beside their values."""

from collections.abc import Callable, Mapping

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import curve_at
from activations.formulas.bounded import EPSILON, Bounded
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Node
from activations.formulas.jets import Jet, Quantity, Truths

_FUNCTION = 4.0  # roundings of a function of the tables
_LOST = 1e-7  # of a value that has lost digits, what rounding may move it by
_TAIL = 1e-12  # of a value, as far as any function of the tables may be off


def _moved(curve: Callable[[FloatArray], FloatArray], value: FloatArray, slope: FloatArray, u: Bounded) -> FloatArray:
    """How far a curve moves with its argument; not at all where that is exact, however steep it is."""
    if not u.error.any():
        return np.zeros(np.shape(value))
    steps = [np.abs(slope) * u.error, *(np.abs(curve(u.value + side * u.error) - value) for side in (-1.0, 1.0))]
    steps = [np.where(np.isnan(each), np.inf, each) for each in steps]
    return np.where(u.error == 0.0, 0.0, np.maximum.reduce(np.broadcast_arrays(*steps)))


class WithBounds:
    """float64 with its error."""

    def number(self, value: FloatArray | float) -> Quantity:
        return Bounded.of(value)

    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity:
        def curve(v: FloatArray) -> FloatArray:
            return curve_at(name, settings, order, v)

        value = curve(u.value)
        slope = curve_at(name, settings, order + 1, u.value) if order < 2 else np.zeros(np.shape(value))
        # Within it the argument is rounded too, which tells in tails.
        most = _TAIL * np.abs(value)
        own = np.fmin(EPSILON * np.abs(u.value * slope), most) if order < 2 else most
        return Bounded.rounded(value, _moved(curve, value, slope, u) + own, u, roundings=_FUNCTION)

    def power(self, u: Quantity, exponent: float) -> Quantity:
        value, slope = u.value**exponent, exponent * u.value ** (exponent - 1.0)
        return Bounded.rounded(value, _moved(lambda v: v**exponent, value, slope, u), u)

    def sign(self, u: Quantity, v: Quantity) -> FloatArray:
        return np.asarray(np.sign(Bounded.of(u).value - Bounded.of(v).value))

    def choice(self, truth: Truths, u: Quantity, v: Quantity) -> Quantity:
        u, v = Bounded.of(u), Bounded.of(v)
        return Bounded(np.where(truth, u.value, v.value), np.where(truth, u.error, v.error))


def has_lost_digits(found: Jet) -> bool:
    """Whether rounding may move one of the three visibly somewhere; near one place it does so at a zero."""
    return any(each is not None and bool((each.error > _LOST * np.abs(each.value)).any()) for each in found)


def error_bounds(tree: Node, x: FloatArray) -> FloatArray:
    """How far rounding may move a bound tree and its two derivatives at x, a row each; infinite where it is unknown.

    Where a result is no float, what is evaluated beyond the floats takes its place, and is no number if all cancels.
    """
    bounds = np.zeros((3, *x.shape))
    with np.errstate(all="ignore"):
        for row, found in enumerate(Evaluation(WithBounds(), 2, x).jet(tree)):
            if found is not None:
                bounds[row] = np.where(
                    np.isnan(found.value), 0.0, np.nan_to_num(found.error, nan=np.inf, posinf=np.inf)
                )
    return bounds
