"""Values and both derivatives against mpmath, as the contract in `activations` promises."""

import itertools

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation
from tests.oracles import ORACLES, SLOPES_AT_BREAKPOINTS, Number, oracle_of
from tests.parametrized import curves_of, every_setting

RELATIVE, ABSOLUTE, SMALLEST = 1e-12, 1e-15, 1e-300

# Enough for a second difference quotient with steps of 1e-100.
DIGITS = 400


def inputs_for(activation: Activation) -> list[float]:
    """Points over [−100, 100]: tails, the bend around 0, both sides of breakpoints, and zeros and turns of waves."""
    spread = np.random.default_rng(5).uniform(-1.0, 1.0, 8)
    fixed = [-100.0, -40.0, -1e-3, 1e-9, 0.5, 2.7, 36.0, 100.0]
    points = {*fixed, *(100.0 * spread), *(4.0 * spread)}
    for point in activation.breakpoints:
        points |= {point - 1e-3, point + 1e-3}
    if activation.period is not None:
        points |= {
            k * activation.period / 8.0 for k in (-1, 2, 3, 4, *range(8 * int(90.0 / activation.period), 8, -37))
        }
    return sorted(points - set(activation.breakpoints))


def oracle_derivative(activation: Activation, x: float, order: int) -> Number:
    with mp.workdps(DIGITS):
        # A step far below the distance to any breakpoint.
        return mp.diff(oracle_of(activation), mp.mpf(x), order, h=mp.mpf(10) ** -100)


def test_every_activation_has_an_oracle() -> None:
    assert ORACLES.keys() == CATALOG.keys()


@every_setting
@pytest.mark.parametrize("order", [0, 1, 2], ids=["value", "slope", "second derivative"])
def test_error_stays_within_the_contract(activation: Activation, order: int) -> None:
    points = inputs_for(activation)
    expected = [oracle_derivative(activation, x, order) for x in points]
    zero_crossings = [{x, y} for (x, a), (y, b) in itertools.pairwise(zip(points, expected, strict=True)) if a * b < 0]
    for x, exact, found in zip(points, expected, curves_of(activation)[order](points), strict=True):
        with mp.workdps(DIGITS):
            error = abs(mp.mpf(float(found)) - exact)
        if abs(exact) >= SMALLEST:
            tolerance = RELATIVE * abs(exact)
            if any(x in pair for pair in zero_crossings):
                tolerance = max(tolerance, ABSOLUTE * (1 + abs(exact)))
            assert error <= tolerance, f"at {x}: {found}, not {mp.nstr(exact, 20)}"
        else:
            assert abs(found) <= 2 * SMALLEST, f"at {x}: {found}, not about 0"


@every_setting
def test_slope_at_a_breakpoint_is_the_one_of_pytorch(activation: Activation) -> None:
    slopes = SLOPES_AT_BREAKPOINTS[activation.name](**activation.parameters) if activation.breakpoints else {}
    assert set(activation.breakpoints) == slopes.keys()
    for point, slope in slopes.items():
        assert activation.derivative(point) == pytest.approx(slope, rel=1e-15)


@every_setting
def test_branches_meet_only_at_the_breakpoints(activation: Activation) -> None:
    """Away from its breakpoints a function is smooth: halving a step halves the change of its second derivative."""
    points = np.setdiff1d(np.linspace(-8.0, 8.0, 4_001), activation.breakpoints)
    gap = np.array([0.0, *activation.breakpoints])
    near = np.min(np.abs(points[:, np.newaxis] - gap), axis=1) < 1e-9
    for curve in curves_of(activation):
        whole, half = (np.abs(curve(points + step) - curve(points - step)) for step in (1e-7, 5e-8))
        rounding = 1e-12 * (1.0 + np.abs(curve(points)).max())
        assert np.all(half[~near] < 0.6 * whole[~near] + rounding)
