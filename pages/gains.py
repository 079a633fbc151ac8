"""How large must random weights be for a signal, or a gradient, to keep its size?"""

from pages.ui import draw, frame, functions
from pages.ui.views import gains

import streamlit as st

from activations.libraries.initializers import INITIALIZER_LANGUAGES

frame.require_frame()
chosen = functions.chosen_activations()
table = gains.gain_table(chosen)

st.write(
    "With weights of standard deviation gain/√width, a layer keeps what its gain is meant to keep, if its function is "
    "applied to standard normal numbers. The chosen functions come first, with their parameters; the others follow "
    "with their defaults."
)
draw.wide_table(
    table,
    height=525,
    placeholder="–",
    column_config={
        "parameters": st.column_config.TextColumn(width="medium"),
        **{name: st.column_config.NumberColumn(help=text, format="%.6f") for name, text in gains.COLUMNS.items()},
    },
)
draw.download(lambda: table.rename(columns=gains.HEADINGS), "gains")
st.caption("  \n".join(f"**{name}**: {text}" for name, text in gains.COLUMNS.items()))

st.header("Does the signal settle there?", anchor=False)
for activation in chosen:
    st.text(gains.verdict(activation))
    if activation.name == "RReLU":
        st.text(gains.training_sentence(activation))

st.header("As code", anchor=False)
st.text("Weights with the forward gain are normal, with standard deviation gain/√fan-in.")
for language, tab in draw.open_tabs(INITIALIZER_LANGUAGES, key="initializers").items():
    tab.code(gains.initializers(chosen, language), language="python", wrap_lines=True)

st.header("Why does PyTorch give the sigmoid a gain of 1?", anchor=False)
st.text(gains.sigmoid_answer())
st.caption("The inputs of each layer are taken to be normal, with the variance that theory gives, and biases to be 0.")

draw.next_pages(
    ("pages/depth.py", "What these gains do in a deep network"),
    ("pages/curves.py", "See these functions and their derivatives"),
)
