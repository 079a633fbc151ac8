"""What exactly is this function, what is true of it, and what do libraries call it?"""

import streamlit as st

from activations.libraries import LANGUAGES, snippet
from activations.properties import properties
from activations.relatives import nearest_relatives
from activations.vanishing import vanishing_intervals
from pages.ui import controls, draw, frame
from pages.ui.charts import curves, facts
from pages.ui.lessons import (
    curves_state,
    depth_state,
    difference_state,
    functions_state,
    means_state,
    training_state,
)
from pages.ui.links import as_query
from pages.ui.wording import figure

RELATIVES = 3

frame.require_frame()
function = controls.chosen_function()
name, activation, parameters = function.name, function.activation, function.parameters

st.latex(activation.formula)
st.caption(activation.reference)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    low, high = controls.span("x range", "window", default=(-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
    epsilon = controls.magnitude(
        "ε: gradient vanishes below", "saturation", default=0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε"
    )
drawing = curves.drawing([function], low, high, fitted=True)
intervals = {name: vanishing_intervals(activation, epsilon, **parameters)}
known = properties(activation, **parameters)
with control_column:
    draw.download(drawing.table, f"{name}.csv")
with chart_column:
    draw.chart(
        *curves.vanishing_chart(drawing, intervals, epsilon, low, high), alt=facts.reference_sentence(name, known)
    )

st.header("Properties", anchor=False)
st.caption("Computed from the function and its two derivatives, on the whole line and for these parameters.")
draw.figures(facts.fact_table(known, intervals[name], epsilon))

st.header("In libraries", anchor=False)
st.dataframe(facts.library_table(function), hide_index=True)
for language, tab in zip(LANGUAGES, st.tabs(LANGUAGES), strict=True):
    code = snippet(name, language, **parameters)
    tab.code(code or f"# {language} has no such function", language="python", wrap_lines=True)

st.header("Near relatives", anchor=False)
st.caption("By the root mean square difference on standard normal inputs, at their defaults.")
with st.container(horizontal=True):
    for relative in nearest_relatives(activation, count=RELATIVES, **parameters):
        st.page_link(
            "pages/curves.py",
            label=f"{relative.activation.name}, {figure(relative.distance, 3)} apart",
            icon=":material/difference:",
            query_params=as_query(difference_state(function, relative.activation.name)),
        )

draw.next_pages(
    ("pages/curves.py", f"{name} among others", curves_state([name], **function.sliders)),
    ("pages/activation_means.py", f"The means that {name} passes on", means_state([name], **function.sliders)),
    ("pages/depth.py", f"{name} in a deep network", depth_state([name], **function.sliders)),
    ("pages/gains.py", f"The gains of {name}", functions_state([name], **function.sliders)),
    ("pages/training.py", f"{name} in training", training_state([name], **function.sliders)),
    ("pages/catalogue.py", "All functions by their properties"),
)
