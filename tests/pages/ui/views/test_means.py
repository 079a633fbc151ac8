"""Means, and what is said of them."""

import math
import re

import numpy as np
import pytest

from activations import CATALOG, Normal, Uniform, mean_activations, moments_of
from activations.random_inputs.empirical import Empirical
from pages.ui.charts.placed import placed
from pages.ui.charts.sheet import Lines
from pages.ui.views import means
from tests.tables import as_frame

STORY = tuple(CATALOG[name]() for name in ("Sigmoid", "ReLU", "ELU"))


def test_a_saturated_function_has_no_spread() -> None:
    moments = [moments_of(CATALOG["Hardtanh"](), Uniform(5.0, 6.0))]
    (estimate,) = means.mean_estimates(np.ones((1, 10)), 100, moments)
    assert (estimate.deviation, estimate.standard_error, estimate.standard_errors_off) == (0.0, 0.0, 0.0)
    sheet = means.histogram_picture(np.ones((1, 10)), 100, [estimate], ("Hardtanh",), fitted=False)
    assert "lines" not in placed(sheet).tables


def test_estimates_put_sample_and_theory_side_by_side() -> None:
    inputs, units, repeats = Normal(), 50, 400
    sampled = mean_activations(STORY, inputs=inputs, units=units, repeats=repeats, seed=1)
    moments = [moments_of(activation, inputs) for activation in STORY]
    for row, exact, estimate in zip(sampled, moments, means.mean_estimates(sampled, units, moments), strict=True):
        assert estimate.sampled == row.mean()
        assert estimate.standard_error == pytest.approx(row.std() / math.sqrt(repeats), rel=0.15)
        assert estimate.standard_errors_off * estimate.standard_error == pytest.approx(row.mean() - exact.mean)
        assert abs(estimate.standard_errors_off) < 5.0


def test_what_is_nothing_but_rounding_is_0_and_what_is_small_is_not() -> None:
    chosen = [CATALOG["Tanh"](), CATALOG["Softshrink"](), CATALOG["ELU"](alpha=1.6732632423543772)]
    exact = [moments_of(activation, Normal()) for activation in chosen]
    assert [each.exact for each in means.mean_estimates(np.zeros((3, 10)), 100, exact)] == [0.0, 0.0, 0.0]
    tiny = moments_of(CATALOG["SiLU"](beta=1e13), Normal(-5.0, 0.5))
    assert 0.0 < abs(tiny.mean) < 1e-12
    (estimate,) = means.mean_estimates(np.zeros((1, 10)), 100, [tiny])
    assert estimate.exact == tiny.mean


def test_no_digits_are_told_of_what_is_too_small_to_be_known() -> None:
    tiny = means.MeanEstimate(sampled=0.25, standard_error=1e-15, exact=-3e-11, deviation=2e-13)
    plain = means.MeanEstimate(sampled=0.25, standard_error=0.001, exact=0.2504, deviation=2.23456e-4)
    assert as_frame(means.estimate_table([tiny, plain], ("A", "B"))).iloc[0].tolist() == [
        "0.25 ± < 10⁻⁵",
        "within 10⁻¹⁰ of 0",
        "< 10⁻⁵",
        "–",
    ]
    assert as_frame(means.estimate_table([plain], ("B",))).iloc[0].tolist() == [
        "0.2500 ± 0.0010",
        "0.2504",
        "0.0002235",
        "−0.4",
    ]


def test_random_slopes_of_training_widen_the_spread() -> None:
    numbers, generator = np.random.default_rng(1).normal(-1.0, 1.0, 50), np.random.default_rng(2)
    slopes = generator.uniform(0.1, 0.9, (40_000, 50))
    sampled = float(np.where(numbers > 0.0, numbers, slopes * numbers).std())
    rrelu = CATALOG["RReLU"](lower=0.1, upper=0.9)
    (told,) = re.findall(r"standard deviation ([\d.]+)\. ", means.training_sentence(rrelu, Empirical(numbers)))
    assert float(told) == pytest.approx(sampled, rel=2e-3)
    assert float(told) > 1.02 * moments_of(rrelu, Empirical(numbers)).deviation


def test_the_normal_curve_is_a_density() -> None:
    estimate = means.MeanEstimate(sampled=0.0, standard_error=0.1, exact=2.0, deviation=3.0)
    sampled = np.random.default_rng(1).normal(2.0, 0.6, (1, 50))
    _, normal = means.histogram_picture(sampled, 25, [estimate], ("ReLU",), fitted=True).panels[0].content
    assert isinstance(normal, Lines)
    x, density = normal.x, normal.y[:, 0]
    assert np.trapezoid(density, x) == pytest.approx(1.0, abs=1e-3)
    assert (x * density).sum() / density.sum() == pytest.approx(2.0)


@pytest.mark.parametrize("fitted", [True, False])
def test_exact_means_are_marked_and_panels_share_an_axis_unless_fitted(fitted: bool) -> None:
    sampled = np.random.default_rng(1).normal(0.5, 0.1, (2, 100)) + np.array([[0.0], [3.0]])
    estimates = [
        means.MeanEstimate(sampled=exact, standard_error=0.01, exact=exact, deviation=1.0) for exact in (0.5, 3.5)
    ]
    sheet = means.histogram_picture(sampled, 100, estimates, ("Sigmoid", "ReLU"), fitted=fitted)
    assert [(mark.x, mark.panel) for mark in sheet.marks] == [(0.5, 0), (3.5, 1)]
    assert (sheet.panels[0].x == sheet.panels[1].x) != fitted
    assert [panel.title for panel in sheet.panels] == ["Sigmoid: exact mean 0.5", "ReLU: exact mean 3.5"]


def test_the_sentence_names_the_function_nearest_to_zero() -> None:
    assert means.means_sentence({"Sigmoid": 0.5, "ReLU": 0.4, "ELU": -0.1}).endswith("Nearest to zero: ELU.")
    assert means.means_sentence({"Tanh": 0.0, "ELU": 1e-9, "Sin": 0.0}).endswith("Nearest to zero: Tanh and Sin.")
    assert means.means_sentence({"Tanh": 0.0, "ReLU": 7e-25, "ELU": -0.5}) == (
        "Mean activation: Tanh 0, ReLU within 10⁻¹⁰ of 0 and ELU −0.5. Nearest to zero: Tanh and ReLU."
    )
    tied = {"ReLU": 0.3, "ELU": -0.3 - 1e-14, "Sigmoid": 0.3001}
    assert means.means_sentence(tied).endswith("Nearest to zero: ReLU and ELU.")
    assert means.means_sentence({"Exponential": math.nan, "ReLU": 0.4}) == (
        "Mean activation: Exponential unknown and ReLU 0.4. Nearest to zero: ReLU."
    )
