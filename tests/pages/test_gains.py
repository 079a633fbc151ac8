"""What the page of gains says, as Streamlit runs it."""

from tests.pages.visiting import opened, shown


def test_the_gains_page_explains_pytorchs_sigmoid() -> None:
    app = opened("pages/gains.py", {"f": ["ELU"], "ELU.alpha": "1.7"})
    assert not app.error
    assert "1.8462" in shown(app)
    assert app.dataframe[0].value.iloc[0].to_dict()["parameters"] == "α = 1.7"
