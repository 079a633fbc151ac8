"""How networks divide the plane."""

import itertools

import numpy as np
import pytest

from activations import CATALOG
from activations.networks.network import Network
from pages.ui.experiment import DATA, Experiment
from pages.ui.views import regions
from tests.pages.ui.training_runs import SMALL, run, trained


@pytest.mark.parametrize("data", DATA[1:])
def test_decision_regions_agree_with_the_network(data: str) -> None:
    (elu,) = trained("ELU", data=data, learning_rate=0.1, epochs=10)
    assert elu.network is not None
    dataset = Experiment(**{**SMALL, "data": data}).dataset
    tables = regions.region_tables(elu.network, dataset)
    cells = tables["cells"]
    row = cells.iloc[777]
    middle = [[0.5 * (row["left"] + row["right"]), 0.5 * (row["bottom"] + row["top"])]]
    assert row["probability"] == pytest.approx(elu.network.probabilities(middle)[0, 1], abs=1e-5)
    assert len(tables["points"]) == 60
    assert tables["points"]["x"].abs().max() < cells["right"].max()
    assert "% of the validation points" in regions.region_sentence(elu)


def test_a_network_that_overflows_beyond_its_data_has_no_regions() -> None:
    dataset = Experiment(**{**SMALL, "data": "Rings"}).dataset
    squared, sizes = CATALOG["ReLUSquared"](), (2, 4, 4, 4, 4, 4, 4, 4, 2)
    count = sum((below + 1) * above for below, above in itertools.pairwise(sizes))
    tables = regions.region_tables(Network(squared, sizes, np.full(count, 4.0)), dataset)
    assert tables["cells"].empty
    assert not tables["points"].empty


def test_a_network_that_diverged_or_is_not_at_hand_has_no_regions_either() -> None:
    """What it was before its last step divides the plane, too, but is no result."""
    (burst,) = trained("ReLUSquared", learning_rate=9.0, momentum=0.9, layers=6, epochs=8)
    dataset = burst.experiment.dataset
    assert regions.region_picture(burst, dataset) == (
        "ReLUSquared diverged: there is no trained network to divide the plane."
    )
    assert regions.region_picture(run("ELU"), dataset) == "The network of ELU is not at hand."


def test_the_chart_is_valid() -> None:
    assert "layer" in regions.region_chart()
