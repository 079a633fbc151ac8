"""How much of a view its link asks for."""

import streamlit as st

from pages.ui.links import CHART, SHOW_ONLY


def is_embedded() -> bool:
    """Whether the view stands in another page: without the menu, the title and the ways on."""
    return st.context.is_embedded or is_chart_only()


def is_chart_only() -> bool:
    """Whether the view is its first chart and nothing else; its controls then have the values of the link."""
    return st.query_params.get(SHOW_ONLY) == CHART
