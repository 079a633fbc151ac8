"""How do many shifted sigmoids add up to softplus, and where does the sum fall short?"""

import streamlit as st

from pages.ui import controls, draw, frame
from pages.ui.charts import sigmoid_sum
from pages.ui.wording import figure

# The post's offsets are linspace(0, 9.8, 100), and it divides the sum of their sigmoids by 10.
POST_SPACING = 9.8 / 99
PRESETS = {
    "The post's hundred": {"n": 100, "spacing": POST_SPACING, "first": 0.0, "divisor": 10.0, "span": (-10.0, 9.8)},
    "Nair and Hinton's unit steps": {"n": 10, "spacing": 1.0, "first": 0.5, "divisor": 1.0, "span": (-10.0, 15.0)},
    "Fine midpoints up to 30": {"n": 3000, "spacing": 0.01, "first": 0.005, "divisor": 100.0, "span": (-10.0, 35.0)},
}

frame.require_frame()

with st.container(horizontal=True):
    for label, preset in PRESETS.items():
        st.button(label, on_click=controls.set_values, args=(preset,))

chart_column, control_column = draw.chart_and_controls()
with control_column:
    total = sigmoid_sum.SigmoidSum(
        count=controls.whole("Sigmoids N", "n", default=100, low=1, high=10_000),
        spacing=controls.number("Spacing Δ", "spacing", default=POST_SPACING, low=0.001, high=10.0, step=0.1, digits=7),
        first=controls.number("First offset", "first", default=0.0, low=-20.0, high=20.0, step=0.5, digits=3),
        divisor=controls.number(
            "Divide the sum by", "divisor", default=10.0, low=0.001, high=10_000.0, step=1.0, digits=3
        ),
    )
    low, high = controls.span("x range", "span", default=(-10.0, 9.8), low=-40.0, high=60.0, step=0.1)

table = sigmoid_sum.sum_table(total, low, high)
errors = sigmoid_sum.largest_errors(total, low, high)
with control_column:
    draw.download(table, "sum_of_sigmoids.csv")
with chart_column:
    draw.chart(
        sigmoid_sum.sum_chart(),
        {**sigmoid_sum.panel_tables(table), "singles": sigmoid_sum.single_table(total, low, high)},
        alt=sigmoid_sum.sum_summary(total, low, high, errors),
    )

lower, upper = total.interval
draw.figures(
    {
        "the sum against": ["softplus", "the exact integral"],
        "largest difference": [figure(abs(errors[name][1])) for name in (sigmoid_sum.SOFTPLUS, sigmoid_sum.INTEGRAL)],
        "at x": [figure(errors[name][0]) for name in (sigmoid_sum.SOFTPLUS, sigmoid_sum.INTEGRAL)],
    }
)
st.text(
    f"At x = {figure(high)} the sum is {figure(float(total.value(high)))}, "
    f"with slope {figure(float(total.slope(high)))}. "
    f"It levels off at N / divisor = {figure(total.count / total.divisor)}: "
    "a finite sum of sigmoids has a vanishing gradient at both ends. "
    f"It would be an integral if it were divided by 1/Δ = {figure(1 / total.spacing)}."
)
st.latex(r"\int_a^b \sigma(x - t)\,dt = \operatorname{sp}(x - a) - \operatorname{sp}(x - b)")
st.text(f"with a = {figure(lower)}, b = {figure(upper)} and sp(x) = ln(1 + eˣ).")
st.write(
    "This is the exact integral: each sigmoid stands for a cell of width Δ around its offset. With a = 0 and b → ∞ it "
    "is softplus itself, so the sum approximates softplus, not the other way round. "
    "The unit steps are Nair and Hinton's stepped sigmoid units (2010). "
    "At most 25 of the single sigmoids are drawn, faintly, at their full height."
)

draw.next_pages(
    ("pages/curves.py", "Curves of softplus, ReLU and ELU"),
    ("pages/activation_means.py", "And the mean of what they pass on?"),
)
