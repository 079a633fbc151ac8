"""Moments of formulas on normal inputs of any size: waves beside lines, and terms that cancel near 0."""

import numpy as np
import pytest

from activations import Activation, parse_formula
from activations.calculus.sampling import NotResolvedError
from activations.networks import samples
from activations.networks.correlation import correlation_fixed_point, correlation_map
from activations.networks.fixed_points import variance_map_of
from activations.networks.growth import profile_of
from activations.networks.mean_field import fixed_point

# Each is 0 at 0, and goes around other lines on both sides.
WAVES = (
    "x*sigmoid(1.5*x)+0.1*sin(x)",
    "relu(x)+tanh(x)+0.1*sin(x)",
    "softplus(x)-log(2)+0.3*sin(2*x)",
    "0.7*gelu(x)-0.3*sin(0.5*x)+1-exp(-x^2)",
    "elu(x)+0.5*sin(3.7*x)",
)
CANCELLING = (
    "elu(x)+0.1*cos(x)-0.1",
    "sin(x)+0.3*cos(x)-0.3",
    "x+0.1*exp(-x^2)-0.1",
    "gelu(x)+0.5*(1-cos(x))",
    "mish(x)+0.2*sigmoid(x)-0.1",
)


def mapped(activation: Activation, q: float, weight_variance: float) -> float:
    """The next variance without biases, by the trapezoidal rule."""
    z = np.linspace(-12.0, 12.0, 400_001)
    weighted = activation(z * np.sqrt(q)) ** 2 * np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
    return weight_variance * float(np.trapezoid(weighted, z))


@pytest.mark.parametrize("text", WAVES)
@pytest.mark.parametrize("w", [0.6, 1.7])
def test_near_0_a_wave_is_the_line_that_its_slope_says(text: str, w: float) -> None:
    activation = parse_formula(text)()
    slope = float(activation.derivative(0.0))
    for q in np.logspace(-65.0, -20.0, 10):
        growth, error = profile_of(activation).growth(q, w, 0.0)
        assert growth == pytest.approx((w * slope**2 - 1.0) * q, rel=1e-4)
        assert 0.0 <= error < 1e-6 * q


@pytest.mark.parametrize("text", [*WAVES, *CANCELLING])
@pytest.mark.parametrize("w", [0.6, 1.0, 1.7, 2.0])
def test_every_fixed_point_is_one(text: str, w: float) -> None:
    activation = parse_formula(text)()
    for crossing in variance_map_of(activation, w, 0.0).crossings:
        if crossing.q:
            assert 1e-20 < crossing.q < 1e8
            assert mapped(activation, crossing.q, w) == pytest.approx(crossing.q, rel=1e-9)


def test_a_wave_around_a_line_through_0_has_no_fixed_point_that_rounding_makes() -> None:
    activation = parse_formula(WAVES[0])()
    (crossing,) = variance_map_of(activation, 2.0, 0.0).crossings
    assert crossing.q == pytest.approx(6042.94, rel=1e-5)


@pytest.mark.parametrize("text", CANCELLING)
def test_what_cancelling_terms_leave_near_0_is_not_followed(text: str) -> None:
    activation = parse_formula(text)()
    assert samples.samples_of(activation).x.size < 20_000
    for q in (0.01, 1.0, 100.0):
        growth, error = profile_of(activation).growth(q, 1.0, 0.0)
        assert growth == pytest.approx(mapped(activation, q, 1.0) - q, abs=1e-9 * q + error)


def test_too_many_panels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "_MOST_PANELS", 4)
    low = np.arange(8.0)
    with pytest.raises(NotResolvedError, match="too often"):
        samples.resolved_panels(parse_formula("sin(97*x)")(), low, low + 1.0)


@pytest.mark.parametrize("w", [0.98, 1.0, 1.02, 1.1])
def test_close_to_criticality_the_fixed_point_of_correlations_is_one(w: float) -> None:
    activation = parse_formula("abs(x)-0.1*sin(0.5*x)-0.5")()
    q = fixed_point(activation, start=1.0, weight_variance=w, bias_variance=0.0).q
    c = correlation_fixed_point(activation, q=q, weight_variance=w, bias_variance=0.0).c
    assert 0.0 < c <= 1.0
    if c < 1.0:
        distances = (1.0 - c) * np.array([2.0, 0.5])
        below, above = correlation_map(activation, 1.0 - distances, q=q, weight_variance=w, bias_variance=0.0)
        assert below > 1.0 - distances[0]
        assert above < 1.0 - distances[1]
