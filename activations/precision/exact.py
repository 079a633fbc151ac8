"""Functions and derivatives to forty digits, in the decimal arithmetic of Python: what float64 is judged by."""

import decimal
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

_DIGITS = 60
_SMALL = Decimal("1e-15")  # three terms of a series have 45 digits up to here, and a difference has 45 from here on
_FAR = Decimal(3_000)  # where no format knows of what is left to 0 or 1
_TAIL = Decimal(8)
_LEVELS = 70  # of a continued fraction, which beyond the above has 45 digits then

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
_CUBIC = Decimal("0.044715")


@contextmanager
def many_digits() -> Iterator[None]:
    """Let decimal numbers have sixty digits and any exponent, and be infinite where they overflow."""
    context = decimal.Context(prec=_DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
    with decimal.localcontext(context):
        yield


def sigmoid(x: Decimal) -> Decimal:
    return 1 / (1 + (-x).exp()) if x > 0 else x.exp() / (1 + x.exp())


def sigmoid_derivative(x: Decimal) -> Decimal:
    decayed = (-abs(x)).exp()
    return decayed / (1 + decayed) ** 2


def tanh(x: Decimal) -> Decimal:
    grown = _expm1(2 * min(max(x, -_FAR), _FAR))
    return grown / (grown + 2)


def tanh_derivative(x: Decimal) -> Decimal:
    return 4 * sigmoid_derivative(2 * x)


def softplus(x: Decimal) -> Decimal:
    return max(x, Decimal(0)) + _log1p((-abs(x)).exp())


def log_sigmoid(x: Decimal) -> Decimal:
    return -softplus(-x)


def log_sigmoid_derivative(x: Decimal) -> Decimal:
    return sigmoid(-x)


def elu(x: Decimal) -> Decimal:
    return x if x > 0 else _expm1(x)


def elu_derivative(x: Decimal) -> Decimal:
    return min(x, Decimal(0)).exp()


def silu(x: Decimal) -> Decimal:
    return x * sigmoid(x)


def silu_derivative(x: Decimal) -> Decimal:
    return sigmoid(x) * (1 + x * sigmoid(-x))


def gelu(x: Decimal) -> Decimal:
    return x * _normal_distribution(x)


def gelu_derivative(x: Decimal) -> Decimal:
    return _normal_distribution(x) + x * _normal_density(x)


def gelu_tanh(x: Decimal) -> Decimal:
    return x * sigmoid(_gelu_tanh_gate(x))


def gelu_tanh_derivative(x: Decimal) -> Decimal:
    z = _gelu_tanh_gate(x)
    slope = (8 / PI).sqrt() * (1 + 3 * _CUBIC * x * x)
    return sigmoid(z) + x * slope * sigmoid_derivative(z)


def mish(x: Decimal) -> Decimal:
    gate, _ = _mish_gate(x)
    return x * gate


def mish_derivative(x: Decimal) -> Decimal:
    gate, slope = _mish_gate(x)
    return gate + x * slope


def _expm1(x: Decimal) -> Decimal:
    return x * (1 + x / 2 * (1 + x / 3)) if abs(x) < _SMALL else x.exp() - 1


def _log1p(x: Decimal) -> Decimal:
    return x * (1 - x / 2 * (1 - 2 * x / 3)) if x < _SMALL else (1 + x).ln()


def _normal_density(x: Decimal) -> Decimal:
    return (-x * x / 2).exp() / (2 * PI).sqrt()


def _normal_distribution(x: Decimal) -> Decimal:
    """Φ by the power series of (Φ − ½) / φ, and in the tails by Laplace's continued fraction."""
    if x > 0:
        return 1 - _normal_distribution(-x)
    if x < -_TAIL:
        fraction = Decimal(0)
        for level in range(_LEVELS, 0, -1):
            fraction = level / (fraction - x)
        return _normal_density(x) / (fraction - x)
    term = total = x
    odd = 1
    while term and abs(term) > abs(total).scaleb(-_DIGITS):
        odd += 2
        term *= x * x / odd
        total += term
    return Decimal("0.5") + _normal_density(x) * total


def _gelu_tanh_gate(x: Decimal) -> Decimal:
    return (8 / PI).sqrt() * x * (1 + _CUBIC * x * x)


def _mish_gate(x: Decimal) -> tuple[Decimal, Decimal]:
    """tanh(sp(x)) and its derivative, from eˣ."""
    e = min(x, _FAR).exp()
    below = e * e + 2 * e + 2
    return e * (e + 2) / below, 4 * e * (1 + e) / below**2
