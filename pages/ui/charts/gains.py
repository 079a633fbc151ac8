"""Gains of the whole catalogue, and what PyTorch's own gain of the sigmoid is worth."""

import functools
import math
from collections.abc import Sequence

import pandas as pd

from activations import CATALOG
from activations.depth import critical_weight_variance, fixed_point
from activations.gains import gains, pytorch_gain
from pages.ui.chosen import ChosenFunction
from pages.ui.wording import figure

COLUMNS = {
    "forward": "Forward gain 1/√E f²: keeps the mean square of the activations (He)",
    "std": "1/std f: keeps the variance of the activations",
    "backward": "Backward gain 1/√E f′²: keeps the squared gradient",
    "PyTorch": "torch.nn.init.calculate_gain; empty where it refuses the function",
    "stability slope": "Slope of the variance map at the forward gain; above 1, variances leave their fixed point",
}


def gain_table(chosen: Sequence[ChosenFunction]) -> pd.DataFrame:
    """The gains of the functions chosen, then of the rest of the catalogue at its defaults, a row per function.

    Columns: function, parameters, those of `COLUMNS`; NaN where there is no gain.
    """
    names = [function.activation.name for function in chosen]
    rest = [_row_at_defaults(name) for name in CATALOG if name not in names]
    return pd.DataFrame([*(_row(function) for function in chosen), *rest])


@functools.cache
def sigmoid_answer() -> str:
    """What PyTorch's gain of 1 for the sigmoid keeps, and what other gains would."""
    sigmoid = CATALOG["Sigmoid"]
    exact = gains(sigmoid, **sigmoid.defaults)
    critical = math.sqrt(critical_weight_variance(sigmoid, bias_variance=0.0, **sigmoid.defaults))
    at_one, at_forward, at_backward, at_critical = (
        fixed_point(sigmoid, weight_variance=gain**2, bias_variance=0.0, **sigmoid.defaults)
        for gain in (1.0, exact.forward, exact.backward, critical)
    )
    return (
        "It is listed there without a derivation, and nothing makes 1 special: with it the squared gradient is "
        f"multiplied by {figure(at_one.chi, 3)} in each layer. The gain that keeps the signal is "
        f"{figure(exact.forward, 5)}; each layer then passes on {figure(at_forward.chi, 3)} of the squared gradient, "
        f"{figure(at_forward.chi**20, 1)} over 20 layers. The gain that would keep the gradient on standard normal "
        f"inputs, {figure(exact.backward, 5)}, raises their variance from 1 to {figure(at_backward.q, 3)}, where the "
        f"sigmoid is flatter: each layer passes on {figure(at_backward.chi, 3)}. Only weights with "
        f"σ_w = {figure(critical, 5)} keep gradients at their size, at a variance of {figure(at_critical.q, 3)}, where "
        "a sigmoid is little but a step."
    )


@functools.cache
def _row_at_defaults(name: str) -> dict[str, float | str | None]:
    return _row(ChosenFunction(CATALOG[name], CATALOG[name].defaults))


def _row(function: ChosenFunction) -> dict[str, float | str | None]:
    found = gains(function.activation, **function.parameters)
    values = ", ".join(
        f"{parameter.symbol} = {figure(function.parameters[parameter.name])}"
        for parameter in function.activation.parameters
    )
    known = {
        "forward": found.forward,
        "std": found.std,
        "backward": found.backward,
        "PyTorch": pytorch_gain(function.activation, **function.parameters),
        "stability slope": found.stability_slope,
    }
    finite = {name: gain if gain is not None and math.isfinite(gain) else None for name, gain in known.items()}
    return {"function": function.name, "parameters": values, **finite}
