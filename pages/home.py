"""What this is, lessons to follow, and every function at a glance."""

import streamlit as st

from activations import FAMILIES
from pages.ui import frame
from pages.ui.charts.sparkline import sparkline
from pages.ui.lessons import LESSONS, reference_state
from pages.ui.links import as_query

frame.require_frame()

st.write(
    "Explore the functions between the layers of a neural network: their curves and derivatives, where their gradient "
    "vanishes, what mean they pass on, and how deep networks fare with them. Every number here is computed, and every "
    "view is a link that you can share."
)

st.header("Lessons", anchor=False)
st.caption("From the sigmoid over softplus and ReLU to the ELU. Each opens a page with everything set.")
with st.grid(4, min_column_width=240):
    for lesson in LESSONS:
        with st.container(border=True, height="stretch"):
            st.page_link(lesson.page, label=f"**{lesson.title}**", query_params=as_query(lesson.state))
            st.caption(lesson.question)

st.header("Functions", anchor=False)
st.caption("At their default parameters, for x from −4 to 4. Choose one for all that is known of it.")
# A picture cannot follow the theme: the first colour of the light one is legible in both.
ink = st.get_option("theme.light.chartCategoricalColors")[0]
for family, members in FAMILIES.items():
    st.subheader(family, anchor=False)
    with st.grid(6, min_column_width=140):
        for activation in members:
            with st.container(border=True):
                state = reference_state(activation.name)
                st.page_link("pages/reference.py", label=activation.name, query_params=as_query(state))
                st.image(sparkline(activation, ink), width="stretch", alt=f"Curve of {activation.name}")
