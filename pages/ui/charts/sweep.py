"""A function for several values of one of its parameters."""

from collections.abc import Sequence

import numpy as np

from activations.activation import Parameter
from pages.ui.charts.curves import ORDERS, Drawing
from pages.ui.chosen import ChosenFunction
from pages.ui.links import parameter_key
from pages.ui.wording import figure

STEPS = 5
NO_PARAMETER = "None of the functions chosen has a parameter. Choose one that has, such as ELU, in the box above."


def sweepable(chosen: Sequence[ChosenFunction]) -> dict[str, tuple[ChosenFunction, Parameter]]:
    """Each parameter of the functions, by its name in links."""
    return {
        parameter_key(function.name, parameter.name): (function, parameter)
        for function in chosen
        for parameter in function.activation.parameters
    }


def swept(function: ChosenFunction, parameter: Parameter, low: float, high: float) -> tuple[ChosenFunction, ...]:
    """The function with `STEPS` values of the parameter, evenly spaced from low to high."""
    return tuple(
        ChosenFunction(
            function.activation,
            {**function.parameters, parameter.name: value},
            f"{parameter.symbol} = {figure(value, 6)}",
        )
        for value in np.linspace(low, high, STEPS).tolist()
    )


def sweep_sentence(function: ChosenFunction, parameter: Parameter, drawing: Drawing) -> str:
    """At which x the parameter matters most, and what it does there."""
    values = drawing.table[list(drawing.titles[:: len(ORDERS)])].to_numpy()
    spread = np.ptp(values, axis=1)
    widest = int(spread.argmax())
    swept = f"{function.name} from {drawing.names[0]} to {drawing.names[-1]}"
    if spread[widest] == 0:
        return f"{swept}: {parameter.symbol} changes nothing here."
    return (
        f"{swept}: {parameter.symbol} matters most at x = {figure(drawing.table['x'].iloc[widest])}, "
        f"where the values of f lie {figure(spread[widest])} apart."
    )
