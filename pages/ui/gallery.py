"""Every function of the catalogue as a small picture that leads to its reference."""

from urllib.parse import urlencode

import streamlit as st

from activations import CATALOG
from pages.ui import draw
from pages.ui.links import as_link, function_state
from pages.ui.views.gallery import sparkline

WIDTH, HEIGHT = 104, 74  # pixels of a cell with its name


# Kept as it was drawn, since so many links cost more than all else on the page.
@st.cache_resource(max_entries=1, show_spinner=False)
def show(ink: str) -> None:
    """A cell each, in curves of this colour."""
    for definition in CATALOG.values():
        activation = definition()
        state = function_state(activation)
        with st.container(gap=None):
            st.image(
                sparkline(activation, ink),
                width=WIDTH,
                alt=f"Curve of {activation.name}",
                link=f"reference?{urlencode(as_link(state), doseq=True)}",
            )
            draw.way_on("pages/reference.py", activation.name, state)
