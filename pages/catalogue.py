"""Which functions have the properties that I need?"""

import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.declarations import Several
from pages.ui.views import catalog

HAVING = Several("having", "Show functions with all of these properties", tuple(catalog.FILTERS))

catalog_table = st.cache_data(max_entries=64, show_spinner=False)(catalog.catalog_table)

frame.require_frame()

wanted = controls.get(HAVING)
table = catalog_table(wanted)
st.text(catalog.count_sentence(len(table), wanted))
if len(table):
    st.dataframe(
        table.assign(function="reference?of=" + table["function"]),
        hide_index=True,
        height="content",
        placeholder="–",
        column_config={
            "function": st.column_config.LinkColumn(display_text="of=(.*)$", pinned=True),
            "family": st.column_config.TextColumn(width=125),
            "range": st.column_config.TextColumn(width=170),
            "smoothness": st.column_config.TextColumn(width=105),
            **dict.fromkeys(
                ("minimum", "maximum", "largest |f′|", "mean on N(0, 1)"),
                st.column_config.NumberColumn(format="%.6g"),
            ),
        },
    )
    draw.download(table, "catalogue.csv")
st.caption(
    "At their default parameters. Zero-centred: a mean of 0 on standard normal inputs. Smooth: twice continuously "
    "differentiable. Can die: f and f′ are 0 on an interval. Saturates for good: f is flat on one, at a value other "
    "than 0. Infinite bounds are left empty. Each name leads to the function's page; click on a column heading to sort."
)

draw.next_pages(
    ("pages/reference.py", "One function in full"),
    ("pages/curves.py", "Functions side by side"),
)
