"""Many gated blocks: theory against closed forms, and random networks against theory and finite differences."""

import math

import numpy as np
import pytest

from activations import CATALOG, Activation
from activations.gates import GATES, BlockWeights, Gate, expected_blocks, gate_gains_of, gated_by, simulated_blocks
from activations.gates.blocks import MAX_BATCH, MAX_BLOCKS, MAX_WIDTH

BILINEAR = GATES["Bilinear"]()
UNITS = [*(definition() for definition in GATES.values()), CATALOG["SiLU"](), CATALOG["Tanh"]()]

every_unit = pytest.mark.parametrize("unit", UNITS, ids=repr)
with_and_without_residual = pytest.mark.parametrize("residual", [False, True])


@with_and_without_residual
def test_bilinear_blocks_follow_their_closed_form(residual: bool) -> None:
    weights = BlockWeights(gate=1.3, value=0.7, out=0.5)
    found = expected_blocks(BILINEAR, blocks=5, weights=weights, residual=residual, input_variance=1.4)
    factor, q, variances, factors = 1.3 * 0.7 * 0.5, 1.4, [1.4], []
    for _ in range(5):
        factors.append(2.0 * factor * q + residual)
        q = factor * q**2 + residual * q
        variances.append(q)
    np.testing.assert_allclose(found.variance, variances, rtol=1e-12)
    np.testing.assert_allclose(found.gradient, [math.prod(factors[k:]) for k in range(6)], rtol=1e-12)
    assert found.overflowed_at is None


def test_plain_blocks_are_those_of_the_activation() -> None:
    found = expected_blocks(CATALOG["ReLU"](), blocks=3, weights=BlockWeights(gate=3.0, out=0.5), residual=False)
    np.testing.assert_allclose(found.variance, 0.75 ** np.arange(4), rtol=1e-12)
    np.testing.assert_allclose(found.gradient, 0.75 ** np.arange(4)[::-1], rtol=1e-12)


def test_without_normalisation_gated_blocks_square_what_they_get() -> None:
    """Twice the variance that is kept grows doubly exponentially, half of it dies out as fast."""
    weights = BlockWeights(out=gate_gains_of(BILINEAR).forward ** 2)
    for start in (0.5, 2.0):
        found = expected_blocks(BILINEAR, blocks=20, weights=weights, residual=False, input_variance=start)
        reached = np.arange(min(8, found.variance.size))
        np.testing.assert_allclose(np.log2(found.variance[reached]), math.log2(start) * 2.0**reached, rtol=1e-11)
    assert found.overflowed_at == found.variance.size == found.gradient.size


def test_a_dead_signal_passes_the_gradient_of_0() -> None:
    found = expected_blocks(
        GATES["ClampedSwiGLU"](), blocks=2, weights=BlockWeights(), residual=False, input_variance=0.0
    )
    np.testing.assert_allclose(found.variance, 0.0, atol=1e-150)
    # f′(0) v(0) = ½ · 1 by the gate, and f(0) v′(0) = 0 by the value.
    np.testing.assert_allclose(found.gradient, [1 / 16, 1 / 4, 1.0], rtol=1e-12)


@every_unit
@with_and_without_residual
def test_a_wide_network_follows_theory(unit: Gate | Activation, residual: bool) -> None:
    weights, width, batch = BlockWeights(gate=0.8, value=1.2, out=0.5), 256, 16
    exact = expected_blocks(unit, blocks=3, weights=weights, residual=residual)
    found = simulated_blocks(unit, blocks=3, width=width, batch=batch, weights=weights, residual=residual, seed=4)
    # A block adds a spread of some 1/√width, with a factor for heavy tails, and multiplies what it gets by up to 3.
    spread = 5.0 * 4.0 / math.sqrt(width) * np.array([0.5, 1.0, 2.0, 4.0])
    assert np.all(np.abs(np.log(found.variance / exact.variance)) < spread)
    assert np.all(np.abs(np.log(found.gradient / exact.gradient)) < spread[-1])


@pytest.mark.parametrize("unit", [GATES["SwiGLU"](), GATES["ClampedSwiGLU"](), CATALOG["Tanh"]()], ids=repr)
@with_and_without_residual
def test_gradients_agree_with_finite_differences(unit: Gate | Activation, residual: bool) -> None:
    """The gradient at h_0 of the scalar product of the last h with the last gradient."""
    blocks, width, seed, step = 3, 5, 8, 1e-6
    shape = (2, width)
    matrices = [np.random.default_rng([seed, 1, block]) for block in range(blocks)]
    drawn = [
        [generator.standard_normal((width, width)) / math.sqrt(width) for _ in range(2 + isinstance(unit, Gate))]
        for generator in matrices
    ]

    def outputs(h: np.ndarray) -> np.ndarray:
        for *inner, out in drawn:
            h = unit(*(h @ matrix for matrix in inner)) @ out + residual * h
        return h

    h = np.random.default_rng([seed, 0]).standard_normal(shape)
    last = np.random.default_rng([seed, 2]).standard_normal(shape)
    last /= math.sqrt(np.mean(last**2))
    gradient = np.empty(shape)
    for index in np.ndindex(shape):
        shift = np.zeros(shape)
        shift[index] = step
        gradient[index] = np.sum(last * (outputs(h + shift) - outputs(h - shift))) / (2.0 * step)
    found = simulated_blocks(
        unit, blocks=blocks, width=width, batch=2, weights=BlockWeights(), residual=residual, seed=seed
    )
    assert found.variance[-1] == pytest.approx(np.mean(outputs(h) ** 2), rel=1e-12)
    assert found.gradient[0] == pytest.approx(np.mean(gradient**2), rel=1e-6)
    assert found.gradient[-1] == 1.0


def test_a_network_that_leaves_the_floats_ends_before() -> None:
    found = simulated_blocks(
        BILINEAR, blocks=12, width=32, batch=4, weights=BlockWeights(out=100.0), residual=True, seed=1
    )
    assert found.overflowed_at is not None
    assert found.variance.size == found.gradient.size == found.overflowed_at
    assert np.isfinite(found.variance).all()


@pytest.mark.parametrize("name", ["Exponential", "ReLUSquared"])
@with_and_without_residual
def test_fast_gates_leave_the_floats_without_a_warning(name: str, residual: bool) -> None:
    unit, weights = gated_by(CATALOG[name]()), BlockWeights(out=1e6)
    for found in (
        simulated_blocks(unit, blocks=9, width=16, batch=3, weights=weights, residual=residual, seed=1),
        expected_blocks(unit, blocks=9, weights=weights, residual=residual),
    ):
        assert found.overflowed_at == found.variance.size == found.gradient.size
        assert np.isfinite(found.variance).all()


def test_settings_are_bounded_and_checked() -> None:
    good = {"blocks": 1, "width": 4, "batch": 2, "seed": 0}
    for bad in (
        {"blocks": MAX_BLOCKS + 1},
        {"width": MAX_WIDTH + 1},
        {"batch": MAX_BATCH + 1},
        {"seed": -1},
        {"batch": 0},
    ):
        with pytest.raises(ValueError, match=next(iter(bad))):
            simulated_blocks(BILINEAR, weights=BlockWeights(), residual=True, **{**good, **bad})
    with pytest.raises(ValueError, match="blocks"):
        expected_blocks(BILINEAR, blocks=MAX_BLOCKS + 1, weights=BlockWeights(), residual=True)
    with pytest.raises(ValueError, match="value must be a finite number >= 0"):
        BlockWeights(value=-1.0)
    with pytest.raises(ValueError, match="input_variance"):
        expected_blocks(BILINEAR, blocks=1, weights=BlockWeights(), residual=True, input_variance=math.inf)
