"""In which sense the constants in the approximations of GELU are best.

Both replace Φ(x) by σ(z): z = √(8/π) (x + cubic x³) in the tanh form, whose cubic is 0.044715, and z = steepness x in
the quick form, whose steepness is 1.702.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

from activations.catalog import CATALOG
from activations.constants.record import Constant
from activations.elementwise import FloatArray
from activations.functions.sigmoidal import logistic, logistic_density

Form = Literal["tanh", "quick"]

PUBLISHED: dict[Form, float] = {"tanh": 0.044715, "quick": 1.702}

_TANH_STEEPNESS = math.sqrt(8.0 / math.pi)
_NEAR: dict[Form, tuple[float, float]] = {"tanh": (0.02, 0.08), "quick": (1.4, 2.2)}

# Errors are even or odd, so the right half shows all of them; beyond 12 they are far below rounding.
_GRID = np.linspace(0.0, 12.0, 1_201)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
_X: FloatArray = (np.arange(12)[:, np.newaxis] + 0.5 * (_NODES + 1.0)).ravel()
_LENGTHS: FloatArray = np.tile(0.5 * _WEIGHTS, 12)


@dataclass(frozen=True, slots=True)
class Fit:
    """The constant that is best in one sense, and the error in that sense with it and with the published one."""

    sense: str
    best: float
    error: float
    error_as_published: float


def gelu_fits(form: Form) -> tuple[Fit, ...]:
    """The best constant of the form in five senses.

    An error is a largest one, the root of an integral or a mean of squares, or that of a coefficient.
    """
    published = PUBLISHED[form]

    def fit(sense: str, best: float, error: Literal["Φ", "GELU", "line", "normal", "origin"]) -> Fit:
        return Fit(sense, best, _error(form, best, error), _error(form, published, error))

    return (
        fit("Smallest largest error of Φ", best_by_largest_error(form, of_gelu=False), "Φ"),
        fit("Smallest largest error of GELU", best_by_largest_error(form, of_gelu=True), "GELU"),
        fit("Smallest squared error of GELU over the whole line", best_by_square(form, normal=False), "line"),
        fit("Smallest squared error of GELU on standard normal inputs", best_by_square(form, normal=True), "normal"),
        fit("Same leading term at 0", best_at_origin(form), "origin"),
    )


def largest_error(steepness: float, cubic: float, *, of_gelu: bool) -> float:
    """The largest |σ(steepness (x + cubic x³)) − Φ(x)|, times |x| if it is of GELU."""
    lowest, highest = _extreme_errors(steepness, cubic, of_gelu=of_gelu)
    return max(-lowest, highest)


def best_by_largest_error(form: Form, *, of_gelu: bool) -> float:
    """The constant with the smallest largest error, to about 1e-12.

    At x > 0 the gate is too large in one place and too small in another, and a larger constant raises it everywhere: so
    it is best where both errors are the same.
    """
    found = brentq(lambda constant: sum(_extreme_errors(*_terms(form, constant), of_gelu=of_gelu)), *_NEAR[form])
    return float(found)


def best_by_square(form: Form, *, normal: bool) -> float:
    """The constant with the smallest mean squared error of GELU, where its derivative by the constant is 0."""
    weight = _LENGTHS * (np.exp(-0.5 * _X**2) if normal else 1.0)

    def slope(constant: float) -> float:
        steepness, cubic = _terms(form, constant)
        error = _gate(_X, steepness, cubic) - ndtr(_X)
        z = steepness * (_X + cubic * _X**3)
        by_constant = logistic_density(z) * (_TANH_STEEPNESS * _X**3 if form == "tanh" else _X)
        return float(weight @ (_X**2 * error * by_constant))

    return float(brentq(slope, *_NEAR[form], xtol=1e-14))


def best_at_origin(form: Form) -> float:
    """The constant with which the first term of Φ(x) − ½ at 0 that the form is free to match agrees."""
    return (4.0 - math.pi) / (6.0 * math.pi) if form == "tanh" else _TANH_STEEPNESS


def _terms(form: Form, constant: float) -> tuple[float, float]:
    return (_TANH_STEEPNESS, constant) if form == "tanh" else (constant, 0.0)


def _extreme_errors(steepness: float, cubic: float, *, of_gelu: bool) -> tuple[float, float]:
    """The smallest and the largest error at x >= 0; each is at most, or at least, 0."""

    def error(x: FloatArray) -> FloatArray:
        return (_gate(x, steepness, cubic) - ndtr(x)) * (x if of_gelu else 1.0)

    def lowest(sign: float) -> float:
        start = int(np.clip((sign * error(_GRID)).argmin(), 1, _GRID.size - 2))
        beside = (float(_GRID[start - 1]), float(_GRID[start + 1]))
        found = minimize_scalar(
            lambda x: sign * float(error(np.asarray(x))), bounds=beside, method="bounded", options={"xatol": 1e-9}
        )
        return min(float(found.fun), 0.0)

    return lowest(1.0), -lowest(-1.0)


def _gate(x: FloatArray, steepness: float, cubic: float) -> FloatArray:
    return logistic(steepness * x * (1.0 + cubic * x**2))


def _error(form: Form, constant: float, sense: Literal["Φ", "GELU", "line", "normal", "origin"]) -> float:
    steepness, cubic = _terms(form, constant)
    if sense in ("Φ", "GELU"):
        return largest_error(steepness, cubic, of_gelu=sense == "GELU")
    if sense == "origin":
        # Of σ(z) − ½, the coefficient of x, or of x³ where that of x is right.
        return abs(_leading(form, constant) - _leading(form, best_at_origin(form)))
    density = np.exp(-0.5 * _X**2) / math.sqrt(2.0 * math.pi) if sense == "normal" else 1.0
    return math.sqrt(2.0 * float(_LENGTHS @ (density * (_X * (_gate(_X, steepness, cubic) - ndtr(_X))) ** 2)))


def _leading(form: Form, constant: float) -> float:
    return _TANH_STEEPNESS * constant / 4.0 if form == "tanh" else constant / 4.0


_HENDRYCKS = "Hendrycks and Gimpel 2016, arXiv 1606.08415"
_MLX = "ml-explore/mlx, python/mlx/nn/layers/activations.py"
_FITTED = 1e-2


def _fitted(name: str, form: Form, *, published: str, of_gelu: bool, used_in: str, source: str, note: str) -> Constant:
    return Constant(
        name=name,
        published=published,
        value=float(published),
        used_in=used_in,
        source=source,
        purpose="Makes a cheap function stand for GELU",
        method=f"The constant with the smallest largest error of {'GELU' if of_gelu else 'Φ'} over all x",
        recompute=lambda: best_by_largest_error(form, of_gelu=of_gelu),
        tolerance=_FITTED,
        about=CATALOG["GELUTanh" if form == "tanh" else "QuickGELU"](),
        note=note,
    )


def _bound(name: str, *, published: str, steepness: float, cubic: float, note: str) -> Constant:
    return Constant(
        name=name,
        published=published,
        value=float(published),
        is_bound=True,
        used_in="MLX's documentation of 2023",
        source=_MLX,
        purpose="Says how far the approximation lies from GELU in [−6, 6]",
        method="The largest error of GELU over all x",
        recompute=lambda: largest_error(steepness, cubic, of_gelu=True),
        tolerance=0.0,
        about=CATALOG["GELU"](),
        note=note,
    )


GELU_CONSTANTS = (
    _fitted(
        "GELU's cubic term",
        "tanh",
        published="0.044715",
        of_gelu=False,
        used_in="GELU's tanh form, everywhere",
        source=_HENDRYCKS,
        note="Best for Φ, not for GELU itself, for which 0.044383 has the smallest largest error.",
    ),
    _fitted(
        "QuickGELU's steepness",
        "quick",
        published="1.702",
        of_gelu=False,
        used_in="QuickGELU, CLIP, gpt-oss",
        source=_HENDRYCKS,
        note="Best for Φ; for GELU itself 1.773 is.",
    ),
    _fitted(
        "MLX's other steepness",
        "quick",
        published="1.773",
        of_gelu=True,
        used_in="MLX's gelu_fast_approx at first, and for longer the docstring of nn.GELU; the function then had 1.702",
        source=_MLX,
        note="Best for GELU itself: its largest error is 0.01392, against 0.02033 with 1.702.",
    ),
    _bound(
        "MLX's error of QuickGELU",
        published="0.015",
        steepness=1.702,
        cubic=0.0,
        note="It is 0.02033, at ±2.27. The bound was true of 1.773, and stayed when the constant became 1.702.",
    ),
    _bound(
        "MLX's error of its precise form",
        published="0.0003",
        steepness=1.60033,
        cubic=0.0433603,
        note="The form is x σ(1.60033 x (1 + 0.0433603 x²)), with both constants free.",
    ),
)
