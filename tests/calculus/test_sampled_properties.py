"""Properties of every function, at every setting of its parameters, against samples of it."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from activations import Activation
from activations.calculus.bounds import Bound
from activations.calculus.intervals import Interval
from activations.calculus.properties import properties_of
from activations.elementwise import FloatArray
from tests.calculus.brute_force import members, underflows
from tests.parametrized import every_setting

WITHOUT_ASYMPTOTE = {"Sin", "Snake", "Exponential", "ReLUSquared", "StarReLU", "xIELU", "SqrtSoftplus"}


def sample(activation: Activation) -> FloatArray:
    """Numbers near and far, off the breakpoints."""
    x = np.concatenate([np.linspace(-30.0, 30.0, 6007), [-900.0, -80.0, 80.0, 500.0]])
    points = np.array(activation.breakpoints)
    return x[(np.abs(x[:, np.newaxis] - points) > 1e-6).all(axis=1)] if points.size else x


def ends_of(intervals: Sequence[Interval]) -> FloatArray:
    return np.array([end for each in intervals for end in (each.low, each.high)])


def assert_tight(bound: Bound, activation: Activation) -> None:
    """The bound is attained where it is said to be, or is what f comes to from the side, or far out, that is named."""
    for each in bound.at[:3]:
        inside = each.low if each.is_point else 0.5 * (max(each.low, each.high - 2.0) + min(each.high, each.low + 2.0))
        ends = [end for end, has in ((each.low, each.has_low), (each.high, each.has_high)) if has]
        for x in (inside, *ends):
            assert activation(x) == pytest.approx(bound.value, rel=1e-12, abs=1e-12)
    for place in bound.towards:
        assert not bound.attained
        x = place.x if math.isinf(place.x) else place.x + (-1e-12 if place.side == "left" else 1e-12)
        assert activation(x) == pytest.approx(bound.value, rel=1e-11, abs=1e-11)


@every_setting
def test_no_value_lies_outside_the_range(activation: Activation) -> None:
    properties = properties_of(activation)
    x = np.sort(np.concatenate([sample(activation), activation.breakpoints]))
    values = activation(x)
    slack = 1e-12 * (1.0 + np.abs(values).max())
    assert values.min() >= properties.minimum.value - slack
    assert values.max() <= properties.maximum.value + slack
    for bound in (properties.minimum, properties.maximum):
        assert_tight(bound, activation)
    inside = members(values, properties.image)
    beside = np.array([(np.abs(value - ends_of(properties.image)) <= slack).any() for value in values[~inside]])
    assert beside.all()


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
def test_dead_and_saturated_units_and_zeros_are_where_they_are_said_to_be(activation: Activation) -> None:
    properties = properties_of(activation)
    # Farther out both could be 0 by underflow.
    x = np.concatenate([np.linspace(-12.0, 12.0, 997), activation.breakpoints])
    values, slopes = activation(x), activation.derivative(x)
    dead, saturated = members(x, properties.dead), members(x, properties.saturated)
    assert not (dead & saturated).any()
    assert (values[dead] == 0).all()
    assert (values[saturated] != 0).all()
    assert (slopes[dead | saturated] == 0).all()
    # Elsewhere the slope is 0, and f with it, only at single points, and at breakpoints by convention.
    ends = ends_of([*properties.zeros, *properties.dead, *properties.saturated])
    both = (values == 0) & (slopes == 0) & ~dead & ~underflows(activation, x)
    assert all((np.abs(point - ends) < 1e-9).any() for point in x[both])
    far = np.array([-300.0])
    assert (activation(far)[members(far, properties.dead)] == 0).all()
    for each in properties.zeros:
        if each.is_point:
            assert activation(each.low) == pytest.approx(0.0, abs=1e-12 * (1.0 + abs(each.low)))


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
            assert activation.name in WITHOUT_ASYMPTOTE
