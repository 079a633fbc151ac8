"""Properties in words."""

import re

import pytest

from activations import CATALOG, properties_of, vanishing_intervals
from activations.libraries.onnx_cases import VERSION
from pages.ui.places import known
from pages.ui.views import properties
from tests.tables import as_frame

FLAT = "it is saturated for good: f is flat there, and not 0"
DEAD = "where f and f′ are 0"


def fact(name: str, row: str, epsilon: float = 0.01, **parameters: float) -> str:
    activation = CATALOG[name](**parameters)
    found = known(properties_of, activation), known(vanishing_intervals, activation, epsilon)
    return str(as_frame(properties.property_table(*found, epsilon)).loc[row, "value"])


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("Sigmoid", "Range", "(0, 1)"),
        ("Sigmoid", "Minimum", "0, not attained but approached as x → −∞"),
        ("Sigmoid", "Zeros", "none"),
        ("Sigmoid", "Largest |f′| (Lipschitz)", "0.25, attained at x = 0"),
        ("ReLU", "Range", "[0, ∞)"),
        ("ReLU", "Minimum", "0, attained for x ≤ 0"),
        ("ReLU", "Zeros", "for x ≤ 0"),
        ("ReLU", "Can a unit die?", "yes, for x ≤ 0, where f and f′ are 0"),
        ("ReLU", "Smoothness", "continuous, with a kink at x = 0"),
        ("ReLU6", "Smoothness", "continuous, with kinks at x = 0 and 6"),
        ("ReLU6", "Can a unit die?", f"yes, for x ≤ 0, {DEAD}; for x ≥ 6 {FLAT}"),
        ("Hardtanh", "Can a unit die?", f"no; for x ≤ −1 and for x ≥ 1 {FLAT}"),
        ("Hardswish", "Zeros", "for x ≤ −3 and at x = 0"),
        ("Hardswish", "Greatest slope", "1.5, not attained but approached as x → 3 from the left"),
        ("Hardshrink", "Range", "(−∞, −0.5) ∪ {0} ∪ (0.5, ∞)"),
        ("Hardshrink", "Smoothness", "discontinuous, with jumps at x = −0.5 and 0.5"),
        ("Threshold", "Range", "{0} ∪ (1, ∞)"),
        ("Sigmoid", "Least slope", "0, not attained but approached as x → −∞ and as x → ∞"),
        ("Sigmoid", "Smoothness", "infinitely often differentiable"),
        ("ELU", "Smoothness", "once continuously differentiable, with a curvature jump at x = 0"),
        ("LeakyReLU", "Largest |f′| (Lipschitz)", "1, attained for x > 0"),
        ("Sin", "Range", "[−1, 1]"),
        ("Sin", "Maximum", "1, attained at x = 1.570796327, and so on with the period 6.283185307"),
        ("Sin", "Zeros", "at x = 0 and 3.141592654, and so on with the period 6.283185307"),
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
)  # fmt: skip
def test_a_fact_is_put_in_words(name: str, row: str, words: str) -> None:
    assert fact(name, row) == words


@pytest.mark.parametrize(
    ("name", "parameters", "row", "words"),
    [
        ("Threshold", {"threshold": 1.0, "value": 1.0}, "Range", "[1, ∞)"),
        ("ELU", {"alpha": 1e-15}, "Range", "(−10⁻¹⁵, ∞)"),
        ("SiLU", {"beta": 1e6}, "Range", "[−2.78465 × 10⁻⁷, ∞)"),
        ("SiLU", {"beta": 1e-10}, "Asymptotes", "left y = 0, right y = x"),
        ("SiLU", {"beta": 1e-17}, "Shape", "neither convex nor concave"),
        ("Softplus", {"beta": 1e-10}, "Asymptotes", "left y = 0, right y = x"),
        ("Hardtanh", {"min_val": 2.0, "max_val": 2.0 + 1e-9}, "Range", "[2, 2.000000001]"),
        ("LeakyReLU", {"negative_slope": -1.0}, "Asymptotes", "left y = −x, right y = x"),
        ("LeakyReLU", {"negative_slope": 1.0 - 1e-9}, "Asymptotes", "left y = 0.999999999 x, right y = x"),
        ("Hardtanh", {"min_val": 0.0}, "Can a unit die?", f"yes, for x ≤ 0, {DEAD}; for x ≥ 1 {FLAT}"),
        ("Threshold", {"value": 3.0}, "Minimum", "1, not attained but approached as x → 1 from the right"),
        ("Sigmoid", {"offset": 250.0}, "|f′| < 0.01", "for x < 245.415 and for x > 254.585"),
    ],
)  # fmt: skip
def test_odd_parameters_are_put_in_words_that_hold(
    name: str, parameters: dict[str, float], row: str, words: str
) -> None:
    assert fact(name, row, **parameters) == words


def test_what_floats_cannot_tell_is_said_to_be_unknown() -> None:
    unknown = CATALOG["Sigmoid"](offset=1e17)
    table = as_frame(properties.property_table(None, None, 0.01))
    assert table.index.tolist() == ["Properties", "|f′| < 0.01"]
    assert table["value"].str.startswith("not resolved: ").all()
    assert fact("Sigmoid", "Properties", offset=1e17) == table.loc["Properties", "value"]
    assert "not resolved" in properties.reference_sentence(unknown.name, None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ReLU", "non-decreasing, convex, of range [0, ∞), continuous, with a kink at x = 0."),
        ("GELU", "not monotone, of range [−0.169971, ∞), infinitely often differentiable."),
    ],
)  # fmt: skip
def test_the_function_is_told_in_a_sentence(name: str, sentence: str) -> None:
    assert properties.reference_sentence(name, properties_of(CATALOG[name]())) == (
        f"{name} with its first and second derivatives: {sentence}"
    )


def test_libraries_have_names_and_slopes() -> None:
    table = as_frame(properties.library_table(CATALOG["ELU"](alpha=1.5)))
    assert table.loc["PyTorch", "name"] == "torch.nn.ELU"
    assert "f′(0) = " in str(table.loc["PyTorch", "f′ at breakpoints"])
    assert properties.library_notes(CATALOG["LeakyReLU"]()).startswith("PyTorch: torch.nn.PReLU")
    assert properties.library_notes(CATALOG["Sigmoid"]()) == ""
    missing = as_frame(properties.library_table(CATALOG["ReLUSquared"]()))
    assert missing.loc["PyTorch", "name"] == "none"


def test_what_onnx_tests_is_told() -> None:
    assert properties.onnx_sentence("Mish") == (f"Mish passes every test that ONNX {VERSION} has for it: test_mish.")
    assert properties.onnx_sentence("LogSigmoid") is None


def test_every_place_of_a_wave_goes_on_with_the_same_number() -> None:
    rows = ("Minimum", "Maximum", "Zeros", "Least slope", "Greatest slope", "|f′| < 0.01")
    periods = [re.findall(r"and so on with the period (.*)$", fact("Sin", row)) for row in rows]
    assert periods == [["6.283185307"]] * len(rows)
