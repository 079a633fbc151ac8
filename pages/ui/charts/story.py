"""The answers of the story, computed."""

from collections.abc import Sequence

import pandas as pd

from activations import CATALOG
from activations.inputs import POST_GRID, Normal
from activations.moments import activation_moments
from activations.properties import properties
from activations.roots import root
from activations.vanishing import vanishing_intervals
from pages.ui.charts.sigmoid_sum import SigmoidSum
from pages.ui.chosen import ChosenFunction
from pages.ui.race import Runner
from pages.ui.wording import figure, listed, on_intervals

LAST_OFFSET = float(POST_GRID[-1])


def function(name: str, **changes: float) -> ChosenFunction:
    """A function of the catalogue at its defaults but for the changes."""
    return ChosenFunction(CATALOG[name], {**CATALOG[name].defaults, **changes})


def line_sentence() -> str:
    facts = properties(CATALOG["Identity"])
    return (
        f"Its slope is {figure(facts.slope_minimum.value)} everywhere and its second derivative 0: it is "
        f"{facts.convexity}. A line of a line is a line, however many layers there are."
    )


def offset_sentence(offset: float) -> str:
    sigmoid = function("Sigmoid", offset=offset)
    at, before = float(sigmoid.function(offset)), float(sigmoid.function(offset - 10.0))
    return (
        f"At x = {figure(offset)}, its offset, the sigmoid is {figure(at)}; ten to the left of it, {figure(before)}: "
        "little, and not 0."
    )


def slope_sentence(epsilon: float) -> str:
    sigmoid = CATALOG["Sigmoid"]
    facts = properties(sigmoid, **sigmoid.defaults)
    intervals = vanishing_intervals(sigmoid, epsilon, **sigmoid.defaults)
    ((steepest, _),) = facts.slope_maximum.at
    return (
        f"Its largest slope is {figure(facts.slope_maximum.value)}, at x = {figure(steepest)}. "
        f"The slope is below {figure(epsilon)} {on_intervals(intervals)}."
    )


def spread_sum(count: int) -> SigmoidSum:
    """Sigmoids with offsets from 0 to the last of the post, each times their spacing."""
    spacing = LAST_OFFSET / max(count - 1, 1)
    return SigmoidSum(count=count, spacing=spacing, first=0.0, divisor=1.0 / spacing)


def spread_sentence(total: SigmoidSum) -> str:
    return (
        f"{total.count} sigmoid{'s' if total.count > 1 else ''}, each times {figure(total.spacing)}: at x = "
        f"{figure(LAST_OFFSET)} the sum is {figure(float(total.value(LAST_OFFSET)))}, with slope "
        f"{figure(float(total.slope(LAST_OFFSET)))}. It levels off at {figure(total.count / total.divisor)}."
    )


def softplus_sentence(total: SigmoidSum, x: float, gap: float, end: float) -> str:
    return (
        f"They lie {figure(abs(gap))} apart at x = {figure(x)}. At the right end, x = {figure(end)}, the slope of the "
        f"sum is {figure(float(total.slope(end)))}, on its way to 0; that of softplus tends to 1."
    )


def relu_sentence(beta: float, x: float, gap: float) -> str:
    return f"With β = {figure(beta)} they lie {figure(abs(gap), 6)} apart, at x = {figure(x)}: that is ln 2 / β."


def mean_table(functions: Sequence[ChosenFunction], centre: float) -> pd.DataFrame:
    """The exact mean of each function on N(centre, 1): function, mean."""
    exact = [activation_moments(each.activation, Normal(centre, 1.0), **each.parameters).mean for each in functions]
    return pd.DataFrame({"function": [each.name for each in functions], "mean": exact})


def mean_sentence(table: pd.DataFrame, centre: float) -> str:
    each = listed(f"{name} {figure(mean)}" for name, mean in zip(table["function"], table["mean"], strict=True))
    largest = table["function"][int(table["mean"].to_numpy().argmax())]
    return f"Means on inputs from N({figure(centre)}, 1): {each}. The largest is that of {largest}."


def elu_sentence(alpha: float, centre: float) -> str:
    elu = function("ELU", alpha=alpha)

    def mean(at: float) -> float:
        return activation_moments(elu.activation, Normal(at, 1.0), **elu.parameters).mean

    if alpha == 0:
        zero = "It is never 0."
    elif mean(-10.0) < 0:
        zero = f"It is 0 on N({figure(root(mean, -10.0, 10.0), 5)}, 1)."
    else:
        zero = "It is 0 on no N(μ, 1) with μ above −10."
    on_grid = float(elu.function(POST_GRID).mean())
    return (
        f"ELU with α = {figure(alpha, 8)} has the mean {figure(mean(centre))} on N({figure(centre)}, 1). {zero} "
        f"On the post's own inputs, from −10 to 9.8, it is {figure(on_grid)}."
    )


def race_sentence(runners: Sequence[Runner]) -> str:
    first = listed(f"{each.name} {figure(each.outcomes[1].training_loss, 3)}" for each in runners)
    means = listed(f"{each.name} {figure(each.outcomes[-1].mean_activation, 2)}" for each in runners)
    return f"Training loss after the first epoch: {first}. Median mean activation after the last: {means}."
