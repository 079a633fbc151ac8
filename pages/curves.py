"""What does the function do to its input, and how much gradient does it let through?"""

import itertools

import pandas as pd
import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.charts import curves
from pages.ui.wording import figure

frame.require_frame()
chosen = controls.chosen_functions()
names = tuple(function.name for function in chosen)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    low, high = controls.span("x range", "x", default=(-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
    fitted = controls.switch("Fit y axes", "fit", help="Off: the axes stay while a parameter moves")
    epsilon = controls.magnitude(
        "ε: gradient vanishes below", "eps", default=0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε"
    )

table = curves.curve_table(chosen, low, high)
intervals = curves.vanishing(chosen, epsilon)

with control_column:
    draw.download(table, "curves.csv")
with chart_column:
    draw.chart(
        curves.curve_chart(names),
        {
            "lines": curves.line_table(table, names),
            "values": table,
            "ranges": curves.fitted_ranges(chosen, table) if fitted else curves.steady_ranges(chosen, table),
            "thresholds": pd.DataFrame({"slope": [-epsilon, epsilon]}),
            "vanishing": curves.vanishing_table(intervals, low, high),
        },
        alt=curves.curve_summary(chosen, epsilon, intervals),
    )

st.text(curves.vanishing_sentence(intervals, epsilon))
at = controls.number("Values at x", "at", default=1.0, low=-1000.0, high=1000.0, step=0.5, digits=4, width=200)
draw.figures(curves.value_table(chosen, at).map(lambda value: figure(value, 6)))

st.header("Definitions", anchor=False)
for function, column in zip(chosen, itertools.cycle(st.columns(2)), strict=False):
    with column.container(border=True):
        st.latex(function.activation.formula)
        st.caption(function.activation.reference)

draw.next_pages(
    ("pages/activation_means.py", "What mean do these functions pass on?"),
    ("pages/sigmoid_sum.py", "How sigmoids add up to softplus"),
)
