"""From the sigmoid to the ELU: a story of nine questions."""

import streamlit as st

from activations import CATALOG
from activations.inputs import Normal
from activations.moments import activation_moments
from activations.properties import properties
from pages.ui import controls, draw, frame, race
from pages.ui.charts import curves, difference, means, sigmoid_sum, story, training
from pages.ui.chosen import ChosenFunction, Difference
from pages.ui.lessons import POST_SUM
from pages.ui.telling import STEPS
from pages.ui.wording import figure

frame.require_frame()

titles = [f"{number}. {step.title}" for number, step in enumerate(STEPS, start=1)]
number = controls.whole("Step", "step", default=1, low=1, high=len(STEPS))
