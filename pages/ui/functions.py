"""The boxes in which functions are chosen, the reader's own among them, with their sliders and what these give."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from activations import CATALOG, FAMILIES, Activation, Definition, FormulaError, parse_formula
from activations.calculus.pieces import pieces_of
from activations.calculus.sampling import NotResolvedError
from activations.formulas.acceptance import check_explorable
from activations.formulas.examples import EXAMPLES
from pages.ui import controls, declarations, formulas, naming
from pages.ui.controls import SHARED, carry, linked_values, tell, value_of
from pages.ui.declarations import Slider
from pages.ui.embedding import is_without_controls
from pages.ui.links import FUNCTION, FUNCTIONS
from pages.ui.wording import unformatted

NAMES = (*CATALOG, *formulas.TEXTS)

# The families, and the reader's own formulas.
_GROUPS: Mapping[str, Sequence[str]] = {
    "Your own": tuple(formulas.TEXTS),
    **{family: [definition.name for definition in members] for family, members in FAMILIES.items()},
}

_STARTS = "where the sliders of formulas started, by key"
_CHOSEN = "functions chosen in this run, by name"
_BESIDE = "the place beside the box for one function"
_FUNCTION_WIDTH = 240  # pixels, of that box


def choose_functions() -> bool:
    """Draw the functions box; whether there are any."""
    if is_without_controls():
        names = _linked_functions() or SHARED[FUNCTIONS]
        carry(FUNCTIONS, names)
        naming.say_what_is_unknown(FUNCTIONS, names)
        return True
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = controls.now_or_later(_functions_box, _linked_functions, width="stretch")
        carry(FUNCTIONS, names)
        _families(names, _some_of_family)
    naming.say_what_is_unknown(FUNCTIONS, names)
    return bool(names)


def _linked_functions() -> list[str]:
    """The functions that the link names."""
    texts = st.query_params.get_all(FUNCTIONS)
    return naming.known_names(texts) if texts else SHARED[FUNCTIONS]


def _functions_box() -> list[str]:
    naming.put_into_box(FUNCTIONS)
    tell(FUNCTIONS, SHARED[FUNCTIONS], lambda: naming.known_names(st.query_params.get_all(FUNCTIONS)))
    held = st.multiselect(
        "Functions",
        NAMES,
        default=SHARED[FUNCTIONS],
        key=FUNCTIONS,
        max_selections=naming.MOST_FUNCTIONS,
        placeholder="Choose up to six functions",
        accept_new_options=True,
        filter_mode="prefix",  # so that “swish” is not Hardswish
        select_all=False,  # which would be what Enter chooses where a name begins others, as GELU does
        label_visibility="collapsed",
        bind="query-params",
    )
    return naming.found_in_box(FUNCTIONS, held, SHARED[FUNCTIONS])


def choose_function() -> str:
    """Draw a box for one function; its name."""
    if is_without_controls():
        name = _linked_function()
        carry(FUNCTION, name)
        st.session_state[_BESIDE] = st.container()
        naming.say_what_is_unknown(FUNCTION, [name])
        return name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = controls.now_or_later(_function_box, _linked_function, width=_FUNCTION_WIDTH)
        carry(FUNCTION, name)
        _families([name], _one_of_family)
        st.session_state[_BESIDE] = st.container(width="stretch")
    naming.say_what_is_unknown(FUNCTION, [name])
    return name


def _linked_function() -> str:
    """The function that the link names."""
    (name,) = naming.known_names([st.query_params.get(FUNCTION)]) or [SHARED[FUNCTION]]
    return name


def _function_box() -> str:
    naming.put_into_box(FUNCTION)
    tell(FUNCTION, SHARED[FUNCTION], lambda: next(iter(naming.known_names(st.query_params.get_all(FUNCTION))), None))
    held = st.selectbox(
        "Function",
        NAMES,
        key=FUNCTION,
        accept_new_options=True,
        filter_mode="prefix",
        label_visibility="collapsed",
        width=_FUNCTION_WIDTH,
        bind="query-params",
    )
    (name,) = naming.found_in_box(FUNCTION, [held or ""], [SHARED[FUNCTION]], one=True)
    return name


def beside_choice() -> DeltaGenerator:
    """The place beside the box for one function, above all that the page draws."""
    place: DeltaGenerator = st.session_state.pop(_BESIDE)
    return place


def choose_parameters() -> bool:
    """Draw what there is to set of the functions chosen: formulas, sliders, boxes for exact values; whether any can be.

    A formula that cannot be explored is left out, with a word on why.
    """
    values = linked_values()
    names = values[FUNCTIONS] if FUNCTIONS in values else [values[FUNCTION]]
    every = {name: own_activation(name) if name in formulas.TEXTS else _with_sliders(CATALOG[name]) for name in names}
    st.session_state[_CHOSEN] = chosen = {name: each for name, each in every.items() if each}
    sliders = [
        declarations.parameter_slider(each.definition, parameter)
        for each in chosen.values()
        for parameter in each.definition.parameters
    ]
    if sliders and not is_without_controls():
        controls.now_or_later(partial(_exact_values, sliders), lambda: None)
    return bool(chosen)


def own_activation(name: str) -> Activation | None:
    """Draw the box of one of the reader's formulas, and what its parameters are; None, with a word on why, for none."""
    text = value_of(formulas.TEXTS[name])
    if not is_without_controls():
        controls.now_or_later(partial(_writing_help, name), lambda: None)
    try:
        definition = parse_formula(text, name)
        activation = _with_sliders(formulas.with_ranges(definition, _ranges(definition)))
        check_explorable(text, dict(activation.parameters))
        pieces_of(activation)
    except (FormulaError, NotResolvedError) as error:
        st.warning(unformatted(_complaint(name, error)))
        return None
    return activation


def _complaint(name: str, error: Exception) -> str:
    if isinstance(error, FormulaError) and error.position is not None:
        return f"{name}, character {error.position + 1}: {error.problem}"
    return f"{name}: {error}"


def invite_to_choose() -> None:
    """What a page shows while no function is chosen."""
    st.info("No function is chosen. Choose one in the box above, or start from an example:")
    # A button, since Streamlit does not apply a link to the page on which it stands.
    st.button("The sigmoid beside the ELU", on_click=controls.set_values, args=({FUNCTIONS: ["Sigmoid", "ELU"]},))


def chosen_activations() -> tuple[Activation, ...]:
    """The functions in the box, with the values of their sliders."""
    return tuple(_chosen().values())


def chosen_activation() -> Activation:
    """The one function in its box, with the values of its sliders."""
    (activation,) = _chosen().values()
    return activation


def _families(names: Sequence[str], draw_family: Callable[[str, Sequence[str], Sequence[str]], None]) -> None:
    """The catalogue in its families, where functions can be chosen too."""
    # What only an open popover shows would slow down every move of another control.
    popover = st.popover("By family", on_change="rerun", key="families")
    if popover.open:
        with popover:
            for family, members in _GROUPS.items():
                draw_family(family, members, names)


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


def _exact_values(sliders: Sequence[Slider]) -> None:
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


def _with_sliders(definition: Definition) -> Activation:
    values = {}
    for parameter in definition.parameters:
        slider = declarations.parameter_slider(definition, parameter)
        if definition.name in formulas.TEXTS:
            _keep_or_start(slider)
        values[parameter.name] = value_of(slider)
    return definition(**values)


def _keep_or_start(slider: Slider) -> None:
    """Let the slider of a formula's parameter be where it was; or, if never moved, where it starts in a new text."""
    starts: dict[str, float] = st.session_state.setdefault(_STARTS, {})
    last, starts[slider.key] = starts.get(slider.key), slider.default
    if slider.key in st.session_state:
        held = st.session_state[slider.key]
        unmoved = held == last and slider.key not in st.query_params
        # A slider with other ends is a new one for Streamlit, which would forget where it was.
        st.session_state[slider.key] = slider.default if unmoved else slider.checked(held)


def _ranges(definition: Definition) -> list[tuple[float, float]]:
    """Draw the boxes for the ends of a formula's sliders."""
    boxes = [formulas.range_boxes(definition, parameter) for parameter in definition.parameters]
    with st.expander("Ranges of its parameters") if boxes and not is_without_controls() else nullcontext():
        return [(value_of(low), value_of(high)) for low, high in boxes]


def _writing_help(name: str) -> None:
    popover = st.popover("How to write it", on_change="rerun", key=f"help with {name}")
    if popover.open:
        with popover:
            st.write(formulas.HELP)
            with st.container(horizontal=True):
                for label, text in EXAMPLES.items():
                    put = {formulas.TEXTS[name].key: text}
                    key = f"{label} as {name}"
                    st.button(label, key=key, type="tertiary", on_click=controls.set_values, args=(put,))


def _chosen() -> Mapping[str, Activation]:
    chosen: Mapping[str, Activation] = st.session_state[_CHOSEN]
    return chosen
