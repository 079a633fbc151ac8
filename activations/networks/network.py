"""A small fully connected network that tells classes apart, with any activation of the catalogue.

Layer l turns h_{l-1} into z_l = h_{l-1} W_l + b_l and h_l = f(z_l); h_0 are the inputs. The last layer has no
activation: its z are the logits, softmax makes probabilities of them, and the loss is their mean cross-entropy.

It is written in NumPy, and no framework, since it must run every function of the catalogue through its own derivative,
within an app of less than 1 GB. It computes in float64, as the activations do: float32 would take about half the time,
but its gradients could not be checked so closely.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from activations.activation import Activation
from activations.elementwise import FloatArray, real_array
from activations.networks.datasets.dataset import Labels

Layer = tuple[FloatArray, FloatArray]  # W of shape (fan_in, fan_out) and b of shape (fan_out,)

# So many inputs go through the network at a time: their arrays stay in the processor's cache.
BLOCK = 128

# The root of the sum of squares of an array. A product of three numbers up to this, summed, and its square are finite.
_LARGEST_NORM = 1e45


class OverflowedError(ArithmeticError):
    """A number in the network is NaN, or beyond 1e45."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Weights and biases between layers of the given sizes; its methods raise OverflowedError."""

    activation: Activation
    sizes: tuple[int, ...]  # features, units of each hidden layer, classes
    values: FloatArray  # W_1, b_1, W_2, … one after the other, so that a step of training is one operation
    layers: list[Layer] = field(init=False, repr=False)  # views of `values`

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", _views(self.values, self.sizes))

    def probabilities(self, inputs: ArrayLike) -> FloatArray:
        """The probability of each class, of shape (number, classes), for inputs of shape (number, features)."""
        array = real_array(inputs)
        if array.ndim != 2 or array.shape[1] != self.sizes[0]:
            raise ValueError(f"inputs must have the shape (number, {self.sizes[0]}), got {array.shape}")
        found = np.empty((array.shape[0], self.sizes[-1]))
        for start in range(0, array.shape[0], BLOCK):
            z, _ = self.forward(_moderate(array[start : start + BLOCK]))
            found[start : start + BLOCK] = _softmax(z[-1])
        return found

    def pre_activations(self, inputs: FloatArray, layer: int) -> FloatArray:
        """z of a hidden layer, counted from 1, of shape (number, units)."""
        if not 1 <= layer <= len(self.sizes) - 2:
            raise ValueError(f"layer must be between 1 and {len(self.sizes) - 2}, got {layer}")
        (weights, biases), *others = self.layers[:layer]
        z = inputs @ weights + biases
        for weights, biases in others:
            z = _moderate(self.activation(_moderate(z))) @ weights + biases
        return _moderate(z)

    def forward(self, inputs: FloatArray) -> tuple[list[FloatArray], list[FloatArray]]:
        """z_1, …, z_L, of which the last are the logits, and h_0, …, h_{L-1}."""
        z: list[FloatArray] = []
        h = [inputs]
        for weights, biases in self.layers:
            if z:
                h.append(_moderate(self.activation(z[-1])))
            z.append(h[-1] @ weights)
            z[-1] += biases
        _moderate(z[-1])
        return z, h

    def gradient(self, inputs: FloatArray, labels: Labels, *, out: FloatArray | None = None) -> FloatArray:
        """The gradient of the loss with respect to `values`."""
        gradient = np.empty_like(self.values) if out is None else out
        z, h = self.forward(inputs)
        delta = _softmax(z[-1])  # in the end the gradient with respect to z of the layer at hand
        delta[np.arange(labels.size), labels] -= 1.0
        delta /= labels.size
        layers = zip(self.layers, _views(gradient, self.sizes), strict=True)
        for layer, ((weights, _), (to_weights, to_biases)) in reversed(list(enumerate(layers))):
            np.matmul(h[layer].T, delta, out=to_weights)
            np.sum(delta, axis=0, out=to_biases)
            if layer > 0:
                slope = _moderate(self.activation.derivative(z[layer - 1]))
                slope *= delta @ weights.T
                delta = _moderate(slope)
        return gradient

    def check(self) -> None:
        """Raise OverflowedError if its weights and biases are too large for the other methods."""
        _moderate(self.values)


def initial_network(
    activation: Activation,
    sizes: tuple[int, ...],
    *,
    weight_variance: float,
    seed: int,
) -> Network:
    """Normal weights of variance `weight_variance`/fan_in, and biases of 0; the seed gives all activations the same.

    In the last layer the variance is 1/fan_in, since no activation follows that it should make up for.
    """
    values = np.zeros(sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(sizes)))
    network = Network(activation, sizes, values)
    last = len(network.layers) - 1
    for layer, (weights, _) in enumerate(network.layers):
        np.random.default_rng([seed, layer]).standard_normal(out=weights)
        variance = (weight_variance if layer < last else 1.0) / weights.shape[0]
        np.multiply(weights, math.sqrt(variance), out=weights)
    return network


def cross_entropies(logits: FloatArray, labels: Labels) -> FloatArray:
    """-ln of the probability of each right class."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(labels.size), labels])


def blocks(inputs: FloatArray, labels: Labels, size: int) -> Iterator[tuple[FloatArray, Labels]]:
    """So many inputs at a time with their labels; the last block may be smaller."""
    for start in range(0, labels.size, size):
        yield inputs[start : start + size], labels[start : start + size]


def _views(values: FloatArray, sizes: tuple[int, ...]) -> list[Layer]:
    layers: list[Layer] = []
    start = 0
    for fan_in, fan_out in pairwise(sizes):
        end = start + fan_in * fan_out
        layers.append((values[start:end].reshape(fan_in, fan_out), values[end : end + fan_out]))
        start = end + fan_out
    return layers


def _softmax(logits: FloatArray) -> FloatArray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _moderate(numbers: FloatArray) -> FloatArray:
    """The same `numbers`; OverflowedError unless they are all of moderate size."""
    # A product of vectors raises no warning where it overflows, and takes a microsecond; no bound holds for NaN.
    if not np.vdot(numbers, numbers) <= _LARGEST_NORM**2:
        raise OverflowedError("a number in the network is NaN, or beyond 1e45")
    return numbers
