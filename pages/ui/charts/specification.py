"""Charts as Vega-Lite specifications.

A chart is built without its data, which it names: building and checking a specification takes Altair 100 ms, so
`built_once` keeps it, and a rerun sends new tables to the chart that stands.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVarTuple, Unpack

import altair as alt
import pandas as pd

from pages.ui.charts.columns import Columns

Arguments = TypeVarTuple("Arguments")
Chart = alt.Chart | alt.LayerChart | alt.FacetChart
Specification = dict[str, Any]


class Picture(NamedTuple):
    """A chart, the tables that it names, and the sentence that says what it shows."""

    specification: Specification
    tables: Mapping[str, Columns | pd.DataFrame]
    alt: str


def built_once(chart: Callable[[Unpack[Arguments]], Chart]) -> Callable[[Unpack[Arguments]], Specification]:
    """Let `chart` give its specification, built once for each set of arguments."""

    @functools.lru_cache(maxsize=256)
    def build(arguments: tuple[Any, ...]) -> Specification:
        return chart(*arguments).to_dict()

    @functools.wraps(chart)
    def look_up(*arguments: *Arguments) -> Specification:
        return build(arguments)

    return look_up
