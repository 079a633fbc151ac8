"""Runs code in one library and differentiates it: a script, since Keras takes one backend a process.

    python tests/libraries/differentiate.py ENVIRONMENT REQUESTS ANSWERS

REQUESTS is a pickled list of pairs: code that makes `y` (for ONNX `nodes`) of `x`, and either points, answered by the
values and the slopes there, or an expression, answered by its value. An expression may use the words below.
"""

import importlib
import os
import pickle
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

Curve = Callable[[Any], Any]
ValuesAndSlopes = tuple[np.ndarray, Any]  # ONNX has no slopes: None

_BACKENDS = {"Keras on JAX": "jax", "Keras on TensorFlow": "tensorflow", "Keras on PyTorch": "torch"}


def curve(code: str) -> Curve:
    """The function that a snippet is, of whatever kind of array its library takes."""

    def run(x: Any) -> Any:
        namespace = {"x": x}
        exec(code, namespace)
        return namespace["y"]

    return run


def in_pytorch(run: Curve, points: np.ndarray) -> ValuesAndSlopes:
    torch = importlib.import_module("torch")
    x = torch.tensor(points, requires_grad=True)
    y = run(x)
    return y.detach().numpy(), torch.autograd.grad(y.sum(), x)[0].numpy()


def in_jax(run: Curve, points: np.ndarray) -> ValuesAndSlopes:
    jax = importlib.import_module("jax")
    x = jax.numpy.asarray(points)
    return np.asarray(run(x)), np.asarray(jax.grad(lambda x: run(x).sum())(x))


def in_tensorflow(run: Curve, points: np.ndarray, *, by_xla: bool = False) -> ValuesAndSlopes:
    tensorflow = importlib.import_module("tensorflow")

    def values_and_slopes(x: Any) -> tuple[Any, Any]:
        with tensorflow.GradientTape() as tape:
            tape.watch(x)
            y = run(x)
        return y, tape.gradient(y, x)

    differentiate = tensorflow.function(values_and_slopes, jit_compile=True) if by_xla else values_and_slopes
    y, slopes = differentiate(tensorflow.constant(points))
    return y.numpy(), slopes.numpy()


def in_onnx(code: str, points: np.ndarray) -> ValuesAndSlopes:
    """The values at the first opset that has every operator used, which the last must repeat."""
    onnx, reference = importlib.import_module("onnx"), importlib.import_module("onnx.reference")
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    kind = onnx.helper.np_dtype_to_tensor_dtype(points.dtype)
    ends = [onnx.helper.make_tensor_value_info(end, kind, ["n"]) for end in "xy"]
    graph = onnx.helper.make_graph(namespace["nodes"], "curve", ends[:1], ends[1:])
    values = []
    for opset in (24, onnx.defs.onnx_opset_version()):
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", opset)])
        onnx.checker.check_model(model, full_check=True)
        with np.errstate(all="ignore"):  # the reference evaluator computes both sides of a choice
            values.append(reference.ReferenceEvaluator(model).run(None, {"x": points})[0])
    np.testing.assert_array_equal(*values)
    return values[0], None


DIFFERENTIATORS: dict[str, Callable[[Curve, np.ndarray], ValuesAndSlopes]] = {
    "PyTorch": in_pytorch,
    "JAX": in_jax,
    "Keras on JAX": in_jax,
    "Keras on TensorFlow": in_tensorflow,
    "Keras on TensorFlow by XLA": partial(in_tensorflow, by_xla=True),
    "Keras on PyTorch": in_pytorch,
}

MODULES = ("inspect", "jax", "keras", "onnx", "torch")


def words(environment: str, backend: str | None, code: str) -> dict[str, Any]:
    """What an expression may use besides MODULES."""

    def run(x: float, kind: type, count: int = 1) -> Any:
        return values_and_slopes(environment, code, np.full(count, x, kind))

    return {
        "np": np,
        "environment": environment,
        "backend": backend,
        "value": lambda x: run(x, np.float64)[0][0],
        "slope": lambda x: run(x, np.float64)[1][0],
        "kind": lambda: run(0.0, np.float64)[0].dtype.name,  # of the values for float64
        # Alone and among many, since vectorised loops have a code of their own.
        "vanishes": lambda x: all((run(x, np.float32, count)[0] == 0).all() for count in (1, 64)),
        "slope_of": lambda code, x: values_and_slopes(environment, code, np.array([x]))[1][0],
    }


def values_and_slopes(environment: str, code: str, points: np.ndarray) -> ValuesAndSlopes:
    if environment == "ONNX":
        return in_onnx(code, points)
    return DIFFERENTIATORS[environment](curve(code), points)


def answers(environment: str, requests: list[tuple[str, str | np.ndarray]]) -> list[Any]:
    backend = next((backend for name, backend in _BACKENDS.items() if environment.startswith(name)), None)
    if backend:
        os.environ.update(KERAS_BACKEND=backend, TF_CPP_MIN_LOG_LEVEL="3")
    if "JAX" in environment:
        importlib.import_module("jax").config.update("jax_enable_x64", True)
    if backend and importlib.import_module("keras").backend.backend() != backend:
        raise RuntimeError(f"Keras does not run on {backend}")

    def answer(code: str, asked: str | np.ndarray) -> Any:
        if isinstance(asked, str):
            modules = {name: importlib.import_module(name) for name in MODULES if f"{name}." in asked}
            return eval(asked, words(environment, backend, code) | modules)
        return values_and_slopes(environment, code, asked)

    return [answer(*request) for request in requests]


if __name__ == "__main__":
    asked = pickle.loads(Path(sys.argv[2]).read_bytes())
    Path(sys.argv[3]).write_bytes(pickle.dumps(answers(sys.argv[1], asked)))
