"""Signals and gradients in deep networks, as they are drawn and told."""

import math
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, correlation_map, critical_weight_variance, depth_of, fixed_point, phase_diagram
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.sheet import Bars, Sheet
from pages.ui.views import correlations, depth, layers, phase
from tests.tables import as_frame

NETWORK: dict[str, Any] = {"layers": 12, "width": 64, "bias_variance": 0.0, "correlation": 0.5, "seed": 1}


def signals(*names: str, weight_variance: float = 2.0, **changes: Any) -> list[depth.Signal]:
    return [
        depth.signal_of(CATALOG[name](), weight_variance=weight_variance, **{**NETWORK, **changes}) for name in names
    ]


def test_the_layer_table_has_simulation_and_theory_of_each_layer() -> None:
    both = signals("Tanh", "ReLU")
    table = layers.layer_table(both, 12)
    assert len(table) == 2 * 13
    relu = table[table["function"] == "ReLU"].set_index("layer")
    assert math.isnan(relu["simulated variance"][0])
    assert relu["theory variance"][12] == pytest.approx(2.0)
    assert relu["theory gradient"].tolist() == pytest.approx([1.0] * 13)
    assert relu["simulated gradient"][0] == both[1].simulated.gradient[0]
    assert relu["simulated mean"][12] == both[1].simulated.mean[-1]


def test_a_network_that_overflows_leaves_gaps_and_no_infinities() -> None:
    (burst,) = signals("ReLUSquared", weight_variance=100.0, layers=30)
    assert burst.simulated.overflowed_at is not None
    table = layers.layer_table([burst], 30)
    numbers = table.drop(columns="function").to_numpy()
    assert not np.isinf(numbers).any()
    assert np.isnan(table["simulated variance"].to_numpy()[-1])
    assert "overflows in layer" in depth.verdict(burst)
    assert layers.histogram_picture([burst], 30) == "No signal reaches this layer."


def test_the_pointer_shows_the_simulation_of_each_function() -> None:
    both = signals("Tanh", "ReLU")
    readout = layers.depth_picture(both, 12).readout
    assert readout is not None
    variance, gradient, _, mean = (
        {readout.titles[k]: readout.columns[:, k].tolist() for k in columns} for columns in readout.told
    )
    for each in both:
        assert variance[each.name][1:] == each.simulated.variance.tolist()
        assert gradient[each.name] == each.simulated.gradient.tolist()
        assert mean[each.name][1:] == each.simulated.mean.tolist()


def test_of_one_function_the_pointer_tells_everything_anywhere() -> None:
    (tanh,) = signals("Tanh")
    readout = layers.depth_picture([tanh], 12).readout
    assert readout is not None
    assert not readout.told
    told = dict(zip(readout.titles, readout.columns.T.tolist(), strict=True))
    assert told["squared gradient"] == tanh.simulated.gradient.tolist()


def test_histograms_are_of_the_layer_asked_for() -> None:
    both = signals("Tanh", "ReLU")
    picture = layers.histogram_picture(both, 5)
    assert isinstance(picture, Sheet)
    assert picture.names == ("Tanh", "ReLU")
    for k, (panel, each) in enumerate(zip(picture.panels, both, strict=True)):
        (bars,) = panel.content
        assert isinstance(bars, Bars)
        assert (panel.title, bars.name) == (each.name, k)
        samples = each.activation(each.simulated.pre_activations[4])
        assert (bars.left[0], bars.right[-1]) == (samples.min(), samples.max())
        assert np.sum(bars.top * (bars.right - bars.left)) == pytest.approx(1.0)
    means = ", ".join(f"{value:.4g}" for value in (both[1].simulated.mean[4],))
    assert f"ReLU {means}" in picture.alt


def test_log_axes_get_positive_numbers_and_a_span() -> None:
    lost = signals("ReLU", weight_variance=1e-4, layers=80)
    sheet = layers.depth_picture(lost, 80)
    for panel in sheet.panels[:2]:
        assert panel.y.log
        assert panel.y.high / panel.y.low >= 100.0 * (1 - 1e-12)
        for content in panel.content:
            assert not (content.y <= 0).any()  # type: ignore[union-attr]
    assert sheet.readout is not None
    assert sheet.readout.x.tolist() == list(range(81))


@pytest.mark.parametrize(
    ("name", "weight_variance", "words"),
    [
        ("Sigmoid", 2.0, "it vanishes"),
        ("ReLU", 2.0, "roughly keeps its size"),
        ("ReLU", 1.0, "shrinks to"),
        ("ReLU", 4.0, "grows by a factor of"),
        ("ReLU", 40.0, "it explodes"),
    ],
)
def test_the_verdict_says_what_the_gradient_does(name: str, weight_variance: float, words: str) -> None:
    (one,) = signals(name, weight_variance=weight_variance)
    assert words in depth.verdict(one)


def test_the_verdict_on_a_dead_network_is_that_nothing_comes_back() -> None:
    one = depth.signal_of(CATALOG["Threshold"](threshold=10.0), weight_variance=0.01, **NETWORK)
    assert "no gradient comes back over 12 layers" in depth.verdict(one)


def test_a_gradient_below_all_floats_is_not_blamed_on_slopes() -> None:
    (one,) = signals("Sigmoid", weight_variance=1e-4, layers=100)
    assert one.simulated.gradient[0] == 0
    assert "what is left of it is 0, or too small for a float" in depth.verdict(one)


def test_the_table_names_the_phase_and_where_layers_settle() -> None:
    table = as_frame(depth.signal_table(signals("Tanh", weight_variance=1.0, bias_variance=0.05)))
    assert table.loc["Tanh", "q*"] == "0.1936"
    assert table.loc["Tanh", "χ₁"] == "0.759"
    assert (table.loc["Tanh", "c*"], table.loc["Tanh", "ξ in layers"]) == ("1", "3.63")
    assert "ordered" in str(table.loc["Tanh", "phase"])


def test_the_table_and_the_verdict_start_where_the_layers_do() -> None:
    """With σ_w = 1.5 GELU dies out from the variance 1, but its layers start at 2.25, from where it grows."""
    (gelu,) = signals("GELU", weight_variance=2.25, layers=60, width=256)
    assert as_frame(depth.signal_table([gelu])).loc["GELU", "q*"] == "∞"
    assert "In theory the variance grows without bound." in depth.verdict(gelu)
    assert gelu.theory.variances[-1] > gelu.theory.variances[0]
    (relu,) = signals("ReLU")
    assert as_frame(depth.signal_table([relu])).loc["ReLU", "q*"] == "2"


def test_dying_out_without_a_factor_is_told_as_a_power_of_the_depth() -> None:
    (tanh,) = signals("Tanh", weight_variance=1.0, layers=100, width=64)
    words = depth.verdict(tanh)
    assert "dies out as the power −1 of the depth, and the squared gradient as the power −1 of the depth" in words
    assert "It leaves 0.0071 of it through 100 layers." in words
    (relu6,) = signals("ReLU6", width=256)
    assert as_frame(depth.signal_table([relu6])).loc["ReLU6", "q*"] == "0"


def test_a_unit_that_is_flat_at_another_value_than_0_is_not_dead() -> None:
    (hardtanh,) = signals("Hardtanh", weight_variance=4.0, bias_variance=4.0, layers=20, width=256)
    row = as_frame(depth.signal_table([hardtanh])).loc["Hardtanh"]
    assert row["dead units"] == "0%"
    assert float(str(row["saturated for good"]).rstrip("%")) > 20.0


def test_where_f_jumps_inputs_stay_apart_whatever_chi_says() -> None:
    (hardshrink,) = signals("Hardshrink", weight_variance=0.81, bias_variance=0.09)
    row = as_frame(depth.signal_table([hardshrink])).loc["Hardshrink"]
    assert float(str(row["χ₁"])) < 1
    assert row["c*"] == "0.7947"
    assert row["phase"] == "chaotic, so inputs stay apart"


def test_simulated_correlations_follow_theory() -> None:
    (tanh,) = signals("Tanh", weight_variance=4.0, bias_variance=0.05, layers=30, width=512)
    simulated, theory = tanh.simulated.correlation, tanh.theory.correlations
    assert theory[-1] == pytest.approx(tanh.theory.correlation.c, abs=1e-2)
    # So many pairs of so many units, which share their weights: a few hundredths.
    assert np.abs(simulated - theory).max() < 0.1


def test_the_correlation_map_meets_the_diagonal_where_it_is_said_to() -> None:
    bias_variance = 0.3
    weight_variances = {CATALOG["Tanh"](): 4.0, CATALOG["Hardshrink"](): 0.9}
    theory = {
        activation: depth_of(activation, layers=1, weight_variance=variance, bias_variance=bias_variance)
        for activation, variance in weight_variances.items()
    }
    maps = correlations.map_curves(theory, weight_variances, bias_variance)
    for activation, expected in theory.items():
        c, drawn = correlations.CORRELATIONS, maps[activation.name]
        fixed = expected.correlation.c
        assert np.interp(fixed, c, drawn) == pytest.approx(fixed, abs=2e-3)
        # The series that is drawn is the map itself.
        exact = correlation_map(
            activation,
            c[::30],
            q=expected.settled.q,
            weight_variance=weight_variances[activation],
            bias_variance=bias_variance,
        )
        np.testing.assert_allclose(drawn[::30], exact, atol=1e-4)
    marks = correlations.map_picture(theory, maps).marks
    assert [mark.x for mark in marks] == [expected.correlation.c for expected in theory.values()]
    assert correlations.map_sentence(theory).startswith("Tanh: correlations go to 0.5754;")


def test_a_function_without_a_correlation_map_is_not_named_on_the_chart() -> None:
    variances = {CATALOG[name](): 2.0 for name in ("Softplus", "Hardshrink", "ReLU")}
    theory = {each: depth_of(each, layers=1, weight_variance=2.0, bias_variance=0.0) for each in variances}
    maps = correlations.map_curves(theory, variances, 0.0)
    picture = correlations.map_picture(theory, maps)
    known = [each.name for each, depth in theory.items() if 0.0 < depth.settled.q < math.inf]
    assert list(picture.names) == known != [each.name for each in variances]
    assert "Softplus: no curve, since the variance grows without bound." in picture.alt
    assert list(correlations.map_table(maps)) == ["correlation in a layer", *(f"in the next, {name}" for name in known)]
    nothing = correlations.map_picture({each: theory[each] for each in list(theory)[:1]}, {})
    assert "lines" not in picture_of(nothing).tables


@pytest.mark.parametrize("name", ["Tanh", "ReLU", "ELU"])
def test_the_edge_of_the_phase_diagram_is_the_critical_line(name: str) -> None:
    edge = phase.diagram_tables(CATALOG[name](), 1.0, 0.2)["edge"]
    assert len(edge) > 20
    for row in edge.iloc[5::7].itertuples():
        sigma_b = float(row.sigma_b)  # type: ignore[arg-type]
        exact = critical_weight_variance(CATALOG[name](), bias_variance=sigma_b**2)
        # Where any biases make ReLU diverge at σ_w² = 2 there is no critical point, but the edge stays.
        expected = math.sqrt(2.0) if math.isnan(exact) else math.sqrt(exact)
        assert row.sigma_w == pytest.approx(expected, abs=2e-3)


def test_the_phase_diagram_reaches_the_readers_own_point() -> None:
    tables = phase.diagram_tables(CATALOG["Sigmoid"](), 8.0, 1.5)
    cells = tables["cells"]
    assert len(cells) == 60 * 40
    assert cells["right"].max() > 8.0
    assert cells["top"].max() > 1.5
    assert not cells["log"].isna().any()
    near = cells[(cells["left"] <= 8.0) & (cells["right"] > 8.0) & (cells["bottom"] <= 1.5) & (cells["top"] > 1.5)]
    exact = fixed_point(CATALOG["Sigmoid"](), weight_variance=64.0, bias_variance=2.25)
    assert near["chi"].item() == pytest.approx(exact.chi, rel=0.05)


def test_the_phase_diagram_labels_its_line_and_the_readers_own_point() -> None:
    labels = phase.diagram_tables(CATALOG["Tanh"](), 1.0, math.sqrt(0.05))["labels"]
    assert labels["text"].tolist() == ["here: χ₁ = 0.759", "χ₁ = 1", "shrinks", "grows"]
    assert labels.iloc[0][["sigma_w", "sigma_b"]].tolist() == [1.0, math.sqrt(0.05)]


@pytest.mark.parametrize("name", CATALOG)
def test_the_sides_of_the_line_say_what_the_gradient_does_there(name: str) -> None:
    tables = phase.diagram_tables(CATALOG[name](), 1.0, 0.2)
    for label in tables["labels"].to_dict("records"):
        if label["text"] in {"shrinks", "grows"}:
            sigma_w = label["sigma_w"] + math.copysign(0.05, label["dx"])
            beside = np.array([sigma_w**2])
            chi = phase_diagram(CATALOG[name](), weight_variance=beside, bias_variance=label["sigma_b"] ** 2).chi
            assert (chi.item() > 1.0) == (label["text"] == "grows")


def test_sentences_of_the_phase_diagram_name_the_critical_weights() -> None:
    assert "σ² = 1.760955 for the weights" in phase.critical_sentence("Tanh", math.sqrt(0.05), 1.760955)
    assert "no weights make GELU settle" in phase.critical_sentence("GELU", 0.1, math.nan)
    theory = depth_of(CATALOG["Tanh"](), layers=1, weight_variance=1.0, bias_variance=0.05)
    sentence = phase.phase_sentence("Tanh", 1.0, math.sqrt(0.05), theory.settled, theory.correlation)
    assert "χ₁ = 0.759032" in sentence
    assert "Fixed points of the variance: 0.1936 (stable)." in sentence
    assert sentence.endswith("Correlations go to c* = 1, with the correlation depth ξ = 3.63 layers.")
    dying = depth_of(CATALOG["ReLU"](), layers=1, weight_variance=1.0, bias_variance=0.0)
    assert "orrelation" not in phase.phase_sentence("ReLU", 1.0, 0.0, dying.settled, dying.correlation)


def test_a_saved_phase_diagram_says_what_each_column_is() -> None:
    tables = phase.diagram_tables(CATALOG["Tanh"](), 1.0, 0.2)
    saved = phase.diagram_table(tables)
    sides = [f"σ of the {of} {end}" for of in ("weights", "biases") for end in ("from", "to")]
    assert list(saved) == [*sides, "χ₁", "q*"]
    row = saved.iloc[777]
    middles = [0.5 * (row[f"σ of the {of} from"] + row[f"σ of the {of} to"]) for of in ("weights", "biases")]
    exact = fixed_point(CATALOG["Tanh"](), weight_variance=middles[0] ** 2, bias_variance=middles[1] ** 2)
    assert row["χ₁"] == pytest.approx(exact.chi, rel=1e-6)
    assert row["q*"] == pytest.approx(exact.q, rel=1e-6)


def test_the_caption_names_what_runs_out_of_a_panel() -> None:
    assert "has room for all but" not in layers.legend(signals("Tanh", "ReLU"), 12)
    caption = layers.legend(signals("Exponential", "Tanh", "ReLU"), 12)
    assert (
        "The axis of the variance of pre-activations z, squared gradient and mean of activations f(z) has room for all "
        "but Exponential." in caption
    )


def test_a_slope_that_is_nothing_but_rounding_is_told_as_0() -> None:
    (step,) = signals("Step")
    assert abs(step.theory.settled.slope) < 1e-12
    assert as_frame(depth.signal_table([step])).loc["Step", "slope of the variance map"] == "0"
    sentence = phase.phase_sentence("Step", 1.4, 0.0, step.theory.settled, step.theory.correlation)
    assert "the slope of the variance map there is 0." in sentence


def test_a_factor_is_told_in_two_digits_however_large() -> None:
    (relu,) = signals("ReLU", weight_variance=6.0, layers=10)
    ratio = float(relu.simulated.gradient[0])
    assert 1e4 < ratio < 1e5
    assert f"by a factor of {ratio / 1e4:.2g} × 10⁴ over" in depth.verdict(relu)
