"""What becomes of a definition when its parameters are bound."""

import dataclasses
import functools
import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, Activation, Definition, Parameter
from activations.activation import FINITE, NON_NEGATIVE, POSITIVE, Domain
from tests.parametrized import curves_of, every_activation, every_definition, every_setting

ELU = CATALOG["ELU"]

every_parameter = pytest.mark.parametrize(
    ("definition", "parameter"),
    [
        pytest.param(definition, parameter, id=f"{definition.name}.{parameter.name}")
        for definition in CATALOG.values()
        for parameter in definition.parameters
    ],
)


@every_definition
def test_what_is_not_given_is_the_default(definition: Definition) -> None:
    activation = definition()
    defaults = {parameter.name: parameter.default for parameter in definition.parameters}
    assert dict(activation.parameters) == defaults
    assert activation == definition(**defaults)
    assert activation.definition is definition
    assert activation.name == definition.name


@every_parameter
def test_each_parameter_can_be_given_alone(definition: Definition, parameter: Parameter) -> None:
    value = parameter.low + 0.25 * (parameter.high - parameter.low)
    found = definition(**{parameter.name: value})
    assert found.parameters == {**definition().parameters, parameter.name: value}


def test_parameters_are_in_the_order_of_the_definition_however_they_are_given() -> None:
    hardtanh = CATALOG["Hardtanh"]
    first, second = hardtanh(max_val=2.0, min_val=-1.5), hardtanh(min_val=-1.5, max_val=2.0)
    assert list(first.parameters) == list(second.parameters) == ["min_val", "max_val"]
    assert first == second
    assert repr(first) == repr(second)


@every_setting
def test_a_jet_is_a_function_and_its_two_derivatives(activation: Activation) -> None:
    for x in (np.linspace(-7.0, 7.0, 30).reshape(5, 6), np.array(-0.5), [-math.inf, math.inf, math.nan], []):
        np.testing.assert_array_equal(activation.jet(x), [curve(x) for curve in curves_of(activation)])


@every_setting
def test_an_activation_is_its_definition_at_its_parameters(activation: Activation) -> None:
    definition, x = activation.definition, np.linspace(-7.0, 7.0, 29)
    kernels = (definition.function, definition.derivative, definition.second_derivative)
    for curve, kernel in zip(curves_of(activation), kernels, strict=True):
        np.testing.assert_array_equal(curve(x), kernel(x, **activation.parameters))
    assert activation.breakpoints == definition.breakpoints(**activation.parameters)


def test_parameters_are_bound_by_name_alone() -> None:
    with pytest.raises(TypeError, match="positional"):
        ELU(1.7)  # type: ignore[call-arg]
    for curve in curves_of(ELU()):
        with pytest.raises(TypeError, match="alpha"):
            curve(1.0, alpha=2.0)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("ELU", {"beta": 1.0}, "ELU has no parameter 'beta'; it has alpha"),
        ("ELU", {"alpha": 1.0, "Alpha": 1.0}, "ELU has no parameter 'Alpha'; it has alpha"),
        ("Hardtanh", {"low": -1.0}, "Hardtanh has no parameter 'low'; it has min_val, max_val"),
        ("ReLU", {"alpha": 1.0}, "ReLU has no parameter 'alpha'; it has none"),
        ("Softplus", {"self": 1.0}, "Softplus has no parameter 'self'; it has beta"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_names_of_the_known_ones(
    name: str, given: dict[str, float], message: str
) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        CATALOG[name](**given)


@every_parameter
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_parameter_that_is_not_finite_is_refused_by_name(
    definition: Definition, parameter: Parameter, value: float
) -> None:
    message = f"{parameter.name} must be {parameter.domain.description}, got {value!r}"
    assert parameter.domain.description.startswith("a finite number")
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        definition(**{parameter.name: value})


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("ELU", {"alpha": -1.0}, "alpha must be a finite number >= 0, got -1.0"),
        ("CELU", {"alpha": 0.0}, f"alpha must be {POSITIVE.description}, got 0.0"),
        ("Softplus", {"beta": 0.0}, f"beta must be {POSITIVE.description}, got 0.0"),
        ("Softplus", {"beta": -1}, f"beta must be {POSITIVE.description}, got -1"),
        ("Squareplus", {"b": -1e-300}, f"b must be {POSITIVE.description}, got -1e-300"),
        ("Hardshrink", {"lambd": -0.5}, "lambd must be a finite number >= 0, got -0.5"),
        ("Hardtanh", {"min_val": 2.0}, "min_val must be less than max_val, got 2.0 and 1.0"),
        ("Hardtanh", {"min_val": 1.0, "max_val": 1.0}, "min_val must be less than max_val, got 1.0 and 1.0"),
        ("RReLU", {"lower": 0.5}, f"lower must be at most upper, got 0.5 and {1 / 3!r}"),
    ],
)
def test_a_parameter_outside_its_domain_is_refused_by_name(name: str, given: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        CATALOG[name](**given)


@pytest.mark.parametrize(
    ("domain", "inside", "outside"),
    [
        (FINITE, [-2.0, 0.0], []),
        (NON_NEGATIVE, [0.0, 5e-324], [-5e-324]),
        (POSITIVE, [2.2250738585072014e-308], [2.225073858507201e-308, 0.0, -1.0]),
    ],
    ids=lambda each: each.description if isinstance(each, Domain) else "",
)
def test_a_domain_ends_where_its_description_says(domain: Domain, inside: list[float], outside: list[float]) -> None:
    assert [domain.checked("a", value) for value in inside] == inside
    for value in outside:
        with pytest.raises(ValueError, match=f"^a must be {domain.description}, got {value!r}$"):
            domain.checked("a", value)


@every_parameter
def test_the_explored_range_lies_in_the_domain(definition: Definition, parameter: Parameter) -> None:
    for value in (parameter.low, parameter.default, parameter.high):
        assert parameter.domain.checked(parameter.name, value) == value


@pytest.mark.parametrize("value", ["1.7", None, 1j, [1.0], np.array(1.0), np.ones(2), {}], ids=repr)
def test_what_is_no_real_number_is_refused_by_name(value: Any) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(f'alpha must be a real number, got {value!r}')}$"):
        ELU(alpha=value)


@pytest.mark.parametrize("value", [2, np.int64(2), np.float32(2.0), np.float64(2.0), Fraction(2)], ids=repr)
def test_a_real_number_of_any_type_becomes_a_float(value: Any) -> None:
    activation = ELU(alpha=value)
    assert type(activation.parameters["alpha"]) is float
    assert activation == ELU(alpha=2.0)
    assert repr(activation) == "ELU(alpha=2.0)"


def test_activations_are_equal_by_value() -> None:
    assert ELU(alpha=1.7) == ELU(alpha=1.7)
    assert hash(ELU(alpha=1.7)) == hash(ELU(alpha=1.7))
    assert ELU(alpha=1.7) != ELU()
    # The same numbers, and at these parameters the same function, but another definition.
    assert ELU(alpha=1.0) != CATALOG["CELU"](alpha=1.0)
    assert ELU(alpha=1.7) != dataclasses.replace(ELU, formula="e")(alpha=1.7)
    assert ELU() != ELU
    assert ELU() != "ELU(alpha=1.0)"


def test_all_settings_of_the_catalogue_differ() -> None:
    settings = [definition(**{p.name: p.high}) for definition in CATALOG.values() for p in definition.parameters]
    defaults = [definition() for definition in CATALOG.values()]
    assert len({*settings, *defaults}) == len(settings) + len(defaults)
    assert len({repr(each) for each in (*settings, *defaults)}) == len(settings) + len(defaults)


def test_caches_take_an_activation_as_it_is() -> None:
    calls: list[Activation] = []

    @functools.cache
    def at_one(activation: Activation) -> float:
        calls.append(activation)
        return float(activation(1.0))

    assert at_one(ELU(alpha=0.5)) == at_one(ELU(alpha=0.5)) == at_one(ELU())
    assert calls == [ELU(alpha=0.5), ELU()]


@pytest.mark.parametrize(
    ("activation", "written"),
    [
        (ELU(alpha=1.7), "ELU(alpha=1.7)"),
        (CATALOG["ReLU"](), "ReLU()"),
        (CATALOG["RReLU"](lower=0.1), f"RReLU(lower=0.1, upper={1 / 3!r})"),
        (CATALOG["Threshold"](value=-2), "Threshold(threshold=1.0, value=-2.0)"),
    ],
    ids=repr,
)
def test_an_activation_is_written_as_it_is_called(activation: Activation, written: str) -> None:
    assert repr(activation) == written


@every_setting
def test_what_is_written_gives_the_same_activation(activation: Activation) -> None:
    assert eval(repr(activation), dict(CATALOG)) == activation


@every_activation
def test_an_activation_cannot_be_changed(activation: Activation) -> None:
    for field in ("definition", "parameters", "breakpoints"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(activation, field, None)
    for name in (*activation.parameters, "new"):
        with pytest.raises(TypeError):
            activation.parameters[name] = 0.5  # type: ignore[index]


def test_an_activation_does_not_follow_the_mapping_it_came_from() -> None:
    given = {"alpha": 1.7}
    activation = Activation(ELU, given)
    given["alpha"] = 0.0
    assert activation == ELU(alpha=1.7)


def test_activations_made_by_hand_are_checked_too() -> None:
    with pytest.raises(ValueError, match=r"alpha must be a finite number >= 0, got -1\.0"):
        Activation(ELU, {"alpha": -1.0})
    with pytest.raises(TypeError, match="ELU has no parameter 'beta'; it has alpha"):
        Activation(ELU, {"beta": 1.0})
    assert Activation(ELU, {}) == ELU()
