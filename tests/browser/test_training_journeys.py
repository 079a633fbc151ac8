"""What a reader does on the training page."""

import re

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.visiting import (
    LINES,
    at_server,
    in_url,
    parameters,
    shared_links,
    told,
    visit,
    wait_until_drawn,
)

BOTH_TRAINED = re.compile("ReLU.* after 10 epochs.*ELU.* after 10 epochs", re.DOTALL)


def test_a_long_training_waits_for_a_click_and_can_be_stopped(page: Page, troubles: list[str]) -> None:
    visit(page, "/training?data=Moons&f=ReLU&f=ELU&points=1000&hidden=6&neurons=64&epochs=300&batch=16")
    main = page.get_by_test_id("stMainBlockContainer")
    expect(page.get_by_test_id("stAlert")).to_contain_text("ReLU and ELU wait to be trained")
    main.get_by_role("button", name="Train", exact=True).click()
    main.get_by_role("button", name="Stop").click()
    expect(main.get_by_role("button", name="Train", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stText").first).to_contain_text("ReLU")
    assert troubles == []


def test_a_link_to_a_short_training_shows_the_same_elsewhere(page: Page, fresh_app: str, troubles: list[str]) -> None:
    visit(page, "/training?data=Moons&f=ReLU&f=ELU&points=60&hidden=2&neurons=16&epochs=10&rate=0.1")
    expect(page.get_by_test_id("stText").first).to_contain_text(BOTH_TRAINED)
    wait_until_drawn(page)
    words = told(page)
    link, _ = shared_links(page)
    visit(page, at_server(fresh_app, link))
    expect(page.get_by_test_id("stText").first).to_contain_text(BOTH_TRAINED)
    wait_until_drawn(page)
    assert told(page) == words
    assert troubles == []


def test_a_preset_of_training_is_drawn_after_one_click(page: Page, troubles: list[str]) -> None:
    visit(page, "/training?data=Moons&f=ReLU&points=60&hidden=2&neurons=16&epochs=10")
    page.get_by_role("button", name="The ELU paper's race").click()
    expect(page.get_by_test_id("stText").first).to_contain_text("ELU with all 3 seeds: training loss")
    expect(page.locator(LINES)).not_to_have_count(0)
    assert troubles == []


def test_another_epoch_draws_its_part_of_the_page_alone_and_is_in_the_link(page: Page, troubles: list[str]) -> None:
    received: list[WebSocket] = []
    page.on("websocket", lambda stream: stream.on("framereceived", lambda _: received.append(stream)))
    visit(page, "/training?f=ReLU&f=ELU")
    whole = len(received)
    received.clear()
    page.get_by_role("spinbutton", name="After epoch").press("ArrowUp")
    expect(page.get_by_text("After epoch 2", exact=True)).to_be_visible()
    expect(page).to_have_url(in_url("gradients", "2"))
    wait_until_drawn(page)
    assert len(received) < whole / 2
    link, _ = shared_links(page)
    assert parameters(link)["gradients"] == ["2"]
    assert troubles == []
