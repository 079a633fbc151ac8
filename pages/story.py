"""From the sigmoid to the ELU: a story of questions."""

import streamlit as st

from pages.ui import controls, draw, frame, runs
from pages.ui.chosen import BY_VALUE
from pages.ui.declarations import OneOf
from pages.ui.guide.story import STEPS

KEYS = tuple(step.key for step in STEPS)
STEP = OneOf("step", "Step", KEYS, shown_as="pills")

shared_run = st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=BY_VALUE)(runs.run_of)

frame.require_frame()

place = KEYS.index(controls.get(STEP))
step = STEPS[place]
st.header(f"{place + 1}. {step.title}", anchor=False)
guess = controls.get(step.guess)

if guess is None:
    st.caption("Choose an answer to see what is computed.")
else:
    st.markdown("**Right.**" if guess == step.answer else f"**The answer is: {step.answer}.**")
    chart_column, control_column = draw.chart_and_controls()
    with control_column:
        values = [controls.get(control) for control in step.controls]
    trained = [shared_run(activation, settings) for activation, settings in step.trains]
    progress = chart_column.empty()
    for share in runs.train_all(trained):
        progress.progress(share, f"{len(trained)} networks are learning …")
    progress.empty()
    picture = step.scene(*values, *trained)
    with chart_column:
        draw.chart(picture)
    st.text(picture.alt)
    st.write(step.comment)
    st.caption(f"Source: {step.source}")

with st.container(horizontal=True):
    if place > 0:
        st.button("Back", on_click=controls.set_values, args=({STEP.key: KEYS[place - 1]},))
    if place + 1 < len(KEYS):
        st.button("Next", type="primary", on_click=controls.set_values, args=({STEP.key: KEYS[place + 1]},))

draw.next_pages((step.page, step.label, step.state))
