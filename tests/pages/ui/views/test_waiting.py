"""What waits, in words."""

import math

from activations import CATALOG
from pages.ui.experiment import Experiment
from pages.ui.runs import Run
from pages.ui.views import waiting
from pages.ui.views.past import Wanted
from tests.pages.ui.training_runs import run

ELU = CATALOG["ELU"]()


def test_what_is_too_dear_is_refused_in_words() -> None:
    dear = Run(ELU, Experiment(width=256, layers=20, epochs=500))
    assert waiting.affordable([run("ELU")] * 30)
    assert not waiting.affordable([dear])
    assert not waiting.affordable([Run(ELU, Experiment(epochs=150))] * 20)
    assert "Choose fewer functions, seeds, epochs, layers or units." in waiting.waiting_sentence([dear])
    assert "27 s for one training and 240 s for all of them are allowed" in waiting.waiting_sentence([dear])


def test_six_functions_with_five_seeds_of_the_papers_experiment_are_affordable() -> None:
    assert waiting.affordable([Run(ELU, experiment) for experiment in Experiment().repeats(5)] * 6)


def test_who_waits_is_named_once_with_the_time_of_all_seeds() -> None:
    runs = [Run(CATALOG[name](), each) for each in Experiment().repeats(3) for name in ("ELU", "Mish")]
    seconds = round(6 * Experiment().seconds)
    assert waiting.waiting_sentence(runs) == f"ELU and Mish wait to be trained: about {seconds} s."
    again = waiting.waiting_sentence([run("ReLU")], again=True)
    assert again == "ReLU waits to be trained again, to show the network: about 1 s."


def test_progress_says_what_is_left_and_who_takes_turns() -> None:
    assert waiting.progress_sentence(0.25, 7.4, 0) == "25% trained, about 7 s left"
    assert (
        waiting.progress_sentence(0.0, math.nan, 2) == "0% trained, waiting for a turn, in turns with 2 other readers"
    )


def test_what_has_been_trained_is_said_with_how_to_read_it() -> None:
    wanted = Wanted((ELU,), Experiment(seed=4), 1)
    assert waiting.trained_sentence(wanted, "") == "60 epochs, seed 4."
    assert waiting.trained_sentence(wanted._replace(seeds=3), "Faint: that.") == (
        "60 epochs, seeds 4 to 6. Lines: medians. Bands: from the lowest to the highest. Faint: that."
    )
