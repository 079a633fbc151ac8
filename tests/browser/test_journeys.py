"""What a reader does: follows links, sets controls, goes from page to page, shares what is seen."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from pages.ui.menu import HOME, MENU, PAGES
from tests.browser.visiting import (
    LINES,
    SETTLED,
    TOLD,
    address,
    at_server,
    choose_in_menu,
    chosen_functions,
    in_url,
    parameters,
    shared_links,
    slider,
    told,
    visit,
    wait_until_drawn,
)


@pytest.mark.parametrize(
    "path",
    [
        *("/curves?f=ELU&f=SiLU", "/activation_means", "/sigmoid_sum"),
        *("/reference?of=ELU&ELU.alpha=1.7", "/depth?f=Tanh&init=LeCun", "/story?step=relu&guess_relu=1"),
    ],
)
def test_the_first_visitor_of_a_server_gets_a_whole_page(fresh_app: str, page: Page, path: str) -> None:
    entry = next(entry for entry in PAGES if address(entry) == urlsplit(path).path)
    visit(page, fresh_app + path)
    expect(page.get_by_role("heading", level=1)).to_contain_text(entry.title)
    expect(page.get_by_test_id("stTopNavLink")).to_have_text([HOME.in_menu])
    expect(page.get_by_test_id("stTopNavSection")).to_have_text([section for section in MENU if section])
    expect(page.locator(LINES).first).to_have_attribute("d", re.compile("L"))
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_link_keeps_a_slider_moved_with_the_keyboard(page: Page) -> None:
    visit(page, "/curves?f=ELU")
    slider(page, "ELU α").press("ArrowRight")
    expect(page).to_have_url(in_url("ELU.alpha", "1.05"))
    page.reload()
    expect(slider(page, "ELU α")).to_have_value("1.05")


def test_an_exact_value_moves_slider_and_address(page: Page) -> None:
    visit(page, "/curves?f=ELU")
    page.get_by_role("button", name="Exact values").click()
    box = page.get_by_role("dialog").get_by_label("ELU α")
    box.fill("1.2345")
    box.press("Enter")
    expect(page).to_have_url(in_url("ELU.alpha", "1.2345"))
    expect(slider(page, "ELU α")).to_have_attribute("aria-valuetext", re.compile(r"1\.23"))


def test_a_menu_click_keeps_the_chosen_functions(page: Page) -> None:
    visit(page, "/curves?f=ELU&f=SiLU&ELU.alpha=1.7")
    choose_in_menu(page, "Activation means")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activation means")
    expect(page).to_have_url(in_url("ELU.alpha", "1.7"))
    assert parameters(page.url)["f"] == ["ELU", "SiLU"]
    expect(chosen_functions(page)).to_have_text(["ELU", "SiLU"])
    expect(slider(page, "ELU α")).to_have_value("1.7")


def test_a_shared_link_opens_the_same_view_elsewhere(
    page: Page, fresh_app: str, new_context: Callable[[], BrowserContext]
) -> None:
    visit(page, "/curves?f=GELU&f=ELU&ELU.alpha=1.7&x=-3&x=8&fit=true&eps=0.05&at=2")
    figures = page.get_by_test_id("stTable").inner_text()
    link, _ = shared_links(page)

    other = new_context().new_page()
    visit(other, at_server(fresh_app, link))
    expect(chosen_functions(other)).to_have_text(["GELU", "ELU"])
    expect(slider(other, "ELU α")).to_have_value("1.7")
    expect(slider(other, "x range — start")).to_have_value("-3")
    expect(slider(other, "x range — end")).to_have_value("8")
    expect(other.get_by_role("switch", name="Fit y axes")).to_be_checked()
    expect(other.get_by_role("spinbutton", name="ε: gradient vanishes below")).to_have_value("0.05")
    expect(other.get_by_test_id("stTable")).to_have_text(re.compile(r"f\(2\)"))
    assert other.get_by_test_id("stTable").inner_text() == figures


def test_an_embedded_view_has_no_menu(page: Page) -> None:
    visit(page, "/curves?f=GELU&f=ELU&ELU.alpha=1.7")
    link, embedded_link = shared_links(page)
    assert parameters(embedded_link) == parameters(link) | {"embed": ["true"]}
    visit(page, embedded_link)
    expect(chosen_functions(page)).to_have_text(["GELU", "ELU"])
    expect(page.get_by_test_id("stMainMenu")).to_have_count(0)
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(0)
    expect(page.get_by_role("button", name="Share")).to_have_count(0)


def test_the_menu_keeps_what_was_set(page: Page) -> None:
    visit(page, "/curves?f=GELU&f=ELU&x=-3&x=8&fit=true")
    for heading in ("Sum of sigmoids", "Curves and derivatives"):
        choose_in_menu(page, heading)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        wait_until_drawn(page)
    expect(slider(page, "x range — end")).to_have_value("8")
    expect(page.get_by_role("switch", name="Fit y axes")).to_be_checked()


def test_a_link_with_the_old_name_of_own_weights_is_understood(page: Page) -> None:
    visit(page, "/depth?f=Tanh&init=Own+σ_w&sigma_w=1.3&width=32")
    expect(page.get_by_role("spinbutton", name="σ of the weights")).to_have_value("1.3000")
    expect(page).to_have_url(in_url("init", "Own+%CF%83"))
    page.reload()
    wait_until_drawn(page)
    expect(page.get_by_role("spinbutton", name="σ of the weights")).to_have_value("1.3000")


@pytest.mark.parametrize(
    ("path", "label", "parameter"),
    [
        ("/depth", "Tanh at σ = 5/3", ("sigma_w", "1.6666666666666667")),
        ("/gates", "DeepSeek-V4's", ("gate.ClampedSwiGLU.bias", "0.0")),
    ],
)
def test_the_address_has_what_a_preset_sets_also_in_controls_that_come_with_it(
    page: Page, new_context: Callable[[], BrowserContext], path: str, label: str, parameter: tuple[str, str]
) -> None:
    visit(page, path)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page).to_have_url(in_url(*parameter))
    wait_until_drawn(page)
    set_here = parameters(shared_links(page)[0])
    other = new_context().new_page()
    visit(other, page.url)
    assert parameters(shared_links(other)[0]) == set_here


def test_a_preset_of_the_sum_changes_figures_and_address(page: Page) -> None:
    visit(page, "/sigmoid_sum")
    figures = page.get_by_test_id("stTable")
    expect(figures.locator("tbody tr").first.locator("td")).to_have_text(["0.5254", "at x = 9.8"])
    page.get_by_role("button", name="Nair and Hinton's unit steps").click()
    expect(page).to_have_url(in_url("spacing", "1.0"))
    assert parameters(page.url)["divisor"] == ["1.0"]
    expect(figures.locator("tbody tr").first.locator("td")).not_to_have_text(["0.5254", "at x = 9.8"])


def test_drawing_again_takes_the_next_seed(page: Page) -> None:
    visit(page, "/activation_means?f=ELU&f=ReLU&seed=7")
    figures = page.get_by_test_id("stTable")
    before = figures.inner_text()
    page.get_by_role("button", name="Draw again").click()
    expect(page).to_have_url(in_url("seed", "8.0"))
    expect(figures).not_to_have_text(before, use_inner_text=True)


def test_shared_links_to_all_kinds_of_views_open_on_a_fresh_server(page: Page, fresh_app: str) -> None:
    for path in (
        "/reference?of=ELU&ELU.alpha=1.7&saturation=0.2",
        "/depth?f=GELU&f=Tanh&init=Own+σ_w&sigma_w=1.3&layers=7&width=48&depth_seed=5",
        "/depth?depth=Phases&f=Tanh&f=ReLU&phase=ReLU&sigma_b=0.3",
        "/gains?f=ELU&ELU.alpha=0.5",
        "/catalogue?having=smooth&having=odd",
        "/story?step=elu&guess_elu=Never&story_alpha=1.5&story_mean=-1",
    ):
        visit(page, path)
        expect(page.locator(TOLD).first).to_be_attached()
        words = told(page)
        assert words
        link, _ = shared_links(page)
        visit(page, at_server(fresh_app, link))
        expect(page.locator(TOLD).first).to_be_attached()
        assert told(page) == words, path


def test_the_address_follows_the_reader_through_the_story(page: Page, troubles: list[str]) -> None:
    visit(page, "/story")
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(in_url("step", "offset"))
    page.get_by_text("½").click()
    expect(page).to_have_url(in_url("guess_offset", "%C2%BD"))
    expect(page.get_by_text("Right.")).to_be_visible()
    page.reload()
    wait_until_drawn(page)
    expect(page.get_by_role("heading", level=2)).to_have_text("2. The sigmoid")
    expect(page.get_by_text("the sigmoid is 0.5")).to_be_visible()
    assert troubles == []


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_the_story_on_a_phone_stays_where_its_reader_is(page: Page, troubles: list[str]) -> None:
    visit(page, "/story?step=offset")
    question, chart = page.get_by_text("What is its value at its offset?"), page.get_by_test_id("stVegaLiteChart")
    before = top_of(question)
    page.get_by_text("½", exact=True).click()
    expect(page.get_by_text("Right.")).to_be_visible()
    wait_until_drawn(page)
    assert top_of(question) == pytest.approx(before, abs=2)
    forth = page.get_by_role("button", name="Next")
    forth.evaluate("button => button.scrollIntoView()")
    forth.click()
    expect(page.get_by_role("heading", level=2)).to_have_text("3. Its gradient vanishes")
    wait_until_drawn(page)
    assert 0 <= top_of(chart) < 422
    page.get_by_role("button", name="Steps").click()
    last = page.get_by_role("radio", name="training")
    expect(last).to_have_accessible_description("9. What it buys")
    last.check(force=True)
    expect(page).to_have_url(in_url("step", "training"))
    page.keyboard.press("Escape")
    wait_until_drawn(page)
    assert 0 <= top_of(chart) < 422
    page.reload()
    wait_until_drawn(page)
    expect(page.get_by_role("heading", level=2)).to_have_text("9. What it buys")
    page.get_by_text("Show me").click()
    table = page.get_by_test_id("stTable")
    expect(table).to_contain_text("can die")
    assert table.evaluate("table => [table, ...table.querySelectorAll('*')].every(e => e.scrollWidth <= 390)")
    assert table.locator("table").evaluate("table => table.getBoundingClientRect().right") <= 390
    assert troubles == []


def top_of(place: Locator) -> float:
    """Where it begins in the window."""
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def test_adding_sigmoids_plays_in_the_browser(page: Page, troubles: list[str]) -> None:
    visit(page, "/story?step=sum&guess_sum=Show+me")
    page.get_by_text("Play it").click()
    title = page.locator("[data-testid=stVegaLiteChart] .role-title-text text")
    for count in ("3", "10", "100"):
        expect(title).to_have_text(f"Sigmoids: {count}")
    expect(page).not_to_have_url(re.compile("play"))
    assert troubles == []


def test_a_function_is_found_by_what_others_call_it(page: Page, troubles: list[str]) -> None:
    visit(page, "/curves?f=elu&f=swish")
    expect(chosen_functions(page)).to_have_text(["ELU", "SiLU"])
    assert parameters(page.url)["f"] == ["ELU", "SiLU"]
    box = page.get_by_test_id("stMultiSelect").locator("input").first
    for typed, names in (
        ("logistic", ["ELU", "SiLU", "Sigmoid"]),
        ("hard_silu", ["ELU", "SiLU", "Sigmoid", "Hardswish"]),
        ("GELU", ["ELU", "SiLU", "Sigmoid", "Hardswish", "GELU"]),
    ):
        box.click()
        box.type(typed)
        box.press("Enter")
        expect(chosen_functions(page)).to_have_text(names)
        expect(page).to_have_url(in_url("f", names[-1]))
        wait_until_drawn(page)
        assert parameters(page.url)["f"] == names
    assert troubles == []


def test_lessons_lead_from_view_to_view(page: Page, troubles: list[str]) -> None:
    visit(page, "/curves?f=GELU&f=SiLU&f=ReLU&lesson=gates_turn&v=1")
    page.get_by_text("Show the answer").click()
    expect(page.get_by_text("SiLU's at x = −1.278")).to_be_visible()
    page.get_by_role("button", name="Next lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Depth")
    wait_until_drawn(page)
    expect(chosen_functions(page)).to_have_text(["Sigmoid", "Tanh", "ReLU", "ELU"])
    expect(page).to_have_url(in_url("init", "Forward+gain"))
    page.reload()
    wait_until_drawn(page)
    expect(chosen_functions(page)).to_have_text(["Sigmoid", "Tanh", "ReLU", "ELU"])
    expect(page.get_by_text("Lesson 9 of 11")).to_be_visible()
    assert troubles == []


@pytest.mark.browser_context_args(viewport={"width": 800, "height": 500})
@pytest.mark.parametrize("step", ["line", "mean", "training"])
def test_a_scene_alone_is_whole_in_a_frame(page: Page, step: str) -> None:
    page.goto(f"/story?step={step}&guess_{step}=Show+me&embed=true&show_only=chart")
    chart = page.get_by_test_id("stVegaLiteChart")
    chart.locator("svg").wait_for()
    page.wait_for_function(SETTLED)
    box = chart.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 800
    assert box["y"] + box["height"] <= 500
    expect(page.get_by_role("radio")).to_have_count(0)
