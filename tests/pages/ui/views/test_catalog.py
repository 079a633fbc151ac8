"""The catalogue as a table."""

import pytest

from activations import CATALOG
from pages.ui.views import catalog

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
    assert FILTERED.keys() == catalog.FILTERS.keys()


@pytest.mark.parametrize("wanted", catalog.FILTERS)
def test_a_filter_keeps_what_has_the_property_and_drops_the_rest(wanted: str) -> None:
    kept = set(catalog.catalog_table([wanted])["function"])
    has_it, lacks_it = FILTERED[wanted]
    assert has_it in kept
    assert lacks_it not in kept


def test_the_catalog_table_has_properties_of_every_function() -> None:
    table = catalog.catalog_table([]).set_index("function")
    assert len(table) == len(CATALOG)
    gelu = table.loc["GELU"]
    assert gelu["minimum"] == pytest.approx(-0.1699712075, abs=1e-10)
    assert table["maximum"].isna()["GELU"]
    assert not gelu["can die"]
    assert table.loc["SELU", "mean on N(0, 1)"] == 0.0


def test_functions_are_counted_in_good_english() -> None:
    assert catalog.count_sentence(len(CATALOG), []) == f"All {len(CATALOG)} functions of the catalogue."
    assert catalog.count_sentence(2, ["odd"]) == (
        f"2 of {len(CATALOG)} functions of the catalogue have this property: odd."
    )
    assert catalog.count_sentence(1, ["odd", "convex"]) == (
        f"1 of {len(CATALOG)} functions of the catalogue has all of these properties: odd and convex."
    )
    assert catalog.count_sentence(0, ["odd"]) == "No function of the catalogue has this property: odd."
