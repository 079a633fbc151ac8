"""What every data set holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray

Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Inputs of shape (number, features) with the class of each, from 0 on; the arrays become read-only.

    Raises ValueError for arrays that do not fit each other, inputs beyond 1e6 in size, and labels that are no class.
    """

    name: str
    classes: int
    training_inputs: FloatArray
    training_labels: Labels
    validation_inputs: FloatArray
    validation_labels: Labels

    def __post_init__(self) -> None:
        self._check("training", self.training_inputs, self.training_labels)
        self._check("validation", self.validation_inputs, self.validation_labels)
        if self.training_inputs.shape[1] != self.features:
            raise ValueError(f"training_inputs must have {self.features} features, as validation_inputs has")

    @property
    def features(self) -> int:
        return int(self.validation_inputs.shape[1])

    def _check(self, part: str, inputs: FloatArray, labels: Labels) -> None:
        if inputs.ndim != 2 or 0 in inputs.shape:
            raise ValueError(f"{part}_inputs must have the shape (number, features) and no 0, got {inputs.shape}")
        if not np.all(np.abs(inputs) <= 1e6):
            raise ValueError(f"{part}_inputs must be numbers of at most 1e6 in size")
        if labels.shape != inputs.shape[:1]:
            raise ValueError(f"{part}_labels must have the shape {inputs.shape[:1]}, got {labels.shape}")
        low, high = labels.min(), labels.max()
        if low < 0 or high >= self.classes:
            raise ValueError(f"{part}_labels must be from 0 to {self.classes - 1}, got {low} to {high}")
        inputs.flags.writeable = False
        labels.flags.writeable = False
