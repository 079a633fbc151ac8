"""The reader's own numbers: a file that stays with the session, so that it is there after a visit to another page."""

import hashlib
from operator import attrgetter
from typing import NamedTuple

import streamlit as st

from activations.random_inputs.empirical import Empirical
from pages.ui import controls
from pages.ui.declarations import Choice
from pages.ui.embedding import is_without_controls
from pages.ui.file_error import MOST_MEGABYTES, MOST_NUMBERS, FileError
from pages.ui.reading import EXAMPLE, KINDS, columns_of, numbers_of, remark_on
from pages.ui.wording import unformatted

ABOUT_EXAMPLE = (
    "The example: the pre-activations of the fourth hidden layer of a network with ELU that has learned the spirals. "
    "The page of training makes such files of any layer."
)
_KEPT = (
    "The file stays in the memory of this session and nowhere else. It is gone when the browser is closed, and a link "
    "to this page does not carry it."
)
ALLOWED = f"A .csv, .npy or .npz file of up to {MOST_MEGABYTES} MB and {MOST_NUMBERS:,} numbers"

_COLUMN = Choice("column", "Column or array")
_FILE = "the reader's own file"
_PROBLEM = "what is wrong with the file in the uploader"
_INSTEAD = "The example is shown instead."
_UPLOADER = "uploader of the reader's own file"
_COLUMN_READ = "column of the reader's own file that is on show"


class OwnFile(NamedTuple):
    """A file of a reader, or the example."""

    name: str
    content: bytes
    columns: tuple[str, ...]
    remark: str  # on how it was read
    digest: str  # of name and content


class OwnNumbers(NamedTuple):
    """The numbers on show."""

    inputs: Empirical
    source: str  # the file, and its column if there are others
    is_example: bool
    instead: bool  # of a file that cannot be read


def choose() -> None:
    """Draw the place for a file and the choice of its column."""
    if not is_without_controls():
        _draw_uploader()
        st.caption(_KEPT)
    file = _file()
    columns = file.columns
    st.session_state[_COLUMN_READ] = controls.get(_COLUMN.among(columns)) if len(columns) > 1 else columns[0]
    if file.remark:
        st.caption(file.remark)


def chosen() -> OwnNumbers | None:
    """The numbers that were chosen last, or those of the example; the share link is told which.

    None where they cannot be read: the reason is drawn.
    """
    file, column = _file(), st.session_state.get(_COLUMN_READ)
    if column not in file.columns:
        column = file.columns[0]
    try:
        inputs = _read(file, column)
    except FileError as error:
        st.warning(unformatted(str(error)))
        return None
    source = f"{column} in {file.name}" if len(file.columns) > 1 else file.name
    is_example = _FILE not in st.session_state
    if not is_example:
        controls.show_what_no_link_carries()
    return OwnNumbers(inputs, source, is_example, instead=_PROBLEM in st.session_state)


def _draw_uploader() -> None:
    sent = st.file_uploader(
        ALLOWED, type=list(KINDS), key=_UPLOADER, max_upload_size=MOST_MEGABYTES, on_change=_take_or_put_away
    )
    if _PROBLEM in st.session_state:
        st.warning(unformatted(f"{st.session_state[_PROBLEM]} {_INSTEAD}"))
    # After a visit to another page the uploader is empty.
    if sent is None and _FILE in st.session_state:
        st.text(f"On show: {st.session_state[_FILE].name}")
        st.button("Use the example", on_click=_put_away)


def _take_or_put_away() -> None:
    _put_away()
    sent = st.session_state[_UPLOADER]
    if sent is not None:
        try:
            st.session_state[_FILE] = _file_of(sent.name, sent.getvalue())
        except FileError as error:
            st.session_state[_PROBLEM] = str(error)


def _put_away() -> None:
    for key in (_FILE, _PROBLEM):
        st.session_state.pop(key, None)


def _file() -> OwnFile:
    file: OwnFile = st.session_state.get(_FILE) or _example()
    return file


def _file_of(name: str, content: bytes) -> OwnFile:
    digest = hashlib.sha256(name.encode() + content).hexdigest()
    return OwnFile(name, content, columns_of(name, content), remark_on(name, content), digest)


@st.cache_resource(max_entries=1)
def _example() -> OwnFile:
    return _file_of(EXAMPLE.name, EXAMPLE.read_bytes())


@st.cache_resource(
    scope="session",
    max_entries=1,
    hash_funcs={OwnFile: attrgetter("digest")},
    show_spinner="Reading the numbers …",
)
def _read(file: OwnFile, column: str) -> Empirical:
    return Empirical(numbers_of(file.name, file.content, column))
