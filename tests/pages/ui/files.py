"""Numbers of a reader's own, and the files that hold them."""

import io

import numpy as np
from numpy.typing import NDArray

from pages.ui.reading import columns_of, numbers_of

NUMBERS = np.random.default_rng(5).normal(size=40)
COLUMN = "\n".join(map(str, NUMBERS.tolist()))


def npy(numbers: object, **options: object) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(numbers), **options)  # type: ignore[arg-type]
    return file.getvalue()


def read(name: str, content: bytes) -> NDArray[np.float64]:
    """The numbers of the first column or array."""
    (first, *_) = columns_of(name, content)
    return numbers_of(name, content, first)
