"""The gated units that have a name, and one for every activation."""

from collections.abc import Mapping
from types import MappingProxyType

from activations.activation import MODERATE, Activation, Definition, Parameter
from activations.catalog import CATALOG
from activations.gates.clamped import ALPHA, CLAMPED_SILU, LIMIT
from activations.gates.gate import Gate, GateDefinition

_SHAZEER = "Shazeer 2020, GLU variants improve transformer, arXiv 2002.05202"

_BIAS = Parameter(name="bias", symbol="b", default=1.0, domain=MODERATE, low=-2.0, high=2.0, step=0.1)


def _named(name: str, gate: str, formula: str, reference: str = _SHAZEER, *parameters: str) -> GateDefinition:
    definition = CATALOG[gate]
    return GateDefinition(
        name=name,
        gate=definition,
        gate_parameters=tuple(each for each in definition.parameters if each.name in parameters),
        formula=rf"\operatorname{{{name}}}(g, u) = {formula}",
        reference=reference,
    )


_UNITS = (
    _named("GLU", "Sigmoid", r"\sigma(g)\, u", "Dauphin, Fan, Auli and Grangier 2017, arXiv 1612.08083"),
    _named("Bilinear", "Identity", r"g\, u", "Mnih and Hinton 2007, as Shazeer 2020 has it, arXiv 2002.05202"),
    _named("ReGLU", "ReLU", r"\max(0, g)\, u"),
    _named("GEGLU", "GELU", r"g\, \Phi(g)\, u"),
    _named("GEGLUTanh", "GELUTanh", r"\operatorname{GELUTanh}(g)\, u"),
    _named("GEGLUQuick", "QuickGELU", r"g\, \sigma(1.702\, g)\, u"),
    _named("SwiGLU", "SiLU", r"g\, \sigma(\beta g)\, u", _SHAZEER, "beta"),
    GateDefinition(
        name="ClampedSwiGLU",
        gate=CLAMPED_SILU,
        gate_parameters=(LIMIT, ALPHA),
        value_parameters=(LIMIT, _BIAS),
        formula=r"\begin{gathered} \operatorname{ClampedSwiGLU}(g, u) = m\, \sigma(\alpha m) "
        r"\left(\min(\max(u, -c), c) + b\right) \\ m = \min(g, c) \end{gathered}",
        reference="OpenAI 2025, gpt-oss: swiglu in gpt_oss/torch/model.py",
    ),
)

GATES: Mapping[str, GateDefinition] = MappingProxyType({unit.name: unit for unit in _UNITS})

# The parameters of ClampedSwiGLU by the models that run it.
CLAMPED_SETTINGS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "gpt-oss": MappingProxyType({"limit": 7.0, "alpha": 1.702, "bias": 1.0}),
        "DeepSeek-V4": MappingProxyType({"limit": 10.0, "alpha": 1.0, "bias": 0.0}),
    }
)


def gate_definition(activation: Definition) -> GateDefinition:
    """The unit f(g) u with this activation as f, under its name and with its parameters."""
    return GateDefinition(
        name=activation.name,
        gate=activation,
        gate_parameters=activation.parameters,
        formula=rf"\operatorname{{{activation.name}}}(g)\, u",
        reference=activation.reference,
    )


def gated_by(activation: Activation) -> Gate:
    """The unit f(g) u with this activation as f."""
    return gate_definition(activation.definition)(**activation.parameters)
