"""What does the function do to its input, and how much gradient does it let through?"""

from pages.ui import controls, draw, frame, functions
from pages.ui.chosen import curve_of, difference_of
from pages.ui.declarations import Choice, Magnitude, OneOf, Place, Span, Switch, parameter_range
from pages.ui.saving import Spaced
from pages.ui.views import curves, difference, sweep, vanishing

from functools import partial

import streamlit as st

SHOW = OneOf("show", "Show", ("Curves", "Difference", "Sweep"))
X_RANGE = Span("x", "x range", (-6.0, 6.0), low=-20.0, high=20.0, step=0.5)
FITTED = Switch("fit", "Fit y axes", help="Off: the axes stay while a parameter moves")
EPSILON = Magnitude("eps", "ε: gradient vanishes below", 0.01, low=1e-6, high=1.0, help="Marks where |f′(x)| < ε")
FIRST, SECOND = Choice("minuend", "First function"), Choice("subtrahend", "minus the second")
SWEPT = Choice("sweep", "Sweep")
AT = Place("at", "Values at x", 1.0, low=-1000.0, high=1000.0, step=0.5, digits=4, view=X_RANGE.default)

frame.require_frame()
chosen = functions.chosen_activations()
shown, defined = tuple(map(curve_of, chosen)), chosen

chart_column, control_column = draw.chart_and_controls()
with control_column:
    view = controls.get(SHOW)
    low, high = controls.get(X_RANGE)
    at = controls.get(AT.within(low, high))
    fitted = controls.get(FITTED)

match view:
    case "Difference" if len(chosen) < 2:
        chart_column.info(difference.TOO_FEW)

    case "Difference":
        with control_column:
            pairs = difference.pairs(chosen)
            first = controls.pick(FIRST, {one.name: one for one, _ in pairs})
            second = controls.pick(SECOND, {other.name: other for one, other in pairs if one is first})
        shown, defined = (curve_of(first), curve_of(second), difference_of(first, second)), (first, second)
        drawing = curves.drawing_of(shown[2:], low, high, fitted=fitted)
        extremes = difference.extremes_of(first, second, low, high)
        sentence = difference.difference_sentence(extremes, low, high)
        with chart_column:
            picture = difference.difference_picture(drawing, extremes, sentence, *curves.here(at))
            draw.chart(picture, "difference", Spaced(partial(curves.even_table, shown, low, high)))
            st.text(sentence)
        draw.table(difference.difference_table(extremes))

    case "Sweep" if not sweep.sweepable(chosen):
        chart_column.info(sweep.NO_PARAMETER)

    case "Sweep":
        with control_column:
            activation, parameter = controls.pick(SWEPT, sweep.sweepable(chosen))
            start, end = controls.get(parameter_range(activation.definition, parameter))
        steps = sweep.swept(activation, parameter, start, end)
        shown, defined = sweep.swept_curves(steps, parameter), (activation,)
        drawing = curves.drawing_of(shown, low, high, fitted=fitted)
        widest = sweep.widest(steps, low, high)
        sentence = sweep.sweep_sentence(steps, parameter, widest)
        with chart_column:
            picture = sweep.sweep_picture(drawing, steps, widest, sentence, *curves.here(at))
            draw.chart(picture, "sweep", Spaced(partial(curves.even_table, shown, low, high)))
            st.text(sentence)

    case _:
        with control_column:
            epsilon = controls.get(EPSILON)
        drawing = curves.drawing_of(shown, low, high, fitted=fitted)
        intervals = vanishing.intervals_by_name(chosen, epsilon)
        sentence = vanishing.vanishing_sentence(chosen, intervals, epsilon)
        alt = vanishing.curves_sentence(drawing.names, sentence)
        with chart_column:
            picture = vanishing.vanishing_picture(drawing, intervals, epsilon, alt, *curves.here(at))
            draw.chart(picture, "curves", Spaced(partial(curves.even_table, shown, low, high)))
            st.text(sentence)

draw.table(curves.value_table(shown, at), digits=6)
kinks = curves.kink_sentence(defined, at)
if kinks:
    st.caption(kinks)

st.header("Definitions", anchor=False)
half = (len(defined) + 1) // 2
for column, part in zip(draw.side_by_side(1, 1), (defined[:half], defined[half:]), strict=True):
    column.markdown(curves.definitions(part))

draw.next_pages(
    ("pages/reference.py", "All about one function"),
    ("pages/activation_means.py", "What mean do these functions pass on?"),
    ("pages/sigmoid_sum.py", "How sigmoids add up to softplus"),
)
