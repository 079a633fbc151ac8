"""The course of training, as it is drawn."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from pages.ui.experiment import Outcome
from pages.ui.views import training
from tests.pages.ui.training_runs import run, trained, with_seeds


class Growing(list[Outcome]):
    """Outcomes that another reader adds to while they are read."""

    def __iter__(self) -> Iterator[Outcome]:
        yield from tuple(super().__iter__())
        self.append(self[-1])


def test_a_training_that_others_advance_meanwhile_can_be_drawn() -> None:
    (relu,) = trained("ReLU")
    relu.outcomes = Growing(relu.outcomes)
    assert training.epoch_table({"ReLU": [relu]})["epoch"].tolist() == [0, 1, 2, 3, 4]
    assert training.epoch_table({"ReLU": [relu]})["epoch"].tolist() == [0, 1, 2, 3, 4, 5]


def test_the_epoch_table_has_a_row_per_function_seed_and_epoch() -> None:
    runs = with_seeds("Tanh", "ReLU", seeds=2)
    runs["Tanh"][1].outcomes.pop()  # as if the reader had stopped
    table = training.epoch_table(runs)
    assert list(table) == ["function", "seed", "epoch", *training.QUANTITIES]
    assert table["epoch"].tolist() == [*range(5), *range(4), *range(5), *range(5)]
    assert table["function"].tolist() == ["Tanh"] * 9 + ["ReLU"] * 10
    assert table["seed"].tolist() == [1] * 5 + [2] * 4 + [1] * 5 + [2] * 5
    assert table["mean_activation"].iloc[-1] == runs["ReLU"][1].outcomes[4].mean_activation


def test_a_line_is_the_median_of_the_seeds_that_got_so_far_and_a_band_their_range() -> None:
    runs = with_seeds("ELU", seeds=3)
    runs["ELU"][2].outcomes = runs["ELU"][2].outcomes[:2]
    lines = training.line_table(runs)
    assert lines["x"].tolist() == [0, 1, 2, 3, 4]
    for epoch in range(5):
        losses = [each.outcomes[epoch].validation_loss for each in runs["ELU"] if epoch < len(each.outcomes)]
        row = lines.iloc[epoch]
        found = [row["validation_loss"], row["validation_loss_low"], row["validation_loss_high"]]
        assert found == pytest.approx([np.median(losses), min(losses), max(losses)])


def test_the_tables_of_the_chart_hold_what_came_so_far() -> None:
    runs = {"Tanh": trained("Tanh"), "ReLU": trained("ReLU")}
    runs["Tanh"][0].outcomes.pop()
    tables = training.panel_tables(training.line_table(runs), ("Tanh", "ReLU"), None)
    values = tables["values"]
    assert values["x"].tolist() == [0, 1, 2, 3, 4]
    assert math.isnan(values["training_loss0"].iloc[4])
    assert values["mean_activation1"].iloc[4] == runs["ReLU"][0].outcomes[4].mean_activation
    assert set(tables) == {"lines", "values"}
    lines = tables["lines"]
    assert set(training.panel_tables(lines, ("Tanh", "ReLU"), lines)) == {"lines", "values", "past"}


def test_the_moments_are_the_first_the_chosen_and_the_last_once_each() -> None:
    runs = {"ELU": trained("ELU")}
    assert training.moments(runs, 2) == {"Before training": 0, "After epoch 2": 2, "After epoch 4": 4}
    assert training.moments(runs, 9) == {"Before training": 0, "After epoch 4": 4}
    assert training.moments({"ELU": [run("ELU")]}, 1) == {"Before training": 0}


def test_idle_units_have_a_panel_where_there_are_any() -> None:
    def panels(*names: str) -> int:
        picture = training.training_picture({name: trained(name, layers=6) for name in names}, "")
        return len(picture.specification["vconcat"])

    assert (panels("Tanh"), panels("Tanh", "ReLU")) == (4, 5)


@pytest.mark.parametrize("names", [("ELU",), ("ELU", "ReLU", "Tanh", "Sigmoid", "GELU", "Mish")])
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("compared", [False, True])
def test_charts_are_valid_for_one_and_for_six_functions(names: tuple[str, ...], several: bool, compared: bool) -> None:
    chart = training.training_chart(names, several, True, compared)
    assert len(chart["vconcat"]) == len(training.QUANTITIES)
    assert len(chart["vconcat"][0]["layer"]) == 2 + several + compared


def test_what_came_of_all_functions_stands_for_the_chart() -> None:
    runs = with_seeds("ELU", "ReLU", seeds=3)
    picture = training.course_picture(runs, 2, None)
    assert "ELU with all 3 seeds: training loss" in picture.alt
    assert "lowest median validation error" in picture.alt
