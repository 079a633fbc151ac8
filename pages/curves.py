"""What does the function do to its input, and how much gradient does it let through?"""

import itertools

import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.chosen import curve_of, difference_of
from pages.ui.declarations import Choice, Magnitude, Number, OneOf, Span, Switch, parameter_range
from pages.ui.views import curves, difference, sweep, vanishing
from pages.ui.wording import number_text

SHOW = OneOf("show", "Show", ("Curves", "Difference", "Sweep"))
X_RANGE = Span("x", "x range", (-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
FITTED = Switch("fit", "Fit y axes", help="Off: the axes stay while a parameter moves")
EPSILON = Magnitude("eps", "ε: gradient vanishes below", 0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε")
FIRST, SECOND = Choice("minuend", "f"), Choice("subtrahend", "g")
SWEPT = Choice("sweep", "Sweep")
AT = Number("at", "Values at x", 1.0, low=-1000.0, high=1000.0, step=0.5, digits=4)

frame.require_frame()
chosen = controls.chosen_activations()
shown = tuple(map(curve_of, chosen))

chart_column, control_column = draw.chart_and_controls()
with control_column:
    view = controls.get(SHOW)
    low, high = controls.get(X_RANGE)
    fitted = controls.get(FITTED)

match view:
    case "Difference" if len(chosen) < 2:
        chart_column.info(difference.TOO_FEW)

    case "Difference":
        with control_column:
            first = controls.pick(FIRST, {each.name: each for each in chosen})
            second = controls.pick(SECOND, {each.name: each for each in chosen if each is not first})
        pair = difference_of(first, second)
        shown = (curve_of(first), curve_of(second), pair)
        drawing = curves.drawing_of([pair], low, high, fitted=fitted)
        extremes = difference.extremes_of(first, second, low, high)
        with control_column:
            draw.download(drawing.table, "difference.csv")
        with chart_column:
            draw.chart(difference.difference_picture(drawing, difference.difference_sentence(extremes, low, high)))
        draw.table(difference.difference_table(extremes))

    case "Sweep" if not sweep.sweepable(chosen):
        chart_column.info(sweep.NO_PARAMETER)

    case "Sweep":
        with control_column:
            activation, parameter = controls.pick(SWEPT, sweep.sweepable(chosen))
            start, end = controls.get(parameter_range(activation.definition, parameter))
        steps = sweep.swept(activation, parameter, start, end)
        shown = sweep.swept_curves(steps, parameter)
        drawing = curves.drawing_of(shown, low, high, fitted=fitted)
        sentence = sweep.sweep_sentence(steps, parameter, low, high)
        with control_column:
            draw.download(drawing.table, "sweep.csv")
        with chart_column:
            draw.chart(curves.curve_picture(drawing, sentence))
        st.text(sentence)

    case _:
        with control_column:
            epsilon = controls.get(EPSILON)
        drawing = curves.drawing_of(shown, low, high, fitted=fitted)
        intervals = vanishing.intervals_by_name(chosen, epsilon)
        sentence = vanishing.vanishing_sentence(chosen, intervals, epsilon)
        alt = vanishing.curves_sentence(drawing.names, sentence)
        with control_column:
            draw.download(drawing.table, "curves.csv")
        with chart_column:
            draw.chart(vanishing.vanishing_picture(drawing, intervals, epsilon, alt))
        st.text(sentence)

with st.container(width=200):
    at = controls.get(AT)
draw.table(curves.value_table(shown, at).map(lambda value: number_text(value, 6)))

st.header("Definitions", anchor=False)
for activation, column in zip(chosen, itertools.cycle(st.columns(2)), strict=False):
    with column.container(border=True):
        st.latex(activation.definition.formula)
        st.caption(activation.definition.reference)

draw.next_pages(
    ("pages/reference.py", "All about one function"),
    ("pages/activation_means.py", "What mean do these functions pass on?"),
    ("pages/sigmoid_sum.py", "How sigmoids add up to softplus"),
)
