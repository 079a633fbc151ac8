"""The code for each library against the catalogue: NumPy's always, any other where its library is installed."""

import re
from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from mpmath import mp

from activations import CATALOG, Activation
from activations.libraries import (
    IMPLEMENTATIONS,
    LANGUAGES,
    LIBRARIES,
    Language,
    Library,
    call,
    slopes_at_breakpoints,
    snippet,
)
from activations.libraries.numpy_code import NUMPY_CODE
from tests.oracles import ORACLES
from tests.strategies import Parameters, every_activation, every_setting
from tests.test_accuracy import DIGITS

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


def points_for(activation: Activation, parameters: Parameters) -> np.ndarray:
    return np.union1d(np.linspace(-100.0, 100.0, 4_001), activation.breakpoints(**parameters))


@every_activation
def test_every_library_has_an_entry(activation: Activation) -> None:
    assert tuple(IMPLEMENTATIONS[activation.name]) == LIBRARIES
    assert activation.name in NUMPY_CODE


def test_entries_are_those_of_the_catalogue() -> None:
    assert list(IMPLEMENTATIONS) == list(CATALOG) == list(NUMPY_CODE)
    assert get_args(Language) == LANGUAGES == ("NumPy", *LIBRARIES)


@every_setting
@pytest.mark.parametrize("language", LANGUAGES)
def test_code_compiles_and_holds_every_parameter(
    activation: Activation, parameters: Parameters, language: Language
) -> None:
    code = snippet(activation.name, language, **parameters)
    if code is None:
        assert language != "NumPy"
        assert IMPLEMENTATIONS[activation.name][language] is None
        return
    compile(code, activation.name, "exec")
    assert "{" not in code
    assert set(re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE)) <= PACKAGES[language]
    numbers = {float(number) for number in re.findall(r"(?<![\w.])\d+\.\d+(?:e-?\d+)?", code)}
    moved = {abs(value) for key, value in parameters.items() if value != activation.defaults[key]}
    assert moved <= numbers


@every_activation
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_parameter_of_numpy_is_written_as_a_plain_number(activation: Activation, library: Library) -> None:
    plain = call(activation.name, library, **activation.defaults)
    numpy_scalars = {name: np.float64(value) for name, value in activation.defaults.items()}
    assert call(activation.name, library, **numpy_scalars) == plain


@every_setting
@pytest.mark.parametrize("library", ["PyTorch", "JAX", "Keras"])
def test_slopes_stand_at_the_breakpoints(activation: Activation, parameters: Parameters, library: Library) -> None:
    points = activation.breakpoints(**parameters) if IMPLEMENTATIONS[activation.name][library] else ()
    assert tuple(slopes_at_breakpoints(activation.name, library, **parameters)) == points


@every_setting
def test_pytorchs_slopes_are_the_catalogues(activation: Activation, parameters: Parameters) -> None:
    for point, slope in slopes_at_breakpoints(activation.name, "PyTorch", **parameters).items():
        assert activation.derivative(point, **parameters) == pytest.approx(slope, rel=1e-15)


@every_activation
def test_onnx_defines_no_derivatives(activation: Activation) -> None:
    assert slopes_at_breakpoints(activation.name, "ONNX", **activation.defaults) == {}


@every_setting
def test_numpy_code_agrees_with_the_catalogue(activation: Activation, parameters: Parameters) -> None:
    x = points_for(activation, parameters)
    expected = activation.function(x, **parameters)
    found = curve(snippet(activation.name, "NumPy", **parameters) or "")(x)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


@every_setting
def test_numpy_code_agrees_with_the_oracles(activation: Activation, parameters: Parameters) -> None:
    x = np.array([-100.0, -37.5, -8.3, -0.7, -1e-3, -1e-9, 0.0, 1e-9, 0.1, 0.999, 1.001, 2.7, 36.0, 100.0])
    found = curve(snippet(activation.name, "NumPy", **parameters) or "")(x)
    with mp.workdps(DIGITS):
        exact = {key: mp.mpf(value) for key, value in parameters.items()}
        expected = [float(ORACLES[activation.name](mp.mpf(point), **exact)) for point in x]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


def check(activation: Activation, parameters: Parameters, library: Library, values_and_slopes: Any) -> None:
    """Values and slopes as `values_and_slopes(curve, points)` finds them against the catalogue and our records."""
    code = snippet(activation.name, library, **parameters)
    if code is None:
        return
    values, slopes = values_and_slopes(curve(code), SMOOTH_POINTS)
    # PyTorch holds some parameters in float32 whatever the input, and Keras gives some results in it.
    tolerance = 1e-8 if values.dtype == np.float64 else 5e-6
    for found, exact in ((values, activation.function), (slopes, activation.derivative)):
        np.testing.assert_allclose(found, exact(SMOOTH_POINTS, **parameters), rtol=tolerance, atol=tolerance)
    recorded = slopes_at_breakpoints(activation.name, library, **parameters)
    if recorded:
        values, slopes = values_and_slopes(curve(code), np.array(list(recorded)))
        np.testing.assert_allclose(values, activation.function(list(recorded), **parameters), rtol=1e-7, atol=1e-15)
        np.testing.assert_allclose(slopes, list(recorded.values()), rtol=1e-7)


@every_setting
def test_pytorch_agrees(activation: Activation, parameters: Parameters) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")

    def values_and_slopes(run: Curve, points: np.ndarray) -> ValuesAndSlopes:
        x = torch.tensor(points, requires_grad=True)
        y = run(x)
        return y.detach().numpy(), torch.autograd.grad(y.sum(), x)[0].numpy()

    check(activation, parameters, "PyTorch", values_and_slopes)


@every_setting
@pytest.mark.parametrize("library", ["JAX", "Keras"])
def test_jax_and_keras_on_jax_agree(
    activation: Activation, parameters: Parameters, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    jax.config.update("jax_enable_x64", True)
    if library == "Keras":
        monkeypatch.setenv("KERAS_BACKEND", "jax")
        pytest.importorskip("keras", reason="Keras is not installed")

    def values_and_slopes(run: Curve, points: np.ndarray) -> ValuesAndSlopes:
        x = jax.numpy.asarray(points)
        return np.asarray(run(x)), np.asarray(jax.grad(lambda x: run(x).sum())(x))

    check(activation, parameters, library, values_and_slopes)


@every_setting
def test_onnx_agrees(activation: Activation, parameters: Parameters) -> None:
    onnx = pytest.importorskip("onnx", reason="ONNX is not installed")
    reference = pytest.importorskip("onnx.reference", reason="ONNX is not installed")
    code = snippet(activation.name, "ONNX", **parameters)
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
    np.testing.assert_allclose(found, activation.function(x, **parameters), rtol=1e-5, atol=1e-6)
