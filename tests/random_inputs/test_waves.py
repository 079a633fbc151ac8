"""Waves: expectations against closed forms, and the pieces that quadrature puts them together from."""

import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Normal, Uniform, moments_of
from activations.elementwise import FloatArray
from activations.random_inputs.expectations import rule_of
from activations.random_inputs.waves import Line, Wave, wave_of

SEEDS = range(12)

Inputs = Normal | Uniform


def wave_at(name: str, frequency: float) -> tuple[Activation, Wave]:
    activation = CATALOG[name](frequency=frequency)
    wave = wave_of(activation)
    assert wave is not None
    return activation, wave


def drawn(seed: int) -> tuple[float, float, tuple[Normal, Uniform]]:
    """A frequency, a phase and inputs, from slow waves on narrow inputs to thousands of periods."""
    generator = np.random.default_rng(seed)
    frequency = float(np.exp(generator.uniform(np.log(0.1), np.log(30.0))))
    centre, scale = float(generator.uniform(-10.0, 10.0)), float(np.exp(generator.uniform(np.log(0.02), np.log(20.0))))
    inputs = Normal(centre, scale), Uniform(centre - scale, centre + scale)
    return frequency, float(generator.uniform(-math.pi, math.pi)), inputs


def oscillation(inputs: Inputs, frequency: float, phase: float, power: int) -> float:
    """E X^power sin(ωX + phase) in closed form, from the characteristic function and its derivatives."""
    with mp.workdps(60):
        omega = mp.mpf(frequency)

        def characteristic(t: mp.mpf) -> mp.mpc:
            if isinstance(inputs, Normal):
                return mp.exp(mp.mpc(0, 1) * t * mp.mpf(inputs.mean) - (t * mp.mpf(inputs.std)) ** 2 / 2)
            low, high = mp.mpf(inputs.low), mp.mpf(inputs.high)
            return (mp.exp(mp.mpc(0, high) * t) - mp.exp(mp.mpc(0, low) * t)) / (mp.mpc(0, 1) * t * (high - low))

        moment = mp.diff(characteristic, omega, power) / mp.mpc(0, 1) ** power
        return float((mp.exp(mp.mpc(0, phase)) * moment).imag)


@pytest.mark.parametrize("name", ["Sin", "Snake"])
@pytest.mark.parametrize("kind", [0, 1], ids=["Normal", "Uniform"])
@pytest.mark.parametrize("seed", SEEDS)
def test_expectations_of_waves_are_their_closed_forms(name: str, kind: int, seed: int) -> None:
    frequency, phase, both = drawn(seed)
    inputs = both[kind]
    rule = rule_of(CATALOG[name](frequency=frequency), inputs)
    if name == "Snake":  # x + (1 − cos 2ωx)/2ω
        frequency *= 2.0
    size = abs(inputs.centre) + inputs.scale
    for power in (0, 1):  # the square of Snake has a line times its wave
        found = rule.expectation(rule.x**power * np.sin(frequency * rule.x + phase))
        # Of a phase of thousands of radians floats keep fewer digits, here as in the weights.
        rounding = 1e-15 * frequency * size
        assert abs(found - oscillation(inputs, frequency, phase, power)) <= (2e-12 + rounding) * (1.0 + size) ** power
    squared = rule.expectation(np.sin(frequency * rule.x + phase) ** 2)
    doubled = oscillation(inputs, 2.0 * frequency, 2.0 * phase + 0.5 * math.pi, 0)  # cos 2(ωX + phase)
    assert abs(squared - 0.5 * (1.0 - doubled)) <= 2e-12 + 2.0 * rounding


@pytest.mark.parametrize("kind", [0, 1], ids=["Normal", "Uniform"])
@pytest.mark.parametrize("seed", SEEDS)
def test_moments_of_sin_are_their_closed_forms(kind: int, seed: int) -> None:
    frequency, _, both = drawn(seed)
    inputs = both[kind]
    found = moments_of(CATALOG["Sin"](frequency=frequency), inputs)
    mean = oscillation(inputs, frequency, 0.0, 0)
    doubled = oscillation(inputs, 2.0 * frequency, 0.5 * math.pi, 0)
    assert found.mean == pytest.approx(mean, abs=2e-12)
    assert found.second_moment == pytest.approx(0.5 * (1.0 - doubled), abs=4e-12)
    assert found.slope_second_moment == pytest.approx(0.5 * frequency**2 * (1.0 + doubled), rel=1e-11)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mean_over_periods_takes_waves_away_and_leaves_cubics(seed: int) -> None:
    frequency, phase, _ = drawn(seed)
    _, wave = wave_at("Sin", frequency)
    steps, weights = wave.mean_weights()
    x = float(np.random.default_rng(seed).uniform(-3.0, 3.0)) * wave.period
    at = x + steps

    def mean(values: FloatArray) -> float:
        return float(weights @ values)

    size = float(np.abs(at).max())
    for harmonic in (1.0, 2.0):
        swing = np.sin(harmonic * frequency * at + phase)
        assert abs(mean(swing)) <= 1e-13
        assert abs(mean(at * swing)) <= 1e-13 * size
    for power in range(4):
        assert mean(at**power) == pytest.approx(x**power, abs=1e-13 * size**power)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wave_is_followed_near_the_centre_and_fades_smoothly(seed: int) -> None:
    frequency, *_ = drawn(seed)
    _, wave = wave_at("Sin", frequency)
    assert wave.period == pytest.approx(2.0 * math.pi / frequency, rel=1e-15)
    centre = float(np.random.default_rng(seed).uniform(-50.0, 50.0))
    distance = np.linspace(0.0, 1.2 * wave.reach(centre), 2_001)
    weight = wave.kept(distance, centre)
    assert weight[0] == 1.0
    assert weight[-1] <= 1e-15
    assert (np.diff(weight) <= 0.0).all()
    # What of the wave is left in the part beyond: its product with the edge has no mean.
    edge = np.exp(-(((distance - wave.fades_at(centre)) / (20.0 * wave.radian)) ** 2))
    np.testing.assert_allclose(wave.around_the_edge(distance, centre), edge, rtol=1e-12, atol=1e-300)
    assert wave.has_mean_at(distance[weight < 1.0 - 1e-12], centre).all()


@pytest.mark.parametrize("kind", [0, 1], ids=["Normal", "Uniform"])
@pytest.mark.parametrize("seed", SEEDS)
def test_panels_are_no_longer_than_polynomials_can_follow(kind: int, seed: int) -> None:
    frequency, _, both = drawn(seed)
    inputs = both[kind]
    _, wave = wave_at("Sin", frequency)
    cuts = wave.cuts(inputs)
    assert (np.diff(cuts) > 0.0).all()
    assert np.diff(cuts).max() <= 4.0 / frequency * (1.0 + 1e-9)
    assert 0.5 * (cuts[0] + cuts[-1]) == pytest.approx(inputs.centre, abs=1e-9 * (1.0 + wave.reach(inputs.centre)))
    if kind:
        assert cuts[-1] == pytest.approx(inputs.centre + inputs.scale, rel=1e-12)


@pytest.mark.parametrize("side", [1.0, -1.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_line_of_a_wave_is_what_its_mean_follows(side: float, seed: int) -> None:
    frequency, *_ = drawn(seed)
    line = Line.of(*wave_at("Sin", frequency), side)
    assert line.slope == 0.0
    assert line.intercept == pytest.approx(0.0, abs=1e-11)
    line = Line.of(*wave_at("Snake", frequency), side)  # x + sin²(ωx)/ω is x + 1/(2ω) and a wave
    assert line.slope == pytest.approx(side, rel=1e-12)
    assert line.intercept == pytest.approx(0.5 / frequency, rel=1e-9)


@pytest.mark.parametrize("name", ["ELU", "Tanh", "GELU"])
def test_what_settles_is_no_wave(name: str) -> None:
    assert wave_of(CATALOG[name]()) is None
