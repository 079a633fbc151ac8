"""What all tests of pages need."""

from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager


@pytest.fixture(autouse=True)
def visited_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has drawn a page before, as every one has on which something is clicked.

    For AppTest each run is the first of its server, so it would take `pages/` for its router, and lose the click.
    """
    begin = PagesManager.__init__

    def begin_visited(self: PagesManager, *arguments: Any, **options: Any) -> None:
        begin(self, *arguments, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begin_visited)
