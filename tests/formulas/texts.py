"""The functions of the catalogue written from elementary pieces, and other formulas with their values in mpmath."""

from collections.abc import Callable

from mpmath import mp

from tests.oracles import Number

# With the relative error that each form allows in values and derivatives where it is not recognised.
RECOGNISED = 1e-12
ELEMENTARY: dict[str, tuple[str, float]] = {
    "Sigmoid": ("1/(1 + exp(-x))", RECOGNISED),
    "Hardsigmoid": ("clip(x/6 + 0.5, 0, 1)", 1e-12),
    "SparseSigmoid": ("min(max((x + 1)/2, 0), 1)", RECOGNISED),
    "Tanh": ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", RECOGNISED),
    "ScaledTanh": ("1.7159*tanh(2/3*x)", RECOGNISED),
    "Hardtanh": ("clip(x, -1, 1)", RECOGNISED),
    "Softsign": ("x/(1 + abs(x))", 1e-12),
    "Arctan": ("atan(x)", RECOGNISED),
    "Erf": ("1 - (1 - erf(x))", RECOGNISED),
    "LaplaceGate": ("0.5*(1 + erf((x - sqrt(0.5))/(sqrt(1/(4*pi))*sqrt(2))))", 1e-9),
    "Step": ("where(x > 0, 1, 0)", RECOGNISED),
    "Softplus": ("log(1 + exp(x))", RECOGNISED),
    "LogSigmoid": ("-log(1 + exp(-x))", RECOGNISED),
    "Squareplus": ("(x + sqrt(x^2 + 4))/2", RECOGNISED),
    "SparsePlus": ("where(x <= -1, 0, where(x < 1, (x + 1)^2/4, x))", RECOGNISED),
    "SqrtSoftplus": ("sqrt(log(1 + exp(x)))", RECOGNISED),
    "ReLU": ("max(x, 0)", RECOGNISED),
    "ReLU6": ("min(max(0, x), 6)", RECOGNISED),
    "ClippedReLU": ("where(x > 0, min(x, 6), 0*x)", RECOGNISED),
    "ReLUSquared": ("max(0, x)^2", RECOGNISED),
    "StarReLU": ("0.8944*max(0, x)^2 - 0.4472", 1e-12),
    "LeakyReLU": ("where(x > 0, x, 0.01*x)", RECOGNISED),
    "RReLU": ("where(x > 0, x, (1/8 + 1/3)/2*x)", RECOGNISED),
    "Threshold": ("where(x > 1, x, 0)", RECOGNISED),
    "ELU": ("where(x > 0, x, exp(x) - 1)", RECOGNISED),
    "SELU": (
        "1.0507009873554804934193349852946*where(x > 0, x, 1.6732632423543772848170429916717*(exp(x) - 1))",
        RECOGNISED,
    ),
    "CELU": ("max(0, x) + min(0, exp(x) - 1)", RECOGNISED),
    "xIELU": ("where(x > 0, 0.8*x^2 + 0.5*x, 0.8*(exp(x) - 1 - x) + 0.5*x)", 1e-12),
    "GELU": ("0.5*x*(1 + erf(x/sqrt(2)))", RECOGNISED),
    "GELUTanh": ("0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))", RECOGNISED),
    "QuickGELU": ("x/(1 + exp(-1.702*x))", RECOGNISED),
    "SiLU": ("x/(1 + exp(-x))", RECOGNISED),
    "Mish": ("x*tanh(log(1 + exp(x)))", RECOGNISED),
    "Hardswish": ("x*clip((x + 3)/6, 0, 1)", RECOGNISED),
    "HardMish": ("x/2*min(max(x + 2, 0), 2)", RECOGNISED),
    "Tanhshrink": ("x - tanh(x)", RECOGNISED),
    "Hardshrink": ("where(abs(x) > 0.5, x, 0)", RECOGNISED),
    "Softshrink": ("sign(x)*max(abs(x) - 0.5, 0)", RECOGNISED),
    "Shrink": ("where(x > 0.5, x, where(x < -0.5, x, 0))", RECOGNISED),
    "Identity": ("x", RECOGNISED),
    "Exponential": ("e^x", RECOGNISED),
    "Gaussian": ("exp(-x^2/2)", RECOGNISED),
    "Sin": ("sin(x)", RECOGNISED),
    "Snake": ("x + sin(x)^2", RECOGNISED),
}


def _sigmoid(x: Number) -> Number:
    return 1 / (1 + mp.exp(-x))


def _phi(x: Number) -> Number:
    return mp.erfc(-x / mp.sqrt(2)) / 2


ORACLES: dict[str, Callable[[Number], Number]] = {
    "x*tanh(exp(x))": lambda x: x * mp.tanh(mp.exp(x)),
    "x*erf(log(1 + exp(x)))": lambda x: x * mp.erf(mp.log(1 + mp.exp(x))),
    "x + sin(2*x)^2/2": lambda x: x + mp.sin(2 * x) ** 2 / 2,
    "x*log(1 + sigmoid(x))": lambda x: x * mp.log(1 + _sigmoid(x)),
    "exp(-x^2/2)": lambda x: mp.exp(-(x**2) / 2),
    "x*exp(-x^2)": lambda x: x * mp.exp(-(x**2)),
    "x^2*exp(-x)": lambda x: x**2 * mp.exp(-x),
    "exp(-exp(x))": lambda x: mp.exp(-mp.exp(x)),
    "tanh(x^3)": lambda x: mp.tanh(x**3),
    "1 - tanh(x)^2": lambda x: mp.sech(x) ** 2,
    "1 - 1/(1 + exp(-x))": lambda x: _sigmoid(-x),
    "log(cosh(x))": lambda x: mp.log(mp.cosh(x)),
    "log(2*cosh(x))": lambda x: mp.log(2 * mp.cosh(x)),
    "log(1/(1 + exp(-x)))": lambda x: -mp.log(1 + mp.exp(-x)),
    "2*sigmoid(x) - 1": lambda x: mp.tanh(x / 2),
    "2*Phi(x) - 1": lambda x: mp.erf(x / mp.sqrt(2)),
    "1 + erf(x)": lambda x: mp.erfc(-x),
    "1 - tanh(x)": lambda x: 2 * _sigmoid(-2 * x),
    "tanh(x) - 1": lambda x: -2 * _sigmoid(-2 * x),
    "1 - Φ(x)": lambda x: _phi(-x),
    "x*Φ(x)": lambda x: x * _phi(x),
    "exp(2*x) - 1": lambda x: mp.expm1(2 * x),
    "3*exp(x) - 3": lambda x: 3 * mp.expm1(x),
    "log(1 + x^2)": lambda x: mp.log1p(x**2),
    "sqrt(1 + x^2)": lambda x: mp.sqrt(1 + x**2),
    "x/sqrt(1 + x^2)": lambda x: x / mp.sqrt(1 + x**2),
    "1/(1 + x^2)": lambda x: 1 / (1 + x**2),
    "x^3/(1 + x^2)": lambda x: x**3 / (1 + x**2),
    "x^5 - 3*x^3 + 2*x": lambda x: x**5 - 3 * x**3 + 2 * x,
    "(1 + x^2)^-1.5": lambda x: (1 + x**2) ** mp.mpf(-1.5),
    "(x^2 + 2)^1.5": lambda x: (x**2 + 2) ** mp.mpf(1.5),
    "2^x": lambda x: mp.mpf(2) ** x,
    "e^-x": lambda x: mp.exp(-x),
    "(1 + exp(x))^sin(x)": lambda x: (1 + mp.exp(x)) ** mp.sin(x),
    "sinh(x)/cosh(x)": mp.tanh,
    "x*cos(x)": lambda x: x * mp.cos(x),
    "exp(sin(x))": lambda x: mp.exp(mp.sin(x)),
    "atan(x^3)": lambda x: mp.atan(x**3),
    "log(sigmoid(x))^2": lambda x: mp.log(1 + mp.exp(-x)) ** 2,
    "x*log(1 + exp(x))^3": lambda x: x * mp.log(1 + mp.exp(x)) ** 3,
    "log1p(exp(-x))": lambda x: mp.log(1 + mp.exp(-x)),
    "expm1(-x^2)": lambda x: mp.expm1(-(x**2)),
    "elu(x - 40, alpha=2)": lambda x: x - 40 if x > 40 else 2 * mp.expm1(x - 40),
    "softplus(2*x, beta=0.5)": lambda x: 2 * mp.log(1 + mp.exp(x)),
    "cos(x)*sigmoid(3*x)": lambda x: mp.cos(x) * _sigmoid(3 * x),
    "asinh(x)": mp.asinh,
    "x*asinh(2*x - 1)": lambda x: x * mp.asinh(2 * x - 1),
    "log(x + sqrt(x^2 + 4))": lambda x: mp.log(2) + mp.asinh(x / 2),
    "-log(sqrt(1 + x^2) - x)": mp.asinh,
    "softplus(x) - log(2)": lambda x: mp.log((1 + mp.exp(x)) / 2),
    "2*softplus(3*x - 1, beta=0.5) - 4*log(2)": lambda x: 4 * mp.log((1 + mp.exp((3 * x - 1) / 2)) / 2),
    "3*sqrt((2*x - 1)^2 + 3) - 3*sqrt(3)": lambda x: 3 * (mp.sqrt((2 * x - 1) ** 2 + 3) - mp.sqrt(3)),
    "1 - sqrt(1 + x^2)": lambda x: 1 - mp.sqrt(1 + x**2),
    "1 - cos(2*x)": lambda x: 2 * mp.sin(x) ** 2,
    "cosh(x/2) - 1": lambda x: 2 * mp.sinh(x / 4) ** 2,
    "gaussian(x) - 1": lambda x: mp.expm1(-(x**2) / 2),
    "mish(x) - x": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))) - x,
    "tan(sin(x))": lambda x: mp.tan(mp.sin(x)),
}
