"""Forms of SiLU, GELU, its approximation and Mish, and of their derivatives."""

import math

import numpy as np
from scipy import special

from activations.catalog import CATALOG
from activations.precision import exact
from activations.precision.rounded import Number
from activations.precision.subject import Form, Order, Subject


def silu_textbook(x: Number) -> Number:
    return x / (1 + np.exp(-x))


def silu_stable(x: Number) -> Number:
    return x * np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def silu_slope_textbook(x: Number) -> Number:
    s = 1 / (1 + np.exp(-x))
    return s + x * s * (1 - s)


def silu_slope_stable(x: Number) -> Number:
    below = 1 + np.exp(-np.abs(x))
    s = np.exp(np.minimum(x, 0)) / below
    rest = np.exp(np.minimum(-x, 0)) / below
    return s * (1 + x * rest)


def gelu_textbook(x: Number) -> Number:
    return 0.5 * x * (1 + special.erf(x / math.sqrt(2)))


def gelu_with_erfc(x: Number) -> Number:
    return 0.5 * x * special.erfc(-x / math.sqrt(2))


def gelu_stable(x: Number) -> Number:
    return x * special.ndtr(x)


def gelu_slope_textbook(x: Number) -> Number:
    return 0.5 * (1 + special.erf(x / math.sqrt(2))) + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu_slope_stable(x: Number) -> Number:
    return special.ndtr(x) + x * (np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi))


def gelu_tanh_textbook(x: Number) -> Number:
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def gelu_tanh_stable(x: Number) -> Number:
    near = np.minimum(np.maximum(x, -25), 25)
    z = math.sqrt(8 / math.pi) * near * (1 + 0.044715 * near * near)
    return x * np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def gelu_tanh_slope_textbook(x: Number) -> Number:
    t = np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)


def gelu_tanh_slope_stable(x: Number) -> Number:
    near = np.minimum(np.maximum(x, -25), 25)
    square = 0.044715 * near * near
    z = math.sqrt(8 / math.pi) * near * (1 + square)
    below = 1 + np.exp(-np.abs(z))
    s = np.exp(np.minimum(z, 0)) / below
    rest = np.exp(np.minimum(-z, 0)) / below
    return s * (1 + rest * (math.sqrt(8 / math.pi) * near * (1 + 3 * square)))


def mish_textbook(x: Number) -> Number:
    return x * np.tanh(np.log(1 + np.exp(x)))


def mish_stable(x: Number) -> Number:
    return x * np.tanh(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


def mish_slope_textbook(x: Number) -> Number:
    e = np.exp(x)
    omega = 4 * (x + 1) + 4 * np.exp(2 * x) + np.exp(3 * x) + e * (4 * x + 6)
    delta = 2 * e + np.exp(2 * x) + 2
    return e * omega / delta**2


def mish_slope_stable(x: Number) -> Number:
    decayed = np.exp(-np.abs(x))
    softplus = np.maximum(x, 0) + np.log1p(decayed)
    sigmoid = np.exp(np.minimum(x, 0)) / (1 + decayed)
    vanished = np.exp(-2 * softplus)
    below = 1 + vanished
    return np.tanh(softplus) + x * (4 * vanished / below / below * sigmoid)


_LOST_GATE = "Far below 0 the gate is a difference that loses its digits, and is then 0, where the function is not yet."
_STABLE_GATE = "The gate is computed from exponents that are at most 0, with no difference."

SILU = Subject(
    name="SiLU",
    function=Order(
        forms=(
            Form("textbook", silu_textbook, "Far below 0 the exponential overflows, and x / ∞ is 0."),
            Form("stable", silu_stable, _STABLE_GATE),
        ),
        reference=CATALOG["SiLU"](),
        exact=exact.silu,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                silu_slope_textbook,
                "Far below 0 the exponential overflows, and the sigmoid with all that it multiplies is 0.",
            ),
            Form("stable", silu_slope_stable, _STABLE_GATE),
        ),
        reference=CATALOG["SiLU"]().derivative,
        exact=exact.silu_derivative,
    ),
)

GELU = Subject(
    name="GELU",
    function=Order(
        forms=(
            Form("textbook", gelu_textbook, _LOST_GATE),
            Form(
                "with erfc",
                gelu_with_erfc,
                "Without a difference, but a rounded x / √2 counts for ever more in the tail.",
            ),
            Form("stable", gelu_stable, "Φ as a whole is right to its last digit."),
        ),
        reference=CATALOG["GELU"](),
        exact=exact.gelu,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                gelu_slope_textbook,
                "Far below 0 the sum 1 + erf loses its digits; the second term, which is larger there, keeps its own.",
            ),
            Form("stable", gelu_slope_stable, "Φ as a whole is right to its last digit."),
        ),
        reference=CATALOG["GELU"]().derivative,
        exact=exact.gelu_derivative,
    ),
)

GELU_TANH = Subject(
    name="GELUTanh",
    function=Order(
        forms=(
            Form(
                "textbook",
                gelu_tanh_textbook,
                "Far below 0 tanh rounds to −1, and 1 + tanh is 0, where the function is not yet.",
            ),
            Form("stable", gelu_tanh_stable, "½ (1 + tanh y) is the sigmoid of 2y, which needs no difference."),
        ),
        reference=CATALOG["GELUTanh"](),
        exact=exact.gelu_tanh,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                gelu_tanh_slope_textbook,
                "Both 1 + t and 1 − t² lose their digits where |t| is near 1, and 0 times an infinite x² is no number.",
            ),
            Form("stable", gelu_tanh_slope_stable, "Two sigmoids in place of the differences, and a bound on x."),
        ),
        reference=CATALOG["GELUTanh"]().derivative,
        exact=exact.gelu_tanh_derivative,
    ),
)

MISH = Subject(
    name="Mish",
    function=Order(
        forms=(
            Form("textbook", mish_textbook, "Far below 0 the exponential vanishes beside the 1, and ln 1 is 0."),
            Form("stable", mish_stable, "The exponent is at most 0, and log1p keeps what is small beside 1."),
        ),
        reference=CATALOG["Mish"](),
        exact=exact.mish,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                mish_slope_textbook,
                "The formula of Mish's paper: δ² holds e to the 4x, which overflows while the slope is 1.",
            ),
            Form("stable", mish_slope_stable, "No exponent is above 0."),
        ),
        reference=CATALOG["Mish"]().derivative,
        exact=exact.mish_derivative,
    ),
)
