"""Averages over random inputs, by panels of its own and closed forms."""

import math

import numpy as np

from activations.elementwise import FloatArray, RealFunction
from activations.random_inputs.distributions import Distribution, Laplace, Normal, StudentT, Uniform
from tests.random_inputs.moment_oracles import expected_moments
from tests.sweeps.truth import Truth

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)

# Heavy tails are followed so far, in panels each of which is longer than the last by a third.
_FARTHEST = 1e150
_GROWTH = 4.0 / 3.0


class Averages:
    """E f, the standard deviation of f, and E f′² of random inputs."""

    def __init__(self, truth: Truth, inputs: Distribution) -> None:
        self.truth, self.inputs = truth, inputs

    def mean(self) -> float:
        """E f; ∞ where it has none that is finite."""
        if self.truth.activation.name == "Exponential":
            return self._exponential(1.0)
        if self.truth.slope_period:
            return expected_moments(self.truth.activation, self.inputs)["mean"]
        return self._average(self.truth.curves[0], 2.0 if self._is_square else 1.0)

    def deviation(self) -> float:
        """The root of E (f − E f)²."""
        mean = self.mean()
        if math.isinf(mean):
            return math.inf
        if self.truth.activation.name == "Exponential":
            square = self._exponential(2.0)
            return math.sqrt(square - mean**2) if square < 1e300 else math.inf
        if self.truth.slope_period:
            return math.sqrt(expected_moments(self.truth.activation, self.inputs)["variance"])
        return math.sqrt(
            self._average(lambda x: np.asarray(self.truth.curves[0](x) - mean), 4.0 if self._is_square else 2.0, 2)
        )

    def mean_square(self, order: int) -> float:
        """E f² or E f′²."""
        return self._average(self.truth.curves[order], 2.0, 2)

    @property
    def _is_square(self) -> bool:
        return self.truth.activation.name in {"ReLUSquared", "StarReLU", "xIELU"}

    def _exponential(self, times: float) -> float:
        """E e^(times · X)."""
        try:
            match self.inputs:
                case Normal(mean, std):
                    return math.exp(times * mean + 0.5 * (times * std) ** 2)
                case Uniform(low, high):
                    return math.exp(times * low) * math.expm1(times * (high - low)) / (times * (high - low))
                case Laplace(mean, scale):
                    narrow = 1.0 - (times * scale) ** 2
                    return math.exp(times * mean) / narrow if narrow > 0 else math.inf
                case _:
                    return math.inf
        except OverflowError:
            return math.inf

    def _average(self, curve: RealFunction, grows: float, power: int = 1) -> float:
        """E curve(X)^power, where that grows no faster than so high a power of x."""
        if isinstance(self.inputs, StudentT) and self.inputs.degrees_of_freedom <= grows:
            edge = self.truth.far(1.0), self.truth.far(-1.0)
            if any(math.isinf(each) for each in edge):
                return math.inf
        edges = self._edges()
        middle, half = 0.5 * (edges[1:] + edges[:-1]), 0.5 * np.diff(edges)
        x = (middle[:, np.newaxis] + half[:, np.newaxis] * _NODES).ravel()
        weights = (half[:, np.newaxis] * _WEIGHTS).ravel()
        values = curve(x)
        with np.errstate(divide="ignore", under="ignore"):
            terms = np.exp(power * np.log(np.abs(values)) + self._log_density(x)) * weights
        return math.fsum((np.sign(values) ** power * terms).tolist())

    def _log_density(self, x: FloatArray) -> FloatArray:
        match self.inputs:
            case Normal(mean, std):
                return np.asarray(-0.5 * ((x - mean) / std) ** 2 - math.log(std * math.sqrt(2.0 * math.pi)))
            case Uniform(low, high):
                return np.full(x.shape, -math.log(high - low))
            case Laplace(mean, scale):
                return np.asarray(-np.abs((x - mean) / scale) - math.log(2.0 * scale))
            case StudentT(df, mean, scale):
                z = np.abs((x - mean) / scale)
                far = np.logaddexp(0.0, 2.0 * np.log(z + 1e-300) - math.log(df))
                at_0 = math.lgamma(0.5 * (df + 1)) - math.lgamma(0.5 * df) - 0.5 * math.log(df * math.pi)
                return np.asarray(at_0 - math.log(scale) - 0.5 * (df + 1) * far)

    def _edges(self) -> FloatArray:
        """Ends of panels: at breakpoints, close to where the function bends, and close to the centre of the inputs."""
        match self.inputs:
            case Uniform(low, high):
                centre, scale = 0.5 * (low + high), 0.25 * (high - low)
            case Normal(centre, scale):
                low, high = centre - 40.0 * scale, centre + 40.0 * scale
            case Laplace(centre, scale):
                low, high = centre - 800.0 * scale, centre + 800.0 * scale
            case StudentT(_, centre, scale):
                low, high = -_FARTHEST, _FARTHEST
        # In the lengths on which the function and the density bend.
        farthest = (max(abs(low), abs(high)) + abs(centre)) / min(scale, self.truth.length, 1.0)
        growing = 1e-4 * _GROWTH ** np.arange(0.0, math.log(max(farthest * 1e4, 2.0)) / math.log(_GROWTH) + 1.0)
        anchors = [(anchor, self.truth.length) for anchor in self.truth.anchors]
        ends = [np.array([low, high, *self.truth.anchors, centre])]
        for anchor, length in (*anchors, (centre, scale)):
            ends += [anchor + side * growing * length for side in (-1.0, 1.0)]
        edges = np.unique(np.concatenate(ends))
        return edges[(edges >= low) & (edges <= high)]
