"""The record of each library against the library itself, where it is installed; each runs in a process of its own.

Only ONNX is a dependency, of the tests. In an environment that has them all, without the app, this runs everything:

    pip install numpy scipy pytest mpmath hypothesis torch jax keras tensorflow-cpu onnx && pytest tests/libraries
"""

import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from activations import CATALOG, Activation, Definition, libraries
from activations.libraries import Library, implementation_of, slopes_at_breakpoints, snippet
from activations.libraries.library_function import Backend
from tests.libraries.claims import CLAIMS
from tests.parametrized import every_definition, settings_of

# Away from the breakpoints that no parameter moves; the steps are finer where the curves bend.
POINTS = np.concatenate([np.linspace(-100.0, 100.0, 401), np.linspace(-8.0, 8.0, 641)]) + 1.234e-3
POINTS_OF_ONNX = POINTS[np.abs(POINTS) < 80].astype(np.float32)  # exp(80) still is a float32

RANDOM_SETTINGS = 20
DECADES = 6.0  # a random parameter is up to so many past its slider, and down to so many below

EXACT = 3e-9  # a relative error; that of float32 is 3e-8 for most parameters


@dataclass(frozen=True)
class Environment:
    """A library as it runs, on a backend if it has several; `packages` maps its modules to their names for a reader."""

    library: Library
    packages: dict[str, str]
    backend: Backend | None = None
    compiled: bool = False


ENVIRONMENTS = {
    "PyTorch": Environment("PyTorch", {"torch": "PyTorch"}),
    "JAX": Environment("JAX", {"jax": "JAX"}),
    "ONNX": Environment("ONNX", {"onnx": "ONNX"}),
    "Keras on JAX": Environment("Keras", {"keras": "Keras", "jax": "JAX"}, "JAX"),
    "Keras on TensorFlow": Environment("Keras", {"keras": "Keras", "tensorflow": "TensorFlow"}, "TensorFlow"),
    "Keras on TensorFlow by XLA": Environment(
        "Keras", {"keras": "Keras", "tensorflow": "TensorFlow"}, "TensorFlow", compiled=True
    ),
    "Keras on PyTorch": Environment("Keras", {"keras": "Keras", "torch": "PyTorch"}, "PyTorch"),
}

every_environment = pytest.mark.parametrize("name", ENVIRONMENTS)
every_differentiating = pytest.mark.parametrize("name", [name for name in ENVIRONMENTS if name != "ONNX"])


def random_settings(definition: Definition) -> Iterator[Activation]:
    """Half within the sliders, half by their order of magnitude; the same each time."""
    rng = np.random.default_rng(len(definition.name))
    made = 0
    while definition.parameters and made < RANDOM_SETTINGS:
        values = {
            p.name: rng.uniform(p.low, p.high)
            if made % 2
            else rng.choice([-1.0, 1.0]) * p.high * 10 ** rng.uniform(-DECADES, DECADES)
            for p in definition.parameters
        }
        try:
            yield definition(**values)
        except ValueError:
            continue  # outside the domain
        made += 1


@cache
def settings(definition: Definition) -> tuple[Activation, ...]:
    return (*settings_of(definition), *random_settings(definition))


@cache
def answers(name: str) -> dict[tuple[Activation, str], Any]:
    """What the library gives for every setting, at "points" and at "breakpoints", and for each claim of a note."""
    environment = ENVIRONMENTS[name]
    for module, package in environment.packages.items():
        if find_spec(module) is None:
            pytest.skip(f"{package} is not installed")
    kind = np.float32 if name == "ONNX" else np.float64
    asked: dict[tuple[Activation, str], Any] = {}
    for definition in CATALOG.values():
        for activation in settings_of(definition) if environment.compiled else settings(definition):
            if snippet(activation, environment.library):
                asked[activation, "points"] = POINTS_OF_ONNX if name == "ONNX" else POINTS
                asked[activation, "breakpoints"] = np.array(activation.breakpoints, kind)
        asked |= {(definition(), claim): claim for claim in CLAIMS[environment.library].get(definition.name, ())}
    with TemporaryDirectory() as folder:
        requests, found = Path(folder, "requests"), Path(folder, "answers")
        codes = [snippet(activation, environment.library) for activation, _ in asked]
        requests.write_bytes(pickle.dumps(list(zip(codes, asked.values(), strict=True))))
        script = Path(__file__).with_name("differentiate.py")
        done = subprocess.run(
            [sys.executable, script, name, requests, found], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return dict(zip(asked, pickle.loads(found.read_bytes()), strict=True))


def answers_for(name: str, definition: Definition, what: str) -> list[tuple[Activation, Any]]:
    """What the library gives for each setting of the function; nothing where it is said to have no such function."""
    found = [(activation, each) for (activation, asked), each in answers(name).items() if asked == what]
    mine = [(activation, each) for activation, each in found if activation.definition == definition]
    assert bool(mine) == (implementation_of(definition(), ENVIRONMENTS[name].library) is not None)
    return mine


def recorded(activation: Activation, environment: Environment) -> dict[float, float]:
    """The slopes at breakpoints that we say it finds."""
    if environment.compiled and activation.name == "SELU":
        return slopes_at_breakpoints(activation, "PyTorch")[()]  # as the note says
    by_backends = slopes_at_breakpoints(activation, environment.library)
    mine = [slopes for backends, slopes in by_backends.items() if not backends or environment.backend in backends]
    return mine[0] if mine else {}


def in_single(activation: Activation, environment: Environment) -> bool:
    """Whether the note says that some number is rounded to float32 whatever the input."""
    function = implementation_of(activation, environment.library)
    sentences = re.split(r"(?<=\.) ", function.note if function else "")
    about = [s for s in sentences if " backend" not in s or f"the {environment.backend} backend" in s]
    return any("even for float64" in sentence or "float64 gives float32" in sentence for sentence in about)


def scale_of(activation: Activation) -> float:
    """What terms that cancel may be as large as."""
    return max(1.0, *map(abs, activation.parameters.values())) if activation.parameters else 1.0


def smooth(activation: Activation) -> np.ndarray:
    """Which of POINTS are clear of the breakpoints, even if those are rounded to float32."""
    clear = np.full(POINTS.shape, fill_value=True)
    for point in activation.breakpoints:
        clear &= np.abs(POINTS - point) > 1e-6 * (1 + abs(point))
    return clear


def rounding_of_phase(activation: Activation, x: np.ndarray, precision: type[np.floating]) -> Any:
    """What a wave, or its slope, may be off because its phase is a product that is rounded."""
    if activation.period is None:
        return 0.0
    return float(np.finfo(precision).eps) * scale_of(activation) * 2.0 * np.pi * np.abs(x) / activation.period


def assert_close(found: np.ndarray, exact: np.ndarray, allowed: np.ndarray | float, activation: Activation) -> None:
    np.testing.assert_array_less(np.abs(found - exact), allowed, err_msg=repr(activation))


@every_definition
@every_differentiating
def test_values_and_slopes_agree(name: str, definition: Definition) -> None:
    for activation, (values, slopes) in answers_for(name, definition, "points"):
        x = POINTS[smooth(activation)]
        single = in_single(activation, ENVIRONMENTS[name])
        tolerance = 5e-6 if single else EXACT
        phase = rounding_of_phase(activation, x, np.float32 if single else np.float64)
        for found, exact in ((values, activation(x)), (slopes, activation.derivative(x))):
            allowed = tolerance * (np.abs(exact) + scale_of(activation)) + phase
            assert_close(found[smooth(activation)], exact, allowed, activation)


@every_definition
@every_differentiating
def test_only_what_is_said_to_be_is_rounded_to_float32(name: str, definition: Definition) -> None:
    worst = 0.0
    for activation, found in answers_for(name, definition, "points"):
        x = POINTS[smooth(activation)]
        for numbers, exact in zip(found, (activation(x), activation.derivative(x)), strict=True):
            near_zero = 1e-3 * scale_of(activation)
            errors = np.abs(numbers[smooth(activation)] - exact) - rounding_of_phase(activation, x, np.float64)
            worst = max(worst, float(np.max(errors / np.maximum(np.abs(exact), near_zero))))
    assert (worst > EXACT) == in_single(definition(), ENVIRONMENTS[name])


@every_definition
@every_differentiating
def test_slopes_at_breakpoints_are_those_recorded(name: str, definition: Definition) -> None:
    for activation, (values, slopes) in answers_for(name, definition, "breakpoints"):
        expected = recorded(activation, ENVIRONMENTS[name])
        assert tuple(expected) == activation.breakpoints
        points = np.array(activation.breakpoints)
        # Some round a breakpoint to float32.
        moved = sum(np.abs(activation(points * (1 + step)) - activation(points)) for step in (-1e-7, 1e-7))
        np.testing.assert_allclose(values, activation(points), rtol=1e-7, atol=1e-15 + np.max(moved, initial=0.0))
        np.testing.assert_allclose(slopes, list(expected.values()), rtol=1e-7, atol=0, err_msg=repr(activation))


@every_definition
def test_onnx_agrees(definition: Definition) -> None:
    for activation, (values, _) in answers_for("ONNX", definition, "points"):
        where = smooth(activation)[np.abs(POINTS) < 80]
        x = POINTS_OF_ONNX[where]
        exact = activation(x)
        allowed = 1e-5 * np.abs(exact) + 1e-6 * scale_of(activation) + rounding_of_phase(activation, x, np.float32)
        assert_close(values[where], exact, allowed, activation)


@every_definition
def test_notes_on_onnx_say_since_when(definition: Definition) -> None:
    defs = pytest.importorskip("onnx", reason="ONNX is not installed").defs
    function = implementation_of(definition(), "ONNX")
    if function is None:
        return
    operators = set(re.findall(r'make_node\("(\w+)"', function.call + function.general_call))
    history = [each for each in defs.get_all_schemas_with_history() if each.domain == "" and each.name in operators]
    first = {each.name: min(other.since_version for other in history if other.name == each.name) for each in history}
    assert first.keys() == operators
    newest = max(first.values())
    said = re.search(r"Since opset (\d+)", function.note)
    assert (int(said[1]) if said else None) == (newest if newest > 13 else None)


@every_environment
def test_notes_are_true(name: str) -> None:
    claims = CLAIMS[ENVIRONMENTS[name].library]
    found = {
        (activation.name, asked): answer
        for (activation, asked), answer in answers(name).items()
        if asked not in ("points", "breakpoints")
    }
    assert len(found) == sum(map(len, claims.values()))
    assert {claim for claim, answer in found.items() if not answer} == set()


@every_environment
def test_the_record_names_the_versions_that_it_was_checked_in(name: str) -> None:
    answers(name)
    for module, package in ENVIRONMENTS[name].packages.items():
        distribution = "tensorflow_cpu" if module == "tensorflow" else module
        assert f"{package} {version(distribution).partition('+')[0]}" in " ".join((libraries.__doc__ or "").split())
