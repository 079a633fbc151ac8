"""Forms of the sigmoid and the hyperbolic tangent, and of their derivatives."""

import numpy as np

from activations.catalog import CATALOG
from activations.precision import exact
from activations.precision.rounded import Number
from activations.precision.subject import Form, Order, Subject


def sigmoid_textbook(x: Number) -> Number:
    return 1 / (1 + np.exp(-x))


def sigmoid_stable(x: Number) -> Number:
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def sigmoid_slope_textbook(x: Number) -> Number:
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


def sigmoid_slope_stable(x: Number) -> Number:
    decayed = np.exp(-np.abs(x))
    below = 1 + decayed
    return decayed / below / below


def tanh_textbook(x: Number) -> Number:
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh_stable(x: Number) -> Number:
    return np.tanh(x)


def tanh_slope_textbook(x: Number) -> Number:
    return 1 - np.tanh(x) ** 2


def tanh_slope_stable(x: Number) -> Number:
    decayed = np.exp(-2 * np.abs(x))
    below = 1 + decayed
    return 4 * decayed / below / below


SIGMOID = Subject(
    name="Sigmoid",
    function=Order(
        forms=(
            Form(
                "textbook",
                sigmoid_textbook,
                "Far below 0 the exponential overflows, so that its inverse is 0 though the sigmoid is not.",
            ),
            Form("stable", sigmoid_stable, "Both exponents are at most 0, so nothing can overflow."),
        ),
        reference=CATALOG["Sigmoid"](),
        exact=exact.sigmoid,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                sigmoid_slope_textbook,
                "Where the sigmoid is near 1, 1 − s keeps few of its digits, and then none.",
            ),
            Form(
                "stable", sigmoid_slope_stable, "The slope is even, so it needs only e to the −|x|, with no difference."
            ),
        ),
        reference=CATALOG["Sigmoid"]().derivative,
        exact=exact.sigmoid_derivative,
    ),
)

TANH = Subject(
    name="Tanh",
    function=Order(
        forms=(
            Form(
                "textbook",
                tanh_textbook,
                "Near 0 the two exponentials cancel, and far from it both sums are infinite.",
            ),
            Form("stable", tanh_stable, "The library's own function is right to its last digit."),
        ),
        reference=CATALOG["Tanh"](),
        exact=exact.tanh,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                tanh_slope_textbook,
                "Where tanh² is near 1 the difference keeps few of its digits, and then none.",
            ),
            Form("stable", tanh_slope_stable, "It needs only e to the −2|x|, with no difference."),
        ),
        reference=CATALOG["Tanh"]().derivative,
        exact=exact.tanh_derivative,
    ),
)
