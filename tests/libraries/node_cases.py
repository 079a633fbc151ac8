"""ONNX's own tests of its operators, run against the catalogue.

`python -m tests.libraries.node_cases && ruff format activations` records them.
Which function with which parameters an operator is, comes from the record of ONNX in the package.
"""

import importlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations import CATALOG, Definition
from activations.gates import GATES, gate_snippet
from activations.libraries import onnx as record

Array = NDArray[Any]

FILE = Path(record.__file__).with_name("onnx_cases.py")
HEAD = '''"""ONNX's own tests of its operators, by the function or gated unit that passed them, as they were run.

Made by `python -m tests.libraries.node_cases && ruff format activations`.
"""

from collections.abc import Mapping
from types import MappingProxyType

'''


class Node(NamedTuple):
    """An operator with its attributes and those inputs that are single numbers.

    In one from the package, the name of an activation's parameter may stand for its value.
    """

    operator: str
    settings: dict[str, Any]


class Case(NamedTuple):
    """What a test of one operator gives it, and asks for."""

    name: str
    node: Node
    inputs: list[Array]
    output: Array
    rtol: float
    atol: float


Run = Callable[..., Array]


def module(name: str) -> Any:
    """A part of ONNX; an error, and no skip, where it is missing."""
    return importlib.import_module(name)


@cache
def cases() -> tuple[Case, ...]:
    """All tests of a single node with arrays of floats, of 16 bits or more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ONNX' own, of overflows in other operators
        tests = {each.name: each for each in module("onnx.backend.test.case.node").collect_testcases()}
    return tuple(case for each in tests.values() if (case := _case(each)) is not None)


def _case(test: Any) -> Case | None:
    nodes, (inputs, outputs) = test.model.graph.node, test.data_sets[0]
    # What ONNX expands an operator to, is tested with the same numbers.
    if len(nodes) > 1 or nodes[0].domain or test.name.endswith("_expanded") or len(outputs) > 1:
        return None
    if not all(isinstance(each, np.ndarray | np.generic) and _is_float(each.dtype) for each in (*inputs, *outputs)):
        return None
    node, value_of = nodes[0], module("onnx.helper").get_attribute_value
    formal = [each.name for each, name in zip(_schema(node.op_type).inputs, node.input, strict=False) if name]
    settings = _defaults(node.op_type) | {each.name: value_of(each) for each in node.attribute}
    settings |= {name: float(x) for name, x in zip(formal, inputs, strict=False) if x.ndim == 0}
    arrays = [np.asarray(each) for each in inputs if each.ndim]
    return Case(test.name, Node(node.op_type, settings), arrays, outputs[0], test.rtol, test.atol)


def _is_float(dtype: np.dtype[Any]) -> bool:
    return dtype.kind == "f" or dtype.name == "bfloat16"


def runs_of(case: Case) -> Iterator[tuple[str, Run]]:
    """The functions and units of the package that are this operator with these settings, by name."""
    for definition in CATALOG.values():
        parameters = _parameters(definition, case.node)
        if parameters is not None:
            yield definition.name, definition(**parameters)
    for unit in GATES.values():
        node = _gate_node(unit.name, case.node.settings)
        if node and node.operator == case.node.operator and _same(node.settings, case.node.settings):
            yield unit.name, unit(**{each.name: case.node.settings["alpha"] for each in unit.parameters})
    settings = case.node.settings
    if case.node.operator == "Selu" and settings != _defaults("Selu"):
        # SELU has constants of its own; with others it is a multiple of ELU.
        yield "SELU", lambda x: settings["gamma"] * CATALOG["ELU"](alpha=settings["alpha"])(x)
    if case.node.operator == "PRelu":
        yield "LeakyReLU", np.vectorize(lambda x, slope: CATALOG["LeakyReLU"](negative_slope=slope)(x))


def passed() -> dict[str, list[str]]:
    """The names of the tests that each function passes; AssertionError if one fails."""
    found: dict[str, list[str]] = {}
    for case in cases():
        for name, run in runs_of(case):
            result = run(*(each.astype(np.float64) for each in case.inputs)).astype(case.output.dtype)
            expected = case.output.astype(np.float64)
            np.testing.assert_allclose(
                result.astype(np.float64), expected, rtol=case.rtol, atol=case.atol, err_msg=f"{name}: {case.name}"
            )
            found.setdefault(name, []).append(case.name)
    return found


def _parameters(definition: Definition, node: Node) -> dict[str, float] | None:
    """Those with which the function is that node, as the package has it; None if it never is."""
    function = record.ONNX[definition.name]
    names = {each.name: repr(each.name) for each in definition.parameters}
    recorded = _node(function.call.format(**names)) if function else None
    if recorded is None or recorded.operator != node.operator or recorded.settings.keys() != node.settings.keys():
        return None
    bound: dict[str, float] = {}
    for key, wanted in recorded.settings.items():
        if wanted in names and bound.setdefault(wanted, node.settings[key]) != node.settings[key]:
            return None
    fixed = {key for key, wanted in recorded.settings.items() if wanted not in names}
    if not _same({key: recorded.settings[key] for key in fixed}, {key: node.settings[key] for key in fixed}):
        return None
    try:
        return bound if definition(**bound) else None
    except ValueError:  # as for bounds in the wrong order
        return None


def _gate_node(name: str, settings: Mapping[str, Any]) -> Node | None:
    parameters = {each.name: settings.get("alpha", each.default) for each in GATES[name].parameters}
    code = gate_snippet(GATES[name](**parameters), "ONNX")
    return _node(code.partition("nodes = ")[2]) if code else None


def _node(code: str) -> Node | None:
    """The one node that the code makes besides constants; None if there are several."""

    def make_node(operator: str, inputs: list[str], outputs: list[str], **attributes: Any) -> Node:
        return Node(operator, {"inputs": inputs, "outputs": outputs, **attributes})

    nodes: list[Node] = eval(code, {"make_node": make_node})
    constants = {each.settings["outputs"][0]: each.settings["value_float"] for each in nodes if each[0] == "Constant"}
    if len(nodes) > len(constants) + 1:
        return None
    operator, settings = nodes[-1]
    formal = [each.name for each in _schema(operator).inputs]
    numbers = {formal[k]: constants[name] for k, name in enumerate(settings["inputs"]) if name in constants}
    attributes = {key: value for key, value in settings.items() if key not in ("inputs", "outputs")}
    return Node(operator, {**_defaults(operator), **attributes, **numbers})


def _schema(operator: str) -> Any:
    return module("onnx.defs").get_schema(operator)


@cache
def _defaults(operator: str) -> dict[str, Any]:
    value_of = module("onnx.helper").get_attribute_value
    attributes = _schema(operator).attributes.items()
    return {name: value_of(each.default_value) for name, each in attributes if each.default_value.name}


def _same(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether settings are equal as ONNX has them: in float32, and as bytes."""

    def stored(value: Any) -> Any:
        return value.encode() if isinstance(value, str) else np.float32(value) if isinstance(value, float) else value

    return {key: stored(value) for key, value in first.items()} == {key: stored(value) for key, value in second.items()}


def written() -> str:
    """The module that records what ran."""
    lines = [f'VERSION = "{module("onnx").__version__}"', "", "# Function or unit -> the tests that it passed."]
    lines += ["CASES: Mapping[str, tuple[str, ...]] = MappingProxyType(", "    {"]
    found = passed()
    for name in (*CATALOG, *GATES):
        if name in found:
            names = [f'"{case}"' for case in found[name]]
            lines.append(f'        "{name}": ({", ".join(names)}{"," if len(names) == 1 else ""}),')
    return HEAD + "\n".join([*lines, "    }", ")", ""])


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
