"""How far rounding moves a formula, as seen beside an evaluation with more digits."""

import numpy as np

from activations.activation import Activation
from activations.elementwise import FloatArray
from activations.formulas.accurate import bound_expression
from activations.formulas.arithmetic import Extended
from activations.formulas.evaluation import Evaluation
from activations.formulas.formula import FormulaDefinition

_SIZES = 10.0 ** np.arange(-12.0, 0.0, 0.25)
_GRID: FloatArray = np.unique(np.concatenate([np.linspace(-20.0, 20.0, 1_601), -_SIZES, _SIZES]))
_SMALLEST = 1e-290


def relative_error_seen(activation: Activation) -> float:
    """The largest relative error of a formula from −20 to 20, beside its own zero crossings left out.

    The comparison is with NumPy's long double, which has 64 binary digits on x86 and not always more than float64's 53
    elsewhere: there the answer is NaN. Functions that have no such form are taken as exact. TypeError unless the
    activation is a formula.
    """
    if not isinstance(activation.definition, FormulaDefinition):
        raise TypeError("the precision is seen of formulas alone")
    if np.finfo(np.longdouble).nmant < 60:
        return float("nan")
    x = np.setdiff1d(_GRID, activation.breakpoints)
    tree = bound_expression(activation.definition.text, tuple(activation.parameters.items()))
    with np.errstate(all="ignore"):
        exact = np.broadcast_to(Evaluation(Extended(), 0, x).jet(tree).value, x.shape)
        signs = np.sign(exact)
        error = np.abs((activation(x) - exact) / exact)
    known = np.isfinite(exact) & (np.abs(exact) > _SMALLEST)
    known[1:-1] &= (signs[:-2] == signs[1:-1]) & (signs[2:] == signs[1:-1])
    return float(error[known].max(initial=0.0))
