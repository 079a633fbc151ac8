"""Small trainings for tests of what is made of them."""

from typing import Any

from activations import CATALOG
from pages.ui.experiment import Experiment
from pages.ui.runs import Run, train_all

SMALL: dict[str, Any] = {"data": "Moons", "points": 60, "layers": 2, "width": 8, "batch_size": 20, "epochs": 4}


def run(name: str, **changes: Any) -> Run:
    return Run(CATALOG[name](), Experiment(**{**SMALL, **changes}))


def trained(*names: str, **changes: Any) -> list[Run]:
    runs = [run(name, **changes) for name in names]
    assert list(train_all(runs))[-1] == 1.0
    return runs


def with_seeds(*names: str, seeds: int, **changes: Any) -> dict[str, list[Run]]:
    """The trainings of each function with seeds 1, 2, …"""
    return {name: [run for k in range(seeds) for run in trained(name, seed=1 + k, **changes)] for name in names}
