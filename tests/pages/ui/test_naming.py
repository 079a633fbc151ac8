"""What becomes of names that are not the catalogue's."""

import pytest

from activations import CATALOG
from pages.ui import naming
from pages.ui.links import Query, as_link, with_links
from tests.pages.visiting import followed, opened, share_link, shown


def test_only_known_functions_each_once_and_at_most_six_get_through() -> None:
    assert naming.known_names(["ELU", "nonsense", "elu", "<b>", "swish", None]) == ["ELU", "SiLU"]
    assert naming.known_names([*CATALOG, *CATALOG]) == list(CATALOG)[: naming.MOST_FUNCTIONS]


def test_a_link_may_use_other_names_and_the_address_then_shows_the_catalogues() -> None:
    app = opened("pages/reference.py", {"of": "swish", "window": ["-3", "3"]})
    assert not app.error
    assert app.selectbox(key="of").value == "SiLU"
    assert app.query_params["of"] == "SiLU"
    assert app.slider(key="window").value == (-3.0, 3.0)
    app = opened("pages/curves.py", {"f": ["relu", "ELU", "PReLU"], "ELU.alpha": "2"})
    assert app.multiselect(key="f").value == ["ReLU", "ELU", "LeakyReLU"]
    assert share_link(app)["f"] == ["ReLU", "ELU", "LeakyReLU"]
    assert app.slider(key="ELU.alpha").value == 2.0


def test_an_unknown_name_is_told_and_the_rest_shown() -> None:
    app = opened("pages/curves.py", {"f": ["swosh", "elu"]})
    assert app.multiselect(key="f").value == ["ELU"]
    assert "The catalogue has no function called “swosh”." in shown(app)
    app.multiselect(key="f").set_value(["ReLU"]).run()
    assert "swosh" not in shown(app)
    app = opened("pages/reference.py", {"of": "shrin"})
    assert app.selectbox(key="of").value == next(iter(CATALOG))
    assert "“shrin”. It has Tanhshrink, Hardshrink, Softshrink, Shrink." in shown(app)


def test_the_name_of_a_gated_unit_leads_to_its_page() -> None:
    assert naming.gated_units(["swiglu", "<b>", "clamped_swiglu", "ELU", "GEGLU_tanh"]) == [
        "GEGLUTanh",
        "SwiGLU",
        "ClampedSwiGLU",
    ]
    for page, key in (("pages/curves.py", "f"), ("pages/reference.py", "of")):
        app = opened(page, {key: "Reglu"})
        (way,) = (link.proto for link in app.get("page_link") if link.proto.label == "ReGLU, a gated unit")
        assert (way.page, way.query_string) == ("gates", "gate=ReGLU&v=1")
    followed(app, "pages/gates.py", as_link({"gate": "ReGLU"}))
    assert app.selectbox(key="gate").value == "ReGLU"


def test_what_is_no_name_is_not_repeated() -> None:
    for text in ("<b>ELU</b>", "[x](javascript:alert(1))", "a" * 31, ""):
        sentence = naming.unknown_sentence([text])
        assert sentence.endswith("no function of the catalogue.")
        assert not text or text not in sentence


@pytest.mark.parametrize(
    ("reference", "linked"),
    [
        ("Misra 2019, arXiv 1908.08681", "Misra 2019, [arXiv 1908.08681](https://arxiv.org/abs/1908.08681)"),
        ("A, doi:10.1000/182; B", "A, [doi:10.1000/182](https://doi.org/10.1000/182); B"),
        ("Bishop 2006, 4.3.2", "Bishop 2006, 4.3.2"),
    ],
)
def test_a_reference_leads_to_what_it_names(reference: str, linked: str) -> None:
    assert with_links(reference) == linked


def test_references_of_the_catalogue_become_links() -> None:
    linked = [with_links(definition.reference) for definition in CATALOG.values()]
    assert sum("https://arxiv.org/abs/" in text for text in linked) == sum(
        "arXiv " in definition.reference for definition in CATALOG.values()
    )


@pytest.mark.parametrize("query", [{"f": ["swosh", "elu"]}, {"f": "swosh"}])
def test_an_unknown_name_is_told_without_controls_too(query: Query) -> None:
    assert "The catalogue has no function called “swosh”." in shown(
        opened("pages/curves.py", {**query, "show_only": "results"})
    )
    app = opened("pages/reference.py", {"of": "shrin", "show_only": "results"})
    assert "“shrin”. It has Tanhshrink, Hardshrink, Softshrink, Shrink." in shown(app)
