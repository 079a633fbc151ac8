"""Gated units: which there are, their formula in numbers, and how wide one may be."""

import math
from collections.abc import Mapping

from activations import CATALOG, Activation
from activations.gates import CLAMPED_SETTINGS, GATES, Gate, GateDefinition, GatedSize, gate_definition
from pages.ui.links import State, parameter_key
from pages.ui.tables import Table
from pages.ui.wording import exact_text, number_text, percentage

# The most used one first, then the others that have a name, then every activation as the gate.
UNITS: Mapping[str, GateDefinition] = {
    "SwiGLU": GATES["SwiGLU"],
    **GATES,
    **{name: gate_definition(definition) for name, definition in CATALOG.items()},
}

_RUN_BY = {
    "LLaMA's SwiGLU": ("SwiGLU", {"beta": 1.0}),
    "T5's GEGLU": ("GEGLUTanh", {}),
    **{f"{model}'s": ("ClampedSwiGLU", setting) for model, setting in CLAMPED_SETTINGS.items()},
}


def settings(choice: str) -> Mapping[str, State]:
    """What models run, as states of the choice of a unit, which has this key, and of its sliders."""
    return {
        label: {choice: name, **{parameter_key(f"gate.{name}", each): value for each, value in given.items()}}
        for label, (name, given) in _RUN_BY.items()
    }


def names_of(gate: Gate) -> tuple[str, str]:
    """What the unit, and the plain function that its gate is, are called side by side."""
    return f"{gate.name}(g, u)", f"{gate.gate.name}(g)"


def plain_of(gate: Gate) -> Activation:
    """The activation of the catalogue that the gate is, or for a clamped one, that it is up to its limit."""
    if gate.gate.name in CATALOG:
        return gate.gate
    return CATALOG["SiLU"](beta=gate.gate.parameters["alpha"])


def point_table(gate: Gate, g: float, u: float) -> Table:
    """The unit and its two partial derivatives at a point."""
    numbers = {"y": gate(g, u), "∂y/∂g": gate.by_gate(g, u), "∂y/∂u": gate.by_value(g, u)}
    at = f"{gate.name} at g = {number_text(g, 6)}, u = {number_text(u, 6)}"
    return Table("unit", [at], {name: [number_text(float(value), 10)] for name, value in numbers.items()})


def setting_text(gate: Gate) -> str:
    """The parameters of the unit, with its reference."""
    symbols = {each.name: each.symbol for each in gate.definition.parameters}
    given = ", ".join(f"{symbols[name]} = {exact_text(value)}" for name, value in gate.parameters.items())
    return f"{given}. {gate.definition.reference}" if given else gate.definition.reference


def size_table(d_model: int, d_ff: int, size: GatedSize) -> Table:
    """Both units of a layer in numbers of weights."""
    columns = {
        "hidden size": [f"{size.hidden:,}", f"{d_ff:,}"],
        "weights": [f"3 × {d_model:,} × {size.hidden:,}", f"2 × {d_model:,} × {d_ff:,}"],
        "in all": [f"{size.gated_parameters:,}", f"{size.plain_parameters:,}"],
    }
    return Table("unit", ["gated", "plain"], columns)


def size_sentence(d_ff: int, multiple: int, size: GatedSize) -> str:
    """How wide a gated unit may be."""
    excess = size.gated_parameters / size.plain_parameters - 1.0
    cost = "exactly what the plain one costs" if excess == 0 else f"{percentage(excess)} more than the plain one"
    rounded = f", rounded up to a multiple of {multiple:,}" if multiple > 1 else ", rounded up to a whole number"
    if math.isclose(2.0 * d_ff / 3.0, size.hidden, rel_tol=1e-15):
        rounded = ""
    return (
        f"A gated unit of {size.hidden:,}, that is ⅔ of {d_ff:,}{rounded}, costs {cost}: three matrices stand for two."
    )
