"""Networks in training, layer by layer."""

import numpy as np
import pytest

from pages.ui.charts.drawn import picture_of
from pages.ui.charts.sheet import Lines, Sheet
from pages.ui.views import training_layers
from tests.pages.ui.training_runs import run, trained, with_seeds


def test_there_are_values_for_each_layer_of_those_that_came_so_far() -> None:
    runs = {"ELU": [run("ELU")], "ReLU": trained("ReLU")}
    values = training_layers.layer_values(runs, 2)
    assert values["gradient"][:, 1].tolist() == runs["ReLU"][0].outcomes[2].gradient.tolist()
    assert values["dead"][:-1, 1].tolist() == runs["ReLU"][0].outcomes[2].dead.tolist()
    for quantity in ("gradient", "dead", "stuck"):
        assert np.isnan(values[quantity][:, 0]).all()
    sentence = training_layers.layer_sentence(values, tuple(runs), 2)
    assert "ReLU 0." in sentence
    assert "ELU" not in sentence.replace("ReLU", "")
    assert training_layers.layer_values(runs, 9)["gradient"].size == 0


def test_of_several_seeds_the_median_is_drawn() -> None:
    runs = with_seeds("ReLU", seeds=3)
    values = training_layers.layer_values(runs, 4)
    for kind in ("gradient", "dead"):
        expected = np.median([getattr(each.outcomes[4], kind) for each in runs["ReLU"]], axis=0)
        assert values[kind][~np.isnan(values[kind])].tolist() == pytest.approx(expected.tolist())


def test_moments_are_on_one_scale_and_without_a_network_there_is_a_sentence() -> None:
    runs = {"ReLU": trained("ReLU"), "ELU": trained("ELU")}
    pictures = training_layers.layer_pictures(runs, {"first": 0, "last": 4, "later": 9}, ())
    first, last, later = pictures.values()
    assert isinstance(first, Sheet)
    assert isinstance(last, Sheet)
    assert isinstance(later, str)
    axis = first.panels[0].y
    assert axis == last.panels[0].y
    for picture, epoch in ((first, 0), (last, 4)):
        lines = picture.panels[0].content[0]
        assert isinstance(lines, Lines)
        assert lines.x.tolist() == [1.0, 2.0, 3.0]
        assert lines.y[:, 1].tolist() == runs["ELU"][0].outcomes[epoch].gradient.tolist()
        assert ((axis.share(lines.y) >= 0.0) & (axis.share(lines.y) <= 1.0)).all()


def test_dead_and_stuck_units_are_drawn_and_told_where_there_are_any() -> None:
    alive = {"Tanh": trained("Tanh")}
    assert training_layers.idle_kinds(alive) == ()
    shut = {"ReLU": trained("ReLU", learning_rate=5.0, width=20), "Hardtanh": trained("Hardtanh", learning_rate=9.0)}
    assert set(training_layers.idle_kinds(shut)) == {"dead", "stuck"}
    (picture,) = training_layers.layer_pictures(shut, {"last": 4}, ("dead", "stuck")).values()
    assert isinstance(picture, Sheet)
    assert [panel.title for panel in picture.panels[1:]] == ["dead units", "stuck units"]
    for panel in picture.panels[1:]:
        lines = panel.content[0]
        assert isinstance(lines, Lines)
        kind = panel.title.split()[0]
        assert lines.y[:-1, 0].tolist() == getattr(shut["ReLU"][0].outcomes[4], kind).tolist()
    assert picture_of(picture).specification["$schema"].endswith(".json")
    worst = max(shut["ReLU"][0].outcomes[4].dead)
    assert f"{100 * worst:.2g}% of layer" in picture.alt
