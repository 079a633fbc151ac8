import dataclasses
import itertools
import math
from collections.abc import Iterator
from threading import Thread
from typing import Any

import numpy as np
import pytest

from activations import CATALOG
from activations.network import Network
from activations.training import Divergence, Epoch
from pages.ui.charts import training
from pages.ui.chosen import ChosenFunction
from pages.ui.race import DATA, Experiment, Outcome, Runner, train_all

SMALL: dict[str, Any] = {"data": "Moons", "points": 60, "layers": 2, "width": 8, "batch_size": 20, "epochs": 4}


def runner(name: str, weight_variance: float = 2.0, **changes: Any) -> Runner:
    function = ChosenFunction(CATALOG[name], CATALOG[name].defaults)
    return Runner(function, weight_variance, Experiment(**{**SMALL, **changes}))


def trained(*names: str, **changes: Any) -> list[Runner]:
    runners = [runner(name, **changes) for name in names]
    assert list(train_all(runners))[-1] == 1.0
    return runners


def test_functions_advance_in_turn_to_the_end() -> None:
    runners = [runner("ReLU"), runner("ELU")]
    shares = list(train_all(runners))
    assert shares == pytest.approx([k / 10 for k in range(1, 11)])
    assert [len(each.outcomes) for each in runners] == [5, 5]
    assert all(each.finished for each in runners)


def test_what_was_stopped_goes_on_with_the_same_numbers() -> None:
    whole, (stopped,) = trained("ELU"), [runner("ELU")]
    stopped.advance()
    stopped.advance()
    assert len(stopped.outcomes) == 2
    for _ in train_all([stopped]):
        pass
    assert [each.training_loss for each in stopped.outcomes] == [each.training_loss for each in whole[0].outcomes]


def test_readers_can_share_a_training() -> None:
    shared = runner("ReLU", epochs=40)
    readers = [Thread(target=lambda: list(train_all([shared]))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    (alone,) = trained("ReLU", epochs=40)
    assert [each.validation_loss for each in shared.outcomes] == [each.validation_loss for each in alone.outcomes]


def test_divergence_ends_a_training_and_is_told() -> None:
    burst, steady = trained("ReLUSquared", "ReLU", learning_rate=9.0, momentum=0.9, layers=6, epochs=8)
    assert burst.finished
    assert burst.diverged_in is not None
    assert "diverged in epoch" in training.verdict(burst, 2)
    assert training.verdict(burst, 2) in training.race_sentence([burst, steady], 2)


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


def test_a_training_that_an_exception_ended_does_not_go_on_for_ever() -> None:
    broken = runner("ReLU")

    def results() -> Iterator[Epoch | Divergence]:
        raise MemoryError
        yield

    broken._results = results()
    with pytest.raises(MemoryError):
        broken.advance()
    assert list(itertools.islice(train_all([broken]), 3)) == [1.0]


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
    runners = trained("Tanh", "ReLU")
    runners[0].outcomes.pop()  # as if the reader had stopped
    table = training.epoch_table(runners)
    assert table["epoch"].tolist() == [0, 1, 2, 3, 0, 1, 2, 3, 4]
    tables = training.panel_tables(table, ("Tanh", "ReLU"))
    values = tables["values"]
    assert values["x"].tolist() == [0, 1, 2, 3, 4]
    assert math.isnan(values["training_loss0"].iloc[4])
    assert values["mean_activation1"].iloc[4] == runners[1].outcomes[4].mean_activation


def test_the_gradient_table_has_each_layer_of_those_that_came_so_far() -> None:
    runners = [*trained("ReLU"), runner("ELU")]
    table = training.gradient_table(runners, 2)
    assert table["layer"].tolist() == [1, 2, 3]
    assert set(table["function"]) == {"ReLU"}
    assert "ReLU 0." in training.gradient_sentence(table, 2)
    assert training.gradient_table(runners, 9).empty


@pytest.mark.parametrize("data", DATA[1:])
def test_decision_regions_agree_with_the_network(data: str) -> None:
    (elu,) = trained("ELU", data=data, learning_rate=0.1, epochs=10)
    assert elu.network is not None
    dataset = Experiment(**{**SMALL, "data": data}).dataset
    tables = training.region_tables(elu.network, dataset)
    cells = tables["cells"]
    row = cells.iloc[777]
    middle = [[0.5 * (row["left"] + row["right"]), 0.5 * (row["bottom"] + row["top"])]]
    assert row["probability"] == pytest.approx(elu.network.probabilities(middle)[0, 1], abs=1e-5)
    assert len(tables["points"]) == 60
    assert tables["points"]["x"].abs().max() < cells["right"].max()
    assert "% of the validation points" in training.region_sentence(elu)


def test_a_network_that_overflows_beyond_its_data_has_no_regions() -> None:
    dataset = Experiment(**{**SMALL, "data": "Rings"}).dataset
    squared, sizes = CATALOG["ReLUSquared"], (2, 4, 4, 4, 4, 4, 4, 4, 2)
    count = sum((below + 1) * above for below, above in itertools.pairwise(sizes))
    tables = training.region_tables(Network(squared, {}, sizes, np.full(count, 4.0)), dataset)
    assert tables["cells"].empty
    assert not tables["points"].empty


def test_charts_are_valid_for_one_and_for_six_functions() -> None:
    for names in (("ELU",), ("ELU", "ReLU", "Tanh", "Sigmoid", "GELU", "Mish")):
        assert len(training.training_chart(names)["vconcat"]) == len(training.QUANTITIES)
        assert "layer" in training.gradient_chart(names)
    assert "layer" in training.region_chart()


def test_the_default_experiment_is_affordable() -> None:
    assert 2.0 < Experiment().seconds < 15.0
    assert Experiment(width=256, layers=20, epochs=500).seconds > 60.0
