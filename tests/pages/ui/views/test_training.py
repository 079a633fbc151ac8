"""Functions in training, as they are drawn and told."""

import dataclasses
import math
from collections.abc import Iterator
from typing import Any

from activations import CATALOG
from pages.ui.charts.placed import placed
from pages.ui.experiment import Experiment, Outcome, Run, train_all
from pages.ui.views import training

SMALL: dict[str, Any] = {"data": "Moons", "points": 60, "layers": 2, "width": 8, "batch_size": 20, "epochs": 4}


def run(name: str, **changes: Any) -> Run:
    return Run(CATALOG[name](), Experiment(**{**SMALL, **changes}))


def trained(*names: str, **changes: Any) -> list[Run]:
    runs = [run(name, **changes) for name in names]
    assert list(train_all(runs))[-1] == 1.0
    return runs


def test_divergence_ends_a_training_and_is_told() -> None:
    burst, steady = trained("ReLUSquared", "ReLU", learning_rate=9.0, momentum=0.9, layers=6, epochs=8)
    assert burst.finished
    assert burst.diverged_in is not None
    assert "diverged in epoch" in training.verdict(burst, 2)
    assert training.verdict(burst, 2) in training.verdicts([burst, steady], 2)


def test_a_network_that_guesses_is_said_to_have_learned_nothing() -> None:
    (sigmoid,) = trained("Sigmoid", layers=8, epochs=2, learning_rate=1e-5)
    outcome = sigmoid.outcomes[-1]
    assert outcome.training_loss > 0.98 * math.log(2.0)
    assert "has learned nothing in 2 epochs" in training.verdict(sigmoid, 2)


def test_a_network_worse_than_guessing_is_not_said_to_guess() -> None:
    (relu,) = trained("ReLU", learning_rate=1e-5, epochs=1)
    relu.outcomes[-1] = dataclasses.replace(relu.outcomes[-1], training_loss=5.0)
    words = training.verdict(relu, 2)
    assert "a training loss of 5 after 1 epoch, worse than that of guessing, ln 2 = 0.6931; validation error" in words


def test_a_network_that_passes_the_loss_of_guessing_on_its_way_has_learned() -> None:
    (elu,) = trained("ELU", learning_rate=0.5, epochs=30)
    elu.outcomes[-1] = dataclasses.replace(elu.outcomes[-1], training_loss=0.999 * math.log(2.0))
    assert "nothing" not in training.verdict(elu, 2)


class Growing(list[Outcome]):
    """Outcomes that another reader adds to while they are read."""

    def __iter__(self) -> Iterator[Outcome]:
        yield from tuple(super().__iter__())
        self.append(self[-1])


def test_a_training_that_others_advance_meanwhile_can_be_drawn() -> None:
    (relu,) = trained("ReLU")
    relu.outcomes = Growing(relu.outcomes)
    assert training.epoch_table([relu])["epoch"].tolist() == [0, 1, 2, 3, 4]
    assert training.epoch_table([relu])["epoch"].tolist() == [0, 1, 2, 3, 4, 5]


def test_the_verdict_gives_losses_error_and_mean() -> None:
    (elu,) = trained("ELU", learning_rate=0.5, epochs=30)
    assert elu.outcomes[-1].training_loss < 0.3
    words = training.verdict(elu, 2)
    assert words.startswith("ELU: training loss ")
    assert "after 30 epochs; validation error" in words


def test_the_epoch_table_has_a_row_per_function_and_epoch() -> None:
    runs = trained("Tanh", "ReLU")
    runs[0].outcomes.pop()  # as if the reader had stopped
    table = training.epoch_table(runs)
    assert table["epoch"].tolist() == [0, 1, 2, 3, 0, 1, 2, 3, 4]
    readout = training.training_picture(runs, "").readout
    assert readout is not None
    assert readout.x.tolist() == [0, 1, 2, 3, 4]
    told = dict(zip(readout.titles, readout.columns[4], strict=True))
    assert math.isnan(told["Tanh: training loss"])
    assert told["ReLU: mean activation"] == runs[1].outcomes[4].mean_activation


def test_the_gradient_table_has_each_layer_of_those_that_came_so_far() -> None:
    runs = [*trained("ReLU"), run("ELU")]
    table = training.gradient_table(runs, 2)
    assert table["layer"].tolist() == [1, 2, 3]
    assert set(table["function"]) == {"ReLU"}
    assert "ReLU 0." in training.gradient_sentence(table, 2)
    assert training.gradient_table(runs, 9).empty


def test_losses_share_an_axis_of_whole_powers() -> None:
    first, second, *_ = training.training_picture(trained("Tanh", "ReLU"), "").panels
    assert first.y == second.y
    assert all(text.startswith("10") for _, text in first.y.ticks(4))
    assert len(first.y.ticks(4)) >= 2


def test_what_has_not_begun_can_be_drawn() -> None:
    waiting = [run("ReLU"), run("ELU")]
    assert placed(training.training_picture(waiting, "")).height > 0
    assert placed(training.gradient_picture(waiting, 1)).height > 0


def test_gradients_stand_at_their_layers() -> None:
    (relu,) = trained("ReLU")
    lines, _ = training.gradient_picture([relu], 2).panels[0].content
    assert lines.x.tolist() == [1.0, 2.0, 3.0]  # type: ignore[union-attr]
    assert lines.y[:, 0].tolist() == relu.outcomes[2].gradient.tolist()  # type: ignore[union-attr]


def test_what_is_too_dear_is_refused_in_words() -> None:
    small, dear = Experiment(**SMALL), Experiment(width=256, layers=20, epochs=500)
    assert training.affordable(small, 6)
    assert not training.affordable(dear, 1)
    assert not training.affordable(Experiment(epochs=200), 6)
    assert "Choose fewer functions, epochs, layers or units." in training.refusal(dear, 2)
    assert training.duration_sentence(small, 1).startswith("About 1 s;")
