"""What pages put on the screen: a chart, a table of figures, a download, the ways on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.charts.specification import Y_AXIS_WIDTH, Specification
from pages.ui.lessons import State
from pages.ui.links import as_query


def chart_and_controls() -> tuple[DeltaGenerator, DeltaGenerator]:
    """A wide column for the chart, and a narrow one for the controls that move it; below it on a phone."""
    chart_column, control_column = st.columns([4, 1], gap="medium")
    return chart_column, control_column


def chart(specification: Specification, tables: Mapping[str, pd.DataFrame], *, alt: str) -> None:
    """A chart with its tables, and the sentence that stands for it where it cannot be seen."""
    with st.container(horizontal=True, wrap=False, gap=None):
        datasets = {name: _arrow_table(table) for name, table in tables.items()}
        st.vega_lite_chart(spec={**specification, "datasets": datasets}, width="stretch", alt=alt)
        if "vconcat" in specification:
            # Streamlit gives each of several stacked panels the width of the whole chart, and forgets the y axis.
            st.space(Y_AXIS_WIDTH)


def figures(table: pd.DataFrame) -> None:
    """A small table of text, with a named index as its first column."""
    st.table(table)


def download(table: pd.DataFrame, file_name: str) -> None:
    """A button that saves a table as CSV; written only on a click, with every digit."""
    st.download_button(
        "Download CSV", lambda: table.to_csv(index=False).encode(), file_name, "text/csv", on_click="ignore"
    )


def next_pages(*links: tuple[str, str] | tuple[str, str, State]) -> None:
    """Where to go on from here: page, label, and the state that it opens with unless that follows the reader."""
    st.divider()
    with st.container(horizontal=True):
        for file, label, *state in links:
            query = as_query(state[0]) if state else None
            st.page_link(file, label=label, icon=":material/arrow_forward:", query_params=query)


def _arrow_table(table: pd.DataFrame) -> pa.Table:
    """The columns alone: the conversion of a whole frame takes several times as long, most of it over its index."""
    # A plain array is converted three times as fast as what pandas wraps around it.
    return pa.table(
        {
            name: pa.array(column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array, from_pandas=True)
            for name, column in table.items()
        }
    )
