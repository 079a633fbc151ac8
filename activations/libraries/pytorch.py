"""The activations in PyTorch; slopes are those of `torch.autograd`."""

from collections.abc import Mapping
from types import MappingProxyType

from activations.functions.exponential_linear import SELU_ALPHA, SELU_SCALE
from activations.libraries.library_function import LibraryFunction, constant, parameter

PYTORCH: Mapping[str, LibraryFunction | None] = MappingProxyType(
    {
        "Sigmoid": LibraryFunction("torch.nn.Sigmoid", "torch.sigmoid(x)", "torch.sigmoid(x{offset:-})"),
        "Hardsigmoid": LibraryFunction(
            "torch.nn.Hardsigmoid",
            "torch.nn.functional.hardsigmoid(x)",
            "{slope} * (torch.nn.functional.hardtanh(x, {offset:neg} / {slope}, {offset:1} / {slope}) "
            "+ {offset} / {slope})",
            note="Its slope is 1/6 rounded to float32, even for float64.",
            slope=constant(0.0),
        ),
        "SparseSigmoid": None,
        "Tanh": LibraryFunction("torch.nn.Tanh", "torch.tanh(x)"),
        "ScaledTanh": None,
        "Hardtanh": LibraryFunction(
            "torch.nn.Hardtanh",
            "torch.nn.functional.hardtanh(x, min_val={min_val}, max_val={max_val})",
            slope=constant(0.0),
        ),
        "Softsign": LibraryFunction("torch.nn.Softsign", "torch.nn.functional.softsign(x)", slope=constant(1.0)),
        "Arctan": LibraryFunction("torch.arctan", "torch.arctan(x)", note="Not in torch.nn."),
        "Erf": LibraryFunction("torch.erf", "torch.erf(x)", note="Not in torch.nn."),
        "LaplaceGate": None,
        "Step": None,
        "Softplus": LibraryFunction(
            "torch.nn.Softplus",
            "torch.nn.functional.softplus(x, beta={beta}, threshold=40.0)",
            note="The default threshold=20 returns x itself where βx > 20: a jump of 2.06e-9/β, which 40 removes.",
        ),
        "LogSigmoid": LibraryFunction("torch.nn.LogSigmoid", "torch.nn.functional.logsigmoid(x)"),
        "Squareplus": None,
        "SparsePlus": None,
        "SqrtSoftplus": None,
        "ReLU": LibraryFunction("torch.nn.ReLU", "torch.relu(x)", slope=constant(0.0)),
        "ReLU6": LibraryFunction("torch.nn.ReLU6", "torch.nn.functional.relu6(x)", slope=constant(0.0)),
        "ClippedReLU": None,
        "ReLUSquared": None,
        "StarReLU": None,
        "LeakyReLU": LibraryFunction(
            "torch.nn.LeakyReLU",
            "torch.nn.functional.leaky_relu(x, negative_slope={negative_slope})",
            note="torch.nn.PReLU is the same with a learned slope, which starts at 0.25.",
            slope=parameter("negative_slope"),
        ),
        "RReLU": LibraryFunction(
            "torch.nn.RReLU",
            "torch.nn.functional.rrelu(x, lower={lower}, upper={upper})",
            note="With training=True the slope is drawn anew for each element from U(lower, upper).",
            slope=lambda _, *, lower, upper: (lower + upper) / 2,
        ),
        "Threshold": LibraryFunction(
            "torch.nn.Threshold",
            "torch.nn.functional.threshold(x, {threshold}, {value})",
            note="Has no defaults: both parameters must be given.",
            slope=constant(0.0),
        ),
        "ELU": LibraryFunction("torch.nn.ELU", "torch.nn.functional.elu(x, alpha={alpha})", slope=parameter("alpha")),
        "SELU": LibraryFunction("torch.nn.SELU", "torch.selu(x)", slope=constant(SELU_SCALE * SELU_ALPHA)),
        "CELU": LibraryFunction(
            "torch.nn.CELU",
            "torch.nn.functional.celu(x, alpha={alpha})",
            note="Rounds 1/α to float32 even for float64, so its slope at 0 is 1 only to about 6e-8.",
            slope=constant(1.0),
        ),
        "xIELU": None,
        "GELU": LibraryFunction(
            "torch.nn.GELU",
            "torch.nn.functional.gelu(x)",
            note="Its 1 + erf cancels for x < 0: at −6 float32 gives 0, not −5.9e-9.",
        ),
        "GELUTanh": LibraryFunction(
            'torch.nn.GELU(approximate="tanh")',
            'torch.nn.functional.gelu(x, approximate="tanh")',
            note="The default, approximate='none', is GELU. Its 1 + tanh cancels for x < 0: at −6 float32 gives 0, "
            "not −8.4e-11.",
        ),
        "QuickGELU": None,
        "SiLU": LibraryFunction(
            "torch.nn.SiLU",
            "torch.nn.functional.silu(x)",
            "torch.where({beta} * x < -1e3, 0.0, x) * torch.sigmoid({beta} * x)",
            call_at_zero="x / 2",
            note="Has no β.",
        ),
        "Mish": LibraryFunction("torch.nn.Mish", "torch.nn.functional.mish(x)"),
        "Hardswish": LibraryFunction(
            "torch.nn.Hardswish", "torch.nn.functional.hardswish(x)", slope=lambda x: float(x > 0)
        ),
        "HardMish": None,
        "Tanhshrink": LibraryFunction(
            "torch.nn.Tanhshrink",
            "torch.nn.functional.tanhshrink(x)",
            note="Its x − tanh x cancels around 0: at 10⁻⁴ float32 gives 0, not 3.3e-13.",
        ),
        "Hardshrink": LibraryFunction(
            "torch.nn.Hardshrink",
            "torch.nn.functional.hardshrink(x, lambd={lambd})",
            slope=constant(0.0),
        ),
        "Softshrink": LibraryFunction(
            "torch.nn.Softshrink",
            "torch.nn.functional.softshrink(x, lambd={lambd})",
            slope=constant(0.0),
        ),
        "Shrink": None,
        "Identity": LibraryFunction("torch.nn.Identity", "torch.nn.Identity()(x)"),
        "Exponential": LibraryFunction("torch.exp", "torch.exp(x)", note="Not in torch.nn."),
        "Gaussian": None,
        "Sin": LibraryFunction(
            "torch.sin", "torch.sin(x)", "torch.sin({frequency} * x)", note="Not in torch.nn. Has no ω."
        ),
        "Snake": None,
    }
)
