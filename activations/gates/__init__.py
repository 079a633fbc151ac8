"""Gated linear units y(g, u) = f(g) · v(u): functions of two inputs, of which one opens the gate for the other.

>>> from activations.gates import GATES, NormalPair, gate_moments_of
>>> swiglu = GATES["SwiGLU"]()  # a definition, called with parameters, is a unit
>>> swiglu(-1.0, 2.0), swiglu.by_gate(0.5, [1.0, 2.0]), swiglu.by_value(0.5, 1.0)
>>> gate_moments_of(swiglu, NormalPair(correlation=0.5)).variance
"""

from activations.gates.blocks import BlockTrajectory, BlockWeights, expected_blocks, simulated_blocks
from activations.gates.checking import CHECK_INPUTS, CheckValue, check_code, check_values
from activations.gates.gate import Gate, GateDefinition
from activations.gates.implementations import IMPLEMENTATIONS_OF_GATES, Implementation
from activations.gates.moments import (
    GateGains,
    GateMoments,
    NormalPair,
    SampledMoments,
    gate_gains_of,
    gate_moments_of,
    sampled_gate_moments,
)
from activations.gates.named import CLAMPED_SETTINGS, GATES, gate_definition, gated_by
from activations.gates.size import GatedSize, gated_size
from activations.gates.snippets import GATE_LANGUAGES, GateLanguage, gate_snippet

__all__ = [
    "CHECK_INPUTS",
    "CLAMPED_SETTINGS",
    "GATES",
    "GATE_LANGUAGES",
    "IMPLEMENTATIONS_OF_GATES",
    "BlockTrajectory",
    "BlockWeights",
    "CheckValue",
    "Gate",
    "GateDefinition",
    "GateGains",
    "GateLanguage",
    "GateMoments",
    "GatedSize",
    "Implementation",
    "NormalPair",
    "SampledMoments",
    "check_code",
    "check_values",
    "expected_blocks",
    "gate_definition",
    "gate_gains_of",
    "gate_moments_of",
    "gate_snippet",
    "gated_by",
    "gated_size",
    "sampled_gate_moments",
    "simulated_blocks",
]
