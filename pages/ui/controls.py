"""The controls of a page, and the plain values that they give."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from activations import CATALOG, FAMILIES, Activation, Parameter
from activations.random_inputs.distributions import DISTRIBUTIONS, Distribution
from pages.ui import declarations, naming, widgets
from pages.ui.declarations import Choice, Control, OneOf, Slider
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
    parameter_key,
    parameters_state,
)

T = TypeVar("T")

DEFAULT_FUNCTIONS = tuple(CATALOG[name]() for name in ("Sigmoid", "Softplus", "ReLU", "ELU"))

# What the controls that pages share hold at first.
_SHARED: State = {
    FUNCTIONS: [activation.name for activation in DEFAULT_FUNCTIONS],
    FUNCTION: next(iter(CATALOG)),
    **parameters_state(definition() for definition in CATALOG.values()),
}

_DISTRIBUTION = OneOf("inputs", "Random inputs", tuple(DISTRIBUTIONS))

_VALUES = "values of the controls drawn in this run"
_PAGE = "page of the last run"
_DECLARED = "controls drawn so far, by page"
_OVERRULED = "what controls not drawn so far are to hold instead of what the link says"


def rewrite_link(file: str, page: str) -> None:
    """Let the link by which a reader arrives at a page name its functions as the catalogue does."""
    if st.session_state.get(_PAGE) != page:
        naming.rewrite_link(file, FUNCTIONS, _SHARED[FUNCTIONS])
        naming.rewrite_link(file, FUNCTION, [_SHARED[FUNCTION]])


def begin_page(page: str) -> None:
    """Start a run of a page, with no controls in its link."""
    last, st.session_state[_PAGE] = st.session_state.get(_PAGE), page
    st.session_state[_VALUES] = {}
    declared = st.session_state.setdefault(_DECLARED, {}).setdefault(page, {})
    if last not in {None, page} and VERSION in st.query_params:
        _put_back(declared.values())


def go_to(file: str, page: str, state: State, query: Query) -> None:
    """Open a page in a state, the rest of its controls put back; before the controls of this page are drawn.

    A link would do, were it not that Streamlit adds the functions in it to those in the address of this page.
    """
    declared = st.session_state[_DECLARED].get(page, {})
    set_values({**{key: control.initial for key, control in declared.items()}, **state})
    # What only the other page has is in no one's hands yet, so that the address can say it.
    own = {} if page == st.session_state[_PAGE] else {key: state[key] for key in state if key not in _SHARED}
    st.switch_page(file, query_params={**as_query(own), **query})


def linked_values() -> dict[str, Any]:
    """Key and value of every control drawn so far: all that a link must carry to open this view again."""
    return dict(values_of_this_run())


def values_of_this_run() -> State:
    """The same as they become known, for what is asked only once the page has been drawn."""
    values: State = st.session_state.get(_VALUES, {})
    return values


def get(control: Control[T]) -> T:
    """Draw the widget of one of the page's own controls; the value that it gives, checked."""
    _declared()[control.key] = control
    return _value_of(control)


def get_each(named: Mapping[str, Control[Any]]) -> dict[str, Any]:
    """Draw some of the page's own controls; the value of each by its name."""
    return {name: get(control) for name, control in named.items()}


def pick(choice: Choice, options: Mapping[str, T]) -> T:
    """Draw a choice among named things; the one chosen."""
    return options[get(choice.among(options))]


def presets(states: Mapping[str, State], *, keep: Control[Any] | None = None) -> None:
    """A row of buttons, to be drawn after the controls: each puts them back, but for one and what its state names."""
    if is_without_controls():
        return
    initial = {key: control.initial for key, control in _declared().items() if control is not keep}
    with st.container(horizontal=True):
        for label, state in states.items():
            st.button(label, on_click=_start_from, args=({**initial, **state},))


def _start_from(values: State) -> None:
    undrawn = set(st.query_params) - set(st.session_state) - OF_NO_CONTROL
    st.session_state[_OVERRULED] = {key: values.get(key) for key in undrawn}
    set_values({key: value for key, value in values.items() if key not in undrawn})


def set_values(values: State) -> None:
    """Move controls of this page, from the callback of a button."""
    for key, value in values.items():
        st.session_state[key] = value


def choose_functions() -> bool:
    """Draw the functions box; whether there are any."""
    if is_without_controls():
        _carry(FUNCTIONS, naming.known_names(st.query_params.get_all(FUNCTIONS)) or _SHARED[FUNCTIONS])
        return True
    naming.put_into_box(FUNCTIONS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held = st.multiselect(
            "Functions",
            list(CATALOG),
            default=_SHARED[FUNCTIONS],
            key=FUNCTIONS,
            max_selections=naming.MOST_FUNCTIONS,
            placeholder="Choose up to six functions",
            accept_new_options=True,
            filter_mode="prefix",  # so that “swish” is not Hardswish
            label_visibility="collapsed",
            bind="query-params",
        )
        names = naming.found_in_box(FUNCTIONS, held, _SHARED[FUNCTIONS])
        _carry(FUNCTIONS, names)
        _families(names, _some_of_family)
    naming.say_what_is_unknown(FUNCTIONS, names)
    return bool(names)


def choose_function() -> str:
    """Draw a box for one function; its name."""
    if is_without_controls():
        (name,) = naming.known_names([st.query_params.get(FUNCTION)]) or [_SHARED[FUNCTION]]
        _carry(FUNCTION, name)
        return name
    naming.put_into_box(FUNCTION)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held = st.selectbox(
            "Function",
            list(CATALOG),
            key=FUNCTION,
            accept_new_options=True,
            filter_mode="prefix",
            label_visibility="collapsed",
            width=240,
            bind="query-params",
        )
        (name,) = naming.found_in_box(FUNCTION, [held or ""], [_SHARED[FUNCTION]], one=True)
        _carry(FUNCTION, name)
        _families([name], _one_of_family)
    naming.say_what_is_unknown(FUNCTION, [name])
    return name


def choose_parameters() -> None:
    """Draw a slider for each parameter of the functions chosen, and a box for an exact value."""
    values = linked_values()
    names = values[FUNCTIONS] if FUNCTIONS in values else [values[FUNCTION]]
    sliders = [
        declarations.parameter_slider(CATALOG[name], parameter)
        for name in names
        for parameter in CATALOG[name].parameters
    ]
    for slider in sliders:
        _value_of(slider)
    if not sliders or is_without_controls():
        return
    popover = st.popover(
        "Exact values",
        help="Type any value of a parameter, also one between the steps of its slider",
        on_change="rerun",
        key="exact values",
    )
    if popover.open:
        with popover:
            for slider in sliders:
                _exact_box(slider)


def invite_to_choose() -> None:
    """What a page shows while no function is chosen."""
    st.info("No function is chosen. Choose one in the box above, or start from an example:")
    # A button, since Streamlit does not apply a link to the page on which it stands.
    st.button("The sigmoid beside the ELU", on_click=set_values, args=({FUNCTIONS: ["Sigmoid", "ELU"]},))


def chosen_activations() -> tuple[Activation, ...]:
    """The functions in the box, with the values of their sliders."""
    return tuple(map(_with_sliders, linked_values()[FUNCTIONS]))


def chosen_activation() -> Activation:
    """The one function in its box, with the values of its sliders."""
    return _with_sliders(linked_values()[FUNCTION])


def chosen_distribution() -> Distribution:
    """Draw the choice of a distribution and the settings of the one chosen."""
    distribution = DISTRIBUTIONS[get(_DISTRIBUTION)]
    keywords: dict[str, float] = {}
    for setting in distribution.settings:
        if isinstance(setting, Parameter):
            keywords[setting.name] = get(declarations.setting_number(setting))
        else:
            keywords |= zip(setting.names, get(declarations.setting_span(setting)), strict=True)
    return distribution(**keywords)


def _put_back(own: Iterable[Control[Any]]) -> None:
    """Let a whole link decide what is set, also against what its reader had set before.

    Streamlit keeps what was set on a page for the reader's return, and takes a default in a link for nothing at all.
    """
    initial = {control.key: control.initial for control in own}
    for key, value in {**_SHARED, **initial}.items():
        named = st.query_params.get_all(key)
        if named == as_parameter(value) or (not named and key in initial):
            st.session_state[key] = value


def _declared() -> dict[str, Control[Any]]:
    """The controls of this page that were drawn so far, in other views of it too."""
    declared: dict[str, Control[Any]] = st.session_state[_DECLARED][st.session_state[_PAGE]]
    return declared


def _value_of(control: Control[T]) -> T:
    overruled = st.session_state.get(_OVERRULED, {})
    if control.key in overruled and control.key in st.session_state:
        st.session_state[control.key] = overruled.pop(control.key)
    value = control.checked(widgets.linked(control) if is_without_controls() else widgets.drawn(control))
    if control.key in overruled:
        # Streamlit lets a link win over what a widget is told, but only on its first run.
        if overruled[control.key] is None:
            overruled[control.key] = control.initial
        st.rerun()
    if value is not None:
        _carry(control.key, value)
    return value


def _carry(key: str, value: object) -> None:
    st.session_state[_VALUES][key] = value


def _families(names: Sequence[str], draw_family: Callable[[str, Sequence[str], Sequence[str]], None]) -> None:
    """The catalogue in its families, where functions can be chosen too."""
    # What only an open popover shows would slow down every move of another control.
    popover = st.popover("By family", on_change="rerun", key="families")
    if popover.open:
        with popover:
            for family, members in FAMILIES.items():
                draw_family(family, [definition.name for definition in members], names)


def _some_of_family(family: str, members: Sequence[str], names: Sequence[str]) -> None:
    # Not pills: in the dark theme the name on one that is chosen has too little contrast.
    st.caption(family)
    with st.container(horizontal=True):
        for name in members:
            key = f"{name} among its family"
            st.session_state[key] = name in names
            st.checkbox(name, key=key, on_change=_take_or_leave, args=(name, key), width="content")


def _take_or_leave(name: str, key: str) -> None:
    others = [each for each in linked_values()[FUNCTIONS] if each != name]
    st.session_state[FUNCTIONS] = [*others, name][: naming.MOST_FUNCTIONS] if st.session_state[key] else others


def _one_of_family(family: str, members: Sequence[str], names: Sequence[str]) -> None:
    key = f"{family} family"
    st.session_state[key] = next((name for name in members if name in names), None)
    st.radio(family, members, key=key, horizontal=True, on_change=_take, args=(key,))


def _take(key: str) -> None:
    st.session_state[FUNCTION] = st.session_state[key]


def _exact_box(slider: Slider) -> None:
    box_key = f"exact {slider.key}"

    def move_slider() -> None:
        st.session_state[slider.key] = st.session_state[box_key]

    st.session_state[box_key] = linked_values()[slider.key]
    st.number_input(
        slider.label, slider.low, slider.high, step=slider.step, format="%.10g", key=box_key, on_change=move_slider
    )


def _with_sliders(name: str) -> Activation:
    definition, values = CATALOG[name], linked_values()
    return definition(**{each.name: values[parameter_key(name, each.name)] for each in definition.parameters})
