from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from activations.datasets import MAX_POINTS, Dataset, digits, moons, rings, spirals

PLANAR = (spirals, moons, rings)

every_planar_set = pytest.mark.parametrize("draw", PLANAR, ids=lambda draw: draw.__name__)


def test_digits_are_those_of_the_source() -> None:
    """The counts are those that the documentation of the source gives for optdigits.tes."""
    dataset = digits()
    assert (dataset.training_inputs.shape, dataset.validation_inputs.shape) == ((1_400, 64), (397, 64))
    labels = np.concatenate([dataset.training_labels, dataset.validation_labels])
    np.testing.assert_array_equal(np.bincount(labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    inputs = np.concatenate([dataset.training_inputs, dataset.validation_inputs])
    # Seventeen grey levels, evenly spaced.
    levels = np.unique(inputs)
    np.testing.assert_allclose(np.diff(levels), (levels[-1] - levels[0]) / 16.0)
    assert levels.size == 17
    # Pixels of the whole: their mean is 4.884, from the source.
    pixels = (inputs - levels[0]) / (levels[1] - levels[0])
    assert pixels.mean() == pytest.approx(4.884164579855314)


def test_digits_look_like_digits() -> None:
    """A 0 is empty in its middle, where a 1 has its stroke."""
    dataset = digits()
    middle = dataset.training_inputs.reshape(-1, 8, 8)[:, 3:5, 3:5].mean(axis=(1, 2))
    zero, one = (middle[dataset.training_labels == digit] for digit in (0, 1))
    assert zero.mean() < -0.5
    assert one.mean() > 1.0


def test_digits_are_standardised_as_a_whole() -> None:
    inputs = digits().training_inputs
    assert inputs.mean() == pytest.approx(0.0, abs=1e-13)
    assert inputs.var() == pytest.approx(1.0)


def test_no_digit_is_in_both_parts() -> None:
    dataset = digits()
    training, validation = (
        {image.tobytes() for image in images} for images in (dataset.training_inputs, dataset.validation_inputs)
    )
    assert len(training) + len(validation) == 1_797
    assert not training & validation


def test_both_parts_hold_every_digit_about_as_often() -> None:
    dataset = digits()
    for labels in (dataset.training_labels, dataset.validation_labels):
        share = np.bincount(labels) / labels.size
        # 5 standard errors of a share of one tenth.
        assert np.all(np.abs(share - 0.1) < 5.0 * np.sqrt(0.09 / labels.size))


def test_digits_are_read_once() -> None:
    assert digits() is digits()


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


def test_a_data_set_cannot_be_changed() -> None:
    dataset = rings(count=10, noise=0.0, seed=1)
    for numbers in (dataset.training_inputs, dataset.validation_inputs):
        with pytest.raises(ValueError, match="read-only"):
            numbers[0, 0] = 1.0


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("training_inputs", np.zeros(3), r"training_inputs must have the shape \(number, features\) and no 0"),
        ("training_inputs", np.zeros((0, 2)), r"training_inputs must have the shape .* got \(0, 2\)"),
        ("training_inputs", np.zeros((3, 1)), "training_inputs must have 2 features"),
        ("training_inputs", np.full((3, 2), np.nan), "training_inputs must be numbers of at most 1e6"),
        ("validation_inputs", np.full((3, 2), 1e7), "validation_inputs must be numbers of at most 1e6"),
        ("training_labels", np.zeros(2, int), r"training_labels must have the shape \(3,\), got \(2,\)"),
        ("validation_labels", np.array([0, 1, 2]), "validation_labels must be from 0 to 1, got 0 to 2"),
        ("validation_labels", np.array([0, 1, -1]), "validation_labels must be from 0 to 1, got -1 to 1"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_by_name(name: str, value: object, message: str) -> None:
    fields: dict[str, Any] = {
        "name": "three",
        "classes": 2,
        **{f"{part}_inputs": np.zeros((3, 2)) for part in ("training", "validation")},
        **{f"{part}_labels": np.zeros(3, int) for part in ("training", "validation")},
    }
    with pytest.raises(ValueError, match=message):
        Dataset(**{**fields, name: value})
