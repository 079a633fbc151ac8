"""A function whose parameters are called as settings of the app are is drawn and told like any other."""

import dataclasses

import numpy as np
import pytest

from activations import CATALOG, Activation, Normal, Parameter, mean_activations, moments_of, properties_of
from activations.activation import FINITE
from activations.calculus.extrema import Extreme
from activations.calculus.intervals import Interval
from activations.elementwise import FloatArray
from pages.ui.chosen import BY_VALUE, curve_of
from pages.ui.declarations import parameter_slider
from pages.ui.experiment import Experiment
from pages.ui.runs import run_of, trained
from pages.ui.views import curves, depth, difference, gains, layers, means, phase, properties, sweep, vanishing
from tests.tables import as_frame

NAMES = ("width", "seed", "q")


def parameter(name: str, default: float) -> Parameter:
    return Parameter(name=name, symbol=name, default=default, domain=FINITE, low=-3.0, high=3.0, step=0.1)


def wave(x: FloatArray, *, width: float, seed: float, q: float) -> FloatArray:
    return width * np.tanh(x) + seed * x + q


def slope(x: FloatArray, *, width: float, seed: float, q: float) -> FloatArray:
    return width / np.cosh(np.clip(x, -300.0, 300.0)) ** 2 + seed + 0.0 * q


def bend(x: FloatArray, *, width: float, seed: float, q: float) -> FloatArray:
    return -2.0 * np.tanh(x) * (slope(x, width=width, seed=seed, q=q) - seed)


ODD_NAMES = dataclasses.replace(
    CATALOG["Tanh"],
    name="OddNames",
    function=wave,
    derivative=slope,
    second_derivative=bend,
    parameters=tuple(map(parameter, NAMES, (1.0, 0.25, 0.5))),
)
ACTIVATION = ODD_NAMES(width=2.0)


def test_curves() -> None:
    drawing = curves.drawing_of([curve_of(ACTIVATION)], -6.0, 6.0, fitted=False)
    assert drawing.orders[0][0, 0] == ACTIVATION(-6.0)
    intervals = vanishing.intervals_by_name([ACTIVATION], 0.3)
    assert "OddNames for x < −" in vanishing.vanishing_sentence([ACTIVATION], intervals, 0.3)
    relu = CATALOG["ReLU"]()
    left, right = difference.extremes_of(ACTIVATION, relu, -1.0, 1.0)["OddNames − ReLU"] or ()
    assert left == Extreme(float(ACTIVATION(-1.0)), Interval.point(-1.0))
    assert right == Extreme(float(ACTIVATION(1.0)) - 1.0, Interval.point(1.0))


@pytest.mark.parametrize("name", NAMES)
def test_sweep(name: str) -> None:
    activation, swept = sweep.sweepable([ACTIVATION])[f"OddNames.{name}"]
    steps = sweep.swept(activation, swept, 1.0, 3.0)
    assert [curve.orders[0] for curve in sweep.swept_curves(steps, swept)] == [
        ODD_NAMES(**{**ACTIVATION.parameters, name: value}) for value in (1.0, 1.5, 2.0, 2.5, 3.0)
    ]
    assert parameter_slider(ODD_NAMES, swept).key == f"OddNames.{name}"


def test_means() -> None:
    sampled = mean_activations([ACTIVATION], inputs=Normal(), units=50, repeats=40, seed=1)
    (estimate,) = means.mean_estimates(sampled, 50, [moments_of(ACTIVATION, Normal())])
    assert estimate.exact == pytest.approx(0.5)
    assert abs(estimate.standard_errors_off) < 5.0
    assert means.grid_mean_table([ACTIVATION])["function"].tolist() == ["OddNames"]


def test_depth() -> None:
    signal = depth.signal_of(
        ACTIVATION, layers=3, width=16, weight_variance=0.1, bias_variance=0.0, seed=1, correlation=0.5
    )
    assert depth.verdict(signal).startswith("OddNames: the squared gradient")
    assert layers.layer_table([signal], 3)["theory variance"].iloc[-1] > 0
    assert len(phase.diagram_tables(ACTIVATION, 1.0, 0.2)["cells"]) == 2400


def test_gains_and_properties() -> None:
    assert gains.gain_table([ACTIVATION])["parameters"][0] == "width = 2, seed = 0.25, q = 0.5"
    table = as_frame(properties.property_table(properties_of(ACTIVATION), (), 0.01))
    assert table.loc["Monotone", "value"] == "increasing"
    assert set(as_frame(properties.library_table(ACTIVATION))["name"]) == {"none"}


def test_training() -> None:
    run = trained(run_of(ACTIVATION, Experiment(data="Moons", points=60, layers=1, width=4, epochs=2)))
    assert len(run.outcomes) == 3


def test_caches_tell_its_parameters_apart() -> None:
    by_value = BY_VALUE[Activation]
    keys = [by_value(ODD_NAMES(**{name: 2.5})) for name in NAMES]
    assert len({str(key) for key in keys}) == len(NAMES)
    assert by_value(ODD_NAMES(width=2.0)) == by_value(ACTIVATION)
