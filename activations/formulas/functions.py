"""The functions of one number that a formula may name, and those that only stand for a form which would cancel."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
from scipy.special import erfc as scipy_erfc
from scipy.special import ndtr

from activations.activation import NOWHERE, Definition, Parameter
from activations.catalog import CATALOG
from activations.elementwise import FloatArray
from activations.functions import sigmoidal

Curve = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of one number, its two derivatives, and how LaTeX writes its name."""

    curves: tuple[Curve, Curve, Curve]
    latex: str
    hidden: bool = False  # stands for a form, and is no name of the language


def _bell(u: FloatArray) -> FloatArray:
    u = np.clip(u, -40.0, 40.0)  # it is 0 long before; the clip only keeps the square from overflowing
    return np.asarray(np.exp(-0.5 * u * u) / math.sqrt(2.0 * math.pi))


def _log_cosh(u: FloatArray) -> FloatArray:
    size = np.abs(u)
    near = np.log1p(2.0 * np.sinh(0.5 * np.minimum(size, 1.0)) ** 2)
    return np.asarray(np.where(size < 1.0, near, size + np.log1p(np.exp(-2.0 * size)) - math.log(2.0)))


def _softplus_less_log2(u: FloatArray) -> FloatArray:
    near = np.log1p(0.5 * np.expm1(np.minimum(u, 1.0)))
    return np.asarray(np.where(u < 1.0, near, np.logaddexp(0.0, u) - math.log(2.0)))


def _root_less_one(u: FloatArray) -> FloatArray:
    """√(1 + u²) − 1."""
    return np.asarray(u * (u / (1.0 + np.hypot(1.0, u))))


def _exp_arsinh(u: FloatArray) -> FloatArray:
    """u + √(1 + u²)."""
    larger = np.abs(u) + np.hypot(1.0, u)
    return np.asarray(np.where(u > 0.0, larger, 1.0 / larger))


def _isru(u: FloatArray) -> FloatArray:
    """u/√(1 + u²)."""
    near = np.clip(u, -1e150, 1e150)  # it is ±1 long before
    return np.asarray(near / np.hypot(1.0, near))


def _above(least: float, u: FloatArray) -> FloatArray:
    """Without what lies below, where a logarithm is no real number, and has no slope."""
    return np.where(u < least, np.nan, u)


def _arsinh_second_derivative(u: FloatArray) -> FloatArray:
    return np.asarray(-_isru(u) / np.hypot(1.0, u) / np.hypot(1.0, u))  # a square would overflow


def _tan_slope(u: FloatArray) -> FloatArray:
    return np.asarray(1.0 / np.cos(u) ** 2)


def _sech_squared_second_derivative(u: FloatArray) -> FloatArray:
    slope = sigmoidal.tanh_derivative(u)
    return np.asarray(4.0 * slope * np.tanh(u) ** 2 - 2.0 * slope**2)


def _sigmoid_third_derivative(u: FloatArray) -> FloatArray:
    density = sigmoidal.logistic_density(u)
    return density * (np.tanh(0.5 * u) ** 2 - 2.0 * density)


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "exp": Function((np.exp, np.exp, np.exp), r"\exp"),
        "expm1": Function((np.expm1, np.exp, np.exp), r"\operatorname{expm1}"),
        "log": Function((np.log, lambda u: 1.0 / _above(0.0, u), lambda u: -1.0 / _above(0.0, u) ** 2), r"\ln"),
        "log1p": Function(
            (np.log1p, lambda u: 1.0 / (1.0 + _above(-1.0, u)), lambda u: -1.0 / (1.0 + _above(-1.0, u)) ** 2),
            r"\operatorname{log1p}",
        ),
        "sin": Function((np.sin, np.cos, lambda u: -np.sin(u)), r"\sin"),
        "cos": Function((np.cos, lambda u: -np.sin(u), lambda u: -np.cos(u)), r"\cos"),
        "tan": Function((np.tan, _tan_slope, lambda u: 2.0 * np.tan(u) * _tan_slope(u)), r"\tan"),
        "tanh": Function((sigmoidal.tanh, sigmoidal.tanh_derivative, sigmoidal.tanh_second_derivative), r"\tanh"),
        "sinh": Function((np.sinh, np.cosh, np.sinh), r"\sinh"),
        "cosh": Function((np.cosh, np.sinh, np.cosh), r"\cosh"),
        "asinh": Function(
            (np.arcsinh, lambda u: 1.0 / np.hypot(1.0, u), _arsinh_second_derivative), r"\operatorname{arsinh}"
        ),
        "atan": Function(
            (sigmoidal.arctan, sigmoidal.arctan_derivative, sigmoidal.arctan_second_derivative), r"\arctan"
        ),
        "erf": Function(
            (sigmoidal.erf, sigmoidal.erf_derivative, sigmoidal.erf_second_derivative), r"\operatorname{erf}"
        ),
        "Phi": Function((ndtr, _bell, lambda u: -np.clip(u, -40.0, 40.0) * _bell(u)), r"\Phi"),
        "erfc": Function(
            (scipy_erfc, lambda u: -sigmoidal.erf_derivative(u), lambda u: -sigmoidal.erf_second_derivative(u)),
            r"\operatorname{erfc}",
            hidden=True,
        ),
        "log_cosh": Function((_log_cosh, sigmoidal.tanh, sigmoidal.tanh_derivative), r"\ln\cosh", hidden=True),
        "softplus_less_log2": Function(
            (_softplus_less_log2, sigmoidal.logistic, sigmoidal.logistic_density),
            r"\left(\ln\tfrac{1}{2}+\operatorname{Softplus}\right)",
            hidden=True,
        ),
        "root_less_one": Function(
            (_root_less_one, _isru, lambda u: np.hypot(1.0, u) ** -3.0),
            r"\left(\sqrt{1+\cdot^2}-1\right)",
            hidden=True,
        ),
        "exp_arsinh": Function(
            (_exp_arsinh, lambda u: _exp_arsinh(u) / np.hypot(1.0, u), lambda u: np.hypot(1.0, u) ** -3.0),
            r"\exp\operatorname{arsinh}",
            hidden=True,
        ),
        "isru": Function(
            (_isru, lambda u: np.hypot(1.0, u) ** -3.0, lambda u: -3.0 * _isru(u) * np.hypot(1.0, u) ** -4.0),
            r"\operatorname{ISRU}",
            hidden=True,
        ),
        "hyperbola": Function(
            (lambda u: u / (1.0 + u), lambda u: (1.0 + u) ** -2.0, lambda u: -2.0 * (1.0 + u) ** -3.0),
            r"\operatorname{Softsign}",
            hidden=True,
        ),
        "sech_squared": Function(
            (sigmoidal.tanh_derivative, sigmoidal.tanh_second_derivative, _sech_squared_second_derivative),
            r"\operatorname{sech}^2",
            hidden=True,
        ),
        "sigmoid_slope": Function(
            (
                sigmoidal.logistic_density,
                partial(sigmoidal.sigmoid_second_derivative, offset=0.0),
                _sigmoid_third_derivative,
            ),
            r"\sigma'",
            hidden=True,
        ),
    }
)

# By name in lower case; a function of both tables is the same in both.
OF_CATALOG: Mapping[str, Definition] = MappingProxyType(
    {name.lower(): definition for name, definition in CATALOG.items() if name.lower() not in FUNCTIONS}
)

# What those are applied to that are no function of one number.
SEVERAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"min": ("u", "v"), "max": ("u", "v"), "clip": ("u", "low", "high"), "where": ("x > 0", "u", "v")}
)
SPECIAL = ("abs", "sign", "sqrt")

NAMES = frozenset({*(name for name, each in FUNCTIONS.items() if not each.hidden), *OF_CATALOG, *SEVERAL, *SPECIAL})
CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e})


# Parameters by which x is multiplied, of functions that take them although they have no parameters here.
SCALED: Mapping[str, tuple[Parameter, ...]] = MappingProxyType({"sin": CATALOG["Sin"].parameters})


def parameters_of(name: str) -> tuple[Parameter, ...]:
    """Those that a function of the language may be given by name."""
    return OF_CATALOG[name].parameters if name in OF_CATALOG else SCALED.get(name, ())


def usage_of(name: str) -> str:
    """How a function is written, such as elu(x, alpha=1)."""
    parameters = OF_CATALOG[name].parameters if name in OF_CATALOG else ()
    given = (f"{each.name}={each.default:g}" for each in parameters)
    return f"{name}({', '.join((*SEVERAL.get(name, ('x',)), *given))})"


# Marks the derivative of a function of the catalogue; twice, the second.
PRIME = "'"


def breakpoints_of(name: str, settings: Mapping[str, float]) -> tuple[float, ...]:
    """Where a function of one number, or the derivative of one of the catalogue, changes branch."""
    of_catalog = OF_CATALOG.get(name.rstrip(PRIME))
    return of_catalog.breakpoints(**settings) if of_catalog else ()


def is_smooth(name: str) -> bool:
    """Whether it is a function of one number without branches."""
    return name in FUNCTIONS or (name in OF_CATALOG and OF_CATALOG[name].breakpoints is NOWHERE)


def is_function(name: str) -> bool:
    """Whether it is a function of one number, or a derivative of one of the catalogue."""
    return name in FUNCTIONS or name.rstrip(PRIME) in OF_CATALOG
