"""The numbers in the notes, recomputed without the libraries; that they hold there is for `test_installed`."""

import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from scipy import special

from activations import CATALOG
from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE
from activations.libraries import BACKENDS, IMPLEMENTATIONS, LIBRARIES, Library
from tests.libraries.claims import CLAIMS

NOTES: dict[tuple[Library, str], str] = {
    (library, name): function.note
    for name, functions in IMPLEMENTATIONS.items()
    for library, function in functions.items()
    if function is not None and function.note
}

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

# What cancels, as a note calls it -> the whole in that form.
FORMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "1 + erf": lambda x: x / 2 * (1 + special.erf(x * np.float32(np.sqrt(0.5)))),
    "1 + tanh": lambda x: x / 2 * (1 + np.tanh(np.float32(np.sqrt(2 / np.pi)) * (x + np.float32(0.044715) * x**3))),
    "x + √(x² + b)": lambda x: (x + np.sqrt(x**2 + 4)) / 2,
    "x − tanh x": lambda x: x - np.tanh(x),
    "eˣ − 1": lambda x: np.exp(x) - 1,
}
CANCELS = re.compile(
    r"[Ii]ts (?P<form>[^.]*?) cancels[^:]*: at (?P<x>\S+) (?:it gives 0 in float32|float32 gives 0)"
    r"(?:, not (?P<exact>\S+))?"
)


def number(text: str) -> float:
    """−5.9e-9 and −10⁻⁴ as floats."""
    power = re.fullmatch(r"(−?)10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", text.rstrip(".,"))
    if power:
        return float(f"{power[1].replace('−', '-')}1e{power[2].translate(SUPERSCRIPTS)}")
    return float(text.rstrip(".,").replace("−", "-"))


def test_every_note_is_checked_where_the_library_is_installed() -> None:
    assert {(library, name) for library, claims in CLAIMS.items() for name in claims} == NOTES.keys()
    assert tuple(CLAIMS) == LIBRARIES


@pytest.mark.parametrize(("library", "name"), [key for key, note in NOTES.items() if "cancel" in note])
def test_what_cancels_gives_zero_in_float32(library: Library, name: str) -> None:
    found = CANCELS.search(NOTES[library, name])
    assert found
    x = number(found["x"])
    assert FORMS[found["form"]](np.full(64, x, np.float32)).tolist() == [0.0] * 64
    assert CATALOG[name]()(x) != 0
    if found["exact"]:
        assert number(found["exact"]) == pytest.approx(float(CATALOG[name]()(x)), rel=0.02)


def test_every_form_that_cancels_is_in_a_note() -> None:
    assert {found["form"] for note in NOTES.values() if (found := CANCELS.search(note))} == FORMS.keys()


@pytest.mark.parametrize("library", ["PyTorch", "Keras"])
def test_softplus_jumps_where_it_is_cut(library: Library) -> None:
    assert f"{np.log1p(np.exp(-20.0)):.2e}".replace("e-0", "e-") in NOTES[library, "Softplus"]
    assert np.float64(40.0) + np.log1p(np.exp(-40.0)) == 40.0


def test_selus_constants_in_onnx_are_float32() -> None:
    for exact in (SELU_ALPHA, SELU_SCALE):
        assert str(Decimal(float(np.float32(exact)))) in NOTES["ONNX", "SELU"]


def test_selus_slope_at_0_by_xla() -> None:
    assert f"{SELU_SCALE * SELU_ALPHA:.4f}" in NOTES["Keras", "SELU"]


def test_celus_slope_where_its_reciprocal_is_rounded() -> None:
    alpha = np.geomspace(1e-3, 1e3, 100_001)
    worst = np.abs(alpha * (1 / alpha).astype(np.float32).astype(np.float64) - 1).max()
    assert f"{worst:.0e}".replace("e-0", "e-") == "6e-8"
    assert "6e-8" in NOTES["PyTorch", "CELU"]


def test_default_slopes_of_hardsigmoid_differ() -> None:
    assert CATALOG["Hardsigmoid"]().derivative(0.0) == 1 / 6
    assert "alpha=0.2" in NOTES["ONNX", "Hardsigmoid"]


def test_notes_name_backends_as_the_record_does() -> None:
    for note in NOTES.values():
        assert set(re.findall(r"the (\w+) backend", note)) <= set(BACKENDS)
