"""Activations bounded on both sides."""

import functools
import math
from fractions import Fraction

import numpy as np
from scipy.special import erf as scipy_erf
from scipy.special import erfc

from activations.activation import MODERATE, SCALE, Definition, Parameter, at
from activations.elementwise import LARGEST, FloatArray, constant, scaled

# The mean and the inverse of the standard deviation, times √½, of the normal distribution that LaplaceGate integrates.
_LAPLACE_MEAN, _LAPLACE_STEEPNESS = math.sqrt(0.5), math.sqrt(2.0 * math.pi)


def logistic(z: FloatArray) -> FloatArray:
    """σ(z) = 1 / (1 + e⁻ᶻ), in half the time of SciPy's `expit`: NumPy computes many exponentials at once."""
    return np.asarray(np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z))))


def logistic_density(z: FloatArray) -> FloatArray:
    """σ(z) σ(-z), the derivative of σ."""
    decayed = np.exp(-np.abs(z))
    return np.asarray(decayed / (1.0 + decayed) ** 2)


def sigmoid(x: FloatArray, *, offset: float) -> FloatArray:
    return logistic(x - offset)


def sigmoid_derivative(x: FloatArray, *, offset: float) -> FloatArray:
    return logistic_density(x - offset)  # not s * (1 - s): 1 - s is 0 past z = 36.8


def sigmoid_second_derivative(x: FloatArray, *, offset: float) -> FloatArray:
    z = x - offset
    return -logistic_density(z) * np.tanh(0.5 * z)


def hardsigmoid(x: FloatArray, *, slope: float, offset: float) -> FloatArray:
    # From where it is 0: slope · x + offset would cancel there.
    zero, rounding = _zero_of_line(slope, offset)
    _, one = _breakpoints_of_hardsigmoid(slope=slope, offset=offset)
    distance = np.clip(x, zero, one) - zero
    return np.where(x >= one, 1.0, np.clip((distance - np.sign(distance) * rounding) * slope, 0.0, 1.0))


def hardsigmoid_derivative(x: FloatArray, *, slope: float, offset: float) -> FloatArray:
    low, high = _breakpoints_of_hardsigmoid(slope=slope, offset=offset)
    return np.where((x > low) & (x < high), slope, constant(x, 0.0))


@functools.lru_cache(maxsize=64)
def _zero_of_line(slope: float, offset: float) -> tuple[float, float]:
    """Where slope · x + offset is 0, and what rounding takes from that."""
    exact = -Fraction(offset) / Fraction(slope)
    return float(exact), float(exact - Fraction(float(exact)))


def _breakpoints_of_hardsigmoid(*, slope: float, offset: float) -> tuple[float, float]:
    return -offset / slope, (1.0 - offset) / slope


def sparse_sigmoid(x: FloatArray) -> FloatArray:
    return np.clip((x + 1.0) / 2.0, 0.0, 1.0)


def sparse_sigmoid_derivative(x: FloatArray) -> FloatArray:
    return np.where((x > -1.0) & (x <= 1.0), 0.5, constant(x, 0.0))


def tanh(x: FloatArray) -> FloatArray:
    return np.tanh(x)


def tanh_derivative(x: FloatArray) -> FloatArray:
    return 4.0 * logistic_density(2.0 * _near(x))  # not 1 - tanh²: that is 0 past x = 19


def tanh_second_derivative(x: FloatArray) -> FloatArray:
    return -8.0 * np.tanh(x) * logistic_density(2.0 * _near(x))


def scaled_tanh(x: FloatArray, *, amplitude: float, steepness: float) -> FloatArray:
    return amplitude * np.tanh(scaled(x, steepness))


def scaled_tanh_derivative(x: FloatArray, *, amplitude: float, steepness: float) -> FloatArray:
    return amplitude * steepness * tanh_derivative(scaled(x, steepness))


def scaled_tanh_second_derivative(x: FloatArray, *, amplitude: float, steepness: float) -> FloatArray:
    return amplitude * steepness**2 * tanh_second_derivative(scaled(x, steepness))


def hardtanh(x: FloatArray, *, min_val: float, max_val: float) -> FloatArray:
    return np.clip(x, min_val, max_val)


def hardtanh_derivative(x: FloatArray, *, min_val: float, max_val: float) -> FloatArray:
    return np.where((x > min_val) & (x < max_val), 1.0, constant(x, 0.0))


def softsign(x: FloatArray) -> FloatArray:
    x = np.clip(x, -LARGEST, LARGEST)
    return x / (1.0 + np.abs(x))


def softsign_derivative(x: FloatArray) -> FloatArray:
    return (1.0 / (1.0 + np.abs(x))) ** 2  # the inverse first: the square of 1 + |x| overflows


def softsign_second_derivative(x: FloatArray) -> FloatArray:
    return np.where(x > 0, -2.0, 2.0) * (1.0 / (1.0 + np.abs(x))) ** 3


def arctan(x: FloatArray) -> FloatArray:
    return np.arctan(x)


def arctan_derivative(x: FloatArray) -> FloatArray:
    return (1.0 / np.hypot(1.0, x)) ** 2


def arctan_second_derivative(x: FloatArray) -> FloatArray:
    inverse = 1.0 / np.hypot(1.0, x)
    return np.clip(x, -LARGEST, LARGEST) * inverse * (-2.0 * inverse**3)


def erf(x: FloatArray) -> FloatArray:
    return scipy_erf(x)


def erf_derivative(x: FloatArray) -> FloatArray:
    x = np.clip(x, -40.0, 40.0)  # exp(-x²) is 0 long before; the clip keeps x² from overflowing
    return 2.0 / math.sqrt(math.pi) * np.exp(-x * x)


def erf_second_derivative(x: FloatArray) -> FloatArray:
    x = np.clip(x, -40.0, 40.0)
    return -4.0 / math.sqrt(math.pi) * x * np.exp(-x * x)


def laplace_gate(x: FloatArray) -> FloatArray:
    return 0.5 * erfc(-_LAPLACE_STEEPNESS * _from_laplace_mean(x))


def laplace_gate_derivative(x: FloatArray) -> FloatArray:
    distance = _from_laplace_mean(x)
    return math.sqrt(2.0) * np.exp(-2.0 * math.pi * distance * distance)


def laplace_gate_second_derivative(x: FloatArray) -> FloatArray:
    return -4.0 * math.pi * _from_laplace_mean(x) * laplace_gate_derivative(x)


def step(x: FloatArray, *, threshold: float) -> FloatArray:
    return np.where(x > threshold, 1.0, constant(x, 0.0))


def step_derivative(x: FloatArray, *, threshold: float) -> FloatArray:
    return constant(x, 0.0)


def _from_laplace_mean(x: FloatArray) -> FloatArray:
    # Where the gate is not yet 0 or 1; the clip only keeps the square from overflowing.
    return np.clip(x, -40.0, 40.0) - _LAPLACE_MEAN


def _near(x: FloatArray) -> FloatArray:
    """x where tanh still has a slope; the clip only keeps twice x from overflowing."""
    return np.clip(x, -1_000.0, 1_000.0)


def _check_order(*, min_val: float, max_val: float) -> None:
    if not min_val < max_val:
        raise ValueError(f"min_val must be less than max_val, got {min_val!r} and {max_val!r}")


FAMILY = (
    Definition(
        name="Sigmoid",
        function=sigmoid,
        derivative=sigmoid_derivative,
        second_derivative=sigmoid_second_derivative,
        parameters=(Parameter(name="offset", symbol="offset", default=0.0, low=-10.0, high=10.0, step=0.1),),
        formula=r"\operatorname{Sigmoid}(x) = \frac{1}{1 + e^{-(x - \text{offset})}}",
        reference="Verhulst 1845, Nouveaux mémoires de l'Académie royale de Bruxelles 18",
    ),
    Definition(
        name="Hardsigmoid",
        function=hardsigmoid,
        derivative=hardsigmoid_derivative,
        parameters=(
            Parameter(name="slope", symbol="slope", default=1 / 6, domain=SCALE, low=0.1, high=1.0, step=0.05),
            Parameter(name="offset", symbol="offset", default=0.5, domain=MODERATE, low=0.0, high=1.0, step=0.05),
        ),
        breakpoints=lambda slope, offset: tuple(sorted({*_breakpoints_of_hardsigmoid(slope=slope, offset=offset)})),
        formula=r"\begin{gathered} \operatorname{Hardsigmoid}(x) = \min(\max(a x + b, 0), 1) \\ "
        r"a = \text{slope},\ b = \text{offset} \end{gathered}",
        reference="Courbariaux et al. 2015, arXiv 1511.00363; slope 1/6: Howard et al. 2019, arXiv 1905.02244",
    ),
    Definition(
        name="SparseSigmoid",
        function=sparse_sigmoid,
        derivative=sparse_sigmoid_derivative,
        breakpoints=at(-1.0, 1.0),
        formula=r"\operatorname{SparseSigmoid}(x) = \min\left(\max\left(\tfrac{x + 1}{2}, 0\right), 1\right)",
        reference="Martins and Astudillo 2016, arXiv 1602.02068 (sparsemax of two)",
    ),
    Definition(
        name="Tanh",
        function=tanh,
        derivative=tanh_derivative,
        second_derivative=tanh_second_derivative,
        formula=r"\operatorname{Tanh}(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
        reference="LeCun, Bottou, Orr and Müller 1998, Efficient BackProp",
    ),
    Definition(
        name="ScaledTanh",
        function=scaled_tanh,
        derivative=scaled_tanh_derivative,
        second_derivative=scaled_tanh_second_derivative,
        parameters=(
            Parameter(name="amplitude", symbol="a", default=1.7159, domain=SCALE, low=0.1, high=50.0, step=0.1),
            Parameter(name="steepness", symbol="b", default=2 / 3, domain=SCALE, low=0.02, high=5.0, step=0.02),
        ),
        formula=r"\operatorname{ScaledTanh}(x) = a \tanh(b x)",
        reference="LeCun, Bottou, Orr and Müller 1998, Efficient BackProp",
    ),
    Definition(
        name="Hardtanh",
        function=hardtanh,
        derivative=hardtanh_derivative,
        parameters=(
            Parameter(name="min_val", symbol="minimum", default=-1.0, low=-3.0, high=-0.1, step=0.1),
            Parameter(name="max_val", symbol="maximum", default=1.0, low=0.1, high=3.0, step=0.1),
        ),
        constraint=_check_order,
        breakpoints=lambda min_val, max_val: (min_val, max_val),
        formula=r"\begin{gathered} \operatorname{Hardtanh}(x) = \min(\max(x, a), b) \\ "
        r"a = \text{minimum},\ b = \text{maximum} \end{gathered}",
        reference="Collobert 2004, Large scale machine learning (thesis)",
    ),
    Definition(
        name="Softsign",
        function=softsign,
        derivative=softsign_derivative,
        second_derivative=softsign_second_derivative,
        breakpoints=at(0.0),
        formula=r"\operatorname{Softsign}(x) = \frac{x}{1 + |x|}",
        reference="Bergstra, Desjardins, Lamblin and Bengio 2009, Quadratic polynomials learn better image features",
    ),
    Definition(
        name="Arctan",
        function=arctan,
        derivative=arctan_derivative,
        second_derivative=arctan_second_derivative,
        formula=r"\operatorname{Arctan}(x) = \arctan x",
        reference="Abramowitz and Stegun 1964, Handbook of mathematical functions, 4.4",
    ),
    Definition(
        name="Erf",
        function=erf,
        derivative=erf_derivative,
        second_derivative=erf_second_derivative,
        formula=r"\operatorname{Erf}(x) = \frac{2}{\sqrt{\pi}} \int_0^x e^{-t^2}\,dt",
        reference="Abramowitz and Stegun 1964, Handbook of mathematical functions, 7.1",
    ),
    Definition(
        name="LaplaceGate",
        function=laplace_gate,
        derivative=laplace_gate_derivative,
        second_derivative=laplace_gate_second_derivative,
        formula=r"\begin{gathered} \operatorname{LaplaceGate}(x) = \tfrac{1}{2} \left(1 + "
        r"\operatorname{erf}\tfrac{x - \mu}{\sigma \sqrt{2}}\right) \\ "
        r"\mu = \sqrt{1/2},\ \sigma = \sqrt{1/(4\pi)} \end{gathered}",
        reference="Ma et al. 2022, Mega, arXiv 2209.10655",
    ),
    Definition(
        name="Step",
        function=step,
        derivative=step_derivative,
        parameters=(Parameter(name="threshold", symbol="threshold", default=0.0, low=-3.0, high=3.0, step=0.1),),
        breakpoints=lambda threshold: (threshold,),
        formula=r"\operatorname{Step}(x) = \begin{cases} 1 & x > \text{threshold} \\ "
        r"0 & x \le \text{threshold} \end{cases}",
        reference="McCulloch and Pitts 1943, A logical calculus of the ideas immanent in nervous activity",
    ),
)
