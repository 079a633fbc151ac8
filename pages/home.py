"""What this is, lessons to follow, and every function at a glance."""

import streamlit as st

from activations import FAMILIES
from pages.ui import draw, frame
from pages.ui.guide.lessons import LESSONS
from pages.ui.links import function_state
from pages.ui.views.gallery import sparkline

frame.require_frame()

st.write(
    "Explore the functions between the layers of a neural network: their curves and derivatives, where their gradient "
    "vanishes, what mean they pass on, and how deep networks fare with them. Every number here is computed, and every "
    "view has a link that you can share."
)

st.header("Lessons", anchor=False)
st.caption("From the sigmoid by way of softplus and ReLU to the ELU. Each opens a page with everything set.")
with st.grid(4, min_column_width=240):
    for lesson in LESSONS:
        with st.container(border=True, height="stretch"):
            draw.way_on(lesson.page, f"**{lesson.title}**", lesson.state)
            st.caption(lesson.question)

st.header("Functions", anchor=False)
st.caption("At their default parameters, for x from −4 to 4. Choose one to read all about it.")
# A picture cannot follow the theme: the first colour of the light one is legible in both.
ink = st.get_option("theme.light.chartCategoricalColors")[0]
for family, members in FAMILIES.items():
    st.subheader(family, anchor=False)
    with st.grid(6, min_column_width=140):
        for definition in members:
            activation = definition()
            with st.container(border=True):
                draw.way_on("pages/reference.py", activation.name, function_state(activation))
                st.image(sparkline(activation, ink), width="stretch", alt=f"Curve of {activation.name}")
