"""Properties of an activation in words, and what libraries make of it."""

import math
from collections.abc import Sequence

import pandas as pd

from activations import Activation, Properties
from activations.calculus.asymptotes import Asymptote
from activations.calculus.intervals import Interval
from activations.calculus.properties import Bound
from activations.libraries import LIBRARIES, call, implementation_of, slopes_at_breakpoints
from pages.ui.wording import listed, number_text, on_intervals

# Of the places on a wave, as many as tell where the others are.
_MOST_PLACES = 4


def range_of(known: Properties) -> str:
    """The range as an interval: a square bracket where its end is attained, a round one where it is not."""
    low, high = known.minimum, known.maximum
    left, right = "[" if low.attained else "(", "]" if high.attained else ")"
    return f"{left}{number_text(low.value, 6)}, {number_text(high.value, 6)}{right}"


def property_table(known: Properties, vanishing: Sequence[Interval], epsilon: float) -> pd.DataFrame:
    """The properties of a function as text, a row each."""
    endless = math.isnan(known.limit_right)
    rows = {
        "Range": range_of(known),
        "Minimum": _bound(known.minimum),
        "Maximum": _bound(known.maximum),
        "Limits": f"{_limit(known.limit_left)} as x → −∞, {_limit(known.limit_right)} as x → ∞",
        "Asymptotes": f"left {_asymptote(known.asymptote_left)}, right {_asymptote(known.asymptote_right)}",
        "Zeros": _places(known.zeros) or "none",
        "Monotone": known.monotonicity,
        "Symmetry": {"neither": "neither odd nor even"}.get(known.symmetry, known.symmetry),
        "Shape": {"neither": "neither convex nor concave"}.get(known.convexity, known.convexity),
        "Smoothness": _smoothness(known),
        "Least slope": _bound(known.slope_minimum),
        "Greatest slope": _bound(known.slope_maximum),
        "Largest |f′| (Lipschitz)": "none, since f jumps" if _jumps(known) else _bound(known.lipschitz),
        f"|f′| < {number_text(epsilon)}": on_intervals(vanishing, endless=endless) if vanishing else "nowhere",
        "Can a unit die?": f"yes, {on_intervals(known.dead)}, where f and f′ are 0" if known.dead else "no",
    }
    return pd.DataFrame({"value": list(rows.values())}, pd.Index(list(rows), name="property"))


def library_table(activation: Activation) -> pd.DataFrame:
    """What other libraries call the function, the call that reproduces it, and where they differ, a row each."""
    rows = []
    for library in LIBRARIES:
        found = implementation_of(activation, library)
        rows.append(
            {
                "library": library,
                "name": found.name if found else "none",
                "call": call(activation, library) or "",
                "f′ at breakpoints": _listed_slopes(slopes_at_breakpoints(activation, library)),
                "note": found.note if found else "",
            }
        )
    return pd.DataFrame(rows)


def reference_sentence(name: str, known: Properties) -> str:
    """The function in a sentence, for those who do not see its chart."""
    shape = f", {known.convexity}" if known.convexity != "neither" else ""
    return (
        f"{name} with its first and second derivatives: {known.monotonicity}{shape}, of range {range_of(known)}, "
        f"{_smoothness(known)}."
    )


def _listed_slopes(slopes: dict[float, float]) -> str:
    return ", ".join(f"f′({number_text(x)}) = {number_text(slope)}" for x, slope in slopes.items())


def _jumps(known: Properties) -> bool:
    return known.smoothness == "discontinuous"


def _bound(bound: Bound) -> str:
    if math.isinf(bound.value):
        return "none: unbounded"
    if bound.attained:
        return f"{number_text(bound.value, 10)}, attained {_places(bound.at)}"
    ends = listed(f"x → {number_text(low, 6)}" for low, _ in bound.at)
    return f"{number_text(bound.value, 10)}, not attained but approached as {ends}"


def _limit(value: float) -> str:
    return "none" if math.isnan(value) else number_text(value, 6)


def _asymptote(line: Asymptote | None) -> str:
    if line is None:
        return "none"
    if line.slope == 0:
        return f"y = {number_text(line.intercept, 6)}"
    slope = "x" if line.slope == 1 else f"{number_text(line.slope, 6)} x"
    if line.intercept == 0:
        return f"y = {slope}"
    return f"y = {slope} {'+' if line.intercept > 0 else '−'} {number_text(abs(line.intercept), 6)}"


def _smoothness(known: Properties) -> str:
    words = {
        "discontinuous": "discontinuous",
        "C0": "continuous, with kinks",
        "C1": "once continuously differentiable",
        "C2 or smoother": "twice continuously differentiable",
    }
    places = [f"a {each.kind} at x = {number_text(each.x, 6)}" for each in known.breakpoints if each.kind != "smooth"]
    return f"{words[known.smoothness]}{': ' + listed(places) if places else ''}"


def _places(places: Sequence[Interval]) -> str:
    """Where: points as "at x = 1 and 2", intervals in words; of many, the nearest to 0."""
    nearest = sorted(sorted(places, key=lambda ends: min(abs(end) for end in ends))[:_MOST_PLACES])
    points = [number_text(low, 10) for low, high in nearest if low == high]
    stretches = [ends for ends in nearest if ends[0] < ends[1]]
    parts = [on_intervals(stretches)] if stretches else []
    if points:
        parts.append(f"at x = {listed(points)}")
    return listed(parts) + (" and so on" if len(places) > len(nearest) else "") if parts else ""
