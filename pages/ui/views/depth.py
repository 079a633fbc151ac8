"""What becomes of a signal and of a gradient in a deep network: theory, a simulation, and a verdict."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from activations import Activation, Depth, FixedPoint, Propagation, depth_of, paired_inputs, propagate
from activations.elementwise import FloatArray
from activations.networks.initialization import EACH_ITS_OWN
from activations.random_inputs.given_numbers import SATURATED_BELOW
from pages.ui.tables import Table, of_rows
from pages.ui.wording import counted, have, listed, number_text, percentage, rough_text

OWN = "Own σ"  # of the weights, in place of an initialisation's

PAIRS = 16  # of inputs, each pair with the correlation that the reader chose

# What a quantity is called that has changed by less, or by more, on its way through all layers.
_SAME, _LOST = 2.0, 1e6

_NOTHING = 1e-12  # what rounding leaves of 0

PHASES = {
    "ordered": "ordered, so inputs become alike",
    "chaotic": "chaotic, so inputs stay apart",
    "critical": "critical, between order and chaos",
    "vanishes": "the signal dies out",
    "diverges": "the signal grows without bound",
    "undecided": "too close to tell",
}


@dataclass(frozen=True, slots=True)
class Signal:
    """A function in a deep network: a simulation, and what theory expects at infinite width."""

    activation: Activation
    weight_variance: float
    simulated: Propagation
    theory: Depth

    @property
    def name(self) -> str:
        return self.activation.name


def signal_of(
    activation: Activation,
    *,
    layers: int,
    width: int,
    weight_variance: float,
    bias_variance: float,
    correlation: float,
    seed: int,
) -> Signal:
    """Send `PAIRS` pairs of standard normal inputs of this correlation through a network."""
    settings = {"weight_variance": weight_variance, "bias_variance": bias_variance}
    inputs = paired_inputs(width=width, pairs=PAIRS, correlation=correlation, seed=seed)
    return Signal(
        activation=activation,
        weight_variance=weight_variance,
        simulated=propagate(activation, layers=layers, width=width, inputs=inputs, seed=seed, **settings),
        theory=depth_of(activation, layers=layers, input_correlation=correlation, **settings),
    )


def left_out_sentence(names: Sequence[str], initialization: str) -> str:
    """Why functions are left out whose gain is infinite or unknown, so that no weights have it."""
    gain = "finite gain" if initialization == EACH_ITS_OWN else initialization.lower()
    return f"{listed(names)} {have(names)} no {gain}, and {'is' if len(names) == 1 else 'are'} left out."


def not_followed_sentence(names: Sequence[str]) -> str:
    """Why functions are left out of which theory has no moments at all variances."""
    change, are = ("changes", "is") if len(names) == 1 else ("change", "are")
    return f"{listed(names)} {change} too fast or too often for what theory asks of all variances, and {are} left out."


def verdict(signal: Signal) -> str:
    """What the simulated network did to signal and gradient, and what theory says of ever more layers."""
    simulated = signal.simulated
    ending = theory_sentence(signal.theory.settled)
    if signal.theory.settled.decay:
        left = number_text(float(signal.theory.gradients[0]), 2)
        ending += f" It leaves {left} of it through {counted(signal.theory.variances.size, 'layer')}."
    if simulated.overflowed_at is not None:
        return f"{signal.name}: the signal explodes: it overflows in layer {simulated.overflowed_at}. {ending}"
    layers = simulated.variance.size
    gradient, variance = float(simulated.gradient[0]), float(simulated.variance[-1])
    return (
        f"{signal.name}: {_gradient_verdict(gradient, layers)}. "
        f"{_variance_verdict(variance, float(simulated.variance[0]))}. {ending}"
    )


def theory_sentence(settled: FixedPoint) -> str:
    """Where theory sees the variance go from where the layers start, and what becomes of the gradient there."""
    q, chi = number_text(settled.q), number_text(settled.chi)
    if settled.phase == "critical":
        return f"In theory {_critical(settled)}."
    if settled.phase == "undecided" and not math.isnan(settled.q):
        return f"In theory it comes to {q}, and it is too close to tell whether it stays there."
    return {
        "undecided": "In theory it is too close to tell where the variance goes.",
        "diverges": "In theory the variance grows without bound.",
        "vanishes": f"In theory it dies out, and in the end a layer multiplies the squared gradient by {chi}.",
    }.get(
        settled.phase,
        f"In theory it settles at the variance {q}, where a layer multiplies the squared gradient by {chi}.",
    )


def _critical(settled: FixedPoint) -> str:
    if settled.decay:
        return (
            f"the variance dies out {_power(settled.decay.exponent)}, and the squared gradient "
            f"{_fading(settled.decay.gradient_exponent)}"
        )
    if is_neutral(settled):
        return f"every variance stays as it is, here {number_text(settled.q)}, and so does the squared gradient"
    return f"the variance settles at {number_text(settled.q)}, where a layer keeps the squared gradient as it is"


def is_neutral(settled: FixedPoint) -> bool:
    """Whether a layer passes on every variance as it is."""
    return any(point.stability == "neutral" for point in settled.fixed_points)


def signal_table(signals: Sequence[Signal]) -> Table:
    """The last layer of each simulation, and where theory sees layers go, as text, a row per function."""
    rows = [
        {
            "σ of the weights": number_text(math.sqrt(signal.weight_variance)),
            "mean of f(z)": number_text(_last(signal.simulated.mean)),
            f"|f′| < {number_text(SATURATED_BELOW)}": percentage(_last(signal.simulated.saturated)),
            "dead units": percentage(_last(signal.simulated.dead)),
            "saturated for good": percentage(_last(signal.simulated.stuck)),
            "q*": number_text(signal.theory.settled.q),
            "χ₁": number_text(signal.theory.settled.chi),
            "slope of the variance map": number_text(without_rounding(signal.theory.settled.slope)),
            "c*": number_text(signal.theory.correlation.c),
            "ξ in layers": number_text(signal.theory.correlation.depth, 3),
            "phase": PHASES[signal.theory.settled.phase],
        }
        for signal in signals
    ]
    return of_rows("function", [signal.name for signal in signals], rows)


# What the columns of the table, and the axes of the charts, are.
_SYMBOLS = {
    "z": "the number that a function is applied to; its mean square over units and inputs is the variance q",
    "dead": "a unit whose output and slope are 0 for every input",
    "saturated for good": "one whose slope is 0 for every input, but not its output",
    "q*": "the variance at which layers settle, from where they start",
    "χ₁": "the factor by which a layer multiplies the squared gradient there, on its way back",
    "slope of the variance map": "where it is below 1, layers bring variances near q* to it",
    "c*": "the correlation that any two different inputs come to in deep layers",
    "ξ": "the number of layers in which the distance from c* shrinks by the factor e",
}


def symbols(*chosen: str) -> str:
    """What these symbols stand for, in a sentence."""
    return "; ".join(f"{symbol}: {_SYMBOLS[symbol]}" for symbol in chosen) + "."


def fixed_points_sentence(settled: FixedPoint) -> str:
    """The variances that a layer passes on as they are, if not every one is, and the one that the layers start at."""
    each = [f"{number_text(point.q)} ({point.stability})" for point in settled.fixed_points]
    points = f"Fixed points of the variance: {listed(each)}." if each else "No variance is a fixed point."
    return f"{points} The layers start at {number_text(settled.start)}."


def without_rounding(slope: float) -> float:
    """0 where the slope of a variance map is no more than what rounding leaves of 0."""
    return 0.0 if abs(slope) < _NOTHING else slope


def _power(exponent: float) -> str:
    if exponent == 0:
        return "more slowly than every power of the depth"
    return f"as the power −{number_text(exponent, 3)} of the depth"


def _fading(exponent: float) -> str:
    if math.isinf(exponent):
        return "faster than every power of the depth" if exponent > 0 else "grows faster than every power of the depth"
    return (
        "keeps its size to a constant factor, or falls more slowly than every power"
        if exponent == 0
        else _power(exponent)
    )


def _gradient_verdict(ratio: float, layers: int) -> str:
    over = f"over {counted(layers, 'layer')}"
    if ratio == 0:
        return f"no gradient comes back {over}: what is left of it is 0, or too small for a float"
    if 1 / _SAME <= ratio <= _SAME:
        return f"the squared gradient roughly keeps its size, with a factor of {number_text(ratio, 2)} {over}"
    if ratio > 1:
        end = ": it explodes" if ratio > _LOST else ""
        return f"the squared gradient grows by a factor of {rough_text(ratio, 2)} {over}{end}"
    end = ": it vanishes" if ratio < 1 / _LOST else ""
    return f"the squared gradient shrinks to {number_text(ratio, 2)} of its size {over}{end}"


def _variance_verdict(last: float, first: float) -> str:
    if last == 0:
        return "The signal is lost: its variance is 0"
    ratio = last / first if first else math.inf
    ends = f"at a variance of {rough_text(last, 3)} in the last layer"
    if ratio > _LOST:
        return f"The signal blows up and ends {ends}"
    if ratio < 1 / _LOST:
        return f"The signal dies out and ends {ends}"
    return f"The signal ends {ends}"


def _last(values: FloatArray) -> float:
    return float(values[-1]) if values.size else math.nan
