"""How do many shifted sigmoids add up to softplus, and where does the sum fall short?"""

from pages.ui import controls, draw, frame
from pages.ui.declarations import Number, OneOf, Span, Whole
from pages.ui.guide.lessons import SUM_PRESETS
from pages.ui.saving import Spaced
from pages.ui.views import sigmoid_sum
from pages.ui.views.sigmoid_sum import POST_SPAN, POST_SUM
from pages.ui.wording import number_text

from functools import partial

import streamlit as st

COUNT = Whole("n", "Sigmoids N", POST_SUM.count, low=1, high=10_000)
OFFSETS_BY = OneOf("offsets_by", "Offsets by", ("Spacing Δ", "Length T = N Δ"))
LENGTH = Number("length", "Length T", POST_SUM.count * POST_SUM.spacing, low=0.001, high=1000.0, step=1.0, digits=3)
SPACING = Number("spacing", "Spacing Δ", POST_SUM.spacing, low=0.001, high=10.0, step=0.1, digits=7)
FIRST = Number("first", "First offset", POST_SUM.first, low=-20.0, high=20.0, step=0.5, digits=3)
DIVISOR = Number("divisor", "Divide the sum by", POST_SUM.divisor, low=0.001, high=10_000.0, step=1.0, digits=3)
X_RANGE = Span("span", "x range", POST_SPAN, low=-40.0, high=60.0, step=0.1)

frame.require_frame()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    count = controls.get(COUNT)
    by_spacing = controls.get(OFFSETS_BY) == OFFSETS_BY.initial
    total = sigmoid_sum.SigmoidSum(
        count=count,
        spacing=controls.get(SPACING) if by_spacing else controls.get(LENGTH) / count,
        first=controls.get(FIRST),
        divisor=controls.get(DIVISOR),
    )
    low, high = controls.get(X_RANGE)

errors = sigmoid_sum.largest_errors(total, low, high)
sentence = sigmoid_sum.sum_sentence(total, low, high, errors)
with chart_column:
    picture = sigmoid_sum.sum_picture(total, low, high, sentence, *sigmoid_sum.farthest_marks(errors))
    draw.chart(picture, "sum_of_sigmoids", Spaced(partial(sigmoid_sum.even_table, total, low, high)))
    controls.presets(SUM_PRESETS)

draw.table(sigmoid_sum.error_table(errors))
st.text(sigmoid_sum.end_sentence(total, high, errors))
st.latex(r"\int_a^b \sigma(x - t)\,dt = \operatorname{sp}(x - a) - \operatorname{sp}(x - b)")
lower, upper = total.interval
st.text(f"with a = {number_text(lower)}, b = {number_text(upper)} and sp(x) = ln(1 + eˣ).")
st.write(
    "This is the exact integral: each sigmoid stands for a cell of width Δ around its offset. With a = 0 and b → ∞ it "
    "is softplus itself, so the sum approximates softplus, not the other way round. "
    "The unit steps are Nair and Hinton's stepped sigmoid units (2010). "
    f"At most {sigmoid_sum.MOST_SINGLES} of the individual sigmoids are drawn, faintly, at their full height."
)

draw.next_pages(
    ("pages/curves.py", "Curves of softplus, ReLU and ELU"),
    ("pages/activation_means.py", "What mean do they pass on?"),
)
