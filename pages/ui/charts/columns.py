"""Tables as charts take them: columns of equal length, without the index of a data frame, which costs most of it."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from activations.elementwise import FloatArray

_SINGLE = np.finfo(np.float32)

Columns = Mapping[str, Any]  # an array each, of NumPy or categorical


def function_column(names: Sequence[str], counts: Sequence[int]) -> "pd.Categorical[str]":
    """Each name as often as its count says, at a byte a row."""
    return pd.Categorical.from_codes(np.repeat(np.arange(len(names)), counts), pd.Index(names))


def named(codes: NDArray[np.integer[Any]], names: tuple[str, ...]) -> "pd.Categorical[Any]":
    """Names by their numbers, at a byte a row."""
    return pd.Categorical.from_codes(codes, dtype=_kind(names), validate=False)


def as_short(values: FloatArray) -> NDArray[np.floating[Any]]:
    """Numbers of which a reader sees five digits, in single precision if none is too large or too small for it."""
    sizes = np.abs(values[values != 0.0])
    unfit = (sizes >= _SINGLE.max) | (sizes <= _SINGLE.tiny)  # of which NaN is neither
    return values if unfit.any() else as_single(values)


def each_short(columns: FloatArray) -> Sequence[NDArray[np.floating[Any]]]:
    """The same for each column of a table, of which most fit: all at once if all do."""
    short = as_short(columns)
    if short.dtype != np.float32:
        return [as_short(column) for column in columns.T]
    return list(np.ascontiguousarray(short.T))  # Arrow takes five times as long for numbers with gaps in between


def as_single(places: FloatArray) -> NDArray[np.float32]:
    """Places on a screen need no more than single precision, which halves what is sent."""
    return places.astype(np.float32)


def as_columns(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
    """A table of a few rows."""
    return {field: np.array([row[k] for row in rows]) for k, field in enumerate(fields)}


def joined(parts: Sequence[Columns]) -> Columns:
    """Tables of the same columns, one below the other."""
    return {field: np.concatenate([part[field] for part in parts]) for field in parts[0]} if parts else {}


@functools.lru_cache(maxsize=256)
def _kind(names: tuple[str, ...]) -> "pd.CategoricalDtype[Any]":
    return pd.CategoricalDtype(list(names))
