"""A reader's own formula and own numbers, from page to page and from server to server."""

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

from activations import CATALOG, moments_of, parse_formula
from activations.random_inputs.empirical import Empirical
from pages.ui.menu import PAGES
from pages.ui.wording import number_text
from tests.browser.visiting import (
    at_server,
    choose_in_menu,
    chosen_functions,
    in_url,
    parameters,
    shared_links,
    slider,
    visit,
    wait_until_drawn,
)

TEXT = "x*tanh(a*exp(x))"
NUMBERS = np.round(np.random.default_rng(8).gamma(2.0, size=321) - 1.0, 3)
CSV = "\n".join(["layer;pre-activation", *(f"3;{str(z).replace('.', ',')}" for z in NUMBERS.tolist())])


def test_a_formula_and_a_file_go_with_their_reader(page: Page, fresh_app: str, troubles: list[str]) -> None:
    visit(page, "/curves?f=ELU")
    add_formula(page)
    link, _ = shared_links(page)
    figures = page.get_by_test_id("stTable").inner_text()

    visit(page, at_server(fresh_app, link))
    assert page.get_by_test_id("stTable").inner_text() == figures
    for entry in PAGES:
        if entry.picks == "functions":
            choose_in_menu(page, entry.title)
            expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
            check_formula(page)
            expect(chosen_functions(page)).to_have_text(["ELU", "Formula"])
    look_it_up(page)
    upload_and_return(page)
    draw_from_the_file(page)
    assert troubles == []


def add_formula(page: Page) -> None:
    box = page.get_by_test_id("stMultiSelect").locator("input").first
    box.click()
    box.type("Formula")
    box.press("Enter")
    expect(chosen_functions(page)).to_have_text(["ELU", "Formula"])
    text = page.get_by_label("Formula: f(x) =", exact=True)
    text.fill(TEXT)
    text.press("Enter")
    slider(page, "Formula a").press("ArrowRight")
    expect(page).to_have_url(in_url("Formula.a", "1.1"))
    expect(page.get_by_test_id("stTable")).to_contain_text("Formula")
    wait_until_drawn(page)
    assert parameters(page.url)["formula"] == [TEXT]


def check_formula(page: Page) -> None:
    wait_until_drawn(page)
    expect(page.get_by_label("Formula: f(x) =", exact=True)).to_have_value(TEXT)
    expect(slider(page, "Formula a")).to_have_value("1.1")
    expect(page.get_by_test_id("stAlertContentWarning")).to_have_count(0)


def look_it_up(page: Page) -> None:
    choose_in_menu(page, "Catalogue")
    page.get_by_text("Your formula among them").click()
    expect(page).to_have_url(in_url("own", "true"))
    check_formula(page)
    choose_in_menu(page, "Reference")
    choose(page.get_by_test_id("stSelectbox").locator("input").first, "Formula")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reference: Formula")
    check_formula(page)
    expect(page.get_by_test_id("stText").filter(has_text="No function of the catalogue equals Formula")).to_be_visible()


def choose(box: Locator, name: str) -> None:
    box.click()
    box.fill(name)
    box.press("Enter")


def upload_and_return(page: Page) -> None:
    choose_in_menu(page, "Your data")
    wait_until_drawn(page)
    file = {"name": "layer.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)  # type: ignore[arg-type]
    column = page.get_by_test_id("stSelectbox").filter(has_text="Column or array").locator("input").first
    expect(column).to_be_visible()
    wait_until_drawn(page)
    choose(column, "pre-activation")
    expect(page.get_by_text("321 numbers from")).to_be_visible()
    choose_in_menu(page, "Gains")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gains")
    wait_until_drawn(page)
    choose_in_menu(page, "Your data")
    expect(page.get_by_text("321 numbers from")).to_be_visible()
    expect(page.get_by_text("On show: layer.csv")).to_be_visible()
    check_formula(page)


def draw_from_the_file(page: Page) -> None:
    page.get_by_test_id("stPageLink").filter(has_text="The means of units that see such inputs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Activation means")
    expect(page.get_by_text("the 321 numbers of pre-activation in layer.csv")).to_be_visible()
    wait_until_drawn(page)
    assert parameters(page.url)["f"] == ["ELU", "Formula"]
    check_formula(page)
    for activation in (CATALOG["ELU"](), parse_formula(TEXT)(a=1.1)):
        row = page.get_by_test_id("stTable").locator("tr").filter(has_text=re.compile(f"^{activation.name}"))
        expect(row).to_contain_text(number_text(moments_of(activation, Empirical(NUMBERS)).mean, 6))
    assert "layer" not in shared_links(page)[0]
