"""How do many shifted sigmoids add up to softplus, and where does the sum fall short?"""

import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.charts import sigmoid_sum
from pages.ui.lessons import FINE_MIDPOINTS, POST_SUM, UNIT_STEPS
from pages.ui.wording import figure

PRESETS = {
    "The post's hundred": POST_SUM,
    "Nair and Hinton's unit steps": UNIT_STEPS,
    "Fine midpoints up to 30": FINE_MIDPOINTS,
}

frame.require_frame()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    total = sigmoid_sum.SigmoidSum(
        count=controls.whole("Sigmoids N", "n", default=round(POST_SUM["n"]), low=1, high=10_000),
        spacing=controls.number(
            "Spacing Δ", "spacing", default=POST_SUM["spacing"], low=0.001, high=10.0, step=0.1, digits=7
        ),
        first=controls.number(
            "First offset", "first", default=POST_SUM["first"], low=-20.0, high=20.0, step=0.5, digits=3
        ),
        divisor=controls.number(
            "Divide the sum by", "divisor", default=POST_SUM["divisor"], low=0.001, high=10_000.0, step=1.0, digits=3
        ),
    )
    low, high = controls.span("x range", "span", default=POST_SUM["span"], low=-40.0, high=60.0, step=0.1)

table = sigmoid_sum.sum_table(total, low, high)
errors = sigmoid_sum.largest_errors(total, low, high)
with control_column:
    draw.download(table, "sum_of_sigmoids.csv")
with chart_column:
    draw.chart(
        *sigmoid_sum.sum_drawing(total, table, low, high),
        alt=sigmoid_sum.sum_summary(total, low, high, errors),
    )
    controls.presets(PRESETS)

draw.figures(sigmoid_sum.error_table(errors))
st.text(sigmoid_sum.end_sentence(total, high))
st.latex(r"\int_a^b \sigma(x - t)\,dt = \operatorname{sp}(x - a) - \operatorname{sp}(x - b)")
lower, upper = total.interval
st.text(f"with a = {figure(lower)}, b = {figure(upper)} and sp(x) = ln(1 + eˣ).")
st.write(
    "This is the exact integral: each sigmoid stands for a cell of width Δ around its offset. With a = 0 and b → ∞ it "
    "is softplus itself, so the sum approximates softplus, not the other way round. "
    "The unit steps are Nair and Hinton's stepped sigmoid units (2010). "
    f"At most {sigmoid_sum.MOST_SINGLES} of the single sigmoids are drawn, faintly, at their full height."
)

draw.next_pages(
    ("pages/curves.py", "Curves of softplus, ReLU and ELU"),
    ("pages/activation_means.py", "And the mean of what they pass on?"),
)
