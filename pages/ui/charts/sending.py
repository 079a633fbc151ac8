"""Charts as they are sent to a browser: each table as bytes of Arrow."""

import functools
import hashlib
import pickle
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from pages.ui.charts.columns import Columns
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.sheet import Sheet
from pages.ui.charts.specification import Picture


class Sent(NamedTuple):
    """A picture, and its tables as they are sent."""

    picture: Picture
    datasets: dict[str, bytes]


def sent(picture: Picture) -> Sent:
    return Sent(picture, {name: _arrow_bytes(table) for name, table in picture.datasets.items()})


def sent_sheet(sheet: Sheet, most_height: float) -> Sent:
    """A sheet, at most so many pixels high if its panels can shrink so far; found if one like it was sent before."""
    content = pickle.dumps(sheet, pickle.HIGHEST_PROTOCOL)
    return _sent_sheet(_ByContent(hashlib.sha256(content).digest(), sheet), most_height)


@dataclass(frozen=True, slots=True)
class _ByContent:
    """A sheet that is equal to any other in which the same is drawn."""

    digest: bytes
    sheet: Sheet = field(compare=False)


# Of the charts on a page most stay as they are when a control is moved, though the page makes each of them anew.
@functools.lru_cache(maxsize=64)
def _sent_sheet(known: _ByContent, most_height: float) -> Sent:
    return sent(picture_of(known.sheet, most_height))


def _arrow_bytes(table: Columns) -> bytes:
    batch = pa.record_batch({name: _arrow_array(column) for name, column in table.items()})
    file = pa.BufferOutputStream()
    with pa.ipc.new_stream(file, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(file.getvalue())


def _arrow_array(column: Any) -> pa.Array:
    # An array is converted three times as fast as what pandas wraps around it.
    if isinstance(column, pd.Categorical):
        numbers = pa.array(column.codes, mask=column.codes < 0)
        return pa.DictionaryArray.from_arrays(numbers, _names(column.dtype))
    return pa.array(column.to_numpy() if isinstance(column, pd.Series) else column, from_pandas=True)


@functools.lru_cache(maxsize=256)
def _names(kind: "pd.CategoricalDtype[Any]") -> pa.Array:
    return pa.array(kind.categories)
