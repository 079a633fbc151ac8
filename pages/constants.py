"""Are the numbers right that people copy into code?"""

from pages.ui import controls, draw, frame
from pages.ui.declarations import Choice, Several, Text
from pages.ui.links import with_links
from pages.ui.views import constants

import streamlit as st

VERDICT = Several("verdict", "Verdicts", tuple(constants.VERDICTS))
WORDS = Text("words", "Words in name, use, purpose, source or note", "")
CONSTANT = Choice("constant", "Constant")

frame.require_frame()

with st.container(horizontal=True, vertical_alignment="bottom"):
    found = constants.found(controls.get(VERDICT), controls.get(WORDS))

if not found:
    st.info(constants.NONE)
else:
    st.text(constants.constants_sentence(found))
    table = constants.constants_table(found)
    draw.wide_table(
        table,
        off_paper=("relative difference", "shown in", "purpose", "computed as", "source", "link", "note"),
        height=min(525, 38 + 35 * len(table)),
        placeholder="–",
        column_config={
            "constant": st.column_config.TextColumn(pinned=True, width=230),
            "published": st.column_config.TextColumn(width=175),
            "computed": st.column_config.NumberColumn(format="%.10g"),
            "relative difference": st.column_config.NumberColumn(
                format="%.2g", help="Of the published number, relative to the computed one"
            ),
            "shown in": st.column_config.LinkColumn(display_text=r"^(\w+)\?", help="The page that shows it"),
            "link": st.column_config.LinkColumn(display_text=r"(?:abs/|github\.com/)(.+)$"),
        },
    )
    draw.download(lambda: table, "constants")
    st.caption(" ".join(f"**{verdict}**: {meaning}." for verdict, meaning in constants.VERDICTS.items()))

    st.header("One constant in full", anchor=False)
    constant = controls.pick(CONSTANT, {each.name: each for each in found})
    st.text(constants.verdict_sentence(constant))
    draw.table(constants.constant_table(constant))
    st.caption(f"Source: {with_links(constant.source)}")
    fits = constants.fits_table(constant.name)
    if fits is not None:
        st.caption("**Best in which sense?** The constant of the same form that is best in each of five.")
        draw.table(fits)
    page, label, state = constants.way_to(constant)
    draw.way_on(page, label, state, icon=":material/visibility:")

draw.next_pages(
    ("pages/gains.py", "The gains of all functions"),
    ("pages/gates.py", "Gated units"),
    ("pages/reference.py", "One function in full"),
)
