"""Removes from a folder of installed packages what the app never loads: `python deploy/slim.py FOLDER`."""

import shutil
import sys
from pathlib import Path

# Where a new version of a package has no such file, the list is to be read again: an entry that removes nothing raises.
UNNEEDED = (
    "**/tests",
    "**/include",
    "**/*.p[yx][dix]",  # types, and what the compiled parts were made from
    "share",  # for notebooks
    "pyarrow/*_flight.*",  # clients of servers
    "pyarrow/*_s3.*",
    "pyarrow/*_s3fs.*",
    "pyarrow/libarrow_python*.so",  # copies of the library that ends in a number
    "pyarrow/libarrow_python*.so.*.*",
    "pydeck/nbextension",
    "scipy/io",
    "scipy/signal",
    "scipy/stats",
    "PIL/_avif.*",
    "pillow.libs/libavif-*",
    # Streamlit's charts of other kinds.
    "streamlit/static/static/js/PlotlyChart.*",
    "streamlit/static/static/js/DeckGlJsonChart.*",
)


def slim(folder: Path) -> None:
    """Remove what is on the list; FileNotFoundError if there is no such thing."""
    for pattern in UNNEEDED:
        found = list(folder.glob(pattern))
        if not found:
            raise FileNotFoundError(f"there is no {pattern} in {folder}")
        for path in found:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
