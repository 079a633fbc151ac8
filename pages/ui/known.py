"""What is known of trainings before anyone asks: the results that ship with the app, in known.npz.

`python -m pages.ui.guide.make_known` makes the file. Each result is found by all the settings that made it, so that
one of other settings, or of fewer settings than there are now, is never taken for what was asked.
"""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray

_FILE = Path(__file__).with_name("known.npz")
_INDEX = "index"


class Record(NamedTuple):
    """What came of a training."""

    figures: FloatArray  # a row per epoch, the first before training
    diverged_in: int | None
    weights: FloatArray | None  # of the network after the last epoch, where they are few


def find(settings: str) -> Record | None:
    """The training with these settings, if it is known."""
    return _records().get(settings)


def write(records: Mapping[str, Record]) -> None:
    """Make the file anew. It keeps single precision, more digits than are ever shown."""
    arrays: dict[str, NDArray[Any]] = {}
    for number, record in enumerate(records.values()):
        # A column after the other: neighbours are alike, and the file is smaller by a tenth.
        arrays[f"figures {number}"] = record.figures.T.astype(np.float32)
        if record.weights is not None:
            arrays[f"weights {number}"] = record.weights.astype(np.float32)
    index = [[settings, record.diverged_in] for settings, record in records.items()]
    arrays[_INDEX] = np.frombuffer(json.dumps(index).encode(), np.uint8)
    np.savez_compressed(_FILE, **arrays)  # type: ignore[arg-type]
    _records.cache_clear()


@functools.cache
def _records() -> dict[str, Record]:
    with np.load(_FILE) as arrays:
        return {
            settings: Record(
                arrays[f"figures {number}"].T.astype(np.float64),
                diverged_in,
                arrays[f"weights {number}"].astype(np.float64) if f"weights {number}" in arrays else None,
            )
            for number, (settings, diverged_in) in enumerate(json.loads(arrays[_INDEX].tobytes()))
        }
