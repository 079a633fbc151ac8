"""Mean field theory of two inputs: how their correlation goes from layer to layer."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.calculus.roots import root
from activations.checks import check_variances
from activations.elementwise import FloatArray, real_array
from activations.networks.hermite import Series, series_of, series_of_layers, settled
from activations.networks.jumps import CRITICAL, parts_equals
from activations.networks.mean_field import chi, variance_map
from activations.networks.product_moments import product_moment
from activations.random_inputs.waves import wave_of

# The least distance of a correlation from 1 that floats can tell, and one up to which an estimate is as good as exact.
_LEAST_DISTANCE, _SMALL_DISTANCE = 1e-16, 1e-6

# Between these variances the integral is exact, and fast.
_LEAST_EXACT, _MOST_EXACT = 1e-3, 100.0

# If uncorrelated inputs come out correlated by less than this, the map is a straight line as far as its fixed point.
_STRAIGHT = 1e-10

# Newton's steps from an estimate; each leaves a hundredth of the error or less, unless the slope is so near 1 that an
# estimate of it says little.
_CORRECTIONS = 4
_CORRECTED, _STEEP = 1e-5, 0.9


@dataclass(frozen=True, slots=True)
class CorrelationFixedPoint:
    """The correlation that two inputs get to in deep layers, whatever their own from 0 to less than 1."""

    c: float  # NaN where every layer gives 0, or cannot be told
    slope: float  # of the correlation map there, at most 1; NaN also where it is so near 1 that it cannot be told

    @property
    def depth(self) -> float:
        """ξ_c = −1/ln slope: over so many layers the distance from c shrinks by the factor e; inf for a slope of 1."""
        if math.isnan(self.slope):
            return math.nan
        if self.slope >= 1.0 - CRITICAL:
            return math.inf
        return -1.0 / math.log(self.slope) if self.slope > 0 else 0.0


def correlation_map(
    activation: Activation,
    c: ArrayLike,
    *,
    q: float,
    weight_variance: float,
    bias_variance: float,
) -> FloatArray:
    """The next layer's correlation of two inputs that both have variance q and correlation c, for c of any shape.

    (σ_w² E f(U) f(V) + σ_b²) / (σ_w² E f(U)² + σ_b²), with an absolute error of about 1e-11 for q from 1e-3 to 100; NaN
    where the denominator is 0. Poole et al. 2016, arXiv 1606.05340. Raises ValueError unless -1 <= c <= 1, q > 0 and
    the two variances are finite numbers >= 0.
    """
    correlations = real_array(c)
    if not np.all(np.abs(correlations) <= 1):
        raise ValueError(f"c must be between -1 and 1, got {c!r}")
    _check_q(q)
    variance = float(variance_map(activation, q, weight_variance=weight_variance, bias_variance=bias_variance))
    if variance == 0 or not math.isfinite(variance):
        return np.full(correlations.shape, np.nan)
    series = series_of(activation, [q])[0]
    moments = np.array(
        [
            product_moment(activation, t, q)
            if _has_integral(activation, q) and not series.is_exact(t)
            else series.value(t)
            for t in correlations.ravel().tolist()
        ]
    )
    mapped = (weight_variance * moments.reshape(correlations.shape) + bias_variance) / variance
    return np.clip(mapped, -1.0, 1.0)


def correlation_curve(
    activation: Activation, c: ArrayLike, *, q: float, weight_variance: float, bias_variance: float
) -> FloatArray:
    """`correlation_map` as its power series has it, to be drawn: in less than a hundredth of the time.

    Beyond the first terms the series is an estimate where f has kinks or jumps: the error is below 1e-4.
    """
    correlations = real_array(c)
    _check_q(q)
    variance = float(variance_map(activation, q, weight_variance=weight_variance, bias_variance=bias_variance))
    if variance == 0 or not math.isfinite(variance):
        return np.full(correlations.shape, np.nan)
    layer = _Layer(series_of(activation, [q])[0], weight_variance / variance, bias_variance / variance)
    return np.reshape([layer(each) for each in correlations.ravel().tolist()], correlations.shape)


def correlation_fixed_point(
    activation: Activation, *, q: float, weight_variance: float, bias_variance: float
) -> CorrelationFixedPoint:
    """Where the correlation of two inputs goes in layers of the variance q, a fixed point of the variance map.

    The map has a power series with coefficients >= 0, so that from 0 to 1 it is increasing and convex. It has the
    fixed point 1, which is the limit if the slope there, χ₁, is at most 1; else exactly one below 1 is, with an error
    of 1e-6 or less for q from 1e-3 to 100. Where f jumps the slope at 1 is infinite. Schoenholz et al. 2017, arXiv
    1611.01232. ValueError as for `correlation_map`.
    """
    _check_q(q)
    settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
    variance = float(variance_map(activation, q, **settings))
    if variance == 0 or not math.isfinite(variance):
        return CorrelationFixedPoint(math.nan, math.nan)
    layer = _Layer(series_of(activation, [q])[0], weight_variance / variance, bias_variance / variance)
    slope_at_one = q * float(chi(activation, q, weight_variance=weight_variance)) / variance
    if not parts_equals(activation, q, weight_variance / variance, slope_at_one):
        return CorrelationFixedPoint(1.0, slope_at_one)
    at_zero = layer(0.0)
    if at_zero < _STRAIGHT:
        return CorrelationFixedPoint(at_zero / (1.0 - layer.slope(0.0)), layer.slope(0.0))
    distance = layer.fixed_distance()
    c = 1.0 - distance
    exact = layer.series.is_exact(c) or not (q >= _LEAST_EXACT and _has_integral(activation, q, _MOST_EXACT))
    if distance > _SMALL_DISTANCE and not exact:
        c = _corrected(activation, layer, c, q=q, **settings)
    slope = layer.slope(c)
    return CorrelationFixedPoint(c, slope if slope < 1.0 + CRITICAL else math.nan)


def correlation_trajectory(
    activation: Activation,
    variances: ArrayLike,
    *,
    start: float,
    weight_variance: float,
    bias_variance: float,
    input_variance: float = 1.0,
) -> FloatArray:
    """The correlation of two inputs in layers 1, 2, … of these `variances`, see `propagation.variance_trajectory`.

    `start` is that of the inputs themselves, whose mean square is `input_variance`. NaN from where it is unknown on, or
    has no meaning since the variance is 0 or infinite. Raises ValueError unless -1 <= start <= 1 and the variances of
    weights, biases and inputs are finite numbers >= 0.
    """
    check_variances(weight_variance=weight_variance, bias_variance=bias_variance, input_variance=input_variance)
    if not -1 <= start <= 1:
        raise ValueError(f"start must be between -1 and 1, got {start!r}")
    alike = settled(real_array(variances))
    series = series_of_layers(activation, alike)
    found = np.full(len(alike), np.nan)
    scale = weight_variance * input_variance
    c = (scale * start + bias_variance) / (scale + bias_variance) if scale + bias_variance else math.nan
    for index, variance in enumerate(alike):
        if not 0 < variance < math.inf or math.isnan(c):
            break
        found[index] = c
        following = weight_variance * series[variance].total + bias_variance if variance in series else 0.0
        if following == 0:
            break
        c = _Layer(series[variance], weight_variance / following, bias_variance / following)(c)
    return found


@dataclass(frozen=True, slots=True)
class _Layer:
    """The correlation map at one variance: w Σ a_n cⁿ + b."""

    series: Series
    w: float
    b: float

    def __call__(self, c: float) -> float:
        # Near 1 the distance from it is exact.
        mapped = self.w * self.series.value(c) + self.b if c < 0.5 else 1.0 - self.w * self.series.lost(1.0 - c)
        return min(max(mapped, -1.0), 1.0)

    def slope(self, c: float) -> float:
        return self.w * self.series.slope(c)

    def fixed_distance(self) -> float:
        """The distance from 1 at which a correlation stays, as the rest of the series is estimated.

        1 − C is concave in the distance, so that it is greater than this up to one point and then less.
        """

        def excess(distance: float) -> float:
            return self.w * self.series.lost(distance) - distance

        if excess(1.0) >= 0:
            return 1.0
        return root(excess, _LEAST_DISTANCE, 1.0) if excess(_LEAST_DISTANCE) > 0 else _LEAST_DISTANCE


def _corrected(
    activation: Activation, layer: _Layer, c: float, *, q: float, weight_variance: float, bias_variance: float
) -> float:
    def excess(at: float) -> float:
        settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
        return float(correlation_map(activation, at, q=q, **settings)) - at

    for _ in range(_CORRECTIONS):
        slope = layer.slope(c)
        if slope > _STEEP or not 0.0 <= c < 1.0:
            break
        step = excess(c) / (1.0 - slope)
        c += step
        if abs(step) <= _CORRECTED:
            return c
    nearest = 1.0 - _SMALL_DISTANCE
    return root(excess, 0.0, nearest) if excess(nearest) < 0.0 else nearest


def _has_integral(activation: Activation, q: float, most: float = math.inf) -> bool:
    """Whether `product_moment` is exact at this variance, and fast; of a wave it follows so many radians at most."""
    wave = wave_of(activation)
    return q <= (most if wave is None else _MOST_EXACT * min(wave.radian, 1.0) ** 2)


def _check_q(q: float) -> None:
    if not (math.isfinite(q) and q > 0):
        raise ValueError(f"q must be a finite number > 0, got {q!r}")
