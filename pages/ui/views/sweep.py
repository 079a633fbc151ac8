"""A function for several values of one of its parameters."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from activations import Activation, Parameter
from pages.ui.charts.sheet import Mark, Sheet
from pages.ui.chosen import Curve, curve_of
from pages.ui.links import parameter_key
from pages.ui.views.curves import Drawing, curve_picture
from pages.ui.wording import number_text

STEPS = 5
NO_PARAMETER = "None of the chosen functions has a parameter. Choose one that does, such as ELU, in the box above."


def sweepable(chosen: Sequence[Activation]) -> dict[str, tuple[Activation, Parameter]]:
    """Each parameter of the functions, by its name in links."""
    return {
        parameter_key(activation.name, parameter.name): (activation, parameter)
        for activation in chosen
        for parameter in activation.definition.parameters
    }


def swept(activation: Activation, parameter: Parameter, low: float, high: float) -> tuple[Curve, ...]:
    """The function with `STEPS` values of the parameter, evenly spaced from low to high."""
    return tuple(
        curve_of(
            activation.definition(**{**activation.parameters, parameter.name: value}),
            f"{parameter.symbol} = {number_text(value, 6)}",
        )
        for value in np.linspace(low, high, STEPS).tolist()
    )


class Widest(NamedTuple):
    """Where the values of a sweep lie farthest apart: from the lowest to the highest there."""

    x: float
    low: float
    high: float

    @property
    def spread(self) -> float:
        return self.high - self.low


def widest(drawn: Drawing) -> Widest:
    """Where the parameter matters most to f, among the points that are drawn."""
    values = drawn.orders[0]
    row = int(np.ptp(values, axis=1).argmax())
    return Widest(float(drawn.x[row]), float(values[row].min()), float(values[row].max()))


def sweep_picture(drawn: Drawing, at: Widest, alt: str, *marks: Mark) -> Sheet:
    """The functions of a sweep, with the two ends of where they are farthest apart."""
    ends = [Mark("", at.x, at.low), Mark(f"{number_text(at.spread)} apart", at.x, at.high)] if at.spread else []
    return curve_picture(drawn, alt, *ends, *marks)


def sweep_sentence(activation: Activation, parameter: Parameter, drawn: Drawing, at: Widest) -> str:
    """At which x the parameter matters most, and what it does there."""
    way = f"{activation.name} from {drawn.names[0]} to {drawn.names[-1]}"
    if at.spread == 0:
        return f"{way}: {parameter.symbol} changes nothing here."
    return (
        f"{way}: {parameter.symbol} matters most at x = {number_text(at.x)}, "
        f"where the values of f lie {number_text(at.spread)} apart."
    )
