"""Roots of every size."""

import math

import numpy as np
import pytest

from activations.calculus.roots import root, roots_between
from activations.elementwise import real_array


@pytest.mark.parametrize("exact", [1e-280, 3e-200, 1e-17, 0.7, 2e30])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_root_is_found_however_small(exact: float, sign: float) -> None:
    found = root(lambda x: math.tanh(x / exact - sign), -1e300, 1e300)
    assert found == pytest.approx(sign * exact, rel=1e-14, abs=0.0)


@pytest.mark.parametrize("count", [1, 3, 5, 200])
def test_many_roots_are_found_at_once(count: int) -> None:
    random = np.random.default_rng(count)
    exact = np.sort(random.uniform(-1.0, 1.0, count)) * 10.0 ** random.uniform(-250.0, 30.0, count)
    level = np.cbrt(exact)
    low, high = exact - random.uniform(0.0, 1e3, count), exact + random.uniform(0.0, 1e3, count)
    np.testing.assert_allclose(roots_between(np.cbrt, low, high, level), exact, rtol=4e-15)
    np.testing.assert_allclose(roots_between(np.arctan, low, high, np.zeros(count))[low * high < 0.0], 0.0, atol=1e-285)


def test_a_jump_is_a_root_and_of_two_ends_on_one_side_the_nearer() -> None:
    low, high = np.array([-1.0, 1.0, 2.0, -3.0, -4.0, -5.0, -6.0]), np.array([3.0, 2.0, 1.0, 4.0, 5.0, 6.0, 1e30])
    found = roots_between(
        lambda x: np.sign(real_array(x) - 1.5) + real_array(x),
        low,
        high,
        np.array([1.5, -0.5, -0.5, 1.5, 1.5, 1.5, 1.5]),
    )
    np.testing.assert_allclose(found, [1.5, 1.0, 1.0, 1.5, 1.5, 1.5, 1.5], rtol=1e-15)
