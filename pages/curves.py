"""What does the function do to its input, and how much gradient does it let through?"""

import itertools
from collections.abc import Sequence

import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.charts import curves, difference, sweep
from pages.ui.chosen import Curve, Difference
from pages.ui.wording import figure

frame.require_frame()
chosen = controls.chosen_functions()
shown: Sequence[Curve] = chosen

chart_column, control_column = draw.chart_and_controls()
with control_column:
    mode = controls.one_of("Show", "show", ("Curves", "Difference", "Sweep"))
    low, high = controls.span("x range", "x", default=(-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
    fitted = controls.switch("Fit y axes", "fit", help="Off: the axes stay while a parameter moves")

match mode:
    case "Difference" if len(chosen) < 2:
        chart_column.info(difference.TOO_FEW)

    case "Difference":
        functions = {function.name: function for function in chosen}
        with control_column:
            first = controls.choice("f", "minuend", list(functions))
            second = controls.choice("g", "subtrahend", [name for name in functions if name != first])
        pair = Difference(functions[first], functions[second])
        shown = (pair.first, pair.second, pair)
        drawing = curves.drawing([pair], low, high, fitted=fitted)
        extremes = difference.largest_differences(pair, low, high)
        with control_column:
            draw.download(drawing.table, "difference.csv")
        with chart_column:
            draw.chart(
                difference.difference_chart(pair.name, pair.titles, drawing.units),
                drawing.panel_tables,
                alt=difference.difference_sentence(extremes, low, high),
            )
        draw.figures(difference.difference_table(extremes))

    case "Sweep" if not sweep.sweepable(chosen):
        chart_column.info(sweep.NO_PARAMETER)

    case "Sweep":
        parameters = sweep.sweepable(chosen)
        with control_column:
            function, parameter = parameters[controls.choice("Sweep", "sweep", list(parameters))]
            start, end = controls.parameter_span(function.name, parameter)
        shown = sweep.swept(function, parameter, start, end)
        drawing = curves.drawing(shown, low, high, fitted=fitted)
        sentence = sweep.sweep_sentence(function, parameter, drawing)
        with control_column:
            draw.download(drawing.table, "sweep.csv")
        with chart_column:
            draw.chart(*curves.plain_chart(drawing), alt=sentence)
        st.text(sentence)

    case _:
        with control_column:
            epsilon = controls.magnitude(
                "ε: gradient vanishes below", "eps", default=0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε"
            )
        drawing = curves.drawing(chosen, low, high, fitted=fitted)
        intervals = curves.vanishing(chosen, epsilon)
        with control_column:
            draw.download(drawing.table, "curves.csv")
        with chart_column:
            draw.chart(
                *curves.vanishing_chart(drawing, intervals, epsilon, low, high),
                alt=curves.curve_summary(chosen, epsilon, intervals),
            )
        st.text(curves.vanishing_sentence(chosen, intervals, epsilon))

at = controls.number("Values at x", "at", default=1.0, low=-1000.0, high=1000.0, step=0.5, digits=4, width=200)
draw.figures(curves.value_table(shown, at).map(lambda value: figure(value, 6)))

st.header("Definitions", anchor=False)
for function, column in zip(chosen, itertools.cycle(st.columns(2)), strict=False):
    with column.container(border=True):
        st.latex(function.activation.formula)
        st.caption(function.activation.reference)

draw.next_pages(
    ("pages/reference.py", "All that is known of one function"),
    ("pages/activation_means.py", "What mean do these functions pass on?"),
    ("pages/sigmoid_sum.py", "How sigmoids add up to softplus"),
)
