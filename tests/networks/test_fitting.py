"""A network fitted to a curve: a bend fits, a line does not, and more units never fit worse."""

import itertools

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.elementwise import FloatArray
from activations.networks.fitting import MAX_UNITS, fitted_values

X = np.linspace(-2.0, 2.0, 81)
WAVE = np.sin(3.0 * X)


def distance(activation: Activation, units: int, target: FloatArray = WAVE, seed: int = 3) -> float:
    return float(((fitted_values(activation, X, target, units=units, seed=seed) - target) ** 2).mean())


@pytest.mark.parametrize("seed", range(5))
def test_without_an_activation_the_fit_is_the_line_of_least_squares(seed: int) -> None:
    line = np.polyval(np.polyfit(X, WAVE, 1), X)
    for units in (1, 7, MAX_UNITS):
        fitted = fitted_values(CATALOG["Identity"](), X, WAVE, units=units, seed=seed)
        np.testing.assert_allclose(fitted, line, atol=1e-9)


@pytest.mark.parametrize("name", ["Sigmoid", "Tanh", "Softplus", "ReLU", "ELU", "GELU"])
def test_more_units_fit_better_until_nothing_is_left(name: str) -> None:
    distances = [distance(CATALOG[name](), units) for units in (1, 5, 20, 100)]
    assert all(later <= earlier + 1e-12 for earlier, later in itertools.pairwise(distances))
    assert distances[-1] < 1e-3 * distance(CATALOG["Identity"](), 100)


def test_a_curve_that_a_unit_can_draw_is_drawn_exactly() -> None:
    assert distance(CATALOG["Identity"](), 1, 2.0 * X - 1.0) < 1e-20


def test_the_same_seed_gives_the_same_network() -> None:
    relu = CATALOG["ReLU"]()
    assert distance(relu, 6) == distance(relu, 6) != distance(relu, 6, seed=4)


@pytest.mark.parametrize(
    ("units", "target", "message"),
    [(0, WAVE, "units"), (MAX_UNITS + 1, WAVE, "units"), (3, WAVE[1:], "equally long"), (3, WAVE[:, None], "equally")],
)
def test_what_cannot_be_fitted_is_refused(units: int, target: FloatArray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fitted_values(CATALOG["ReLU"](), X, target, units=units, seed=1)


def test_values_beyond_a_float_are_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        fitted_values(CATALOG["Exponential"](), 1e4 * X, WAVE, units=50, seed=1)
