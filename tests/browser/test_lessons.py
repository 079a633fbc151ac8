"""Lessons: each opens as it was meant, whatever was set before, and its address opens it again."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from pages.ui.guide.lessons import LESSONS
from pages.ui.menu import HOME
from tests.browser.visiting import (
    at_server,
    chosen_functions,
    in_url,
    parameters,
    shared_links,
    slider,
    visit,
    wait_until_drawn,
)


def test_a_lesson_shows_nothing_that_was_set_before(page: Page) -> None:
    visit(page, "/curves?f=GELU&f=ELU&ELU.alpha=1.7&x=-3&x=8&fit=true&at=2&show=Difference")
    for title, heading, names in (
        ("Softplus, and why not just ReLU", "Curves and derivatives", ["Softplus", "ReLU"]),
        ("Whose mean is nearest to zero?", "Activation means", ["Sigmoid", "Softplus", "ReLU", "ELU"]),
    ):
        page.get_by_test_id("stTopNavLink").filter(has_text=HOME.in_menu).click()
        page.get_by_test_id("stPageLink").filter(has_text=title).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        wait_until_drawn(page)
        expect(chosen_functions(page)).to_have_text(names)
        if heading == "Curves and derivatives":
            expect(slider(page, "x range — end")).to_have_value("6")
            expect(page.get_by_role("switch", name="Fit y axes")).not_to_be_checked()
            expect(page.get_by_role("radio", name="Curves")).to_be_checked()
    expect(slider(page, "ELU α")).to_have_value("1")
    # Whatever the reader sees is what the server computes with.
    assert parameters(shared_links(page)[0])["ELU.alpha"] == ["1.0"]
    page.keyboard.press("Escape")
    slider(page, "ELU α").press("ArrowRight")
    expect(page).to_have_url(in_url("ELU.alpha", "1.05"))


def test_the_address_of_a_lesson_on_a_page_that_was_not_open_before_opens_it_elsewhere(
    page: Page, fresh_app: str, new_context: Callable[[], BrowserContext]
) -> None:
    visit(page, "/")
    page.get_by_test_id("stPageLink").filter(has_text=LESSONS[0].title).click()
    seen = {LESSONS[0].page}
    for lesson in LESSONS[1:]:
        page.get_by_role("button", name="Next lesson").click()
        expect(page).to_have_url(in_url("lesson", lesson.key))
        wait_until_drawn(page)
        if lesson.page not in seen:
            other = new_context().new_page()
            visit(other, at_server(fresh_app, page.url))
            assert parameters(shared_links(other)[0]) == parameters(shared_links(page)[0])
            page.keyboard.press("Escape")
        seen.add(lesson.page)
