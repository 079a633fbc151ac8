"""Visits to pages without a browser, entered through app.py."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest


def opened(page: str, query: Mapping[str, str | list[str]] | None = None) -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=120)
    app.run()
    for key, value in (query or {}).items():
        app.query_params[key] = value
    return app.switch_page(page).run()


def shown(app: AppTest) -> str:
    """The sentences and tables on the page."""
    return "\n".join([*(text.value for text in app.text), *(table.value.to_string() for table in app.table)])


def share_link(app: AppTest) -> dict[str, list[str]]:
    return parse_qs(urlsplit(app.code[0].value).query)


def as_written(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value
