"""Sheets to lay out, and what is shown of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from activations import CATALOG
from pages.ui.charts.columns import Columns
from pages.ui.charts.sheet import Lines, Mark, Panel, Sheet, line_ends
from pages.ui.charts.ticks import Axis

NAMES = tuple(CATALOG)


def sheet_of(ends: Sequence[float], *marks: Mark, height: int = 300) -> Sheet:
    """Straight lines from 0 to the given ends."""
    y = np.stack([np.zeros(len(ends)), np.array(ends, dtype=float)])
    panel = Panel(
        title="y",
        height=height,
        x=Axis(0.0, 10.0),
        y=Axis(-1.0, 1.0),
        content=[Lines(np.array([0.0, 10.0]), y)],
        ends=line_ends(y),
        x_labels=True,
    )
    return Sheet(alt="", names=NAMES[: len(ends)], panels=[panel], x_title="x", marks=marks)


def shown(table: Columns, width: float) -> list[tuple[Any, ...]]:
    """The rows that a panel of so many pixels shows, without the widths at which they are shown."""
    rows = zip(*table.values(), strict=True)
    return [tuple(row) for *row, least, most in rows if least <= width < most]
