"""The arithmetics in which a formula is evaluated: in floats, beyond their range, and with more digits."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.functions import FUNCTIONS, OF_CATALOG, PRIME
from activations.formulas.jets import Quantity, Truths
from activations.formulas.tails import TAILS
from activations.formulas.wide import Wide, as_wide, chosen, wide_exp, wide_log, wide_power

_FAR, _NEAR = 1e300, 1e-300
_TAILS_BEGIN = 30.0


def curve_at(name: str, settings: Mapping[str, float], order: int, u: FloatArray) -> FloatArray:
    """A function of the tables, or its first or second derivative, at floats."""
    if name in FUNCTIONS:
        return np.asarray(FUNCTIONS[name].curves[order](u))
    definition = OF_CATALOG[name.rstrip(PRIME)]
    kernels = (definition.function, definition.derivative, definition.second_derivative)
    kernel = kernels[order + name.count(PRIME)]
    return np.asarray(kernel(np.asarray(u), **settings))


class Floats:
    """float64, as every activation."""

    def number(self, value: FloatArray | float) -> Quantity:
        return np.asarray(value, dtype=np.float64)

    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity:
        return curve_at(name, settings, order, u)

    def power(self, u: Quantity, exponent: float) -> Quantity:
        return np.sqrt(u) if exponent == 0.5 else u**exponent

    def sign(self, u: Quantity, v: Quantity) -> FloatArray:
        return np.asarray(np.sign(u - v))  # of ∞ and ∞ there is no telling

    def choice(self, truth: Truths, u: Quantity, v: Quantity) -> Quantity:
        return np.where(truth, u, v)


def _straightened(name: str, settings: Mapping[str, float], order: int, u: Wide) -> Wide:
    """A function without a form of its own here: beyond 1e300 and within 1e-300 it is a straight line."""
    near = u.to_float()
    size = np.abs(near)
    usual = ((size >= _NEAR) & (size <= _FAR)) | (u.mantissa == 0.0)
    anchor = np.where(size > _FAR, np.copysign(_FAR, near), np.where(usual, near, 0.0))
    at_anchor = curve_at(name, settings, order, anchor)
    value = Wide.of(at_anchor)
    if usual.all():
        return value
    # At 0 itself a function may have a value or a slope by convention alone.
    beside = np.where(usual | (size > _FAR), anchor, np.copysign(_NEAR, u.mantissa))
    slope = curve_at(name, settings, order + 1, beside) if order < 2 else np.zeros(anchor.shape)
    at_beside = curve_at(name, settings, order, beside)
    leaps = np.abs(at_beside - at_anchor) > 2.0 * _NEAR * np.abs(slope)
    line = Wide.of(np.where(leaps, at_beside, at_anchor)) + Wide.of(slope) * (u - Wide.of(anchor))
    limit = curve_at(name, settings, order, np.where(size > _FAR, np.copysign(np.inf, near), 0.0))
    straight = replace(line, mantissa=np.where(np.isnan(limit), np.nan, line.mantissa))
    return chosen(usual, value, straight)


def _wide_cosh(u: Wide) -> Wide:
    return (wide_exp(u) + wide_exp(-u)) * 0.5


def _wide_sinh(u: Wide) -> Wide:
    usual = np.abs(u.to_float()) < 1.0
    return chosen(usual, _straightened("sinh", {}, 0, u), (wide_exp(u) - wide_exp(-u)) * 0.5)


def _wide_expm1(u: Wide) -> Wide:
    return chosen(u.to_float() < 1.0, _straightened("expm1", {}, 0, u), wide_exp(u) - 1.0)


def _wide_log1p(u: Wide) -> Wide:
    return chosen(np.abs(u.to_float()) < 1.0, _straightened("log1p", {}, 0, u), wide_log(u + 1.0))


def _wide_asinh(order: int, far: Callable[[Wide, Wide], Wide]) -> Callable[[Wide], Wide]:
    """asinh or one of its derivatives, far out from u and its size."""

    def curve(u: Wide) -> Wide:
        size = u.size()
        return chosen(size.to_float() < 1e20, _straightened("asinh", {}, order, u), far(u, size))

    return curve


def _positive(u: Wide) -> Wide:
    """Without what is below 0, where a logarithm is no real number, and has no slope."""
    return chosen(u.mantissa < 0.0, Wide.of(np.nan), u)


def _wide_sigmoid(u: Wide) -> Wide:
    return 1.0 / (wide_exp(-u) + 1.0)


def _wide_sigmoid_slope(u: Wide) -> Wide:
    return _wide_sigmoid(u) * _wide_sigmoid(-u)


_WIDE: Mapping[tuple[str, int], Callable[[Wide], Wide]] = {
    **{("exp", order): wide_exp for order in range(3)},
    **{("expm1", order): wide_exp for order in (1, 2)},
    ("expm1", 0): _wide_expm1,
    **dict.fromkeys((("cosh", 0), ("cosh", 2), ("sinh", 1)), _wide_cosh),
    **dict.fromkeys((("sinh", 0), ("sinh", 2), ("cosh", 1)), _wide_sinh),
    ("sigmoid", 0): _wide_sigmoid,
    ("sigmoid", 1): _wide_sigmoid_slope,
    ("sigmoid", 2): lambda u: _wide_sigmoid_slope(u) * (_wide_sigmoid(-u) - _wide_sigmoid(u)),
    ("log", 0): wide_log,
    ("log", 1): lambda u: 1.0 / _positive(u),
    ("log", 2): lambda u: -1.0 / (u * _positive(u)),
    ("asinh", 0): _wide_asinh(0, lambda u, size: wide_log(size * 2.0) * np.sign(u.mantissa)),
    ("asinh", 1): _wide_asinh(1, lambda _, size: 1.0 / size),
    ("asinh", 2): _wide_asinh(2, lambda u, size: -1.0 / (u * size)),
    ("log1p", 0): _wide_log1p,
    ("log1p", 1): lambda u: 1.0 / _positive(u + 1.0),
    ("log1p", 2): lambda u: -1.0 / ((u + 1.0) * _positive(u + 1.0)),
}


class Widened:
    """Numbers of any size, in more time: for what leaves the floats on its way."""

    def number(self, value: FloatArray | float) -> Quantity:
        return Wide.of(value)

    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity:
        form, tail = _WIDE.get((name, order)), TAILS.get((name, order))
        if form is not None:
            return form(u - settings.get("offset", 0.0))
        found = _straightened(name, settings, order, u)
        if tail is None:
            return found
        lost = (np.abs(found.to_float()) < _NEAR) & (np.abs(u.to_float()) > _TAILS_BEGIN)
        return chosen(lost, tail(u, settings), found) if lost.any() else found

    def power(self, u: Quantity, exponent: float) -> Quantity:
        return wide_power(u, exponent)

    def sign(self, u: Quantity, v: Quantity) -> FloatArray:
        return np.sign((as_wide(u) - as_wide(v)).mantissa)

    def choice(self, truth: Truths, u: Quantity, v: Quantity) -> Quantity:
        return chosen(truth, as_wide(u), as_wide(v))


_EXTENDED: Mapping[str, Callable[[Quantity], Quantity]] = {
    name: getattr(np, name) for name in ("exp", "expm1", "log", "log1p", "sin", "cos", "tan", "tanh", "sinh", "cosh")
} | {"asinh": np.arcsinh, "atan": np.arctan}


class Extended:
    """NumPy's long double: on most processors 64 bits of mantissa, where float64 has 53. For values and slopes."""

    def number(self, value: FloatArray | float) -> Quantity:
        return np.asarray(value, dtype=np.longdouble)

    def function(self, name: str, settings: Mapping[str, float], order: int, u: Quantity) -> Quantity:
        if order == 0 and name in _EXTENDED:
            return _EXTENDED[name](u)
        # From the nearest float along the tangent: what rounding its argument does is seen, not what it rounds itself.
        near = u.astype(np.float64)
        slope = curve_at(name, settings, order + 1, near)
        return curve_at(name, settings, order, near) + np.where(np.isfinite(slope), slope, 0.0) * np.where(
            np.isfinite(near), u - near, 0.0
        )

    def power(self, u: Quantity, exponent: float) -> Quantity:
        return np.sqrt(u) if exponent == 0.5 else u ** np.longdouble(exponent)

    def sign(self, u: Quantity, v: Quantity) -> FloatArray:
        return Floats().sign(u, v)

    def choice(self, truth: Truths, u: Quantity, v: Quantity) -> Quantity:
        return np.where(truth, u, v)
