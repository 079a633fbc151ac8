"""Given random inputs, which functions pass on a mean far from zero?"""

from pages.ui import controls, draw, frame, functions, inputs, kept
from pages.ui.declarations import Seed, Switch, Whole
from pages.ui.views import means

from functools import partial

import numpy as np
import streamlit as st

MOST_INPUTS = 10_000_000

ON_POST_GRID = Switch(
    "grid",
    "As in the post",
    help="Instead of random inputs, the 100 numbers −10, −9.8, …, 9.8 of the post that led to this app",
)
UNITS = Whole("units", "Units", 100, low=1, high=10_000, step=100, help="How many inputs each mean is taken over")
REPEATS = Whole(
    "repeats",
    "Repeats",
    1000,
    low=10,
    high=2_000,
    step=100,
    help="Means in each histogram; fewer if units × repeats exceeds ten million",
)
SEED = Seed("seed", default=35)  # at first the sampled means lie on both sides of the exact ones
FITTED = Switch("fit_means", "Fit each x axis", help="Off: all panels share one x axis")

frame.require_frame()
chosen = functions.chosen_activations()
names = tuple(activation.name for activation in chosen)

chart_column, control_column = draw.chart_and_controls()
with control_column:
    on_post_grid = controls.get(ON_POST_GRID)

if on_post_grid:
    table = means.grid_mean_table(chosen)
    bars = means.mean_picture(table, means.means_sentence(dict(zip(names, table["mean"], strict=True))))
    with chart_column:
        draw.chart(bars, "means_on_the_grid", table)
        st.text(bars.alt)
        st.write(
            "These inputs reach from −10 to 9.8, so what a function does far from zero decides its mean. "
            "Random inputs near zero give others: switch “As in the post” off."
        )
else:
    with control_column:
        source = inputs.choose()
        units, repeats = controls.get(UNITS), controls.get(REPEATS)
        seed = controls.get(SEED)
        fitted = controls.get(FITTED)

    if source is not None:
        repeats = min(repeats, MOST_INPUTS // units)
        sampled = np.stack([kept.sampled_means(each, source.inputs, units, repeats, seed) for each in chosen])
        exact = [kept.exact_moments(each, source.inputs) for each in chosen]
        estimates = means.mean_estimates(sampled, units, exact)
        picture = means.histogram_picture(sampled, units, estimates, names, fitted=fitted, owner=source.owner)
        with chart_column:
            draw.chart(picture, "activation_means", partial(means.bin_table, sampled, names))
            st.text(picture.alt)
            if source.note:
                st.text(source.note)
            st.caption(
                "Bars: sampled means, of the same random inputs for all functions. Curve: the normal distribution that "
                "the central limit theorem predicts. Dashed line: exact mean."
            )
            draw.table(means.estimate_table(estimates, names))
            for activation in chosen:
                if activation.name == "RReLU":
                    st.text(means.training_sentence(activation, source.inputs))

draw.next_pages(
    ("pages/curves.py", "See these functions and their derivatives"),
    ("pages/data.py", "What they make of your own numbers"),
    ("pages/sigmoid_sum.py", "How sigmoids add up to softplus"),
)
