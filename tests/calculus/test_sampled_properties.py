"""Properties of every function, at every setting of its parameters, against samples of it."""

import math

import numpy as np
import pytest

from activations import Activation
from activations.calculus.properties import properties_of
from activations.calculus.vanishing import PERIODIC_REACH
from activations.elementwise import FloatArray
from tests.parametrized import every_setting


def sample(activation: Activation) -> FloatArray:
    """Numbers near and far, off the breakpoints."""
    x = np.concatenate([np.linspace(-30.0, 30.0, 6007), [-900.0, -80.0, 80.0, 500.0]])
    points = np.array(activation.breakpoints)
    return x[(np.abs(x[:, np.newaxis] - points) > 1e-6).all(axis=1)] if points.size else x


@every_setting
def test_no_value_lies_outside_the_range(activation: Activation) -> None:
    properties = properties_of(activation)
    x = np.sort(np.concatenate([sample(activation), activation.breakpoints]))
    values = activation(x)
    slack = 1e-12 * (1.0 + np.abs(values).max())
    assert values.min() >= properties.minimum.value - slack
    assert values.max() <= properties.maximum.value + slack
    # The bounds are tight: they are attained where it is said, or approached.
    for bound in (properties.minimum, properties.maximum):
        for low, high in bound.at[:3]:
            inside = low if low == high else 0.5 * (max(low, high - 2.0) + min(high, low + 2.0))
            if math.isfinite(inside) and bound.attained:
                assert activation(inside) == pytest.approx(bound.value, rel=1e-12, abs=1e-12)
            elif math.isinf(inside):
                assert activation(inside) == bound.value


@every_setting
def test_no_slope_is_steeper_than_the_lipschitz_constant(activation: Activation) -> None:
    properties = properties_of(activation)
    slopes = activation.derivative(sample(activation))
    assert np.abs(slopes).max() <= properties.lipschitz.value * (1.0 + 1e-12)
    assert slopes.min() >= properties.slope_minimum.value - 1e-12
    assert slopes.max() <= properties.slope_maximum.value * (1.0 + 1e-12) + 1e-12
    if math.isfinite(properties.lipschitz.value):
        ends = [abs(properties.slope_minimum.value), abs(properties.slope_maximum.value)]
        assert properties.lipschitz.value == pytest.approx(max(ends), rel=1e-12)


@every_setting
def test_shape_agrees_with_sampled_differences(activation: Activation) -> None:
    properties = properties_of(activation)
    x = np.linspace(-8.0, 8.0, 4001)
    values = activation(x)
    steps, slack = np.diff(values), 1e-12 * (1.0 + np.abs(values).max())
    rises, falls = bool((steps > slack).any()), bool((steps < -slack).any())
    expected = {
        (True, True): {"not monotone"},
        (True, False): {"increasing", "non-decreasing", "not monotone"},
        (False, True): {"decreasing", "non-increasing", "not monotone"},
        (False, False): {"constant", "increasing", "decreasing", "non-decreasing", "non-increasing"},
    }
    assert properties.monotonicity in expected[rises, falls]
    if properties.monotonicity in {"increasing", "non-decreasing"}:
        assert not falls
    bends = np.diff(values, 2)
    if properties.convexity in {"convex", "linear"}:
        assert (bends >= -slack).all()
    if properties.convexity in {"concave", "linear"}:
        assert (bends <= slack).all()
    if properties.convexity == "neither":
        far = activation.second_derivative(sample(activation))
        kinks = [point for point in properties.breakpoints if point.kind in {"jump", "kink"}]
        assert kinks or (far.max() > 0 > far.min())
    mirrored = activation(-x)
    if properties.symmetry == "neither":
        assert not np.allclose(mirrored, values, rtol=1e-9, atol=1e-300)
        assert not np.allclose(mirrored, -values, rtol=1e-9, atol=1e-300)
    else:
        sign = 1.0 if properties.symmetry == "even" else -1.0
        np.testing.assert_allclose(mirrored, sign * values, rtol=1e-12, atol=1e-15)


@every_setting
def test_dead_and_zero_intervals_are_where_the_function_is_0(activation: Activation) -> None:
    properties = properties_of(activation)
    x = np.concatenate([np.linspace(-12.0, 12.0, 997), [-300.0]])
    values, slopes = activation(x), activation.derivative(x)
    dead = (
        np.any([(low < x) & (x < high) for low, high in properties.dead], axis=0)
        if properties.dead
        else np.zeros(x.size, bool)
    )
    assert (values[dead] == 0).all()
    assert (slopes[dead] == 0).all()
    # Elsewhere both are 0 only at single points; beyond 12 they could be by underflow.
    both = (values == 0) & (slopes == 0) & ~dead & (np.abs(x) < 12.0)
    ends = {end for interval in (*properties.zeros, *properties.dead) for end in interval}
    assert all(any(abs(point - end) < 1e-9 for end in ends) for point in x[both])
    for low, high in properties.zeros:
        if low == high and abs(low) < PERIODIC_REACH:
            assert activation(low) == pytest.approx(0.0, abs=1e-12 * (1.0 + abs(low)))


@every_setting
def test_asymptotes_are_approached(activation: Activation) -> None:
    properties = properties_of(activation)
    for side, line in ((-1.0, properties.asymptote_left), (1.0, properties.asymptote_right)):
        x = side * np.array([2e3, 2e4])
        if line is not None:
            gaps = np.abs(activation(x) - (line.slope * x + line.intercept))
            assert gaps[1] <= 0.2 * gaps[0] + 1e-9
            assert gaps[1] < 1e-2
        else:
            assert activation.name in {"Sin", "Exponential", "ReLUSquared"}
