"""Properties of the whole catalogue as a table."""

import math
from collections.abc import Callable, Sequence

import pandas as pd

from activations import CATALOG, FAMILIES, Activation, Normal, Properties, moments_of, properties_of
from pages.ui.places import image_text
from pages.ui.wording import listed

_ZERO_MEAN = 1e-12

# What a reader of the catalogue may ask for, and whether a function has it.
FILTERS: dict[str, Callable[[Properties, float], bool]] = {
    "bounded below": lambda known, _: known.bounded_below,
    "bounded above": lambda known, _: known.bounded_above,
    "smooth": lambda known, _: known.smooth,
    "monotone": lambda known, _: known.monotone,
    "convex": lambda known, _: known.convexity in {"convex", "linear"},
    "odd": lambda known, _: known.symmetry == "odd",
    "f(0) = 0": lambda known, _: known.zero_at_zero,
    "zero-centred": lambda _, mean: abs(mean) < _ZERO_MEAN,
    "slope at most 1": lambda known, _: known.lipschitz.value <= 1.0,
    "cannot die": lambda known, _: not known.can_die,
}


def catalog_table(wanted: Sequence[str]) -> pd.DataFrame:
    """Properties of every activation at its defaults that has all those `wanted`, of `FILTERS`; a row each."""
    rows = []
    for family, members in FAMILIES.items():
        for definition in members:
            activation = definition()
            known, mean = properties_of(activation), moments_of(activation, Normal()).mean
            if all(FILTERS[each](known, mean) for each in wanted):
                rows.append(_row(activation.name, family, known, mean))
    return pd.DataFrame(rows)


def own_table(activation: Activation, wanted: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """The same of the reader's own function, and in words whether it has all those wanted.

    Raises NotResolvedError for one that changes on too small a scale.
    """
    known, mean = properties_of(activation), moments_of(activation, Normal()).mean
    lacking = [each for each in wanted if not FILTERS[each](known, mean)]
    if lacking:
        return pd.DataFrame(), f"{activation.name} is not among them, for want of: {listed(lacking)}."
    table = pd.DataFrame([_row(activation.name, "Your own", known, mean)])
    return table, f"{activation.name}, your own, stands in the table too."


def _row(name: str, family: str, known: Properties, mean: float) -> dict[str, object]:
    return {
        "function": name,
        "family": family,
        "range": image_text(known.image),
        "minimum": _finite(known.minimum.value),
        "maximum": _finite(known.maximum.value),
        "largest |f′|": _finite(known.lipschitz.value),
        "monotone": known.monotonicity,
        "symmetry": known.symmetry,
        "shape": known.convexity,
        "smoothness": known.smoothness,
        "f(0) = 0": known.zero_at_zero,
        "can die": known.can_die,
        "saturates for good": bool(known.saturated),
        "mean on N(0, 1)": 0.0 if abs(mean) < _ZERO_MEAN else mean,
    }


def count_sentence(count: int, wanted: Sequence[str]) -> str:
    """How many functions of the catalogue have all properties wanted."""
    if not wanted:
        return f"All {count} functions of the catalogue."
    verb = "has" if count < 2 else "have"
    which = f"{count} of {len(CATALOG)} functions of the catalogue" if count else "No function of the catalogue"
    what = "this property" if len(wanted) == 1 else "all of these properties"
    return f"{which} {verb} {what}: {listed(wanted)}."


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
