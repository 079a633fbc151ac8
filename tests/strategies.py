"""Parametrisations over the catalogue, and inputs for it."""

import pytest

from activations import CATALOG, Activation

Parameters = dict[str, float]

every_activation = pytest.mark.parametrize("activation", CATALOG.values(), ids=CATALOG.keys())


def parameter_settings(activation: Activation) -> list[Parameters]:
    """The default, and each parameter in turn at the ends of its slider and between its steps."""
    moved = [
        {**activation.defaults, p.name: value}
        for p in activation.parameters
        for value in (p.low, p.low + 0.3717 * (p.high - p.low), p.high)
    ]
    return [activation.defaults, *moved]


every_setting = pytest.mark.parametrize(
    ("activation", "parameters"),
    [
        pytest.param(activation, parameters, id=f"{activation.name} {parameters or ''}".strip())
        for activation in CATALOG.values()
        for parameters in parameter_settings(activation)
    ],
)
