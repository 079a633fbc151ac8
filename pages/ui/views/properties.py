"""Properties of an activation in words, and what libraries make of it."""

import math
from collections.abc import Mapping, Sequence

from activations import Activation, Properties
from activations.calculus.asymptotes import Asymptote
from activations.calculus.intervals import Interval
from activations.comparison.fitting import REACH, STEEPEST
from activations.comparison.nearest import Nearest
from activations.formulas.formula import FormulaDefinition
from activations.formulas.vocabulary import VOCABULARIES
from activations.formulas.writing_code import code_of
from activations.libraries import LANGUAGES, LIBRARIES, Language, implementation_of, slopes_at_breakpoints, snippet
from activations.libraries.library_function import Backend
from activations.libraries.onnx_cases import CASES, VERSION
from pages.ui.places import NOT_RESOLVED, apart, bound_text, image_text, where
from pages.ui.tables import Table
from pages.ui.wording import at_most_text, exact_text, listed, number_text, percentage

NEAREST = (
    f"The others have their defaults; they are stretched by a factor of up to {STEEPEST:g} either way, and moved "
    "within this range. The coefficients are those of the least root mean square."
)
_ALIKE = 1e-5  # a share that coefficients of six digits leave

TOO_LONG = "# too long to be written out"


def property_table(known: Properties | None, vanishing: Sequence[Interval] | None, epsilon: float) -> Table:
    """The properties of a function as text, a row each; None for what is not resolved."""
    rows = {"Properties": NOT_RESOLVED} if known is None else _rows(known)
    small = NOT_RESOLVED if vanishing is None else where(vanishing, period=known.slope_period if known else None)
    rows[f"|f′| < {exact_text(epsilon)}"] = small
    return Table("property", list(rows), {"value": list(rows.values())})


def _rows(known: Properties) -> dict[str, str]:
    period, slope_period, jumps = known.period, known.slope_period, known.smoothness == "discontinuous"
    return {
        "Range": image_text(known.image),
        "Minimum": bound_text(known.minimum, period=period),
        "Maximum": bound_text(known.maximum, period=period),
        "Limits": f"{_limit(known.limit_left)} as x → −∞, {_limit(known.limit_right)} as x → ∞",
        "Asymptotes": f"left {_asymptote(known.asymptote_left)}, right {_asymptote(known.asymptote_right)}",
        "Zeros": where(known.zeros, period=period, digits=10) if known.zeros else "none",
        "Monotone": known.monotonicity,
        "Symmetry": {"neither": "neither odd nor even"}.get(known.symmetry, known.symmetry),
        "Shape": {"neither": "neither convex nor concave"}.get(known.convexity, known.convexity),
        "Smoothness": _smoothness(known),
        "Least slope": bound_text(known.slope_minimum, period=slope_period),
        "Greatest slope": bound_text(known.slope_maximum, period=slope_period),
        "Largest |f′| (Lipschitz)": "none, since f jumps"
        if jumps
        else bound_text(known.lipschitz, period=slope_period),
        "Can a unit die?": _death(known),
    }


def library_table(activation: Activation) -> Table:
    """What other libraries call the function, and their slopes where it has breakpoints, a row each."""
    found = [implementation_of(activation, library) for library in LIBRARIES]
    slopes = [_slopes_text(slopes_at_breakpoints(activation, library)) for library in LIBRARIES]
    names = {"name": [each.name if each else "none" for each in found]}
    return Table("library", LIBRARIES, {**names, "f′ at breakpoints": slopes} if any(slopes) else names)


def library_notes(activation: Activation) -> str:
    """Where libraries differ, a line each, which a table would push off a phone."""
    found = {library: implementation_of(activation, library) for library in LIBRARIES}
    return "\n".join(f"{library}: {each.note}" for library, each in found.items() if each and each.note)


def onnx_sentence(name: str) -> str | None:
    """Which of ONNX's own tests the function or gated unit passed; None if there are none for it."""
    passed = CASES.get(name, ())
    if not passed:
        return None
    return f"{name} passes every test that ONNX {VERSION} has for it: {listed(passed)}."


def languages_of(activation: Activation) -> dict[str, Language]:
    """The languages and libraries for which there is code of the activation, by what they are called."""
    return {
        each: each for each in (VOCABULARIES if isinstance(activation.definition, FormulaDefinition) else LANGUAGES)
    }


def code(activation: Activation, language: Language) -> str:
    """The code of the activation for one of its languages."""
    definition = activation.definition
    if isinstance(definition, FormulaDefinition):
        assert language != "ONNX"  # noqa: S101 - see `languages_of`
        return code_of(activation, language) or TOO_LONG
    return snippet(activation, language) or f"# {language} has no such function"


def reference_sentence(name: str, known: Properties | None) -> str:
    """The function in a sentence, for those who do not see its chart."""
    if known is None:
        return f"{name} with its first and second derivatives. Its properties are {NOT_RESOLVED}."
    shape = f", {known.convexity}" if known.convexity != "neither" else ""
    return (
        f"{name} with its first and second derivatives: {known.monotonicity}{shape}, of range "
        f"{image_text(known.image)}, {_smoothness(known)}."
    )


def accuracy_sentence(relative_error: float) -> str:
    """How well floats follow a formula, as far as a longer kind of float can tell."""
    if math.isnan(relative_error):
        return "This machine has no longer floats with which to judge how accurate the formula is as it is written."
    size = f"at most {at_most_text(relative_error, 2)} of its value" if relative_error else "nothing"
    return f"From −20 to 20, rounding to 64 bits moves the formula by {size}, as seen beside 80-bit floats."


def nearest_sentence(name: str, nearest: Nearest) -> str:
    """How far the nearest function is from the one of this name."""
    other, reach = nearest.match.activation.name, number_text(REACH)
    if nearest.share < _ALIKE:
        return f"The nearest is a scaled {other}: for −{reach} ≤ x ≤ {reach} it is the same to the digits shown."
    place = number_text(round(nearest.place, 6), 3)
    return (
        f"The nearest is a scaled {other}: for −{reach} ≤ x ≤ {reach} the two differ by "
        f"{number_text(nearest.distance, 2)} in root mean square, {percentage(nearest.share, 2)} of what {name} "
        f"differs from its best straight line, and by {number_text(nearest.largest, 2)} at most, at x = {place}."
    )


def _slopes_text(found: Mapping[tuple[Backend, ...], Mapping[float, float]]) -> str:
    """The slopes at breakpoints, for each group of a library's backends that agree on them."""
    parts = []
    for backends, slopes in found.items():
        each = ", ".join(f"f′({number_text(x)}) = {number_text(slope)}" for x, slope in slopes.items())
        parts.append(f"{listed(backends)}: {each}" if backends else each)
    return "; ".join(parts)


def _death(known: Properties) -> str:
    """A dead unit says and learns nothing; one that is saturated for good says one thing, and learns nothing."""
    words = [f"yes, {where(known.dead)}, where f and f′ are 0" if known.dead else "no"]
    if known.saturated:
        words.append(f"{where(known.saturated)} it is saturated for good: f is flat there, and not 0")
    return "; ".join(words)


def _limit(value: float) -> str:
    return "none" if math.isnan(value) else number_text(value, 6)


def _asymptote(line: Asymptote | None) -> str:
    if line is None:
        return "none"
    if line.slope == 0:
        return f"y = {number_text(line.intercept, 6)}"
    if abs(line.slope) == 1:
        slope = "x" if line.slope > 0 else "−x"
    else:
        _, factor = apart(math.copysign(1.0, line.slope), line.slope, 6)
        slope = f"{factor} x"
    if line.intercept == 0:
        return f"y = {slope}"
    return f"y = {slope} {'+' if line.intercept > 0 else '−'} {number_text(abs(line.intercept), 6)}"


def _smoothness(known: Properties) -> str:
    words = {
        "discontinuous": "discontinuous",
        "C0": "continuous",
        "C1": "once continuously differentiable",
        "C2": "at least twice continuously differentiable",
        "C∞": "infinitely often differentiable",
    }
    places: dict[str, list[str]] = {}
    for each in known.breakpoints:
        if each.kind != "smooth":
            places.setdefault(each.kind, []).append(number_text(each.x, 6))
    kinds = [f"{f'a {kind}' if len(x) == 1 else f'{kind}s'} at x = {listed(x)}" for kind, x in places.items()]
    return f"{words[known.smoothness]}, with {listed(kinds)}" if kinds else words[known.smoothness]
