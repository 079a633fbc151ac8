"""What the page of training says, as Streamlit runs it."""

import pytest

from pages.ui.links import Query
from tests.pages.visiting import opened, share_link, shown

TINY: Query = {"data": "Moons", "points": "60", "hidden": "2", "neurons": "8", "epochs": "5", "f": ["ReLU", "ELU"]}


def test_training_waits_for_a_click_and_then_shows_what_came_of_it() -> None:
    app = opened("pages/training.py", TINY)
    assert not app.error
    assert "press Run" in app.info[0].value
    assert app.button(key="run or stop").label == "Run"
    app.button(key="run or stop").click().run()
    assert not app.error
    assert not app.info
    assert "ReLU: training loss" in shown(app)
    assert "after 5 epochs; validation error" in shown(app)
    # The same link shows the same numbers, at once since they are known.
    assert shown(opened("pages/training.py", share_link(app))) == shown(app)


@pytest.mark.parametrize(
    "query",
    [
        {"epochs": "500", "neurons": "256", "hidden": "20"},
        {"epochs": "60", "neurons": "256", "hidden": "20", "f": "ELU"},
        {"epochs": "160", "f": ["ReLU", "ELU", "Tanh", "SELU", "CELU", "Mish"]},
    ],
    ids=["all", "a function alone", "all together"],
)
def test_an_experiment_that_is_too_dear_is_refused_with_a_sentence(query: Query) -> None:
    app = opened("pages/training.py", query)
    assert not app.error
    assert "27 s for one function and 60 s for all of them are allowed" in app.warning[0].value


def test_networks_that_overflow_before_training_are_told_and_not_drawn() -> None:
    app = opened("pages/training.py", {"f": "Exponential", "hidden": "8", "neurons": "64", "epochs": "2"})
    app.button(key="run or stop").click().run()
    assert not app.error
    assert not app.info
    assert "Exponential diverged in epoch 0" in shown(app)
