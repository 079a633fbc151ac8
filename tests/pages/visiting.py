"""Visits to pages without a browser, entered through app.py."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages.ui import controls, draw, frame
from pages.ui.declarations import Control
from pages.ui.links import Query

draw._HEAD_START = 0.0  # no browser draws these pages

_APP = Path(__file__).parents[2] / "app.py"

# What a choice of more options leads to is no view of its own: that of a function, of a filter.
_MOST_OPTIONS = 20


class View(NamedTuple):
    """A page after some choices, which show controls that it has not without them."""

    choices: Query
    keys: frozenset[str]  # of its Share link
    controls: dict[str, Control[Any]]  # declared by the page so far


def opened(page: str, query: Query | None = None) -> AppTest:
    app = AppTest.from_file(_APP, default_timeout=600)  # as long as training takes on a busy machine
    app.context = {"url": "http://localhost:8501/"}  # as a browser says it, and a health check does not
    app.session_state[frame._SHARE] = True  # its popover is open, so that its links can be read
    app.run()
    return followed(app, page, query)


def visit_server_first(patch: pytest.MonkeyPatch) -> None:
    """Let a server have drawn a page before.

    For AppTest each run is the first of its server, so it would take `pages/` for its router, and lose the click. And
    it would look through all packages for components of Streamlit, which takes four times as long as to draw a page.
    """
    patch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)
    begin = PagesManager.__init__

    def begin_visited(self: PagesManager, *arguments: Any, **options: Any) -> None:
        begin(self, *arguments, **options)
        PagesManager.uses_pages_directory = False

    patch.setattr(PagesManager, "__init__", begin_visited)


def followed(app: AppTest, page: str, query: Query | None = None) -> AppTest:
    """The page after a click on a link to it, or on the menu where there is no query."""
    app.query_params.clear()
    for key, value in (query or {}).items():
        app.query_params[key] = value
    app.switch_page(page).run()
    app._page_hash = ""  # or AppTest would come back here when this page has switched to another
    return app


def code_in(app: AppTest, key: str, label: str) -> list[str]:
    """The blocks of code on the page once the tab with this label is open."""
    app.session_state[key] = label
    app.run()
    return [block.value for block in app.code]


def shown(app: AppTest) -> str:
    """The sentences and tables on the page."""
    return "\n".join([*(text.value for text in app.text), *(table.value.to_string() for table in app.table)])


def share_link(app: AppTest) -> dict[str, list[str]]:
    return parse_qs(urlsplit(app.code[0].value).query, keep_blank_values=True)


def declared(app: AppTest) -> dict[str, Control[Any]]:
    """The page's own controls that were drawn so far."""
    known = app.session_state[controls._KNOWN]
    return dict(known.declared[known.page])


def comparable(query: Query) -> dict[str, list[float | str]]:
    """A query with its numbers as numbers."""
    return {
        key: [_as_written(part) for part in ([value] if isinstance(value, str) else value)]
        for key, value in query.items()
    }


@functools.cache
def views_of(page: str) -> tuple[View, ...]:
    """Views of a page that have all of its controls between them: each choice that the page offers is made in turn."""
    tried: set[tuple[str, str]] = set()
    views: list[View] = []
    waiting: list[Query] = [{}]
    while waiting:
        choices = waiting.pop(0)
        app = opened(page, choices)
        keys = frozenset(share_link(app)) - {"v"}
        if not any(keys <= view.keys for view in views):
            views.append(View(choices, keys, declared(app)))
        for key, option in _choices(app):
            if (key, option) not in tried:
                tried.add((key, option))
                waiting.append({**choices, key: option})
    return tuple(views)


def _choices(app: AppTest) -> Iterator[tuple[str, str]]:
    for toggle in app.toggle:
        yield str(toggle.key), "true"
    for choice in (*app.radio, *app.selectbox, *app.button_group):
        if len(choice.options) <= _MOST_OPTIONS:
            yield from ((str(choice.key), option) for option in choice.options)


def _as_written(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value
