"""What all pages have in common, as Streamlit runs them."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOG, FAMILIES
from pages.ui import controls, frame
from pages.ui.lessons import LESSONS, Lesson
from pages.ui.links import Query, as_query
from tests.visiting import as_written, opened, share_link, shown

every_page = pytest.mark.parametrize("entry", frame.PAGES, ids=lambda entry: entry.file)


def assert_whole(app: AppTest, entry: frame.PageEntry) -> None:
    assert not app.exception
    assert not app.error
    assert app.title[0].value == entry.title


@every_page
def test_a_page_opens_framed(entry: frame.PageEntry) -> None:
    app = opened(entry.file)
    assert_whole(app, entry)
    assert [block.language for block in app.code][:2] == ["plaintext"] * 2


def test_an_exact_value_moves_its_slider() -> None:
    app = opened("pages/curves.py", {"f": ["ELU"]})
    app.session_state["exact values"] = True
    app.run()
    app.number_input(key="exact ELU.alpha").set_value(1.6732632).run()
    assert app.slider(key="ELU.alpha").value == 1.6732632


def test_functions_are_chosen_from_their_families_too() -> None:
    app = opened("pages/curves.py", {"f": ["ELU", "Tanh"]})
    app.session_state["families multi"] = True
    app.run()
    assert [group.label for group in app.button_group] == list(FAMILIES)
    (gated,) = (group for group in app.button_group if group.label == "Gated")
    gated.set_value(["GELU", "Mish"]).run()
    assert app.multiselect(key="f").value == ["ELU", "Tanh", "GELU", "Mish"]
    (sigmoidal,) = (group for group in app.button_group if group.label == "Sigmoidal")
    sigmoidal.set_value([]).run()
    assert app.multiselect(key="f").value == ["ELU", "GELU", "Mish"]
    sigmoidal.set_value(["Sigmoid", "Tanh", "Erf", "Arctan"]).run()
    assert app.multiselect(key="f").value == ["ELU", "GELU", "Mish", "Sigmoid", "Tanh", "Erf"]
    assert not app.error


def test_the_choice_follows_the_reader_to_other_pages() -> None:
    app = opened("pages/curves.py", {"f": ["GELU", "ELU"], "ELU.alpha": "1.7"})
    app.switch_page("pages/sigmoid_sum.py").run()
    app.switch_page("pages/activation_means.py").run()
    assert app.multiselect(key="f").value == ["GELU", "ELU"]
    assert app.slider(key="ELU.alpha").value == 1.7


def test_no_function_is_an_invitation_to_choose() -> None:
    app = opened("pages/curves.py")
    app.multiselect(key="f").set_value([]).run()
    assert not app.error
    assert "Choose one" in app.info[0].value
    app.button[0].click().run()
    assert app.multiselect(key="f").value == ["Sigmoid", "ELU"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title)
def test_a_lesson_sets_the_whole_state_of_its_page(lesson: Lesson) -> None:
    app = opened(lesson.page, as_query(lesson.state))
    assert not app.error
    link = share_link(app)
    assert link.keys() == {*lesson.state, "v"}
    for key, value in as_query(lesson.state).items():
        expected = value if isinstance(value, list) else [value]
        found = link[key]
        assert [as_written(part) for part in found] == [as_written(part) for part in expected], key


@every_page
def test_a_share_link_restores_itself(entry: frame.PageEntry) -> None:
    app = opened(entry.file, {"f": ["LeakyReLU", "Tanh"], "LeakyReLU.negative_slope": "0.2345", "x": ["-3.5", "4"]})
    link = share_link(app)
    again = opened(entry.file, link)
    assert share_link(again) == link


@pytest.mark.parametrize("view", ["Difference", "Sweep"])
def test_a_share_link_restores_a_view_of_the_curves(view: str) -> None:
    query: Query = {
        "show": view,
        "f": ["ReLU", "ELU", "SiLU"],
        "minuend": "SiLU",
        "subtrahend": "ELU",
        "sweep": "SiLU.beta",
    }
    link = share_link(opened("pages/curves.py", {**query, "SiLU.beta.range": ["0.5", "1.5"]}))
    assert "SiLU" in str(link)
    assert share_link(opened("pages/curves.py", link)) == link


HOSTILE_VALUES: tuple[list[str], ...] = (
    ["nan"],
    ["inf"],
    ["-inf"],
    ["1e308"],
    [""],
    ["<script>alert(1)</script>[x](javascript:alert(1))"],
    ["9", "-9"],
    ["4", "4"],
    ["ReLU", "ReLU", "nonsense", "ELU"],
    ["1"] * 10_000,
    ["\x00", "%00", "💥"],
)


@every_page
@pytest.mark.parametrize("values", HOSTILE_VALUES, ids=lambda values: repr(values)[:30])
def test_a_hostile_link_neither_raises_nor_shows_through(entry: frame.PageEntry, values: list[str]) -> None:
    keys = share_link(opened(entry.file)).keys() | {"f", "ELU.alpha", "unknown", "v"}
    app = opened(entry.file, dict.fromkeys(keys, values))
    assert_whole(app, entry)
    assert "script" not in shown(app)


@pytest.mark.parametrize("view", ["Difference", "Sweep"])
@pytest.mark.parametrize("values", HOSTILE_VALUES, ids=lambda values: repr(values)[:30])
def test_a_hostile_link_to_a_view_of_the_curves_is_harmless(view: str, values: list[str]) -> None:
    keys = ("minuend", "subtrahend", "sweep", "ELU.alpha.range", "ELU.alpha", "x", "at", "fit")
    app = opened("pages/curves.py", {**dict.fromkeys(keys, values), "show": view, "f": ["ELU", "ReLU"]})
    assert not app.exception
    assert not app.error
    assert not app.info
    assert "script" not in shown(app)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("reference", {"of": "Sigmoid", "Sigmoid.offset": "1e-200"}),
        ("reference", {"of": "Sigmoid", "Sigmoid.offset": "5e-324"}),
        ("curves", {"f": "SiLU", "SiLU.beta": "1e-17"}),
        ("curves", {"f": "SiLU", "SiLU.beta": "1e-17", "eps": "1e-6"}),
        ("depth", {"f": "GELU", "sigma_b": "1e-100"}),
        ("depth", {"f": "ELU", "init": "LeCun", "sigma_b": "1e-24"}),
        ("depth", {"f": "Tanh", "depth": "Phases", "sigma_b": "1e-100"}),
    ],
)
def test_a_tiny_number_in_a_link_is_taken(page: str, query: dict[str, str]) -> None:
    app = opened(f"pages/{page}.py", query)
    assert not app.error
    assert not app.exception


def test_neighbouring_breakpoints_can_be_compared() -> None:
    bends = {"Hardshrink.lambd": "0.3", "Softshrink.lambd": "0.30000000000000004"}
    app = opened("pages/curves.py", {"show": "Difference", "f": ["Hardshrink", "Softshrink"], **bends})
    assert not app.error
    assert not app.exception


def test_a_choice_is_cut_to_six_known_functions() -> None:
    app = opened("pages/curves.py", {"f": [*CATALOG, "nonsense", *CATALOG]})
    assert not app.error
    assert len(share_link(app)["f"]) <= controls.MOST_FUNCTIONS


def test_an_unexpected_exception_becomes_a_sentence_with_an_id(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr("pages.ui.charts.curves.curve_table", fail)
    with caplog.at_level(logging.ERROR):
        app = opened("pages/curves.py")
    (error,) = app.error
    assert not app.exception
    assert "secret" not in error.value
    error_id = error.value.split("number ")[1].split()[0]
    assert error_id in caplog.text
    assert "a secret of the server" in caplog.text
