"""The record of other libraries, and NumPy's code against the catalogue; no other library is needed."""

import dataclasses
import re
from collections.abc import Iterator
from itertools import product
from typing import get_args

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Definition
from activations.elementwise import FloatArray
from activations.libraries import (
    BACKENDS,
    IMPLEMENTATIONS,
    LANGUAGES,
    LIBRARIES,
    Language,
    Library,
    call,
    implementation_of,
    slopes_at_breakpoints,
    snippet,
)
from activations.libraries.numpy_code import AT_ZERO, NUMPY_CODE
from tests.oracles import oracle_of
from tests.parametrized import every_activation, every_definition, every_setting

PACKAGES: dict[Language, set[str]] = {
    "NumPy": {"numpy", "scipy"},
    "PyTorch": {"torch"},
    "JAX": {"jax"},
    "Keras": {"keras"},
    "ONNX": {"onnx"},
}


def in_numpy(activation: Activation, x: FloatArray) -> FloatArray:
    """What NumPy's code makes of `x`."""
    namespace = {"x": x}
    exec(snippet(activation, "NumPy") or "", namespace)
    return namespace["y"]


def assert_agree(activation: Activation, x: FloatArray, found: FloatArray, exact: FloatArray) -> None:
    """To 1e-12, and the phase of a wave to the rounding of ωx."""
    rounding = np.spacing(np.abs(activation.parameters["frequency"] * x)) if activation.period else np.zeros_like(x)
    assert np.all(np.abs(found - exact) <= 1e-12 * np.abs(exact) + 1e-300 + rounding)


def points_for(activation: Activation) -> np.ndarray:
    return np.union1d(np.linspace(-100.0, 100.0, 4_001), activation.breakpoints)


@every_definition
def test_every_library_has_an_entry(definition: Definition) -> None:
    assert tuple(IMPLEMENTATIONS[definition.name]) == LIBRARIES
    assert definition.name in NUMPY_CODE


def test_entries_are_those_of_the_catalogue() -> None:
    assert list(IMPLEMENTATIONS) == list(CATALOG) == list(NUMPY_CODE)
    assert get_args(Language) == LANGUAGES == ("NumPy", *LIBRARIES)


@every_setting
@pytest.mark.parametrize("language", LANGUAGES)
def test_code_compiles_and_holds_every_parameter(activation: Activation, language: Language) -> None:
    code = snippet(activation, language)
    if code is None:
        assert language != "NumPy"
        assert IMPLEMENTATIONS[activation.name][language] is None
        return
    compile(code, activation.name, "exec")
    assert "{" not in code
    assert set(re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE)) <= PACKAGES[language]
    numbers = {float(number) for number in re.findall(r"(?<![\w.])\d+\.\d+(?:e-?\d+)?", code)}
    defaults = activation.definition().parameters
    moved = {abs(value) for name, value in activation.parameters.items() if value not in (0.0, defaults[name])}
    assert moved <= numbers


@every_activation
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_parameter_of_numpy_is_written_as_a_plain_number(activation: Activation, library: Library) -> None:
    plain = call(activation, library)
    numpy_scalars = {name: np.float64(value) for name, value in activation.parameters.items()}
    assert call(activation.definition(**numpy_scalars), library) == plain


@every_setting
@pytest.mark.parametrize("library", ["PyTorch", "JAX", "Keras"])
def test_slopes_stand_at_the_breakpoints(activation: Activation, library: Library) -> None:
    found = slopes_at_breakpoints(activation, library)
    has_some = bool(activation.breakpoints and IMPLEMENTATIONS[activation.name][library])
    assert [tuple(slopes) for slopes in found.values()] == [activation.breakpoints] * len(found)
    assert bool(found) == has_some


@every_setting
def test_backends_that_find_the_same_slopes_stand_together(activation: Activation) -> None:
    found = slopes_at_breakpoints(activation, "Keras")
    named = [backend for backends in found for backend in backends]
    assert not found or found.keys() == {()} or (len(found) > 1 and sorted(named) == sorted(BACKENDS))
    assert len({tuple(slopes.values()) for slopes in found.values()}) == len(found)


@pytest.mark.parametrize("library", ["PyTorch", "JAX", "ONNX"])
def test_only_keras_has_backends(library: Library) -> None:
    for definition in CATALOG.values():
        assert slopes_at_breakpoints(definition(), library).keys() <= {()}


@every_setting
def test_pytorchs_slopes_are_the_catalogues(activation: Activation) -> None:
    for point, slope in slopes_at_breakpoints(activation, "PyTorch").get((), {}).items():
        assert activation.derivative(point) == pytest.approx(slope, rel=1e-15)


def test_a_bound_beyond_float32_is_infinite_to_keras_on_pytorch() -> None:
    found = slopes_at_breakpoints(CATALOG["Hardtanh"](min_val=-1e300, max_val=0.7), "Keras")
    assert found["PyTorch",] == {-1e300: 1.0, 0.7: 0.0}


@every_activation
def test_onnx_defines_no_derivatives(activation: Activation) -> None:
    assert slopes_at_breakpoints(activation, "ONNX") == {}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_function_outside_the_catalogue_has_no_code(library: Library) -> None:
    outsider = dataclasses.replace(CATALOG["ELU"], name="Outsider")()
    assert implementation_of(outsider, library) is None
    assert call(outsider, library) is snippet(outsider, library) is snippet(outsider, "NumPy") is None
    assert slopes_at_breakpoints(outsider, library) == {}


@every_setting
def test_numpy_code_agrees_with_the_catalogue(activation: Activation) -> None:
    x = points_for(activation)
    assert_agree(activation, x, in_numpy(activation, x), activation(x))


@every_setting
def test_numpy_code_agrees_with_the_oracles(activation: Activation) -> None:
    x = np.array([-100.0, -37.5, -8.3, -0.7, -1e-3, -1e-9, 0.0, 1e-9, 0.1, 0.999, 1.001, 2.7, 36.0, 100.0])
    with mp.workdps(400):  # for values near 0
        expected = np.array([float(oracle_of(activation)(mp.mpf(point))) for point in x])
    assert_agree(activation, x, in_numpy(activation, x), expected)


@every_setting
def test_numpy_code_neither_overflows_nor_underflows_far_out(activation: Activation) -> None:
    sizes = np.array([1e-300, 1e-30, 1e3, 1e30, 1e155, 1e300])
    x = np.concatenate([-sizes[::-1], sizes])
    x = x[activation(x) < np.inf]
    assert_agree(activation, x, in_numpy(activation, x), activation(x))


def corners_of(definition: Definition) -> Iterator[Activation]:
    """With every choice of the defaults and the ends of the sliders."""
    names = [each.name for each in definition.parameters]
    for values in product(*((each.low, each.default, each.high) for each in definition.parameters)):
        yield definition(**dict(zip(names, values, strict=True)))


LEVEL_ON_THE_LEFT = CATALOG["xIELU"](alpha_n=0.7, beta=0.7)
CORNERS = [LEVEL_ON_THE_LEFT, *(corner for each in CATALOG.values() for corner in corners_of(each))]


def test_numpy_code_has_the_limits_at_infinity_and_keeps_nan() -> None:
    x = np.array([-np.inf, np.inf, np.nan])
    for activation in CORNERS:
        with np.errstate(invalid="ignore"):  # a wave has no limit
            found, expected = in_numpy(activation, x), activation(x)
        np.testing.assert_allclose(found, expected, rtol=1e-15, err_msg=repr(activation))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("ClippedReLU", {"negative_slope": 0.0, "threshold": 0.3}),
        ("StarReLU", {"scale": 0.0, "bias": -2.0}),
        ("LeakyReLU", {"negative_slope": 0.0}),
        ("ELU", {"alpha": 0.0}),
        ("xIELU", {"alpha_n": 0.7, "beta": 0.7}),
        ("SiLU", {"beta": 0.0}),
        ("Shrink", {"bias": 0.0}),
    ],
)
def test_a_factor_of_0_is_left_out(name: str, parameters: dict[str, float]) -> None:
    activation = CATALOG[name](**parameters)
    assert name in AT_ZERO
    code = snippet(activation, "NumPy") or ""
    assert not re.search(r"\b0\.0 \*|[-+] 0\.0\b|--", code)
    x = np.array([-np.inf, -1e300, -2.5, -0.0, 0.0, 0.3, 0.4, 7.0, 1e300, np.inf, np.nan])
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(in_numpy(activation, x), activation(x), rtol=1e-15)
