"""What becomes of a signal and of a gradient in a deep network: theory, a simulation, and a verdict."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from activations.depth import FixedPoint, fixed_point
from activations.functions.elementwise import FloatArray
from activations.propagation import (
    SATURATED_BELOW,
    Propagation,
    gradient_trajectory,
    mean_trajectory,
    propagate,
    variance_trajectory,
)
from pages.ui.chosen import ChosenFunction
from pages.ui.wording import figure

BATCH = 32

# What a quantity is called that has changed by less, or by more, on its way through all layers.
_SAME, _LOST = 10.0, 1e6

PHASES = {
    "ordered": "ordered, gradients shrink and inputs grow alike",
    "chaotic": "chaotic, gradients grow and inputs drift apart",
    "critical": "critical, gradients keep their size",
    "vanishes": "the signal dies out",
    "diverges": "the variance of the signal grows without end",
}


@dataclass(frozen=True, slots=True)
class Signal:
    """A function in a deep network: a simulation, and what theory expects at infinite width."""

    name: str
    weight_variance: float
    simulated: Propagation
    variances: FloatArray  # of layers 1, 2, …
    gradients: FloatArray  # mean squares at layers 0, 1, …; shorter where the variance diverges
    means: FloatArray  # of layers 1, 2, …
    settled: FixedPoint


def signal(
    function: ChosenFunction, *, layers: int, width: int, weight_variance: float, bias_variance: float, seed: int
) -> Signal:
    """Send `BATCH` standard normal inputs through a network of `function`; see `activations.propagation`."""
    variances = variance_trajectory(
        function.activation,
        layers=layers,
        weight_variance=weight_variance,
        bias_variance=bias_variance,
        **function.parameters,
    )
    return Signal(
        name=function.name,
        weight_variance=weight_variance,
        simulated=propagate(
            function.activation,
            layers=layers,
            width=width,
            weight_variance=weight_variance,
            bias_variance=bias_variance,
            inputs=BATCH,
            seed=seed,
            **function.parameters,
        ),
        variances=variances,
        gradients=gradient_trajectory(
            function.activation, variances, weight_variance=weight_variance, **function.parameters
        ),
        means=mean_trajectory(function.activation, variances, **function.parameters),
        settled=fixed_point(
            function.activation, weight_variance=weight_variance, bias_variance=bias_variance, **function.parameters
        ),
    )


def verdict(each: Signal) -> str:
    """What the simulated network of a function did to its signal and its gradient, in two sentences."""
    simulated = each.simulated
    if simulated.overflowed_at is not None:
        return f"{each.name}: the signal overflows in layer {simulated.overflowed_at}: it explodes."
    layers = simulated.variance.size
    gradient, variance = float(simulated.gradient[0]), float(simulated.variance[-1])
    return (
        f"{each.name}: {_gradient_verdict(gradient, layers)}. "
        f"{_variance_verdict(variance, float(simulated.variance[0]))}."
    )


def figures_table(signals: Sequence[Signal]) -> pd.DataFrame:
    """The last layer of each simulation and the fixed point of theory as text, a row per function."""
    rows = [
        {
            "σ_w": figure(math.sqrt(each.weight_variance)),
            "mean of f(z)": figure(_last(each.simulated.mean)),
            f"|f′| < {figure(SATURATED_BELOW)}": _percent(_last(each.simulated.saturated)),
            "dead units": _percent(_last(each.simulated.dead)),
            "fixed point q*": figure(each.settled.q),
            "χ₁": figure(each.settled.chi),
            "slope of the variance map": figure(each.settled.slope),
            "stable": "yes" if each.settled.stable else "no",
            "phase": PHASES[each.settled.phase],
        }
        for each in signals
    ]
    return pd.DataFrame(rows, pd.Index([each.name for each in signals], name="function"))


def _gradient_verdict(ratio: float, layers: int) -> str:
    over = f"over {layers} layers" if layers > 1 else "over one layer"
    if ratio == 0:
        return f"no gradient comes back {over}: what is left of it is 0, or too small for a float"
    if 1 / _SAME <= ratio <= _SAME:
        return f"the squared gradient about keeps its size: the factor is {figure(ratio, 2)} {over}"
    if ratio > 1:
        return f"the squared gradient grows by the factor {figure(ratio, 2)} {over}{': it explodes' * (ratio > _LOST)}"
    return (
        f"the squared gradient shrinks to {figure(ratio, 2)} of its size {over}{': it vanishes' * (ratio < 1 / _LOST)}"
    )


def _variance_verdict(last: float, first: float) -> str:
    if last == 0:
        return "The signal is lost: its variance is 0"
    ratio = last / first if first else math.inf
    ends = f"at a variance of {figure(last, 3)} in the last layer"
    if ratio > _LOST:
        return f"The signal blows up and ends {ends}"
    if ratio < 1 / _LOST:
        return f"The signal dies out and ends {ends}"
    return f"The signal ends {ends}"


def _last(values: FloatArray) -> float:
    return float(values[-1]) if values.size else math.nan


def _percent(fraction: float) -> str:
    return "–" if math.isnan(fraction) else f"{figure(100.0 * fraction, 3)} %"
