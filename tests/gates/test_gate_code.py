"""The code for gated units: NumPy's always, any other where its library is installed; and the values to check by."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from mpmath import mp
from scipy import special

from activations import CATALOG
from activations.gates import (
    CHECK_INPUTS,
    GATE_LANGUAGES,
    GATES,
    IMPLEMENTATIONS_OF_GATES,
    Gate,
    GateLanguage,
    Implementation,
    check_code,
    check_values,
    gate_snippet,
    gated_by,
)
from tests.gates.gate_oracles import UNITS, oracle_factors

NAMED = [unit for unit in UNITS if unit.name in GATES]

every_named_unit = pytest.mark.parametrize("unit", NAMED, ids=repr)
every_implementation = pytest.mark.parametrize("implementation", IMPLEMENTATIONS_OF_GATES, ids=lambda each: each.name)

G, U = np.random.default_rng(6).uniform(-12.0, 12.0, (2, 40))


def run(code: str, **arrays: Any) -> dict[str, Any]:
    namespace = dict(arrays)
    exec(code, namespace)
    return namespace


def oracle(unit: Gate, g: np.ndarray, u: np.ndarray) -> list[float]:
    opening, value = oracle_factors(unit)
    with mp.workdps(400):
        return [float(opening(mp.mpf(x)) * value(mp.mpf(y))) for x, y in zip(g.tolist(), u.tolist(), strict=True)]


@every_named_unit
def test_numpy_code_agrees_with_mpmath(unit: Gate) -> None:
    found = run(gate_snippet(unit, "NumPy") or "", g=G, u=U)["y"]
    np.testing.assert_allclose(found, oracle(unit, G, U), rtol=1e-12)


@every_named_unit
def test_numpy_code_has_the_limits_of_the_gate_and_keeps_nan(unit: Gate) -> None:
    g, u = np.array([-np.inf, np.inf, np.nan]), np.full(3, 1.5)
    np.testing.assert_allclose(run(gate_snippet(unit, "NumPy") or "", g=g, u=u)["y"], unit(g, u), rtol=1e-15)


@every_named_unit
@pytest.mark.parametrize("language", GATE_LANGUAGES)
def test_code_compiles_and_holds_every_parameter(unit: Gate, language: GateLanguage) -> None:
    code = gate_snippet(unit, language)
    assert code is not None
    compile(code, unit.name, "exec")
    assert "{" not in code
    assert all(repr(value) in code for value in unit.parameters.values())


def test_a_unit_without_name_has_no_code_of_its_own() -> None:
    assert gate_snippet(gated_by(CATALOG["Tanh"]()), "NumPy") is None


def check_library(unit: Gate, language: GateLanguage, values_and_slopes: Callable[[str], list[np.ndarray]]) -> None:
    found = values_and_slopes(gate_snippet(unit, language) or "")
    exact = (unit(G, U), unit.by_gate(G, U), unit.by_value(G, U))
    for numbers, expected in zip(found, exact, strict=False):
        tolerance = 1e-9 if numbers.dtype == np.float64 else 1e-5
        np.testing.assert_allclose(numbers, expected, rtol=tolerance, atol=tolerance)


@every_named_unit
def test_pytorch_agrees(unit: Gate) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")

    def values_and_slopes(code: str) -> list[np.ndarray]:
        g, u = (torch.tensor(numbers, requires_grad=True) for numbers in (G, U))
        y = run(code, g=g, u=u)["y"]
        return [y.detach().numpy(), *(slope.numpy() for slope in torch.autograd.grad(y.sum(), (g, u)))]

    check_library(unit, "PyTorch", values_and_slopes)


@every_named_unit
@pytest.mark.parametrize("language", ["JAX", "Keras"])
def test_jax_and_keras_on_jax_agree(unit: Gate, language: GateLanguage, monkeypatch: pytest.MonkeyPatch) -> None:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    jax.config.update("jax_enable_x64", True)
    if language == "Keras":
        monkeypatch.setenv("KERAS_BACKEND", "jax")
        pytest.importorskip("keras", reason="Keras is not installed")

    def values_and_slopes(code: str) -> list[np.ndarray]:
        def gated(g: Any, u: Any) -> Any:
            return run(code, g=g, u=u)["y"]

        slopes = jax.grad(lambda g, u: gated(g, u).sum(), argnums=(0, 1))(*map(jax.numpy.asarray, (G, U)))
        return [np.asarray(gated(*map(jax.numpy.asarray, (G, U)))), *map(np.asarray, slopes)]

    check_library(unit, language, values_and_slopes)


@every_named_unit
def test_onnx_agrees(unit: Gate) -> None:
    onnx = pytest.importorskip("onnx", reason="ONNX is not installed")
    reference = pytest.importorskip("onnx.reference", reason="ONNX is not installed")

    def values(code: str) -> list[np.ndarray]:
        ends = [onnx.helper.make_tensor_value_info(end, onnx.TensorProto.FLOAT, ["n"]) for end in "guy"]
        graph = onnx.helper.make_graph(run(code)["nodes"], unit.name, ends[:2], ends[2:])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 28)])
        onnx.checker.check_model(model, full_check=True)
        inputs = {"g": G.astype(np.float32), "u": U.astype(np.float32)}
        return [reference.ReferenceEvaluator(model).run(None, inputs)[0]]

    check_library(unit, "ONNX", values)


@pytest.mark.parametrize("unit", [unit for unit in NAMED if unit.name == "ClampedSwiGLU"], ids=repr)
def test_pytorch_has_the_same_slopes_at_the_limits(unit: Gate) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    limit = unit.parameters["limit"]
    at = np.array([limit, 1.0, 1.0]), np.array([1.0, limit, -limit])
    g, u = (torch.tensor(numbers, requires_grad=True) for numbers in at)
    y = run(gate_snippet(unit, "PyTorch") or "", g=g, u=u)["y"]
    by_gate, by_value = torch.autograd.grad(y.sum(), (g, u))
    np.testing.assert_allclose(by_gate.numpy(), unit.by_gate(*at), rtol=1e-12)
    np.testing.assert_allclose(by_value.numpy(), unit.by_value(*at), rtol=1e-12)


def packed(implementation: Implementation) -> dict[str, np.ndarray]:
    """G and U as the implementation expects them."""
    if implementation.split == "separate":
        return {"g": G, "u": U}
    pair = (G, U) if implementation.gate_is == "first" else (U, G)
    columns = np.stack(pair, axis=-1).ravel() if implementation.split == "interleaved" else np.concatenate(pair)
    return {"x": np.tile(columns, (2, 3, 1))}


@every_implementation
def test_the_code_of_an_implementation_does_what_its_record_says(implementation: Implementation) -> None:
    code = f"import numpy as np\nfrom scipy import special\n{implementation.code}"
    found = np.broadcast_to(run(code, **packed(implementation))["y"], (2, 3, G.size))
    if implementation.unit is not None:
        expected = oracle(implementation.unit, G, U)
        assert implementation.clamp in ("none", "before the activation")
        assert implementation.unit.parameters.get("bias", 0.0) == implementation.bias
        assert implementation.unit.parameters.get("limit") == implementation.limit
        recorded = implementation.unit.parameters.get("alpha", implementation.unit.parameters.get("beta"))
        assert recorded in (None, implementation.alpha)
    else:
        assert implementation.clamp == "after the activation"
        with mp.workdps(400):
            silu = [float(x / (1 + mp.exp(-mp.mpf(x)))) for x in G.tolist()]
        limit = implementation.limit or 0.0
        expected = [min(s, limit) * min(max(u, -limit), limit) for s, u in zip(silu, U.tolist(), strict=True)]
    np.testing.assert_allclose(found[1, 2], expected, rtol=1e-12)


def test_implementations_have_a_source_and_a_name_of_their_own() -> None:
    assert len({each.name for each in IMPLEMENTATIONS_OF_GATES}) == len(IMPLEMENTATIONS_OF_GATES)
    assert all(each.source for each in IMPLEMENTATIONS_OF_GATES)


def test_glu_of_pytorch_and_jax_takes_the_second_half_as_its_gate() -> None:
    columns = np.concatenate([U, G])
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    expected = GATES["GLU"]()(G, U)
    np.testing.assert_allclose(torch.nn.functional.glu(torch.tensor(columns)).numpy(), expected, rtol=1e-12)
    np.testing.assert_allclose(np.asarray(jax.nn.glu(jax.numpy.asarray(columns))), expected, rtol=1e-5)


@every_named_unit
def test_check_values_are_right_to_twelve_digits(unit: Gate) -> None:
    g, u = map(np.array, zip(*CHECK_INPUTS, strict=True))
    opening, value = oracle_factors(unit)
    found = check_values(unit)
    assert [(each.g, each.u) for each in found] == list(CHECK_INPUTS)
    for each in found:
        with mp.workdps(400):
            exact = opening(mp.mpf(each.g)) * value(mp.mpf(each.u))
            assert abs(mp.mpf(each.y) - exact) <= mp.mpf("0.501e-11") * abs(exact) + mp.mpf(10) ** -300
    assert len(g) == len(u) == 10


def mistaken(unit: Gate) -> dict[str, np.ndarray]:
    """What usual mistakes make of the inputs."""
    g, u = map(np.array, zip(*CHECK_INPUTS, strict=True))
    clamped, silu = GATES["ClampedSwiGLU"](), CATALOG["SiLU"](beta=1.702)
    return {
        "swapped": unit(u, g),
        **{name: definition()(g, u) for name, definition in GATES.items() if name != unit.name},
        "no clamp": silu(g) * (u + 1.0),
        "no clamp of the gate": silu(g) * (np.clip(u, -7.0, 7.0) + 1.0),
        "gate clamped from below": clamped(np.maximum(g, -7.0), u),
        "clamp after the activation": np.minimum(silu(g), 7.0) * (np.clip(u, -7.0, 7.0) + 1.0),
        "1 added before the clamp": silu(np.minimum(g, 7.0)) * np.clip(u + 1.0, -7.0, 7.0),
        "no + 1": silu(np.minimum(g, 7.0)) * np.clip(u, -7.0, 7.0),
        "α of 1": GATES["ClampedSwiGLU"](alpha=1.0)(g, u),
    }


@pytest.mark.parametrize("name", list(GATES))
def test_the_check_finds_the_usual_mistakes(name: str) -> None:
    unit = GATES[name]()
    right = np.array([float(each.y) for each in check_values(unit)])
    for mistake, wrong in mistaken(unit).items():
        off = np.max(np.abs(wrong - right) / (np.abs(right) + 0.01))
        if (name, mistake) == ("Bilinear", "swapped"):
            assert off == 0.0  # it does not matter there
        elif {name, mistake} in ({"GEGLU", "GEGLUTanh"}, {"ClampedSwiGLU", "clamp after the activation"}):
            assert off > 1e-6, mistake  # nearly the same function: it takes float64 to see
        else:
            assert off > 0.01, mistake  # seen in bfloat16


@pytest.mark.parametrize("name", list(GATES))
def test_check_code_passes_for_the_right_function_and_fails_for_a_wrong_one(name: str) -> None:
    unit = GATES[name]()
    run(check_code(unit), gated_unit=unit)["test_gated_unit"]()
    wrong = run(check_code(unit), gated_unit=lambda g, u: unit(g, u) + 1e-9)
    with pytest.raises(AssertionError):
        wrong["test_gated_unit"]()


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("GLU", lambda g: 0.5 * (1.0 + np.tanh(0.5 * g))),
        ("GEGLU", lambda g: 0.5 * g * (1.0 + special.erf(g / np.sqrt(2.0)))),
        ("GEGLUTanh", lambda g: 0.5 * g * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (g + 0.044715 * g**3)))),
        ("SwiGLU", lambda g: g / (1.0 + np.exp(-g))),
    ],
)
def test_check_code_passes_for_the_forms_that_libraries_have(
    name: str, opening: Callable[[np.ndarray], np.ndarray]
) -> None:
    """Their tails are lost where two terms cancel, and that is no mistake."""
    run(check_code(GATES[name]()), gated_unit=lambda g, u: opening(g) * u)["test_gated_unit"]()
