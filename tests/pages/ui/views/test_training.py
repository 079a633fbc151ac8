"""The course of training, as it is drawn."""

import math
from dataclasses import replace

import numpy as np
import pytest

from pages.ui.charts.drawn import picture_of
from pages.ui.charts.placed import placed
from pages.ui.charts.sheet import Band, Before, Lines, Mark
from pages.ui.runs import Run
from pages.ui.views import training
from tests.pages.ui.training_runs import run, trained, with_seeds


def stopped(run: Run, epochs: int) -> Run:
    return replace(run, outcomes=run.outcomes[: epochs + 1], finished=False)


def test_the_epoch_table_has_a_row_per_function_seed_and_epoch() -> None:
    runs = with_seeds("Tanh", "ReLU", seeds=2)
    runs["Tanh"][1] = stopped(runs["Tanh"][1], 3)
    table = training.epoch_table(runs)
    assert list(table) == ["function", "seed", "epoch", *(quantity.title for quantity in training.QUANTITIES.values())]
    assert table["epoch"].tolist() == [*range(5), *range(4), *range(5), *range(5)]
    assert table["function"].tolist() == ["Tanh"] * 9 + ["ReLU"] * 10
    assert table["seed"].tolist() == [1] * 5 + [2] * 4 + [1] * 5 + [2] * 5
    assert table["mean activation"].iloc[-1] == runs["ReLU"][1].outcomes[4].mean_activation


def test_a_line_is_the_median_of_the_seeds_that_got_so_far_and_a_band_their_range() -> None:
    runs = with_seeds("ELU", seeds=3)
    runs["ELU"][2] = stopped(runs["ELU"][2], 1)
    loss = training.training_picture(runs, "").panels[0]
    (band,) = (each for each in loss.content if isinstance(each, Band))
    (lines,) = (each for each in loss.content if isinstance(each, Lines))
    assert lines.x.tolist() == band.x.tolist() == [0, 1, 2, 3, 4]
    for epoch in range(5):
        losses = [each.outcomes[epoch].training_loss for each in runs["ELU"] if epoch < len(each.outcomes)]
        found = [lines.y[epoch, 0], band.low[epoch, 0], band.high[epoch, 0]]
        assert found == pytest.approx([np.median(losses), min(losses), max(losses)])


def test_with_one_seed_there_is_no_band() -> None:
    panels = training.training_picture({"ELU": trained("ELU")}, "").panels
    assert not any(isinstance(each, Band) for panel in panels for each in panel.content)


def test_the_pointer_tells_what_came_so_far() -> None:
    runs = {"Tanh": trained("Tanh"), "ReLU": trained("ReLU")}
    runs["Tanh"][0] = stopped(runs["Tanh"][0], 3)
    readout = training.training_picture(runs, "").readout
    assert readout is not None
    assert readout.x.tolist() == [0, 1, 2, 3, 4]
    losses, _, _, means, *_ = ({readout.titles[k]: readout.columns[4, k] for k in told} for told in readout.told)
    assert math.isnan(losses["Tanh"])
    assert means["ReLU"] == runs["ReLU"][0].outcomes[4].mean_activation


def test_the_experiment_before_is_drawn_faintly_as_far_as_it_went_and_on_the_same_axes() -> None:
    runs = {"Tanh": trained("Tanh"), "ReLU": trained("ReLU")}
    past = training.courses({"ReLU": trained("ReLU", epochs=7, learning_rate=1.0)})
    loss = training.training_picture(runs, "", past).panels[0]
    (before,) = (each for each in loss.content if isinstance(each, Before))
    assert before.x.tolist() == list(range(8))
    assert np.isnan(before.y[:, 0]).all()
    assert before.y[:, 1].tolist() == past["ReLU"][0, :, 0].tolist()
    assert ((loss.y.share(before.y[:, 1]) >= 0.0) & (loss.y.share(before.y[:, 1]) <= 1.0)).all()
    assert loss.x.high == 7.0


def test_the_moments_are_the_first_the_chosen_and_the_last_once_each() -> None:
    runs = {"ELU": trained("ELU")}
    assert training.moments(runs, 2) == {"Before training": 0, "After epoch 2": 2, "After epoch 4": 4}
    assert training.moments(runs, 9) == {"Before training": 0, "After epoch 4": 4}
    assert training.moments({"ELU": [run("ELU")]}, 1) == {"Before training": 0}


def test_idle_units_have_a_panel_where_there_are_any() -> None:
    def panels(*names: str) -> int:
        return len(training.training_picture({name: trained(name, layers=6) for name in names}, "").panels)

    assert (panels("Tanh"), panels("Tanh", "ReLU")) == (4, 5)


def test_losses_share_an_axis_of_whole_powers() -> None:
    first, second, *_ = training.training_picture({name: trained(name) for name in ("Tanh", "ReLU")}, "").panels
    assert first.y == second.y
    assert all(text.startswith("10") for _, text in first.y.ticks(4))
    assert len(first.y.ticks(4)) >= 2


def test_what_has_not_begun_can_be_drawn() -> None:
    waiting = {name: [run(name), run(name, seed=2)] for name in ("ReLU", "ELU")}
    assert placed(training.training_picture(waiting, "")).height > 0


def test_a_loss_of_0_has_no_place_on_its_axis() -> None:
    (elu,) = trained("ELU")
    outcomes = list(elu.outcomes)
    outcomes[3] = replace(outcomes[3], training_loss=0.0)
    loss = training.training_picture({"ELU": [replace(elu, outcomes=tuple(outcomes))]}, "").panels[0]
    (lines,) = (each for each in loss.content if isinstance(each, Lines))
    assert np.isnan(lines.y[:, 0]).tolist() == [False, False, False, True, False]


@pytest.mark.parametrize("names", [("ELU",), ("ELU", "ReLU", "Tanh", "Sigmoid", "GELU", "Mish")])
@pytest.mark.parametrize("seeds", [1, 2])
@pytest.mark.parametrize("compared", [False, True])
def test_charts_are_valid_for_one_and_for_six_functions(names: tuple[str, ...], seeds: int, compared: bool) -> None:
    runs = with_seeds(*names, seeds=seeds, epochs=2)
    picture = picture_of(training.training_picture(runs, "", training.courses(runs) if compared else {}))
    # Altair checks a specification against the schema when it writes it out.
    assert {layer["data"]["name"] for layer in picture.specification["layer"]} == picture.datasets.keys()
    assert ("bands" in picture.tables) == (seeds > 1)
    assert ("before" in picture.tables) == compared


def test_a_function_that_diverged_is_named_where_its_line_ends() -> None:
    fast = {"learning_rate": 9.0, "momentum": 0.9, "layers": 6, "epochs": 8}
    runs = {"Tanh": trained("Tanh", epochs=8), "ReLUSquared": trained("ReLUSquared", **fast)}
    (burst,) = runs["ReLUSquared"]
    assert burst.diverged_in
    picture = training.training_picture(runs, "")
    (mark,) = picture.marks
    known = [outcome.training_loss for outcome in burst.outcomes if math.isfinite(outcome.training_loss)]
    assert mark == Mark("ReLUSquared diverged", len(known) - 1.0, known[-1], name=1)
    assert all(panel.ends is not None and np.isnan(panel.ends).tolist() == [False, True] for panel in picture.panels)
