"""Periodic functions, alone or added to a straight line."""

import math

import numpy as np

from activations.activation import SCALE, Definition, Parameter
from activations.elementwise import LARGEST, FloatArray

_SPLITTER, _SCALE = 2.0**27 + 1.0, 2.0**-64

# A quarter of π as the sum of two floats.
_EIGHTH, _EIGHTH_REST = 0.25 * math.pi, 0.25 * 1.2246467991473532e-16


def sin(x: FloatArray, *, frequency: float) -> FloatArray:
    return _sin(*_phase(x, frequency))


def sin_derivative(x: FloatArray, *, frequency: float) -> FloatArray:
    return frequency * _cos(*_phase(x, frequency))


def sin_second_derivative(x: FloatArray, *, frequency: float) -> FloatArray:
    return -(frequency**2) * _sin(*_phase(x, frequency))


def snake(x: FloatArray, *, frequency: float) -> FloatArray:
    wave = _sin(*_phase(x, frequency))
    return np.where(np.isinf(x), x, x + wave * (wave / frequency))


def snake_derivative(x: FloatArray, *, frequency: float) -> FloatArray:
    # Not 1 + sin(2ωx), which cancels where the slope is 0.
    phase, rest = _phase(x, frequency)
    high = phase + _EIGHTH
    shift = high - phase
    lost = (phase - (high - shift)) + (_EIGHTH - shift) + _EIGHTH_REST
    return 2.0 * (_sin(high, rest) * np.cos(lost) + _cos(high, rest) * np.sin(lost)) ** 2


def snake_second_derivative(x: FloatArray, *, frequency: float) -> FloatArray:
    return 2.0 * frequency * _cos(*_phase(x, 2.0 * frequency))


def _phase(x: FloatArray, frequency: float) -> tuple[FloatArray, FloatArray]:
    """frequency · x as the sum of two floats; NaN at infinity, where a wave has no limit.

    A single one is off by its rounding, which beside a zero far out is all there is. Dekker 1971, A floating-point
    technique for extending the available precision.
    """
    reach = math.nextafter(LARGEST / max(frequency, 1.0), 0.0)  # farther out there is no such phase
    x = np.clip(np.where(np.isinf(x), np.nan, x), -reach, reach)
    scale = np.where(np.abs(x) > 1.0, _SCALE, 1.0)  # or what the halves are made of might leave the floats
    product = frequency * x
    high, low = _halves(scale * x)
    other_high, other_low = _halves(np.array(frequency))
    rest = ((high * other_high - scale * product) + high * other_low + low * other_high) + low * other_low
    return product, rest / scale


def _halves(numbers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each number as the sum of two floats with half as many digits."""
    wide = _SPLITTER * numbers
    high = wide - (wide - numbers)
    return high, numbers - high


def _sin(phase: FloatArray, rest: FloatArray) -> FloatArray:
    return np.asarray(np.sin(phase) * np.cos(rest) + np.cos(phase) * np.sin(rest))


def _cos(phase: FloatArray, rest: FloatArray) -> FloatArray:
    return np.asarray(np.cos(phase) * np.cos(rest) - np.sin(phase) * np.sin(rest))


_FREQUENCY = Parameter(name="frequency", symbol="ω", default=1.0, domain=SCALE, low=0.1, high=30.0, step=0.1)

FAMILY = (
    Definition(
        name="Sin",
        function=sin,
        derivative=sin_derivative,
        second_derivative=sin_second_derivative,
        parameters=(_FREQUENCY,),
        period=lambda frequency: 2.0 * math.pi / frequency,
        formula=r"\operatorname{Sin}(x) = \sin(\omega x)",
        reference="Sitzmann et al. 2020, SIREN, arXiv 2006.09661",
    ),
    Definition(
        name="Snake",
        function=snake,
        derivative=snake_derivative,
        second_derivative=snake_second_derivative,
        parameters=(_FREQUENCY,),
        period=lambda frequency: math.pi / frequency,
        formula=r"\operatorname{Snake}(x) = x + \frac{\sin^2(\omega x)}{\omega}",
        reference="Ziyin, Hartwig and Ueda 2020, Neural networks fail to learn periodic functions, arXiv 2006.08195",
    ),
)
