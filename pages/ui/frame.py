"""What every page stands in: the menu, the title, the shared controls, the share link, the error boundary."""

import functools
import logging
import uuid
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from threadpoolctl import threadpool_limits

from pages.ui import controls
from pages.ui.links import as_link

_FRAMED = "app.py is running this page"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the app; its address is its file name."""

    file: str
    title: str
    lead: str  # the question that the page answers
    picks: Literal["nothing", "a function", "functions"]  # by controls that it shares with other pages


HOME = PageEntry("pages/home.py", "Activation functions", "", picks="nothing")

PAGES = (
    PageEntry(
        "pages/story.py",
        "Story",
        "From the sigmoid to the ELU: why are the functions between layers what they are?",
        picks="nothing",
    ),
    HOME,
    PageEntry(
        "pages/curves.py",
        "Curves and derivatives",
        "What does the function do to its input, and how much gradient does it let through?",
        picks="functions",
    ),
    PageEntry(
        "pages/activation_means.py",
        "Activation means",
        "Given random inputs, which functions pass on a mean far from zero?",
        picks="functions",
    ),
    PageEntry(
        "pages/depth.py",
        "Depth",
        "What becomes of a signal on its way through many layers, and of the gradient on its way back?",
        picks="functions",
    ),
    PageEntry(
        "pages/gains.py",
        "Gains",
        "How large must random weights be for a signal, or a gradient, to keep its size?",
        picks="functions",
    ),
    PageEntry(
        "pages/training.py",
        "Training",
        "Which function lets a deep network learn, and how fast?",
        picks="functions",
    ),
    PageEntry(
        "pages/reference.py",
        "Reference",
        "What exactly is this function, what is true of it, and what do libraries call it?",
        picks="a function",
    ),
    PageEntry(
        "pages/catalogue.py",
        "Catalogue",
        "Which functions have the properties that I need?",
        picks="nothing",
    ),
    PageEntry(
        "pages/sigmoid_sum.py",
        "Sum of sigmoids",
        "How do many shifted sigmoids add up to softplus, and where does the sum fall short?",
        picks="nothing",
    ),
)


def run() -> None:
    """Draw the frame and, within it, the page that the address names."""
    use_one_thread()
    st.set_page_config(page_icon="📈", layout="wide")
    page = _navigation()
    controls.begin_page(page.title)
    try:
        entry = next(entry for entry in PAGES if entry.title == page.title)
        share = _head(entry)
        if entry.picks == "a function":
            controls.choose_function()
        if entry.picks == "functions" and not controls.choose_functions():
            controls.invite_to_choose()
        else:
            _run_framed(page)
        with share:
            _share()
    except Exception:  # noqa: BLE001 - no reader may ever see a stack trace
        error_id = uuid.uuid4().hex[:8]
        _LOG.exception("error %s on page %s", error_id, page.title)
        st.error(
            f"This view could not be drawn. Please report it, with the number {error_id} and the address of the page."
        )


@functools.cache
def use_one_thread() -> None:
    """Let a product of matrices, which are small here, use one core: its threads would wait for one another.

    A variable of the environment would come too late where the first visitor of a server loads NumPy with a bare page.
    """
    threadpool_limits(1, "blas")


def _run_framed(page: StreamlitPage) -> None:
    st.session_state[_FRAMED] = True
    try:
        page.run()
    finally:
        st.session_state[_FRAMED] = False


def require_frame() -> None:
    """Send a reader who reached a page file directly back through app.py (see README: why each page calls this)."""
    if not st.session_state.get(_FRAMED):
        _navigation()  # switches the older router off
        st.rerun()


def _navigation() -> StreamlitPage:
    return st.navigation(
        [st.Page(entry.file, title=entry.title, default=entry is HOME) for entry in PAGES],
        position="hidden" if st.context.is_embedded else "top",
    )


def _head(entry: PageEntry) -> st.delta_generator.DeltaGenerator:
    """Draw the title, and return the place beside it for the share button, which needs to know the page's controls."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(entry.title, anchor=False, width="stretch")
        share = st.container(width="content")
    if entry.lead:
        st.caption(entry.lead)
    return share


def _share() -> None:
    with st.popover("Share"):
        st.write("A link to exactly this view:")
        st.code(_address(), language=None, wrap_lines=True)
        st.write("The same to embed in another page, without the menu:")
        st.code(_address(embed="true"), language=None, wrap_lines=True)


def _address(**extra: str) -> str:
    """The address of this page with every value written out, so that a later change of a default cannot alter it."""
    query = urlencode({**as_link(controls.linked_values()), **extra}, doseq=True)
    return urlunsplit(urlsplit(st.context.url or "")._replace(query=query, fragment=""))
