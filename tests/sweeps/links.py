"""Hostile links to every page: `python -m tests.sweeps.links 10000`.

One reader follows them all, so that whatever a link leaves behind meets the next. No view may fail, nothing of a link
may be rendered, and after each page the reader must be served as before.
"""

import argparse
import logging
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from activations import CATALOG
from pages.ui import menu, training_status
from pages.ui.links import LESSON, SHOW_ONLY, parameter_key
from tests.pages.visiting import View, followed, opened, shown, views_of, visit_server_first

MARK = "injected by a link"
TEXTS = (
    *(
        "",
        " ",
        "nan",
        "-inf",
        "inf",
        "1e308",
        "-1e308",
        "5e-324",
        "0",
        "-0.0",
        "1e-17",
        "-1",
        "0.5",
        "7",
        "1e6",
        "1e999",
    ),
    *("0x10", "1_000", "١٢", "½", "²", "1,5", "1e", "true", "false", "None", "[]", "{}", "null", "NaN%00", "9" * 400),
    *(f"<img src=x onerror='{MARK}'>", f"[{MARK}](javascript:alert(1))", f"**{MARK}**", f"$${MARK}$$", f":red[{MARK}]"),
    *(
        f"\r\n{MARK}",
        f"\x1b[2J{MARK}",
        "\x00",
        "\ud7ff\u202e💥",
        f"{{{{{MARK}}}}}",
        f"'; {MARK} --",
        "../../etc/passwd",
    ),
    *("__import__('os')", "ELU.alpha", "ELU", "elu", "Tanh", "Sigmoid", "GELU", "swish", "nonsense"),
)
ALWAYS = (
    *("f", "of", "v", "embed", SHOW_ONLY, LESSON, "unknown"),
    *(parameter_key(name, parameter.name) for name in CATALOG for parameter in CATALOG[name].parameters),
)
Link = dict[str, list[str]]


class Log(logging.Handler):
    """Errors that were written down."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def random_link(view: View, generator: np.random.Generator) -> Link:
    """A few keys with values that mean harm, or all of them, in a view that has these controls."""
    keys = [*sorted(view.keys), *ALWAYS]
    count = len(keys) if generator.random() < 0.02 else int(generator.integers(1, 5))
    names = [keys[int(k)] for k in generator.permutation(len(keys))[:count]]
    link: Link = {key: [value] if isinstance(value, str) else list(value) for key, value in view.choices.items()}
    return link | {name: _values(view, name, generator) for name in names}


def _values(view: View, name: str, generator: np.random.Generator) -> list[str]:
    count = int(generator.choice([1, 1, 1, 1, 2, 2, 3, 1000], p=[0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.09, 0.01]))
    control: Any = view.controls.get(name)
    options: tuple[str, ...] = tuple(map(str, getattr(control, "options", ())))
    texts: list[str] = []
    for _ in range(count):
        kind = generator.random()
        if kind < 0.6 or (kind < 0.8 and not options):
            texts.append(str(generator.choice(TEXTS)))
        elif kind < 0.8:
            texts.append(options[int(generator.integers(len(options)))])
        else:
            texts.append(repr(float(generator.normal() * 10.0 ** generator.integers(-20, 20))))
    return texts


def check(app: AppTest, entry: menu.PageEntry, log: Log) -> None:
    """AssertionError unless the view is whole and shows nothing of the link as Markdown or HTML."""
    assert not app.exception
    assert not any(
        "could not be drawn" in error.value for error in app.error
    )  # others say what is wrong with a formula
    assert not log.lines
    assert "Traceback" not in shown(app)
    rendered = [*app.markdown, *app.caption, *app.latex, *app.title, *app.header, *app.info, *app.warning, *app.error]
    assert not any(MARK in str(element.value) for element in rendered)


def sweep(links: int, *, seed: int = 1, seconds: float = np.inf) -> int:
    """How many links were followed, at most so many, in at most about that time."""
    generator = np.random.default_rng(seed)
    log = Log()
    logging.getLogger("pages").addHandler(log)
    end = time.monotonic() + seconds
    entries = [entry for entry in menu.PAGES if views_of(entry.file)]
    app = opened("pages/home.py")
    try:
        for number in range(links):
            if time.monotonic() > end:
                return number
            entry = entries[number % len(entries)]
            views = views_of(entry.file)
            link = random_link(views[int(generator.integers(len(views)))], generator)
            try:
                check(followed(app, entry.file, dict(link)), entry, log)
            except AssertionError as error:
                raise AssertionError(f"link {number} of seed {seed}: {entry.file} {link}: {log.lines}") from error
            if number % 50 == 49:  # the reader is served as before
                followed(app, "pages/home.py")
                followed(app, "pages/curves.py", {"f": ["ELU"], "v": "1"})
                check(app, next(each for each in entries if each.file == "pages/curves.py"), log)
                assert app.multiselect(key="f").value == ["ELU"]
    finally:
        logging.getLogger("pages").removeHandler(log)
    return links


@contextmanager
def visited_server() -> Iterator[None]:
    """A server as a script visits it."""
    warnings.simplefilter("error", RuntimeWarning)  # as in the tests: no number may come about by accident
    with pytest.MonkeyPatch.context() as patch:
        visit_server_first(patch)
        patch.setattr(training_status, "PROMPT_SECONDS", 0.0)  # networks are trained on a click only
        yield


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("links", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=np.inf)
    given = parser.parse_args()
    with visited_server():
        followed_links = sweep(given.links, seed=given.seed, seconds=given.seconds)
    print(f"{followed_links} hostile links followed, and none did harm")
    return 0


if __name__ == "__main__":
    sys.exit(main())
