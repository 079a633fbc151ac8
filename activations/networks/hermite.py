"""The correlation map as a power series: how the correlation of two inputs goes through a layer.

For U and V of variance q and correlation c, E f(U) f(V) = Σ a_n cⁿ, with a_n the square of the n-th Hermite coefficient
of f(√q Z) (Mehler). The even and the odd part of f have the even and the odd n. Of what the first terms leave out, the
sum and the sum of n a_n are known, being what is missing from E f² and from q E f′².
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfcx

from activations.activation import Activation
from activations.calculus.roots import root
from activations.elementwise import FloatArray
from activations.networks.jumps import jumps_of
from activations.networks.samples import panel_ends, resolved_panels
from activations.random_inputs.expectations import Quadrature
from activations.random_inputs.panels import on_panels
from activations.random_inputs.waves import Wave, wave_of

TERMS = 256

# The coefficients of a sine of frequency ω are distributed over n like a Poisson distribution of mean ω² q. Less than
# 1e-16 of it lies beyond its mean, plus so many standard deviations, plus so many terms. If the mean is above the last
# number, nothing of it is among the first `TERMS`.
_DEVIATIONS, _MORE, _MOST = 10.0, 64.0, 1e3

# On so many panels up to this number of standard deviations polynomials follow the Hermite functions of `TERMS` orders;
# less than 1e-32 of a normal distribution lies beyond.
_PANELS, _END = 10, 12.0
_BEYOND = np.array([0.0, _END * math.sqrt(2.0 / math.pi) * math.exp(-0.5 * _END**2)])

# A rest of the series is nothing beside the whole, or what a jump leaves is.
_NEGLIGIBLE = 1e-14

# Of what is left, the mean of n / TERMS is 3 for a kink and infinite for a jump; more than 3 for a bend so sharp that
# it is like a jump to the first terms, as beyond 4; at least 1.
_MEAN_OF_KINK, _LIKE_A_JUMP, _NEAREST_MEAN, _LEAST_CUTOFF, _LARGEST_CUTOFF = 3.0, 4.0, 1.02, 1e-12, 60.0


@dataclass(frozen=True, slots=True)
class Rest:
    """The terms of one parity from `TERMS` on, as if spread over n like n^(−power) e^(−cutoff n / TERMS).

    Those of a wave are spread like a Poisson distribution.
    """

    mass: float  # their sum at c = 1
    power: float  # 3/2, as for a jump, or 5/2, as for a kink; inf for a wave
    cutoff: float  # or the mean n of a wave

    def value(self, decay: float) -> float:
        """Their sum at |c| = e^(−decay / TERMS)."""
        if math.isinf(self.power):
            return self.mass * math.exp(self.cutoff * math.expm1(-decay / TERMS))
        ratio = _integral(self.power, self.cutoff + decay) / _integral(self.power, self.cutoff)
        return self.mass * ratio * math.exp(-decay)

    def slope(self, decay: float) -> float:
        """The derivative of that by ln |c|."""
        if math.isinf(self.power):
            return self.value(decay) * self.cutoff * math.exp(-decay / TERMS)
        ratio = _integral(self.power - 1.0, self.cutoff + decay) / _integral(self.power, self.cutoff)
        return self.mass * TERMS * ratio * math.exp(-decay)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """E f(U) f(V) over c."""

    mean: float  # E f(U); NaN if too much of it lies beyond reach
    coefficients: FloatArray  # a_0, …; at least `TERMS`
    rests: tuple[Rest, Rest]  # of the even and of the odd terms

    @property
    def orders(self) -> NDArray[np.int_]:
        return np.arange(self.coefficients.size)

    @property
    def total(self) -> float:
        """E f(U)²."""
        return float(self.coefficients.sum()) + sum(rest.mass for rest in self.rests)

    def value(self, c: float) -> float:
        """E f(U) f(V) at a correlation from −1 to 1."""
        even, odd = (rest.value(_decay(c)) for rest in self.rests)
        return float(self.coefficients @ c**self.orders) + even + math.copysign(odd, c)

    def lost(self, distance: float) -> float:
        """E f(U)² − E f(U) f(V) at c = 1 − distance >= 0, exact for small distances too."""
        decay = -TERMS * math.log1p(-distance) if distance < 1 else math.inf
        orders = self.orders[1:]
        terms = -np.expm1(-decay / TERMS * orders) if distance < 1 else np.ones(orders.size)
        return float(self.coefficients[1:] @ terms) + sum(rest.mass - rest.value(decay) for rest in self.rests)

    def slope(self, c: float) -> float:
        """The derivative of E f(U) f(V) by c, for 0 <= c < 1."""
        terms = float(self.coefficients[1:] @ (self.orders[1:] * c ** self.orders[:-1]))
        return terms + (sum(rest.slope(_decay(c)) for rest in self.rests) / c if c > 0 else 0.0)

    def is_exact(self, c: float) -> bool:
        """Whether the rests, which are estimates, are nothing beside the whole."""
        return sum(rest.value(_decay(c)) for rest in self.rests) <= _NEGLIGIBLE * self.total


def series_of(activation: Activation, variances: Sequence[float]) -> list[Series]:
    """The series at each variance > 0. Raises NotResolvedError as `wave_of` does."""
    wave = wave_of(activation)
    means = [q / wave.radian**2 if wave else 0.0 for q in variances]
    slow = [q for q, mean in zip(variances, means, strict=True) if mean <= _MOST]
    followed = _followed(activation, slow, _terms(max(means))) if slow else {}
    return [
        _averaged(activation, wave, q) if wave and mean > _MOST else followed[q]
        for q, mean in zip(variances, means, strict=True)
    ]


def settled(variances: FloatArray) -> tuple[float, ...]:
    """The variances of layers, to as many digits as those have in common that have settled."""
    return tuple(float(f"{each:.11g}") for each in variances.tolist())


# For the means and the correlations of the same layers, one after the other.
@lru_cache(maxsize=4)
def series_of_layers(activation: Activation, variances: tuple[float, ...]) -> Mapping[float, Series]:
    """The series at the variances > 0 of layers, as `settled` gives them, after which another finite one comes."""
    passed = {q: None for q, after in pairwise(variances) if 0 < q < math.inf and math.isfinite(after)}
    return dict(zip(passed, series_of(activation, list(passed)), strict=True))


def _averaged(activation: Activation, wave: Wave, q: float) -> Series:
    """The series of a wave too fast to be followed: that of its mean over a period, and the wave itself as a rest."""
    z, weights = _points(np.linspace(0.0, _END, _PANELS + 1))
    steps, mean = wave.mean_weights()
    x = np.add.outer(math.sqrt(q) * z, steps)
    parts = [0.5 * (activation(x) + sign * activation(-x)) for sign in (1.0, -1.0)]
    slopes = [0.5 * (activation.derivative(x) - sign * activation.derivative(-x)) for sign in (1.0, -1.0)]
    averages = [weights * (part @ mean) for part in parts]
    coefficients = np.array([term @ averages[n % 2] for n, term in enumerate(_hermite(z, TERMS))]) ** 2
    masses = [float(weights @ (part**2 @ mean)) for part in parts]
    sums = [q * float(weights @ (slope**2 @ mean)) for slope in slopes]
    even, odd = (_rest(coefficients, parity, masses[parity], sums[parity], wave=True) for parity in (0, 1))
    return Series(float(averages[0].sum()), coefficients, (even, odd))


def _followed(activation: Activation, variances: Sequence[float], terms: int) -> dict[float, Series]:
    """The series at each variance, with f followed to the end: memory grows with the turns of a wave on the way."""
    jumps, wave = _jumping_parities(activation), wave_of(activation) is not None
    found: dict[float, Series] = {}
    for edges, alike in _edges(activation, variances, terms).items():
        means, coefficients, masses, sums = _on_edges(activation, np.array(alike), edges, terms)
        for k, q in enumerate(alike):
            even, odd = (
                _rest(coefficients[k], parity, masses[parity][k], sums[parity][k], jumps=jumps[parity], wave=wave)
                for parity in (0, 1)
            )
            found[q] = Series(means[k], coefficients[k], (even, odd))
    return found


def _on_edges(
    activation: Activation, q: FloatArray, edges: tuple[float, ...], terms: int
) -> tuple[list[float], FloatArray, list[list[float]], list[list[float]]]:
    """E f and the first a_n for each variance; E f² and q E f′² of the even and of the odd part."""
    z, weights, polynomials = (_usual_basis if terms == TERMS else _basis)(edges, terms)
    rule = Quadrature(z, weights, _BEYOND)
    x = np.sqrt(q)[:, np.newaxis] * z
    right, left = activation(x), activation(-x)
    parts = [0.5 * weights * (right + left), 0.5 * weights * (right - left)]
    means = [rule.expectation(even) for even in 0.5 * (right + left)]
    coefficients = np.empty((q.size, terms))
    for parity in (0, 1):
        coefficients[:, parity::2] = (parts[parity] @ polynomials[parity]) ** 2
    # The even part of f has the odd part of f′.
    right, left = activation.derivative(x), activation.derivative(-x)
    slopes = [0.5 * (right - left), 0.5 * (right + left)]
    masses = [(part**2 / weights).sum(axis=1).tolist() for part in parts]
    sums = [(slope**2 @ weights * q).tolist() for slope in slopes]
    return means, coefficients, masses, sums


def _terms(mean: float) -> int:
    """How many terms leave only what has the shape of a rest, for a wave of this Poisson mean."""
    mean = min(mean, _MOST)
    return max(TERMS, math.ceil(mean + _DEVIATIONS * math.sqrt(mean) + _MORE))


def _edges(activation: Activation, variances: Sequence[float], terms: int) -> dict[tuple[float, ...], list[float]]:
    """Ends of panels on z > 0, each with the variances q for which they resolve f(√q z)."""
    panels = np.linspace(0.0, _END, math.ceil(_PANELS * math.sqrt(terms / TERMS)) + 1)
    scales = np.sqrt(variances)
    ends = panel_ends(activation, _END * float(scales.max()))
    edges = [np.union1d(panels, ends[ends < _END * scale] / scale) for scale in scales]
    counts = [each.size - 1 for each in edges]
    low, high = np.concatenate([each[:-1] for each in edges]), np.concatenate([each[1:] for each in edges])
    low, high, part = resolved_panels(activation, low, high, np.repeat(scales, counts))
    owner = np.repeat(np.arange(scales.size), counts)[part]
    found: dict[tuple[float, ...], list[float]] = {}
    for k, q in enumerate(variances):
        own = owner == k
        found.setdefault((*low[own].tolist(), float(high[own][-1])), []).append(q)
    return found


def _points(edges: FloatArray) -> tuple[FloatArray, FloatArray]:
    z, lengths = (each.ravel() for each in on_panels(edges[:-1], edges[1:]))
    return z, math.sqrt(2.0 / math.pi) * np.exp(-0.5 * z * z) * lengths


def _basis(edges: tuple[float, ...], terms: int) -> tuple[FloatArray, FloatArray, tuple[FloatArray, FloatArray]]:
    """Points and weights on panels, and the even and the odd of the first Hermite polynomials, a column each."""
    z, weights = _points(np.array(edges))
    polynomials = np.stack(list(_hermite(z, terms)), axis=1)
    return z, weights, (polynomials[:, ::2].copy(), polynomials[:, 1::2].copy())


# For all layers of most functions it is the same, of half a megabyte; a narrow function takes five.
_usual_basis = lru_cache(maxsize=2)(_basis)


def _hermite(z: FloatArray, terms: int) -> Iterator[FloatArray]:
    """The first orthonormal Hermite polynomials at z."""
    before, here = np.zeros_like(z), np.ones_like(z)
    for n in range(terms):
        yield here
        before, here = here, (z * here - math.sqrt(n) * before) / math.sqrt(n + 1)


def _jumping_parities(activation: Activation) -> tuple[bool, bool]:
    """Whether the even and the odd part of f jump."""
    heights = {jump.x: jump.height for jump in jumps_of(activation)}
    pairs = [(height, heights.get(-x, 0.0)) for x, height in heights.items()]
    even = any(abs(height - other) > _NEGLIGIBLE * abs(height) for height, other in pairs)
    return even, any(abs(height + other) > _NEGLIGIBLE * abs(height) for height, other in pairs)


def _rest(
    coefficients: FloatArray, parity: int, mass: float, slope: float, *, jumps: bool = False, wave: bool = False
) -> Rest:
    own = coefficients[parity::2]
    left_mass, left_slope = mass - float(own.sum()), slope - float(own @ np.arange(parity, coefficients.size, 2))
    if left_mass <= _NEGLIGIBLE * mass:
        return Rest(0.0, 2.5, 0.0)
    if wave:
        return Rest(left_mass, math.inf, max(left_slope / left_mass, float(coefficients.size)))
    mean = max(left_slope / (left_mass * TERMS), _NEAREST_MEAN)
    if jumps:
        return Rest(left_mass, 1.5, 0.0)
    power = 1.5 if mean > _LIKE_A_JUMP else 2.5
    if power == 2.5 and mean >= _MEAN_OF_KINK:
        return Rest(left_mass, power, 0.0)

    def excess(cutoff: float) -> float:
        return float(_integral(power - 1.0, cutoff) / _integral(power, cutoff)) - mean

    if excess(_LEAST_CUTOFF) <= 0.0:
        return Rest(left_mass, power, 0.0)
    return Rest(left_mass, power, root(excess, _LEAST_CUTOFF, _LARGEST_CUTOFF))


def _decay(c: float) -> float:
    return -TERMS * math.log(abs(c)) if c else math.inf


def _integral(power: float, x: float) -> float:
    """e^x times the integral of t^(−power) e^(−x t) from 1 to infinity, for the powers ½, 3/2 and 5/2."""
    if math.isinf(x):
        return 0.0
    half = math.sqrt(math.pi) * float(erfcx(math.sqrt(x)))  # √x times that for the power ½
    match power:
        case 0.5:
            return half / math.sqrt(x) if x else math.inf
        case 1.5:
            return 2.0 * (1.0 - math.sqrt(x) * half)
        case _:
            return 2.0 / 3.0 * (1.0 - 2.0 * x * (1.0 - math.sqrt(x) * half))
