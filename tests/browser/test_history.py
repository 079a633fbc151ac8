"""What a browser keeps to go back to, and what is told to its address."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import choose_in_menu, chosen_functions, in_url, parameters, slider, visit, wait_until_drawn


def test_back_returns_to_the_same_functions(page: Page) -> None:
    visit(page, "/curves?f=ELU&f=SiLU&ELU.alpha=1.7")
    choose_in_menu(page, "Activation means")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activation means")
    wait_until_drawn(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Curves and derivatives")
    expect(page).to_have_url(re.compile("/curves[?]"))
    expect(page).to_have_url(in_url("ELU.alpha", "1.7"))
    assert parameters(page.url)["f"] == ["ELU", "SiLU"]
    expect(chosen_functions(page)).to_have_text(["ELU", "SiLU"])
    expect(slider(page, "ELU α")).to_have_value("1.7")


@pytest.mark.parametrize(
    "link",
    [
        "/curves?f=Formula&formula=max(x,a*x)&Formula.a=0.3&Formula.b=1.0&x=-6.0&x=6.0&fit=false&eps=0.01&v=1",
        "/depth?f=Tanh&init=He&sigma_b=0.0&layers=20&width=256&depth_seed=1&v=1",
        "/story?step=offset&whole=false&v=1",
    ],
)
def test_one_step_back_from_a_link_leads_to_the_page_before(page: Page, link: str) -> None:
    visit(page, "/constants")
    visit(page, link)
    page.go_back()
    expect(page).to_have_url(re.compile("/constants$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Constants")
    page.go_forward()
    expect(page).to_have_url(re.compile(re.escape(link) + "$"))


def test_a_preset_is_one_step_in_the_history_and_lasts_over_a_visit_to_another_page(page: Page) -> None:
    visit(page, "/depth?f=Tanh")
    page.get_by_role("button", name="Tanh at σ = 5/3", exact=True).click()
    expect(page).to_have_url(in_url("sigma_w", "1.6666666666666667"))
    wait_until_drawn(page)
    choose_in_menu(page, "Activation means")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activation means")
    wait_until_drawn(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Depth")
    expect(page.get_by_role("spinbutton", name="σ of the weights")).to_have_value("1.6667")
    wait_until_drawn(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/depth[?]f=Tanh$"))
    expect(page.get_by_role("spinbutton", name="σ of the weights")).to_have_count(0)


def test_what_a_reader_sets_stays_in_the_address_when_a_button_sets_more(page: Page) -> None:
    visit(page, "/activation_means?f=ELU&f=ReLU")
    units = page.get_by_role("spinbutton", name="Units")
    units.fill("200")
    units.press("Enter")
    expect(page).to_have_url(in_url("units", "200"))
    wait_until_drawn(page)
    page.get_by_role("button", name="Draw again").click()
    expect(page).to_have_url(in_url("seed", "36.0"))
    assert parameters(page.url)["units"] == ["200"]


def test_the_back_button_leads_out_of_a_page_after_many_moves(page: Page) -> None:
    visit(page, "/curves?f=ELU")
    visit(page, "/sigmoid_sum")
    visit(page, "/activation_means?f=ELU&f=SiLU")
    for _ in range(21):
        slider(page, "ELU α").press("ArrowRight")
    expect(page).to_have_url(in_url("ELU.alpha", "2.05"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sum of sigmoids")
    page.go_forward()
    expect(slider(page, "ELU α")).to_have_value("2.05")
