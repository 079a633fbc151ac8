import math
import re

import numpy as np
import pytest

from activations import SGD, Adam
from activations.networks.optimizers import Optimizer

START = np.array([0.5, -1.0, 2.0, 0.0])


def gradients() -> list[np.ndarray]:
    """Of sizes from 1e-9, where Adam's epsilon matters, to 1e3, and one that is 0 in places."""
    generator = np.random.default_rng(7)
    return [10.0**scale * generator.normal(size=4) * [1, 1, 1, scale > 0] for scale in (0, 3, -9, -3, 1, -1, 2)]


def taken(optimizer: Optimizer) -> np.ndarray:
    values, step = START.copy(), optimizer.begin(START.size)
    for gradient in gradients():
        step(values, gradient.copy())
    return values


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_is_that_of_its_definition(momentum: float) -> None:
    values, velocity = START.copy(), np.zeros(4)
    for gradient in gradients():
        velocity = momentum * velocity + gradient
        values = values - 0.1 * velocity
    np.testing.assert_allclose(taken(SGD(learning_rate=0.1, momentum=momentum)), values, rtol=1e-13)


def test_adam_is_that_of_its_paper() -> None:
    """Algorithm 1 of Kingma & Ba 2015, a value at a time."""
    alpha, beta1, beta2, epsilon = 0.001, 0.9, 0.999, 1e-8
    expected = []
    for place, start in enumerate(START):
        theta, m, v = float(start), 0.0, 0.0
        for t, gradient in enumerate(gradients(), start=1):
            g = float(gradient[place])
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
            theta -= alpha * m_hat / (math.sqrt(v_hat) + epsilon)
        expected.append(theta)
    np.testing.assert_allclose(taken(Adam()), expected, rtol=1e-12)


def test_adams_first_step_is_as_long_as_its_learning_rate() -> None:
    """Whatever the size of the gradient: what the corrections for the zeros at the start are for."""
    values = np.zeros(3)
    Adam(learning_rate=0.01).begin(3)(values, np.array([1e-3, -1.0, 1e3]))
    np.testing.assert_allclose(values, [-0.01, 0.01, -0.01], rtol=1e-4)


@pytest.mark.parametrize("optimizer", [SGD(momentum=0.5), Adam()])
def test_each_training_begins_afresh(optimizer: Optimizer) -> None:
    np.testing.assert_array_equal(taken(optimizer), taken(optimizer))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(learning_rate=0.0), "learning_rate must be above 0 and at most 1,000, got 0.0"),
        (lambda: Adam(learning_rate=math.nan), "learning_rate must be above 0 and at most 1,000, got nan"),
        (lambda: SGD(momentum=1.0), "momentum must be at least 0 and below 1, got 1.0"),
        (lambda: SGD(momentum=math.nan), "momentum must be at least 0 and below 1, got nan"),
        (lambda: Adam(beta1=-0.1), "beta1 must be at least 0 and below 1, got -0.1"),
        (lambda: Adam(beta2=1.0), "beta2 must be at least 0 and below 1, got 1.0"),
        (lambda: Adam(epsilon=0.0), "epsilon must be a finite number > 0, got 0.0"),
    ],
)
def test_settings_beyond_the_limits_are_refused_by_name(make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=re.escape(message)):
        make()
