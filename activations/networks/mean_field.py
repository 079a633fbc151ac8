"""Mean field theory of deep random networks: how variance and gradient go from layer to layer.

Weights are drawn from N(0, σ_w²/width) and biases from N(0, σ_b²); in a wide layer the pre-activations are then normal,
with a variance q that the variance map takes on to the next layer. Poole et al. 2016 (arXiv 1606.05340), Schoenholz et
al. 2017 (arXiv 1611.01232). Every function here raises ValueError for variances that are not finite numbers >= 0.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.checks import check_variances
from activations.elementwise import FloatArray, real_array
from activations.networks.decay import Decay, decay_of
from activations.networks.fixed_points import Stability, VarianceMap, variance_map_of
from activations.networks.growth import is_one, profile_of, table_of
from activations.networks.jumps import CRITICAL, parts_equals
from activations.networks.samples import LEAST

Phase = Literal["ordered", "chaotic", "critical", "vanishes", "diverges", "undecided"]


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A variance that a layer passes on as it is.

    Variances nearby move towards a stable one and away from an unstable one. To a half-stable one, as nearly as floats
    can tell, they come from one side, and leave it on the other; beside a neutral one all are fixed points too.
    """

    q: float
    chi: float  # χ₁, the factor of the squared gradient in a layer; at q = 0 its limit
    slope: float  # of the variance map
    stability: Stability

    @property
    def stable(self) -> bool:
        return self.stability == "stable"


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPoint:
    """Where the variance goes that the layers start from, and what a layer does to a gradient there."""

    start: float  # the variance of the first layer
    q: float  # the limit: inf where it diverges, 0 where it dies out, NaN where neither can be told
    chi: float  # χ₁, the factor of the squared gradient in a layer; at q = 0 or inf its limit
    slope: float  # of the variance map
    stable: bool  # variances nearby do not move away
    phase: Phase
    fixed_points: tuple[Equilibrium, ...]  # all, in order; where every variance is one, those asked for
    basin: tuple[float, float]  # variances between these have the same limit
    decay: Decay | None  # where the variance dies out without a factor less than 1


def variance_map(activation: Activation, q: ArrayLike, *, weight_variance: float, bias_variance: float) -> FloatArray:
    """σ_w² E f(√q Z)² + σ_b², the next layer's variance, for q of any shape; NaN where the moment is too large."""
    check_variances(weight_variance=weight_variance, bias_variance=bias_variance)
    profile, variances = profile_of(activation), _checked_q(q)
    near_zero = profile.at_zero + (profile.slope_at_zero * variances if profile.at_zero == 0 else 0.0)
    values = profile.expectations(np.maximum(variances, LEAST).ravel())[1].values.reshape(variances.shape)
    return np.asarray(weight_variance * np.where(variances < LEAST, near_zero, values) + bias_variance)


def chi(activation: Activation, q: ArrayLike, *, weight_variance: float) -> FloatArray:
    """σ_w² E f'(√q Z)², the factor of the squared gradient, for q of any shape; NaN where the moment is too large.

    At q = 0 it is the limit, in which each of the two slopes at a kink has half a share.
    """
    check_variances(weight_variance=weight_variance)
    profile, variances = profile_of(activation), _checked_q(q)
    slopes = profile.expectations(np.maximum(variances, LEAST).ravel())[1].slopes.reshape(variances.shape)
    return np.asarray(weight_variance * np.where(variances < LEAST, profile.slope_at_zero, slopes))


def fixed_point(
    activation: Activation, *, weight_variance: float, bias_variance: float, start: float | None = None
) -> FixedPoint:
    """Where the variance settles, from `start` in the first layer: σ_w² + σ_b², for inputs of mean square 1.

    * "ordered", "chaotic" or "critical": at a q between 0 and inf where χ₁ is less than, greater than, or, to 1e-9,
      equal to 1; chaotic, too, if f jumps. The correlation of two inputs goes to 1 in the first and the last.
      "critical" is also where every variance stays as it is, and where it dies out without a factor; see `decay`.
    * "vanishes": at q = 0, by a factor in each layer. "diverges": it grows without bound.
    * "undecided": to rounding, it starts at an unstable fixed point, or gets to a half-stable one; or it leaves the
      range of floats.
    """
    settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
    first = weight_variance + bias_variance if start is None else start
    check_variances(**settings, start=first)
    mapped = variance_map_of(activation, weight_variance, bias_variance)
    q = mapped.limit(first)
    here = _equilibrium(mapped, q)
    return FixedPoint(
        start=first,
        q=q,
        chi=here.chi,
        slope=here.slope,
        stable=here.stability in {"stable", "neutral"},
        phase=_phase(activation, mapped, here),
        fixed_points=tuple(_equilibrium(mapped, each) for each in _all_of(mapped, first)),
        basin=mapped.basin(first),
        decay=decay_of(mapped.profile, table_of(activation)[0]) if q == 0 and _is_critical_at_zero(mapped) else None,
    )


def _all_of(mapped: VarianceMap, start: float) -> list[float]:
    zero = [0.0] if mapped.at_zero == 0 else []
    if mapped.sign_at_zero == 0:
        return sorted({*zero, start})
    return [*zero, *(crossing.q for crossing in mapped.crossings)]


def _equilibrium(mapped: VarianceMap, q: float) -> Equilibrium:
    """χ₁, slope and stability at a fixed point, or at infinity, or NaN for NaN."""
    if math.isnan(q):
        return Equilibrium(q, math.nan, math.nan, "unstable")
    w, profile = mapped.w, mapped.profile
    if q == 0.0 or math.isinf(q):
        # At either end the map is a straight line, or bends away from one.
        chi_there = w and w * (profile.slope_at_infinity if q else profile.slope_at_zero)
        slope = w and w * (profile.growth_at_infinity if q else profile.slope_at_zero)
    else:
        _, moments = profile.expectations(np.array([max(q, LEAST)]))
        chi_there, slope = w * float(moments.slopes[0]), w * float(moments.turn[0])
    return Equilibrium(q, chi_there, slope, mapped.stability(q))


def _phase(activation: Activation, mapped: VarianceMap, here: Equilibrium) -> Phase:
    if math.isnan(here.q):
        return "undecided"
    if math.isinf(here.q):
        return "diverges"
    if here.q == 0.0:
        return "critical" if here.stability == "neutral" or _is_critical_at_zero(mapped) else "vanishes"
    if here.stability in {"half-stable", "unstable"}:
        return "undecided"
    if parts_equals(activation, here.q, mapped.w / here.q, here.chi):
        return "chaotic"
    return "ordered" if here.chi < 1.0 - CRITICAL else "critical"


def _is_critical_at_zero(mapped: VarianceMap) -> bool:
    return mapped.at_zero == 0 and bool(is_one(np.array(mapped.w * mapped.profile.slope_at_zero)))


def _checked_q(q: ArrayLike) -> FloatArray:
    variances = real_array(q)
    if not np.all(np.isfinite(variances) & (variances >= 0)):
        raise ValueError(f"q must be finite numbers >= 0, got {q!r}")
    return variances
