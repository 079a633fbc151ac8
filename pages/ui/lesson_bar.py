"""The lesson that a link names, above the page on which it is to be solved."""

import streamlit as st

from pages.ui import controls, draw, kept
from pages.ui.guide.lessons import BY_KEY, LESSONS, Lesson
from pages.ui.links import LESSON

_LESSONS_PAGE = "pages/home.py"


def current(page: str) -> Lesson | None:
    """The lesson that the link names, if it is one of this page."""
    lesson = BY_KEY.get(st.query_params.get(LESSON, ""))
    return lesson if lesson and lesson.page == page else None


def show(page: str) -> None:
    """The question of the lesson, its answer on request, and the way to the next; nothing where there is no lesson."""
    lesson = current(page)
    if lesson is None:
        if LESSON in st.query_params:
            st.text("The link names a lesson that this page does not have, so there is none.")
            # As it does after a step back in the browser: Streamlit puts a link into the address, then opens its page.
            _offer(BY_KEY.get(st.query_params[LESSON]))
        return
    number = LESSONS.index(lesson) + 1
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Lesson {number} of {len(LESSONS)}.** {lesson.question}", width="stretch")
            asked = st.toggle("Show the answer", key=f"answer of {lesson.key}")
            following = LESSONS[number] if number < len(LESSONS) else None
            if following is None:
                draw.way_on(_LESSONS_PAGE, "All lessons", icon=":material/arrow_forward:")
            else:
                _offer(following, "Next lesson")
        if asked:
            st.text(kept.lesson_answer(lesson.key))


def _offer(lesson: Lesson | None, label: str = "") -> None:
    """A button that opens a lesson, if there is one."""
    if lesson and st.button(label or lesson.title, icon=":material/arrow_forward:", type="tertiary"):
        controls.go_to(lesson.page, lesson.view, {LESSON: lesson.key})
