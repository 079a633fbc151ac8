"""Connections that break or are slow, and the way back."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import free_port, running_server
from tests.browser.visiting import LINES, SETTLED, in_url, parameters, slider, visit

BYTES_A_SECOND = 50_000  # 400 kbit/s
SECONDS_TO_FIRST_CHART = 8.0


def test_a_page_returns_by_itself_when_its_server_starts_again(page: Page, chromium: Path) -> None:
    port = free_port()
    with running_server(port) as server:
        visit(page, f"{server.url}/curves?f=ELU&f=SiLU&x=-3&x=8")
        slider(page, "ELU α").press("ArrowRight")
        expect(page).to_have_url(in_url("ELU.alpha", "1.05"))
        page.wait_for_function(SETTLED)
    page.wait_for_function(f"() => !({SETTLED})()")
    kept = parameters(page.url)
    with running_server(port):
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(1_000)  # it looks settled, too, before the run with which it begins anew
        page.wait_for_function(SETTLED)
        assert parameters(page.url) == kept
        expect(slider(page, "ELU α")).to_have_value("1.05")
        slider(page, "ELU α").press("ArrowRight")
        expect(page).to_have_url(in_url("ELU.alpha", "1.1"))


def test_tabs_of_one_reader_keep_apart(page: Page, context: BrowserContext) -> None:
    visit(page, "/curves?f=ELU&ELU.alpha=1.7")
    other = context.new_page()
    visit(other, "/curves?f=ELU&ELU.alpha=0.5")
    slider(other, "ELU α").press("ArrowRight")
    expect(other).to_have_url(in_url("ELU.alpha", "0.55"))
    slider(page, "ELU α").press("ArrowRight")
    expect(page).to_have_url(in_url("ELU.alpha", "1.75"))
    expect(slider(other, "ELU α")).to_have_value("0.55")


def test_a_slow_network_shows_the_first_chart_soon(
    page: Page, base_url: str, new_context: Callable[[], BrowserContext]
) -> None:
    """For a reader who has been here before: the files of Streamlit's page are 2 MB, and stay in the browser."""
    visit(page, "/curves?f=ELU")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"latency": 400, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    network.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    began = time.monotonic()
    page.goto("/curves?f=ELU&f=SiLU")
    page.locator(LINES).first.wait_for(state="attached")
    assert time.monotonic() - began < SECONDS_TO_FIRST_CHART
