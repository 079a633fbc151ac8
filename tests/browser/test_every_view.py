"""Every page and view in light, in dark and on a phone, and with links of strangers."""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.ui.menu import HOME, PAGES, PageEntry
from tests.browser.visiting import LINES, SETTLED, address, visit
from tests.pages.visiting import opened, share_link

# The sections of the menu on a phone are lists with headings among their items; a formula scrolls by two pixels; the
# place to drop a file on has a name, although it says that it has none.
STREAMLITS_OWN = [["[data-testid=stSidebarNavItems]"], [".katex-display"], ["[data-testid=stFileUploaderDropzone]"]]

Scheme = Literal["light", "dark"]

BACKGROUNDS: dict[Scheme, str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(0, 0, 0)"}

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

ON_PHONE = pytest.mark.browser_context_args(**PHONE)

on_screen_and_phone = pytest.mark.parametrize(
    "schemes", [pytest.param(("light", "dark"), id="screen"), pytest.param(("light",), id="phone", marks=ON_PHONE)]
)

OTHER_VIEWS = (
    "/curves?show=Difference&f=Softplus&f=ReLU",
    "/curves?show=Sweep&f=ELU&f=SiLU&sweep=SiLU.beta",
    "/depth?depth=Phases&f=Tanh&f=ReLU&phase=ReLU",
    "/training?data=Spirals&f=Tanh&f=ELU",
    "/curves?f=GELU&f=SELU&f=RReLU&f=GELUTanh&f=Hardtanh&f=CELU",
    "/curves?f=LeakyReLU&f=SparsePlus",
    "/activation_means?grid=true",
    "/story?step=sum&guess_sum=A+staircase",
    "/story?step=mean&guess_mean=ReLU&embed=true&show_only=chart",
    "/curves?f=ELU&f=SiLU&show_only=results",
    "/catalogue?having=smooth&having=odd",
    "/depth?lesson=sigmoid_layers&f=Sigmoid&f=ReLU&init=Forward+gain",
)

MARKUP = "<img src=x onerror=window.injected=1><script>window.injected=1</script>[a](javascript:alert(1))"

SHEET = 718  # pixels: the width of A4, less the margins of a browser

PRINTED = [f"{address(entry)}?" for entry in PAGES if entry.draws]

# Those of tests/pages/test_every_page.py in which a browser has a part, for the keys a page has as it opens: to know
# all takes longer than the visits. None opens an address that carries thousands of values for each of its keys.
HOSTILE_VALUES, MANY = ([MARKUP], ["-inf", "inf"]), ["ELU"] * 3000


def content(path: str) -> str:
    """What a page is there to show, once it is drawn."""
    if path.startswith(("/gains", "/catalogue")):
        return "[data-testid=stDataFrame] canvas"
    if path.startswith("/constants"):
        return "[data-testid=stDataFrame] canvas, [data-testid=stAlert]"  # none may have the words looked for
    if path.startswith("/training"):
        return f"{LINES}, [data-testid=stAlert]"  # what no one has trained yet waits for a click
    if "grid=true" in path:
        return "[data-testid=stVegaLiteChart] path[aria-roledescription=bar]"
    is_map = "depth=Phases" in path or (path.startswith("/gates") and "gates=" not in path)
    return "[data-testid=stVegaLiteChart] canvas" if is_map else LINES


def take_on(page: Page, scheme: Scheme) -> None:
    """As when a reader's system turns dark in the evening: an open page follows."""
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
    page.wait_for_function(SETTLED)


def check_accessible(page: Page) -> None:
    result = Axe().run(page, {"exclude": STREAMLITS_OWN})
    broken = {violation["id"] for violation in result.response["violations"]}
    assert not broken, "\n".join(result.generate_report(rule) for rule in sorted(broken))


def check_whole(page: Page, troubles: list[str]) -> None:
    """That it is accessible and quiet, and fits the screen."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.wait_for_function(
        """[document.documentElement, document.querySelector("[data-testid=stMain]")]
            .every((element) => element.scrollWidth === element.clientWidth)"""
    )
    check_accessible(page)
    assert troubles == []


@on_screen_and_phone
@pytest.mark.parametrize("path", [*map(address, PAGES)])
def test_a_page_is_accessible_quiet_and_fits_the_screen(
    page: Page, troubles: list[str], path: str, schemes: Sequence[Scheme]
) -> None:
    page.emulate_media(color_scheme=schemes[0])
    visit(page, path)
    if path != "/":
        page.locator(content(path)).first.wait_for()
    for scheme in schemes:
        take_on(page, scheme)
        check_whole(page, troubles)


@pytest.mark.parametrize("path", OTHER_VIEWS)
def test_another_view_is_so_too_also_when_the_window_turns_narrow(page: Page, troubles: list[str], path: str) -> None:
    page.emulate_media(color_scheme="light")
    visit(page, path)
    page.locator(content(path)).first.wait_for()
    check_whole(page, troubles)
    take_on(page, "dark")
    check_whole(page, troubles)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(SETTLED)
    check_whole(page, troubles)


@on_screen_and_phone
@pytest.mark.parametrize("path", ["/curves", "/reference"])
def test_the_families_are_accessible(page: Page, path: str, schemes: Sequence[Scheme]) -> None:
    page.emulate_media(color_scheme=schemes[0])
    visit(page, path)
    page.get_by_role("button", name="By family").click()
    expect(page.get_by_test_id("stPopoverBody").get_by_text("Exponential linear")).to_be_visible()
    page.wait_for_function(SETTLED)
    for scheme in schemes:
        take_on(page, scheme)
        check_accessible(page)


@pytest.mark.parametrize("entry", [entry for entry in PAGES if entry is not HOME], ids=address)
def test_hostile_links_are_harmless(page: Page, troubles: list[str], entry: PageEntry) -> None:
    keys = sorted({"v", "embed_options", "unknown", *share_link(opened(entry.file))})
    query = {key: HOSTILE_VALUES[k % 2] for k, key in enumerate(keys, start=PAGES.index(entry))}
    if "f" in query:
        query["f"] = MANY
    path = address(entry)
    visit(page, f"{path}?{urlencode(query, doseq=True)}")
    expect(page.locator(content(path)).first).to_be_attached()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("This view could not be drawn")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    expect(page.locator("[onerror], [href^='javascript:'], img[src=x]")).to_have_count(0)
    assert page.evaluate("window.injected") is None
    assert troubles == []


@pytest.mark.parametrize("path", ["/curves", "/story?step=sum&guess_sum=Show+me", "/training"])
def test_nothing_moves_unasked(page: Page, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit(page, path)
    page.locator(LINES).first.wait_for()
    page.wait_for_function("document.getAnimations().every((each) => each.playState !== 'running')")
    drawn = page.locator(LINES).evaluate_all("lines => lines.map(line => line.getAttribute('d'))")
    page.wait_for_timeout(1000)
    assert page.locator(LINES).evaluate_all("lines => lines.map(line => line.getAttribute('d'))") == drawn


def test_a_chart_alone_fills_its_frame(page: Page) -> None:
    visit(page, "/gates?gates=Partial+derivatives&embed=true&show_only=chart")
    size = page.viewport_size
    assert size is not None
    (width,) = page.get_by_test_id("stVegaLiteChart").evaluate_all("all => all.map((each) => each.clientWidth)")
    assert width > 0.8 * size["width"]


@pytest.mark.parametrize(
    "path", [*PRINTED, "/story?whole=true", "/depth?depth=Units", "/gates?gates=Partial+derivatives"]
)
def test_on_paper_each_chart_is_as_wide_as_the_sheet(page: Page, path: str) -> None:
    visit(page, f"{path}&show_only=results")
    charts = page.get_by_test_id("stVegaLiteChart")
    widths = charts.evaluate_all("charts => charts.map(chart => chart.getBoundingClientRect().width)")
    assert min(widths) > 0.95 * SHEET
    assert max(widths) <= SHEET


@pytest.mark.parametrize(
    "path", ["/catalogue?own=true", "/constants?", "/data?", "/depth?", "/gains?", "/gates?gates=Code", "/precision?"]
)
def test_on_paper_no_table_is_cut_off(page: Page, path: str) -> None:
    page.goto(f"{path}&show_only=results")
    tables = page.get_by_test_id("stTable")
    expect(tables.first).to_be_visible()
    page.wait_for_function(SETTLED)
    boxes = tables.or_(tables.locator("div"))
    hidden = boxes.evaluate_all("boxes => boxes.map((box) => box.scrollWidth - box.clientWidth)")
    assert max(hidden) <= 1
