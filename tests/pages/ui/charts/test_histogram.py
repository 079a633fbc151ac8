"""Histograms, a panel per function."""

import math

import numpy as np
import pytest

from pages.ui.charts import histogram

NAMES = ("Sigmoid", "ReLU", "ELU")


def test_a_histogram_holds_every_mean_once() -> None:
    sampled = np.random.default_rng(2).normal(size=(3, 500))
    bins = histogram.histogram_table(sampled, NAMES)
    for _, part in bins.groupby("function", observed=True):
        assert ((part["high"] - part["low"]) * part["density"]).sum() == pytest.approx(1.0)
        np.testing.assert_allclose(part["low"].to_numpy()[1:], part["high"].to_numpy()[:-1])


def test_means_that_do_not_vary_still_make_a_bar() -> None:
    bins = histogram.histogram_table(np.zeros((1, 50)), ("ReLU",))
    assert bins["density"].tolist() == [1.0]


def test_means_that_overflowed_have_no_bar() -> None:
    sampled = np.array([[math.inf] * 4, [1.0, math.inf, 2.0, math.nan], [1.0, 2.0, 3.0, 4.0]])
    bins = histogram.histogram_table(sampled, NAMES)
    assert list(bins["function"].unique()) == ["ReLU", "ELU"]
    assert np.isfinite(bins[["low", "high", "density"]].to_numpy()).all()
