"""What do functions make of the reader's own pre-activations, and how wrong is the usual theory for them?"""

from pages.ui import draw, frame, functions, inputs, kept, own_data
from pages.ui.links import functions_state
from pages.ui.views import own_data as view

import streamlit as st

frame.require_frame()
chosen = functions.chosen_activations()
names = tuple(activation.name for activation in chosen)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    own_data.choose()
with chart_column:
    own = own_data.chosen()

if own is not None:
    numbers = kept.own_inputs(own.inputs)
    whose = view.OF_EXAMPLE if own.is_example else view.YOURS
    outputs = [kept.own_outputs(activation, own.inputs) for activation in chosen]
    with chart_column:
        draw.chart(view.input_picture(numbers, whose), "inputs")
        st.text(view.input_sentence(numbers))
        if own.is_example:
            st.caption(own_data.ABOUT_EXAMPLE)
        draw.chart(view.output_picture(outputs, names, whose), "outputs", last=False)
        st.text(view.output_sentence(outputs, names, whose))
        st.caption(view.caption(whose))
    st.header("In numbers", anchor=False)
    draw.wide_table(view.output_table(numbers, outputs, names), off_paper=(view.DIFFERENCE,))
    st.caption(view.DEFINITIONS)

draw.next_pages(
    ("pages/activation_means.py", "The means of units that see such inputs", functions_state(chosen, **inputs.OWN)),
    ("pages/training.py", "Train a network, and take the pre-activations of a layer"),
)
