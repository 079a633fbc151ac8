"""The reader's own formulas on all pages, as Streamlit runs them."""

from urllib.parse import parse_qs

import pytest

from activations import CATALOG, parse_formula
from activations.formulas.examples import EXAMPLES
from pages.ui import formulas, menu
from pages.ui.chosen import BY_VALUE
from pages.ui.links import Query
from tests.pages.visiting import code_in, comparable, followed, opened, share_link, shown

PICKING = [entry.file for entry in menu.PAGES if entry.picks != "nothing"]
SMALL = {"epochs": "2", "hidden": "2", "neurons": "8", "layers": "3", "width": "16"}


@pytest.mark.parametrize("file", PICKING)
def test_two_formulas_stand_on_every_page_and_in_its_link(file: str) -> None:
    query: Query = {
        "f": ["Formula", "Formula2"],
        "of": "Formula",
        "formula": "b*x*tanh(exp(x))",
        "formula2": "x^2/(1+abs(x))",
    }
    app = opened(file, {**query, **SMALL, "Formula.b": "2.0"})
    assert not app.warning
    assert not app.error
    assert not app.exception
    link = share_link(app)
    assert link["formula"] == ["b*x*tanh(exp(x))"]
    assert link["Formula.b"] == ["2.0"]
    again = opened(file, link)
    assert not again.error
    assert comparable(share_link(again)) == comparable(link)


def test_a_formula_follows_from_page_to_page() -> None:
    app = opened("pages/curves.py", {"f": ["Formula", "ReLU"], "formula": "sin(x)*a", "Formula.a": "0.5"})
    assert "Formula" in app.table[0].value.index
    followed(app, "pages/gains.py")
    assert share_link(app)["formula"] == ["sin(x)*a"]
    assert app.slider(key="Formula.a").value == 0.5
    assert "forward gain, 3.04" in shown(app)  # 1 / (0.5 √E sin²)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1/x", "infinite at x = 0"),
        ("log(x)", "not a real number at x = −20"),
        ("2x", "2*x"),
        ("3", "x"),
        ("__import__('os')", "Formula, character "),
        ("<b>x</b>", "Formula, character "),
        ("**bold**", "Formula, character "),
        ("", ""),
        ("x" * 999, "200"),
    ],
)
def test_a_wrong_formula_says_why_and_loses_nothing(text: str, problem: str) -> None:
    app = opened("pages/curves.py", {"f": ["Formula", "ELU"], "formula": text, "ELU.alpha": "1.5"})
    if text:
        (error,) = app.warning
        assert problem in error.value.replace("\\", "")
        assert share_link(app)["formula"] == [text]
    assert "ELU" in app.table[0].value.index
    assert share_link(app)["f"] == ["Formula", "ELU"]
    app.text_input(key="formula").set_value("x*tanh(exp(x))").run()
    assert not app.warning
    assert list(app.table[0].value.index) == ["Formula", "ELU"]


def test_alone_a_wrong_formula_leaves_the_page_to_its_message() -> None:
    for file in PICKING:
        app = opened(file, {"f": ["Formula"], "of": "Formula", "formula": "log(x)", **SMALL})
        (error,) = app.warning
        assert "not a real number" in error.value
        assert not app.exception


def test_a_parameter_that_makes_a_formula_infinite_is_said_and_can_be_moved_back() -> None:
    app = opened("pages/curves.py", {"f": "Formula", "formula": EXAMPLES["Snake"], "Formula.a": "0.0"})
    (error,) = app.warning
    assert "x =" in error.value.replace("\\", "")
    app.slider(key="Formula.a").set_value(2.0).run()
    assert not app.warning


def test_a_reader_sets_the_range_of_a_parameter() -> None:
    app = opened("pages/curves.py", {"f": "Formula", "formula": "a*x", "Formula.a.high": "30", "Formula.a": "20"})
    assert app.slider(key="Formula.a").value == 20.0
    app.number_input(key="Formula.a.high").set_value(10.0).run()
    assert (app.slider(key="Formula.a").value, app.slider(key="Formula.a").max) == (10.0, 10.0)
    app.number_input(key="Formula.a.low").set_value(40.0).run()
    assert (app.slider(key="Formula.a").min, app.slider(key="Formula.a").max) == (10.0, 40.0)
    assert not app.warning


def test_formulas_of_two_readers_share_no_results() -> None:
    for file in ("pages/activation_means.py", "pages/depth.py"):
        texts = [opened(file, {"f": "Formula", "formula": text, **SMALL}) for text in ("x^2", "x^2 + 1")]
        one, other = (shown(app) for app in texts)
        assert one != other
    by_value = next(iter(BY_VALUE.values()))
    assert by_value(parse_formula("x^2")()) != by_value(parse_formula("x^2 + 1")())


def test_a_formula_stands_in_the_catalogue_beside_the_others() -> None:
    app = opened("pages/catalogue.py", {"own": "true", "formula": "x*a", "Formula.a": "3.0"})
    row = app.dataframe[0].value.iloc[0]
    assert (row["function"], row["shape"], row["largest |f′|"]) == ("Formula", "linear", 3.0)
    assert len(app.dataframe[0].value) == len(CATALOG) + 1


def test_what_is_invented_already_is_found() -> None:
    app = opened("pages/reference.py", {"of": "Formula", "formula": "2*sigmoid(2*x) - 1"})
    assert "Formula(x) = Tanh(x)" in shown(app)
    new = opened("pages/reference.py", {"of": "formula2", "formula2": EXAMPLES["Logish"]})
    assert "No function of the catalogue equals Formula2" in shown(new)


def test_the_nearest_function_is_told_with_its_distance() -> None:
    app = opened("pages/reference.py", {"of": "Formula", "formula": "0.7*silu(1.2*x) + 0.01*sin(3*x)"})
    assert "The nearest is a scaled SiLU: for −6 ≤ x ≤ 6 the two differ by 0.00" in shown(app)
    assert "Formula(x) ≈ 0.7·SiLU(1.2x" in shown(app)
    same = opened("pages/reference.py", {"of": "Formula", "formula": "where(x < 9, tanh(x), 1)"})
    assert "The nearest is a scaled Tanh: for −6 ≤ x ≤ 6 it is the same to the digits shown." in shown(same)
    line = opened("pages/reference.py", {"of": "Formula", "formula": "where(x < 9, x, 9)"})
    assert not line.exception
    assert "The nearest is" not in shown(line)


def test_every_example_can_be_taken_with_a_click() -> None:
    app = opened("pages/curves.py", {"f": "Formula"})
    app.session_state["help with Formula"] = True
    app.run()
    for label, text in EXAMPLES.items():
        (button,) = (each for each in app.button if each.label == label)
        button.click().run()
        assert app.text_input(key=formulas.TEXTS["Formula"].key).value == text
        assert not app.warning


def test_a_formula_is_tried_in_few_digits() -> None:
    app = opened("pages/precision.py", {"formula_of": "Formula", "formula": "exp(x) - 1", "format": "float16"})
    assert not app.warning
    assert "Formula in float16, as typed" in shown(app)
    assert any("np.expm1(x)" in code for code in code_in(app, "forms", "As code"))
    app.text_input(key="formula").set_value("log(1 + exp(x)) + x").run()
    assert "np.exp(x)) + x" in "".join(code.value for code in app.code)
    app.text_input(key="formula").set_value("log(x)").run()
    assert len(app.warning) == 1


def test_links_to_a_formula_carry_it_with_its_ranges() -> None:
    query = {"of": "Formula", "formula": "a*x^3", "Formula.a": "2.5", "Formula.a.low": "1.0", "Formula.a.high": "9.0"}
    app = opened("pages/reference.py", query)
    ways = [parse_qs(link.proto.query_string) for link in app.get("page_link")]
    carrying = [way for way in ways if "Formula" in (*way.get("f", []), *way.get("of", []))]
    assert carrying
    for way in carrying:
        assert {key: way[key] for key in query.keys() - {"of"}} == {key: [query[key]] for key in query.keys() - {"of"}}


def test_a_parameter_starts_where_the_formula_is_no_straight_line() -> None:
    app = opened("pages/curves.py", {"f": "Formula", "formula": "max(x, a*x)"})
    assert app.slider(key="Formula.a").value == 0.5
    app.text_input(key="formula").set_value("tanh(a*x)").run()
    assert app.slider(key="Formula.a").value == 1.0
    app.text_input(key="formula").set_value("max(x, a*x)").run()
    assert app.slider(key="Formula.a").value == 0.5
    app.slider(key="Formula.a").set_value(0.2).run()
    app.text_input(key="formula").set_value("tanh(a*x)").run()
    assert app.slider(key="Formula.a").value == 0.2


def test_a_whole_link_names_the_start_of_a_parameter_against_what_was_set_before() -> None:
    app = opened("pages/curves.py", {"f": "Formula", "formula": "max(x, a*x)", "Formula.a": "3.0"})
    link = share_link(opened("pages/gains.py", {"f": "Formula", "formula": "max(x, a*x)"}))
    assert link["Formula.a"] == ["0.5"]
    followed(app, "pages/gains.py", link)
    assert app.slider(key="Formula.a").value == 0.5
