"""Small trainings for tests of what is made of them."""

from typing import Any

from activations import CATALOG
from pages.ui import runs
from pages.ui.experiment import Experiment
from pages.ui.runs import Run

SMALL: dict[str, Any] = {"data": "Moons", "points": 60, "layers": 2, "width": 8, "batch_size": 20, "epochs": 4}


def run(name: str, **changes: Any) -> Run:
    return Run(CATALOG[name](), Experiment(**{**SMALL, **changes}))


def trained(*names: str, **changes: Any) -> list[Run]:
    return [runs.trained(run(name, **changes)) for name in names]


def with_seeds(*names: str, seeds: int, **changes: Any) -> dict[str, list[Run]]:
    """The trainings of each function with seeds 1, 2, …"""
    return {name: [each for k in range(seeds) for each in trained(name, seed=1 + k, **changes)] for name in names}
