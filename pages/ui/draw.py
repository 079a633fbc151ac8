"""What pages put on the screen: a chart, a table, a download, the ways on."""

import io
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations.elementwise import FloatArray
from pages.ui.charts.parts import Y_AXIS_WIDTH
from pages.ui.charts.specification import Picture
from pages.ui.links import State, as_link


def chart_and_controls() -> tuple[DeltaGenerator, DeltaGenerator]:
    """A wide column for the chart, and a narrow one for the controls that move it; below it on a phone."""
    chart_column, control_column = st.columns([4, 1], gap="medium")
    return chart_column, control_column


def chart(picture: Picture) -> None:
    """A chart with its tables, and the sentence that stands for it where it cannot be seen."""
    specification = picture.specification
    with st.container(horizontal=True, wrap=False, gap=None):
        datasets = {name: _arrow_table(table) for name, table in picture.tables.items()}
        st.vega_lite_chart(spec={**specification, "datasets": datasets}, width="stretch", alt=picture.alt)
        if "vconcat" in specification:
            # Streamlit gives each of several stacked panels the width of the whole chart, and forgets the y axis.
            st.space(Y_AXIS_WIDTH)


def charts(pictures: Mapping[str, Picture | str], *, columns: int) -> None:
    """Charts side by side under their captions, a row of so many; a sentence stands where there is no chart."""
    places = st.columns(columns)
    for k, (caption, picture) in enumerate(pictures.items()):
        with places[k % columns]:
            st.caption(caption)
            if isinstance(picture, str):
                st.text(picture)
            else:
                chart(picture)


def table(texts: pd.DataFrame) -> None:
    """A small table of text, with a named index as its first column."""
    st.table(texts)


def download(numbers: pd.DataFrame, file_name: str) -> None:
    """A button that saves a table as CSV; written only on a click, with every digit."""
    st.download_button(
        "Download CSV", lambda: numbers.to_csv(index=False).encode(), file_name, "text/csv", on_click="ignore"
    )


def download_array(numbers: Callable[[], FloatArray], label: str, file_name: str) -> None:
    """A button that saves an array for NumPy; made only on a click."""

    def saved() -> bytes:
        file = io.BytesIO()
        np.save(file, numbers())
        return file.getvalue()

    st.download_button(label, saved, file_name, "application/octet-stream", on_click="ignore")


def next_pages(*ways: tuple[str, str] | tuple[str, str, State]) -> None:
    """Where to go on from here: page, label, and the state that it opens with unless that follows the reader."""
    st.divider()
    with st.container(horizontal=True):
        for page, label, *state in ways:
            way_on(page, label, *state, icon=":material/arrow_forward:")


def way_on(page: str, label: str, state: State | None = None, *, icon: str | None = None) -> None:
    """A link to a page, in a state in which what is not named has its default, or as the reader left it."""
    st.page_link(page, label=label, icon=icon, query_params=None if state is None else as_link(state))


def _arrow_table(table: pd.DataFrame) -> pa.Table:
    """The columns alone: the conversion of a whole frame takes several times as long, most of it over its index."""
    # A plain array is converted three times as fast as what pandas wraps around it.
    return pa.table(
        {
            name: pa.array(column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array, from_pandas=True)
            for name, column in table.items()
        }
    )
