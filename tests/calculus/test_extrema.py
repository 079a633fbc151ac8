import math

import numpy as np
import pytest

from activations import CATALOG
from activations.calculus.extrema import largest_difference


def test_softplus_is_farthest_from_relu_at_zero() -> None:
    x, difference = largest_difference(CATALOG["Softplus"](), CATALOG["ReLU"](), -7.3, 5.1)
    assert x == pytest.approx(0.0, abs=1e-8)
    assert difference == pytest.approx(math.log(2.0), abs=1e-8)


def test_a_peak_between_two_samples_is_found() -> None:
    x, difference = largest_difference(np.zeros_like, lambda x: np.exp(-((x - math.pi) ** 2)), -10.0, 10.0)
    assert x == pytest.approx(math.pi, abs=1e-7)
    assert difference == pytest.approx(-1.0, abs=1e-14)


def test_the_end_of_the_range_counts() -> None:
    assert largest_difference(lambda x: x, np.zeros_like, -1.0, 3.0) == (3.0, 3.0)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="low must be less than high"):
        largest_difference(np.sin, np.cos, 1.0, 1.0)
