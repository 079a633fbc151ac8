"""Networks in training, layer by layer."""

import numpy as np
import pytest

from pages.ui.charts.specification import Picture
from pages.ui.views import training_layers
from tests.pages.ui.training_runs import run, trained, with_seeds


def test_the_table_has_each_layer_of_those_that_came_so_far() -> None:
    runs = {"ReLU": trained("ReLU"), "ELU": [run("ELU")]}
    table = training_layers.layer_table(runs, 2)
    assert table["layer"].tolist() == [1, 2, 3]
    assert set(table["function"]) == {"ReLU"}
    assert table["gradient"].tolist() == runs["ReLU"][0].outcomes[2].gradient.tolist()
    assert "ReLU 0." in training_layers.layer_sentence(table, 2)
    assert training_layers.layer_table(runs, 9).empty


def test_of_several_seeds_the_median_is_drawn() -> None:
    runs = with_seeds("ReLU", seeds=3)
    table = training_layers.layer_table(runs, 4)
    for kind in ("gradient", "dead"):
        expected = np.median([getattr(each.outcomes[4], kind) for each in runs["ReLU"]], axis=0)
        assert table[kind].dropna().tolist() == pytest.approx(expected.tolist())


def test_moments_are_on_one_scale_and_without_a_network_there_is_a_sentence() -> None:
    runs = {"ReLU": trained("ReLU"), "ELU": trained("ELU")}
    pictures = training_layers.layer_pictures(runs, {"first": 0, "last": 4, "later": 9})
    first, last, later = pictures.values()
    assert isinstance(first, Picture)
    assert isinstance(last, Picture)
    assert isinstance(later, str)
    assert first.tables["ends"].equals(last.tables["ends"])
    both = [*first.tables["layers"]["gradient"], *last.tables["layers"]["gradient"]]
    assert first.tables["ends"]["gradient"].tolist() == [min(both), max(both)]


def test_dead_and_stuck_units_are_drawn_and_told_where_there_are_any() -> None:
    alive = {"Tanh": trained("Tanh")}
    assert training_layers.idle_kinds(alive) == ()
    shut = {"ReLU": trained("ReLU", learning_rate=5.0, width=20), "Hardtanh": trained("Hardtanh", learning_rate=9.0)}
    assert set(training_layers.idle_kinds(shut)) == {"dead", "stuck"}
    (picture,) = training_layers.layer_pictures(shut, {"last": 4}).values()
    assert isinstance(picture, Picture)
    assert len(picture.specification["vconcat"]) == 3
    worst = max(shut["ReLU"][0].outcomes[4].dead)
    assert f"{100 * worst:.2g}% of layer" in picture.alt


@pytest.mark.parametrize("idle", [(), ("dead",), ("dead", "stuck")])
def test_charts_are_valid(idle: tuple[str, ...]) -> None:
    assert len(training_layers.layer_chart(("ELU", "ReLU"), idle)["vconcat"]) == 1 + len(idle)
