"""Makes the results that ship with the app: `python -m pages.ui.guide.make_known`, some two minutes.

They are those of the page of training as it opens, of its presets and lessons, and of the steps of the story. With the
word `example` it makes, from these, only the pre-activations with which the page of the reader's own data opens.
"""

import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from activations import CATALOG, Activation
from pages.ui import known
from pages.ui.experiment import DIGITS, Experiment, settings_of
from pages.ui.guide.lessons import LESSONS, STORY, TRAINING_PRESETS
from pages.ui.guide.story import STEPS
from pages.ui.known import Record
from pages.ui.links import FUNCTIONS, State, functions_state, parameter_key
from pages.ui.reading import EXAMPLE
from pages.ui.runs import Run, run_of, trained
from pages.ui.settings import SEEDS, experiment_of, seeds_of


def shipped() -> dict[str, tuple[Activation, Experiment]]:
    """The trainings that ship, the longest of each, by their settings."""
    found: dict[str, tuple[Activation, Experiment]] = {}
    for activation, experiment in _asked_for():
        settings = settings_of(activation, experiment)
        if settings not in found or found[settings][1].epochs < experiment.epochs:
            found[settings] = activation, experiment
    return found


def make() -> None:
    """Train them all, and write the file."""
    records: dict[str, Record] = {}
    for settings, (activation, experiment) in shipped().items():
        run = trained(Run(activation, experiment))
        records[settings] = Record(
            figures=np.array([outcome.as_row() for outcome in run.outcomes]),
            diverged_in=run.diverged_in,
            # Decision regions need the network; those of the digits are a hundred times as large.
            weights=run.network.values if run.network and experiment.data != DIGITS else None,
        )
    known.write(records)


def example() -> NDArray[np.float16]:
    """The pre-activations of the last hidden layer of the ELU on the spirals after training, in half precision."""
    run = run_of(CATALOG["ELU"](), experiment_of(TRAINING_PRESETS["Spirals"]))
    assert run.network is not None  # noqa: S101 - see `make`
    z = run.network.pre_activations(run.experiment.dataset.training_inputs, run.experiment.layers)
    return z.ravel().astype(np.float16)


def _asked_for() -> Iterator[tuple[Activation, Experiment]]:
    states: list[State] = [
        functions_state(STORY, **{SEEDS.key: "3"}),
        *TRAINING_PRESETS.values(),
        *(lesson.state for lesson in LESSONS if lesson.page == "pages/training.py"),
    ]
    for state in states:
        for name in state[FUNCTIONS]:
            definition = CATALOG[name]
            activation = definition(
                **{each.name: state[parameter_key(name, each.name)] for each in definition.parameters}
            )
            for experiment in experiment_of(state).repeats(seeds_of(state)):
                yield activation, experiment
    for step in STEPS:
        yield from step.trains


if __name__ == "__main__":
    with threadpool_limits(1, "blas"):
        if sys.argv[1:] == ["example"]:
            np.save(EXAMPLE, example())
        else:
            make()
