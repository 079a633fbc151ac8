"""Forms of softplus, the logarithm of the sigmoid and the ELU, and of their derivatives."""

import numpy as np

from activations.catalog import CATALOG
from activations.precision import exact
from activations.precision.rounded import Number
from activations.precision.sigmoid_forms import sigmoid_stable
from activations.precision.subject import Form, Order, Subject


def softplus_textbook(x: Number) -> Number:
    return np.log(1 + np.exp(x))


def softplus_with_threshold(x: Number) -> Number:
    return np.where(x > 20, x, np.log1p(np.exp(x)))


def softplus_stable(x: Number) -> Number:
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def softplus_slope_textbook(x: Number) -> Number:
    return np.exp(x) / (1 + np.exp(x))


def log_sigmoid_textbook(x: Number) -> Number:
    return np.log(1 / (1 + np.exp(-x)))


def log_sigmoid_stable(x: Number) -> Number:
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))


def log_sigmoid_slope_textbook(x: Number) -> Number:
    return 1 - 1 / (1 + np.exp(-x))


def log_sigmoid_slope_stable(x: Number) -> Number:
    return np.exp(np.minimum(-x, 0)) / (1 + np.exp(-np.abs(x)))


def elu_textbook(x: Number) -> Number:
    return np.where(x > 0, x, np.exp(x) - 1)


def elu_stable(x: Number) -> Number:
    return np.maximum(x, 0) + np.expm1(np.minimum(x, 0))


def elu_slope_from_output(x: Number) -> Number:
    y: Number = np.where(x > 0, x, np.expm1(x))
    return np.where(y > 0, 1, y + 1)


def elu_slope_stable(x: Number) -> Number:
    return np.exp(np.minimum(x, 0))


SOFTPLUS = Subject(
    name="Softplus",
    function=Order(
        forms=(
            Form(
                "textbook",
                softplus_textbook,
                "The post's own code: the exponential overflows, and far below 0 it vanishes beside the 1.",
            ),
            Form(
                "threshold 20",
                softplus_with_threshold,
                "PyTorch's formula: beyond 20 it drops e to the −x, of which float64 would still hold many digits, "
                "and in float16 the exponential overflows before that.",
            ),
            Form("stable", softplus_stable, "The exponent is at most 0, and log1p keeps what is small beside 1."),
        ),
        reference=CATALOG["Softplus"](),
        exact=exact.softplus,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                softplus_slope_textbook,
                "Far above 0 both exponentials overflow, and ∞ / ∞ is not a number.",
            ),
            Form("stable", sigmoid_stable, "It is the sigmoid, in which both exponents are at most 0."),
        ),
        reference=CATALOG["Softplus"]().derivative,
        exact=exact.sigmoid,
    ),
)

LOG_SIGMOID = Subject(
    name="LogSigmoid",
    function=Order(
        forms=(
            Form(
                "textbook",
                log_sigmoid_textbook,
                "Far below 0 the sigmoid is 0 and its logarithm −∞, and far above 0 it rounds to 1.",
            ),
            Form("stable", log_sigmoid_stable, "The exponent is at most 0, and log1p keeps what is small beside 1."),
        ),
        reference=CATALOG["LogSigmoid"](),
        exact=exact.log_sigmoid,
    ),
    derivative=Order(
        forms=(
            Form(
                "textbook",
                log_sigmoid_slope_textbook,
                "Where the sigmoid is near 1, 1 − s keeps few of its digits, and then none.",
            ),
            Form("stable", log_sigmoid_slope_stable, "It is the sigmoid of −x, with no difference."),
        ),
        reference=CATALOG["LogSigmoid"]().derivative,
        exact=exact.log_sigmoid_derivative,
    ),
)

ELU = Subject(
    name="ELU",
    function=Order(
        forms=(
            Form(
                "textbook", elu_textbook, "Just below 0 the exponential is near 1, and the difference loses its digits."
            ),
            Form("stable", elu_stable, "expm1 computes the difference as a whole."),
        ),
        reference=CATALOG["ELU"](),
        exact=exact.elu,
    ),
    derivative=Order(
        forms=(
            Form(
                "from the output",
                elu_slope_from_output,
                "Saves the input in training, but where the output is near −1, y + 1 keeps few of its digits.",
            ),
            Form("stable", elu_slope_stable, "The exponential is the slope itself."),
        ),
        reference=CATALOG["ELU"]().derivative,
        exact=exact.elu_derivative,
    ),
)
