"""What do the digits that a format lacks do to a formula?"""

from pages.ui import controls, draw, frame, functions, kept
from pages.ui.declarations import Choice, OneOf
from pages.ui.links import FUNCTION
from pages.ui.views import precision

from functools import partial

import streamlit as st

from activations.precision import FORMATS, SUBJECTS

SUBJECT = Choice("formula_of", "Function", (*SUBJECTS, "Formula"))
ORDER = OneOf("order", "Function or derivative", precision.ORDERS)
FORMAT = Choice("format", "Format", tuple(FORMATS))
RANGE = OneOf("range", "x axis", precision.RANGES)
IN_WORDS, AS_CODE = "In words", "As code"

frame.require_frame()

chart_column, control_column = draw.chart_and_controls()
with control_column:
    name = controls.get(SUBJECT)
    own = functions.own_activation(name) if name not in SUBJECTS else None
    subject = kept.subject_of(own) if own else SUBJECTS.get(name)
    order = controls.get(ORDER)
    formats = precision.formats_of(subject, order) if subject else FORMATS
    chosen = controls.pick(FORMAT, formats)
    by_powers = controls.get(RANGE) == precision.POWERS

if own and not subject:
    chart_column.text("Written out step by step, this formula is too long to be tried at every number.")

if subject:
    judged = kept.judged_of(subject, order, chosen)
    with chart_column:
        picture = precision.error_picture(subject, order, judged, by_powers=by_powers)
        draw.chart(picture, f"{subject.name} in {chosen.name}")
        for sentence in precision.sentences(subject, order, judged):
            st.text(sentence)
        st.caption(precision.MODEL)

    st.header("In every format", anchor=False)
    every = {label: kept.judged_of(subject, order, each) for label, each in formats.items()}
    table = precision.format_table(subject, order, every)
    draw.wide_table(table, height=38 + 35 * len(table.names))
    draw.download(partial(precision.format_numbers, subject, order, every), f"{subject.name} in every format")

    st.header("The forms", anchor=False)
    for label, tab in draw.open_tabs((IN_WORDS, AS_CODE), key="forms").items():
        with tab:
            for form in precision.order_of(subject, order).forms:
                st.subheader(form.name.capitalize(), anchor=False)
                if label == AS_CODE:
                    st.code(form.code, language="python", wrap_lines=True)
                else:
                    st.text(form.why)

draw.next_pages(
    ("pages/reference.py", f"All about {name}", {FUNCTION: name}),
    ("pages/constants.py", "Numbers that people copy into code"),
)
