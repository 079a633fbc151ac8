"""Constants that give an activation mean 0 and variance 1 on standard normal inputs, and LeCun's pair."""

import math

from scipy.optimize import minimize_scalar

from activations.catalog import CATALOG
from activations.constants.record import Constant
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of


def selu_alpha() -> float:
    """The α at which ELU has mean 0: E ELU = E ReLU + α E min(0, e^Z − 1), which is linear in α."""
    relu, elu = (moments_of(CATALOG[name](), Normal()).mean for name in ("ReLU", "ELU"))
    return relu / (relu - elu)


def selu_scale() -> float:
    """1 / √E ELU² at that α."""
    return 1.0 / math.sqrt(moments_of(CATALOG["ELU"](alpha=selu_alpha()), Normal()).second_moment)


def star_relu_scale() -> float:
    """1 / std of ReLU²."""
    return 1.0 / math.sqrt(moments_of(CATALOG["ReLUSquared"](), Normal()).variance)


def star_relu_bias() -> float:
    """What brings the mean of ReLU² so scaled to 0."""
    return -star_relu_scale() * moments_of(CATALOG["ReLUSquared"](), Normal()).mean


def lecun_amplitude() -> float:
    """The a for which a tanh(2x/3) is ±1 at ±1."""
    return 1.0 / float(CATALOG["Tanh"]()(2.0 / 3.0))


def lecun_steepness() -> float:
    """The b for which the second derivative of tanh(bx) is largest in size at ±1: where that of tanh is."""
    tanh = CATALOG["Tanh"]()
    found = minimize_scalar(lambda x: float(tanh.second_derivative(x)), bounds=(0.0, 2.0), options={"xatol": 1e-9})
    return float(found.x)


_EXACT = 1e-2  # none of these is sampled or tuned: farther off than a hundredth would be a slip

_SELU = "Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv 1706.02515"
_METAFORMER = "Yu et al. 2022, MetaFormer baselines, arXiv 2210.13452"
_LECUN = "LeCun, Bottou, Orr and Müller 1998, Efficient BackProp"
_STAR_NOTE = "The authors' own code, sail-sg/metaformer, starts at s = 1 and b = 0 and learns both."

STANDARDISED = (
    Constant(
        name="SELU's α",
        published="1.6732632423543772848170429916717",
        value=1.6732632423543772848170429916717,
        used_in="every library's SELU",
        source=_SELU,
        purpose="Makes mean 0 and variance 1 a fixed point of SELU on standard normal inputs",
        method="The α at which E ELU(Z) = 0",
        recompute=selu_alpha,
        tolerance=_EXACT,
        about=CATALOG["SELU"](),
    ),
    Constant(
        name="SELU's λ",
        published="1.0507009873554804934193349852946",
        value=1.0507009873554804934193349852946,
        used_in="every library's SELU",
        source=_SELU,
        purpose="Makes mean 0 and variance 1 a fixed point of SELU on standard normal inputs",
        method="1 / √E ELU(Z)² at that α",
        recompute=selu_scale,
        tolerance=_EXACT,
        about=CATALOG["SELU"](),
    ),
    Constant(
        name="StarReLU's scale",
        published="0.8944",
        value=0.8944,
        used_in="StarReLU as the paper has it",
        source=_METAFORMER,
        purpose="Gives s ReLU² + b variance 1 on standard normal inputs",
        method="1 / std ReLU(Z)², which is √(4/5)",
        recompute=star_relu_scale,
        tolerance=_EXACT,
        about=CATALOG["StarReLU"](),
        note=_STAR_NOTE,
    ),
    Constant(
        name="StarReLU's bias",
        published="-0.4472",
        value=-0.4472,
        used_in="StarReLU as the paper has it",
        source=_METAFORMER,
        purpose="Gives s ReLU² + b mean 0 on standard normal inputs",
        method="−s E ReLU(Z)², which is −√(1/5)",
        recompute=star_relu_bias,
        tolerance=_EXACT,
        about=CATALOG["StarReLU"](),
        note=_STAR_NOTE,
    ),
    Constant(
        name="LeCun's amplitude",
        published="1.7159",
        value=1.7159,
        used_in="1.7159 tanh(2x/3)",
        source=_LECUN,
        purpose="Makes f(±1) = ±1, so that targets of ±1 are no extremes",
        method="1 / tanh(2/3)",
        recompute=lecun_amplitude,
        tolerance=_EXACT,
        about=CATALOG["ScaledTanh"](),
    ),
    Constant(
        name="LeCun's steepness",
        published="2/3",
        value=2.0 / 3.0,
        used_in="1.7159 tanh(2x/3)",
        source=_LECUN,
        purpose="Said to make the second derivative largest at ±1",
        method="artanh(1/√3), where the second derivative of tanh is largest",
        recompute=lecun_steepness,
        tolerance=_EXACT,
        about=CATALOG["ScaledTanh"](),
        note="With 2/3 it is largest at ±0.98772, not at ±1; the pair that meets both conditions is √3 and 0.65848.",
    ),
)
