"""How a step of training is made from a gradient."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from activations.elementwise import FloatArray

MAX_LEARNING_RATE = 1_000.0

# Changes the values of a network by one step, given the gradient, whose array it may use for its own numbers.
Step = Callable[[FloatArray, FloatArray], None]


class Optimizer(Protocol):
    """A rule for steps, without anything that it remembers from one to the next."""

    def begin(self, size: int) -> Step:
        """The steps of one training, of a network with so many values."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SGD:
    """Stochastic gradient descent, as PyTorch has it: v = `momentum` v + gradient, values −= `learning_rate` v."""

    learning_rate: float = 0.01
    momentum: float = 0.0

    def __post_init__(self) -> None:
        _check_learning_rate(self.learning_rate)
        _check_decay("momentum", self.momentum)

    def begin(self, size: int) -> Step:
        velocity = np.zeros(size if self.momentum else 0)  # that is, learning_rate v

        def step(values: FloatArray, gradient: FloatArray) -> None:
            np.multiply(gradient, self.learning_rate, out=gradient)
            if self.momentum:
                np.multiply(velocity, self.momentum, out=velocity)
                np.add(velocity, gradient, out=velocity)
            np.subtract(values, velocity if self.momentum else gradient, out=values)

        return step


@dataclass(frozen=True, slots=True, kw_only=True)
class Adam:
    """Adam with its paper's defaults (Kingma & Ba 2015, arXiv 1412.6980, algorithm 1)."""

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _check_learning_rate(self.learning_rate)
        _check_decay("beta1", self.beta1)
        _check_decay("beta2", self.beta2)
        if not 0 < self.epsilon < math.inf:
            raise ValueError(f"epsilon must be a finite number > 0, got {self.epsilon}")

    def begin(self, size: int) -> Step:
        mean, square, scratch = np.zeros(size), np.zeros(size), np.empty(size)
        mean_left, square_left = 1.0, 1.0  # the weight that the zeros at the start still have in each

        def step(values: FloatArray, gradient: FloatArray) -> None:
            nonlocal mean_left, square_left
            mean_left *= self.beta1
            square_left *= self.beta2
            _move_average(mean, gradient, self.beta1, scratch)
            np.multiply(gradient, gradient, out=gradient)
            _move_average(square, gradient, self.beta2, scratch)
            # Both averages without their zeros, and then mean / (√square + epsilon).
            root = np.sqrt(np.divide(square, 1.0 - square_left, out=scratch), out=scratch)
            np.divide(mean, np.add(root, self.epsilon, out=root), out=gradient)
            np.multiply(gradient, self.learning_rate / (1.0 - mean_left), out=gradient)
            np.subtract(values, gradient, out=values)

        return step


def _move_average(average: FloatArray, new: FloatArray, decay: float, scratch: FloatArray) -> None:
    np.multiply(average, decay, out=average)
    np.add(average, np.multiply(new, 1.0 - decay, out=scratch), out=average)


def _check_learning_rate(learning_rate: float) -> None:
    if not 0 < learning_rate <= MAX_LEARNING_RATE:
        raise ValueError(f"learning_rate must be above 0 and at most {MAX_LEARNING_RATE:,g}, got {learning_rate}")


def _check_decay(name: str, decay: float) -> None:
    if not 0 <= decay < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, got {decay}")
