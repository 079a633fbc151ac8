"""What every page stands in: the menu, the title, the shared controls, the share link, the error boundary."""

import functools
import html
from collections.abc import Callable
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.navigation.page import StreamlitPage
from threadpoolctl import threadpool_limits

from pages.ui import address, controls, draw, functions, lesson_bar
from pages.ui.embedding import is_embedded, is_on_paper, is_without_controls, read_link
from pages.ui.links import CHART, LESSON, RESULTS, SHOW_ONLY, address_of
from pages.ui.menu import HOME, MENU, PAGES, PageEntry
from pages.ui.reporting import report

_FRAMED = "the page that app.py is running, by its file"
_SHARE = "share"

# What the links open.
_EXACTLY = "exactly this view"
_WITHOUT_FILE = "this view of the example, since no link carries your file"

# A chart with the controls that move it is whole in so many pixels at a width of 800.
_IFRAME_HEIGHT = 500


def run() -> None:
    """Draw the frame and, within it, the page that the address names."""
    address.hold_messages()
    use_one_thread()
    read_link()
    page = _navigation()
    entry = next(entry for entry in PAGES if page.title in {entry.title, entry.in_menu})
    # As wide as a sheet of A4 or letter, or a browser would shrink each chart to a sheet, with its letters.
    layout: Literal["centered", "wide"] = "centered" if is_on_paper() else "wide"
    # Without a title, that of a page left before would stay.
    st.set_page_config(page_title=entry.title, page_icon="📈", layout=layout)
    with address.told_once(arriving=controls.is_arriving(entry.file)):
        _draw_page(page, entry)


def _draw_page(page: StreamlitPage, entry: PageEntry) -> None:
    try:
        controls.rewrite_link(entry.file)
        first = controls.begin_page(entry.file)
        draw.begin_page(first=first)
        # Where no chart is to come, controls stand above what the reader waits for, and would push it down.
        if first and entry.draws:
            controls.postpone()
        head = None if is_embedded() else _head(entry)
        if entry.picks == "a function":
            name = functions.choose_function()
            st.set_page_config(page_title=f"{name}: {entry.title.lower()}")
            if head:
                with head.title:
                    _title(f"{entry.title}: {name}")
        if entry.picks == "functions" and not functions.choose_functions():
            functions.invite_to_choose()
        elif entry.picks == "nothing" or _choose_parameters(entry):
            _run_framed(page, entry)
        _draw_postponed()
        # What only an open popover shows would slow down every move of a control.
        if head and head.share and head.share.open:
            with head.share:
                _share(entry)
        controls.end_page()
    except Exception as error:  # noqa: BLE001 - no reader may ever see a stack trace
        _apologise(error, entry.file)


def part(draw_part: Callable[[], None], *, alone: bool) -> None:
    """Draw a part of a page, of which no other part needs to know; alone, if a move of its own controls draws only it.

    Not while the rest of the page is busy, since Streamlit would finish that first.
    """
    file = st.session_state[_FRAMED]

    def draw_whole() -> None:
        read_link()
        try:
            draw_part()
        except Exception as error:  # noqa: BLE001
            _apologise(error, file)

    def draw_alone() -> None:
        with address.told_once_by_part():
            draw_whole()

    if alone:
        st.fragment(draw_alone)()
    else:
        with st.container():  # as Streamlit does, or the part would move when the rest is no longer busy
            draw_whole()


def _draw_postponed() -> None:
    draw.go_on_without_chart()
    controls.draw_shared()


def _apologise(error: Exception, file: str) -> None:
    _draw_postponed()
    error_id = report(error, file, {key: st.query_params.get_all(key) for key in st.query_params})
    st.error(f"This view could not be drawn. Please report it, with the number {error_id} and the address of the page.")
    if st.context.url is None:  # no browser, but a health check, which counts what is raised
        raise error


def _choose_parameters(entry: PageEntry) -> bool:
    # Here and not on the page, or Streamlit would not keep them for the next one.
    with draw.controls_of_chart() if entry.draws else st.container(horizontal=True):
        return functions.choose_parameters()


@functools.cache
def use_one_thread() -> None:
    """Let a product of matrices, which are small here, use one core: its threads would wait for one another.

    A variable of the environment would come too late where the first visitor of a server loads NumPy with a bare page.
    """
    threadpool_limits(1, "blas")


def _run_framed(page: StreamlitPage, entry: PageEntry) -> None:
    st.session_state[_FRAMED] = entry.file
    controls.begin_own()
    try:
        page.run()
    finally:
        st.session_state[_FRAMED] = None


def require_frame() -> None:
    """Send a reader who reached a page file directly back through app.py (see README: why each page calls this)."""
    if not st.session_state.get(_FRAMED):
        read_link()
        _navigation()  # switches the older router off
        st.rerun()


def _navigation() -> StreamlitPage:
    # Made once for each reader: Streamlit looks for the file of every page that is made, or linked to by its file.
    if draw.PAGES not in st.session_state:
        st.session_state[draw.PAGES] = {
            entry.file: st.Page(entry.file, title=entry.in_menu or entry.title, default=entry is HOME)
            for entry in PAGES
        }
    made = st.session_state[draw.PAGES]
    menu = {section: [made[entry.file] for entry in entries] for section, entries in MENU.items()}
    return st.navigation(menu, position="hidden" if is_embedded() or is_without_controls() else "top")


class _Head(NamedTuple):
    """Places at the top of a page: of its title, and of its links, which need to know the page's controls."""

    title: DeltaGenerator
    share: PopoverContainer | None


def _head(entry: PageEntry) -> _Head:
    """Draw title, lead and lesson."""
    with st.container(horizontal=True):
        with st.container(horizontal=True, vertical_alignment="center", width="stretch"):
            title = st.empty() if entry.picks == "a function" else _title(entry.title)
            st.caption(entry.lead, width="stretch")
        share = None if is_without_controls() else st.popover("Share", on_change="rerun", key=_SHARE)
    lesson_bar.show(entry.file)
    return _Head(title, share)


def _title(text: str) -> DeltaGenerator:
    return st.title(text, anchor=False, width="content")


def _share(entry: PageEntry) -> None:
    st.write(f"A link to {_EXACTLY if controls.is_linkable() else _WITHOUT_FILE}:")
    lesson = lesson_bar.current(entry.file)
    st.code(_address(**({LESSON: lesson.key} if lesson else {})), language=None, wrap_lines=True)
    st.write("The same to print, without controls:")
    st.code(_address(**{SHOW_ONLY: RESULTS}), language=None, wrap_lines=True)
    st.write("To embed it in another page, with the controls that move it:")
    st.code(_iframe(entry, _address(embed="true")), language=None, wrap_lines=True)
    if entry.draws:
        st.write("Its chart only:")
        alone = _iframe(entry, _address(embed="true", **{SHOW_ONLY: CHART}))
        st.code(alone, language=None, wrap_lines=True)


def _iframe(entry: PageEntry, address: str) -> str:
    return (
        f'<iframe src="{html.escape(address)}" title="{entry.title}" width="100%" height="{_IFRAME_HEIGHT}" '
        'style="border: 0"></iframe>'
    )


def _address(**extra: str) -> str:
    return address_of(st.context.url or "", controls.linked_values(), **extra)
