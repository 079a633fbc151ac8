"""What functions make of given numbers, beside a normal distribution with the same mean and variance."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from activations import Activation, Moments, moments_of
from activations.random_inputs.distributions import Normal
from activations.random_inputs.empirical import Empirical
from activations.random_inputs.given_numbers import SATURATED_BELOW, FlatShares, flat_shares, normal_like
from pages.ui.charts.histogram import Histogram, density_axis, histogram
from pages.ui.charts.sheet import FunctionNames, Lines, Mark, Panel, Sheet
from pages.ui.charts.ticks import axis_around
from pages.ui.tables import Table, of_rows
from pages.ui.wording import listed, number_text, percentage

# Whose the numbers are.
YOURS, OF_EXAMPLE = "your numbers", "the numbers of the example"

DEFINITIONS = (
    f"Dead: f and f′ are 0. Saturated: |f′| is below {SATURATED_BELOW:g} elsewhere. E f′² is the factor by which f "
    "multiplies the squared gradient on its way back. Over the normal: what theory gives for normal numbers with the "
    "same mean and variance, on which the usual rules for weights rest."
)

DIFFERENCE = "difference of E f′²"

_IN_HEIGHT, _OUT_HEIGHT = 312, 440  # pixels, the second of all panels
_NORMAL_POINTS, _NORMAL_REACH = 121, 4.0
_ROUNDING = 1e-12  # of a mean, in standard deviations


class Inputs(NamedTuple):
    """Numbers in short: how many, their histogram, and the normal distribution with the same mean and variance."""

    size: int
    low: float
    high: float
    histogram: Histogram
    normal: Normal
    skewness: float
    excess: float  # the kurtosis, less the 3 of a normal distribution


class Outputs(NamedTuple):
    """What a function makes of them."""

    histogram: Histogram
    flat: FlatShares
    found: Moments
    theory: Moments  # of the normal distribution


def inputs_of(own: Empirical) -> Inputs:
    """The numbers in short."""
    normal, numbers = normal_like(own), own.numbers
    z = (numbers - normal.mean) / normal.std
    return Inputs(
        size=numbers.size,
        low=float(numbers.min()),
        high=float(numbers.max()),
        histogram=histogram(numbers),
        normal=normal,
        skewness=float(np.mean(z**3)),
        excess=float(np.mean(z**4)) - 3.0,
    )


def outputs_of(activation: Activation, own: Empirical) -> Outputs:
    """What the function makes of them, in short."""
    return Outputs(
        histogram=histogram(activation(own.numbers)),
        flat=flat_shares(activation, own),
        found=moments_of(activation, own),
        theory=moments_of(activation, normal_like(own)),
    )


def caption(whose: str) -> str:
    """What the charts show."""
    return (
        f"Bars: {whose}, and what each function makes of them. Curve: the normal distribution with their mean and "
        "variance. Dashed line: the mean."
    )


def input_picture(inputs: Inputs, whose: str = YOURS) -> Sheet:
    """The histogram of the numbers under the density of the normal distribution."""
    x = inputs.normal.mean + inputs.normal.std * np.linspace(-_NORMAL_REACH, _NORMAL_REACH, _NORMAL_POINTS)
    density = np.exp(inputs.normal.log_density((x - inputs.normal.mean) / inputs.normal.std)) / inputs.normal.std
    return Sheet(
        alt=input_sentence(inputs),
        names=(whose,),
        panels=[
            Panel(
                title="density of the numbers, and of a normal distribution",
                height=_IN_HEIGHT,
                x=axis_around(np.concatenate([inputs.histogram.edges, x])),
                y=density_axis(inputs.histogram.density, density),
                content=[inputs.histogram.bars(0), Lines(x, density.reshape(-1, 1))],
                x_labels=True,
                y_labels=False,
            )
        ],
        x_title="x",
        marks=(Mark("mean", x=inputs.normal.mean),),
        legend=False,
    )


def output_picture(outputs: Sequence[Outputs], names: FunctionNames, whose: str = YOURS) -> Sheet:
    """A panel for each function with the histogram of what it makes of the numbers."""
    panels = [
        Panel(
            title=f"{name}: mean {_mean_text(each.found.mean, each.found.deviation)}, "
            f"variance {number_text(each.found.variance)}",
            height=max(60, _OUT_HEIGHT // len(names)),
            x=axis_around(np.concatenate([each.histogram.edges, [0.0]])),
            y=density_axis(each.histogram.density),
            content=[each.histogram.bars(k)],
            x_labels=True,
            y_labels=False,
        )
        for k, (name, each) in enumerate(zip(names, outputs, strict=True))
    ]
    marks = [Mark("", x=each.found.mean, panel=k) for k, each in enumerate(outputs) if math.isfinite(each.found.mean)]
    return Sheet(
        alt=output_sentence(outputs, names, whose),
        names=names,
        panels=panels,
        x_title="f(x)",
        marks=tuple(marks),
        legend=False,
    )


def input_sentence(inputs: Inputs) -> str:
    """Where the numbers lie, and how far they are from normal ones."""
    mean, variance = _mean_text(inputs.normal.mean, inputs.normal.std), number_text(inputs.normal.std**2)
    skewness, excess = (number_text(round(each, 6), 3) for each in (inputs.skewness, inputs.excess))
    return (
        f"{inputs.size:,} numbers from {number_text(inputs.low)} to {number_text(inputs.high)}, with mean {mean} and "
        f"variance {variance}; their skewness is {skewness} and their excess kurtosis {excess}, both 0 for a normal "
        "distribution."
    )


def output_sentence(outputs: Sequence[Outputs], names: FunctionNames, whose: str = YOURS) -> str:
    """Which function lets the most gradient through, and for which theory errs the most."""
    through = {name: each.found.slope_second_moment for name, each in zip(names, outputs, strict=True)}
    parts = listed(f"{name} {number_text(value)}" for name, value in through.items())
    errors = {
        name: abs(each.theory.mean - each.found.mean) / each.found.deviation
        for name, each in zip(names, outputs, strict=True)
        if each.found.deviation > 0.0 and math.isfinite(each.theory.mean)
    }
    if not errors:
        return f"E f′² over {whose}: {parts}."
    worst = max(errors, key=lambda name: errors[name])
    return (
        f"E f′² over {whose}: {parts}. Of all means, that of {worst} is farthest from what theory "
        f"says of normal numbers: by {number_text(errors[worst], 2)} of the standard deviation of its output."
    )


def output_table(inputs: Inputs, outputs: Sequence[Outputs], names: FunctionNames) -> Table:
    """A row for each function, as text."""
    return of_rows("function", names, [_row(inputs, each) for each in outputs])


def _mean_text(mean: float, deviation: float) -> str:
    """A mean; 0 where it is nothing but rounding, as of numbers on both sides of 0 alike."""
    return number_text(0.0 if abs(mean) < _ROUNDING * deviation else mean)


def _row(inputs: Inputs, each: Outputs) -> dict[str, str]:
    found, theory = each.found, each.theory
    return {
        "mean in": _mean_text(inputs.normal.mean, inputs.normal.std),
        "mean out": _mean_text(found.mean, found.deviation),
        "mean over the normal": _mean_text(theory.mean, theory.deviation),
        "variance in": number_text(inputs.normal.std**2),
        "variance out": number_text(found.variance),
        "variance over the normal": number_text(theory.variance),
        "saturated": percentage(each.flat.saturated),
        "dead": percentage(each.flat.dead),
        "E f′²": number_text(found.slope_second_moment),
        "E f′² over the normal": number_text(theory.slope_second_moment),
        DIFFERENCE: number_text(found.slope_second_moment - theory.slope_second_moment, 3),
    }
