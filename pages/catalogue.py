"""Which functions have the properties that I need?"""

from pages.ui import controls, draw, frame, functions, kept
from pages.ui.declarations import Several, Switch
from pages.ui.embedding import is_without_controls
from pages.ui.links import function_state
from pages.ui.places import NOT_RESOLVED, known
from pages.ui.views import catalog

import pandas as pd
import streamlit as st

from activations import CATALOG

HAVING = Several("having", "Show functions with all of these properties", tuple(catalog.FILTERS))
WITH_OWN = Switch("own", "Your formula among them")
_OPENED = "catalogue opened"

frame.require_frame()

wanted = controls.get(HAVING)
table = kept.catalog_table(tuple(wanted))
st.text(catalog.count_sentence(len(table), wanted))
own = functions.own_activation("Formula") if controls.get(WITH_OWN) else None
if own:
    found = known(catalog.own_table, own, wanted)
    if found is None:
        st.text(f"The properties of {own.name} are {NOT_RESOLVED}.")
    else:
        own_table, whether = found
        st.text(whether)
        table = pd.concat([own_table, table], ignore_index=True)
if len(table):
    draw.wide_table(
        table,
        digits=6,
        off_paper=("family", "minimum", "maximum", "symmetry"),
        height="content",
        placeholder="–",
        column_config={
            "function": st.column_config.ButtonColumn(
                width=108, pinned=True, alignment="left", type="tertiary", key=_OPENED
            ),
            "family": st.column_config.TextColumn(width=118),
            "range": st.column_config.TextColumn(width=158),
            "monotone": st.column_config.TextColumn(width=108),
            "smoothness": st.column_config.TextColumn(width=98),
            # Under their full names they would have to be scrolled to.
            "saturates for good": st.column_config.CheckboxColumn("saturates"),
            "mean on N(0, 1)": st.column_config.NumberColumn("mean", width=78),
        },
    )
    draw.download(lambda: table, "catalogue")
    if opened := st.session_state.get(_OPENED):
        definition = CATALOG.get(opened.label)
        if activation := definition() if definition else own:
            controls.go_to("pages/reference.py", function_state(activation), {})
st.caption(
    "Those of the catalogue at their default parameters. Mean: on standard normal inputs; zero-centred: a mean of 0. "
    "C0: continuous, Ck: k times continuously differentiable, C∞: any number of times; smooth: at least twice. Can "
    "die: f and f′ are 0 on an interval. Saturates: f is constant on an interval, at a value other than 0. Minimum and "
    "maximum: the ends of the range, attained or not, – where infinite. Largest |f′|: – where there is no bound, as at "
    "a jump."
)
if not is_without_controls():
    st.caption("Click on a name to open the function's page, on a column heading to sort.")

draw.next_pages(
    ("pages/reference.py", "One function in full"),
    ("pages/curves.py", "Functions side by side"),
)
