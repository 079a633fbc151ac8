"""ONNX's own tests of its operators, run against the catalogue. ONNX must be there: none of this is ever skipped."""

import re

import numpy as np
import pytest

from activations import CATALOG
from activations.gates import GATES
from activations.libraries import onnx as record
from activations.libraries.onnx_cases import CASES, VERSION
from tests.libraries.node_cases import cases, module, passed, runs_of

# Tests of operators that are an activation with other settings only.
OTHER_SETTINGS = {
    "test_clip_min_greater_than_max",
    "test_clip_default_min",
    "test_clip_default_max",
    "test_clip_default_inbounds",
}


def test_the_record_is_what_runs_now() -> None:
    """If not: `python -m tests.libraries.node_cases && ruff format activations`."""
    assert module("onnx").__version__ == VERSION
    assert {name: list(found) for name, found in CASES.items()} == passed()


def test_no_test_of_an_activation_is_left_out() -> None:
    calls = " ".join(each.call for each in record.ONNX.values() if each)
    operators = {*re.findall(r'make_node\("(\w+)"', calls), "PRelu", "SwiGLU"} - {"Constant"}
    about = [case for case in cases() if case.node.operator in operators]
    assert {case.name for case in about if not list(runs_of(case))} == OTHER_SETTINGS
    assert operators - {case.node.operator for case in about} == set()
    assert CASES.keys() <= {*CATALOG, *GATES}
    assert len({case for found in CASES.values() for case in found}) > 40


@pytest.mark.parametrize("name", CASES)
def test_they_would_notice_another_function(name: str) -> None:
    """A hundredth more would fail at least one of the tests."""
    mine = [case for case in cases() if case.name in CASES[name]]
    assert mine
    for case in mine:
        (run,) = (run for owner, run in runs_of(case) if owner == name)
        result = 1.01 * run(*(each.astype(np.float64) for each in case.inputs))
        assert not np.allclose(result, case.output.astype(np.float64), rtol=case.rtol, atol=case.atol)
