"""Two classes of points in the plane, each class on a curve of its own, drawn from a seed.

Each set has `count` points to train and as many others to validate, half of them (rounded up) of class 0. Each point
is moved by normal `noise` in both directions; without noise all lie within 2 of the origin. Every function here raises
ValueError for a `count` that is not from 2 to `MAX_POINTS`, a `noise` that is not from 0 to `MAX_NOISE`, and a negative
seed; the same arguments give the same points.
"""

import math
from collections.abc import Callable

import numpy as np

from activations.checks import check_seed
from activations.elementwise import FloatArray
from activations.networks.datasets.dataset import Dataset, Labels

MAX_POINTS = 2_000
MAX_NOISE = 1.0

_TURNS = 1.25  # of each arm of the spirals
_MOON_SHIFT = np.array([0.5, 0.25])
_RADII = (0.7, 1.7)

# Where along the curve of its class (0 to 1) each point lies -> the points.
Curve = Callable[[FloatArray], FloatArray]


def spirals(*, count: int, noise: float, seed: int) -> Dataset:
    """Two arms that turn around the origin and each other."""
    return _dataset("spirals", (_spiral_arm(0.0), _spiral_arm(math.pi)), count=count, noise=noise, seed=seed)


def moons(*, count: int, noise: float, seed: int) -> Dataset:
    """Two half circles that reach into each other."""
    return _dataset("moons", (_upper_moon, _lower_moon), count=count, noise=noise, seed=seed)


def rings(*, count: int, noise: float, seed: int) -> Dataset:
    """A ring around another."""
    return _dataset("rings", (_ring(_RADII[0]), _ring(_RADII[1])), count=count, noise=noise, seed=seed)


def _spiral_arm(start: float) -> Curve:
    def points(along: FloatArray) -> FloatArray:
        # The root spreads the points evenly along the arm.
        share = np.sqrt(along)
        return 2.0 * share[:, np.newaxis] * _directions(start + 2.0 * math.pi * _TURNS * share)

    return points


def _upper_moon(along: FloatArray) -> FloatArray:
    return np.asarray(_directions(math.pi * along) - _MOON_SHIFT)


def _lower_moon(along: FloatArray) -> FloatArray:
    return np.asarray(_directions(-math.pi * along) + _MOON_SHIFT)


def _ring(radius: float) -> Curve:
    return lambda along: radius * _directions(2.0 * math.pi * along)


def _directions(angles: FloatArray) -> FloatArray:
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _dataset(name: str, curves: tuple[Curve, Curve], *, count: int, noise: float, seed: int) -> Dataset:
    if not 2 <= count <= MAX_POINTS:
        raise ValueError(f"count must be from 2 to {MAX_POINTS:,}, got {count}")
    if not 0.0 <= noise <= MAX_NOISE:
        raise ValueError(f"noise must be from 0 to {MAX_NOISE:g}, got {noise}")
    check_seed(seed)
    generator = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    training, validation = (_points(curves, labels, noise, generator) for _ in range(2))
    return Dataset(
        name=name,
        classes=2,
        training_inputs=training,
        training_labels=labels,
        validation_inputs=validation,
        validation_labels=labels.copy(),
    )


def _points(curves: tuple[Curve, Curve], labels: Labels, noise: float, generator: np.random.Generator) -> FloatArray:
    along = generator.random(labels.size)
    first, second = (curve(along) for curve in curves)
    points = np.where(labels[:, np.newaxis] == 0, first, second)
    return np.asarray(points + noise * generator.standard_normal(points.shape))
