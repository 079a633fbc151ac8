"""Widgets bound to the address bar, and the plain values that they give.

A link is input from strangers: whatever it carries, each function here returns a value within the stated bounds.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import streamlit as st

from activations import CATALOG, FAMILIES
from activations.activation import Parameter
from pages.ui.chosen import ChosenFunction
from pages.ui.links import parameter_key

T = TypeVar("T")

MOST_FUNCTIONS = 6
DEFAULT_FUNCTIONS = ("Sigmoid", "Softplus", "ReLU", "ELU")

_FUNCTIONS = "f"
_FUNCTION = "of"
_LARGEST_SEED = 1_000_000
_LINKED = "values of the controls on this page"


def forget_linked_values() -> None:
    """Start a page with no controls in its link."""
    st.session_state[_LINKED] = {}


def linked_values() -> dict[str, Any]:
    """Key and value of every control drawn so far: all that a link must carry to open this view again."""
    return dict(st.session_state.get(_LINKED, {}))


def choose_functions() -> bool:
    """Draw the functions box and a slider for each parameter of the functions chosen; whether there are any."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = _known_names(
            st.multiselect(
                "Functions",
                list(CATALOG),
                default=list(DEFAULT_FUNCTIONS),
                key=_FUNCTIONS,
                max_selections=MOST_FUNCTIONS,
                placeholder="Choose up to six",
                width=400,
                bind="query-params",
            )
        )
        _link(_FUNCTIONS, names)
        _families(names, "multi", _choose_some)
        _parameters(names)
    return bool(names)


def choose_function() -> None:
    """Draw a box for one function, and a slider for each of its parameters."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Function", list(CATALOG), key=_FUNCTION, width=240, bind="query-params")
        (known,) = _known_names([name]) or _known_names(CATALOG)[:1]
        _link(_FUNCTION, known)
        _families([known], "single", _choose_one)
        _parameters([known])


def invite_to_choose() -> None:
    """What a page shows while no function is chosen."""
    st.info("No function is chosen. Choose one in the box above, or start from an example:")
    # A button, since Streamlit does not apply a link to the page on which it stands.
    st.button("The sigmoid beside the ELU", on_click=set_values, args=({_FUNCTIONS: ["Sigmoid", "ELU"]},))


def default_functions() -> tuple[ChosenFunction, ...]:
    """What the functions box holds at first."""
    return tuple(ChosenFunction(CATALOG[name], CATALOG[name].defaults) for name in DEFAULT_FUNCTIONS)


def chosen_functions() -> tuple[ChosenFunction, ...]:
    """The functions in the box, each with the values of its sliders."""
    return tuple(_with_parameters(name) for name in linked_values()[_FUNCTIONS])


def chosen_function() -> ChosenFunction:
    """The one function in its box, with the values of its sliders."""
    return _with_parameters(linked_values()[_FUNCTION])


def number(
    label: str,
    key: str,
    *,
    default: float,
    low: float,
    high: float,
    step: float,
    digits: int = 2,
    width: int | Literal["stretch"] = "stretch",
) -> float:
    """A number box; the value lies between low and high."""
    value = st.number_input(label, low, high, default, step, f"%.{digits}f", key=key, width=width, bind="query-params")
    return _link(key, _between(value, low, high, default))


def magnitude(label: str, key: str, *, default: float, low: float, high: float, help: str | None = None) -> float:
    """A number box for a value that spans many powers of ten."""
    value = st.number_input(label, low, high, default, 0.5 * default, "%g", key=key, help=help, bind="query-params")
    return _link(key, _between(value, low, high, default))


def whole(label: str, key: str, *, default: int, low: int, high: int, step: int = 1, help: str | None = None) -> int:
    """A number box for a whole number between low and high."""
    # A float box: a bound integer box raises OverflowError for a link with `inf` in Streamlit 1.67.
    value = st.number_input(
        label, float(low), float(high), float(default), float(step), "%.0f", key=key, help=help, bind="query-params"
    )
    return _link(key, round(_between(value, low, high, default)))


def span(
    label: str, key: str, *, default: tuple[float, float], low: float, high: float, step: float
) -> tuple[float, float]:
    """A slider with two ends; the span is at least one step wide."""
    ends = st.slider(label, low, high, default, step, key=key, bind="query-params")
    left, right = sorted(_between(end, low, high, fallback) for end, fallback in zip(ends, default, strict=True))
    if right - left < step:
        left, right = (left, left + step) if left + step <= high else (right - step, right)
    return _link(key, (left, right))


def switch(label: str, key: str, *, default: bool = False, help: str | None = None) -> bool:
    """A toggle."""
    return _link(key, st.toggle(label, default, key=key, help=help, bind="query-params"))


def one_of(label: str, key: str, options: Sequence[str]) -> str:
    """One of a few options, the first unless chosen otherwise."""
    value = st.radio(label, options, key=key, horizontal=True, bind="query-params")
    return _link(key, value if value in options else options[0])


def step(label: str, key: str, count: int) -> int:
    """One of the steps 1, 2, …, `count`."""
    steps = range(1, count + 1)
    value = st.pills(label, steps, default=1, required=True, key=key, bind="query-params")
    return _link(key, value if value in steps else 1)


def guess(label: str, key: str, options: Sequence[str]) -> str | None:
    """One of a few options, none at first, which a link carries only once it is chosen."""
    value = st.radio(label, options, index=None, key=key, bind="query-params")
    return _link(key, value) if value in options else None


def several(label: str, key: str, options: Sequence[str]) -> list[str]:
    """Any of a few options, none at first."""
    values = st.pills(label, options, selection_mode="multi", key=key, bind="query-params")
    return _link(key, [option for option in options if option in values])


def choice(label: str, key: str, options: Sequence[str], *, help: str | None = None) -> str:
    """One of options that come and go with other controls, the first unless chosen otherwise."""
    if key in st.session_state and st.session_state[key] not in options:
        st.session_state[key] = options[0]  # Streamlit would do so too, but leave the old one in the address
    value = st.selectbox(label, options, key=key, help=help, bind="query-params")
    return _link(key, value if value in options else options[0])


def parameter_span(name: str, parameter: Parameter) -> tuple[float, float]:
    """A slider with two ends for a range of a function's parameter, at first that of its own slider."""
    return span(
        f"{parameter.symbol} range",
        f"{parameter_key(name, parameter.name)}.range",
        default=(parameter.low, parameter.high),
        low=parameter.low,
        high=parameter.high,
        step=parameter.step,
    )


def seed(label: str, key: str) -> int:
    """A seed for random numbers, and a button that draws again with the next one."""

    def draw_again() -> None:
        st.session_state[key] = float(
            (round(_between(st.session_state[key], 0.0, _LARGEST_SEED, 0.0)) + 1) % _LARGEST_SEED
        )

    value = whole(label, key, default=1, low=0, high=_LARGEST_SEED, help="The same seed gives the same numbers")
    st.button("Draw again", on_click=draw_again)
    return value


def presets(states: Mapping[str, Mapping[str, Any]]) -> None:
    """A row of buttons that each set the controls of this page."""
    with st.container(horizontal=True):
        for label, state in states.items():
            st.button(label, on_click=set_values, args=(state,))


def set_values(values: Mapping[str, Any]) -> None:
    """Move controls of this page, from the callback of a button."""
    for key, value in values.items():
        st.session_state[key] = value


def _families(names: Sequence[str], mode: Literal["single", "multi"], choose: Callable[..., None]) -> None:
    """The catalogue in its families, where functions can be chosen too."""
    # What only an open popover shows would slow down every move of another control.
    popover = st.popover("By family", on_change="rerun", key=f"families {mode}")
    if popover.open:
        with popover:
            for family, members in FAMILIES.items():
                key = f"{family} {mode}"
                options = [activation.name for activation in members]
                picked = [name for name in options if name in names]
                st.session_state[key] = picked if mode == "multi" else next(iter(picked), None)
                st.pills(family, options, selection_mode=mode, key=key, on_change=choose, args=(key, options))


def _choose_some(key: str, options: Sequence[str]) -> None:
    kept = [name for name in linked_values()[_FUNCTIONS] if name not in options or name in st.session_state[key]]
    added = [name for name in st.session_state[key] if name not in kept]
    st.session_state[_FUNCTIONS] = [*kept, *added][:MOST_FUNCTIONS]


def _choose_one(key: str, _: Sequence[str]) -> None:
    if st.session_state[key]:
        st.session_state[_FUNCTION] = st.session_state[key]


def _parameters(names: Sequence[str]) -> None:
    """A slider for each parameter of the functions, and a box for an exact value."""
    parameters = [(name, parameter) for name in names for parameter in CATALOG[name].parameters]
    for name, parameter in parameters:
        _link(parameter_key(name, parameter.name), _parameter_slider(name, parameter))
    if not parameters:
        return
    popover = st.popover(
        "Exact values",
        help="Type any value of a parameter, between the steps of its slider too",
        on_change="rerun",
        key="exact values",
    )
    if popover.open:
        with popover:
            for name, parameter in parameters:
                _parameter_box(name, parameter)


def _with_parameters(name: str) -> ChosenFunction:
    values = linked_values()
    return ChosenFunction(
        CATALOG[name],
        {parameter.name: values[parameter_key(name, parameter.name)] for parameter in CATALOG[name].parameters},
    )


def _parameter_slider(name: str, parameter: Parameter) -> float:
    value = st.slider(
        f"{name} {parameter.symbol}",
        parameter.low,
        parameter.high,
        parameter.default,
        parameter.step,
        key=parameter_key(name, parameter.name),
        width=170,
        bind="query-params",
    )
    return _between(value, parameter.low, parameter.high, parameter.default)


def _parameter_box(name: str, parameter: Parameter) -> None:
    slider_key = parameter_key(name, parameter.name)
    box_key = f"exact {slider_key}"

    def move_slider() -> None:
        st.session_state[slider_key] = st.session_state[box_key]

    st.session_state[box_key] = linked_values()[slider_key]
    st.number_input(
        f"{name} {parameter.symbol}",
        parameter.low,
        parameter.high,
        step=parameter.step,
        format="%.10g",
        key=box_key,
        on_change=move_slider,
    )


def _known_names(names: Iterable[str | None]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name is not None and name in CATALOG][:MOST_FUNCTIONS]


def _between(value: float | None, low: float, high: float, fallback: float) -> float:
    if value is None or not math.isfinite(value):
        return fallback
    return min(max(float(value), low), high)


def _link(key: str, value: T) -> T:
    st.session_state[_LINKED][key] = value
    return value
