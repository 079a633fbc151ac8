"""The verdict on every constant, against closed forms and mpmath, which share no code with the package."""

import dataclasses
import functools
import math
from collections.abc import Callable
from typing import Any

import pytest
from mpmath import mp

from activations import CATALOG
from activations.constants import CONSTANTS, Comparison, compared, gelu_fits, half_stable_point
from activations.constants.gelu_approximations import Form
from tests.oracles import ORACLES, Number

# Integrals over a standard normal distribution: panels with the kinks of all functions at their ends.
PANELS = [mp.mpf(cut) for cut in (-12, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 6, 8, 12)]


def expectation(function: Callable[[Number], Number]) -> Number:
    return mp.quad(lambda z: function(z) * mp.npdf(z), PANELS, method="gauss-legendre", maxdegree=4)


def oracle(name: str) -> Callable[[Number], Number]:
    defaults = {each.name: mp.mpf(each.default) for each in CATALOG[name].parameters}
    return lambda x: ORACLES[name](x, **defaults)


def std_gain(name: str) -> Number:
    f = oracle(name)
    return 1 / mp.sqrt(expectation(lambda z: f(z) ** 2) - expectation(f) ** 2)


def forward_gain(name: str) -> Number:
    f = oracle(name)
    return 1 / mp.sqrt(expectation(lambda z: f(z) ** 2))


def elu_moments(alpha: Number) -> tuple[Number, Number]:
    """E ELU and E ELU² in closed form."""
    root, square = mp.exp(0.5) * mp.ncdf(-1), mp.exp(2) * mp.ncdf(-2)
    return (
        1 / mp.sqrt(2 * mp.pi) + alpha * (root - 0.5),
        mp.mpf("0.5") + alpha**2 * (square - 2 * root + mp.mpf("0.5")),
    )


def selu_alpha() -> Number:
    return 1 / mp.sqrt(2 * mp.pi) / (mp.mpf("0.5") - mp.exp(0.5) * mp.ncdf(-1))


SLOPES: dict[str, Callable[[Number], Number]] = {
    "ELU": lambda x: mp.mpf(1) if x > 0 else mp.exp(x),
    "Tanh": lambda x: mp.sech(x) ** 2,
    "GELU": lambda x: mp.ncdf(x) + x * mp.npdf(x),
    "SiLU": lambda x: (1 + mp.exp(-x) * (1 + x)) / (1 + mp.exp(-x)) ** 2,
}


def layer(name: str, q: Number) -> tuple[Number, Number, Number]:
    """E f², E f′² and d E f² / dq, the last one from the derivative of the density, for inputs of variance q."""
    f, root = oracle(name), mp.sqrt(q)
    return (
        expectation(lambda z: f(root * z) ** 2),
        expectation(lambda z: SLOPES[name](root * z) ** 2),
        expectation(lambda z: f(root * z) ** 2 * (z**2 - 1)) / (2 * q),
    )


def edge(name: str, bias_variance: float, start: float) -> Number:
    """σ_w where the fixed point of the variance map has χ₁ = 1."""

    def excess(q: Number) -> Number:
        second_moment, slopes, _ = layer(name, q)
        return q - second_moment / slopes - bias_variance

    q = mp.findroot(excess, (start, 1.001 * start), solver="secant", tol=1e-14)
    return 1 / mp.sqrt(layer(name, q)[1])


@functools.cache
def half_stable(name: str) -> tuple[Number, Number]:
    """σ_w² and σ_b² where the variance map has the slope 1 and χ₁ = 1."""

    def excess(q: Number) -> Number:
        _, slopes, growth = layer(name, q)
        return growth - slopes

    q = mp.findroot(excess, {"SiLU": (14.32, 14.33), "GELU": (3.56, 3.57)}[name], solver="secant", tol=1e-15)
    second_moment, slopes, _ = layer(name, q)
    return 1 / slopes, q - second_moment / slopes


def largest_gelu_error(steepness: str, cubic: str) -> Number:
    s, c = mp.mpf(steepness), mp.mpf(cubic)

    def error(x: Number) -> Number:
        return x / (1 + mp.exp(-s * x * (1 + c * x**2))) - x * mp.ncdf(x)

    near = max((mp.mpf(k) / 20 for k in range(-120, 121)), key=lambda x: abs(error(x)))
    return abs(error(mp.findroot(lambda x: mp.diff(error, x), near)))


NFNET_NAMES = {
    "celu": "CELU",
    "elu": "ELU",
    "gelu": "GELUTanh",
    "leaky_relu": "LeakyReLU",
    "log_sigmoid": "LogSigmoid",
    "relu": "ReLU",
    "relu6": "ReLU6",
    "selu": "SELU",
    "sigmoid": "Sigmoid",
    "silu": "SiLU",
    "soft_sign": "Softsign",
    "softplus": "Softplus",
    "tanh": "Tanh",
}

EXPECTED: dict[str, tuple[Callable[[], Any], str]] = {
    "PyTorch's gain of tanh": (lambda: forward_gain("Tanh"), "off"),
    "PyTorch's gain of SELU": (lambda: 1.0, "off"),
    "PyTorch's gain of sigmoid": (lambda: forward_gain("Sigmoid"), "off"),
    "He's gain of ReLU": (lambda: mp.sqrt(2), "exact"),
    "SELU's α": (selu_alpha, "exact"),
    "SELU's λ": (lambda: 1 / mp.sqrt(elu_moments(selu_alpha())[1]), "exact"),
    "StarReLU's scale": (lambda: mp.sqrt(mp.mpf(4) / 5), "exact"),
    "StarReLU's bias": (lambda: -mp.sqrt(mp.mpf(1) / 5), "exact"),
    "LeCun's amplitude": (lambda: 1 / mp.tanh(mp.mpf(2) / 3), "exact"),
    "LeCun's steepness": (lambda: mp.atanh(1 / mp.sqrt(3)), "off"),
    **{
        f"NFNets' γ of {function}": (functools.partial(std_gain, name), "close")
        for function, name in NFNET_NAMES.items()
    },
    "NFNets' γ of glu": (lambda: forward_gain("Sigmoid"), "close"),
    "e3nn's constant of SiLU": (lambda: forward_gain("SiLU"), "close"),
    "e3nn's constant of sigmoid": (lambda: forward_gain("Sigmoid"), "close"),
    "EDM2's divisor of SiLU": (lambda: 1 / forward_gain("SiLU"), "exact"),
    "Magnitude-preserving GELU's divisor": (lambda: mp.sqrt(mp.mpf(1) / 3 + 1 / (2 * mp.pi * mp.sqrt(3))), "exact"),
    "Unit scaling's divisor of GELU, forwards": (
        lambda: mp.sqrt(mp.mpf(1) / 3 + 1 / (2 * mp.pi * mp.sqrt(3)) - 1 / (4 * mp.pi)),
        "exact",
    ),
    "Unit scaling's divisor of GELU, backwards": (
        lambda: mp.sqrt(mp.mpf(1) / 3 + 2 / (3 * mp.pi * mp.sqrt(3))),
        "exact",
    ),
    "GELU's cubic term": (lambda: balanced("tanh", of_gelu=False), "exact"),
    "QuickGELU's steepness": (lambda: balanced("quick", of_gelu=False), "exact"),
    "MLX's other steepness": (lambda: balanced("quick", of_gelu=True), "exact"),
    "MLX's error of QuickGELU": (lambda: largest_gelu_error("1.702", "0"), "broken"),
    "MLX's error of its precise form": (lambda: largest_gelu_error("1.60033", "0.0433603"), "holds"),
    "Hayou's edge of chaos of ELU": (lambda: edge("ELU", 0.04, 1.107), "close"),
    "Hayou's edge of chaos of Tanh": (lambda: edge("Tanh", 0.04, 0.512), "close"),
    "GELU's critical weight variance": (lambda: half_stable("GELU")[0], "exact"),
    "GELU's critical bias variance": (lambda: half_stable("GELU")[1], "exact"),
    "SiLU's critical weight variance": (lambda: half_stable("SiLU")[0], "exact"),
    "SiLU's critical bias variance": (lambda: half_stable("SiLU")[1], "off"),
}

# What is found as the minimum of a curve is known to less than its value.
LOOSE = dict.fromkeys(
    ("GELU's cubic term", "QuickGELU's steepness", "MLX's other steepness", "LeCun's steepness"), 1e-7
)


def balanced(form: Form, *, of_gelu: bool) -> Number:
    """The constant at which the two largest errors, of opposite sign, are equal: then none is better."""

    def error(x: Number, constant: Number) -> Number:
        z = mp.sqrt(8 / mp.pi) * (x + constant * x**3) if form == "tanh" else constant * x
        return (1 / (1 + mp.exp(-z)) - mp.ncdf(x)) * (x if of_gelu else 1)

    def imbalance(constant: Number) -> Number:
        xs = [mp.mpf(k) / 20 for k in range(1, 121)]
        sizes = [error(x, constant) for x in xs]
        ends = []
        for sign in (1, -1):
            start = max(zip(sizes, xs, strict=True), key=lambda pair: sign * pair[0])[1]
            ends.append(error(mp.findroot(lambda x: mp.diff(lambda t: error(t, constant), x), start), constant))
        return ends[0] + ends[1]

    start = {("tanh", False): 0.0447, ("quick", False): 1.7, ("quick", True): 1.77, ("tanh", True): 0.0444}[
        form, of_gelu
    ]
    return mp.findroot(imbalance, (start, 1.001 * start), solver="secant", tol=1e-13)


def test_every_constant_is_expected() -> None:
    assert EXPECTED.keys() == CONSTANTS.keys()


@pytest.mark.parametrize("name", list(CONSTANTS))
def test_a_constant_is_recomputed_rightly_and_has_its_verdict(name: str) -> None:
    exact, verdict = EXPECTED[name]
    with mp.workdps(20):
        expected = float(exact())
    found = compared(CONSTANTS[name])
    assert found.computed == pytest.approx(expected, rel=LOOSE.get(name, 1e-11), abs=1e-11)
    assert found.verdict == verdict
    off_by = (CONSTANTS[name].value - expected) / abs(expected)
    assert found.relative_difference == pytest.approx(off_by, rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("name", list(CONSTANTS))
def test_what_is_printed_is_the_value(name: str) -> None:
    constant = CONSTANTS[name]
    if constant.published == "√2":
        assert constant.value == math.sqrt(2.0)
    else:
        numerator, _, denominator = constant.published.partition("/")
        assert constant.value == pytest.approx(float(numerator) / float(denominator or 1.0), rel=1e-15)
    assert constant.used_in
    assert constant.source
    assert constant.purpose
    assert constant.method


def test_verdicts_follow_the_digits_printed_and_the_tolerance() -> None:
    constant = dataclasses.replace(CONSTANTS["EDM2's divisor of SiLU"], published="0.25", value=0.25, tolerance=0.1)
    cases = {0.2549: "exact", 0.2551: "close", 0.27: "close", 0.28: "off", math.inf: "off", math.nan: "off"}
    for computed, verdict in cases.items():
        found: Comparison = compared(dataclasses.replace(constant, recompute=functools.partial(float, computed)))
        assert found.verdict == verdict, computed
    bound = dataclasses.replace(constant, is_bound=True)
    assert compared(dataclasses.replace(bound, recompute=lambda: 0.2)).verdict == "holds"
    assert compared(dataclasses.replace(bound, recompute=lambda: 0.2501)).verdict == "broken"
    expression = dataclasses.replace(constant, published="1/4", recompute=lambda: 0.2501)
    assert compared(expression).verdict == "close"


@pytest.mark.parametrize(("form", "published"), [("tanh", 0.044715), ("quick", 1.702)])
def test_fits_are_the_best_in_their_sense(form: Form, published: float) -> None:
    fits = {fit.sense: fit for fit in gelu_fits(form)}
    assert len(fits) == 5
    for fit in fits.values():
        assert fit.error <= fit.error_as_published
    with mp.workdps(20):
        for sense, of_gelu in (("Smallest largest error of Φ", False), ("Smallest largest error of GELU", True)):
            assert fits[sense].best == pytest.approx(float(balanced(form, of_gelu=of_gelu)), rel=1e-11)
        for sense, weight in (
            ("Smallest squared error of GELU over the whole line", lambda x: 1),
            ("Smallest squared error of GELU on standard normal inputs", mp.npdf),
        ):
            fit = fits[sense]
            assert fit.error == pytest.approx(float(mp.sqrt(squared_error(form, fit.best, weight))), rel=1e-9)
            worse = [squared_error(form, mp.mpf(fit.best) * (1 + side * mp.mpf("1e-4")), weight) for side in (-1, 1)]
            # A parabola about the minimum: both sides are worse by the same.
            rises = [float(value - squared_error(form, fit.best, weight)) for value in worse]
            assert min(rises) > 0
            assert rises[0] == pytest.approx(rises[1], rel=1e-2)
    assert fits["Same leading term at 0"].best == pytest.approx(
        (4 - math.pi) / (6 * math.pi) if form == "tanh" else math.sqrt(8 / math.pi), rel=1e-14
    )


def squared_error(form: Form, constant: Number, weight: Callable[[Number], Number]) -> Number:
    def error(x: Number) -> Number:
        z = mp.sqrt(8 / mp.pi) * (x + mp.mpf(constant) * x**3) if form == "tanh" else mp.mpf(constant) * x
        return x * (1 / (1 + mp.exp(-z)) - mp.ncdf(x))

    return 2 * mp.quad(
        lambda x: weight(x) * error(x) ** 2, [0, 1, 2, 3, 4, 6, 9, 14], method="gauss-legendre", maxdegree=4
    )


def test_half_stable_points_are_critical_in_both_directions() -> None:
    found = half_stable_point(CATALOG["SiLU"]())
    assert found == pytest.approx((14.32017362, 1.98800468, 0.55514317), rel=1e-8)
    assert half_stable_point(CATALOG["GELU"]()).q == pytest.approx((3 + math.sqrt(17)) / 2, rel=1e-11)


@pytest.mark.parametrize("name", ["ReLU", "LeakyReLU", "Identity", "Step", "Tanh"])
def test_functions_without_a_half_stable_point_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="has no half-stable point"):
        half_stable_point(CATALOG[name]())
