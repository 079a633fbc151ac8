"""Values and both derivatives against mpmath, as the contract in `activations` promises."""

import itertools

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation
from activations.functions.elementwise import ElementwiseFunction
from tests.oracles import ORACLES, SLOPES_AT_BREAKPOINTS, Number
from tests.strategies import Parameters, every_setting

RELATIVE, ABSOLUTE, SMALLEST = 1e-12, 1e-15, 1e-300

# Enough for a second difference quotient with steps of 1e-100.
DIGITS = 400


def inputs_for(activation: Activation, parameters: Parameters) -> list[float]:
    """Points over [−100, 100]: tails, the bend around 0, and both sides of every breakpoint."""
    spread = np.random.default_rng(5).uniform(-1.0, 1.0, 8)
    fixed = [-100.0, -40.0, -1e-3, 1e-9, 0.5, 2.7, 36.0, 100.0]
    points = {*fixed, *(100.0 * spread), *(4.0 * spread)}
    for point in activation.breakpoints(**parameters):
        points |= {point - 1e-3, point + 1e-3}
    return sorted(points - set(activation.breakpoints(**parameters)))


def oracle_derivative(name: str, x: float, order: int, parameters: Parameters) -> Number:
    with mp.workdps(DIGITS):
        exact = {key: mp.mpf(value) for key, value in parameters.items()}
        # A step far below the distance to any breakpoint.
        return mp.diff(lambda t: ORACLES[name](t, **exact), mp.mpf(x), order, h=mp.mpf(10) ** -100)


def test_every_activation_has_an_oracle() -> None:
    assert ORACLES.keys() == CATALOG.keys()


@every_setting
@pytest.mark.parametrize("order", [0, 1, 2], ids=["value", "slope", "second derivative"])
def test_error_stays_within_the_contract(activation: Activation, parameters: Parameters, order: int) -> None:
    function = (activation.function, activation.derivative, activation.second_derivative)[order]
    points = inputs_for(activation, parameters)
    expected = [oracle_derivative(activation.name, x, order, parameters) for x in points]
    zero_crossings = [{x, y} for (x, a), (y, b) in itertools.pairwise(zip(points, expected, strict=True)) if a * b < 0]
    for x, exact, found in zip(points, expected, function(points, **parameters), strict=True):
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
def test_slope_at_a_breakpoint_is_the_one_of_pytorch(activation: Activation, parameters: Parameters) -> None:
    slopes = SLOPES_AT_BREAKPOINTS[activation.name](**parameters) if activation.breakpoints(**parameters) else {}
    assert set(activation.breakpoints(**parameters)) == slopes.keys()
    for point, slope in slopes.items():
        assert activation.derivative(point, **parameters) == pytest.approx(slope, rel=1e-15)


@every_setting
def test_branches_meet_only_at_the_breakpoints(activation: Activation, parameters: Parameters) -> None:
    """Away from its breakpoints a function is smooth: halving a step halves the change of its second derivative."""
    points = np.setdiff1d(np.linspace(-8.0, 8.0, 4_001), activation.breakpoints(**parameters))
    gap = np.array([0.0, *activation.breakpoints(**parameters)])
    near = np.min(np.abs(points[:, np.newaxis] - gap), axis=1) < 1e-9
    for curve in curves_of(activation):
        step = 1e-7
        change = np.abs(curve(points + step, **parameters) - curve(points - step, **parameters))
        assert np.all(change[~near] < 2e-4 * (1.0 + np.abs(curve(points, **parameters)))[~near])


def curves_of(activation: Activation) -> tuple[ElementwiseFunction, ...]:
    return activation.function, activation.derivative, activation.second_derivative
