"""The menu, lessons above pages, and views that stand in other pages or on paper."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from activations import CATALOG
from pages.ui import controls, draw, frame, menu
from pages.ui.guide.lessons import LESSONS, Lesson
from pages.ui.links import Query, as_link
from pages.ui.views.own_data import DIFFERENCE
from tests.pages.visiting import followed, opened, share_link, shown, views_of

drawing_pages = pytest.mark.parametrize(
    "entry", [entry for entry in menu.PAGES if entry.draws], ids=lambda entry: entry.file
)


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart")) + len(app.get("arrow_vega_lite_chart"))


def outline(block: Any) -> Any:
    """What stands in each place of a page, and what Streamlit knows widgets by."""
    if hasattr(block, "children"):
        return {place: outline(each) for place, each in block.children.items()}
    return block.type, getattr(block, "id", "")


def test_the_menu_begins_with_home_and_has_every_page_once() -> None:
    assert list(menu.MENU) == ["", "Learn", "Explore", "Networks", "Look up"]
    assert menu.MENU[""] == (menu.HOME,)
    assert sorted(entry.file for entry in menu.PAGES) == sorted(
        f"pages/{path.name}" for path in Path("pages").glob("*.py")
    )
    assert all(entry.lead for entry in menu.PAGES)


def test_links_are_written_only_where_they_are_asked_for() -> None:
    app = opened("pages/curves.py")
    app.session_state[frame._SHARE] = False
    assert not app.run().code


def test_share_gives_a_link_one_to_print_and_frames_to_embed() -> None:
    app = opened("pages/curves.py", {"f": ["ELU", "ReLU"], "ELU.alpha": "1.7"})
    link, printed, embedded, alone = (block.value for block in app.code)
    assert printed == f"{link}&show_only=results"
    for code, extra in ((embedded, "&embed=true"), (alone, "&embed=true&show_only=chart")):
        assert code.startswith("<iframe ")
        assert code.endswith("</iframe>")
        (source,) = re.findall(r'src="([^"]*)"', code)
        assert html.unescape(source) == link + extra
        assert 'height="500"' in code
    assert len(opened("pages/catalogue.py").code) == 3


@drawing_pages
def test_an_embedded_view_has_its_controls_but_no_frame(entry: menu.PageEntry) -> None:
    query: Query = {"data": "Moons", "points": "60", "hidden": "2", "neurons": "8", "epochs": "2"}
    app = AppTest.from_file(Path(__file__).parents[2] / "app.py", default_timeout=120)
    app.context["is_embedded"] = True
    app.run()
    followed(app, entry.file, query if entry.file == "pages/training.py" else {})
    assert not app.error
    assert not app.title
    assert not any(entry.file.removeprefix("pages/").removesuffix(".py") in block.value for block in app.code)  # Share
    assert not app.get("page_link")
    assert app.number_input or app.slider or app.radio or app.button_group


@pytest.mark.parametrize("entry", [entry for entry in menu.PAGES if entry.draws and entry.title != "Training"])
def test_a_chart_alone_is_the_chart_of_the_link_and_nothing_else(entry: menu.PageEntry) -> None:
    for view in views_of(entry.file):
        query: Query = {**view.choices, "f": ["ELU", "swish"], "of": "elu"}
        app = opened(entry.file, {**query, "show_only": "chart"})
        assert not app.error
        assert not any((app.title, app.button, app.number_input, app.slider, app.radio, app.multiselect))
        assert not any((app.selectbox, app.toggle, app.button_group, app.get("page_link")))
        if charts(app):
            assert charts(app) == 1
            assert not any((app.text, app.table, app.code))
        else:  # of a view that says all in words and tables
            assert not charts(opened(entry.file, query))
            assert app.text


@pytest.mark.parametrize(
    "entry", [entry for entry in menu.PAGES if entry is not menu.HOME], ids=lambda entry: entry.file
)
def test_on_the_first_page_a_browser_has_time_for_the_chart_or_table(
    entry: menu.PageEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draw, "sleep", lambda _: st.stop())
    begin = draw.begin_page
    with monkeypatch.context() as patch:
        patch.setattr(draw, "begin_page", lambda **_: begin(first=True))
        held = opened(entry.file)
    assert charts(held) + len(held.dataframe) == 1
    assert not any((held.table, held.get("page_link")))
    assert held.run().get("page_link")
    assert opened(entry.file).get("page_link")  # home came first


@pytest.mark.parametrize(
    "entry", [entry for entry in menu.PAGES if entry.draws and entry.title != "Training"], ids=lambda entry: entry.file
)
@pytest.mark.parametrize("out_of_bounds", [{}, {"eps": "7", "width": "5", "units": "0", "saturation": "7"}])
def test_on_the_first_page_controls_come_after_the_chart_in_the_places_that_they_keep(
    entry: menu.PageEntry, out_of_bounds: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    query: Query = {"f": ["ELU", "swish"], "ELU.alpha": "2", "x": ["-3", "8"], "of": "celu", **out_of_bounds}
    usual = opened(entry.file, query)
    begin = controls.begin_page

    def begin_as_first(page: str) -> bool:
        newly = controls._known().page != page
        begin(page)
        return newly

    monkeypatch.setattr(controls, "begin_page", begin_as_first)
    with monkeypatch.context() as patch:
        patch.setattr(draw, "sleep", lambda _: st.stop())
        held = opened(entry.file, query)
        assert not any((held.slider, held.number_input, held.radio, held.multiselect, held.selectbox, held.toggle))
    app = opened(entry.file, query)
    assert not app.error
    assert outline(app.main) == outline(usual.main)
    assert share_link(app) == share_link(usual)
    assert shown(app) == shown(usual)


@pytest.mark.parametrize("path", ["pages/curves.py", "pages/training.py"])
def test_on_the_first_page_the_place_of_the_chart_is_kept_free_until_it_comes(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = draw.begin_page
    monkeypatch.setattr(draw, "sleep", lambda _: None)
    monkeypatch.setattr(draw, "begin_page", lambda **_: begin(first=True))
    assert not opened(path).get("space")
    with monkeypatch.context() as patch:
        patch.setattr(draw, "chart", lambda *_, **__: st.stop())
        assert len(opened(path).get("space")) == 1


def test_a_place_is_given_up_where_no_chart_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = draw.begin_page
    monkeypatch.setattr(draw, "begin_page", lambda **_: begin(first=True))
    assert not opened("pages/curves.py", {"f": ["ReLU"], "show": "Difference"}).get("space")
    monkeypatch.setattr(draw, "chart", lambda *_, **__: 1 / 0)
    failed = opened("pages/curves.py")
    assert failed.error
    assert not failed.get("space")


def test_a_view_without_controls_has_their_values() -> None:
    query: Query = {"f": ["ELU", "swish"], "ELU.alpha": "2", "eps": "0.1", "x": ["-3", "8"], "at": "-1"}
    whole = opened("pages/curves.py", query)
    app = opened("pages/curves.py", {**query, "show_only": "results"})
    assert not app.error
    assert shown(app) == shown(whole)
    assert app.title[0].value == whole.title[0].value
    assert not any((app.number_input, app.slider, app.radio, app.multiselect, app.button, app.get("page_link")))


@pytest.mark.parametrize("values", [["nan"], ["<script>"], ["9", "-9"], [""], ["1"] * 1000])
def test_a_hostile_link_without_controls_is_survived(values: list[str]) -> None:
    for entry in menu.PAGES:
        if entry.title == "Training":
            continue
        keys = {key for view in views_of(entry.file) for key in view.keys}
        app = opened(entry.file, {**dict.fromkeys(keys | {"f", "of"}, values), "show_only": "results"})
        assert not app.error
        assert not app.exception
        assert "script" not in shown(app)


@pytest.mark.parametrize(
    "lesson", [lesson for lesson in LESSONS if lesson.key != "race"], ids=lambda lesson: lesson.key
)
def test_a_lesson_stays_with_its_reader(lesson: Lesson) -> None:
    app = opened(lesson.page, as_link(lesson.state))
    assert not app.error
    assert any(lesson.question in text.value for text in app.markdown)
    assert share_link(app)["lesson"] == [lesson.key]
    assert lesson.answer() not in shown(app)
    app.toggle(key=f"answer of {lesson.key}").set_value(True).run()
    assert not app.error
    assert lesson.answer() in shown(app)


def test_the_next_lesson_opens_in_its_own_view() -> None:
    first, second, third = LESSONS[:3]
    app = opened(first.page, as_link(first.state))
    app.slider(key="x").set_value((-3.0, 3.0)).run()
    for lesson in (second, third):
        (forth,) = (button for button in app.button if button.label == "Next lesson")
        forth.click().run()
        assert not app.error
        assert any(lesson.question in text.value for text in app.markdown)
        fresh = opened(lesson.page, as_link(lesson.state))
        assert share_link(app) == share_link(fresh)


@pytest.mark.parametrize("page", ["gains", "depth", "precision", "data"])
def test_on_paper_a_table_is_whole(page: str) -> None:
    on_screen = opened(f"pages/{page}.py")
    (table,) = (shown.value for shown in on_screen.dataframe)
    printed = opened(f"pages/{page}.py", {"show_only": "results"})
    assert not printed.error
    assert not printed.dataframe
    columns = set(table.columns) - {"function", DIFFERENCE}  # for which a sheet has no room, and which two others tell
    parts = [part.value for part in printed.table if set(part.value.columns) == columns]
    assert sum(map(len, parts)) == len(table)
    assert max(map(len, parts)) <= 15


@pytest.mark.parametrize("key", ["nonsense", "<b>", "", LESSONS[1].key])
def test_a_lesson_that_a_page_does_not_have_is_ignored_with_a_line(key: str) -> None:
    app = opened("pages/curves.py", {"lesson": key, "f": "ELU"})
    assert not app.error
    assert "names a lesson that this page does not have" in shown(app)
    assert "<b>" not in shown(app)
    assert not [toggle for toggle in app.toggle if "answer" in str(toggle.key)]
    assert "lesson" not in share_link(app)


def test_a_lesson_of_another_page_is_a_click_away() -> None:
    lesson = LESSONS[1]
    app = opened("pages/curves.py", {"lesson": lesson.key, "f": "ELU"})
    (there,) = (button for button in app.button if button.label == lesson.title)
    there.click().run()
    assert any(lesson.question in text.value for text in app.markdown)


def test_home_is_the_same_for_the_next_reader() -> None:
    """Who finds kept what the first one had drawn."""

    def links_and_pictures(app: AppTest) -> list[tuple[str, str]]:
        links = [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]
        return [*links, *((image.proto.imgs[0].alt, image.proto.link) for image in app.get("image"))]

    first = links_and_pictures(opened("pages/home.py"))
    assert len(first) > 2 * len(CATALOG)
    assert links_and_pictures(opened("pages/home.py")) == first


def test_home_shows_curves_before_cards() -> None:
    app = opened("pages/home.py")
    assert not app.error
    links = [link.proto.label for link in app.get("page_link")]
    assert links.index("Sigmoid") < links.index("**Begin**") < links.index(f"**{LESSONS[0].title}**")


HELD: Query = {
    "f": ["ELU", "Formula"],
    "ELU.alpha": "1.7",
    "formula": "tanh(a*x)",
    "Formula.a": "2",
    "Formula.a.high": "9",
}


@pytest.mark.parametrize(
    "entry", [entry for entry in menu.PAGES if entry.picks == "functions"], ids=lambda entry: entry.file
)
def test_a_page_tells_the_browser_what_each_control_holds_until_it_was_drawn_whole(
    entry: menu.PageEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/curves.py" if entry.file == "pages/gains.py" else "pages/gains.py", HELD)
    with monkeypatch.context() as patch:
        patch.setattr(frame, "_run_framed", lambda _: st.stop())
        assert told(followed(app, entry.file)) == set(HELD)
    assert told(app.run()) == set(HELD)
    assert "ELU.alpha" not in told(app.run())


def told(app: AppTest) -> set[str]:
    """The keys of the controls of functions whose widgets say what they hold, beside what they hold at first."""
    widgets = (*app.multiselect, *app.slider, *app.text_input, *app.number_input)
    return {widget.key for widget in widgets if widget.key in HELD and widget.proto.set_value}
