"""Settings of an activation that go by names of their own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from activations.activation import Activation
from activations.catalog import CATALOG


class NamedSetting(NamedTuple):
    """An activation with certain parameters, and the name by which these are known."""

    name: str
    activation: Activation
    source: str


def _at(function: str, name: str, source: str, **parameters: float) -> NamedSetting:
    return NamedSetting(name, CATALOG[function](**parameters), source)


_SETTINGS = (
    _at("Hardsigmoid", "ONNX' default", "https://onnx.ai/onnx/operators/onnx__HardSigmoid.html", slope=0.2),
    _at(
        "ScaledTanh",
        "LeCun's, with f(±1) = ±1",
        "http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf",
        amplitude=1.7159,
        steepness=2 / 3,
    ),
    _at("ScaledTanh", "DyT as it starts", "https://arxiv.org/abs/2503.10622", amplitude=1.0, steepness=0.5),
    _at(
        "ScaledTanh",
        "Soft cap at 30, of Gemma 2's logits",
        "https://arxiv.org/abs/2408.00118",
        amplitude=30.0,
        steepness=1 / 30,
    ),
    _at(
        "ScaledTanh",
        "Soft cap at 50, of Gemma 2's attention",
        "https://arxiv.org/abs/2408.00118",
        amplitude=50.0,
        steepness=1 / 50,
    ),
    _at(
        "StarReLU",
        "Mean 0 and variance 1 on N(0, 1)",
        "https://arxiv.org/abs/2210.13452",
        scale=0.8944,
        bias=-0.4472,
    ),
    _at("ClippedReLU", "ReLU6", "https://keras.io/api/layers/activations/#relu6-function", maximum=6.0),
    _at("LeakyReLU", "PReLU as it starts", "https://arxiv.org/abs/1502.01852", negative_slope=0.25),
    _at("LeakyReLU", "Keras' function leaky_relu", "https://keras.io/api/layers/activations/", negative_slope=0.2),
    _at("SiLU", "QuickGELU", "https://arxiv.org/abs/1606.08415", beta=1.702),
    _at("Shrink", "Hardshrink", "https://onnx.ai/onnx/operators/onnx__Shrink.html", lambd=0.5, bias=0.0),
    _at("Shrink", "Softshrink", "https://onnx.ai/onnx/operators/onnx__Shrink.html", lambd=0.5, bias=0.5),
    _at(
        "xIELU",
        "Apertus as it starts",
        "https://arxiv.org/abs/2509.14233",
        alpha_p=0.8,
        alpha_n=0.8,
        beta=0.5,
    ),
    _at("Sin", "SIREN's", "https://arxiv.org/abs/2006.09661", frequency=30.0),
)

# Activation -> its named settings.
NAMED_SETTINGS: Mapping[str, tuple[NamedSetting, ...]] = MappingProxyType(
    {name: tuple(each for each in _SETTINGS if each.activation.name == name) for name in CATALOG}
)
