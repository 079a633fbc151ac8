"""What do functions make of the reader's own pre-activations, and how wrong is the usual theory for them?"""

import streamlit as st

from activations import Activation
from pages.ui import draw, frame, functions, own_data
from pages.ui.chosen import BY_VALUE
from pages.ui.views import own_data as view

BY_VALUE_AND_IDENTITY = {**BY_VALUE, **own_data.BY_IDENTITY}


@st.cache_data(scope="session", max_entries=4, hash_funcs=own_data.BY_IDENTITY, show_spinner=False)
def inputs_of(own: own_data.OwnNumbers) -> view.Inputs:
    return view.inputs_of(own.numbers)


@st.cache_data(scope="session", max_entries=64, hash_funcs=BY_VALUE_AND_IDENTITY, show_spinner="Counting …")
def outputs_of(activation: Activation, own: own_data.OwnNumbers) -> view.Outputs:
    return view.outputs_of(activation, own.numbers)


frame.require_frame()
chosen = functions.chosen_activations()
names = tuple(activation.name for activation in chosen)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    own = own_data.choose()
    st.caption(own_data.KEPT)

if own is not None:
    inputs = inputs_of(own)
    outputs = [outputs_of(activation, own) for activation in chosen]
    with chart_column:
        draw.chart(view.input_picture(inputs), "inputs")
        st.text(view.input_sentence(inputs))
        if own.is_example:
            st.caption(own_data.ABOUT_EXAMPLE)
        draw.chart(view.output_picture(outputs, names), "outputs", last=False)
        st.text(view.output_sentence(outputs, names))
        st.caption(view.CAPTION)
    st.header("In numbers", anchor=False)
    draw.wide_table(view.output_table(inputs, outputs, names))
    st.caption(view.DEFINITIONS)

draw.next_pages(
    ("pages/training.py", "Train a network, and take the pre-activations of a layer"),
    ("pages/activation_means.py", "What functions make of random inputs"),
)
