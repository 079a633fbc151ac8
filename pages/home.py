"""Every function at a glance, the way into the story, and lessons to follow."""

from pages.ui import draw, frame, gallery
from pages.ui.guide.lessons import LESSONS
from pages.ui.links import FUNCTIONS

import streamlit as st

WITH_FORMULA = {FUNCTIONS: ["Formula", "SiLU", "ReLU"]}

frame.require_frame()

# A picture cannot follow the theme: the first colour of the light one is legible in both.
ink = st.get_option("theme.light.chartCategoricalColors")[0]
with st.container(horizontal=True):
    # On a phone the cards below are far away.
    draw.way_on("pages/story.py", "Begin with the story", {}, icon=":material/play_arrow:")
    draw.way_on("pages/curves.py", "Try a formula", WITH_FORMULA, icon=":material/edit:")
# Rows that are as high at first as in the end, and names at their feet, or all would move when the pictures come.
with st.grid(min_column_width=gallery.WIDTH, gap="xsmall", row_height=gallery.HEIGHT, vertical_alignment="bottom"):
    gallery.show(ink)
draw.let_browser_draw()
st.caption("At their default parameters, for x from −4 to 4. Each leads to all that is known of it.")

with st.container(border=True, horizontal=True, vertical_alignment="center"):
    st.markdown(
        "**The story: from the sigmoid to the ELU.** Nine questions with a chart each: guess, then see what is "
        "computed, and where the usual telling errs.",
        width="stretch",
    )
    draw.way_on("pages/story.py", "**Begin**", {}, icon=":material/play_arrow:")
    draw.way_on("pages/story.py", "Read it all", {"whole": True}, icon=":material/article:")

with st.container(border=True, horizontal=True, vertical_alignment="center"):
    st.markdown(
        "**Your own formula.** Write any function of x, and see its derivatives, its means, its gains and what it does "
        "in a network, beside the others; the link carries it.",
        width="stretch",
    )
    draw.way_on("pages/curves.py", "**Write one**", WITH_FORMULA, icon=":material/edit:")

st.header("Lessons", anchor=False)
st.caption("A question each, and a view in which to find the answer.")
with st.grid(4, min_column_width=240):
    for lesson in LESSONS:
        with st.container(border=True, height="stretch"):
            draw.way_on(lesson.page, f"**{lesson.title}**", lesson.state)
            st.caption(lesson.question)
