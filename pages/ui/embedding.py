"""How much of a view its link asks for."""

import streamlit as st

from pages.ui.links import CHART, RESULTS, SHOW_ONLY


def is_embedded() -> bool:
    """Whether the view stands in another page: without the menu, the title and the ways on."""
    return st.context.is_embedded or is_chart_only()


def is_chart_only() -> bool:
    """Whether the view is its first chart and nothing else."""
    return _is_asked(CHART)


def is_without_controls() -> bool:
    """Whether no control is drawn, each having the value of the link: for a chart alone, and for paper."""
    return _is_asked(CHART, RESULTS)


def is_on_paper() -> bool:
    """Whether the view is made to be printed: all that the page finds, without controls."""
    return _is_asked(RESULTS)


def _is_asked(*shown: str) -> bool:
    # Not `get`, which raises and catches three errors where there is none: a page asks for each of its controls.
    named = st.query_params.get_all(SHOW_ONLY)
    return bool(named) and named[-1] in shown
