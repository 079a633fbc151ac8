"""How much of a view its link asks for."""

import streamlit as st

from pages.ui.links import CHART, RESULTS, SHOW_ONLY


def is_embedded() -> bool:
    """Whether the view stands in another page: without the menu, the title and the ways on."""
    return st.context.is_embedded or is_chart_only()


def is_chart_only() -> bool:
    """Whether the view is its first chart and nothing else."""
    return st.query_params.get(SHOW_ONLY) == CHART


def is_without_controls() -> bool:
    """Whether no control is drawn, each having the value of the link: for a chart alone, and for paper."""
    return st.query_params.get(SHOW_ONLY) in {CHART, RESULTS}


def is_on_paper() -> bool:
    """Whether the view is made to be printed: all that the page finds, without controls."""
    return st.query_params.get(SHOW_ONLY) == RESULTS
