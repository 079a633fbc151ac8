"""Activations that set small inputs to 0, or nearly."""

import numpy as np

from activations.activation import MODERATE, NON_NEGATIVE, Definition, Parameter
from activations.elementwise import FloatArray, constant
from activations.functions.sigmoidal import tanh_second_derivative


def tanhshrink(x: FloatArray) -> FloatArray:
    # x - tanh(x) cancels around 0, where the same is (x cosh x - sinh x) / cosh x. The terms of the numerator,
    # 2k x^(2k + 1) / (2k + 1)!, each follow from the last; the tenth is nothing beside the first for |x| < 1.
    near = np.clip(x, -1.0, 1.0)
    square = near * near
    series = np.ones_like(x)
    for k in range(9, 0, -1):
        series = 1.0 + series * square / (2 * k * (2 * k + 3))
    return np.where(np.abs(x) < 1.0, near * square / 3.0 * series / np.cosh(near), x - np.tanh(x))


def tanhshrink_derivative(x: FloatArray) -> FloatArray:
    return np.tanh(x) ** 2


def tanhshrink_second_derivative(x: FloatArray) -> FloatArray:
    return -tanh_second_derivative(x)


def hardshrink(x: FloatArray, *, lambd: float) -> FloatArray:
    return np.where(np.abs(x) <= lambd, 0.0, x)


def shrink_derivative(x: FloatArray, *, lambd: float) -> FloatArray:
    return np.where(np.abs(x) <= lambd, 0.0, constant(x, 1.0))


def softshrink(x: FloatArray, *, lambd: float) -> FloatArray:
    return x - np.clip(x, -lambd, lambd)


def shrink(x: FloatArray, *, lambd: float, bias: float) -> FloatArray:
    return np.where(np.abs(x) <= lambd, 0.0, x - bias * np.sign(x))


def biased_shrink_derivative(x: FloatArray, *, lambd: float, bias: float) -> FloatArray:
    return shrink_derivative(x, lambd=lambd)


_LAMBDA = Parameter(name="lambd", symbol="λ", default=0.5, domain=NON_NEGATIVE, low=0.0, high=3.0, step=0.05)


def _at_lambda(*, lambd: float) -> tuple[float, ...]:
    return (-lambd, lambd) if lambd else (0.0,)


FAMILY = (
    Definition(
        name="Tanhshrink",
        function=tanhshrink,
        derivative=tanhshrink_derivative,
        second_derivative=tanhshrink_second_derivative,
        formula=r"\operatorname{Tanhshrink}(x) = x - \tanh x",
        reference="Gregor and LeCun 2010, Learning fast approximations of sparse coding (ICML), for shrinkage",
    ),
    Definition(
        name="Hardshrink",
        function=hardshrink,
        derivative=shrink_derivative,
        parameters=(_LAMBDA,),
        breakpoints=_at_lambda,
        formula=r"\operatorname{Hardshrink}(x) = \begin{cases} x & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}",
        reference="Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage (Biometrika 81)",
    ),
    Definition(
        name="Softshrink",
        function=softshrink,
        derivative=shrink_derivative,
        parameters=(_LAMBDA,),
        breakpoints=_at_lambda,
        formula=r"\operatorname{Softshrink}(x) = \operatorname{sign}(x) \max(|x| - \lambda, 0)",
        reference="Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage (Biometrika 81)",
    ),
    Definition(
        name="Shrink",
        function=shrink,
        derivative=biased_shrink_derivative,
        parameters=(
            _LAMBDA,
            Parameter(name="bias", symbol="bias", default=0.0, domain=MODERATE, low=0.0, high=3.0, step=0.05),
        ),
        breakpoints=lambda lambd, bias: _at_lambda(lambd=lambd),  # noqa: ARG005 - takes every parameter by name
        formula=r"\operatorname{Shrink}(x) = \begin{cases} x - \text{bias} & x > \lambda \\ 0 & |x| \le \lambda \\ "
        r"x + \text{bias} & x < -\lambda \end{cases}",
        reference="ONNX, operator Shrink (opset 9): hard shrinkage with the bias 0, soft with the bias λ",
    ),
)
