"""Histograms of means, and what is said of them."""

import math

import numpy as np
import pytest

from activations import CATALOG
from activations.inputs import Normal, Uniform
from activations.means import mean_activations
from activations.moments import activation_moments
from pages.ui.charts import histogram, means
from pages.ui.chosen import ChosenFunction

STORY = tuple(ChosenFunction(CATALOG[name], CATALOG[name].defaults) for name in ("Sigmoid", "ReLU", "ELU"))
NAMES = tuple(function.name for function in STORY)


def test_a_saturated_function_has_no_spread() -> None:
    hardtanh = CATALOG["Hardtanh"]
    moments = [activation_moments(hardtanh, Uniform(5.0, 6.0), **hardtanh.defaults)]
    (estimate,) = means.mean_estimates(np.ones((1, 10)), 100, moments)
    assert (estimate.deviation, estimate.standard_error, estimate.standard_errors_off) == (0.0, 0.0, 0.0)
    assert means.normal_table([estimate], 100, ("Hardtanh",)).empty


def test_a_histogram_holds_every_mean_once() -> None:
    sampled = np.random.default_rng(2).normal(size=(3, 500))
    bins = histogram.histogram_table(sampled, NAMES)
    for _, part in bins.groupby("function", observed=True):
        assert ((part["high"] - part["low"]) * part["density"]).sum() == pytest.approx(1.0)
        np.testing.assert_allclose(part["low"].to_numpy()[1:], part["high"].to_numpy()[:-1])


def test_means_that_do_not_vary_still_make_a_bar() -> None:
    bins = histogram.histogram_table(np.zeros((1, 50)), ("ReLU",))
    assert bins["density"].tolist() == [1.0]


def test_estimates_put_sample_and_theory_side_by_side() -> None:
    inputs, units, repeats = Normal(), 50, 400
    sampled = mean_activations(
        [function.function for function in STORY], inputs=inputs, units=units, repeats=repeats, seed=1
    )
    moments = [activation_moments(function.activation, inputs, **function.parameters) for function in STORY]
    for row, exact, estimate in zip(sampled, moments, means.mean_estimates(sampled, units, moments), strict=True):
        assert estimate.sampled == row.mean()
        assert estimate.standard_error == pytest.approx(row.std() / math.sqrt(repeats), rel=0.15)
        assert estimate.standard_errors_off * estimate.standard_error == pytest.approx(row.mean() - exact.mean)
        assert abs(estimate.standard_errors_off) < 5.0


def test_the_normal_curve_is_a_density() -> None:
    estimate = means.MeanEstimate(sampled=0.0, standard_error=0.1, exact=2.0, deviation=3.0)
    table = means.normal_table([estimate], 25, ("ReLU",))
    assert np.trapezoid(table["density"], table["mean"]) == pytest.approx(1.0, abs=1e-3)
    assert (table["mean"] * table["density"]).sum() / table["density"].sum() == pytest.approx(2.0)


def test_the_summary_names_the_function_nearest_to_zero() -> None:
    assert means.means_summary({"Sigmoid": 0.5, "ReLU": 0.4, "ELU": -0.1}).endswith("Nearest to zero: ELU.")
    assert means.means_summary({"Tanh": 1e-17, "Sin": 0.0}).endswith("Nearest to zero: Tanh and Sin.")
    assert means.means_summary({"Exponential": math.nan, "ReLU": 0.4}) == (
        "Mean activation: Exponential – and ReLU 0.4. Nearest to zero: ReLU."
    )
