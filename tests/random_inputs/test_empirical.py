"""Given numbers as random inputs: moments against sums in mpmath, draws against counts."""

import math

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, mean_activations, moments_of, parse_formula
from activations.random_inputs.empirical import Empirical
from tests.oracles import oracle_of
from tests.parametrized import every_setting

NUMBERS = np.random.default_rng(13).gamma(1.5, 2.0, size=80) - 2.0


@every_setting
def test_moments_are_sums_over_the_numbers(activation: Activation) -> None:
    oracle = oracle_of(activation)
    found = moments_of(activation, Empirical(NUMBERS))
    with mp.workdps(40):
        values = [oracle(mp.mpf(x)) for x in NUMBERS.tolist()]
        mean, square = mp.fsum(values) / len(values), mp.fsum(v * v for v in values) / len(values)
        variance = square - mean * mean
    assert found.mean == pytest.approx(float(mean), rel=1e-12, abs=1e-14)
    assert found.second_moment == pytest.approx(float(square), rel=1e-12, abs=1e-300)
    assert found.variance == pytest.approx(float(variance), rel=1e-11, abs=1e-28)
    slopes = activation.derivative(NUMBERS)
    assert found.slope_second_moment == pytest.approx(math.fsum((slopes**2).tolist()) / slopes.size)


def test_what_floats_cannot_follow_between_the_numbers_does_not_matter() -> None:
    wave = parse_formula("sin(exp(x))")()
    numbers = np.linspace(0.0, 19.0, 50)
    assert moments_of(wave, Empirical(numbers)).mean == pytest.approx(math.fsum(wave(numbers).tolist()) / 50)


def test_what_leaves_the_floats_has_no_moments() -> None:
    found = moments_of(CATALOG["Exponential"](), Empirical([0.0, 800.0]))
    assert math.isnan(found.mean)
    assert math.isnan(found.variance)
    assert math.isnan(found.second_moment)
    assert math.isnan(found.slope_second_moment)


@pytest.mark.parametrize("max_val", [1.0, 0.1, 0.37, 1.23456e5])
def test_what_is_nothing_but_rounding_is_no_deviation(max_val: float) -> None:
    clipped = CATALOG["Hardtanh"](min_val=-1.0, max_val=max_val)
    assert moments_of(clipped, Empirical(np.abs(NUMBERS) + max_val + 1.0)).deviation == 0.0


def test_each_number_is_drawn_as_often_as_the_others() -> None:
    samples = Empirical(NUMBERS).draw(np.random.default_rng(3), (400, 400))
    values, counts = np.unique(samples, return_counts=True)
    np.testing.assert_array_equal(values, np.unique(NUMBERS))
    expected = samples.size / NUMBERS.size
    assert np.abs(counts - expected).max() < 5.0 * math.sqrt(expected)


def test_draws_are_taken_from_the_generator_in_order() -> None:
    inputs = Empirical(NUMBERS)
    whole = inputs.draw(np.random.default_rng(3), (6, 5))
    generator = np.random.default_rng(3)
    np.testing.assert_array_equal(np.concatenate([inputs.draw(generator, (rows, 5)) for rows in (1, 3, 2)]), whole)


@pytest.mark.parametrize("name", ["ReLU", "ELU", "Sin"])
def test_sampled_means_agree_with_the_exact_one(name: str) -> None:
    activation, inputs, units, repeats = CATALOG[name](), Empirical(NUMBERS), 50, 2_000
    sampled = mean_activations([activation], inputs=inputs, units=units, repeats=repeats, seed=2)
    exact = moments_of(activation, inputs)
    assert abs(sampled.mean() - exact.mean) < 5.0 * math.sqrt(exact.variance / sampled.size / units)
    assert sampled.std() == pytest.approx(math.sqrt(exact.variance / units), rel=0.1)


def test_numbers_are_a_value_that_no_one_can_change() -> None:
    numbers = NUMBERS.reshape(8, 10).copy()
    inputs = Empirical(numbers)
    assert inputs == Empirical(NUMBERS)
    assert hash(inputs) == hash(Empirical(NUMBERS))
    assert inputs != Empirical(NUMBERS[::-1])
    numbers[0, 0] = 99.0
    np.testing.assert_array_equal(inputs.numbers, NUMBERS)
    with pytest.raises(ValueError, match="read-only"):
        inputs.numbers[0] = 0.0


@pytest.mark.parametrize("numbers", [[], [math.nan], [1.0, math.inf]])
def test_numbers_must_be_there_and_finite(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        Empirical(numbers)
