"""Views of gated units: slices, moments, blocks, sizes, code."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from activations import CATALOG
from activations.gates import (
    CLAMPED_SETTINGS,
    GATE_LANGUAGES,
    GATES,
    Gate,
    NormalPair,
    gate_moments_of,
    gated_by,
    gated_size,
)
from pages.ui.charts.drawn import picture_of
from pages.ui.charts.sheet import Lines, Points
from pages.ui.chosen import BY_VALUE
from pages.ui.views import gate_blocks, gate_code, gate_moments, gate_slices, gates
from tests.tables import as_frame

UNITS = [unit() for unit in gates.UNITS.values()]
CLAMPED = GATES["ClampedSwiGLU"](limit=2.0, alpha=1.702, bias=1.0)


@pytest.mark.parametrize("gate", UNITS, ids=repr)
@pytest.mark.parametrize("partials", [False, True])
def test_slices_pass_through_the_readers_point(gate: Gate, partials: bool) -> None:
    sheet = gate_slices.slices(gate, -6.0, 6.0, (0.5, 1.25), partials=partials)
    first, second = (mark.y for mark in sheet.marks)
    expected = (gate.by_gate(0.5, 1.25), gate.by_value(0.5, 1.25)) if partials else (gate(0.5, 1.25),) * 2
    assert (first, second) == tuple(map(float, expected))


def test_a_chart_of_slices_is_built_once_wherever_the_point_is() -> None:
    first, second = (
        gate_slices.slices(GATES["GLU"](), -6.0, 6.0, at, partials=False) for at in ((1.0, 1.0), (2.0, 3.0))
    )
    assert picture_of(first, math.inf).specification is picture_of(second, math.inf).specification


def test_moments_agree_with_scipys_quadrature() -> None:
    rho = 0.6

    def expectation(power: int) -> float:
        def weighted(g: float) -> float:
            sigma = 1.0 / (1.0 + math.exp(-g))
            rest = rho * g if power == 1 else (rho * g) ** 2 + 1.0 - rho**2
            return float(sigma**power * rest * math.exp(-0.5 * g * g) / math.sqrt(2.0 * math.pi))

        return float(quad(weighted, -12.0, 12.0, limit=400)[0])

    gate = GATES["GLU"]()
    known = gate_moments.known_of(gate, rho, 1)
    table = as_frame(gate_moments.moment_table(gate, known))["GLU(g, u), exact"]
    assert float(table["E y"]) == pytest.approx(expectation(1), rel=1e-7)
    assert float(table["E y²"]) == pytest.approx(expectation(2), rel=1e-7)
    row = np.argmin(np.abs(gate_moments.CORRELATIONS - rho))
    assert gate_moments.by_correlation(gate)["mean"][row] == pytest.approx(expectation(1), rel=1e-10)
    gains = as_frame(gate_moments.gain_table(gate, known))["GLU(g, u)"]
    assert float(gains["Forward gain 1/√E y²"]) == pytest.approx(expectation(2) ** -0.5, rel=1e-7)


@pytest.mark.parametrize("gate", [*UNITS, CLAMPED], ids=repr)
def test_moments_by_correlation_are_those_of_each(gate: Gate) -> None:
    table = gate_moments.by_correlation(gate)
    for row in (0, 7, 20, 33, 40):
        rho = float(gate_moments.CORRELATIONS[row])
        known = gate_moments_of(gate, NormalPair(correlation=rho))
        gradient = known.by_gate_second_moment + known.by_value_second_moment + 2.0 * rho * known.partials_product
        np.testing.assert_allclose(
            table.iloc[row], [rho, known.mean, known.variance, gradient], rtol=1e-11, atol=1e-12 * (1.0 + gradient)
        )


@pytest.mark.parametrize("gate", UNITS, ids=repr)
@pytest.mark.parametrize("correlation", [-1.0, 0.0, 0.7])
def test_samples_agree_with_the_exact_moments(gate: Gate, correlation: float) -> None:
    known = gate_moments.known_of(gate, correlation, 3)
    for name in ("mean", "second_moment", "by_value_second_moment"):
        exact, sampled, error = (getattr(each, name) for each in (known.exact, *known.sampled))
        if math.isfinite(exact):
            # What is heavy-tailed is far from normal still at this size.
            assert abs(sampled - exact) <= 6.0 * error + 1e-9 * (1.0 + abs(exact))
    assert gate_moments.moment_sentence(gate, correlation, known)


def test_the_picture_of_moments_has_the_plain_function_and_the_sample() -> None:
    gate = GATES["GLU"]()
    known = gate_moments.known_of(gate, 0.5, 1)
    sheet = gate_moments.moment_picture(gate, 0.5, known, gate_moments.by_correlation(gate), "alt")
    assert sheet.names == ("GLU(g, u)", "Sigmoid(g)")
    lines, points = sheet.panels[0].content
    assert isinstance(lines, Lines)
    assert isinstance(points, Points)
    np.testing.assert_allclose(lines.y[:, 1], 0.5)
    assert points.y[0, 0] == pytest.approx(lines.y[30, 0], abs=0.01)


def test_blocks_at_the_exact_gain_keep_the_variance_in_theory() -> None:
    both = gate_blocks.blocks_of(
        GATES["SwiGLU"](), blocks=4, width=256, out=gate_blocks.AT_GAIN, residual=False, seed=1
    )
    for each in both:
        np.testing.assert_allclose(each.theory.variance, 1.0, rtol=1e-9)
        assert each.simulated.variance[1] == pytest.approx(1.0, rel=0.3)
    table = gate_blocks.block_table(both, 4)
    assert table["unit"].tolist() == ["SwiGLU(g, u)"] * 5 + ["SiLU(g)"] * 5
    assert table["simulated variance"].notna().all()


def test_blocks_that_grow_out_of_reach_say_where() -> None:
    both = gate_blocks.blocks_of(
        GATES["Bilinear"](), blocks=40, width=16, out=gate_blocks.AT_ONE, residual=True, seed=1
    )
    gated, plain = both
    assert gated.simulated.overflowed_at is not None
    sentence = gate_blocks.block_sentence(both, 40, residual=True)
    assert f"Bilinear(g, u) grows out of reach at block {gated.simulated.overflowed_at}" in sentence
    # A plain block with a residual doubles the variance: 2⁴⁰ is 1.1 × 10¹².
    assert plain.theory.variance[-1] == pytest.approx(2.0**40, rel=1e-9)
    assert "(in theory 1.1 × 10¹²)" in sentence
    assert len(gate_blocks.block_picture(both, 40, sentence).panels) == 2


@pytest.mark.parametrize(
    ("d_ff", "multiple", "hidden", "says"),
    [
        (16_384, 256, 11_008, "rounded up to a multiple of 256, costs 0.781% more"),
        (3_072, 1, 2_048, "⅔ of 3,072, costs exactly"),
        (10, 1, 7, "rounded up to a whole number, costs 5% more"),
    ],
)
def test_the_two_thirds_rule(d_ff: int, multiple: int, hidden: int, says: str) -> None:
    size = gated_size(512, d_ff, multiple=multiple)
    assert size.hidden == hidden
    assert says in gates.size_sentence(d_ff, multiple, size)


def test_implementations_are_found_by_unit_and_parameters() -> None:
    gpt = GATES["ClampedSwiGLU"](**CLAMPED_SETTINGS["gpt-oss"])
    assert "what these run: gpt-oss (the gate is the first half)." in gate_code.implementation_sentence(gpt)
    assert "None of the" in gate_code.implementation_sentence(CLAMPED)


@pytest.mark.parametrize("gate", UNITS, ids=repr)
def test_each_unit_has_code_or_says_that_there_is_none(gate: Gate) -> None:
    for language in GATE_LANGUAGES:
        assert gate_code.code_of(gate, language)
    assert len(as_frame(gate_code.check_table(gate))) == 10


def test_caches_tell_units_apart() -> None:
    by_value = BY_VALUE[Gate]
    assert by_value(GATES["SwiGLU"]()) == by_value(GATES["SwiGLU"](beta=1.0))
    assert by_value(GATES["SwiGLU"]()) != by_value(GATES["SwiGLU"](beta=2.0))
    assert gates.plain_of(CLAMPED) == CATALOG["SiLU"](beta=1.702)
    assert gates.plain_of(gated_by(CATALOG["ELU"](alpha=2.0))) == CATALOG["ELU"](alpha=2.0)
