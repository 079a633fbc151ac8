"""Charts and sentences on given numbers say what NumPy and SciPy find."""

import numpy as np
import pytest
from scipy import stats

from activations import CATALOG
from activations.random_inputs.empirical import Empirical
from pages.ui.charts.sheet import Bars, Lines
from pages.ui.views import own_data
from pages.ui.wording import number_text
from tests.tables import as_frame

NUMBERS = np.random.default_rng(9).gamma(3.0, size=2_000) - 2.0
NAMES = ("ReLU", "Tanh", "Exponential")
OUTPUTS = [own_data.outputs_of(CATALOG[name](), Empirical(NUMBERS)) for name in NAMES]
INPUTS = own_data.inputs_of(Empirical(NUMBERS))


def test_the_sentence_on_the_numbers_agrees_with_scipy() -> None:
    sentence = own_data.input_sentence(INPUTS)
    assert sentence.startswith("2,000 numbers from")
    assert f"mean {number_text(NUMBERS.mean())} and variance {number_text(NUMBERS.var())}" in sentence
    assert f"skewness is {number_text(float(stats.skew(NUMBERS)), 3)}" in sentence
    assert f"kurtosis {number_text(float(stats.kurtosis(NUMBERS)), 3)}" in sentence


def test_bars_and_the_normal_curve_have_an_area_of_one() -> None:
    (panel,) = own_data.input_picture(INPUTS).panels
    bars, line = panel.content
    assert isinstance(bars, Bars)
    assert isinstance(line, Lines)
    assert (bars.top * (bars.right - bars.left)).sum() == pytest.approx(1.0)
    assert np.trapezoid(line.y[:, 0], line.x) == pytest.approx(1.0, abs=1e-3)
    np.testing.assert_allclose(line.y[:, 0], stats.norm.pdf(line.x, NUMBERS.mean(), NUMBERS.std()))


def test_each_function_has_a_panel_and_its_mean_is_marked() -> None:
    picture = own_data.output_picture(OUTPUTS, NAMES)
    assert [panel.title.split(":")[0] for panel in picture.panels] == list(NAMES)
    assert [mark.x for mark in picture.marks] == pytest.approx(
        [np.maximum(NUMBERS, 0.0).mean(), np.tanh(NUMBERS).mean(), np.exp(NUMBERS).mean()]
    )


def test_the_table_puts_the_numbers_beside_the_normal() -> None:
    row = as_frame(own_data.output_table(INPUTS, OUTPUTS, NAMES)).loc["ReLU"]
    mean, std = NUMBERS.mean(), NUMBERS.std()
    passed = stats.norm.cdf(mean / std)
    assert row["mean out"] == number_text(np.maximum(NUMBERS, 0.0).mean())
    assert row["mean over the normal"] == number_text(mean * passed + std * stats.norm.pdf(mean / std))
    assert row["E f′²"] == number_text(float(np.mean(NUMBERS > 0.0)))
    assert row["E f′² over the normal"] == number_text(passed)
    assert row["difference of E f′²"] == number_text(np.mean(NUMBERS > 0.0) - passed, 3)


def test_the_sentence_names_the_function_for_which_theory_errs_most() -> None:
    errors = [
        abs(each.theory.mean - values.mean()) / values.std()
        for each, values in zip(OUTPUTS[:2], (np.maximum(NUMBERS, 0.0), np.tanh(NUMBERS)), strict=True)
    ]
    sentence = own_data.output_sentence(OUTPUTS[:2], NAMES[:2])
    worst = int(np.argmax(errors))
    assert f"that of {NAMES[worst]} is farthest" in sentence
    assert f": by {number_text(errors[worst], 2)} of" in sentence


def test_a_function_that_is_constant_on_the_numbers_has_no_error_to_be_compared() -> None:
    outputs = [own_data.outputs_of(CATALOG["Step"](), Empirical(np.abs(NUMBERS) + 1.0))]
    assert own_data.output_sentence(outputs, ("Step",)) == "E f′² over your numbers: Step 0."


@pytest.mark.parametrize("scale", [1e-9, 1 / 7, 1e9])
def test_what_rounding_leaves_of_symmetric_numbers_is_not_told(scale: float) -> None:
    symmetric = Empirical(np.arange(-50, 51) * scale)
    inputs = own_data.inputs_of(symmetric)
    assert "with mean 0 and" in own_data.input_sentence(inputs)
    assert "skewness is 0 and" in own_data.input_sentence(inputs)
    outputs = own_data.outputs_of(CATALOG["Tanh"](), symmetric)
    assert own_data.output_picture([outputs], ("Tanh",)).panels[0].title.startswith("Tanh: mean 0,")
