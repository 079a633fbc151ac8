"""Charts as files: of the right kind, whole, bounded, and in the colours of the screen."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from activations import CATALOG
from pages.ui.charts import export
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.export import MIME, BusyError, Format, Paper, picture_file, printed
from pages.ui.charts.specification import Picture
from pages.ui.chosen import curve_of
from pages.ui.views import curves

CHOSEN = ("ELU", "SiLU", "LeakyReLU")
LINK = "https://example.org/curves?f=ELU&f=SiLU&v=1"
CONFIG = Path(__file__).parents[4] / ".streamlit" / "config.toml"
LIGHT = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]["light"]
PAPER = Paper(LIGHT["textColor"], "white", tuple(LIGHT["chartCategoricalColors"]))
BEGINNINGS: dict[Format, bytes] = {"SVG": b"<svg", "PNG": b"\x89PNG\r\n\x1a\n", "PDF": b"%PDF-"}


@pytest.fixture(scope="module")
def picture() -> Picture:
    drawing = curves.drawing_of([curve_of(CATALOG[name]()) for name in CHOSEN], -6.0, 6.0, fitted=True)
    return picture_of(curves.curve_picture(drawing, "", *curves.here(1.0)))


@pytest.mark.parametrize("kind", MIME)
def test_a_file_is_of_the_kind_that_it_says(picture: Picture, kind: Format) -> None:
    saved = picture_file(picture, kind, LINK, PAPER)
    assert saved.startswith(BEGINNINGS[kind])
    assert len(saved) > 10_000


def test_a_saved_picture_names_curves_axes_and_page_in_the_colours_of_the_screen(picture: Picture) -> None:
    svg = picture_file(picture, "SVG", LINK, PAPER).decode()
    texts = [text.replace("&amp;", "&") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    for name in CHOSEN:
        assert texts.count(name) == 4  # in the legend, and at its curve in each panel
    assert {"f(x)", "f′(x)", "f″(x)", "x", "x = 1", LINK} <= set(texts)
    for colour in PAPER.colours[: len(CHOSEN)]:
        assert colour.lower() in svg.lower()
    assert "currentColor" not in svg
    assert 'href="http' not in svg


def test_a_png_has_twice_the_pixels(picture: Picture) -> None:
    png = picture_file(picture, "PNG", LINK, PAPER)
    width = int.from_bytes(png[16:20], "big")
    assert width == 2 * printed(picture, LINK, PAPER)["width"]


def test_whoever_waits_too_long_is_told(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_SECONDS", 0.01)
    with export._turn, pytest.raises(BusyError, match="try again"):
        picture_file(picture, "SVG", LINK, PAPER)
    assert not export._turn.locked()


def test_an_exporter_that_hangs_is_stopped_and_lets_the_next_in(
    picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_SECONDS", 0.5)
    monkeypatch.setattr(export, "_EXPORTER", "import time; time.sleep(60)")
    with pytest.raises(subprocess.TimeoutExpired):
        picture_file(picture, "SVG", LINK, PAPER)
    assert not export._turn.locked()
