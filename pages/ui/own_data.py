"""The reader's own numbers: a file that stays with the session, so that it is there after a visit to another page."""

import hashlib
import operator
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from activations.elementwise import FloatArray
from pages.ui import controls
from pages.ui.declarations import Choice
from pages.ui.embedding import is_without_controls
from pages.ui.reading import EXAMPLE, KINDS, MOST_MEGABYTES, MOST_NUMBERS, FileError, columns_of, numbers_of
from pages.ui.wording import unformatted

ABOUT_EXAMPLE = (
    "The example: the pre-activations of the fourth hidden layer of a network with ELU that has learned the spirals. "
    "The page of training makes such files of any layer."
)
KEPT = (
    "The file stays in the memory of this session and nowhere else. It is gone when the browser is closed, and a link "
    "to this page does not carry it."
)
ALLOWED = f"A .csv, .npy or .npz file of up to {MOST_MEGABYTES} MB and {MOST_NUMBERS:,} numbers"

_COLUMN = Choice("column", "Column or array")
_FILE = "the reader's own file"
_UPLOAD = "uploads so far"


class OwnFile(NamedTuple):
    """A file of a reader, or the example."""

    name: str
    content: bytes
    columns: tuple[str, ...]
    identity: str  # of name and content


class OwnNumbers(NamedTuple):
    """The numbers on show, and what tells them apart from others."""

    identity: str
    numbers: FloatArray
    is_example: bool


# How Streamlit's caches tell numbers apart, without a look at each of them.
BY_IDENTITY: dict[str | type, Callable[..., object]] = {
    each: operator.attrgetter("identity") for each in (OwnFile, OwnNumbers)
}


def choose() -> OwnNumbers | None:
    """Draw the place for a file and the choice of its column; its numbers, or those of the example without a file.

    None where they cannot be read: the reason is drawn.
    """
    if not is_without_controls():
        _draw_uploader()
    file: OwnFile = st.session_state.get(_FILE) or _example()
    column = controls.get(_COLUMN.among(file.columns)) if len(file.columns) > 1 else file.columns[0]
    try:
        numbers = _read(file, column)
    except FileError as error:
        st.warning(unformatted(str(error)))
        return None
    return OwnNumbers(f"{file.identity} {column}", numbers, is_example=_FILE not in st.session_state)


def _draw_uploader() -> None:
    # Another key makes an empty one, which is what is left of it when its file is put away.
    key = f"upload {st.session_state.setdefault(_UPLOAD, 0)}"
    sent = st.file_uploader(ALLOWED, type=list(KINDS), key=key, max_upload_size=MOST_MEGABYTES)
    if sent is not None:
        try:
            st.session_state[_FILE] = _file_of(sent.name, sent.getvalue())
        except FileError as error:
            st.session_state.pop(_FILE, None)
            st.warning(unformatted(str(error)))
    if _FILE in st.session_state:
        st.text(f"On show: {st.session_state[_FILE].name}")
        st.button("Use the example", on_click=_put_away)


def _put_away() -> None:
    st.session_state.pop(_FILE, None)
    st.session_state[_UPLOAD] += 1


def _file_of(name: str, content: bytes) -> OwnFile:
    columns = columns_of(name, content)
    return OwnFile(name, content, columns, hashlib.sha256(name.encode() + content).hexdigest())


@st.cache_data
def _example() -> OwnFile:
    return _file_of(EXAMPLE.name, EXAMPLE.read_bytes())


@st.cache_data(scope="session", max_entries=1, hash_funcs=BY_IDENTITY, show_spinner="Reading the numbers …")
def _read(file: OwnFile, column: str) -> FloatArray:
    return numbers_of(file.name, file.content, column)
