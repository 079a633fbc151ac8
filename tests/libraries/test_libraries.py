"""The code for each library against the catalogue: NumPy's always, any other where its library is installed."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation, Definition
from activations.libraries import (
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
from activations.libraries.numpy_code import NUMPY_CODE
from tests.oracles import oracle_of
from tests.parametrized import every_activation, every_definition, every_setting

# Away from every breakpoint of every setting; the steps are finer where the curves bend.
SMOOTH_POINTS = np.concatenate([np.linspace(-100.0, 100.0, 401), np.linspace(-8.0, 8.0, 641)]) + 1.234e-3

PACKAGES: dict[Language, set[str]] = {
    "NumPy": {"numpy", "scipy"},
    "PyTorch": {"torch"},
    "JAX": {"jax"},
    "Keras": {"keras"},
    "ONNX": {"onnx"},
}

Curve = Callable[[Any], Any]
ValuesAndSlopes = tuple[np.ndarray, np.ndarray]


def curve(code: str) -> Curve:
    """The function that a snippet is, of whatever kind of array its library takes."""

    def run(x: Any) -> Any:
        namespace = {"x": x}
        exec(code, namespace)
        return namespace["y"]

    return run


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
    moved = {abs(value) for name, value in activation.parameters.items() if value != defaults[name]}
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
    points = activation.breakpoints if IMPLEMENTATIONS[activation.name][library] else ()
    assert tuple(slopes_at_breakpoints(activation, library)) == points


@every_setting
def test_pytorchs_slopes_are_the_catalogues(activation: Activation) -> None:
    for point, slope in slopes_at_breakpoints(activation, "PyTorch").items():
        assert activation.derivative(point) == pytest.approx(slope, rel=1e-15)


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
    expected = activation(x)
    found = curve(snippet(activation, "NumPy") or "")(x)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


@every_setting
def test_numpy_code_agrees_with_the_oracles(activation: Activation) -> None:
    x = np.array([-100.0, -37.5, -8.3, -0.7, -1e-3, -1e-9, 0.0, 1e-9, 0.1, 0.999, 1.001, 2.7, 36.0, 100.0])
    found = curve(snippet(activation, "NumPy") or "")(x)
    with mp.workdps(400):  # for values near 0
        expected = [float(oracle_of(activation)(mp.mpf(point))) for point in x]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


def check(activation: Activation, library: Library, values_and_slopes: Any) -> None:
    """Values and slopes as `values_and_slopes(curve, points)` finds them against the catalogue and our records."""
    code = snippet(activation, library)
    if code is None:
        return
    values, slopes = values_and_slopes(curve(code), SMOOTH_POINTS)
    # PyTorch holds some parameters in float32 whatever the input, and Keras gives some results in it.
    tolerance = 1e-8 if values.dtype == np.float64 else 5e-6
    for found, exact in ((values, activation), (slopes, activation.derivative)):
        np.testing.assert_allclose(found, exact(SMOOTH_POINTS), rtol=tolerance, atol=tolerance)
    recorded = slopes_at_breakpoints(activation, library)
    if recorded:
        values, slopes = values_and_slopes(curve(code), np.array(list(recorded)))
        np.testing.assert_allclose(values, activation(list(recorded)), rtol=1e-7, atol=1e-15)
        np.testing.assert_allclose(slopes, list(recorded.values()), rtol=1e-7)


@every_setting
def test_pytorch_agrees(activation: Activation) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")

    def values_and_slopes(run: Curve, points: np.ndarray) -> ValuesAndSlopes:
        x = torch.tensor(points, requires_grad=True)
        y = run(x)
        return y.detach().numpy(), torch.autograd.grad(y.sum(), x)[0].numpy()

    check(activation, "PyTorch", values_and_slopes)


@every_setting
@pytest.mark.parametrize("library", ["JAX", "Keras"])
def test_jax_and_keras_on_jax_agree(activation: Activation, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    jax.config.update("jax_enable_x64", True)
    if library == "Keras":
        monkeypatch.setenv("KERAS_BACKEND", "jax")
        pytest.importorskip("keras", reason="Keras is not installed")

    def values_and_slopes(run: Curve, points: np.ndarray) -> ValuesAndSlopes:
        x = jax.numpy.asarray(points)
        return np.asarray(run(x)), np.asarray(jax.grad(lambda x: run(x).sum())(x))

    check(activation, library, values_and_slopes)


@every_setting
def test_onnx_agrees(activation: Activation) -> None:
    onnx = pytest.importorskip("onnx", reason="ONNX is not installed")
    reference = pytest.importorskip("onnx.reference", reason="ONNX is not installed")
    code = snippet(activation, "ONNX")
    if code is None:
        return
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    ends = [onnx.helper.make_tensor_value_info(end, onnx.TensorProto.FLOAT, ["n"]) for end in "xy"]
    graph = onnx.helper.make_graph(namespace["nodes"], activation.name, ends[:1], ends[1:])
    # 24 is the first that has every operator used.
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 24)])
    onnx.checker.check_model(model, full_check=True)
    x = SMOOTH_POINTS[np.abs(SMOOTH_POINTS) < 80].astype(np.float32)  # exp(80) still is a float32
    with np.errstate(all="ignore"):  # the reference evaluator computes both sides of a choice
        found = reference.ReferenceEvaluator(model).run(None, {"x": x})[0]
    np.testing.assert_allclose(found, activation(x), rtol=1e-5, atol=1e-6)
