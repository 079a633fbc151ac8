"""Phases over the variances of weights and biases, and where between order and chaos the gradient keeps its size."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from activations.activation import Activation
from activations.calculus.roots import root
from activations.checks import check_variances
from activations.elementwise import FloatArray, real_array
from activations.networks.growth import GRID, Profile, is_one, profile_of, table_of
from activations.networks.mean_field import fixed_point

# So near to a fixed point, relative to it, its neighbourhood on the grid does not tell on which side a variance is.
_TOO_NEAR = 1e-4

# Rounding of moments.
_ROUNDING = 1e-13

# To a fraction of 1e-9 of the distance of neighbours on the grid.
_BISECTIONS = 30

# As near to 0 as a logarithm may be interpolated.
_NEXT_TO_ZERO = 1e-100

# As far as what the orbit settles at may be from where χ₁ = 1 was found.
_SAME = 1e-4


@dataclass(frozen=True, slots=True)
class PhaseDiagram:
    """q and χ₁ of the fixed point, as `FixedPoint` has them, at each pair of variances."""

    q: FloatArray
    chi: FloatArray


def critical_weight_variance(activation: Activation, *, bias_variance: float) -> float:
    """The least σ_w² for which layers settle where χ₁ = 1, with a relative error of about 1e-12; NaN if there is none.

    They start as in `fixed_point`, from inputs of mean square 1. There is none where χ₁ = 1 only at a variance that
    they do not settle at, as for GELU without biases: they die out or diverge instead. The curve of such points is the
    edge of chaos (Hayou et al. 2019, arXiv 1902.06853).
    """
    check_variances(bias_variance=bias_variance)
    at_zero = profile_of(activation).slope_at_zero
    from_zero = [(1.0 / at_zero, 0.0)] if bias_variance == 0 and at_zero > 0 else []
    for weight_variance, q in sorted([*from_zero, *_unit_chis(activation, bias_variance)]):
        found = fixed_point(activation, weight_variance=weight_variance, bias_variance=bias_variance)
        there = q == 0 or abs(found.q - q) <= _SAME * q
        if found.phase == "critical" and found.stable and there:
            return weight_variance
    return math.nan


def phase_diagram(activation: Activation, *, weight_variance: ArrayLike, bias_variance: ArrayLike) -> PhaseDiagram:
    """`fixed_point` at every pair of the two variances, which are broadcast against each other.

    From moments tabulated once: relative errors of q and χ₁ are below 1e-5 unless the slope of the map is nearly 1.
    """
    w, b = np.broadcast_arrays(real_array(weight_variance), real_array(bias_variance))
    for name, variances in (("weight_variance", w), ("bias_variance", b)):
        if not np.all(np.isfinite(variances) & (variances >= 0)):
            raise ValueError(f"{name} must be finite numbers >= 0, got {variances!r}")
    table, weights, biases = _tabulate(activation), w.ravel(), b.ravel()
    q, uncertain = _Cells(table, weights, biases).limits()
    slopes = table.slopes(q)
    # Without weights there is no gradient, whatever the slope, which may be infinite.
    chi = np.where(weights > 0, np.where(weights > 0, weights, 1.0) * slopes, 0.0)
    for cell in np.flatnonzero(uncertain).tolist():
        exact = fixed_point(activation, weight_variance=float(weights[cell]), bias_variance=float(biases[cell]))
        q[cell], chi[cell] = exact.q, exact.chi
    return PhaseDiagram(q=q.reshape(w.shape), chi=chi.reshape(w.shape))


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What the growth (V(q) − q) / q = σ_w² excess + (σ_w² a² − 1) + σ_b² / q is made of, at each q as far as known."""

    profile: Profile
    q: FloatArray
    form: NDArray[np.intp]  # which a² cancels the least
    excess: FloatArray  # E f² / q − a²
    rounding: FloatArray  # how much it may be off
    slope: FloatArray  # its derivative by ln q
    log_slopes: CubicSpline[np.float64]  # of E f′² over ln q

    def slopes(self, q: FloatArray) -> FloatArray:
        """E f′² at q, also at 0 and inf."""
        inside = np.exp(self.log_slopes(np.log(q.clip(self.q[0], self.q[-1]))))
        at_ends = np.where(q == 0, self.profile.slope_at_zero, self.profile.slope_at_infinity)
        return np.where((q == 0) | np.isinf(q), at_ends, inside)


class _Cells:
    """Pairs of variances, and the growth of each on the grid of a table."""

    def __init__(self, table: _Table, w: FloatArray, b: FloatArray) -> None:
        self.table, self.w, self.b = table, w, b
        products = np.multiply.outer(w, table.profile.squared_slopes)
        self.delta = np.where(is_one(products), 0.0, products - 1.0)

    def limits(self) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Where the orbit of σ_w² + σ_b² goes for each pair, and whether that is uncertain."""
        q, start = self.table.q, self.w + self.b
        k = np.clip(np.searchsorted(q, start) - 1, 0, q.size - 2)
        position = np.log(np.maximum(start, q[0]) / q[k]) / np.log(q[k + 1] / q[k])
        at_start = _cubic(*self._ends(k), position)
        uncertain = (np.abs(at_start) < _TOO_NEAR) | (start < q[0]) | (start > q[-1])
        # Where the growth itself grows by orders of magnitude, a cubic may turn between two neighbours.
        uncertain |= np.all([at_start * end < 0.0 for end in self._ends(k)[:2]], axis=0)
        upwards = at_start > 0
        end = self._first_sign_change(np.where(upwards, k + 1, k), np.where(upwards, 1, -1))
        found = (end >= 0) & (end < q.size)
        interval = np.clip(np.where(upwards, end - 1, end), 0, q.size - 2)
        near = np.where(interval == k, position, np.where(upwards, 0.0, 1.0))
        share = _zero_of_cubic(self._ends(interval), near, np.where(upwards, 1.0, 0.0))
        inside = q[interval] * (q[interval + 1] / q[interval]) ** share
        limit = np.where(found, inside, np.where(upwards, math.inf, self._least()))
        return np.where(self.w > 0, limit, self.b), uncertain & (self.w > 0)

    def _least(self) -> FloatArray:
        """The fixed point below the grid: near 0 the map is as good as constant, or a straight line through 0."""
        at_zero, slope = self.table.profile.at_zero, self.table.profile.slope_at_zero
        rate = self.w * slope if at_zero == 0 else np.zeros(self.w.size)
        return np.where(rate < 1.0, (self.w * at_zero + self.b) / np.where(rate < 1.0, 1.0 - rate, 1.0), 0.0)

    def _growth(self, cells: NDArray[np.intp], k: NDArray[np.intp]) -> FloatArray:
        """At the k-th q of each of these cells."""
        table = self.table
        return self.w[cells] * table.excess[k] + self.delta[cells, table.form[k]] + self.b[cells] / table.q[k]

    def _error(self, cells: NDArray[np.intp], k: NDArray[np.intp]) -> FloatArray:
        """A bound of the error of `_growth`."""
        parts = np.abs(self.delta[cells, self.table.form[k]]) + self.b[cells] / self.table.q[k]
        return self.w[cells] * self.table.rounding[k] + _ROUNDING * parts

    def _ends(self, k: NDArray[np.intp]) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """The growth at the k-th q of each cell and at the next, and its derivatives by the position between them."""
        table, cells = self.table, np.arange(k.size)
        length = np.log(table.q[k + 1] / table.q[k])
        rise, fall = (length * (self.w * table.slope[m] - self.b / table.q[m]) for m in (k, k + 1))
        return self._growth(cells, k), self._growth(cells, k + 1), rise, fall

    def _first_sign_change(self, start: NDArray[np.intp], direction: NDArray[np.int_]) -> NDArray[np.intp]:
        """The first index from `start` on at which the growth has not the sign of `direction`; off the grid if none.

        Where it is too small to tell, it has the sign that it had before.
        """
        k, going = start.copy(), np.arange(start.size)
        while going.size:
            against = -direction[going] * self._growth(going, k[going])
            turned = against > 0
            turned[turned] = against[turned] > self._error(going[turned], k[going[turned]])
            going = going[~turned]
            k[going] += direction[going]
            going = going[(k[going] >= 0) & (k[going] < self.table.q.size)]
        return k


def _cubic(left: FloatArray, right: FloatArray, rise: FloatArray, fall: FloatArray, t: FloatArray) -> FloatArray:
    """Hermite's cubic with these values and derivatives at 0 and 1, at t."""
    bend = rise * (1.0 - t) - fall * t + (right - left) * (2.0 * t - 1.0)
    return np.asarray(left + (right - left) * t + bend * t * (1.0 - t))


def _zero_of_cubic(
    ends: tuple[FloatArray, FloatArray, FloatArray, FloatArray], near: FloatArray, far: FloatArray
) -> FloatArray:
    """Where the cubic has a zero between near and far, by bisection; at far it has the sign of 1 - 2 far, or is 0."""
    side = np.where(far > 0.5, 1.0, -1.0)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (near + far)
        before = _cubic(*ends, middle) * side > 0
        near, far = np.where(before, middle, near), np.where(before, far, middle)
    return 0.5 * (near + far)


def _tabulate(activation: Activation) -> _Table:
    profile, (comparison, moments) = profile_of(activation), table_of(activation)
    known = int(np.isfinite(moments.values).sum())
    q = GRID[:known]
    form = np.nanargmin(np.abs(comparison.excess[:known]), axis=1)
    here = np.arange(known), form
    excess, rounding = comparison.excess[here] / q, comparison.rounding[here] / q
    return _Table(
        profile=profile,
        q=q,
        form=form,
        excess=excess,
        rounding=rounding + _ROUNDING * comparison.size[here] / q,
        slope=moments.turn[:known] - moments.values[:known] / q,
        log_slopes=CubicSpline(np.log(q), np.log(np.maximum(moments.slopes[:known], _NEXT_TO_ZERO))),
    )


def _unit_chis(activation: Activation, bias_variance: float) -> Iterator[tuple[float, float]]:
    """Each σ_w² and q > 0 that is a fixed point of it with χ₁ = 1."""
    profile, (_, moments) = profile_of(activation), table_of(activation)

    def bias_variance_of(q: float) -> float:
        _, at_q = profile.expectations(np.array([q]))
        return float(q - at_q.values[0] / at_q.slopes[0])

    usable = np.flatnonzero(np.isfinite(moments.values) & (moments.slopes > 0))
    q = GRID[usable]
    following = moments.values[usable] / moments.slopes[usable] + bias_variance
    # Relative to the larger: the smaller may be too small to divide by.
    excess = (q - following) / np.maximum(q, following)
    signs = np.where(np.abs(excess) > _ROUNDING, np.sign(excess), 0.0)
    for k in np.flatnonzero(signs[:-1] * signs[1:] < 0).tolist():
        found = root(lambda q: bias_variance_of(q) - bias_variance, q[k], q[k + 1])
        yield 1.0 / float(profile.expectations(np.array([found]))[1].slopes[0]), found
