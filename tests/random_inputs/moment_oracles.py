"""Moments of the catalogue's functions on random inputs by mpmath, at 40 digits, and which of them exist."""

import functools
import itertools
import math
from collections.abc import Iterator

from mpmath import mp
from mpmath.calculus.quadrature import GaussLegendre

from activations import Activation, Laplace, StudentT, Uniform
from activations.random_inputs.distributions import Distribution
from tests.oracles import Number, characteristic_function_of, density_of, oracle_of

Triple = tuple[Number, Number, Number]

DIGITS = 40
STEP = 1e-20  # of a difference quotient, relative to x far out: half of the digits are left
NEGLIGIBLE = 1e-30

# Where the pieces of the quadrature end: on the x axis, where functions bend, and in scales on both sides of the centre
# of the distribution. Powers are so smooth that far out a piece may be as long as it is far away.
BENDS = (0.2, 1.0, 3.0, 6.0, 10.0, 14.0, 20.0, 30.0, 100.0)
WIDTHS = {
    "Normal": (1.0, 2.0, 4.0, 6.0, 8.0, 11.0, 14.0),
    "Uniform": (1.0,),
    "Laplace": (1.0, 3.0, 7.0, 15.0, 30.0, 60.0),
    "StudentT": tuple(2.0**k for k in range(13)),
}

# Beyond, the tails of `StudentT` are integrated over the logarithm of the distance: x² times the density falls like
# e^(-0.1 u) or faster, to 1e-13 of the whole.
TAIL = (0.0, 2.0, 8.0, 40.0, 120.0, 300.0)

# How fast |f| grows, as a power of |x|; no faster than |x| unless it stands here.
GROWTH = {"SqrtSoftplus": 0.5, "ReLUSquared": 2.0, "StarReLU": 2.0, "xIELU": 2.0, "Exponential": math.inf}


def exists(inputs: Distribution, growth: float, power: int) -> bool:
    """Whether E |g|^power is finite for a g that grows like |x|^growth, or like e^x if that is infinite."""
    match inputs:
        case StudentT(degrees_of_freedom):  # the density falls like |x|^-(degrees of freedom + 1)
            return growth * power < degrees_of_freedom
        case Laplace(_, scale) if math.isinf(growth):
            return power * scale < 1.0
        case _:
            return True


def expected_moments(activation: Activation, inputs: Distribution) -> dict[str, float]:
    with mp.workdps(DIGITS):
        mean, second, slope_second = _CLOSED_FORMS.get(activation.name, _integrated_moments)(activation, inputs)
        variance = second - mean**2
    growth = GROWTH.get(activation.name, 1.0)
    second_exists = exists(inputs, growth, 2)
    return {
        "mean": float(mean) if exists(inputs, growth, 1) else math.nan,
        "second_moment": float(second) if second_exists else math.nan,
        "variance": float(variance) if second_exists else math.nan,
        "slope_second_moment": float(slope_second) if exists(inputs, growth - 1.0, 2) else math.nan,
    }


def _integrated_moments(activation: Activation, inputs: Distribution) -> Triple:
    """E f, E f² and E f'²."""
    function = oracle_of(activation)
    mean = second = slope_second = mp.mpf(0)
    for x, weight in _weighted_points(inputs, activation.breakpoints):
        value = function(x)
        step = mp.mpf(STEP) * max(1, abs(x))
        slope = (function(x + step) - value) / step
        mean += weight * value
        second += weight * value**2
        slope_second += weight * slope**2
    return mean, second, slope_second


def _moments_of_sin(activation: Activation, inputs: Distribution) -> Triple:
    """Far out no quadrature follows a wave."""
    w = mp.mpf(activation.parameters["frequency"])
    one, two = (characteristic_function_of(inputs)(k * w) for k in (1, 2))
    return one.imag, (1 - two.real) / 2, w**2 * (1 + two.real) / 2


def _moments_of_snake(activation: Activation, inputs: Distribution) -> Triple:
    """It is x + (1 − cos 2ωx) / 2ω, and E X sin(tX) the negative of the derivative of E cos(tX) by t."""
    w = mp.mpf(activation.parameters["frequency"])
    two, four = (characteristic_function_of(inputs)(k * w) for k in (2, 4))
    mean, square = _mean_and_square(inputs)
    product = mp.diff(characteristic_function_of(inputs), 2 * w) / 1j  # E X e^(2iωX)
    second = square + (mean - product.real) / w + (mp.mpf(3) / 2 - 2 * two.real + four.real / 2) / (2 * w) ** 2
    return mean + (1 - two.real) / (2 * w), second, 1 + 2 * two.imag + (1 - four.real) / 2


def _mean_and_square(inputs: Distribution) -> tuple[Number, Number]:
    """E X and E X²."""
    centre, scale = mp.mpf(inputs.centre), mp.mpf(inputs.scale)
    match inputs:
        case Uniform():
            factor = mp.mpf(1) / 3
        case Laplace():
            factor = mp.mpf(2)
        case StudentT(nu):
            factor = mp.mpf(nu) / (mp.mpf(nu) - 2)
        case _:
            factor = mp.mpf(1)
    return centre, centre**2 + factor * scale**2


def _moments_of_exponential(_: Activation, inputs: Distribution) -> Triple:
    """With −i k for t, E e^(itX) is E e^(kX)."""
    one, two = (
        characteristic_function_of(inputs)(mp.mpc(0, -k)).real if exists(inputs, math.inf, k) else mp.nan
        for k in (1, 2)
    )
    return one, two, two


_CLOSED_FORMS = {"Sin": _moments_of_sin, "Snake": _moments_of_snake, "Exponential": _moments_of_exponential}


@functools.cache
def _weighted_points(inputs: Distribution, breakpoints: tuple[float, ...]) -> list[tuple[Number, Number]]:
    """Points x with weights, density included, such that the sum of weight g(x) is E g(X)."""
    density = density_of(inputs)
    points = [*_points_of_the_body(inputs, breakpoints), *_points_of_the_tails(inputs)]
    weighted = [(x, length * density(x)) for x, length in points]
    return [(x, weight) for x, weight in weighted if weight * max(1, x**4) > NEGLIGIBLE]


def _points_of_the_body(inputs: Distribution, breakpoints: tuple[float, ...]) -> Iterator[tuple[Number, Number]]:
    centre, widths = mp.mpf(inputs.centre), WIDTHS[type(inputs).__name__]
    steps = [centre + sign * mp.mpf(inputs.scale) * width for width in widths for sign in (-1, 1)]
    if isinstance(inputs, Uniform):
        steps = [mp.mpf(inputs.low), mp.mpf(inputs.high)]  # exactly
    low, high = min(steps), max(steps)
    inner = {centre, mp.mpf(0), *map(mp.mpf, breakpoints), *(mp.mpf(sign * x) for x in BENDS for sign in (-1, 1))}
    edges = sorted({*steps, *(x for x in inner if low < x < high)})
    for start, end in itertools.pairwise(edges):
        yield from _gauss_points(start, end)


def _points_of_the_tails(inputs: Distribution) -> Iterator[tuple[Number, Number]]:
    if not isinstance(inputs, StudentT):
        return
    start = mp.mpf(inputs.scale) * WIDTHS["StudentT"][-1]
    for low, high in itertools.pairwise(TAIL):
        for u, length in _gauss_points(mp.mpf(low), mp.mpf(high)):
            distance = start * mp.exp(u)
            for sign in (-1, 1):
                yield mp.mpf(inputs.mean) + sign * distance, length * distance


def _gauss_points(low: Number, high: Number) -> Iterator[tuple[Number, Number]]:
    for node, weight in _gauss_rule():
        yield (low + high) / 2 + (high - low) / 2 * node, (high - low) / 2 * weight


@functools.cache
def _gauss_rule() -> list[tuple[Number, Number]]:
    """24 points on [-1, 1]."""
    with mp.workdps(DIGITS):
        return list(GaussLegendre(mp).calc_nodes(4, mp.prec))
