"""An activation sampled once for all: moments on N(0, q) are then sums over its samples, whatever q.

A moment of f² or f′² on a symmetric distribution rests on ½(f(x)² + f(−x)²) alone, so that x > 0 is enough.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from activations.activation import Activation
from activations.calculus.sampling import NotResolvedError, points_around
from activations.elementwise import LARGEST, FloatArray
from activations.random_inputs.expectations import NEGLIGIBLE, squares
from activations.random_inputs.panels import NODES, WEIGHTS, on_panels
from activations.random_inputs.steep import steep_ends_of
from activations.random_inputs.waves import Line, Wave, wave_of

# The smallest variance at which moments are computed from the samples; a function that bends at smaller scales is taken
# for straight.
LEAST = 1e-70

# Panels end at powers of √2, and of 2 where no parameter would put a bend. So they resolve a normal density of any
# width: less than 1e-16 of it lies where one is wider than 3 standard deviations.
_EXPONENTS = np.concatenate([np.arange(-140, -70), np.arange(-70, 70, 0.5), np.arange(70, 191)])
_EDGES = np.concatenate([[0.0], 2.0**_EXPONENTS])

# A panel is halved until the last of its Legendre coefficients are so small, which leaves their squares as the error.
_LAST_COEFFICIENTS = np.polynomial.legendre.legvander(NODES, 19)[:, 17:] * WEIGHTS[:, np.newaxis]
_SCALED = 20.0
_OF_RESTS = _SCALED * float(np.abs(_LAST_COEFFICIENTS).sum(axis=0).max())  # what is left of 1 at each node, at most
_RESOLVED = 1e-9
_NARROWEST = 1e-12
_LEAST_POWER = 0.25  # of a distance, of which so little is left within the narrowest panel that it does not count
_TINY = 1e-290  # what is less has lost its digits
_HALVINGS, _MOST_PANELS = 50, 20_000
_EVERY = 4  # point around a centre begins a panel

# A density farther out than so many standard deviations is too small for a float, and one nearer to the centre than so
# many is constant.
_FAR, _NEAR = 38.6, 1e-8

# Above this variance, relative to the square of its reach, nothing is left of a wave but its mean.
_FLAT = 1e7

# Where the two sides of a wave all but cancel, what is left of them is rounding below this part of the larger.
_ROUNDED = 1e-9

# Variances whose weights are computed together span so large a factor at most.
_SPAN, _AT_A_TIME = 4.0, 16


class Sampled(NamedTuple):
    """Functions g of x > 0, a column each."""

    values: FloatArray  # at each x of some samples
    up_to: FloatArray  # their integrals from 0 to the beginning of each panel, and to the end of the last


class Integrands(NamedTuple):
    """Functions g of x > 0; of a wave also without their growth, which the samples do not hold to its end."""

    whole: Sampled
    rest: Sampled  # near 0 it would be a difference of much larger numbers
    growth: FloatArray  # a row of c, and one of d, where g is c x² + d x plus the rest


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """f at ±x for each x; all arrays have the shape of x."""

    x: FloatArray  # > 0, ascending
    lengths: FloatArray  # lengths @ g is the integral of g over x > 0
    squares: FloatArray  # ½(f(x)² + f(−x)²)
    doubt: FloatArray  # how far they may be off, where terms of f cancel
    slopes: FloatArray  # ½(f′(x)² + f′(−x)²)
    straight: NDArray[np.bool_]  # whether f″ is 0 at both
    wave: Wave | None
    growth: tuple[float, float]  # c and d, where ½(f(x)² + f(−x)²) of a wave is c x² + d x plus a periodic part
    cut: bool  # whether the samples end because f leaves the floats

    def integrands(self, values: FloatArray, growth: ArrayLike = 0.0, rest: FloatArray | None = None) -> Integrands:
        """From values at each x, a column per function; of a wave also how they grow, and what they are without."""
        growth = np.broadcast_to(np.asarray(growth, np.float64), (2, values.shape[1]))
        whole = self._sampled(values)
        return Integrands(whole, whole if rest is None else self._sampled(rest), growth)

    def _sampled(self, values: FloatArray) -> Sampled:
        panels = (self.lengths[:, np.newaxis] * values).reshape(-1, NODES.size, values.shape[1]).sum(axis=1)
        return Sampled(values, np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(panels, axis=0)]))

    def expectations(self, q: FloatArray, integrands: Integrands) -> FloatArray:
        """E g(|X|) for X of each variance in q, and each g: of shape (len(q), number of functions).

        NaN where too much lies beyond the last sample. For q >= LEAST.
        """
        found = np.empty((q.size, integrands.whole.values.shape[1]))
        near = self.hold_all(q)
        grown = np.stack([q, np.sqrt(2.0 / math.pi * q)], axis=1) @ integrands.growth
        if self.wave:
            q = np.minimum(q, _FLAT * self.wave.reach(0.0) ** 2)
        order = np.argsort(q)
        start = 0
        while start < q.size:
            block = order[start : start + _AT_A_TIME]
            block = block[(q[block] <= _SPAN * q[block[0]]) & (near[block] == near[block[0]])]
            found[block] = self._block(q[block], integrands.whole if near[block[0]] else integrands.rest)
            start += block.size
        return np.where(near[:, np.newaxis], found, found + grown)

    def hold_all(self, q: FloatArray) -> NDArray[np.bool_]:
        """Whether nothing that counts of a distribution of this variance lies beyond the last sample."""
        return np.asarray(_FAR * np.sqrt(q) < self.x[-1])

    def is_mean(self, q: FloatArray) -> NDArray[np.bool_]:
        """Whether no more than the mean of a wave is left of its moments."""
        return _FAR**2 * q > (self.wave.reach(0.0) ** 2 if self.wave else np.inf)

    def _block(self, q: FloatArray, sampled: Sampled) -> FloatArray:
        scale = np.sqrt(q)[:, np.newaxis]
        at_centre = math.sqrt(2.0 / math.pi) / scale
        first, last = np.searchsorted(self.x, [_NEAR * float(scale[0, 0]), _FAR * float(scale[-1, 0])]).tolist()
        first, last = first // NODES.size * NODES.size, min(-(-last // NODES.size) * NODES.size, self.x.size)
        if first >= last:
            return np.full((q.size, sampled.values.shape[1]), np.nan)
        x, lengths, values = self.x[first:last], self.lengths[first:last], sampled.values[first:last]
        density = at_centre * np.exp(np.outer(-0.5 / q, x * x))
        weights = density * lengths
        centre = at_centre * sampled.up_to[first // NODES.size]
        if self.hold_all(q[-1:]).all():
            return np.asarray(centre + weights @ values)
        if self.wave:
            mass = at_centre * self.lengths[:first].sum()
            return np.asarray(centre + _with_tails_folded(self.wave, x, lengths, weights, 1.0 - mass) @ values)
        found, parts = centre + weights @ values, centre + weights @ np.abs(values)
        found[density[:, -1:] * scale * np.abs(values[-1]) > NEGLIGIBLE * parts] = np.nan
        return np.asarray(found)


@lru_cache(maxsize=32)
def samples_of(activation: Activation) -> Samples:
    """The samples of f, as far out as x² f(x)² is a float. Raises NotResolvedError also where f′² has no mean."""
    _check_slopes(activation)
    wave = wave_of(activation)
    edges = np.append(_EDGES[wave.reach(0.0) > _EDGES], wave.reach(0.0)) if wave else _EDGES
    edges = np.unique(np.concatenate([edges, panel_ends(activation, edges[-1])]))
    low, high, _ = resolved_panels(activation, edges[:-1], edges[1:])
    x, lengths = on_panels(low, high)
    # Farther out f is too large, or no sample is needed for variances whose square is a float.
    mean_squares = _mean_squares(activation, x)
    known = (mean_squares <= 1e-9 * LARGEST / np.maximum(x, 1.0) ** 3).all(axis=1)
    reached = int(known.argmin()) if not known.all() else known.size
    x = x[:reached].ravel()
    straight = (activation.second_derivative(x) == 0.0) & (activation.second_derivative(-x) == 0.0)
    return Samples(
        x=x,
        lengths=lengths[:reached].ravel(),
        squares=mean_squares[:reached].ravel(),
        doubt=_doubt(activation, x),
        slopes=0.5 * squares(activation.derivative(x)) + 0.5 * squares(activation.derivative(-x)),
        straight=straight,
        wave=wave,
        growth=_growth(activation, wave) if wave else (0.0, 0.0),
        cut=reached < known.size,
    )


def _check_slopes(activation: Activation) -> None:
    """NotResolvedError for a function so steep at a place that f′² has no mean, or more of it than samples see."""
    for end in steep_ends_of(activation):
        if end.left == 0.0 or (end.x != 0.0 and end.left < _LEAST_POWER):
            raise NotResolvedError("the function is so steep somewhere that its squared slope has no mean")


def _mean_squares(activation: Activation, x: FloatArray) -> FloatArray:
    return 0.5 * squares(activation(x)) + 0.5 * squares(activation(-x))  # the sum of two floats may be none


def _doubt(activation: Activation, x: FloatArray) -> FloatArray:
    """How far rounding may move ½(f(x)² + f(−x)²)."""
    both = np.stack([x, -x])
    values, (rounding, *_) = activation(both), activation.rounding(both)
    doubt: FloatArray = (rounding * (np.abs(values) + 0.5 * rounding)).sum(axis=0)
    return doubt


def panel_ends(activation: Activation, reach: float) -> FloatArray:
    """Sizes of x below `reach` at which panels must end, or narrow features would be passed by."""
    around = points_around(activation.centres, -reach, reach)[::_EVERY]
    ends = np.abs([*activation.breakpoints, *activation.centres, *around])
    return ends[ends < reach]


def resolved_panels(
    activation: Activation, low: FloatArray, high: FloatArray, scale: ArrayLike = 1.0
) -> tuple[FloatArray, FloatArray, NDArray[np.int_]]:
    """Panels on which polynomials follow f(scale x) and its slope, and of which of the given ones each is a part.

    They are in order; of what leaves the floats they are panels as they were given. There may be a scale for each.
    Raises NotResolvedError for a function that would need too many.
    """
    done: list[tuple[FloatArray, FloatArray, NDArray[np.int_]]] = []
    part, scales = np.arange(low.size), np.broadcast_to(np.asarray(scale, np.float64), low.shape)
    for _ in range(_HALVINGS):
        x, _ = on_panels(scales[part] * low, scales[part] * high)
        rough = (high - low > _NARROWEST * high) & ~_is_resolved(activation, x)
        done.append((low[~rough], high[~rough], part[~rough]))
        middle = 0.5 * (low[rough] + high[rough])
        low, high = np.concatenate([low[rough], middle]), np.concatenate([middle, high[rough]])
        part = np.tile(part[rough], 2)
        if low.size == 0:
            break
        if low.size > _MOST_PANELS:
            raise NotResolvedError("the function changes too often to be followed")
    done.append((low, high, part))
    low, high = (np.concatenate([each[end] for each in done]) for end in (0, 1))
    part = np.concatenate([each[2] for each in done])
    order = np.lexsort((low, part))
    return low[order], high[order], part[order]


def _is_resolved(activation: Activation, x: FloatArray) -> NDArray[np.bool_]:
    values = np.stack([activation(x), activation(-x)])
    slopes = np.stack([activation.derivative(x), activation.derivative(-x)])
    left = np.isfinite(values).all(axis=(0, 2)) & np.isfinite(slopes).all(axis=(0, 2))
    values, slopes = values[:, left], slopes[:, left]
    height = np.abs(values).max(axis=(0, 2))
    # A slope far below f(x)/x counts for nothing: it is what is left of one that fades out.
    steepness = np.maximum(np.abs(slopes).max(axis=(0, 2)), height / x[left, -1])
    resolved = np.ones(x.shape[0], dtype=np.bool_)
    rests = np.stack([_rest(values), _rest(slopes)])
    follows = rests <= np.maximum(_RESOLVED * np.stack([height, steepness]), _TINY)
    (rough,) = np.nonzero(~follows.all(axis=0))
    if rough.size:  # what is left of the cancelling terms of a formula follows nothing
        at = x[left][rough]
        rounding = np.maximum(activation.rounding(at), activation.rounding(-at))[:2].max(axis=2)
        follows[:, rough] |= rests[:, rough] <= _OF_RESTS * rounding
    resolved[left] = follows.all(axis=0)
    return resolved


def _rest(values: FloatArray) -> FloatArray:
    return np.asarray(np.abs(values @ _LAST_COEFFICIENTS).max(axis=(0, 2)) * _SCALED)


def _growth(activation: Activation, wave: Wave) -> tuple[float, float]:
    left, right = (Line.of(activation, wave, side) for side in (-1.0, 1.0))
    parts = [each.slope * each.intercept for each in (left, right)]
    linear = sum(parts)
    return 0.5 * (left.slope**2 + right.slope**2), linear if abs(linear) > _ROUNDED * max(map(abs, parts)) else 0.0


def _with_tails_folded(
    wave: Wave, x: FloatArray, lengths: FloatArray, weights: FloatArray, total: FloatArray
) -> FloatArray:
    """The weights without the tail of the distribution, whose mass goes to where the mean of a wave is taken."""
    kept = wave.kept(x, 0.0) * weights
    window = wave.around_the_edge(x, 0.0) * lengths
    rest = total - kept.sum(axis=1, keepdims=True)
    return np.asarray(kept + rest * window / window.sum())
