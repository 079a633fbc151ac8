"""What the catalogue says, as Streamlit runs it."""

from activations import CATALOG
from tests.pages.visiting import opened, shown


def test_the_catalogue_is_filtered_by_computed_properties() -> None:
    app = opened("pages/catalogue.py")
    assert len(app.dataframe[0].value) == len(CATALOG)
    app = opened("pages/catalogue.py", {"having": ["bounded below", "smooth", "monotone"]})
    assert not app.error
    names = app.dataframe[0].value["function"].tolist()
    assert [name.removeprefix("reference?of=") for name in names] == [
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
    assert "No function has all of these properties: bounded above, convex and odd." in shown(app)
