"""Whether what is installed here can do all that the app does: `python -m deploy.check` ends with an error if not.

Each page is drawn, a chart saved as each kind of file, a file read of each kind. What Python compiles on the way stays
beside its source.
"""

import io
import subprocess
from collections.abc import Callable
from typing import IO, Any

import numpy as np

from activations import CATALOG
from activations.elementwise import FloatArray
from deploy.start import SERVER, URL
from deploy.visit import PAGES, visit
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.export import MIME, Paper, picture_file
from pages.ui.chosen import curve_of
from pages.ui.reading import KINDS, columns_of, numbers_of
from pages.ui.views import curves

_WRITERS: dict[str, Callable[[IO[Any], FloatArray], None]] = {"csv": np.savetxt, "npy": np.save, "npz": np.savez}


def draw_pages() -> None:
    with subprocess.Popen(SERVER) as server:
        try:
            for page in PAGES:
                visit(URL, page)
        finally:
            server.terminate()


def save_charts() -> None:
    drawing = curves.drawing_of([curve_of(CATALOG["ELU"]())], -6.0, 6.0, fitted=True)
    picture = picture_of(curves.curve_picture(drawing, "", *curves.here(1.0)))
    for kind in MIME:
        picture_file(picture, kind, URL, Paper("black", "white", ("black",)))


def read_files() -> None:
    for kind in KINDS:
        file = io.BytesIO()
        _WRITERS[kind](file, np.linspace(-3.0, 3.0, 100))
        content = file.getvalue()
        numbers_of(f"numbers.{kind}", content, columns_of(f"numbers.{kind}", content)[0])


if __name__ == "__main__":
    draw_pages()
    save_charts()
    read_files()
