"""Every page by keyboard alone, and enlarged to twice its size."""

import pytest
from playwright.sync_api import Page, expect

from pages.ui.menu import PAGES
from tests.browser.visiting import address, in_url, visit, wait_until_drawn

MOST_STOPS = 250

# A walk from one element to the next; the appearance of each is compared when focus has left it.
WALK = """() => {
    const still = document.createElement("style");
    still.textContent = "*, *::before, *::after {transition: none !important}";
    document.head.append(still);
    const named = (element) => {
        const name = element.getAttribute("aria-label") || element.innerText || "";
        return `${element.closest("[data-testid]")?.dataset.testid}: ${name.slice(0, 40)}`;
    };
    const look = (element) => {
        const within = [...element.querySelectorAll("*")];
        const beside = element.tagName === "INPUT" ? [...element.parentElement.children] : [];
        const around = [];
        for (let each = element.parentElement; each && around.length < 4; each = each.parentElement) around.push(each);
        return [element, ...(within.length < 12 ? within : []), ...beside, ...around].map((each) => {
            const {outline, boxShadow, backgroundColor, borderColor, color, textDecoration} = getComputedStyle(each);
            return [outline, boxShadow, backgroundColor, borderColor, color, textDecoration].join();
        }).join(";");
    };
    const stops = [];
    window.walk = {
        stop: () => {
            const last = stops.at(-1), element = document.activeElement;
            if (last && last.element !== element) last.seen ??= last.look !== look(last.element);
            if (element === stops[0]?.element && stops.length > 1) return false;
            if (element !== document.body && element !== last?.element) {
                stops.push({element, look: look(element)});
            }
            return true;
        },
        unseen: () => stops.filter(({seen}) => !seen).map(({element}) => named(element)),
        backwards: () => stops.filter(({element}, k) =>
            k && !(stops[k - 1].element.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
        ).map(({element}) => named(element)),
        missed: () => {
            const reached = new Set(stops.map(({element}) => element));
            const groups = new Set([...reached].filter(({type}) => type === "radio").map(({name}) => name));
            return [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex]")]
                .filter((each) => !reached.has(each) && !groups.has(each.name) && !each.disabled
                    && each.getClientRects().length && each.checkVisibility({visibilityProperty: true}))
                .map(named);
        },
    };
}"""

# What Streamlit reaches by other keys than Tab: the steps of a number and the options of a list by arrows, tabs and
# chips too; a file by the button beside its place. A table takes the focus away from its own canvas.
BY_OTHER_KEYS = (
    *("stNumberInputStepDown", "stNumberInputStepUp", "stMultiSelectTagsContainer", "stMultiSelect: Open"),
    *("stSelectbox: Open", "stTab:", "stFileUploaderDropzone"),
)
# The region that scrolls; tables, which show the focus by a cell that they draw; the tools of a chart, by their names;
# chips, whose frame stays coloured while the focus is on the button beside them.
SHOWN_OTHERWISE = (
    *("stMain:", "data-grid-canvas", "glide-cell", "stDataFrameResizable", "stBaseButton-elementToolbar"),
    "stMultiSelectTagsContainer: Functions",
)

# What may be uploaded is also said above the place for a file, in full.
SAID_ABOVE = ("stFileUploaderDropzoneInstructions",)

ENLARGED = {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2}

# What leaves the screen at the right, or is cut off within its own box, though nothing scrolls it into sight.
CUT_OFF = """() => {
    const scrolls = (element) => element && element.dataset?.testid !== "stMain" && (
        ["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const texts = [...document.querySelectorAll("[data-testid=stMain] *")].filter((each) =>
        (each.matches("button, canvas, img") || (each.innerText?.trim() && [...each.childNodes].some((node) =>
            node.nodeType === Node.TEXT_NODE && node.textContent.trim())))
        && each.checkVisibility({visibilityProperty: true, opacityProperty: true}));
    const leaves = (each) => {
        const {left, right, width} = each.getBoundingClientRect();
        return width > 1 && (left < -1 || right > innerWidth + 1);
    };
    const clipped = (each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowX)
        && each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1;
    return texts.filter((each) => (leaves(each) || clipped(each)) && !scrolls(each))
        .map((each) => `${each.closest("[data-testid]")?.dataset.testid}: ${each.innerText ?? each.tagName}`);
}"""

every_page = pytest.mark.parametrize("path", [address(entry) for entry in PAGES])


def without(found: list[str], excepted: tuple[str, ...]) -> list[str]:
    return [each for each in found if not each.startswith(excepted)]


@every_page
def test_tab_reaches_every_control_in_the_order_of_the_page_and_shows_where_it_is(page: Page, path: str) -> None:
    visit(page, path)
    page.evaluate(WALK)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if not page.evaluate("walk.stop()"):
            break
    else:
        pytest.fail("the walk did not come back to its beginning")
    assert without(page.evaluate("walk.missed()"), BY_OTHER_KEYS) == []
    assert without(page.evaluate("walk.unseen()"), SHOWN_OTHERWISE) == []
    assert without(page.evaluate("walk.backwards()"), SHOWN_OTHERWISE) == []


def test_what_a_popover_holds_comes_last_on_the_page(page: Page) -> None:
    visit(page, "/curves?f=ELU")
    page.get_by_role("button", name="Exact values").press("Enter")
    inside = page.get_by_test_id("stPopoverBody")
    expect(inside).to_be_visible()
    wait_until_drawn(page)
    page.get_by_test_id("stPageLink").get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    within = inside.get_by_role("spinbutton", name="ELU α")
    expect(within).to_be_focused()
    within.press("ArrowUp")
    expect(page).to_have_url(in_url("ELU.alpha", "1.05"))


def test_a_tool_of_a_chart_says_its_name_and_works_by_keyboard(page: Page) -> None:
    visit(page, "/curves?f=ELU")
    page.get_by_role("button", name="By family").focus()
    for name in ("Show data", "Download as PNG", "Copy Vega-Lite spec", "Fullscreen"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("tooltip")).to_have_text(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close fullscreen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Fullscreen: ")).to_be_attached()


@every_page
@pytest.mark.browser_context_args(**ENLARGED)
def test_a_page_enlarged_to_twice_its_size_loses_nothing(page: Page, path: str) -> None:
    visit(page, path)
    overflow = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert overflow == 0
    assert without(page.evaluate(CUT_OFF), SAID_ABOVE) == []
