"""Factors that bring an activation's output, or its gradient, to unit size on standard normal inputs."""

import math
from collections.abc import Callable

from activations.catalog import CATALOG
from activations.constants.record import Constant
from activations.gates import GATES, gate_gains_of
from activations.networks.gains import Gains, gains_of

# Relative errors that are of no account: of a sample of the size in question, and of a factor found by trying.
_SAMPLED = 2e-3
_TUNED = 1e-2

_KEEPS_VARIANCE = "Keeps the variance at 1 through an activation, without normalisation"
_KEEPS_SIZE = "Keeps the mean square at 1 through an activation"


def _gain(of: Callable[[Gains], float], name: str, **parameters: float) -> Callable[[], float]:
    return lambda: of(gains_of(CATALOG[name](**parameters)))


def _std_gain(name: str) -> Callable[[], float]:
    return _gain(lambda gains: gains.std, name)


def _forward_gain(name: str) -> Callable[[], float]:
    return _gain(lambda gains: gains.forward, name)


def _nfnet(function: str, published: str, name: str, note: str = "") -> Constant:
    return Constant(
        name=f"NFNets' γ of {function}",
        published=published,
        value=float(published),
        used_in="NFNets; timm and others copy them",
        source="google-deepmind/deepmind-research, nfnets/base.py",
        purpose=_KEEPS_VARIANCE,
        method="1 / std f(Z) for standard normal Z",
        recompute=_std_gain(name),
        tolerance=_SAMPLED,
        about=CATALOG[name](),
        note=note or "Sampled, not computed: the digits from the fourth on are chance.",
    )


_TWIN = "Sampled apart from {}, which has the same variance by symmetry and another γ."

NFNETS = (
    _nfnet("celu", "1.270926833152771", "CELU", "At α = 1 the same function as elu, which has another γ."),
    _nfnet("elu", "1.2716004848480225", "ELU", "At α = 1 the same function as celu, which has another γ."),
    _nfnet(
        "gelu", "1.7015043497085571", "GELUTanh", "JAX's gelu is the tanh form; timm multiplies the exact GELU by it."
    ),
    _nfnet("leaky_relu", "1.70590341091156", "LeakyReLU"),
    _nfnet("log_sigmoid", "1.9193484783172607", "LogSigmoid", _TWIN.format("softplus")),
    _nfnet("relu", "1.7139588594436646", "ReLU", "Exactly √(2π / (π − 1)) = 1.71286."),
    _nfnet("relu6", "1.7131484746932983", "ReLU6"),
    _nfnet("selu", "1.0008515119552612", "SELU", "Exactly 1: that is what SELU's two constants are for."),
    _nfnet("sigmoid", "4.803835391998291", "Sigmoid"),
    _nfnet("silu", "1.7881293296813965", "SiLU"),
    _nfnet("soft_sign", "2.338853120803833", "Softsign"),
    _nfnet("softplus", "1.9203323125839233", "Softplus", _TWIN.format("log_sigmoid")),
    _nfnet("tanh", "1.5939117670059204", "Tanh"),
    Constant(
        name="NFNets' γ of glu",
        published="1.8484294414520264",
        value=1.8484294414520264,
        used_in="NFNets",
        source="google-deepmind/deepmind-research, nfnets/base.py",
        purpose=_KEEPS_VARIANCE,
        method="1 / std σ(g) u for independent standard normal g and u",
        recompute=lambda: gate_gains_of(GATES["GLU"]()).std,
        tolerance=_SAMPLED,
        note="Sampled, not computed. Exactly 1/√E σ², since E u² = 1 and E u = 0.",
    ),
)


def _e3nn(function: str, published: str, name: str) -> Constant:
    return Constant(
        name=f"e3nn's constant of {function}",
        published=published,
        value=float(published),
        used_in="Equiformer V2 and others, as ScaledSiLU and ScaledSigmoid",
        source="facebookresearch/fairchem, models/equiformer_v2/activation.py; e3nn, math/_normalize_activation.py",
        purpose=_KEEPS_SIZE,
        method="1 / √E f(Z)² for standard normal Z",
        recompute=_forward_gain(name),
        tolerance=_SAMPLED,
        about=CATALOG[name](),
        note="e3nn takes the mean over 1,000,000 samples with a fixed seed, so that everybody has the same error.",
    )


E3NN = (_e3nn("SiLU", "1.6791767923989418", "SiLU"), _e3nn("sigmoid", "1.8467055342154763", "Sigmoid"))


def _divisor(
    name: str, published: str, *, used_in: str, source: str, method: str, of: Callable[[Gains], float], function: str
) -> Constant:
    return Constant(
        name=name,
        published=published,
        value=float(published),
        used_in=used_in,
        source=source,
        purpose="The output, or the gradient, is divided by it to have the size 1",
        method=f"{method} for standard normal Z",
        recompute=_gain(lambda gains: 1.0 / of(gains), function),
        tolerance=_TUNED,
        about=CATALOG[function](),
    )


_UNIT_SCALING = "graphcore-research/unit-scaling, unit_scaling/functional.py, gelu"

DIVISORS = (
    _divisor(
        "EDM2's divisor of SiLU",
        "0.596",
        used_in="EDM2's magnitude-preserving SiLU",
        source="NVlabs/edm2, training/networks_edm2.py, mp_silu; Karras et al. 2024, arXiv 2312.02696",
        method="√E f(Z)²",
        of=lambda gains: gains.forward,
        function="SiLU",
    ),
    _divisor(
        "Magnitude-preserving GELU's divisor",
        "0.652",
        used_in="MP_GELU",
        source="pabloppp/pytorch-tools, torchtools/nn/magnitude_preserving.py",
        method="√E f(Z)²",
        of=lambda gains: gains.forward,
        function="GELU",
    ),
    _divisor(
        "Unit scaling's divisor of GELU, forwards",
        "0.588",
        used_in="unit_scaling.functional.gelu, before u-μP",
        source=_UNIT_SCALING,
        method="std f(Z)",
        of=lambda gains: gains.std,
        function="GELU",
    ),
    _divisor(
        "Unit scaling's divisor of GELU, backwards",
        "0.675",
        used_in="unit_scaling.functional.gelu, before u-μP",
        source=_UNIT_SCALING,
        method="√E f′(Z)²",
        of=lambda gains: gains.backward,
        function="GELU",
    ),
)


def _pytorch(name: str, published: str, value: float, function: str, note: str) -> Constant:
    return Constant(
        name=name,
        published=published,
        value=value,
        used_in="torch.nn.init.calculate_gain",
        source="PyTorch 2.13, torch/nn/init.py",
        purpose="The factor on the weights' standard deviation that keeps the signal's mean square",
        method="1 / √E f(Z)² for standard normal Z",
        recompute=_forward_gain(function),
        tolerance=_TUNED,
        about=CATALOG[function](),
        note=note,
    )


PYTORCH_GAINS = (
    _pytorch("PyTorch's gain of tanh", "5/3", 5.0 / 3.0, "Tanh", "A rule of thumb, 4.7% above the exact gain."),
    _pytorch(
        "PyTorch's gain of SELU", "3/4", 0.75, "SELU", "Found by trying, for the gradient's sake; see its docstring."
    ),
    _pytorch(
        "PyTorch's gain of sigmoid", "1", 1.0, "Sigmoid", "As for the identity; the mean of σ counts in the exact one."
    ),
    Constant(
        name="He's gain of ReLU",
        published="√2",
        value=math.sqrt(2.0),
        used_in="torch.nn.init.kaiming_normal_, and every library's He initialisation",
        source="He, Zhang, Ren and Sun 2015, arXiv 1502.01852",
        purpose="The factor on the weights' standard deviation that keeps the signal's mean square, and the gradient's",
        method="1 / √E f(Z)² for standard normal Z",
        recompute=_forward_gain("ReLU"),
        tolerance=_TUNED,
        about=CATALOG["ReLU"](),
    ),
)
