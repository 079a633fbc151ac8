"""The controls of a page, and the plain values that they give."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, TypeVar

import streamlit as st

from activations import CATALOG
from pages.ui import formulas, naming, widgets
from pages.ui.declarations import Choice, Control
from pages.ui.embedding import is_without_controls
from pages.ui.links import (
    FUNCTION,
    FUNCTIONS,
    OF_NO_CONTROL,
    VERSION,
    Query,
    State,
    as_parameter,
    as_query,
    parameters_state,
)

T = TypeVar("T")

DEFAULT_FUNCTIONS = tuple(CATALOG[name]() for name in ("Sigmoid", "Softplus", "ReLU", "ELU"))

# What the controls that pages share hold at first.
SHARED: State = {
    FUNCTIONS: [activation.name for activation in DEFAULT_FUNCTIONS],
    FUNCTION: next(iter(CATALOG)),
    **parameters_state(definition() for definition in CATALOG.values()),
    **formulas.INITIAL,
}

_KNOWN = "what is known of controls"
_of_thread = threading.local()


@dataclass(slots=True)
class _Known:
    """What is known of a reader's controls: in one place, since Streamlit goes through all there are for each box."""

    page: str | None = None  # of the last run, by its file
    drawn: bool = False  # whole, since its reader came to it
    values: dict[str, Any] = field(default_factory=dict)  # of the controls drawn in this run
    linkable: bool = True  # so far in this run, whether these are all that the view depends on
    declared: dict[str, dict[str, Control[Any]]] = field(default_factory=dict)  # drawn so far, by page
    told: set[str] = field(default_factory=set)  # keys of widgets that were drawn once
    overruled: dict[str, Any] = field(default_factory=dict)  # what those not drawn so far hold in place of their link's
    postponed: list[Callable[[], None]] | None = None  # what draws those that are left for later, if any are to be
    shared: list[Callable[[], None]] = field(default_factory=list)  # of these, those that pages share


def rewrite_link(page: str) -> None:
    """Let the link by which a reader arrives at a page name its functions as the catalogue does."""
    if _known().page != page:
        naming.rewrite_link(page, FUNCTIONS, SHARED[FUNCTIONS])
        naming.rewrite_link(page, FUNCTION, [SHARED[FUNCTION]])


def is_arriving(page: str) -> bool:
    """Whether its reader has come to a page that was not drawn whole since."""
    known = _known()
    return known.page != page or not known.drawn


def begin_page(page: str) -> bool:
    """Start a run of a page, with no controls in its link; whether it is the first that its reader sees."""
    known = _known()
    last, known.page, known.values, known.linkable = known.page, page, {}, True
    known.postponed, known.shared = None, []
    known.drawn = known.drawn and last == page
    declared = known.declared.setdefault(page, {})
    if last not in {None, page} and VERSION in st.query_params:
        _put_back(declared.values())
    return last is None


def end_page() -> None:
    """End a run in which the page was drawn whole."""
    _known().drawn = True


def go_to(page: str, state: State, query: Query) -> None:
    """Open a page in a state, the rest of its controls put back; what is drawn already keeps what it holds.

    A link would do, were it not that Streamlit adds the functions in it to those in the address of this page.
    """
    known = _known()
    declared = known.declared.get(page, {})
    # All in one step of the browser's history, where `tell` would take one for each.
    new = {key: value for key, value in state.items() if key not in st.session_state}
    initial = {key: control.initial for key, control in declared.items()}
    set_values({key: value for key, value in {**initial, **state}.items() if key not in known.values})
    st.switch_page(page, query_params={**as_query(new), **query})


def linked_values() -> dict[str, Any]:
    """Key and value of every control drawn so far: all that a link must carry to open this view again."""
    return dict(values_of_this_run())


def show_what_no_link_carries() -> None:
    """Let the view of this run depend on a reader's file."""
    _known().linkable = False


def is_linkable() -> bool:
    """Whether a link opens the view of this run, for all that was drawn of it so far."""
    return _known().linkable


def values_of_this_run() -> State:
    """The same, not copied: it goes on filling until the page is drawn, and is then complete."""
    return _known().values


def get(control: Control[T]) -> T:
    """Draw the widget of one of the page's own controls; the value that it gives, checked."""
    declare(control)
    return value_of(control)


def declare(control: Control[Any]) -> None:
    """Let a control be put back with the page's own."""
    _declared()[control.key] = control


def get_each(named: Mapping[str, Control[Any]]) -> dict[str, Any]:
    """Draw some of the page's own controls; the value of each by its name."""
    return {name: get(control) for name, control in named.items()}


def pick(choice: Choice, options: Mapping[str, T]) -> T:
    """Draw a choice among named things; the one chosen."""
    return options[get(choice.among(options))]


def presets(states: Mapping[str, State], *, keep: Control[Any] | None = None, caption: str = "Start from") -> None:
    """A row of buttons, to be drawn after the controls: each puts them back, but for one and what its state names."""
    if is_without_controls():
        return
    st.caption(caption)
    initial = {key: control.initial for key, control in _declared().items() if control is not keep}
    with st.container(horizontal=True):
        for label, state in states.items():
            st.button(label, on_click=_start_from, args=({**initial, **state},))


def _start_from(values: State) -> None:
    undrawn = set(st.query_params) - set(st.session_state) - OF_NO_CONTROL
    _known().overruled = {key: values.get(key) for key in undrawn}
    set_values({key: value for key, value in values.items() if key not in undrawn})


def postpone() -> None:
    """From now on leave widgets for later, and take for what they give what the link says."""
    _known().postponed = []


def begin_own() -> None:
    """From now on controls are the page's own, which can be drawn while it runs."""
    known = _known()
    if known.postponed:
        known.shared, known.postponed = known.postponed, []


def draw_postponed() -> None:
    """Draw those of the page's own widgets that were left for later."""
    known = _known()
    postponed, known.postponed = known.postponed, None
    for draw_in_its_place in postponed or ():
        draw_in_its_place()


def draw_shared() -> None:
    """Draw those that pages share, when the page has run: within, Streamlit would not keep them for the next one."""
    known = _known()
    shared, known.shared = known.shared, []
    for draw_in_its_place in shared:
        draw_in_its_place()


def catch_up() -> None:
    """Draw the page anew, before what takes long, if widgets that pages share are still to come."""
    if _known().shared:
        st.rerun()


def now_or_later(draw: Callable[[], T], linked: Callable[[], T], *, width: int | Literal["stretch"] | None = None) -> T:
    """What a widget gives that is drawn here, as one element; or, if it is left for later, what its link says.

    If it then gives something else, the page is drawn anew. In a row it has a width, which is kept for it.
    """
    postponed = _known().postponed
    if postponed is None:
        return draw()
    taken, place = linked(), st.empty()
    if width:
        place.space(width)

    def draw_in_its_place() -> None:
        with place:
            if draw() != taken:
                st.rerun()

    postponed.append(draw_in_its_place)
    return taken


def set_values(values: State) -> None:
    """Move controls of this page, from the callback of a button."""
    for key, value in values.items():
        st.session_state[key] = value


def _put_back(own: Iterable[Control[Any]]) -> None:
    """Let a whole link decide what is set, also against what its reader had set before.

    Streamlit keeps what was set on a page for the reader's return, and takes a default in a link for nothing at all.
    """
    for control in own:
        # Not by its text: a box of whole numbers holds 100.0, and its link says 100.
        if widgets.linked(control) == control.initial:
            st.session_state[control.key] = control.initial
    for key, value in {**SHARED, **formulas.starts_in(st.query_params)}.items():
        if st.query_params.get_all(key) == as_parameter(value):
            st.session_state[key] = value


def _declared() -> dict[str, Control[Any]]:
    """The controls of this page that were drawn so far, in other views of it too."""
    known = _known()
    return known.declared[known.page or ""]


def value_of(control: Control[T]) -> T:
    """Draw the widget of a control, which pages may share; the value that it gives, checked."""
    value = now_or_later(partial(_drawn, control), partial(_linked, control))
    if value is not None:
        carry(control.key, value)
    return value


def _linked(control: Control[T]) -> T:
    return control.checked(widgets.linked(control))


def _drawn(control: Control[T]) -> T:
    if is_without_controls():
        return _linked(control)
    overruled = _known().overruled
    if control.key in overruled and control.key in st.session_state:
        st.session_state[control.key] = overruled.pop(control.key)
    tell(control.key, control.initial, partial(widgets.linked, control))
    value = control.checked(widgets.drawn(control))
    if control.key in overruled:
        # Streamlit lets a link win over what a widget is told, but only on its first run.
        if overruled[control.key] is None:
            overruled[control.key] = control.initial
        st.rerun()
    return value


def tell(key: str, initial: object, linked: Callable[[], object]) -> None:
    """Let the widget to be drawn say what it was set to hold, in the address and in the browser.

    Streamlit puts it into the address, unless the widget has never been drawn before. And a browser that is slow to
    draw the page to which its reader goes forgets what widgets hold that do not stand there yet, and would take the
    default for it: until all of the page was drawn it is told, unless its link says otherwise.
    """
    known = _known()
    new = key not in known.told
    known.told.add(key)
    if key not in st.session_state:
        return
    held = st.session_state[key]
    if new and held != initial and key not in st.query_params:
        st.query_params[key] = as_parameter(held)
    if not known.drawn and (key not in st.query_params or linked() == held):
        st.session_state[key] = held


def carry(key: str, value: object) -> None:
    """Let a link carry a value."""
    _known().values[key] = value


def _known() -> _Known:
    # Once for each thread, which serves one session only: Streamlit takes a hundred times as long to find it.
    try:
        known: _Known = _of_thread.known
    except AttributeError:
        known = _of_thread.known = st.session_state.setdefault(_KNOWN, _Known())
    return known
