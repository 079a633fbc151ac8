"""The catalogue: it narrows, and its names open what they name."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visiting import choose_in_menu, in_url, slider, visit, wait_until_drawn


def test_the_catalogue_narrows_and_the_address_says_how(page: Page) -> None:
    visit(page, "/catalogue")
    box = page.get_by_test_id("stMultiSelect").locator("input").first
    for wanted in ("smooth", "cannot die"):
        # A longer list scrolls under the pointer while it is pressed, and then nothing is picked.
        box.fill(wanted)
        page.get_by_role("option", name=wanted, exact=True).click()
        expect(page).to_have_url(in_url("having", wanted.replace(" ", "+")))
        wait_until_drawn(page)
    expect(page.get_by_test_id("stText")).to_have_text(re.compile(r"\d+ of \d+ .* smooth and cannot die"))


def test_a_name_in_the_catalogue_opens_its_page_by_a_click_and_not_by_the_focus(page: Page) -> None:
    visit(page, "/catalogue?having=odd")
    page.get_by_role("button", name="Fullscreen").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("glide-cell-0-0")).to_be_focused()
    page.wait_for_timeout(1000)  # a cell that is selected tells the server after a moment
    expect(page).to_have_url(re.compile("/catalogue[?]"))

    click_on_name(page, row=1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Reference: ScaledTanh")
    wait_until_drawn(page)
    expect(page).to_have_url(in_url("of", "ScaledTanh"))
    expect(page).to_have_title("ScaledTanh: reference")
    choose_in_menu(page, "Catalogue")
    expect(page).to_have_title("Catalogue")


def test_a_formula_of_the_readers_own_is_opened_with_its_parameter(page: Page) -> None:
    visit(page, "/catalogue?own=true&formula=a*tanh(x)&Formula.a=2.5")
    click_on_name(page, row=0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Reference: Formula")
    wait_until_drawn(page)
    expect(page).to_have_url(in_url("of", "Formula"))
    expect(page).to_have_url(in_url("Formula.a", "2.5"))
    expect(slider(page, "Formula a")).to_have_value("2.5")


def click_on_name(page: Page, *, row: int) -> None:
    table = page.get_by_test_id("stDataFrame").bounding_box()
    assert table
    page.mouse.click(table["x"] + 40, table["y"] + 50 + 35 * row)
