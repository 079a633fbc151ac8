"""From the sigmoid to the ELU: a story of questions."""

from pages.ui import controls, draw, frame, kept
from pages.ui.declarations import OneOf, Switch
from pages.ui.embedding import is_embedded, is_without_controls
from pages.ui.guide.step import SHOW
from pages.ui.guide.story import STEPS, WAYS_ON

from contextlib import nullcontext

import streamlit as st

KEYS = tuple(step.key for step in STEPS)
STEP = OneOf("step", "Step", KEYS, captions=tuple(f"{place}. {step.title}" for place, step in enumerate(STEPS, 1)))
WHOLE = Switch("whole", "Read it all", help="Every question with its answer, one below the other, to read or to print")
ANSWERED = "steps of the story that the reader has answered"

frame.require_frame()
answered = st.session_state.setdefault(ANSWERED, set())

# The way through the story stands above the chart: who goes on from below it, on a phone, would not see the next one.
way, body = st.container(horizontal=True, vertical_alignment="center"), st.container()
below = st.container(horizontal=True, vertical_alignment="center")
with below:
    marks = st.container(width="content")
    whole = controls.get(WHOLE)

offered = not (whole or is_embedded() or is_without_controls())
with way:
    if offered:
        heading = st.container(width="stretch")
        backward, forward = st.container(width="content"), st.container(width="content")
steps = [*STEPS]
if not whole:
    with way if offered else below, nullcontext() if is_without_controls() else st.popover("Steps"):
        steps = [STEPS[KEYS.index(controls.get(STEP))]]

for step in steps:
    place = STEPS.index(step)
    with body:
        # On paper the columns stand one below the other, and a title must not be parted from what follows.
        side, chart_column = draw.text_and_chart() if whole else draw.chart_and_controls(ratio=2)[::-1]
    with side:
        beside = st.container()
        guess = SHOW if whole else controls.get(step.guess)
        verdict, told = st.empty(), st.empty()
        values = [
            control.checked(control.initial) if whole or guess is None else controls.get(control)
            for control in step.controls
        ]
        # Only ever on a click, and never by a link: whatever moves by itself is a trouble to some.
        plays = bool(step.motion and guess and offered) and st.toggle("Play it", key="play")
    if whole or not is_embedded():
        (heading if offered else beside).header(f"{place + 1}. {step.title}", anchor=False)
    if offered:
        for button, label, to in ((backward, "Back", place - 1), (forward, "Next", place + 1)):
            if 0 <= to < len(STEPS):
                button.button(
                    label,
                    type="primary" if to > place else "secondary",
                    on_click=controls.set_values,
                    args=({STEP.key: KEYS[to]},),
                )

    with chart_column:
        trained = [kept.known_run(activation, experiment) for activation, experiment in step.trains]
        scene = step.motion() if step.motion and plays else step.scene(*values, *trained, answered=guess is not None)
        draw.chart(scene, step.key)

    if guess:
        if not whole:
            answered.add(step.key)
        verdict.markdown("**Right.**" if guess == step.answer else f"**The answer is: {step.answer}.**")
        # After the question: what comes above it would push it away from where its reader is.
        (chart_column if whole else told).text(scene.alt)
        with side:
            st.write(step.comment)
            st.caption(f"Source: {step.source}")
    if whole or is_without_controls():
        verdict.markdown(f"{step.question} **{step.answer}.**" if guess else step.question)

if offered:
    marks.caption(f"{''.join('●' if key in answered else '○' for key in KEYS)} {len(answered)} of {len(KEYS)} answered")
if guess and step is STEPS[-1]:
    body.header("What each gained and lost", anchor=False)
    with body:
        draw.table(kept.story_summary())
draw.next_pages(*(WAYS_ON if step is STEPS[-1] else [(step.page, step.label, step.state)]))
