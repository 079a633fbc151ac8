"""How much of a view its link asks for."""

import threading

import streamlit as st

from pages.ui.links import CHART, RESULTS, SHOW_ONLY

_of_thread = threading.local()  # which serves one reader, a run at a time


def read_link() -> None:
    """Note what the link asks for, at the start of a run: a page asks for each of its controls."""
    # Not `get`, which raises and catches three errors where there is none.
    _of_thread.asked = st.query_params.get_all(SHOW_ONLY)[-1:]


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
    return any(each in shown for each in _of_thread.asked)
