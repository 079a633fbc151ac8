import math

import numpy as np
import pytest

from activations.inputs import POST_GRID, Inputs, Normal, Uniform


@pytest.mark.parametrize(("mean", "std"), [(0.0, 0.0), (0.0, -1.0), (0.0, math.nan), (math.inf, 1.0), (math.nan, 1.0)])
def test_an_impossible_normal_is_refused(mean: float, std: float) -> None:
    with pytest.raises(ValueError, match="must be a finite number"):
        Normal(mean, std)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf), (-1e308, 1e308)])
def test_an_impossible_uniform_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match=r"finite"):
        Uniform(low, high)


@pytest.mark.parametrize(
    ("inputs", "mean", "std"), [(Normal(-3.0, 2.0), -3.0, 2.0), (Uniform(-1.0, 5.0), 2.0, 6.0 / math.sqrt(12.0))]
)
def test_samples_have_the_mean_and_spread_of_the_distribution(inputs: Inputs, mean: float, std: float) -> None:
    samples = inputs.draw(np.random.default_rng(11), (100, 1_000))
    assert samples.shape == (100, 1_000)
    assert abs(samples.mean() - mean) < 5.0 * std / math.sqrt(samples.size)
    assert samples.std() == pytest.approx(std, rel=0.02)


def test_the_posts_grid_is_its_arange() -> None:
    assert POST_GRID.size == 100
    assert (POST_GRID[0], POST_GRID[-1]) == (-10.0, 9.8)
    assert POST_GRID.mean() == pytest.approx(-0.1)
    np.testing.assert_allclose(POST_GRID, np.arange(-10, 10, 0.2), atol=1e-12)
