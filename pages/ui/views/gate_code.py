"""A gated unit in code: in several languages, as models have it, and as a test to copy."""

import functools

import pandas as pd

from activations.gates import IMPLEMENTATIONS_OF_GATES, Gate, GateLanguage, Implementation, check_values, gate_snippet
from activations.libraries import LANGUAGES, snippet
from pages.ui.tables import Table
from pages.ui.wording import listed, number_text

IMPLEMENTATIONS = {each.name: each for each in IMPLEMENTATIONS_OF_GATES}


def code_of(gate: Gate, language: GateLanguage) -> str:
    """Code that makes `y` of `g` and `u`, or for a unit without a name, of its gate alone."""
    code = gate_snippet(gate, language)
    if code is not None:
        return code
    plain = next((snippet(gate.gate, each) for each in LANGUAGES if each == language), None)
    return f"# f of y = f(g) * u:\n{plain}" if plain else f"# {language} has no such function"


@functools.cache
def implementation_table() -> pd.DataFrame:
    """Where implementations differ, a row each."""
    return pd.DataFrame(
        [
            {
                "implementation": each.name,
                "unit": repr(each.unit) if each.unit else "none of these",
                "columns": each.split,
                "the gate is": each.gate_is,
                "clamp": each.clamp,
                "limit": each.limit,
                "α": each.alpha,
                "added to u": each.bias,
                "source": each.source,
                "note": each.note,
            }
            for each in IMPLEMENTATIONS.values()
        ]
    )


def implementation_sentence(gate: Gate) -> str:
    """Which models and libraries run the unit with just these parameters, and which half is the gate there."""
    same = [each for each in IMPLEMENTATIONS.values() if each.unit == gate]
    if not same:
        return f"None of the {len(IMPLEMENTATIONS)} implementations listed here is {gate!r}."
    halves = {half: [each.name for each in same if each.gate_is == half] for half in ("first", "second")}
    parts = [f"{listed(names)} (the gate is the {half} half)" for half, names in halves.items() if names]
    return f"{gate!r} is what these run: {'; '.join(parts)}."


def implementation_note(each: Implementation) -> str:
    """Where it stands, and what is special about it."""
    return f"{each.source}. {each.note}" if each.note else f"{each.source}."


def check_table(gate: Gate) -> Table:
    """Ten inputs, and the outputs to twelve digits."""
    values = check_values(gate)
    columns = {
        "u": [number_text(each.u) for each in values],
        "y": [each.y.replace("-", "−") for each in values],
    }
    return Table("g", [number_text(each.g) for each in values], columns)
