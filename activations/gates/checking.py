"""Inputs and outputs by which one can check one's own code."""

from typing import NamedTuple

from activations.gates.gate import Gate

# Exact in every floating-point format from bfloat16 on. Between them they tell apart the named units, swapped inputs, a
# clamp that is missing or in the wrong place, another α, and a + 1 that is left out; it takes float64 only for GELU's
# two forms, and for a clamp after the activation.
CHECK_INPUTS: tuple[tuple[float, float], ...] = (
    (0.5, 1.5),
    (-0.5, 2.0),
    (1.0, -1.0),
    (-1.25, -0.75),
    (2.5, 0.25),
    (-3.0, 1.0),
    (8.0, -2.0),
    (-9.0, 3.0),
    (1.5, 12.0),
    (-0.75, -11.0),
)


class CheckValue(NamedTuple):
    """Two inputs, and the output to twelve digits."""

    g: float
    u: float
    y: str


def check_values(gate: Gate) -> tuple[CheckValue, ...]:
    """The outputs for `CHECK_INPUTS`."""
    outputs = gate(*zip(*CHECK_INPUTS, strict=True)).tolist()
    return tuple(CheckValue(g, u, f"{y:.12g}") for (g, u), y in zip(CHECK_INPUTS, outputs, strict=True))


def check_code(gate: Gate) -> str:
    """A test in Python, to copy, of a function `gated_unit(g, u)` that takes and gives NumPy arrays of float64."""
    # Not without an absolute tolerance: the GELUs of libraries take 1 + erf, or 1 + tanh, which is 0 where g is −9.
    rows = "\n".join(f"    ({value.g}, {value.u}, {value.y})," for value in check_values(gate))
    return f"""\
import numpy as np

# {gate!r} at ten inputs: g, u, y
CHECKS = [
{rows}
]


def test_gated_unit():
    g, u, y = np.array(CHECKS).T
    np.testing.assert_allclose(gated_unit(g, u), y, rtol=1e-11, atol=1e-13)
"""
