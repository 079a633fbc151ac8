"""Names of functions as readers type them and as links carry them: in any case, or as a library calls them."""

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from activations import CATALOG
from activations.libraries.aliases import activation_named

MOST_FUNCTIONS = 6

_MEANT = "what boxes of functions are to hold"
_UNKNOWN = "names that are not in the catalogue, beside what their box holds instead"
_MOST_SHOWN, _LONGEST_SHOWN = 3, 30


def known_names(texts: Iterable[str | None]) -> list[str]:
    """The functions that are meant, each once, as many as may be chosen."""
    names = dict.fromkeys(activation_named(text) for text in texts if text is not None)
    return [name for name in names if name is not None][:MOST_FUNCTIONS]


def put_into_box(key: str) -> None:
    """Let a box hold the names that were found for what it held, before it is drawn."""
    meant = st.session_state.get(_MEANT, {})
    if key in meant:
        st.session_state[key] = meant.pop(key)


def found_in_box(key: str, held: Sequence[str], otherwise: Any) -> list[str]:
    """The functions that a box holds, which is drawn anew where it holds other names for them.

    `otherwise` is what it is to hold if it names nothing that is known.
    """
    names = known_names(held)
    if names != list(held):
        value = names if isinstance(otherwise, list) else next(iter(names), None)
        st.session_state.setdefault(_MEANT, {})[key] = value or otherwise
        unknown = [text for text in held if text not in CATALOG and activation_named(text) is None]
        st.session_state.setdefault(_UNKNOWN, {})[key] = (value or otherwise, unknown)
        # Not in this run: Streamlit lets no one move a widget that is drawn, and lets a link win over one that is not.
        st.rerun()
    return names


def say_what_is_unknown(key: str, held: Any) -> None:
    """A line on names that nothing goes by, for as long as the box holds what it was given instead."""
    given, unknown = st.session_state.get(_UNKNOWN, {}).get(key, (None, []))
    if unknown and given == held:
        st.text(unknown_sentence(unknown))


def unknown_sentence(unknown: Sequence[str]) -> str:
    """That there are no functions of these names, of which it repeats those that could be names."""
    repeated = [f"“{text}”" for text in unknown if len(text) <= _LONGEST_SHOWN and text.replace("_", "").isalnum()]
    if not repeated:
        return "What this view was to show is in part no function of the catalogue."
    return f"The catalogue has no function called {' or '.join(repeated[:_MOST_SHOWN])}."
