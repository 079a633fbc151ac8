"""Charts as Vega-Lite specifications.

A chart is built without its data, which it names: building and checking a specification takes Altair 100 ms, so
`built_once` keeps it, and a rerun sends new tables to the chart that stands. The sentence that says what a chart shows
comes as a table, too: Streamlit builds a chart anew when the text that it calls `alt` changes, which costs a browser as
much as all the rest of a move.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVarTuple, Unpack

import altair as alt
import numpy as np
import pandas as pd

from pages.ui.charts.columns import Columns, as_short

Arguments = TypeVarTuple("Arguments")
Chart = alt.Chart | alt.LayerChart | alt.FacetChart
Specification = dict[str, Any]


_SENTENCE = "sentence"


class Picture(NamedTuple):
    """A chart, the tables that it names, and the sentence that says what it shows."""

    specification: Specification
    tables: Mapping[str, Columns | pd.DataFrame]
    alt: str

    @property
    def datasets(self) -> Mapping[str, Columns]:
        """The tables, in no more digits than a reader sees, and the sentence as one."""
        tables = {
            name: {str(field): _shortened(column) for field, column in table.items()}
            for name, table in self.tables.items()
        }
        return {**tables, _SENTENCE: {_SENTENCE: np.array([self.alt])}}


def built_once(chart: Callable[[Unpack[Arguments]], Chart]) -> Callable[[Unpack[Arguments]], Specification]:
    """Let `chart` give its specification, with its sentence, built once for each set of arguments."""

    @functools.lru_cache(maxsize=256)
    def build(arguments: tuple[Any, ...]) -> Specification:
        built = chart(*arguments)
        return (built + _sentence() if isinstance(built, alt.LayerChart) else built).to_dict()

    @functools.wraps(chart)
    def look_up(*arguments: *Arguments) -> Specification:
        return build(arguments)

    return look_up


def _shortened(column: Any) -> Any:
    return as_short(np.asarray(column)) if column.dtype == np.float64 else column


def _sentence() -> alt.Chart:
    """A mark that is not seen and is read aloud."""
    sentence: alt.Chart = (
        alt.Chart(alt.NamedData(_SENTENCE)).mark_text(text="", description=alt.ExprRef(f"datum.{_SENTENCE}")).encode()
    )
    return sentence
