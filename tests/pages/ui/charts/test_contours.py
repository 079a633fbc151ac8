"""Contours of products, and the heights at which there are some."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from activations import CATALOG
from pages.ui.charts.contours import Factors, contours_of, levels


def test_contours_of_a_product_are_hyperbolas() -> None:
    contours = contours_of(Factors(CATALOG["Identity"](), lambda u: u), (-3.0, 3.0), [-2.0, 1.0], (), 480.0)
    lines, places = contours
    product = lines["g"].astype(float) * lines["u"]
    height = np.where(product < 0, -2.0, 1.0)
    np.testing.assert_allclose(product, height, atol=0.01)
    within = np.diff(lines["line"]) == 0
    pieces = np.hypot(np.diff(lines["g"]), np.diff(lines["u"]))[within & (height[1:] == 1.0)]
    exact = 2.0 * quad(lambda x: math.sqrt(1.0 + x**-4), 1.0 / 3.0, 3.0)[0]
    assert pieces.sum() == pytest.approx(exact, rel=1e-3)
    assert len(lines["g"]) < 150
    np.testing.assert_allclose(places["g"] * places["u"], places["level"], atol=0.06)
    # One of −2 in two quadrants and one of 1 in the others, each on its diagonal.
    _, best = np.unique(places["contour"], return_index=True)
    assert np.abs(places["g"][best]) == pytest.approx(np.sqrt(np.abs(places["level"][best])), abs=0.01)
    assert sorted(zip(places["level"][best], np.sign(places["g"][best]), strict=True)) == [
        *((-2.0, -1.0), (-2.0, 1.0), (1.0, -1.0), (1.0, 1.0))
    ]


def test_a_surface_that_is_flat_has_no_contours() -> None:
    flat = Factors(lambda g: np.zeros(np.shape(g)), lambda u: u)
    assert not contours_of(flat, (-1.0, 1.0), levels(0.0), (), 480.0).lines["g"].size
    assert not contours_of(flat, (-1.0, 1.0), [1.0], (), 480.0).lines["g"].size


@pytest.mark.parametrize(
    ("largest", "upper"),
    [(36.0, [1.0, 2.0, 5.0, 10.0, 20.0]), (1.0, [0.02, 0.05, 0.1, 0.2, 0.5]), (0.3, [0.01, 0.02, 0.05, 0.1, 0.2])],
)
def test_levels_are_few_and_round(largest: float, upper: list[float]) -> None:
    assert levels(largest) == pytest.approx([-each for each in reversed(upper)] + upper)
    assert levels(largest, turns=4.0) == levels(largest)
    few = levels(largest, turns=1e3)
    assert few == pytest.approx([-upper[-1], -upper[-2], upper[-2], upper[-1]])
