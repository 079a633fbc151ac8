"""Handwritten digits, the smallest real data that shows how activations differ in training."""

import functools
from importlib import resources

import numpy as np

from activations.networks.datasets.dataset import Dataset

TRAINING_IMAGES = 1_400


@functools.cache
def digits() -> Dataset:
    """1,797 images of 8 x 8 pixels, row after row: 1,400 to train and 397 to validate, always the same ones.

    Pixels are shifted and scaled alike, so that those of the training images have mean 0 and variance 1; some pixels
    never vary. The split is random, so both parts hold the same 13 writers, and the validation error is lower than it
    would be on the hand of a stranger. E. Alpaydin and C. Kaynak 1998, https://doi.org/10.24432/C50P49, CC BY 4.0; see
    digits.txt.
    """
    # The one file that this package reads: it ships with the code, and is read once.
    with (
        resources.files("activations.networks.datasets").joinpath("digits.npz").open("rb") as file,
        np.load(file) as arrays,
    ):
        images, labels = arrays["images"].astype(np.float64), arrays["labels"].astype(np.intp)
    training = images[:TRAINING_IMAGES]
    inputs = (images - training.mean()) / training.std()
    return Dataset(
        name="digits",
        classes=10,
        training_inputs=inputs[:TRAINING_IMAGES],
        training_labels=labels[:TRAINING_IMAGES],
        validation_inputs=inputs[TRAINING_IMAGES:],
        validation_labels=labels[TRAINING_IMAGES:],
    )
