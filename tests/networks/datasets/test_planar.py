from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from activations.networks.datasets.dataset import Dataset
from activations.networks.datasets.planar import MAX_POINTS, moons, rings, spirals

every_planar_set = pytest.mark.parametrize("draw", [spirals, moons, rings], ids=lambda draw: draw.__name__)


@every_planar_set
def test_planar_sets_have_two_equal_classes(draw: Callable[..., Dataset]) -> None:
    dataset = draw(count=301, noise=0.1, seed=1)
    assert (dataset.name, dataset.classes, dataset.features) == (draw.__name__, 2, 2)
    for labels in (dataset.training_labels, dataset.validation_labels):
        np.testing.assert_array_equal(np.bincount(labels), [151, 150])


@every_planar_set
def test_planar_sets_lie_around_the_origin_and_come_from_the_seed(draw: Callable[..., Dataset]) -> None:
    dataset, again, other = (draw(count=MAX_POINTS, noise=0.0, seed=seed) for seed in (1, 1, 2))
    assert np.all(np.hypot(*dataset.training_inputs.T) <= 2.0)
    # 5 standard errors of a mean of numbers within 2.
    assert np.all(np.abs(dataset.training_inputs.mean(axis=0)) < 5.0 * 2.0 / np.sqrt(MAX_POINTS))
    np.testing.assert_array_equal(dataset.training_inputs, again.training_inputs)
    np.testing.assert_array_equal(dataset.validation_inputs, again.validation_inputs)
    assert not np.array_equal(dataset.training_inputs, other.training_inputs)
    assert not np.array_equal(dataset.training_inputs, dataset.validation_inputs)


@every_planar_set
def test_without_noise_the_nearest_point_tells_the_class(draw: Callable[..., Dataset]) -> None:
    dataset = draw(count=1_000, noise=0.0, seed=1)
    gaps = dataset.validation_inputs[:, np.newaxis] - dataset.training_inputs
    nearest = np.hypot(gaps[..., 0], gaps[..., 1]).argmin(axis=1)
    np.testing.assert_array_equal(dataset.training_labels[nearest], dataset.validation_labels)


@every_planar_set
def test_noise_moves_each_point_by_so_much(draw: Callable[..., Dataset]) -> None:
    clean, noisy = (draw(count=MAX_POINTS, noise=noise, seed=1).training_inputs for noise in (0.0, 0.3))
    assert (noisy - clean).std() == pytest.approx(0.3, rel=0.05)


def test_rings_have_their_radii() -> None:
    dataset = rings(count=100, noise=0.0, seed=1)
    radii = np.hypot(*dataset.training_inputs.T)
    np.testing.assert_allclose(radii, np.where(dataset.training_labels == 0, 0.7, 1.7))


@every_planar_set
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("count", 1, "count must be from 2 to 2,000, got 1"),
        ("count", MAX_POINTS + 1, "count must be from 2 to 2,000, got 2001"),
        ("noise", -0.1, "noise must be from 0 to 1, got -0.1"),
        ("noise", float("nan"), "noise must be from 0 to 1, got nan"),
        ("seed", -1, "seed must be at least 0, got -1"),
    ],
)
def test_settings_beyond_the_limits_are_refused_by_name(
    draw: Callable[..., Dataset], name: str, value: float, message: str
) -> None:
    settings: dict[str, Any] = {"count": 10, "noise": 0.1, "seed": 1}
    with pytest.raises(ValueError, match=message):
        draw(**{**settings, name: value})
