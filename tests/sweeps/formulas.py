"""Readers' own formulas on every page: `python -m tests.sweeps.formulas 200 --seed 3`.

No page may fail, whatever a text means; what cannot be drawn is told in a sentence. The slowest visit is printed, and
what the server holds more than after the first tenth.
"""

import argparse
import itertools
import logging
import random
import resource
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pages.ui import menu
from tests.formulas.plausible import cancelling, formulas, number, of_catalog
from tests.pages.visiting import View, followed, opened, views_of
from tests.sweeps.links import Log, check, visited_server

_TERMS = ("elu", "gelu", "silu", "mish", "softplus", "tanh", "sin", "cos", "relu", "gaussian", "softsign", "x*sigmoid")
_POWERS = ("", "", "", "^2", "^3")

WITH_A_FORMULA = ("pages/catalogue.py", "pages/precision.py")  # beside those on which functions are chosen


class Visits(NamedTuple):
    """How many there were, the seconds of the slowest with its page and text, and megabytes more at the end."""

    pages: int
    slowest: float
    what: str
    growth: float


def sums(seed: int) -> Iterator[str]:
    """Sums without end of functions, waves, and constants that may cancel them at 0."""
    random_ = random.Random(seed)
    while True:
        terms = [
            f"{random_.choice('+-')}{number(random_)}*{random_.choice(_TERMS)}({number(random_)}*x){random_.choice(_POWERS)}"
            for _ in range(random_.choice((1, 2, 2, 3)))
        ]
        yield "".join(terms).removeprefix("+") + random_.choice(("", "", "+x", f"-{number(random_)}"))


def texts(seed: int) -> Iterator[str]:
    """Formulas of all kinds, in turn."""
    return itertools.chain.from_iterable(
        zip(formulas(seed), sums(seed), cancelling(seed), of_catalog(seed), strict=True)
    )


def sweep(count: int, *, seed: int = 1, seconds: float = np.inf) -> Visits:
    """Visit every page that takes formulas with so many of them, in about that time at most.

    Each page is visited in one of its views, with the formula beside a function of the catalogue.
    """
    generator = np.random.default_rng(seed)
    log = Log()
    logging.getLogger("pages").addHandler(log)
    entries = [entry for entry in menu.PAGES if entry.picks != "nothing" or entry.file in WITH_A_FORMULA]
    views = {entry.file: views_of(entry.file) for entry in entries}
    end = time.monotonic() + seconds
    app, visits, slowest, what, before = opened("pages/home.py"), 0, 0.0, "", _memory()
    try:
        for k, text in enumerate(itertools.islice(texts(seed), count)):
            for entry in entries:
                if time.monotonic() > end:
                    return Visits(visits, slowest, what, _memory() - before)
                began = time.monotonic()
                view = views[entry.file][int(generator.integers(len(views[entry.file])))]
                try:
                    check(followed(app, entry.file, _query(view, text)), entry, log)
                except AssertionError as error:
                    raise AssertionError(f"{entry.file} {view.choices} of {text!r}: {log.lines}") from error
                visits += 1
                slowest, what = max((slowest, what), (time.monotonic() - began, f"{entry.file}: {text}"))
            if k == count // 10:
                before = _memory()
    finally:
        logging.getLogger("pages").removeHandler(log)
    return Visits(visits, slowest, what, _memory() - before)


def _query(view: View, text: str) -> dict[str, str | list[str]]:
    own = {"of": "Formula", "formula_of": "Formula", "own": "true", "formula": text}
    return {**view.choices, "f": ["Formula", "ELU"], **own}


def _memory() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("formulas", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=np.inf)
    given = parser.parse_args()
    with visited_server():
        found = sweep(given.formulas, seed=given.seed, seconds=given.seconds)
    print(f"{found.pages} visits without a fault; the slowest took {found.slowest:.1f} s, {found.what}")
    print(f"memory grew by {found.growth:.0f} MB after the first tenth")
    return 0


if __name__ == "__main__":
    sys.exit(main())
