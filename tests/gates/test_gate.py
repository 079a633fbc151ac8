"""Gated units: values and partial derivatives against mpmath, and what they promise besides."""

import copy
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from activations import CATALOG
from activations.gates import CLAMPED_SETTINGS, GATES, Gate, gate_definition, gated_by
from tests.gates.gate_oracles import UNITS, oracle_factors

every_unit = pytest.mark.parametrize("unit", UNITS, ids=repr)

DIGITS = 400
numbers = st.floats(-1e300, 1e300) | st.sampled_from([math.inf, -math.inf, math.nan])


def points() -> tuple[np.ndarray, np.ndarray]:
    """Pairs over [−100, 100]²: tails, around 0, and both sides of the clamps."""
    generator = np.random.default_rng(11)
    spread = generator.uniform(-1.0, 1.0, (2, 24)) * np.repeat([100.0, 9.0, 1.0], 8)
    fixed = np.array([[7.001, 6.999, -7.001, 1e-9, -36.0, 0.501], [6.999, 7.001, -6.999, 1e-9, 3.0, -7.001]])
    return tuple(np.concatenate([spread, fixed], axis=1))


@every_unit
def test_values_and_partial_derivatives_agree_with_mpmath(unit: Gate) -> None:
    g, u = points()
    with mp.workdps(DIGITS):
        opening, value = oracle_factors(unit)
        step = {"h": mp.mpf(10) ** -100}
        for gate_input, value_input, *found in zip(
            g, u, unit(g, u), unit.by_gate(g, u), unit.by_value(g, u), strict=True
        ):
            x, y = mp.mpf(float(gate_input)), mp.mpf(float(value_input))
            expected = (
                opening(x) * value(y),
                mp.diff(opening, x, **step) * value(y),
                opening(x) * mp.diff(value, y, **step),
            )
            for number, exact in zip(found, expected, strict=True):
                # f′ has its roots within ±5: beside them an activation's error is absolute.
                slack = mp.mpf(10) ** -15 * abs(value(y)) if abs(x) < 5 else mp.mpf(10) ** -300
                assert abs(mp.mpf(float(number)) - exact) <= mp.mpf(10) ** -12 * abs(exact) + slack, (x, y)


def test_a_kink_has_the_slope_of_the_convention() -> None:
    assert GATES["ReGLU"]().by_gate(0.0, 2.0) == 0.0
    clamped = GATES["ClampedSwiGLU"]()
    beside = math.nextafter(7.0, 0.0)
    assert clamped.by_gate(7.0, 1.0) == pytest.approx(float(clamped.by_gate(beside, 1.0)), rel=1e-12)
    assert clamped.by_gate(math.nextafter(7.0, 8.0), 1.0) == 0.0
    for bound in (-7.0, 7.0):
        assert clamped.by_value(1.0, bound) == clamped.by_value(1.0, 0.0) != 0.0
        assert clamped.by_value(1.0, math.nextafter(bound, 9.0 * bound)) == 0.0


@pytest.mark.parametrize(
    ("name", "g", "u", "limit"),
    [
        ("GLU", math.inf, math.inf, math.inf),
        ("GLU", math.inf, -2.0, -2.0),
        ("GLU", -math.inf, -2.0, 0.0),
        ("GLU", -math.inf, math.inf, math.nan),
        ("Bilinear", -math.inf, math.inf, -math.inf),
        ("Bilinear", 0.0, math.inf, 0.0),
        ("ReGLU", -1.0, math.inf, 0.0),
        ("ReGLU", -math.inf, math.inf, 0.0),
        ("SwiGLU", -math.inf, 3.0, 0.0),
        ("SwiGLU", -1.0, math.inf, -math.inf),
        ("SwiGLU", -math.inf, -math.inf, math.nan),
        ("ClampedSwiGLU", -math.inf, math.inf, 0.0),
    ],
)
def test_infinite_inputs_give_the_limit(name: str, g: float, u: float, limit: float) -> None:
    np.testing.assert_equal(float(GATES[name]()(g, u)) + 0.0, limit)


def test_clamps_bound_infinite_inputs() -> None:
    gate_at_limit = 7.0 / (1.0 + math.exp(-1.702 * 7.0))
    assert GATES["ClampedSwiGLU"]()(math.inf, math.inf) == pytest.approx(8.0 * gate_at_limit, rel=1e-14)
    assert GATES["ClampedSwiGLU"]()(math.inf, -math.inf) == pytest.approx(-6.0 * gate_at_limit, rel=1e-14)


@every_unit
@given(g=numbers, u=numbers)
def test_no_input_raises_a_warning_and_nan_stays_nan(unit: Gate, g: float, u: float) -> None:
    for function in (unit, unit.by_gate, unit.by_value):
        result = function(g, u)
        assert result.shape == ()
        assert result.dtype == np.float64
        if math.isnan(g) or math.isnan(u):
            assert np.isnan(result)


@every_unit
def test_inputs_are_broadcast_into_a_new_array(unit: Gate) -> None:
    g, u = np.linspace(-3.0, 3.0, 4)[:, np.newaxis], np.arange(3)
    g.flags.writeable = False
    for function in (unit, unit.by_gate, unit.by_value):
        table = function(g, u)
        assert table.shape == (4, 3)
        assert table.flags.writeable
        assert table[2, 1] == function(float(g[2, 0]), 1)
    assert unit([], []).shape == (0,)


def test_products_leave_the_floats_without_a_warning() -> None:
    bilinear = GATES["Bilinear"]()
    np.testing.assert_array_equal(
        bilinear([1e200, -1e200, 1e300, 1e300], [1e200, 1e200, 1e8, 0.0]), [math.inf, -math.inf, 1e308, 0.0]
    )


def test_definitions_bind_parameters_as_activations_do() -> None:
    swiglu = GATES["SwiGLU"](beta=1.5)
    assert swiglu.parameters == {"beta": 1.5}
    assert repr(swiglu) == "SwiGLU(beta=1.5)"
    assert swiglu == GATES["SwiGLU"](beta=1.5) != GATES["SwiGLU"]()
    assert len({swiglu, GATES["SwiGLU"](beta=1.5), GATES["GEGLU"](), GATES["GEGLU"]()}) == 2
    assert repr(GATES["ClampedSwiGLU"]()) == "ClampedSwiGLU(limit=7.0, alpha=1.702, bias=1.0)"
    with pytest.raises(TypeError, match="GLU has no parameter 'beta'; it has none"):
        GATES["GLU"](beta=1.0)
    with pytest.raises(TypeError, match="ClampedSwiGLU has no parameter 'c'; it has limit, alpha, bias"):
        GATES["ClampedSwiGLU"](c=1.0)
    with pytest.raises(ValueError, match=r"limit must be a finite number from 1e-100 to 1e100, got 0"):
        GATES["ClampedSwiGLU"](limit=0.0)
    with pytest.raises(TypeError):
        swiglu.parameters["beta"] = 2.0  # type: ignore[index]
    with pytest.raises(TypeError):
        swiglu(1j, 0.0)


def test_named_settings_are_those_of_the_models() -> None:
    assert GATES["ClampedSwiGLU"](**CLAMPED_SETTINGS["gpt-oss"]) == GATES["ClampedSwiGLU"]()
    # g above the limit, u below it, and the + 1: min(9, 7) σ(1.702 · 7) (−7 + 1).
    assert GATES["ClampedSwiGLU"]()(9.0, -8.0) == pytest.approx(-42.0 / (1.0 + math.exp(-11.914)), rel=1e-14)
    deepseek = GATES["ClampedSwiGLU"](**CLAMPED_SETTINGS["DeepSeek-V4"])
    assert deepseek(2.0, 3.0) == pytest.approx(float(GATES["SwiGLU"]()(2.0, 3.0)), rel=1e-14)


@pytest.mark.parametrize("name", list(CATALOG))
def test_any_activation_may_be_the_gate(name: str) -> None:
    activation = CATALOG[name]()
    unit = gated_by(activation)
    assert unit.gate == activation
    assert unit.parameters == activation.parameters
    assert unit == gate_definition(CATALOG[name])()
    g, u = np.linspace(-2.0, 2.0, 9), np.linspace(1.0, -1.5, 9)
    np.testing.assert_array_equal(unit(g, u), activation(g) * u)
    np.testing.assert_array_equal(unit.by_gate(g, u), activation.derivative(g) * u)
    np.testing.assert_array_equal(unit.by_value(g, u), activation(g))


def test_names_are_keys() -> None:
    assert all(name == definition.name for name, definition in GATES.items())
    assert list(GATES) == ["GLU", "Bilinear", "ReGLU", "GEGLU", "GEGLUTanh", "GEGLUQuick", "SwiGLU", "ClampedSwiGLU"]


@pytest.mark.parametrize("name", GATES)
def test_a_gate_can_be_copied(name: str) -> None:
    gate = GATES[name]()
    assert copy.deepcopy(gate) == gate
