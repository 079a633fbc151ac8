"""The widget of each kind of control, bound to the address bar.

Each gives what a reader, or a link, has set; the control checks it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pages.ui.declarations import (
    LARGEST_SEED,
    Choice,
    Control,
    Guess,
    Magnitude,
    Number,
    OneOf,
    Place,
    Seed,
    Several,
    Slider,
    Span,
    Switch,
    Text,
    Whole,
)

_LONGEST_TEXT = 1_000


def drawn(control: Control[Any]) -> Any:
    """Draw the widget of a control; what it gives is not checked yet."""
    return _WIDGETS[type(control)](control)


def linked(control: Control[Any]) -> Any:
    """What the link says of a control, for a view without widgets; not checked yet."""
    texts = st.query_params.get_all(control.key)
    try:
        return _FROM_LINK.get(type(control), _number)(_renamed(control, texts)) if texts else control.initial
    except ValueError:
        return control.initial


def _renamed(control: Control[Any], texts: list[str]) -> list[str]:
    """What old links say, by the names that options have now."""
    return [control.renamed.get(each, each) for each in texts] if isinstance(control, Choice) else texts


def _number(texts: list[str]) -> float:
    return float(texts[0])


def _ends(texts: list[str]) -> tuple[float, float]:
    start, end = map(float, texts)
    return start, end


def _is_on(texts: list[str]) -> bool:
    return texts[0].lower() == "true"


def _first(texts: list[str]) -> str:
    return texts[0]


def _number_box(control: Number) -> float:
    return st.number_input(
        control.label,
        control.low,
        control.high,
        control.default,
        control.step,
        f"%.{control.digits}f",
        key=control.key,
        help=control.help,
        bind="query-params",
    )


def _place_box_and_slider(control: Place) -> float:
    slider_key = f"{control.key} slider"

    def follow() -> None:
        st.session_state[control.key] = st.session_state[slider_key]

    with st.container():  # one element, which has one place
        value = _number_box(control)
        low, high = control.view
        st.session_state[slider_key] = min(max(control.checked(value), low), high)
        st.slider(
            control.label, low, high, step=control.step, key=slider_key, on_change=follow, label_visibility="collapsed"
        )
    return value


def _magnitude_box(control: Magnitude) -> float:
    return st.number_input(
        control.label,
        control.low,
        control.high,
        control.default,
        0.5 * control.default,
        "%g",
        key=control.key,
        help=control.help,
        bind="query-params",
    )


def _whole_box(control: Whole) -> float:
    return st.number_input(
        control.label,
        float(control.low),
        float(control.high),
        control.initial,
        float(control.step),
        "%.0f",
        key=control.key,
        help=control.help,
        bind="query-params",
    )


def _seed_box(control: Seed) -> float:
    def draw_again() -> None:
        st.session_state[control.key] = float((control.checked(st.session_state[control.key]) + 1) % LARGEST_SEED)

    with st.container():  # one element, which has one place
        value = st.number_input(
            control.label,
            0.0,
            float(LARGEST_SEED),
            control.initial,
            1.0,
            "%.0f",
            key=control.key,
            help="The same seed gives the same numbers",
            bind="query-params",
        )
        st.button("Draw again", on_click=draw_again)
    return value


def _text_box(control: Text) -> str:
    # Streamlit cuts a longer text, of which the rest may mean something else: what is cut must be too long anyway.
    return st.text_input(control.label, control.default, _LONGEST_TEXT, key=control.key, bind="query-params")


def _slider(control: Slider) -> float:
    return st.slider(
        control.label,
        control.low,
        control.high,
        control.default,
        control.step,
        key=control.key,
        bind="query-params",
    )


def _span_slider(control: Span) -> tuple[float, float]:
    return st.slider(
        control.label, control.low, control.high, control.default, control.step, key=control.key, bind="query-params"
    )


def _toggle(control: Switch) -> bool:
    return st.toggle(control.label, control.initial, key=control.key, help=control.help, bind="query-params")


def _radio(control: OneOf) -> str | None:
    return st.radio(
        control.label,
        control.options,
        key=control.key,
        captions=control.captions or None,
        horizontal=not control.captions,
        label_visibility="collapsed" if control.captions else "visible",
        bind="query-params",
    )


def _select_box(control: Choice) -> str | None:
    key = control.key
    texts = st.query_params.get_all(key)
    if texts != _renamed(control, texts):
        # In the address itself, where Streamlit would clear what is no option.
        st.query_params[key] = _renamed(control, texts)
        st.rerun()
    if key in st.session_state and st.session_state[key] not in control.options:
        # Streamlit would do so too, but leave the old one in the address.
        st.session_state[key] = control.options[0]
    return st.selectbox(control.label, control.options, key=key, help=control.help, bind="query-params")


def _guess_radio(control: Guess) -> str | None:
    return st.radio(control.label, control.options, index=None, key=control.key, bind="query-params")


def _multi_box(control: Several) -> list[str]:
    # Not pills: in the dark theme the name on one that is chosen has too little contrast.
    return st.multiselect(
        control.label,
        control.options,
        key=control.key,
        placeholder="Choose any",
        select_all=False,
        bind="query-params",
    )


_WIDGETS: Mapping[type, Callable[[Any], Any]] = {
    Number: _number_box,
    Place: _place_box_and_slider,
    Magnitude: _magnitude_box,
    Whole: _whole_box,
    Seed: _seed_box,
    Slider: _slider,
    Span: _span_slider,
    Switch: _toggle,
    OneOf: _radio,
    Choice: _select_box,
    Guess: _guess_radio,
    Several: _multi_box,
    Text: _text_box,
}

_FROM_LINK: Mapping[type, Callable[[list[str]], Any]] = {
    Span: _ends,
    Switch: _is_on,
    OneOf: _first,
    Choice: _first,
    Guess: _first,
    Several: list,
    Text: _first,
}
