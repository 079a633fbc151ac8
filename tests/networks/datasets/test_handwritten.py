import numpy as np
import pytest

from activations.networks.datasets.handwritten import digits


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
