"""How large must random weights be, that a signal, or a gradient, keeps its size?"""

import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.charts import gains

frame.require_frame()
table = gains.gain_table(controls.chosen_functions())

st.write(
    "A layer whose weights have the standard deviation gain/√width keeps what the gain is named for, where the numbers "
    "that its function is applied to are standard normal. The functions chosen come first, with their parameters; "
    "the others have their defaults."
)
st.dataframe(
    table,
    hide_index=True,
    height=525,
    placeholder="–",
    column_config={
        "parameters": st.column_config.TextColumn(width="medium"),
        **{name: st.column_config.NumberColumn(help=text, format="%.6f") for name, text in gains.COLUMNS.items()},
    },
)
draw.download(table, "gains.csv")
for name, text in gains.COLUMNS.items():
    st.caption(f"**{name}**: {text}")

st.header("Why has the sigmoid a gain of 1 in PyTorch?", anchor=False)
st.text(gains.sigmoid_answer())
st.caption("Inputs of each layer are taken to be normal with the variance that theory gives them, and biases to be 0.")

draw.next_pages(
    ("pages/depth.py", "What these gains do in a deep network"),
    ("pages/curves.py", "See these functions and their derivatives"),
)
