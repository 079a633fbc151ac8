"""A function for several values of one of its parameters."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from activations import Activation, Parameter
from activations.calculus.bounds import Approach
from activations.calculus.extrema import Extreme, largest_differences
from activations.calculus.intervals import Interval, union
from pages.ui.chosen import Curve, curve_of
from pages.ui.links import parameter_key
from pages.ui.places import NOT_RESOLVED, known, places_of
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


def sweep_sentence(activations: Sequence[Activation], parameter: Parameter, low: float, high: float) -> str:
    """Where from low to high the parameter matters most, and how much: where two of the curves lie farthest apart."""
    first, last = (_value(each, parameter) for each in (activations[0], activations[-1]))
    way = f"{activations[0].name} from {parameter.symbol} = {first} to {parameter.symbol} = {last}"
    pairs = itertools.combinations(activations, 2)
    found = [known(largest_differences, one, other, 0, low, high) for one, other in pairs]
    if any(each is None for each in found):
        return f"{way}: where {parameter.symbol} matters most is {NOT_RESOLVED}."
    extremes = [extreme for each in found for extreme in each or ()]
    if not extremes:
        return f"{way}: {parameter.symbol} changes nothing here."
    widest = max(abs(extreme.difference) for extreme in extremes)
    places = _joined([each for each in extremes if math.isclose(abs(each.difference), widest, rel_tol=_EQUAL)])
    return (
        f"{way}: {parameter.symbol} matters most {places_of(places)}, where the values of f lie "
        f"{number_text(widest)} apart."
    )


def _joined(equal: Sequence[Extreme]) -> list[Extreme]:
    """Places of several pairs of curves, each once, and none approached where it is taken."""
    size = abs(equal[0].difference)
    taken = union(each.where for each in equal if isinstance(each.where, Interval))
    approached = {each.where for each in equal if isinstance(each.where, Approach)}
    free = [each for each in approached if not any(part.low <= each.x <= part.high for part in taken)]
    free.sort(key=lambda each: (each.x, each.side))
    return [*(Extreme(size, part) for part in taken), *(Extreme(size, each) for each in free)]


def _value(activation: Activation, parameter: Parameter) -> str:
    return number_text(activation.parameters[parameter.name], 6)
