"""Charts as files for slides and papers: drawn by vl-convert, in a process of its own, one at a time.

In the app's own process the exporter would keep 110 MB for good, and one that hangs could not be stopped. Its own
takes about as much for a second or two, and gives it back.
"""

import json
import subprocess
import sys
import textwrap
import threading
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from pages.ui.charts.columns import Columns
from pages.ui.charts.parts import INK
from pages.ui.charts.specification import Picture

Format = Literal["SVG", "PNG", "PDF"]
MIME: dict[Format, str] = {"SVG": "image/svg+xml", "PNG": "image/png", "PDF": "application/pdf"}

_WIDTH = 800
_SCALE = 2  # pixels of a PNG for each of the screen's
_SECONDS = 30.0  # to wait for others, and again to draw
_LINK_CHARACTERS = 150  # of a line of small print

_EXPORTER = """
import json, sys, vl_convert
chart, kind, scale = json.load(sys.stdin)
options = {"allowed_base_urls": []}
if kind == "PNG":
    drawn = vl_convert.vegalite_to_png(chart, scale=scale, **options)
elif kind == "PDF":
    drawn = vl_convert.vegalite_to_pdf(chart, **options)
else:
    drawn = vl_convert.vegalite_to_svg(chart, **options).encode()
sys.stdout.buffer.write(drawn)
"""

_turn = threading.Lock()


class Paper(NamedTuple):
    """What a chart is printed on: the light theme's colours."""

    ink: str
    background: str
    colours: tuple[str, ...]


class BusyError(RuntimeError):
    """Others' pictures take too long."""


def picture_file(picture: Picture, kind: Format, link: str, paper: Paper) -> bytes:
    """The picture with the link below it; raises `BusyError` if its turn does not come."""
    chart = json.dumps([printed(picture, link, paper), kind, _SCALE])
    if not _turn.acquire(timeout=_SECONDS):
        raise BusyError("Other pictures are being made: try again in a moment.")
    try:
        return subprocess.run(  # noqa: S603 - the command is fixed; what readers chose goes to its input, as data
            [sys.executable, "-c", _EXPORTER],
            input=chart.encode(),
            stdout=subprocess.PIPE,
            check=True,
            timeout=_SECONDS,
        ).stdout
    finally:
        _turn.release()


def printed(picture: Picture, link: str, paper: Paper) -> dict[str, Any]:
    """The specification of a picture with its data, in the colours of paper, and with the link in small print."""
    inked = json.loads(json.dumps(picture.specification).replace(INK, paper.ink))
    return {
        **inked,
        "width": _WIDTH,
        "padding": 12,
        "background": paper.background,
        "datasets": {name: _rows(table) for name, table in picture.datasets.items()},
        "title": {
            "text": textwrap.wrap(link, _LINK_CHARACTERS, break_on_hyphens=False),
            "orient": "bottom",
            "anchor": "start",
            "fontSize": 9,
            "fontWeight": "normal",
            "color": paper.ink,
            "offset": 10,
        },
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "range": {"category": list(paper.colours)},
            "legend": {"labelColor": paper.ink},
            "axis": {"labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": "normal", "domain": False},
        },
    }


def _rows(table: Columns | pd.DataFrame) -> list[dict[str, Any]]:
    lists = {name: _values(column) for name, column in table.items()}
    return [dict(zip(map(str, lists), row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _values(column: Any) -> list[Any]:
    values = np.asarray(column)
    if values.dtype.kind != "f":
        return list(values.tolist())
    return [value if np.isfinite(value) else None for value in values.tolist()]
