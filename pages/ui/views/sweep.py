"""A function for several values of one of its parameters."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from activations import Activation, Parameter
from activations.calculus.bounds import Approach
from activations.calculus.extrema import Extreme, largest_differences
from activations.calculus.intervals import Interval, union
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.chosen import PRIMES, Curve, curve_of
from pages.ui.links import parameter_key
from pages.ui.places import NOT_RESOLVED, known, places_of
from pages.ui.views.curves import Drawing, curve_picture
from pages.ui.wording import number_text

STEPS = 5
_EQUAL = 1e-9
NO_PARAMETER = "None of the chosen functions has a parameter. Choose one that does, such as ELU, in the box above."


def sweepable(chosen: Sequence[Activation]) -> dict[str, tuple[Activation, Parameter]]:
    """Each parameter of the functions, by its name in links."""
    return {
        parameter_key(activation.name, parameter.name): (activation, parameter)
        for activation in chosen
        for parameter in activation.definition.parameters
    }


def swept(activation: Activation, parameter: Parameter, low: float, high: float) -> tuple[Activation, ...]:
    """The function with `STEPS` values of the parameter, evenly spaced from low to high."""
    return tuple(
        activation.definition(**{**activation.parameters, parameter.name: value})
        for value in np.linspace(low, high, STEPS).tolist()
    )


def swept_curves(activations: Sequence[Activation], parameter: Parameter) -> tuple[Curve, ...]:
    """Each as a curve, under its value of the parameter."""
    return tuple(curve_of(each, f"{parameter.symbol} = {_value(each, parameter)}") for each in activations)


def widest(activations: Sequence[Activation], low: float, high: float) -> list[Extreme] | None:
    """Where from low to high two of the functions lie farthest apart; None if that is not resolved."""
    pairs = itertools.combinations(activations, 2)
    found = [known(largest_differences, one, other, 0, low, high) for one, other in pairs]
    extremes = [extreme for each in found for extreme in each or ()]
    if any(each is None for each in found):
        return None
    size = max((abs(extreme.difference) for extreme in extremes), default=0.0)
    return _joined([each for each in extremes if math.isclose(abs(each.difference), size, rel_tol=_EQUAL)])


def sweep_picture(
    drawn: Drawing, activations: Sequence[Activation], found: list[Extreme] | None, alt: str, *marks: Mark
) -> Sheet:
    """The functions of a sweep, with the two ends of where they are farthest apart, if that is one place."""
    ends = []
    if found and isinstance(found[0].where, Interval) and found[0].where.is_point:
        x = found[0].where.low
        values = [float(activation(x)) for activation in activations]
        label = f"{number_text(found[0].difference)} apart"
        ends = [Mark("", x, min(values)), Mark(label, x, max(values))]
    picture = curve_picture(drawn, alt, *ends, *marks)
    # The names at the curves are values of the parameter.
    titles = (f"{activations[0].name}{prime}(x)" for prime in PRIMES)
    named = [replace(panel, title=title) for panel, title in zip(picture.panels, titles, strict=True)]
    return replace(picture, panels=named)


def sweep_sentence(activations: Sequence[Activation], parameter: Parameter, found: list[Extreme] | None) -> str:
    """Where the parameter matters most, and how much: where two of the curves lie farthest apart."""
    first, last = (_value(each, parameter) for each in (activations[0], activations[-1]))
    way = f"{activations[0].name} from {parameter.symbol} = {first} to {parameter.symbol} = {last}"
    if found is None:
        return f"{way}: where {parameter.symbol} matters most is {NOT_RESOLVED}."
    if not found:
        return f"{way}: {parameter.symbol} changes nothing here."
    return (
        f"{way}: {parameter.symbol} matters most {places_of(found)}, where the values of f lie "
        f"{number_text(found[0].difference)} apart."
    )


def _joined(equal: Sequence[Extreme]) -> list[Extreme]:
    """Places of several pairs of curves, each once, and none approached where it is taken."""
    if not equal:
        return []
    size = abs(equal[0].difference)
    taken = union(each.where for each in equal if isinstance(each.where, Interval))
    approached = {each.where for each in equal if isinstance(each.where, Approach)}
    free = [each for each in approached if not any(part.low <= each.x <= part.high for part in taken)]
    free.sort(key=lambda each: (each.x, each.side))
    return [*(Extreme(size, part) for part in taken), *(Extreme(size, each) for each in free)]


def _value(activation: Activation, parameter: Parameter) -> str:
    return number_text(activation.parameters[parameter.name], 6)
