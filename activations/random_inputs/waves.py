"""What a wave asks of quadrature: panels of its own length, and far out its mean over a period.

Far from the centre a function whose slope repeats itself is a line plus what repeats itself, and so are its powers
polynomials times that. Against a density that is smooth on the scale of a period only the mean over periods counts.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfc

from activations.activation import Activation
from activations.calculus.pieces import is_wave, pieces_of, wave_period, wave_reach
from activations.elementwise import FloatArray
from activations.random_inputs.distributions import Distribution, Uniform

# All lengths are in radians of the wave. On a panel of this length polynomials follow a sine and its square.
_PANEL = 4.0
# A wave is followed at least to the first distance from the centre. There its weight falls from 1 to 0 over a Gaussian
# edge of the second width, so smooth that cos(ωx) leaves only exp(−(10 ω)²) of itself in the part beyond. The edge lies
# within the third distance from its middle.
_FADES, _EDGE, _HALF_EDGE = 384.0, 20.0, 128.0
_EDGE_PANEL = 32.0
_WIDEST = 20_000.0  # half the range of a uniform distribution, which has no tail: the wave is followed to its ends

# Farther out floats hardly resolve the phase, and the wave counts for nothing beside its line or in any tail.
_FARTHEST = 1e14

# How many points the line of a wave is found from, and the part of the largest slope below which its own is rounding.
_MANY, _ROUNDING = 1_024, 1e-13

# A panel spans so many of the gaps between samples, on each of which a cubic follows the function.
CUBICS = 8

# Points for each panel in a mean over a period. A sine has five of them: its square has two periods in one.
_MEAN_OF = 3.0


class Wave(NamedTuple):
    """A function that beyond ±`start` is a straight line plus a periodic part."""

    period: float
    panel: float  # the length on which polynomials follow it
    start: float

    @property
    def radian(self) -> float:
        return self.period / (2.0 * math.pi)

    def fades_at(self, centre: float) -> float:
        """The distance from the centre at which the mean takes over."""
        return max(_FADES * self.radian, abs(centre) + self.start + _HALF_EDGE * self.radian)

    def reach(self, centre: float) -> float:
        """Beyond this distance there is nothing but the mean."""
        return self.fades_at(centre) + _HALF_EDGE * self.radian

    def kept(self, distance: FloatArray, centre: float) -> FloatArray:
        """The weight of what is followed: 1 near the centre, 0 beyond the edge, where the mean takes over."""
        return np.asarray(0.5 * erfc((distance - self.fades_at(centre)) / (_EDGE * self.radian)))

    def around_the_edge(self, distance: FloatArray, centre: float) -> FloatArray:
        """Weights of a mean over many periods around the middle of the edge."""
        return np.asarray(np.exp(-(((distance - self.fades_at(centre)) / (_EDGE * self.radian)) ** 2)))

    def has_mean_at(self, distance: FloatArray, centre: float) -> NDArray[np.bool_]:
        """Where a mean over a period is to be taken."""
        begins = self.fades_at(centre) - _HALF_EDGE * self.radian
        return (distance > begins) & (distance < _FARTHEST * self.radian)

    def is_followed(self, inputs: Distribution) -> bool:
        """Whether panels can follow the wave to both ends of a uniform distribution."""
        return inputs.scale <= _WIDEST * self.radian

    def cuts(self, inputs: Distribution, *, to_the_end: bool = False) -> FloatArray:
        """Where panels end, as far as the wave is followed and the distribution goes."""
        to_the_end = to_the_end or isinstance(inputs, Uniform)
        followed = _WIDEST * self.radian if to_the_end else self.reach(inputs.centre)
        reach = min(float(inputs.panels[-1]) * inputs.scale, followed)
        return inputs.centre + np.linspace(-reach, reach, 2 * math.ceil(reach / self.panel) + 1)

    def cuts_of_the_edge(self, centre: float) -> FloatArray:
        """Where panels end within the edge, on both sides of the centre."""
        at = self.fades_at(centre) + self.radian * np.arange(-_HALF_EDGE, _HALF_EDGE + 1.0, _EDGE_PANEL)
        return np.concatenate([centre - at, centre + at])

    def mean_weights(self) -> tuple[FloatArray, FloatArray]:
        """Distances and weights of a mean in which a wave vanishes, also times a line, and a cubic stays as it is.

        The mean over a period, taken twice, would add to a quadratic; the same over two periods takes that away again.
        """
        points = math.ceil(_MEAN_OF * self.period / self.panel)
        narrow, wide = (np.convolve(box, box) for box in (np.full(n, 1.0 / n) for n in (points, 2 * points)))
        narrow = np.pad(narrow, points)
        steps = np.arange(wide.size, dtype=np.float64) - 0.5 * (wide.size - 1)
        widths = [float(weights @ steps**2) for weights in (narrow, wide)]
        weights = (widths[1] * narrow - widths[0] * wide) / (widths[1] - widths[0])
        return steps * (self.period / points), weights


class Line(NamedTuple):
    """slope · x + intercept, around which a wave goes."""

    slope: float
    intercept: float

    @classmethod
    def of(cls, activation: Activation, wave: Wave, side: float) -> "Line":
        """The line far out to the right, for the side 1; for the side −1 that of f(−x)."""
        x = side * (wave.reach(0.0) + wave.period * np.arange(_MANY) / _MANY)
        values, slopes = activation(x), side * activation.derivative(x)
        rounding = _ROUNDING * float(np.abs(slopes).max())
        slope = _mean(slopes, rounding)
        return cls(slope, _mean(values - slope * np.abs(x), rounding * float(np.abs(x).max())))


def _mean(values: FloatArray, rounding: float) -> float:
    """The mean, 0 where it is rounding."""
    mean = float(values.mean())
    return mean if abs(mean) > rounding else 0.0


@lru_cache(maxsize=64)
def wave_of(activation: Activation) -> Wave | None:
    """The wave that a function is, None for one whose slope has limits. Raises NotResolvedError as `pieces_of` does."""
    if not is_wave(activation):
        return None
    period = wave_period(activation)
    panel = _PANEL * period / (2.0 * math.pi)
    if activation.period is not None:  # those of the catalogue are sines
        return Wave(period, panel, 0.0)
    start = max([wave_reach(activation), *np.abs(activation.breakpoints)])
    x = np.unique(np.abs(np.concatenate([piece.x for piece in pieces_of(activation)])))
    return Wave(period, min(panel, CUBICS * float(np.diff(x[x > 0.5 * x[-1]]).max())), float(start))
