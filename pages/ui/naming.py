"""Names of functions as readers type them and as links carry them: in any case, or as a library calls them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from activations import CATALOG
from activations.gates import GATES
from activations.libraries.aliases import activation_named
from pages.ui import draw
from pages.ui.embedding import is_without_controls
from pages.ui.formulas import TEXTS

MOST_FUNCTIONS = 6

_MEANT = "what boxes of functions are to hold"
_UNKNOWN = "names that are not in the catalogue, beside what their box holds instead"
_MOST_SHOWN, _LONGEST_SHOWN = 3, 30


def known_names(texts: Iterable[str | None]) -> list[str]:
    """The functions that are meant, each once, as many as may be chosen."""
    names = dict.fromkeys(_named(text) for text in texts if text is not None)
    return [name for name in names if name is not None][:MOST_FUNCTIONS]


def rewrite_link(page: str, key: str, otherwise: Sequence[str]) -> None:
    """Open a page anew where its link holds other names, with those of the catalogue, before any box is drawn.

    Only so does the address show them: Streamlit lets a link win over what a box is told on its first run.
    """
    texts = st.query_params.get_all(key)
    if all(_named(text) == text for text in texts) or texts == [""] or key in st.session_state:
        return  # a box that was drawn before holds on to its part of the address, and is moved by `found_in_box`
    names = known_names(texts)
    _note(key, names or otherwise, texts)
    query = {other: st.query_params.get_all(other) for other in st.query_params}
    # Where a control of the link was drawn before, on another page, Streamlit lets no one rewrite it.
    with suppress(StreamlitAPIException):
        st.switch_page(page, query_params={**query, key: names or list(otherwise)})


def put_into_box(key: str) -> None:
    """Let a box hold the names that were found for what its reader typed, before it is drawn."""
    meant = st.session_state.get(_MEANT, {})
    if key in meant:
        st.session_state[key] = meant.pop(key)


def found_in_box(key: str, held: Sequence[str], otherwise: Sequence[str], *, one: bool = False) -> list[str]:
    """The functions that a box holds, or `otherwise` if none is known; it is drawn anew if it has other names."""
    names = known_names(held)
    if names != list(held):
        names = names or list(otherwise)
        _note(key, names, held)
        st.session_state.setdefault(_MEANT, {})[key] = names[0] if one else names
        st.rerun()  # Streamlit lets no one move a box that is drawn
    return names


def say_what_is_unknown(key: str, names: Sequence[str]) -> None:
    """A line on names that nothing goes by, for as long as the box holds what it was given instead."""
    given, unknown = st.session_state.get(_UNKNOWN, {}).get(key, ([], []))
    if unknown and given == list(names):
        st.text(unknown_sentence(unknown))
        for unit in () if is_without_controls() else gated_units(unknown):
            draw.way_on("pages/gates.py", f"{unit}, a gated unit", {"gate": unit}, icon=":material/arrow_forward:")


def gated_units(texts: Iterable[str]) -> list[str]:
    """The units among these names, which have two inputs and are no functions of the catalogue."""
    meant = {_letters(text) for text in texts}
    return [name for name in GATES if _letters(name) in meant]


def unknown_sentence(unknown: Sequence[str]) -> str:
    """That there are no functions of these names, of which it repeats those that could be names."""
    repeated = [text for text in unknown if len(text) <= _LONGEST_SHOWN and text.replace("_", "").isalnum()]
    if not repeated:
        return "What this view was to show is in part no function of the catalogue."
    like = [name for name in CATALOG if any(text.casefold() in name.casefold() for text in repeated)]
    which = " or ".join(f"“{text}”" for text in repeated[:_MOST_SHOWN])
    return f"The catalogue has no function called {which}." + (f" It has {', '.join(like)}." if like else "")


def _note(key: str, names: Sequence[str], texts: Sequence[str]) -> None:
    unknown = [text for text in texts if _named(text) is None]
    st.session_state.setdefault(_UNKNOWN, {})[key] = (list(names), unknown)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _named(text: str) -> str | None:
    """The function that a reader's name for it means, of the catalogue or of the reader's own."""
    return next((name for name in TEXTS if name.casefold() == text.strip().casefold()), activation_named(text))
