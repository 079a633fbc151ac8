"""Properties in words."""

import pytest

from activations import CATALOG, properties_of, vanishing_intervals
from pages.ui.views import properties


def fact(name: str, row: str) -> str:
    activation = CATALOG[name]()
    table = properties.property_table(properties_of(activation), vanishing_intervals(activation, 0.01), 0.01)
    return str(table.loc[row, "value"])


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("Sigmoid", "Range", "(0, 1)"),
        ("Sigmoid", "Minimum", "0, not attained but approached as x → −∞"),
        ("Sigmoid", "Zeros", "none"),
        ("Sigmoid", "Largest |f′| (Lipschitz)", "0.25, attained at x = 0"),
        ("ReLU", "Range", "[0, ∞)"),
        ("ReLU", "Can a unit die?", "yes, for x < 0, where f and f′ are 0"),
        ("ReLU", "Smoothness", "continuous, with kinks: a kink at x = 0"),
        ("ReLU", "Limits", "0 as x → −∞, ∞ as x → ∞"),
        ("ELU", "Asymptotes", "left y = −1, right y = x"),
        ("ELU", "|f′| < 0.01", "for x < −4.60517"),
        ("LeakyReLU", "Asymptotes", "left y = 0.01 x, right y = x"),
        ("Softshrink", "Asymptotes", "left y = x + 0.5, right y = x − 0.5"),
        ("Hardshrink", "Largest |f′| (Lipschitz)", "none, since f jumps"),
        ("Identity", "Shape", "linear"),
        ("Identity", "|f′| < 0.01", "nowhere"),
        ("Tanh", "Symmetry", "odd"),
        ("Sin", "Limits", "none as x → −∞, none as x → ∞"),
        ("Sin", "Asymptotes", "left none, right none"),
        ("Exponential", "Maximum", "none: unbounded"),
    ],
)
def test_a_fact_is_put_in_words(name: str, row: str, words: str) -> None:
    assert fact(name, row) == words


def test_a_wave_lists_the_places_nearest_to_0() -> None:
    zeros = fact("Sin", "Zeros")
    assert zeros.endswith("and so on")
    assert "x = " in zeros
    assert "3.141592654" in zeros


def test_an_attained_end_of_the_range_is_closed() -> None:
    assert fact("Threshold", "Range") == "[0, ∞)"


def test_zeros_are_points_and_intervals() -> None:
    assert fact("Hardswish", "Zeros") == "for x < −3 and at x = 0"


def test_libraries_have_names_calls_and_slopes() -> None:
    table = properties.library_table(CATALOG["ELU"](alpha=1.5)).set_index("library")
    assert table.loc["PyTorch", "call"] == "torch.nn.functional.elu(x, alpha=1.5)"
    assert "f′(0) = " in str(table.loc["PyTorch", "f′ at breakpoints"])
    missing = properties.library_table(CATALOG["ReLUSquared"]()).set_index("library")
    assert missing.loc["PyTorch", "name"] == "none"
