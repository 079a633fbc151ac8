"""Mean field theory of deep random networks: how variance, correlation and gradient go from layer to layer.

Weights are drawn from N(0, σ_w²/width) and biases from N(0, σ_b²); in a wide layer the pre-activations are then normal,
with a variance q that the variance map takes on to the next layer. Poole et al. 2016 (arXiv 1606.05340), Schoenholz et
al. 2017 (arXiv 1611.01232). Every function here raises ValueError for variances that are not finite numbers >= 0.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from activations.activation import Activation
from activations.calculus.pieces import is_wave
from activations.calculus.roots import root
from activations.checks import check_variances
from activations.elementwise import FloatArray, real_array
from activations.random_inputs.distributions import Normal
from activations.random_inputs.expectations import quadrature, squares

Phase = Literal["ordered", "chaotic", "critical", "diverges", "vanishes"]

# Where fixed points are looked for: from 1, closely as far as activations bend, coarsely as far as anything matters.
_Q = 10.0 ** (np.concatenate([np.arange(-192, -96, 4), np.arange(-96, 96), np.arange(96, 129, 4)]) / 16)
_ONE = int(np.flatnonzero(_Q == 1.0)[0])
_AT_A_TIME = 16  # most are found among the first few

_BISECTIONS = 48  # to rounding, from neighbours on that grid

# As near to 0 as a slope has its limit there, and far from the smallest float.
_NEXT_TO_ZERO = 1e-100

# Rounding of a quadrature, and what is left of it after a root is found through one.
_ROUNDING = 1e-13
_CRITICAL = 1e-9


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """The variance that layers settle at, and what a layer does to a gradient there."""

    q: float  # inf where it diverges, 0 where it dies out
    chi: float  # χ₁, the factor of the squared gradient in a layer; at q = 0 or inf its limit
    slope: float  # of the variance map
    stable: bool  # the slope is at most 1 in size: variances nearby do not move away
    phase: Phase

    @property
    def correlation_depth(self) -> float:
        """ξ_c = 1/|ln χ₁|, in layers; inf where χ₁ = 1, and NaN where no variance between 0 and inf is settled at.

        Where χ₁ < 1, over so many layers the squared difference of two inputs shrinks by the factor e; where χ₁ > 1,
        that of two nearly equal inputs, and the squared gradient, grow by as much.
        """
        if not 0.0 < self.q < math.inf:
            return math.nan
        if abs(self.chi - 1.0) <= _CRITICAL:
            return math.inf
        return 1.0 / abs(math.log(self.chi)) if self.chi > 0 else 0.0


@dataclass(frozen=True, slots=True)
class PhaseDiagram:
    """q and χ₁ of the fixed point, as `FixedPoint` has them, at each pair of variances."""

    q: FloatArray
    chi: FloatArray


def variance_map(activation: Activation, q: ArrayLike, *, weight_variance: float, bias_variance: float) -> FloatArray:
    """σ_w² E f(√q Z)² + σ_b², the next layer's variance, for q of any shape; NaN where the moment is."""
    check_variances(weight_variance=weight_variance, bias_variance=bias_variance)
    variances = _checked_q(q)
    at_zero = float(activation(0.0)) ** 2
    values, _ = _second_moments(activation, np.where(variances > 0, variances, 1.0))
    return np.asarray(weight_variance * np.where(variances > 0, values, at_zero) + bias_variance)


def chi(activation: Activation, q: ArrayLike, *, weight_variance: float) -> FloatArray:
    """σ_w² E f'(√q Z)², the factor of the squared gradient, for q of any shape; NaN where the moment is.

    At q = 0 it is the limit, in which each of the two slopes at a kink has half a share.
    """
    check_variances(weight_variance=weight_variance)
    variances = _checked_q(q)
    at_zero = _slope_at_an_end(activation, 0.0)
    _, slopes = _second_moments(activation, np.where(variances > 0, variances, 1.0))
    return np.asarray(weight_variance * np.where(variances > 0, slopes, at_zero))


def fixed_point(activation: Activation, *, weight_variance: float, bias_variance: float) -> FixedPoint:
    """The fixed point that the variance 1 moves towards: the nearest one on the side to which the map takes it.

    Where every variance is one, that is 1. Beyond 1e8, or where the moment is NaN, the variance counts as diverging.
    "critical" means χ₁ = 1, also where q = 0; "vanishes" and "diverges" are q = 0 and q = inf otherwise.
    """
    check_variances(weight_variance=weight_variance, bias_variance=bias_variance)
    settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}

    def growth(q: float) -> float:
        return float(variance_map(activation, q, **settings)) - q

    low, high = _bracket(activation, weight_variance, bias_variance)
    q = low if low == high else root(growth, low, high)
    if q == 0.0 or math.isinf(q):
        # At either end the map is a straight line, or bends away from one: its slope is that of the gradient.
        slope = chi_there = float(weight_variance) and weight_variance * _slope_at_an_end(activation, q)
    else:
        slope = float(weight_variance) * _slope(activation, q)
        chi_there = float(chi(activation, q, weight_variance=weight_variance))
    stable = abs(slope) <= 1.0 + _CRITICAL and not math.isinf(q)
    return FixedPoint(q=q, chi=chi_there, slope=slope, stable=stable, phase=_phase(q, chi_there))


def critical_weight_variance(activation: Activation, *, bias_variance: float) -> float:
    """The least σ_w² at which the fixed point has χ₁ = 1, with a relative error of about 1e-12; NaN if there is none.

    There is none where χ₁ = 1 holds only at a variance that the variance 1 does not settle at, as for GELU: it dies
    out or diverges instead. The curve of such points is the edge of chaos (Hayou et al. 2019, arXiv 1902.06853).
    """
    check_variances(bias_variance=bias_variance)

    def bias_variance_of(q: float) -> float:
        values, slopes = _second_moments(activation, np.array([q]))
        return float(q - values[0] / slopes[0])

    scanned = _Q[::2]
    values, slopes = _second_moments(activation, scanned)
    usable = np.flatnonzero(np.isfinite(values) & (slopes > 0))
    excess = 1.0 - (values[usable] / slopes[usable] + bias_variance) / scanned[usable]
    signs = np.where(np.abs(excess) > _ROUNDING, np.sign(excess), 0.0)
    crossings = [
        root(lambda q: bias_variance_of(q) - bias_variance, scanned[usable[k]], scanned[usable[k + 1]])
        for k in np.flatnonzero(signs[:-1] * signs[1:] < 0)
    ]
    _, needed = _second_moments(activation, np.array(crossings))
    if bias_variance == 0:
        needed = np.append(needed, _slope_at_an_end(activation, 0.0))
    for weight_variance in np.sort(1.0 / needed[needed > 0]).tolist():
        found = fixed_point(activation, weight_variance=weight_variance, bias_variance=bias_variance)
        if found.phase == "critical" and found.stable:
            return float(weight_variance)
    return math.nan


def phase_diagram(activation: Activation, *, weight_variance: ArrayLike, bias_variance: ArrayLike) -> PhaseDiagram:
    """`fixed_point` at every pair of the two variances, which are broadcast against each other.

    From moments tabulated once: relative errors of q and χ₁ are below 1e-5 unless the slope of the map is nearly 1.
    """
    w, b = np.broadcast_arrays(real_array(weight_variance), real_array(bias_variance))
    for name, variances in (("weight_variance", w), ("bias_variance", b)):
        if not np.all(np.isfinite(variances) & (variances >= 0)):
            raise ValueError(f"{name} must be finite numbers >= 0, got {variances!r}")
    table = _tabulate(activation)
    q = table.fixed_points(w.ravel(), b.ravel())
    inside = np.clip(q, _Q[0], table.q[-1])
    slopes = np.where((q == 0) | np.isinf(q), 0.0, np.exp(table.log_slopes(np.log(inside))))
    for end in (0.0, math.inf):
        slopes[q == end] = _slope_at_an_end(activation, end)
    chi_there = np.where(w.ravel() > 0, np.where(w.ravel() > 0, w.ravel(), 1.0) * slopes, 0.0)
    return PhaseDiagram(q=q.reshape(w.shape), chi=chi_there.reshape(w.shape))


@dataclass(frozen=True, slots=True)
class _Table:
    """E f² and E f'² over q as far as they are known, to be interpolated over ln q."""

    q: FloatArray
    values: FloatArray
    value_at_zero: float  # f(0)²
    log_ratio: CubicSpline[np.float64]  # of E f² to f(0)² + q, which for most functions has a limit at either end
    log_slopes: CubicSpline[np.float64]

    def fixed_points(self, w: FloatArray, b: FloatArray) -> FloatArray:
        growth = (np.outer(w, self.values) + b[:, np.newaxis]) / self.q - 1.0
        upwards = growth[:, _ONE] > _ROUNDING
        downwards = growth[:, _ONE] < -_ROUNDING
        above = growth[:, _ONE:] <= 0.0
        below = growth[:, _ONE::-1] >= -_ROUNDING
        right = np.where(upwards, _ONE + above.argmax(axis=1), _ONE - below.argmax(axis=1) + 1)
        q = self._crossings(w, b, np.clip(right, 1, self.q.size - 1))
        q = np.where(upwards | downwards, q, 1.0)
        q = np.where(upwards & ~above.any(axis=1), np.inf, q)
        # So near 0 the map is as good as constant.
        return np.where(downwards & ~below.any(axis=1), w * self.value_at_zero + b, q)

    def _crossings(self, w: FloatArray, b: FloatArray, right: NDArray[np.intp]) -> FloatArray:
        """Where the map crosses from growth to decay, by bisection in the interval that ends at index `right`."""
        low, high = np.log(self.q)[right - 1], np.log(self.q)[right]
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            q = np.exp(middle)
            grows = w * np.exp(self.log_ratio(middle)) * (self.value_at_zero + q) + b > q
            low, high = np.where(grows, middle, low), np.where(grows, high, middle)
        return np.exp(0.5 * (low + high))


def _tabulate(activation: Activation) -> _Table:
    values, slopes = _second_moments(activation, _Q)
    known = np.logical_and.accumulate(np.isfinite(values) & np.isfinite(slopes))
    known[: _ONE + 1] = True
    q, values, slopes = _Q[known], values[known], slopes[known]
    at_zero = float(activation(0.0)) ** 2
    log_q = np.log(q)
    return _Table(
        q=q,
        values=values,
        value_at_zero=at_zero,
        log_ratio=CubicSpline(log_q, np.log(np.maximum(values / (at_zero + q), _NEXT_TO_ZERO))),
        log_slopes=CubicSpline(log_q, np.log(np.maximum(slopes, _NEXT_TO_ZERO))),
    )


def _bracket(activation: Activation, weight_variance: float, bias_variance: float) -> tuple[float, float]:
    """The neighbours on the grid between which the first fixed point lies; twice the same number if that is it."""

    def growth(q: FloatArray) -> FloatArray:
        return (weight_variance * _second_moments(activation, q)[0] + bias_variance) / q - 1.0

    at_one = float(growth(_Q[_ONE : _ONE + 1])[0])
    if abs(at_one) <= _ROUNDING:
        return 1.0, 1.0
    sign = -1.0 if at_one < 0 else 1.0
    q = _Q[_ONE::-1] if at_one < 0 else _Q[_ONE:]
    for start in range(1, q.size, _AT_A_TIME):
        ahead = sign * growth(q[start : start + _AT_A_TIME])
        for k in np.flatnonzero(ahead <= (0.0 if sign > 0 else _ROUNDING))[:1].tolist():
            reached, before = float(q[start + k]), float(q[start + k - 1])
            return (reached, reached) if abs(ahead[k]) <= _ROUNDING else (min(before, reached), max(before, reached))
    if sign > 0:
        return math.inf, math.inf
    at_zero = weight_variance * float(activation(0.0)) ** 2 + bias_variance
    return (0.0, float(_Q[0])) if at_zero > 0 else (0.0, 0.0)


def _phase(q: float, chi_there: float) -> Phase:
    if math.isinf(q):
        return "diverges"
    if abs(chi_there - 1.0) <= _CRITICAL:
        return "critical"
    if q == 0.0:
        return "vanishes"
    return "ordered" if chi_there < 1.0 else "chaotic"


def _second_moments(activation: Activation, q: FloatArray) -> tuple[FloatArray, FloatArray]:
    """E f(√q Z)² and E f'(√q Z)² for each q > 0; NaN where too much lies beyond the quadrature's reach."""
    values, slopes = np.empty(q.shape), np.empty(q.shape)
    wave = is_wave(activation)
    for index, variance in np.ndenumerate(q):
        rule = quadrature(Normal(0.0, math.sqrt(variance)), activation.breakpoints, wave=wave)
        values[index] = rule.expectation(squares(activation(rule.x)))
        slopes[index] = rule.expectation(squares(activation.derivative(rule.x)))
    return values, slopes


def _slope(activation: Activation, q: float) -> float:
    """d E f(√q Z)² / dq = E f(√q Z)² (Z² − 1) / 2q, by Stein's lemma: a derivative of f would miss its jumps."""
    rule = quadrature(Normal(0.0, math.sqrt(q)), activation.breakpoints)
    return rule.expectation(squares(activation(rule.x)) * (rule.x**2 / q - 1.0)) / (2.0 * q)


def _slope_at_an_end(activation: Activation, q: float) -> float:
    """The limit of E f'(√q Z)² as q goes to 0 or to infinity."""
    far = math.inf if q else _NEXT_TO_ZERO
    left, right = activation.derivative([-far, far]).tolist()
    return float(0.5 * (left * left + right * right))


def _checked_q(q: ArrayLike) -> FloatArray:
    variances = real_array(q)
    if not np.all(np.isfinite(variances) & (variances >= 0)):
        raise ValueError(f"q must be finite numbers >= 0, got {q!r}")
    return variances
