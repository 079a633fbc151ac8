"""From a layer to its units."""

import re
from functools import partial

import numpy as np
import pytest

from activations import CATALOG, Activation
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.placed import placed
from pages.ui.charts.sheet import Band, Bars, Lines, Sheet
from pages.ui.experiment import Experiment
from pages.ui.views import units
from tests.pages.ui.training_runs import run, trained
from tests.parametrized import every_activation


def normals(size: int = 4_000) -> np.ndarray:
    return np.random.default_rng(1).normal(0.3, 1.5, (size // 4, 4))


@every_activation
def test_the_bars_hold_all_pre_activations_and_the_gradient_let_through(activation: Activation) -> None:
    z = normals()
    _, _, density = units.unit_picture(activation, z).panels
    area, bars = density.content
    assert isinstance(area, Band)
    assert isinstance(bars, Bars)
    assert (area.high[::2, 0] * np.diff(area.x)[::2]).sum() == pytest.approx(1.0)
    through = np.mean([float(activation.derivative(each)) ** 2 for each in z.ravel()])
    assert (bars.top * (bars.right - bars.left)).sum() == pytest.approx(through)
    assert units.passage_of(activation, z).through == pytest.approx(through)


def test_on_standard_normals_the_gradient_let_through_is_that_of_theory() -> None:
    """E f'² of ReLU is ½; five standard errors of a fraction."""
    z = np.random.default_rng(2).standard_normal(100_000)
    passage = units.passage_of(CATALOG["ReLU"](), z)
    assert passage.through == pytest.approx(0.5, abs=5 * 0.5 / 100_000**0.5)
    assert passage.flat == pytest.approx(1.0 - passage.through)


def test_the_sentence_gives_the_figures() -> None:
    picture = units.unit_picture(CATALOG["ReLU"](), np.array([[-1.0, 3.0], [-2.0, -4.0]]))
    assert picture.alt == (
        "the pre-activations have mean −1 and standard deviation 2.55; 75% of them lie where f′ is 0. ReLU "
        "multiplies the squared gradient by E f′² = 0.25."
    )
    assert "where f′ is 0" not in units.unit_picture(CATALOG["Tanh"](), normals()).alt


@pytest.mark.parametrize("z", [np.zeros((5, 2)), np.array([[1e6]]), np.array([[-1e-300, 3.0]])])
def test_pre_activations_of_any_size_can_be_drawn(z: np.ndarray) -> None:
    for name in ("ReLU", "Hardshrink", "Identity"):
        tables, *_ = placed(units.unit_picture(CATALOG[name](), z))
        assert all(np.isfinite(tables[table]["y"]).all() for table in ("lines", "bars", "bands"))
        assert np.ptp(tables["bands"]["y2"]) > 0


def test_a_function_has_its_colour_among_those_of_the_page() -> None:
    chart = picture_of(units.unit_picture(CATALOG["ReLU"](), normals(), among=("ELU", "ReLU"))).specification
    assert re.search(r"'domain': \['ELU', 'ReLU'\]", str(chart))


def test_stages_are_before_and_after_training() -> None:
    (elu,) = trained("ELU", seed=5)
    pictures = units.pictures_of(elu, 2, ("ELU",), units.stage_pictures)
    before, after = units.downloads(elu, 2, pictures).values()
    inputs = elu.experiment.dataset.training_inputs
    assert elu.network is not None
    assert list(units.stages(elu)) == ["Before training", "After epoch 4"]
    np.testing.assert_array_equal(after(), elu.network.pre_activations(inputs, 2))
    first = elu.experiment.network_of(CATALOG["ELU"]())
    np.testing.assert_array_equal(before(), first.pre_activations(inputs, 2))
    for title, picture in pictures.items():
        assert isinstance(picture, Sheet)
        assert picture.alt.startswith(f"ELU in layer 2 {title.lower()}: the pre-activations")


def test_a_network_that_is_not_there_is_told() -> None:
    pictures = units.pictures_of(run("ELU"), 1, ("ELU",), units.stage_pictures)
    assert isinstance(pictures["Before training"], Sheet)
    assert pictures["After training"] == "ELU has no trained network yet."
    (burst,) = trained("ReLUSquared", learning_rate=9.0, momentum=0.9, layers=6, epochs=8)
    *_, after = units.pictures_of(burst, 1, ("ReLUSquared",), units.stage_pictures).values()
    assert after == "ReLUSquared diverged: there is no trained network."


def test_numbers_that_overflow_on_their_way_are_told() -> None:
    experiment = Experiment(layers=8, width=64)
    activation = CATALOG["Exponential"]()
    before = partial(experiment.network_of, activation)
    found = units.stage_pictures(activation, experiment, 8, ("Exponential",), ("Before training",), (before,))
    assert found == {"Before training": "The numbers of Exponential overflow before they reach layer 8."}
    assert units.sentences(found) == []


def test_stages_are_on_one_axis() -> None:
    (elu,) = trained("ELU", learning_rate=1.0)
    pictures = units.pictures_of(elu, 2, ("ELU",), units.stage_pictures).values()
    axes = [panel.x for picture in pictures if isinstance(picture, Sheet) for panel in picture.panels]
    assert len(axes) == 6
    assert len(set(axes)) == 1


@every_activation
def test_a_bin_begins_where_the_slope_jumps(activation: Activation) -> None:
    curve, _, density = units.unit_picture(activation, normals(), span=(-6.0, 6.0)).panels
    kink = next((point for point in activation.breakpoints if -6.0 < point < 6.0), 0.0)
    lines, bars = curve.content[0], density.content[1]
    assert isinstance(lines, Lines)
    assert isinstance(bars, Bars)
    assert np.abs(bars.left - kink).min() < 1e-12
    assert lines.x.min() <= -6.0
