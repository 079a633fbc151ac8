from typing import Any

import numpy as np
import pytest

from activations.networks.datasets.dataset import Dataset
from activations.networks.datasets.planar import rings


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
