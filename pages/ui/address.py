"""What the address bar is told: once in a run at most, and nothing when a page is opened by a link that says all.

Streamlit has the browser change its address whenever it drops a default from a link or takes in what code has set, and
a browser keeps each of these as a page to go back to. So its messages are held; what there is to tell is told at the
end of the run, as one.
"""

import functools
import inspect
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import QueryParams

_SEEN = "what the address says in the browser, while there is something to tell it"

# There is no other way to its messages; while the app is developed, this module is loaded anew with each change.
_send = inspect.unwrap(QueryParams._send_query_param_msg)


def hold_messages() -> None:
    """From now on leave it to `told_once` to tell the browser."""
    QueryParams._send_query_param_msg = _note  # type: ignore[assignment, method-assign]


@functools.wraps(_send)
def _note(params: QueryParams) -> None:
    """What Streamlit does beside telling the browser: a new run has to begin with it."""
    context = get_script_run_ctx()
    if context is not None:
        context.query_string = urlencode(params._query_params, doseq=True)


@contextmanager
def told_once(*, arriving: bool) -> Iterator[None]:
    """Tell the browser at the end of a run; on arrival at a page only what its address does not say.

    What is in the address and of no use there stays until something else is told.
    """
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    seen = context.query_string
    try:
        yield
    finally:  # also where the run is broken off for another, which begins with what is to be told
        if context.query_string != seen:
            st.session_state.setdefault(_SEEN, seen)
    seen = st.session_state.pop(_SEEN, None)
    if seen is not None and not (arriving and _says(seen, context.query_string)):
        with context.session_state.query_params() as params:
            _send(params)


@contextmanager
def told_once_by_part() -> Iterator[None]:
    """The same where a part of a page runs alone; as a part of the whole it leaves that to the whole."""
    context = get_script_run_ctx()
    with told_once(arriving=False) if context and context.fragment_ids_this_run else nullcontext():
        yield


def _says(address: str, query: str) -> bool:
    """Whether an address says all that a query does."""
    said, wanted = (parse_qs(each, keep_blank_values=True) for each in (address, query))
    return all(said.get(key) == values for key, values in wanted.items())
