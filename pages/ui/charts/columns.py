"""Tables as charts take them: columns of equal length, without the index of a data frame, which costs more than they do."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from activations.elementwise import FloatArray

Columns = Mapping[str, Any]  # an array each, of NumPy or categorical


def function_column(names: Sequence[str], counts: Sequence[int]) -> "pd.Categorical[str]":
    """Each name as often as its count says, at a byte a row."""
    return pd.Categorical.from_codes(np.repeat(np.arange(len(names)), counts), pd.Index(names))


def as_single(places: FloatArray) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """Places on a screen need no more than single precision, which halves what is sent."""
    return places.astype(np.float32)


def as_columns(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
    """A table of a few rows."""
    return {field: np.array([row[k] for row in rows]) for k, field in enumerate(fields)}


def joined(parts: Sequence[Columns]) -> Columns:
    """Tables of the same columns, one below the other."""
    return {field: np.concatenate([part[field] for part in parts]) for field in parts[0]} if parts else {}
