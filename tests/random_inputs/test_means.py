import math
import tracemalloc

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.random_inputs.distributions import POST_GRID, Distribution, Normal, Uniform
from activations.random_inputs.means import mean_activations
from activations.random_inputs.moments import moments_of
from tests.parametrized import every_activation, every_distribution

RELU, ELU = CATALOG["ReLU"](), CATALOG["ELU"]()


@pytest.mark.parametrize("units", [1, 7, 5_000, 10_001])
@pytest.mark.parametrize("block_size", [1, 100, 4_096, 5_000, 1_000_000])
def test_the_block_size_has_no_influence(units: int, block_size: int) -> None:
    settings = {"units": units, "repeats": 5, "seed": 3}
    expected = mean_activations([RELU, ELU], inputs=Normal(), **settings)
    np.testing.assert_array_equal(
        mean_activations([RELU, ELU], inputs=Normal(), **settings, block_size=block_size), expected
    )
    assert expected.shape == (2, 5)
    assert len(np.unique(expected[1])) == 5


def test_means_are_those_of_the_numbers_drawn() -> None:
    inputs = Uniform(-2.0, 3.0)
    x = inputs.draw(np.random.default_rng(8), (40, 50))
    means = mean_activations([RELU, ELU], inputs=inputs, units=50, repeats=40, seed=8)
    np.testing.assert_allclose(means, [RELU(x).mean(axis=1), ELU(x).mean(axis=1)], rtol=1e-14)


def test_a_seed_decides_the_numbers() -> None:
    first, again, other = (
        mean_activations([ELU], inputs=Normal(), units=10, repeats=10, seed=seed) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@every_activation
def test_sampled_mean_and_spread_agree_with_theory(activation: Activation) -> None:
    inputs, units, repeats = Normal(0.5, 1.2), 200, 2_000
    means = mean_activations([activation], inputs=inputs, units=units, repeats=repeats, seed=4)[0]
    exact = moments_of(activation, inputs)
    assert abs(means.mean() - exact.mean) < 5.0 * math.sqrt(exact.variance / (units * repeats))
    assert means.std() == pytest.approx(math.sqrt(exact.variance / units), rel=0.1)


@every_distribution
def test_sampled_means_agree_with_theory_on_every_distribution(distribution: type[Distribution]) -> None:
    inputs, units, repeats = distribution(), 100, 1_000
    means = mean_activations([RELU, ELU], inputs=inputs, units=units, repeats=repeats, seed=4)
    for found, activation in zip(means, (RELU, ELU), strict=True):
        exact = moments_of(activation, inputs)
        assert abs(found.mean() - exact.mean) < 5.0 * math.sqrt(exact.variance / (units * repeats))


def test_memory_stays_bounded() -> None:
    tracemalloc.start()
    mean_activations([RELU, ELU], inputs=Normal(), units=1_000_000, repeats=2, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize("name", ["units", "repeats", "block_size"])
def test_a_count_below_one_is_refused_by_name(name: str) -> None:
    settings = {"units": 1, "repeats": 1, "seed": 1, name: 0}
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        mean_activations([RELU], inputs=Normal(), **settings)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="seed must be at least 0, got -1"):
        mean_activations([RELU], inputs=Normal(), units=1, repeats=1, seed=-1)


@pytest.mark.parametrize(("name", "mean"), [("Sigmoid", 0.495), ("Softplus", 2.532), ("ReLU", 2.450), ("ELU", 1.995)])
def test_means_on_the_posts_grid(name: str, mean: float) -> None:
    assert CATALOG[name]()(POST_GRID).mean() == pytest.approx(mean, abs=5e-4)
