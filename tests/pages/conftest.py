"""What all tests of pages need."""

import pytest

from tests.pages.visiting import visit_server_first


@pytest.fixture(autouse=True)
def visited_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has drawn a page before, as every one has on which something is clicked."""
    visit_server_first(monkeypatch)
