"""What the catalogue says, as Streamlit runs it."""

import pyarrow as pa
import pytest

from activations import CATALOG
from pages.ui.links import Query
from pages.ui.wording import number_text
from tests.pages.visiting import opened, shown


def test_the_catalogue_is_filtered_by_computed_properties() -> None:
    app = opened("pages/catalogue.py")
    assert len(app.dataframe[0].value) == len(CATALOG)
    app = opened("pages/catalogue.py", {"having": ["bounded below", "smooth", "monotone"]})
    assert not app.error
    assert app.dataframe[0].value["function"].tolist() == [
        "Sigmoid",
        "Tanh",
        "ScaledTanh",
        "Arctan",
        "Erf",
        "LaplaceGate",
        "Softplus",
        "Squareplus",
        "SqrtSoftplus",
        "Exponential",
    ]
    app = opened("pages/catalogue.py", {"having": ["odd", "convex", "bounded above"]})
    assert not app.dataframe
    assert "No function of the catalogue has all of these properties: bounded above, convex and odd." in shown(app)


@pytest.mark.parametrize("query", [{}, {"own": "true", "formula": "x - 3"}])
def test_numbers_are_written_with_a_true_minus_sign_and_sorted_as_numbers(query: Query) -> None:
    app = opened("pages/catalogue.py", query)
    assert not app.error
    shown_table = app.dataframe[0]
    written = pa.ipc.open_stream(shown_table.proto.arrow_data.styler.display_values).read_pandas()
    for title in ("minimum", "maximum", "largest |f′|", "mean on N(0, 1)"):
        column = written.iloc[:, shown_table.value.columns.get_loc(title)]
        assert shown_table.value[title].dtype == float
        assert column.tolist() == [number_text(number, 6) for number in shown_table.value[title]]


def test_a_formula_is_shown_among_functions_whose_properties_it_has() -> None:
    query: Query = {"having": ["odd", "bounded below"], "own": "true"}
    app = opened("pages/catalogue.py", {**query, "formula": "x*tanh(exp(x))"})
    assert "Formula" not in app.dataframe[0].value["function"].tolist()
    assert "Formula is not among them, for want of: odd." in shown(app)
    app = opened("pages/catalogue.py", {**query, "formula": "x*exp(-x^2)"})
    assert app.dataframe[0].value["function"][0] == "Formula"
    assert "Formula, your own, stands in the table too." in shown(app)
    assert "for want of" not in shown(app)
