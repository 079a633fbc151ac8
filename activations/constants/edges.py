"""Variances of weights and biases at which deep networks are said to be critical."""

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.constants.record import Constant
from activations.networks.growth import profile_of
from activations.networks.phases import critical_weight_variance

_BETWEEN = (0.5, 100.0)
_ROUNDED = 1e-9  # what is less may be 0


class HalfStablePoint(NamedTuple):
    """Where both the slope of the variance map and χ₁ are 1 at the fixed point q."""

    q: float
    weight_variance: float
    bias_variance: float


def edge_of_chaos(activation: Activation, *, bias_std: float) -> float:
    """The σ_w at which layers with this σ_b settle with χ₁ = 1; NaN if there is none."""
    return math.sqrt(critical_weight_variance(activation, bias_variance=bias_std**2))


def half_stable_point(activation: Activation) -> HalfStablePoint:
    """The point at which a SiLU or GELU is critical in both directions: d E f² / dq = E f′² at variance q.

    Below its bias variance, fixed points with χ₁ = 1 repel the variances beside them. Raises ValueError for a function
    that has no such point between q = 0.5 and 100. (Roberts, Yaida and Hanin 2022, arXiv 2106.10165, section 5.3.)
    """
    profile = profile_of(activation)

    def moments(q: float) -> tuple[float, float, float]:
        """E f², E f′² and d E f² / dq."""
        found = profile.expectations(np.array([q]))[1]
        return float(found.values[0]), float(found.slopes[0]), float(found.turn[0])

    def excess(q: float) -> float:
        _, slopes, growth = moments(q)
        return growth / slopes - 1.0 if slopes else math.inf

    low, high = map(excess, _BETWEEN)
    if not low * high < 0.0 or min(abs(low), abs(high)) < _ROUNDED:
        raise ValueError(f"{activation!r} has no half-stable point between q = 0.5 and 100")
    q = float(brentq(excess, *_BETWEEN, xtol=1e-13, rtol=1e-14))
    second_moment, slopes, _ = moments(q)
    return HalfStablePoint(q, 1.0 / slopes, q - second_moment / slopes)


_ROUGH = 1e-2  # an edge missed by a hundredth turns into growth or decay over about a hundred layers

_HAYOU = "Hayou, Doucet and Rousseau 2019, arXiv 1902.06853"
_CRITMLP = "Striletchi-Vlad/CritMLP, crit_functions.py"


def _hayou(function: str, published: str) -> Constant:
    return Constant(
        name=f"Hayou's edge of chaos of {function}",
        published=published,
        value=float(published),
        used_in="Initialisations on the edge of chaos, with σ_b = 0.2",
        source=_HAYOU,
        purpose="The σ_w at which neither signal nor gradient dies out or explodes",
        method="The σ_w at which σ_w² E f′(√q Z)² = 1 at the fixed point q of the variance map, for σ_b = 0.2",
        recompute=lambda: edge_of_chaos(CATALOG[function](), bias_std=0.2),
        tolerance=_ROUGH,
        about=CATALOG[function](),
        note="Off in the third decimal place.",
    )


def _half_stable(function: str, quantity: str, published: str, note: str) -> Constant:
    is_bias = quantity == "bias variance"
    return Constant(
        name=f"{function}'s critical {quantity}",
        published=published,
        value=float(published),
        used_in="CritMLP",
        source=_CRITMLP,
        purpose=f"The {quantity} at which a deep network of {function} is critical",
        method="Where d E f(√q Z)² / dq = E f′(√q Z)²: "
        + ("σ_b² = q − E f² / E f′²" if is_bias else "σ_w² = 1 / E f′²"),
        recompute=lambda: getattr(half_stable_point(CATALOG[function]()), quantity.replace(" ", "_")),
        tolerance=_ROUGH,
        about=CATALOG[function](),
        note=note,
    )


EDGES = (
    _hayou("ELU", "1.227"),
    _hayou("Tanh", "1.302"),
    _half_stable("GELU", "weight variance", "1.98305826", ""),
    _half_stable("GELU", "bias variance", "0.17292239", ""),
    _half_stable("SiLU", "weight variance", "1.98800468", ""),
    _half_stable(
        "SiLU",
        "bias variance",
        "0.055514317",
        "Ten times too small, a slip of the decimal point. The files that have it are of one repository.",
    ),
)
