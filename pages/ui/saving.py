"""Charts and their numbers as files."""

import io
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from activations.elementwise import FloatArray
from pages.ui import controls, vectors
from pages.ui.charts.export import MIME, Format, Paper, picture_file
from pages.ui.charts.specification import Picture
from pages.ui.links import address_of

FEWEST_ROWS, MOST_ROWS, USUAL_ROWS = 2, 100_001, 241


class Spaced(NamedTuple):
    """A table of so many rows as a reader wishes, evenly spaced."""

    table: Callable[[int], pd.DataFrame]


Numbers = pd.DataFrame | Callable[[], pd.DataFrame] | Spaced


def save(picture: Picture, name: str, numbers: Numbers | None) -> None:
    """A small popover with the picture in each format, and its numbers."""
    key = f"save {name}"
    popover = st.popover("Save", icon=":material/download:", type="tertiary", on_change="rerun", key=key)
    # What only an open popover shows would slow down every move of a control.
    if popover.open:
        with popover:
            st.caption("A picture for slides and papers, with the link to this view in small print.")
            with st.container(horizontal=True):
                for kind, mime in MIME.items():
                    st.download_button(kind, _maker(picture, kind), f"{name}.{kind.lower()}", mime, on_click="ignore")
            st.caption("The server makes one at a time: if it is busy, try again in a moment.")
            if isinstance(numbers, Spaced):
                rows = st.number_input(
                    "Rows, evenly spaced", FEWEST_ROWS, MOST_ROWS, USUAL_ROWS, key=f"rows of {name}", width=170
                )
                csv_button(partial(numbers.table, rows), name)
            elif callable(numbers):
                csv_button(numbers, name)
            elif numbers is not None:
                csv_button(lambda: numbers, name)


def csv_button(numbers: Callable[[], pd.DataFrame], name: str) -> None:
    """A button that saves a table as CSV; written only on a click, with every digit."""

    def written() -> bytes:
        # A byte order mark tells spreadsheets the encoding of ′ and α.
        return numbers().to_csv(index=False).encode("utf-8-sig")

    st.download_button("CSV", written, f"{name}.csv", "text/csv", on_click="ignore")


def array_button(numbers: Callable[[], FloatArray], name: str) -> None:
    """A button that saves an array for NumPy; made only on a click."""

    def written() -> bytes:
        file = io.BytesIO()
        np.save(file, numbers())
        return file.getvalue()

    st.download_button(f"{name} (.npy)", written, f"{name}.npy", "application/octet-stream", on_click="ignore")


def vector_buttons(name: str) -> None:
    """Buttons that save the test vectors of a function, and those of all; read only on a click."""
    st.download_button(f"{name} (CSV)", partial(vectors.vectors_of, name), f"{name}.csv", "text/csv", on_click="ignore")
    st.download_button(
        "All functions (zip)", vectors.every_vector, "test vectors.zip", "application/zip", on_click="ignore"
    )


def _maker(picture: Picture, kind: Format) -> Callable[[], bytes]:
    colours = tuple(st.get_option("theme.light.chartCategoricalColors"))
    paper = Paper(st.get_option("theme.light.textColor"), "white", colours)
    url, values = st.context.url or "", controls.values_of_this_run()

    def make() -> bytes:
        # On a click, when all of the page's controls have been drawn.
        return picture_file(picture, kind, address_of(url, values), paper)

    return make
