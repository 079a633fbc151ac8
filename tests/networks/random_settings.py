"""Random activations with random variances of weights and biases, the same for the same seed."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from activations import CATALOG, Activation


class Setting(NamedTuple):
    activation: Activation
    weight_variance: float
    bias_variance: float

    @property
    def variances(self) -> dict[str, float]:
        return {"weight_variance": self.weight_variance, "bias_variance": self.bias_variance}


def random_activation(generator: np.random.Generator, decades: float) -> Activation:
    """Parameters within their sliders, times a power of ten up to as many decades either way."""
    while True:
        definition = list(CATALOG.values())[generator.integers(len(CATALOG))]
        values = [
            float(generator.uniform(each.low, each.high) * 10.0 ** generator.uniform(-decades, decades))
            for each in definition.parameters
        ]
        if definition.name in {"Hardtanh", "RReLU"}:
            values.sort()
        try:
            return definition(**{each.name: value for each, value in zip(definition.parameters, values, strict=True)})
        except ValueError:
            continue  # a parameter outside its domain


def random_settings(seed: int, count: int, *, decades: float = 0.0) -> Iterator[Setting]:
    """Half of them without biases, and a fifth with the weights of He or LeCun."""
    generator = np.random.default_rng(seed)
    for _ in range(count):
        activation = random_activation(generator, decades)
        w = float(generator.choice([1.0, 2.0])) if generator.uniform() < 0.2 else 10.0 ** generator.uniform(-2.0, 1.5)
        b = 0.0 if generator.uniform() < 0.5 else 10.0 ** generator.uniform(-6.0, 1.0)
        yield Setting(activation, float(w), float(b))
