"""Parametrisations over the catalogue, and inputs for it."""

from itertools import product

import pytest

from activations import CATALOG, Activation

Parameters = dict[str, float]

every_activation = pytest.mark.parametrize("activation", CATALOG.values(), ids=CATALOG.keys())


def parameter_settings(activation: Activation) -> list[Parameters]:
    """The default, the ends of every slider, and a value between its steps."""
    values = [sorted({p.low, p.default, p.high, p.low + 0.3717 * (p.high - p.low)}) for p in activation.parameters]
    names = [parameter.name for parameter in activation.parameters]
    return [dict(zip(names, setting, strict=True)) for setting in product(*values)]


every_setting = pytest.mark.parametrize(
    ("activation", "parameters"),
    [
        pytest.param(activation, parameters, id=f"{activation.name} {parameters or ''}".strip())
        for activation in CATALOG.values()
        for parameters in parameter_settings(activation)
    ],
)
