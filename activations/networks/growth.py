"""The growth V(q) − q of the variance in a layer, without cancellation, and where it is 0.

V(q) − q = E g(√q Z) with g(x) = σ_w² f(x)² + σ_b² − x², or, for any slope a²,

    σ_w² (f(x)² − a² x²) + (σ_w² a² − 1) x² + σ_b²,

in which little cancels if a is the slope of f at 0, or at infinity, and x is near there. For normal distributions of
any width V(q) − q has no more zeros on q > 0, each counted as often as it is one, than g, made symmetric, has sign
changes on x > 0: exp(−x²/2q) is totally positive (Karlin 1968, Total positivity, chapter 5). So where g has one sign
that of the growth is decided, however small a number it is, and it is known when all zeros have been found.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from activations.activation import Activation
from activations.calculus.caching import remembered
from activations.elementwise import LARGEST, FloatArray
from activations.networks.samples import Integrands, Samples, samples_of
from activations.random_inputs.steep import steep_ends_of

# Where fixed points are looked for. As a function of ln q the variance map is analytic within ±π/2 of the real axis,
# whatever f is, so that these numbers tell what it does between them.
GRID = 10.0 ** (
    np.concatenate(
        [
            np.arange(-1120, -384, 8),
            np.arange(-384, -128, 2),
            np.arange(-128, 128),
            np.arange(128, 384, 2),
            np.arange(384, 641, 8),
        ]
    )
    / 16
)

# Every so many of them show most zeros, which are far apart as a rule.
_COARSE = 8

_EPSILON = float(np.finfo(np.float64).eps)

# f² and a² x² that differ by so little, relative to their sum, are equal; they are sure to be up to a quarter of that.
_EQUAL = 16 * _EPSILON

# So near to 1 a product σ_w² a² is 1: typed or computed as well as floats can, it is off by so much.
_ONE = 32 * _EPSILON

# Rounding of a sum over samples, and of a single one.
_OF_SUMS, _OF_TERMS = 1e-13, 4 * _EPSILON

# As near to 0 as a function has its limit there.
_NEXT_TO_ZERO = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """f² beside a² x² for two or three a², each a column; or the expectations of these on N(0, q)."""

    q: FloatArray  # or x²
    excess: FloatArray  # f² − a² x², 0 where that is rounding
    size: FloatArray  # of the excess
    rounding: FloatArray  # how much it may be off

    def growth(
        self, profile: "Profile", w: float, b: float, relative: float = _OF_SUMS
    ) -> tuple[FloatArray, FloatArray]:
        """V(q) − q and a bound of its error, from the form that has the smallest; NaN and inf where it is unknown."""
        a = profile.squared_slopes
        delta = w * a - 1.0
        snapped = is_one(w * a)
        delta[snapped] = 0.0
        uncertain = np.where(snapped, 0.0, 2.0 * _EPSILON * w * a)
        q = self.q[:, np.newaxis]
        values = w * self.excess + delta * q + b
        errors = relative * (w * self.size + np.abs(delta) * q + b) + w * self.rounding + uncertain * q
        errors[np.isnan(values)] = math.inf
        best = errors.argmin(axis=1)[:, np.newaxis]
        return np.take_along_axis(values, best, axis=1)[:, 0], np.take_along_axis(errors, best, axis=1)[:, 0]


@dataclass(frozen=True, slots=True, eq=False)
class LayerMoments:
    """Moments of f on N(0, q), for several q."""

    values: FloatArray  # E f²
    slopes: FloatArray  # E f′²
    turn: FloatArray  # the derivative of E f² by q


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What the variance map of an activation is made of, for all variances of weights and biases."""

    samples: Samples
    at_zero: float  # E f² for q -> 0
    slope_at_zero: float  # E f′² for q -> 0
    slope_at_infinity: float  # and for q -> ∞; NaN if it has no limit
    growth_at_infinity: float  # the limit of E f² / q for q -> ∞, likewise
    squared_slopes: FloatArray  # a²
    terms: Comparison  # at each sample
    integrands: Integrands  # excess, size and rounding of each a²; f², f′² and x² times f²

    def growth(self, q: float, w: float, b: float) -> tuple[float, float]:
        """V(q) − q at one q, and a bound of its error."""
        values, errors = self.expectations(np.array([q]))[0].growth(self, w, b)
        return float(values[0]), float(errors[0])

    def signs(self, w: float, b: float) -> FloatArray:
        """Those of g, from x = 0 outwards; 0 where g is 0 to rounding."""
        first = [1.0] if w * self.at_zero + b > 0 else []
        # Beyond what floats hold f² is larger than all else.
        last = [1.0] if self.samples.cut and w > 0 else []
        if self.samples.wave:
            rate = w * self.growth_at_infinity
            last = [] if is_one(np.array(rate)) else [math.copysign(1.0, rate - 1.0)]
        return np.concatenate([first, signs_of(*self.terms.growth(self, w, b, _OF_TERMS)), last])

    def expectations(self, q: FloatArray) -> tuple[Comparison, LayerMoments]:
        """For variances in the range of `samples`; NaN where they are beyond reach."""
        count = self.squared_slopes.size
        found = self.samples.expectations(q, self.integrands)
        excess, size, rounding, rest = np.split(found, [count, 2 * count, 3 * count], axis=1)
        values, slopes, weighted = rest.T
        # Stein's lemma: a derivative of f would miss its jumps. Of a wave beside its growth only the mean is left.
        c, d = (np.where(self.samples.hold_all(q), 0.0, each) for each in self.samples.growth)
        turn = 0.5 * (weighted / q - (values - c * q - d * np.sqrt(2.0 / math.pi * q))) / q
        turn = np.where(self.samples.is_mean(q), 0.0, turn) + c + d / np.sqrt(2.0 * math.pi * q)
        return Comparison(q, excess, size, rounding), LayerMoments(values, slopes, turn)


@remembered(maxsize=32)
def profile_of(activation: Activation) -> Profile:
    samples = samples_of(activation)
    at_zero = _mean_square(activation([-_NEXT_TO_ZERO, _NEXT_TO_ZERO]))
    slope_at_zero = _mean_square(activation.derivative([-_NEXT_TO_ZERO, _NEXT_TO_ZERO]))
    if any(end.x == 0.0 for end in steep_ends_of(activation)):
        slope_at_zero = math.inf
    slope_at_infinity = _mean_square(activation.derivative([-math.inf, math.inf]))
    growth_at_infinity = samples.growth[0] if samples.wave else slope_at_infinity
    if samples.wave:
        slopes_alone = samples.integrands(samples.slopes[:, np.newaxis])
        slope_at_infinity = float(samples.expectations(np.array([LARGEST]), slopes_alone)[0, 0])
    slopes = {0.0} | ({slope_at_zero} if at_zero == 0 and math.isfinite(slope_at_zero) else set())
    slopes |= {growth_at_infinity} if math.isfinite(growth_at_infinity) else set()
    a = np.array(sorted(slopes))
    squared_x, squared_f = samples.x[:, np.newaxis] ** 2, samples.squares[:, np.newaxis]
    excess, total = squared_f - a * squared_x, squared_f + a * squared_x
    equal = (np.abs(excess) <= _EQUAL * total) & (a > 0)
    excess[equal] = 0.0
    rounding = np.where(equal, np.where(samples.straight[:, np.newaxis], 0.0, _EQUAL), _OF_TERMS) * total
    rounding += samples.doubt[:, np.newaxis]
    terms = Comparison(squared_x[:, 0], excess, np.abs(excess), rounding)
    moments = np.stack([samples.squares, samples.slopes, squared_x[:, 0] * samples.squares], axis=1)
    every = np.concatenate([excess, terms.size, rounding, moments], axis=1)
    return Profile(
        samples=samples,
        at_zero=at_zero,
        slope_at_zero=slope_at_zero,
        slope_at_infinity=slope_at_infinity,
        squared_slopes=a,
        terms=terms,
        growth_at_infinity=growth_at_infinity,
        integrands=_of_wave(samples, every, a) if samples.wave else samples.integrands(every),
    )


def _of_wave(samples: Samples, every: FloatArray, a: FloatArray) -> Integrands:
    """The integrands of a wave, the last of which grows like x² times all that f² does."""
    c, d = samples.growth
    growth = _growth(a, c, d)
    rest = every - np.stack([samples.x**2, samples.x], axis=1) @ growth
    rest[:, -1] = samples.x**2 * (samples.squares - c * samples.x**2 - d * samples.x)
    return samples.integrands(every, growth, rest)


def _growth(a: FloatArray, c: float, d: float) -> FloatArray:
    """How the integrands of a wave grow for which that of f² is c x² + d x, a column each."""
    straight = np.where(a == c, 0.0, _OF_TERMS * (c + a))
    squared = [*(c - a), *np.abs(c - a), *straight, c, 0.0, 0.0]
    linear = [*np.full(a.size, d), *(np.sign(c - a) * d), *np.zeros(a.size), d, 0.0, 0.0]
    return np.array([squared, linear])


@lru_cache(maxsize=32)
def table_of(activation: Activation) -> tuple[Comparison, LayerMoments]:
    """`Profile.expectations` at each variance of `GRID`."""
    return profile_of(activation).expectations(GRID)


@lru_cache(maxsize=32)
def coarse_table_of(activation: Activation) -> Comparison:
    """The same at a few of them, which shows most changes of sign in a fraction of the time."""
    return profile_of(activation).expectations(GRID[::_COARSE])[0]


def is_one(products: FloatArray) -> NDArray[np.bool_]:
    """Whether σ_w² a² is 1, as exactly as σ_w² may be known."""
    return np.abs(products - 1.0) <= _ONE


def sign_changes(signs: NDArray[np.float64]) -> int:
    """How often a sequence of signs changes, zeros left out."""
    return int(np.count_nonzero(np.diff(signs[signs != 0])))


def signs_of(values: FloatArray, errors: FloatArray) -> FloatArray:
    """-1 or 1, and 0 where the error decides."""
    return np.where(np.abs(values) > errors, np.sign(values), 0.0)


def _mean_square(pair: FloatArray) -> float:
    with np.errstate(over="ignore"):
        return float(np.mean(pair**2))
