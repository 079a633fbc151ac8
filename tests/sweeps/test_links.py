"""Short runs of what follows links to every page: hostile ones, and those with formulas of readers' own."""

import numpy as np
import pytest

from pages.ui import menu, training_status
from tests.pages.visiting import opened, views_of, visit_server_first
from tests.sweeps import formulas
from tests.sweeps.links import Log, check, random_link, sweep


@pytest.fixture(autouse=True)
def visited_server_that_trains_on_a_click_only(monkeypatch: pytest.MonkeyPatch) -> None:
    visit_server_first(monkeypatch)
    monkeypatch.setattr(training_status, "PROMPT_SECONDS", 0.0)


def test_no_hostile_link_does_harm() -> None:
    assert sweep(50, seed=7) == 50


def test_no_formula_makes_a_page_fail() -> None:
    visits = formulas.sweep(9, seed=7)
    taking_functions = sum(entry.picks != "nothing" for entry in menu.PAGES)
    assert visits.pages == 9 * (taking_functions + len(formulas.WITH_A_FORMULA))


def test_a_view_that_fails_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pages.ui.views.curves.drawing_of", fail)
    with pytest.raises(AssertionError):
        check(opened("pages/curves.py"), menu.HOME, Log())


def test_links_are_the_same_for_the_same_seed() -> None:
    (view, *_) = views_of("pages/curves.py")
    assert [random_link(view, np.random.default_rng(seed)) for seed in (3, 3)] == [
        random_link(view, np.random.default_rng(3))
    ] * 2
