"""What a reader does in a browser: open a page, wait for it, set its controls, share its link."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from pages.ui.menu import HOME, MENU, PageEntry

SETTLED = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    return app?.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning"
        && !document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true]");
}"""

LINES = "[data-testid=stVegaLiteChart] path[aria-roledescription='line mark']"

TOLD = "[data-testid=stText], [data-testid=stTable]"


def address(entry: PageEntry) -> str:
    return "/" if entry is HOME else f"/{Path(entry.file).stem}"


def visit(page: Page, url: str) -> None:
    page.goto(url)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    # A page that has only begun to load can look settled, so wait for what stands last in it too.
    last = "stVegaLiteChart" if "embed=true" in page.url or "show_only" in page.url else "stPageLink"
    expect(page.get_by_test_id(last).last).to_be_attached()
    page.wait_for_function(SETTLED, timeout=90_000)
    # A short training runs by itself, and the page is drawn anew after it.
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    page.wait_for_function(SETTLED, timeout=90_000)


def parameters(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def in_url(name: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"[?&]{re.escape(name)}={re.escape(value)}(&|$)")


def slider(page: Page, label: str) -> Locator:
    # Streamlit names each end of a slider by its label and once more by the label of the whole.
    return page.get_by_role("slider", name=label)


def chosen_functions(page: Page) -> Locator:
    return page.locator("[data-testid=stMultiSelect] .react-aria-ComboBox [data-tag]")


def shared_links(page: Page) -> tuple[str, str]:
    """The link to a view, and the address in the frame that embeds it."""
    page.get_by_role("button", name="Share").click()
    codes = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
    expect(codes.nth(2)).to_be_visible()
    link, _, frame, *_ = codes.all_inner_texts()
    (source,) = re.findall(r'src="([^"]*)"', frame)
    return link, html.unescape(source)


def choose_in_menu(page: Page, title: str) -> None:
    section = next(section for section, entries in MENU.items() if title in {entry.title for entry in entries})
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()


def at_server(base: str, link: str) -> str:
    """The same link to another server."""
    return base + urlsplit(link)._replace(scheme="", netloc="").geturl()


def told(page: Page) -> list[str]:
    """What a page says in words and figures."""
    return page.locator(TOLD).all_inner_texts()
