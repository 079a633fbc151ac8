import pytest

from activations import CATALOG
from activations.properties import properties
from activations.vanishing import vanishing_intervals
from pages.ui.charts import facts
from pages.ui.chosen import ChosenFunction


def fact(name: str, row: str, **changes: float) -> str:
    activation = CATALOG[name]
    parameters = {**activation.defaults, **changes}
    intervals = vanishing_intervals(activation, 0.01, **parameters)
    table = facts.fact_table(properties(activation, **parameters), intervals, 0.01)
    return str(table.loc[row, "value"])


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("Sigmoid", "Range", "(0, 1)"),
        ("Sigmoid", "Minimum", "0, not attained but approached as x → −∞"),
        ("Sigmoid", "Zeros", "none"),
        ("Sigmoid", "Largest |f′| (Lipschitz)", "0.25, attained at x = 0"),
        ("ReLU", "Range", "[0, ∞)"),
        ("ReLU", "Can a unit die?", "yes, for x < 0: f and f′ are 0"),
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
    table = facts.library_table(ChosenFunction(CATALOG["ELU"], {"alpha": 1.5})).set_index("library")
    assert table.loc["PyTorch", "call"] == "torch.nn.functional.elu(x, alpha=1.5)"
    assert "f′(0) = " in str(table.loc["PyTorch", "f′ at breakpoints"])
    missing = facts.library_table(ChosenFunction(CATALOG["ReLUSquared"], {})).set_index("library")
    assert missing.loc["PyTorch", "name"] == "none"


FILTERED = {
    "bounded below": ("ReLU", "Identity"),
    "bounded above": ("LogSigmoid", "ReLU"),
    "smooth": ("GELU", "ELU"),
    "monotone": ("ReLU", "SiLU"),
    "convex": ("Softplus", "Sigmoid"),
    "odd": ("Tanh", "Sigmoid"),
    "f(0) = 0": ("ELU", "Softplus"),
    "zero-centred": ("SELU", "ELU"),
    "slope at most 1": ("ReLU", "GELU"),
    "cannot die": ("LeakyReLU", "ReLU"),
}


def test_every_filter_is_tried() -> None:
    assert FILTERED.keys() == facts.FILTERS.keys()


@pytest.mark.parametrize("wanted", facts.FILTERS)
def test_a_filter_keeps_what_has_the_property_and_drops_the_rest(wanted: str) -> None:
    kept = set(facts.catalogue_table([wanted])["function"])
    has_it, lacks_it = FILTERED[wanted]
    assert has_it in kept
    assert lacks_it not in kept


def test_the_catalogue_table_has_facts_of_every_function() -> None:
    table = facts.catalogue_table([]).set_index("function")
    assert len(table) == len(CATALOG)
    gelu = table.loc["GELU"]
    assert gelu["minimum"] == pytest.approx(-0.1699712075, abs=1e-10)
    assert table["maximum"].isna()["GELU"]
    assert not gelu["can die"]
    assert table.loc["SELU", "mean on N(0, 1)"] == 0.0
