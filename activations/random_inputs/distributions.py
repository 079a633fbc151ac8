"""Random inputs of an activation, and the grid of inputs that the post behind this project uses.

Each distribution is symmetric about a `centre`, and owns all that is particular to it: how it is drawn, its density in
the standardised variable z = (x − centre) / scale, the panels on which that density is smooth enough for quadrature,
and the `settings` by which a reader chooses it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from scipy.special import poch

from activations.activation import MODERATE, SCALE, Domain, Parameter
from activations.elementwise import FloatArray

# S. Basak 2017, "Exponential Linear Units are the New Cool": arange(-10, 10, 0.2), 100 points from -10 to 9.8.
POST_GRID: FloatArray = np.arange(-50, 50) / 5
POST_GRID.flags.writeable = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRange:
    """Two keywords that are set together, as the ends of a stretch."""

    key: str  # in links
    names: tuple[str, str]  # the keywords
    symbol: str  # as shown on its slider
    default: tuple[float, float]
    low: float
    high: float
    step: float


_MEAN = Parameter(name="mean", symbol="Mean", default=0.0, domain=MODERATE, low=-10.0, high=10.0, step=0.1)
_SCALE = Parameter(name="scale", symbol="Scale", default=1.0, domain=SCALE, low=0.01, high=20.0, step=0.1)

Setting = Parameter | ParameterRange


def _check(distribution: object, **domains: Domain) -> None:
    """Let the numbers of a distribution be floats of their domains; TypeError and ValueError as for parameters."""
    for name, domain in domains.items():
        object.__setattr__(distribution, name, domain.checked(name, getattr(distribution, name)))


@dataclass(frozen=True, slots=True)
class Normal:
    """Normally distributed inputs; ValueError unless mean and std are of the domains MODERATE and SCALE."""

    mean: float = 0.0
    std: float = 1.0

    settings: ClassVar[tuple[Setting, ...]] = (
        _MEAN,
        Parameter(name="std", symbol="Standard deviation", default=1.0, domain=SCALE, low=0.01, high=20.0, step=0.1),
    )

    def __post_init__(self) -> None:
        _check(self, mean=MODERATE, std=SCALE)

    @property
    def centre(self) -> float:
        return self.mean

    @property
    def scale(self) -> float:
        return self.std

    @property
    def panels(self) -> FloatArray:
        """Ends of panels in z; less than 1e-32 of the distribution lies beyond the outer ones."""
        return np.linspace(-12.0, 12.0, 13)

    def log_density(self, z: FloatArray) -> FloatArray:
        """The logarithm of the density of z."""
        return -0.5 * z * z - 0.5 * math.log(2.0 * math.pi)

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, in the order in which `generator` yields them."""
        return generator.normal(self.mean, self.std, size)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Inputs spread evenly over [low, high); ValueError unless both are of the domain MODERATE, and low < high."""

    low: float = -1.0
    high: float = 1.0

    settings: ClassVar[tuple[Setting, ...]] = (
        ParameterRange(
            key="between", names=("low", "high"), symbol="Between", default=(-3.0, 3.0), low=-10.0, high=10.0, step=0.1
        ),
    )

    def __post_init__(self) -> None:
        _check(self, low=MODERATE, high=MODERATE)
        if not self.low < self.high:
            raise ValueError(f"low must be less than high, got {self.low!r} and {self.high!r}")

    @property
    def centre(self) -> float:
        return 0.5 * self.low + 0.5 * self.high

    @property
    def scale(self) -> float:
        return 0.5 * (self.high - self.low)

    @property
    def panels(self) -> FloatArray:
        """The ends of the distribution in z."""
        return np.array([-1.0, 1.0])

    def log_density(self, z: FloatArray) -> FloatArray:
        """The logarithm of the density of z."""
        return np.full(z.shape, -math.log(2.0))

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, in the order in which `generator` yields them."""
        return generator.uniform(self.low, self.high, size)


@dataclass(frozen=True, slots=True)
class Laplace:
    """Inputs of density e^(−|x − mean| / scale) / (2 scale); ValueError unless both are of MODERATE and SCALE."""

    mean: float = 0.0
    scale: float = 1.0

    settings: ClassVar[tuple[Setting, ...]] = (_MEAN, _SCALE)

    def __post_init__(self) -> None:
        _check(self, mean=MODERATE, scale=SCALE)

    @property
    def centre(self) -> float:
        return self.mean

    @property
    def panels(self) -> FloatArray:
        """Ends of panels in z, one of them at the kink; e^−700 of the distribution lies beyond the outer ones.

        That far, since an exponential function may take back most of the density's decay.
        """
        right = np.concatenate([np.arange(4.0, 60.0, 4.0), np.arange(60.0, 701.0, 16.0)])
        return np.concatenate([-right[::-1], [0.0], right])

    def log_density(self, z: FloatArray) -> FloatArray:
        """The logarithm of the density of z."""
        return -np.abs(z) - math.log(2.0)

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, in the order in which `generator` yields them."""
        return generator.laplace(self.mean, self.scale, size)


_WITH_VARIANCE = Domain("a finite number > 2", lambda value: value > 2)


@dataclass(frozen=True, slots=True)
class StudentT:
    """Inputs with the heavy tails of Student's t distribution, moved and scaled.

    ValueError unless degrees_of_freedom > 2, so that the variance is finite, and mean and scale are of the domains
    MODERATE and SCALE.
    """

    degrees_of_freedom: float = 5.0
    mean: float = 0.0
    scale: float = 1.0

    settings: ClassVar[tuple[Setting, ...]] = (
        Parameter(
            name="degrees_of_freedom",
            symbol="Degrees of freedom",
            default=5.0,
            domain=_WITH_VARIANCE,
            low=2.1,
            high=30.0,
            step=0.1,
        ),
        _MEAN,
        _SCALE,
    )

    def __post_init__(self) -> None:
        _check(self, degrees_of_freedom=_WITH_VARIANCE, mean=MODERATE, scale=SCALE)

    @property
    def centre(self) -> float:
        return self.mean

    @property
    def panels(self) -> FloatArray:
        """Ends of panels in z, ever wider.

        Of the moment of order k < ν a part of about R^(k − ν) lies beyond R: the outer ends are where that is 1e-15 for
        the higher of the orders 2 and 4 that exists, but near enough for a power of that order to be a float; so up to
        4.2 degrees of freedom the fourth moment may be out of reach.
        """
        order, farthest = (4, 70.0) if self.degrees_of_freedom > 4 else (2, 140.0)
        reach = max(6.0, min(15.0 / (self.degrees_of_freedom - order), farthest))
        right = 4.0 ** np.arange(math.ceil(reach / math.log10(4.0)) + 1)
        return np.concatenate([-right[::-1], [0.0], right])

    def log_density(self, z: FloatArray) -> FloatArray:
        """The logarithm of the density of z."""
        nu = self.degrees_of_freedom
        # The ratio of gamma functions as one symbol, since for large ν two logarithms would cancel.
        at_zero = math.log(poch(0.5 * nu, 0.5)) - 0.5 * math.log(math.pi * nu)
        return at_zero - 0.5 * (nu + 1.0) * np.log1p(z * z / nu)

    def draw(self, generator: np.random.Generator, size: tuple[int, ...]) -> FloatArray:
        """Independent samples, in the order in which `generator` yields them."""
        return np.asarray(self.mean + self.scale * generator.standard_t(self.degrees_of_freedom, size))


Distribution = Normal | Uniform | Laplace | StudentT

DISTRIBUTIONS: Mapping[str, type[Distribution]] = MappingProxyType(
    {"Normal": Normal, "Uniform": Uniform, "Laplace": Laplace, "StudentT": StudentT}
)
