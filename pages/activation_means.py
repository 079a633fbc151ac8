"""Fed with random inputs, which functions pass on a mean away from zero?"""

import numpy as np
import streamlit as st

from activations.functions.elementwise import FloatArray
from activations.inputs import Inputs, Normal, Uniform
from activations.means import mean_activations
from activations.moments import activation_moments
from pages.ui import controls, draw, frame
from pages.ui.charts import histogram, means
from pages.ui.chosen import BY_VALUE, ChosenFunction

MOST_INPUTS = 10_000_000


@st.cache_data(
    max_entries=64,
    show_spinner="Drawing random inputs …",
    hash_funcs=BY_VALUE,
)
def sampled_means(function: ChosenFunction, inputs: Inputs, units: int, repeats: int, seed: int) -> FloatArray:
    # One at a time, so that moving a parameter of one function leaves the others: the seed gives all the same inputs.
    means_of_one = mean_activations([function.function], inputs=inputs, units=units, repeats=repeats, seed=seed)
    return means_of_one.ravel()


frame.require_frame()
chosen = controls.chosen_functions()
names = tuple(function.name for function in chosen)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    on_post_grid = controls.switch(
        "The post's own inputs",
        "grid",
        help="The 100 numbers −10, −9.8, …, 9.8 of the post that led to this app, in place of random ones",
    )

if on_post_grid:
    table = means.grid_mean_table(chosen)
    summary = means.means_summary(dict(zip(table["function"], table["mean"], strict=True)))
    with chart_column:
        draw.chart(means.grid_mean_chart(names), {"means": table}, alt=summary)
    with control_column:
        draw.download(table, "means_on_the_grid.csv")
    st.text(summary)
    st.write(
        "These inputs reach from −10 to 9.8, so what a function does far from zero decides its mean. "
        "ELU's is near zero only on inputs near zero: switch to random ones to see it."
    )
else:
    with control_column:
        distribution = controls.one_of("Random inputs", "inputs", ("Normal", "Uniform"))
        inputs: Inputs
        if distribution == "Normal":
            mean = controls.number("Mean", "mean", default=0.0, low=-10.0, high=10.0, step=0.1)
            std = controls.number("Standard deviation", "std", default=1.0, low=0.01, high=20.0, step=0.1)
            inputs = Normal(mean, std)
        else:
            ends = controls.span("Between", "between", default=(-3.0, 3.0), low=-10.0, high=10.0, step=0.1)
            inputs = Uniform(*ends)
        units = controls.whole(
            "Units", "units", default=100, low=1, high=10_000, step=100, help="Inputs that one mean is taken over"
        )
        repeats = controls.whole(
            "Repeats",
            "repeats",
            default=1000,
            low=10,
            high=2_000,
            step=100,
            help="Means in each histogram; fewer if units × repeats exceeds ten million",
        )
        seed = controls.seed("Seed", "seed")
        fitted = controls.switch("Fit each x axis", "fit_means", help="Off: all panels share one x axis")

    repeats = min(repeats, MOST_INPUTS // units)
    sampled = np.stack([sampled_means(function, inputs, units, repeats, seed) for function in chosen])
    moments = [activation_moments(function.activation, inputs, **function.parameters) for function in chosen]
    estimates = means.mean_estimates(sampled, units, moments)
    bins = histogram.histogram_table(sampled, names)

    with chart_column:
        draw.chart(
            means.histogram_chart(names, fitted),
            {
                "bins": bins,
                "normal": means.normal_table(estimates, units, names),
                "exact": means.exact_table(estimates, names),
            },
            alt=means.means_summary({name: moment.mean for name, moment in zip(names, moments, strict=True)}),
        )
    with control_column:
        draw.download(bins, "activation_means.csv")
    st.caption(
        "Bars: sampled means. Curve: the normal distribution that the central limit theorem predicts. "
        "Solid rule: exact mean. Dashed rule: zero."
    )
    draw.figures(means.estimate_table(estimates, names))

draw.next_pages(
    ("pages/curves.py", "See these functions and their derivatives"),
    ("pages/sigmoid_sum.py", "How sigmoids add up to softplus"),
)
