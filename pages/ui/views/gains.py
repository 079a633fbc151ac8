"""Gains of the whole catalogue, and what PyTorch's own gain of the sigmoid is worth."""

import functools
import math
from collections.abc import Sequence

import pandas as pd

from activations import CATALOG, Activation, critical_weight_variance, fixed_point, gains_of
from activations.imports import with_imports
from activations.libraries.initializers import InitializerLanguage, initializer
from activations.networks.gains import pytorch_gain, training_gains_of
from pages.ui.views.depth import is_neutral, without_rounding
from pages.ui.wording import number_text

COLUMNS = {
    "forward": "1/√E f²: keeps the mean square of the activations (He)",
    "std": "1/std f: keeps the variance of the activations",
    "backward": "1/√E f′²: keeps the squared gradient",
    "PyTorch": "torch.nn.init.calculate_gain; – for functions that it refuses",
    "stability slope": "slope of the variance map at the forward gain; above 1, variances leave their fixed point",
}

# In a file, where no words stand below the table.
HEADINGS = {
    "forward": "forward gain 1/√E f²",
    "std": "std gain 1/std f",
    "backward": "backward gain 1/√E f′²",
    "PyTorch": "PyTorch's gain",
    "stability slope": "slope of the variance map at the forward gain",
}

SAME = 1e-9  # slopes that differ by less are equal


def gain_table(chosen: Sequence[Activation]) -> pd.DataFrame:
    """The gains of the functions chosen, then of the rest of the catalogue at its defaults, a row per function.

    Columns: function, those of `COLUMNS`, parameters; NaN where there is no gain.
    """
    names = [activation.name for activation in chosen]
    rest = [_row_at_defaults(name) for name in CATALOG if name not in names]
    return pd.DataFrame([*map(_row, chosen), *rest])


@functools.cache
def sigmoid_answer() -> str:
    """What PyTorch's gain of 1 for the sigmoid keeps, and what other gains would."""
    sigmoid = CATALOG["Sigmoid"]()
    exact = gains_of(sigmoid)
    critical = math.sqrt(critical_weight_variance(sigmoid, bias_variance=0.0))
    at_one, at_forward, at_backward, at_critical = (
        fixed_point(sigmoid, weight_variance=gain**2, bias_variance=0.0)
        for gain in (1.0, exact.forward, exact.backward, critical)
    )
    return (
        "PyTorch lists it without a derivation, and nothing makes 1 special: with it, each layer multiplies the "
        f"squared gradient by {number_text(at_one.chi, 3)}. The gain that keeps the signal is "
        f"{number_text(exact.forward, 5)}; each layer then passes on {number_text(at_forward.chi, 3)} of the squared "
        f"gradient, and 20 layers pass on {number_text(at_forward.chi**20, 1)}. The gain that would keep the gradient "
        f"on standard normal inputs, {number_text(exact.backward, 5)}, raises their variance from 1 to "
        f"{number_text(at_backward.q, 3)}, where the sigmoid is flatter: each layer passes on "
        f"{number_text(at_backward.chi, 3)}. Only weights with σ = {number_text(critical, 5)} keep gradients at their "
        f"size, at a variance of {number_text(at_critical.q, 3)}, where a sigmoid is little more than a step."
    )


def verdict(activation: Activation) -> str:
    """Whether a signal settles where the weights of all layers have the forward gain, and biases are 0."""
    gains = gains_of(activation)
    name, slope = activation.name, abs(gains.stability_slope)
    if not (math.isfinite(gains.forward) and math.isfinite(slope)):
        return f"{name} has no forward gain."
    kept = f"At its forward gain, {number_text(gains.forward, 6)}, {name} keeps a variance of 1"
    factor = f"near 1 the distance from it {{}} by the factor {number_text(slope)} in each layer."
    if math.isclose(slope, 1.0, rel_tol=SAME):
        settled = fixed_point(activation, weight_variance=gains.forward**2, bias_variance=0.0)
        return f"{kept}, and {'every other' if is_neutral(settled) else 'others near it too, to first order'}."
    if slope > 1.0:
        return f"{kept}, but no other holds: {factor.format('grows')}"
    if without_rounding(slope) == 0.0:
        return f"{kept}, and turns any other into 1, to first order."
    return f"{kept}, and brings others back to it: {factor.format('shrinks')}"


def initializers(chosen: Sequence[Activation], language: InitializerLanguage) -> str:
    """What has to be imported, and a line of code for each function that has a forward gain."""
    gains = {activation: gains_of(activation).forward for activation in chosen}
    lines = "\n".join(
        f"{initializer(gain, language)}  # {activation!r}" if math.isfinite(gain) else f"# {activation!r} has none"
        for activation, gain in gains.items()
    )
    return with_imports(lines)


def training_sentence(activation: Activation) -> str:
    """The gains of RReLU while it is trained, when its slopes are random."""
    found = training_gains_of(activation)
    return (
        f"In training, {activation.name} draws each slope anew: its gains are then {number_text(found.forward, 6)} "
        f"forward, {number_text(found.std, 6)} for the variance and {number_text(found.backward, 6)} backward. The "
        "table has those of its mean slope, with which it runs after training."
    )


@functools.cache
def _row_at_defaults(name: str) -> dict[str, float | str | None]:
    return _row(CATALOG[name]())


def _row(activation: Activation) -> dict[str, float | str | None]:
    found = gains_of(activation)
    parameters = ", ".join(
        f"{parameter.symbol} = {number_text(activation.parameters[parameter.name])}"
        for parameter in activation.definition.parameters
    )
    known = {
        "forward": found.forward,
        "std": found.std,
        "backward": found.backward,
        "PyTorch": pytorch_gain(activation),
        "stability slope": found.stability_slope,
    }
    finite = {name: _shown(gain) for name, gain in known.items()}
    # Numbers first: a phone shows three columns.
    return {"function": activation.name, **finite, "parameters": parameters}


def _shown(gain: float | None) -> float | None:
    return None if gain is None or not math.isfinite(gain) else without_rounding(gain)
