"""What becomes of a signal and of a gradient in a deep network: theory, a simulation, and a verdict."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from activations import Activation, FixedPoint, Propagation, fixed_point, propagate
from activations.elementwise import FloatArray
from activations.networks.propagation import (
    SATURATED_BELOW,
    gradient_trajectory,
    mean_trajectory,
    variance_trajectory,
)
from pages.ui.wording import counted, number_text, percentage

OWN = "Own σ"  # of the weights, in place of an initialisation's

BATCH = 32

# What a quantity is called that has changed by less, or by more, on its way through all layers.
_SAME, _LOST = 10.0, 1e6

PHASES = {
    "ordered": "ordered (gradients shrink, and inputs become alike)",
    "chaotic": "chaotic (gradients grow, and inputs drift apart)",
    "critical": "critical (gradients keep their size)",
    "vanishes": "the signal dies out",
    "diverges": "the variance of the signal grows without bound",
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


def signal_of(
    activation: Activation, *, layers: int, width: int, weight_variance: float, bias_variance: float, seed: int
) -> Signal:
    """Send `BATCH` standard normal inputs through a network; see `activations.networks.propagation`."""
    variances = variance_trajectory(
        activation, layers=layers, weight_variance=weight_variance, bias_variance=bias_variance
    )
    return Signal(
        name=activation.name,
        weight_variance=weight_variance,
        simulated=propagate(
            activation,
            layers=layers,
            width=width,
            weight_variance=weight_variance,
            bias_variance=bias_variance,
            inputs=BATCH,
            seed=seed,
        ),
        variances=variances,
        gradients=gradient_trajectory(activation, variances, weight_variance=weight_variance),
        means=mean_trajectory(activation, variances),
        settled=fixed_point(activation, weight_variance=weight_variance, bias_variance=bias_variance),
    )


def verdict(signal: Signal) -> str:
    """What the simulated network of a function did to its signal and its gradient, in two sentences."""
    simulated = signal.simulated
    if simulated.overflowed_at is not None:
        return f"{signal.name}: the signal explodes: it overflows in layer {simulated.overflowed_at}."
    layers = simulated.variance.size
    gradient, variance = float(simulated.gradient[0]), float(simulated.variance[-1])
    return (
        f"{signal.name}: {_gradient_verdict(gradient, layers)}. "
        f"{_variance_verdict(variance, float(simulated.variance[0]))}."
    )


def signal_table(signals: Sequence[Signal]) -> pd.DataFrame:
    """The last layer of each simulation and the fixed point of theory as text, a row per function."""
    rows = [
        {
            "σ of the weights": number_text(math.sqrt(signal.weight_variance)),
            "mean of f(z)": number_text(_last(signal.simulated.mean)),
            f"|f′| < {number_text(SATURATED_BELOW)}": percentage(_last(signal.simulated.saturated)),
            "dead units": percentage(_last(signal.simulated.dead)),
            "fixed point q*": number_text(signal.settled.q),
            "χ₁": number_text(signal.settled.chi),
            "slope of the variance map": number_text(signal.settled.slope),
            "stable": "yes" if signal.settled.stable else "no",
            "phase": PHASES[signal.settled.phase],
        }
        for signal in signals
    ]
    return pd.DataFrame(rows, pd.Index([signal.name for signal in signals], name="function"))


def _gradient_verdict(ratio: float, layers: int) -> str:
    over = f"over {counted(layers, 'layer')}"
    if ratio == 0:
        return f"no gradient comes back {over}: what is left of it is 0, or too small for a float"
    if 1 / _SAME <= ratio <= _SAME:
        return f"the squared gradient roughly keeps its size, with a factor of {number_text(ratio, 2)} {over}"
    if ratio > 1:
        end = ": it explodes" if ratio > _LOST else ""
        return f"the squared gradient grows by a factor of {number_text(ratio, 2)} {over}{end}"
    end = ": it vanishes" if ratio < 1 / _LOST else ""
    return f"the squared gradient shrinks to {number_text(ratio, 2)} of its size {over}{end}"


def _variance_verdict(last: float, first: float) -> str:
    if last == 0:
        return "The signal is lost: its variance is 0"
    ratio = last / first if first else math.inf
    ends = f"at a variance of {number_text(last, 3)} in the last layer"
    if ratio > _LOST:
        return f"The signal blows up and ends {ends}"
    if ratio < 1 / _LOST:
        return f"The signal dies out and ends {ends}"
    return f"The signal ends {ends}"


def _last(values: FloatArray) -> float:
    return float(values[-1]) if values.size else math.nan
