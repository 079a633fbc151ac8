"""A function for several values of one of its parameters."""

from collections.abc import Sequence

import numpy as np

from activations import Activation, Parameter
from pages.ui.chosen import Curve, curve_of
from pages.ui.links import parameter_key
from pages.ui.views.curves import ORDERS, Drawing
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


def sweep_sentence(activation: Activation, parameter: Parameter, drawn: Drawing) -> str:
    """At which x the parameter matters most, and what it does there."""
    values = drawn.table[list(drawn.titles[:: len(ORDERS)])].to_numpy()
    spread = np.ptp(values, axis=1)
    widest = int(spread.argmax())
    way = f"{activation.name} from {drawn.names[0]} to {drawn.names[-1]}"
    if spread[widest] == 0:
        return f"{way}: {parameter.symbol} changes nothing here."
    return (
        f"{way}: {parameter.symbol} matters most at x = {number_text(drawn.table['x'].iloc[widest])}, "
        f"where the values of f lie {number_text(spread[widest])} apart."
    )
