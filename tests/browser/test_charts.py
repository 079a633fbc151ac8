"""Charts in a real browser: whole, within reach of the mouse, and saved as files."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, FloatRect, Locator, Page, expect

from activations import CATALOG
from tests.browser.visiting import LINES, in_url, parameters, shared_links, slider, visit, wait_until_drawn

CHARTS = (
    "/curves?f=GELU&f=SELU&f=RReLU&f=GELUTanh&f=Hardtanh&f=CELU",
    "/curves?show=Difference&f=Softplus&f=ReLU",
    "/curves?show=Sweep&f=ELU",
    "/activation_means",
    "/activation_means?grid=true",
    "/depth",
    "/depth?depth=Phases&f=Tanh",
    "/sigmoid_sum",
    "/reference?of=ELU",
)
BEGINNINGS = {"SVG": b"<svg", "PNG": b"\x89PNG", "PDF": b"%PDF-"}

first_screens = pytest.mark.parametrize(
    ("least_height", "top"),
    [
        pytest.param(240, 270, marks=pytest.mark.browser_context_args(viewport={"width": 1366, "height": 768})),
        pytest.param(240, 270, marks=pytest.mark.browser_context_args(viewport={"width": 1920, "height": 1080})),
        pytest.param(
            240, 330, marks=pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True)
        ),
    ],
)


def box_of(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None
    return box


def chart_of(page: Page) -> Locator:
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.locator("svg.marks, canvas.marks").wait_for()
    return chart


@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_is_as_wide_as_its_place_and_whole_in_full_screen(page: Page, path: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "WARN" in message.text else None)
    visit(page, path)
    chart = chart_of(page)
    drawing = chart.locator("svg.marks, canvas.marks")
    assert box_of(drawing)["width"] == pytest.approx(box_of(chart)["width"], abs=1.0)
    # By the mouse alone: a click or a hover of Playwright scrolls, and would reach what a container cuts off.
    corner = box_of(chart)
    page.mouse.move(corner["x"] + 200, corner["y"] + 60)
    toolbar = page.get_by_test_id("stElementToolbar").first
    expect(toolbar).to_have_css("opacity", "1")  # it slides up from below the chart
    button = toolbar.get_by_role("button", name="Fullscreen")
    place = box_of(button)
    page.mouse.move(place["x"] + 0.5 * place["width"], place["y"] + 0.5 * place["height"])
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("button", name="Close fullscreen")).to_be_attached()
    expect(drawing).to_be_in_viewport(ratio=1.0)
    assert box_of(drawing)["width"] > 0.9 * (page.viewport_size or {"width": 0})["width"]
    assert said == []


@first_screens
def test_the_main_panel_is_large_and_on_the_first_screen(page: Page, least_height: float, top: float) -> None:
    visit(page, "/curves")
    page.locator(LINES).first.wait_for()
    tall = [box_of(line) for line in page.locator(LINES).all()]
    first = min(box["y"] for box in tall)
    # ReLU and its like span the first panel from 0 to 6, of −2 to 7.
    panel = max(box["height"] for box in tall) * 9.0 / 6.0
    assert panel >= least_height
    assert first - panel / 9.0 <= top
    assert box_of(chart_of(page))["width"] <= 4.3 * panel


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
@pytest.mark.parametrize("path", ["/constants", "/gains", "/catalogue", "/precision", "/data"])
def test_the_toolbar_of_a_table_covers_no_text(page: Page, path: str) -> None:
    visit(page, path)
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    toolbar = table.locator("xpath=..").get_by_test_id("stElementToolbar")
    top = box_of(toolbar)["y"]
    texts = [box_of(text) for text in page.locator("[data-testid=stText], [data-testid=stMarkdown]").all()]
    above = [box["y"] + box["height"] for box in texts if box["height"] and box["y"] < top]
    assert max(above) <= top


@first_screens
def test_a_formula_leaves_the_first_screen_to_its_chart(page: Page, least_height: float, top: float) -> None:
    visit(page, "/reference?of=Hardswish")
    box = box_of(chart_of(page))
    assert box["y"] <= top
    assert box["height"] >= least_height


def test_every_name_stands_whole_at_the_end_of_its_curve(page: Page) -> None:
    visit(page, CHARTS[0])
    chart = chart_of(page)
    right = box_of(chart)["x"] + box_of(chart)["width"]
    for name in ("GELU", "SELU", "RReLU", "GELUTanh", "Hardtanh", "CELU"):
        labels = chart.get_by_text(name, exact=True)
        expect(labels).to_have_count(5)  # in the legend, and in each of four panels
        ends = [box_of(label) for label in labels.all()[1:]]
        assert all(end["x"] + end["width"] <= right for end in ends)


@pytest.mark.parametrize("count", [2, 4, 6])
@pytest.mark.parametrize("width", [390, 1366])
def test_the_legend_keeps_off_what_is_drawn(page: Page, width: int, count: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, "/curves?" + "&".join(f"f={name}" for name in list(CATALOG)[-count:]))
    chart = chart_of(page)
    labels = chart.locator(".role-legend-label text")
    expect(labels).to_have_count(count)
    end = max(box_of(label)["y"] + box_of(label)["height"] for label in labels.all())
    assert end <= box_of(chart.get_by_text("f(x)", exact=True))["y"]


def test_one_rule_follows_the_pointer(page: Page) -> None:
    visit(page, "/curves?f=ELU&f=SiLU&f=GELU")
    chart = chart_of(page)
    marks = chart.locator("svg.marks .mark-rule line")
    before = marks.count()
    for x in (250, 300, 350):
        chart.hover(position={"x": x, "y": 100})
        expect(marks).to_have_count(before + 1)


@pytest.mark.parametrize("path", ["/curves?f=ELU&f=SiLU&f=Softplus", "/depth"])
def test_a_chart_that_comes_pushes_nothing_that_is_read_on_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script("""
        window.shifted = 0;
        new PerformanceObserver((list) => {
            for (const shift of list.getEntries())  // not of the blank place that is kept free
                if (shift.sources.some(({node}) => node?.textContent.trim())) window.shifted += shift.value;
        }).observe({type: "layout-shift", buffered: true});
    """)
    visit(page, path)
    wait_until_drawn(page)
    # https://web.dev/articles/cls calls 0.1 good.
    assert page.evaluate("window.shifted") < 0.1


def saved(page: Page, path: str, kind: str) -> Download:
    visit(page, path)
    page.get_by_role("button", name="Save").first.click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_test_id("stPopoverBody").get_by_role("button", name=kind, exact=True).click()
    return download.value


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_picture_is_saved_with_names_and_the_link(page: Page, kind: str) -> None:
    download = saved(page, "/curves?f=ELU&f=SiLU&ELU.alpha=1.7&at=2", kind)
    assert download.suggested_filename == f"curves.{kind.lower()}"
    content = Path(download.path()).read_bytes()
    assert content.startswith(BEGINNINGS[kind])
    if kind == "SVG":
        text = content.decode()
        assert {"ELU", "SiLU"} <= set(re.findall(r">([^<>]+)</text>", text))
        small_print = "".join(re.findall(r">([^<>]*)<", text[text.index("http://127.0.0.1") - 1 :]))
        for part in ("/curves?", "f=SiLU", "ELU.alpha=1.7", "at=2.0", "v=1"):
            assert part in small_print.replace("&amp;", "&")


def test_a_table_is_saved_with_every_digit_and_a_header_that_spreadsheets_read(page: Page) -> None:
    download = saved(page, "/curves?f=ELU&ELU.alpha=1.7&x=-3&x=8", "CSV")
    path = Path(download.path())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["x", "ELU", "ELU′", "ELU″"]
    assert [float(rows[0]["x"]), float(rows[-1]["x"])] == [-3.0, 8.0]
    assert len(rows) > 100
    elu = CATALOG["ELU"](alpha=1.7)
    for row in rows:
        x = float(row["x"])
        expected = [float(curve(x)) for curve in (elu, elu.derivative, elu.second_derivative)]
        assert [float(row[column]) for column in ("ELU", "ELU′", "ELU″")] == pytest.approx(expected, rel=1e-15, abs=0)


@pytest.mark.parametrize(("panel", "height", "order"), [("f(x)", 70, 0), ("f′(x)", 450, 1)])
def test_the_pointer_tells_of_every_function_in_its_panel(page: Page, panel: str, height: int, order: int) -> None:
    visit(page, "/curves?f=ELU&f=SiLU&f=GELU")
    page.locator(LINES).first.wait_for()
    page.get_by_test_id("stVegaLiteChart").hover(position={"x": 300, "y": height})
    tooltip = page.locator("#vg-tooltip-element")
    expect(tooltip.locator("h2")).to_have_text(panel)
    expect(tooltip.locator("td.key")).to_have_text(["x", "ELU", "SiLU", "GELU"])
    x, *told = (float(text.replace("−", "-")) for text in tooltip.locator("td.value").all_inner_texts())
    functions = [CATALOG[name]() for name in ("ELU", "SiLU", "GELU")]
    assert told == pytest.approx([float((each, each.derivative)[order](x)) for each in functions], rel=1e-4)


def test_the_pointer_is_told_at_once_where_it_comes_to_and_nothing_outside(page: Page) -> None:
    visit(page, "/curves?f=ELU&f=SiLU")
    page.locator(LINES).first.wait_for()
    page.evaluate("""() => {
        window.blank = 0;
        const chart = document.querySelector("[data-testid=stVegaLiteChart] svg");
        chart.addEventListener("pointermove", () => {
            window.blank += !document.querySelector("#vg-tooltip-element.visible");
        });
    }""")
    box = box_of(chart_of(page))
    for x in range(150, 400, 10):
        page.mouse.move(box["x"] + x, box["y"] + 100)
    assert page.evaluate("window.blank") == 0
    page.mouse.move(box["x"] - 20, box["y"] + 100)
    expect(page.locator("#vg-tooltip-element.visible")).to_have_count(0)


def drawn_lines(page: Page) -> int:
    return sum("L" in (line.get_attribute("d") or "") for line in page.locator(LINES).all())


def test_a_difference_is_drawn_and_follows_the_choice_of_functions(page: Page, troubles: list[str]) -> None:
    visit(page, "/curves?show=Difference&f=GELU&f=GELUTanh&f=SiLU&minuend=SiLU")
    page.locator(LINES).first.wait_for()
    assert drawn_lines(page) == 3
    page.get_by_test_id("stVegaLiteChart").hover(position={"x": 300, "y": 70})
    tooltip = page.locator("#vg-tooltip-element td.key")
    expect(tooltip).to_have_text(["x", "SiLU − GELUTanh", "SiLU′ − GELUTanh′", "SiLU″ − GELUTanh″"])
    page.get_by_role("button", name="Remove SiLU").click()
    figures = page.get_by_test_id("stTable").first
    expect(figures.locator("tbody tr").first).to_have_text(re.compile("GELU − GELUTanh.*−0.0004732.*−2.69894"))
    expect(page).not_to_have_url(re.compile("minuend"))
    wait_until_drawn(page)
    assert drawn_lines(page) == 3
    assert troubles == []


def test_a_sweep_is_drawn_and_can_be_shared(page: Page, troubles: list[str]) -> None:
    visit(page, "/curves?f=GELU&f=SiLU")
    page.get_by_role("radiogroup", name="Show").get_by_text("Sweep").click()
    expect(page).to_have_url(in_url("show", "Sweep"))
    expect(page.locator(".role-legend-label text")).to_have_text(
        [f"β = {beta}" for beta in ("0", "2.5", "5", "7.5", "10")]
    )
    assert drawn_lines(page) == 15
    slider(page, "β range — end").press("ArrowLeft")
    expect(page.locator(".role-legend-label text").last).to_have_text("β = 9.9")
    link, _ = shared_links(page)
    assert parameters(link)["SiLU.beta.range"] == ["0.0", "9.9"]
    assert parameters(link)["sweep"] == ["SiLU.beta"]
    assert troubles == []


def test_a_click_in_the_legend_fades_the_other_curves(page: Page) -> None:
    visit(page, "/curves?f=ELU&f=SiLU&f=GELU")
    page.locator(".role-legend-label text").filter(has_text="SiLU").click()
    page.wait_for_function(
        """(lines) => {
            const opacities = (inFocus) => [...document.querySelectorAll(lines)]
                .filter((line) => (line.getAttribute("aria-label") === "SiLU") === inFocus)
                .map((line) => Number(line.getAttribute("opacity")));
            return Math.min(...opacities(true)) === 1 && Math.max(...opacities(false)) < 0.5;
        }""",
        arg=LINES,
    )
