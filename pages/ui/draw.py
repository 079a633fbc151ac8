"""What pages put on the screen: a chart, a table, a download, the ways on."""

import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from time import sleep
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from activations.elementwise import FloatArray
from pages.ui import controls
from pages.ui.charts.sending import sent, sent_sheet
from pages.ui.charts.sheet import Sheet
from pages.ui.charts.specification import Picture
from pages.ui.declarations import OneOf
from pages.ui.embedding import is_chart_only, is_embedded, is_without_controls
from pages.ui.links import State, as_link
from pages.ui.saving import Numbers, array_button, csv_button, save, vector_buttons
from pages.ui.tables import Table
from pages.ui.wording import number_text

Label = TypeVar("Label", bound=str)

PAGES = "pages of the app, by file"

_COLUMNS = "columns that the page has not asked for yet"
_FIRST = "the reader has just come to the app, and has no chart yet"
_KEPT_FREE = "the place of a chart that is still to come"
_HEAD_START = 0.6  # seconds: what a browser on one of two busy cores takes for a chart
_TALL = 700  # pixels: what is below is out of sight on a phone
_ROWS_ON_PAPER = 15
EMBEDDED_HEIGHT = 380  # pixels: what an embedded view of 800 x 500 leaves for a chart


def begin_page(*, first: bool) -> None:
    """Start a run of a page, which may be the first that its reader sees.

    A run that ended before its page had asked for its columns, or before its chart came, left these here.
    """
    st.session_state[_FIRST] = first
    st.session_state.pop(_COLUMNS, None)
    st.session_state.pop(_KEPT_FREE, None)


def let_browser_draw() -> None:
    """Hold back the rest of the first page that a reader opens until the browser has drawn its chart, or table.

    It draws a chart after all else that it has been sent, since what draws charts is loaded only for the first. So the
    controls that move it are part of the rest.
    """
    if st.session_state.pop(_FIRST, False):
        sleep(_HEAD_START)
        controls.draw_postponed()


def chart_and_controls(*, ratio: int = 3) -> tuple[DeltaGenerator, DeltaGenerator]:
    """A column for the chart, so many times as wide as that for the controls that move it, which a phone puts below."""
    if prepared := st.session_state.pop(_COLUMNS, None):
        chart_column, control_column = prepared
    elif is_without_controls():
        chart_column, control_column = st.container(), st.container()
    else:
        column, control_column = st.columns([ratio, 1], gap="medium")
        chart_column = column.container()
        _keep_free(column.empty())
    return chart_column, control_column


def _keep_free(place: DeltaGenerator) -> None:
    """Keep the place of the first chart, or on a phone it would push all controls out of sight when it comes.

    Below where the chart will be, lest that be seen to move where a browser hears of it before the place is given up.
    """
    if st.session_state.get(_FIRST):
        place.space(_TALL)
        st.session_state[_KEPT_FREE] = place


def go_on_without_chart() -> None:
    """Keep no place for a chart any more, and draw what was to come after it."""
    _give_up_place()
    controls.draw_postponed()


def _give_up_place() -> None:
    if place := st.session_state.pop(_KEPT_FREE, None):
        place.empty()


def text_and_chart() -> tuple[DeltaGenerator, DeltaGenerator]:
    """A column for text, and twice as wide for the chart that it speaks of, which a phone and paper put below."""
    text_column, chart_column = side_by_side(1, 2)
    return text_column, chart_column


def side_by_side(*widths: int) -> Sequence[DeltaGenerator]:
    """Columns of these relative widths; places one below the other on paper, and for a chart alone."""
    return [st.container() for _ in widths] if is_without_controls() else st.columns(widths)


def controls_of_chart() -> DeltaGenerator:
    """The place of the controls, before the page has asked for it."""
    st.session_state[_COLUMNS] = columns = chart_and_controls()
    return columns[1]


def more_controls() -> DeltaGenerator:
    """A place for controls that are rarely used."""
    return st.container() if is_without_controls() else st.expander("More")


def open_tabs(labels: Sequence[Label], key: str) -> dict[Label, DeltaGenerator]:
    """The tabs that are to be filled, by their labels: the one that is open, which the link tells, and on paper all.

    On paper they stand one below the other.
    """
    if is_without_controls():
        captioned = {label: st.container() for label in labels}
        for label, place in captioned.items():
            place.caption(label)
        return captioned
    controls.declare(OneOf(key, key, tuple(labels)))
    made = st.tabs(labels, key=key, bind="query-params")
    opened: dict[Label, DeltaGenerator] = {label: tab for label, tab in zip(labels, made, strict=True) if tab.open}
    controls.carry(key, *opened)
    return opened


def chart(picture: Sheet | Picture, name: str = "", numbers: Numbers | None = None, *, last: bool = True) -> None:
    """A chart, and the sentence that stands for it where it cannot be seen.

    With a name it can be saved in files called so; the numbers are those of the CSV. A view of a chart only ends here,
    unless this one is to be replaced before the page is done.
    """
    embedded = is_embedded()
    most_height = EMBEDDED_HEIGHT if embedded else math.inf
    drawn, datasets = sent_sheet(picture, most_height) if isinstance(picture, Sheet) else sent(picture)
    shown = {**drawn.specification, "datasets": datasets}
    if embedded and not isinstance(picture, Sheet):
        shown["height"] = min(shown["height"], EMBEDDED_HEIGHT)
    # Whoever leaves the description there too has a warning and a trace in the log, for each chart.
    # Its height keeps its place free until a browser has loaded what draws it.
    st.vega_lite_chart(spec=shown, width="stretch", height=shown["height"], alt=shown.pop("description"))
    _give_up_place()
    let_browser_draw()
    if name and not embedded and not is_without_controls():
        with st.container(horizontal=True, horizontal_alignment="right"):
            save(drawn, name, numbers)
    if last and is_chart_only():
        st.stop()


def charts(pictures: Mapping[str, Sheet | Picture | str], *, columns: int, subject: str = "") -> None:
    """Charts side by side under their captions, a row of so many; a sentence stands where there is no chart.

    Files are called by the subject and the caption.
    """
    places = side_by_side(*[1] * columns)
    for k, (caption, picture) in enumerate(pictures.items()):
        with places[k % columns]:
            if isinstance(picture, Sheet) and is_without_controls():
                chart(picture.captioned(caption))  # on paper a caption of its own could end a page without its chart
                continue
            st.caption(caption)
            if isinstance(picture, str):
                st.text(picture)
            else:
                chart(picture, f"{subject} {caption}".strip())


def paragraphs(texts: Iterable[str]) -> None:
    """Texts as they are, below one another: one element costs a fraction of several."""
    if text := "\n\n".join(texts):
        st.text(text)


def table(cells: Table, *, digits: int | None = None) -> None:
    """A small table of text, or of numbers with so many digits."""
    st.table(_as_arrow(cells, digits), hide_index=False)


def _as_arrow(cells: Table, digits: int | None = None) -> pa.Table:
    columns = list(cells.columns.values())
    if digits:
        columns = [[number_text(number, digits) for number in column] for column in columns]
    return pa.table([*columns, cells.names], _text_schema(cells.heading, tuple(cells.columns)))


@functools.lru_cache(maxsize=256)
def _text_schema(heading: str, titles: tuple[str, ...]) -> pa.Schema:
    """What pandas tells Arrow of a table of texts in which each row has a name."""
    return pa.Schema.from_pandas(pd.DataFrame([[""] * len(titles)], pd.Index([""], name=heading), list(titles)))


def wide_table(table: Table | pd.DataFrame, *, digits: int = 0, off_paper: Sequence[str] = (), **options: Any) -> None:
    """A table that scrolls; on paper, which cannot, its cells wrap, and it comes in parts that fit on a page.

    Numbers with so many digits have a true minus sign, and are sorted as numbers; columns with a format of their own
    have hyphens. Columns for which paper has no room may be left out there.
    """
    if is_without_controls():
        texts = (table if isinstance(table, Table) else _written_out(table)).without(off_paper)
        for start in range(0, len(texts.names), _ROWS_ON_PAPER):
            st.table(_as_arrow(texts.rows(start, start + _ROWS_ON_PAPER)), hide_index=False)
        return
    st.space(16)  # or its toolbar, which a phone always shows, covers the end of a sentence above
    cells = _as_arrow(table) if isinstance(table, Table) else _written(table, digits)
    # Not `st.table`, which no key could scroll.
    st.dataframe(cells, hide_index=not isinstance(table, Table), **options)
    let_browser_draw()


def _written(table: pd.DataFrame, digits: int) -> pd.DataFrame | Styler:
    """The table with its numbers written out in so many digits, if there are to be any."""
    if not digits:
        return table
    return table.style.format(dict.fromkeys(table.select_dtypes("float"), partial(number_text, digits=digits)))


def _written_out(table: pd.DataFrame) -> Table:
    """The table as text, the first column being the names of its rows."""
    names, *columns = ([*map(_cell_text, column)] for _, column in table.items())
    heading, *titles = map(str, table.columns)
    return Table(heading, names, dict(zip(titles, columns, strict=True)))


def _cell_text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return "–"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return number_text(value, 6) if isinstance(value, float) else str(value)


def download(numbers: Callable[[], pd.DataFrame], name: str) -> None:
    """A button that saves a table as CSV, which is made for it."""
    if not is_without_controls():
        csv_button(numbers, name)


def downloads(arrays: Mapping[str, Callable[[], FloatArray]]) -> None:
    """A row of buttons that save arrays for NumPy, by their names."""
    if not is_without_controls():
        with st.container(horizontal=True):
            for name, numbers in arrays.items():
                array_button(numbers, name)


def vectors(name: str) -> None:
    """A row of buttons that save test vectors."""
    with st.container(horizontal=True):
        vector_buttons(name)


def next_pages(*ways: tuple[str, str] | tuple[str, str, State]) -> None:
    """Where to go on from here: page, label, and the state that it opens with unless that follows the reader."""
    if is_embedded() or is_without_controls():
        return
    st.divider()
    with st.container(horizontal=True):
        for page, label, *state in ways:
            way_on(page, label, *state, icon=":material/arrow_forward:")


def way_on(page: str, label: str, state: State | None = None, *, icon: str | None = None) -> None:
    """A link to a page, in a state in which what is not named has its default, or as the reader left it."""
    made = st.session_state[PAGES][page]
    st.page_link(made, label=label, icon=icon, query_params=None if state is None else as_link(state))
