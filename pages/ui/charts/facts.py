"""Properties of activations in words and figures: of one, and of the whole catalogue as a table."""

import math
from collections.abc import Callable, Sequence

import pandas as pd

from activations import CATALOG, FAMILIES
from activations.asymptotes import Asymptote
from activations.inputs import Normal
from activations.libraries import IMPLEMENTATIONS, LIBRARIES, call, slopes_at_breakpoints
from activations.moments import activation_moments
from activations.properties import Bound, Properties, properties
from pages.ui.chosen import ChosenFunction
from pages.ui.wording import Interval, figure, listed, on_intervals

# Of the places on a wave, as many as tell where the others are.
_MOST_PLACES = 4

_ZERO_MEAN = 1e-12

# What a reader of the catalogue may ask for, and whether a function has it.
FILTERS: dict[str, Callable[[Properties, float], bool]] = {
    "bounded below": lambda facts, _: facts.bounded_below,
    "bounded above": lambda facts, _: facts.bounded_above,
    "smooth": lambda facts, _: facts.smooth,
    "monotone": lambda facts, _: facts.monotone,
    "convex": lambda facts, _: facts.convexity in {"convex", "linear"},
    "odd": lambda facts, _: facts.symmetry == "odd",
    "f(0) = 0": lambda facts, _: facts.zero_at_zero,
    "zero-centred": lambda _, mean: abs(mean) < _ZERO_MEAN,
    "slope at most 1": lambda facts, _: facts.lipschitz.value <= 1.0,
    "cannot die": lambda facts, _: not facts.can_die,
}


def range_of(facts: Properties) -> str:
    """The range as an interval: a square bracket where its end is attained, a round one where it is not."""
    low, high = facts.minimum, facts.maximum
    left, right = "[" if low.attained else "(", "]" if high.attained else ")"
    return f"{left}{figure(low.value, 6)}, {figure(high.value, 6)}{right}"


def fact_table(facts: Properties, vanishing: Sequence[Interval], epsilon: float) -> pd.DataFrame:
    """The properties of a function as text, a row each."""
    endless = math.isnan(facts.limit_right)
    rows = {
        "Range": range_of(facts),
        "Minimum": _bound(facts.minimum),
        "Maximum": _bound(facts.maximum),
        "Limits": f"{_limit(facts.limit_left)} as x → −∞, {_limit(facts.limit_right)} as x → ∞",
        "Asymptotes": f"left {_asymptote(facts.asymptote_left)}, right {_asymptote(facts.asymptote_right)}",
        "Zeros": _places(facts.zeros) or "none",
        "Monotone": facts.monotonicity,
        "Symmetry": {"neither": "neither odd nor even"}.get(facts.symmetry, facts.symmetry),
        "Shape": {"neither": "neither convex nor concave"}.get(facts.convexity, facts.convexity),
        "Smoothness": _smoothness(facts),
        "Least slope": _bound(facts.slope_minimum),
        "Greatest slope": _bound(facts.slope_maximum),
        "Largest |f′| (Lipschitz)": "none, since f jumps" if _jumps(facts) else _bound(facts.lipschitz),
        f"|f′| < {figure(epsilon)}": on_intervals(vanishing, endless=endless) if vanishing else "nowhere",
        "Can a unit die?": f"yes, {on_intervals(facts.dead)}: f and f′ are 0" if facts.dead else "no",
    }
    return pd.DataFrame({"value": list(rows.values())}, pd.Index(list(rows), name="property"))


def library_table(function: ChosenFunction) -> pd.DataFrame:
    """What other libraries call the function, the call that reproduces it, and where they differ, a row each."""
    name = function.activation.name
    rows = []
    for library in LIBRARIES:
        found = IMPLEMENTATIONS[name][library]
        slopes = slopes_at_breakpoints(name, library, **function.parameters)
        rows.append(
            {
                "library": library,
                "name": found.name if found else "none",
                "call": call(name, library, **function.parameters) or "",
                "f′ at breakpoints": _listed_slopes(slopes),
                "note": found.note if found else "",
            }
        )
    return pd.DataFrame(rows)


def reference_sentence(name: str, facts: Properties) -> str:
    """The function in a sentence, for those who do not see its chart."""
    shape = f", {facts.convexity}" if facts.convexity != "neither" else ""
    return (
        f"{name} with first and second derivative: {facts.monotonicity}{shape}, of range {range_of(facts)}, "
        f"{_smoothness(facts)}."
    )


def catalogue_table(wanted: Sequence[str]) -> pd.DataFrame:
    """Properties of every activation at its defaults that has all those `wanted`, of `FILTERS`; a row each."""
    family_of = {activation.name: family for family, members in FAMILIES.items() for activation in members}
    rows = []
    for name, activation in CATALOG.items():
        facts = properties(activation, **activation.defaults)
        mean = activation_moments(activation, Normal(), **activation.defaults).mean
        if all(FILTERS[each](facts, mean) for each in wanted):
            rows.append(
                {
                    "function": name,
                    "family": family_of[name],
                    "range": range_of(facts),
                    "minimum": _finite(facts.minimum.value),
                    "maximum": _finite(facts.maximum.value),
                    "largest |f′|": _finite(facts.lipschitz.value),
                    "monotone": facts.monotonicity,
                    "symmetry": facts.symmetry,
                    "shape": facts.convexity,
                    "smoothness": facts.smoothness,
                    "f(0) = 0": facts.zero_at_zero,
                    "can die": facts.can_die,
                    "mean on N(0, 1)": 0.0 if abs(mean) < _ZERO_MEAN else mean,
                }
            )
    return pd.DataFrame(rows)


def count_sentence(count: int, wanted: Sequence[str]) -> str:
    """How many functions of the catalogue have all properties wanted."""
    if not wanted:
        return f"All {count} functions."
    have = f"{count} of {len(CATALOG)} functions have" if count else "No function has"
    return f"{have} all of these: {listed(wanted)}."


def _listed_slopes(slopes: dict[float, float]) -> str:
    return ", ".join(f"f′({figure(x)}) = {figure(slope)}" for x, slope in slopes.items())


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _jumps(facts: Properties) -> bool:
    return facts.smoothness == "discontinuous"


def _bound(bound: Bound) -> str:
    if math.isinf(bound.value):
        return "none: unbounded"
    if bound.attained:
        return f"{figure(bound.value, 10)}, attained {_places(bound.at)}"
    ends = listed(f"x → {figure(low, 6)}" for low, _ in bound.at)
    return f"{figure(bound.value, 10)}, not attained but approached as {ends}"


def _limit(value: float) -> str:
    return "none" if math.isnan(value) else figure(value, 6)


def _asymptote(line: Asymptote | None) -> str:
    if line is None:
        return "none"
    if line.slope == 0:
        return f"y = {figure(line.intercept, 6)}"
    slope = "x" if line.slope == 1 else f"{figure(line.slope, 6)} x"
    if line.intercept == 0:
        return f"y = {slope}"
    return f"y = {slope} {'+' if line.intercept > 0 else '−'} {figure(abs(line.intercept), 6)}"


def _smoothness(facts: Properties) -> str:
    words = {
        "discontinuous": "discontinuous",
        "C0": "continuous, with kinks",
        "C1": "once continuously differentiable",
        "C2 or smoother": "twice continuously differentiable",
    }
    places = [f"a {each.kind} at x = {figure(each.x, 6)}" for each in facts.breakpoints if each.kind != "smooth"]
    return f"{words[facts.smoothness]}{': ' + listed(places) if places else ''}"


def _places(places: Sequence[Interval]) -> str:
    """Where: points as "at x = 1 and 2", intervals in words; of many, the nearest to 0."""
    nearest = sorted(sorted(places, key=lambda ends: min(abs(end) for end in ends))[:_MOST_PLACES])
    points = [figure(low, 10) for low, high in nearest if low == high]
    stretches = [ends for ends in nearest if ends[0] < ends[1]]
    parts = [on_intervals(stretches)] if stretches else []
    if points:
        parts.append(f"at x = {listed(points)}")
    return listed(parts) + (" and so on" if len(places) > len(nearest) else "") if parts else ""
