import math

import pytest
from mpmath import mp

from activations import CATALOG, Activation
from activations.inputs import Inputs, Normal, Uniform
from activations.moments import Moments, activation_moments
from tests.oracles import ORACLES, Number
from tests.strategies import Parameters, every_activation, parameter_settings

INPUTS = [
    Normal(),
    Normal(-10.0, 20.0),
    Normal(10.0, 0.01),
    Normal(0.004, 0.01),
    Normal(-3.3, 1.7),
    Uniform(-1.0, 1.0),
    Uniform(-0.25, 12.0),
    Uniform(3.0, 3.001),
]


def oracle_moments(activation: Activation, inputs: Inputs, parameters: Parameters) -> Moments:
    exact = {key: mp.mpf(value) for key, value in parameters.items()}
    with mp.workdps(20):

        def function(x: Number) -> Number:
            return ORACLES[activation.name](x, **exact)

        def slope(x: Number) -> Number:
            with mp.workdps(50):
                return mp.diff(function, x, h=mp.mpf(10) ** -20)

        mean = _expectation(function, activation, inputs, parameters)
        return Moments(
            mean=float(mean),
            second_moment=float(_expectation(lambda x: function(x) ** 2, activation, inputs, parameters)),
            variance=float(_expectation(lambda x: (function(x) - mean) ** 2, activation, inputs, parameters)),
            slope_second_moment=float(_expectation(lambda x: slope(x) ** 2, activation, inputs, parameters)),
        )


def _expectation(g: Number, activation: Activation, inputs: Inputs, parameters: Parameters) -> Number:
    """Quadrature over pieces a few units wide, with nodes clear of the ends, where a difference quotient would jump."""
    if isinstance(inputs, Normal):
        low, high = inputs.mean - 14 * inputs.std, inputs.mean + 14 * inputs.std
        width = inputs.std
    else:
        low, high, width = inputs.low, inputs.high, 2.0
    inner = {0.0, -3.0, -1.0, -0.2, 0.2, 1.0, 3.0, *activation.breakpoints(**parameters)}
    inner |= {low + (high - low) * k / 24 for k in range(25)} if high - low > width else set()
    edges = sorted(point for point in inner | {low, high} if low <= point <= high)

    def weighted(x: Number) -> Number:
        density = mp.npdf(x, inputs.mean, inputs.std) if isinstance(inputs, Normal) else 1 / mp.mpf(high - low)
        return g(x) * density

    return mp.quad(weighted, edges, method="gauss-legendre", maxdegree=5)


@every_activation
@pytest.mark.parametrize("inputs", INPUTS, ids=repr)
def test_moments_agree_with_mpmath(activation: Activation, inputs: Inputs) -> None:
    if activation.name == "Exponential" and inputs == Normal(-10.0, 20.0):
        assert math.isnan(activation_moments(activation, inputs).mean)
    else:
        _compare(activation, inputs, activation.defaults)


@pytest.mark.parametrize("name", [name for name, activation in CATALOG.items() if activation.parameters])
def test_moments_agree_with_mpmath_at_the_ends_of_the_sliders(name: str) -> None:
    activation = CATALOG[name]
    for parameters in parameter_settings(activation):
        _compare(activation, Normal(0.7, 2.5), parameters)


def _compare(activation: Activation, inputs: Inputs, parameters: Parameters) -> None:
    found = activation_moments(activation, inputs, **parameters)
    expected = oracle_moments(activation, inputs, parameters)
    for field in ("mean", "second_moment", "variance", "slope_second_moment"):
        exact = getattr(expected, field)
        assert getattr(found, field) == pytest.approx(exact, rel=1e-12, abs=1e-12), field


# Closed forms on standard normal inputs, or 30-digit quadrature where there is none: (E f, E f², E f'²).
FACTS = {
    "ReLU": (1 / math.sqrt(2 * math.pi), 0.5, 0.5),
    "LeakyReLU": (0.99 / math.sqrt(2 * math.pi), 0.50005, 0.50005),
    "ELU": (0.1605205723, 0.6449454175, 0.6681020012),
    "SELU": (0.0, 1.0, 1.0715749925),
    "GELU": (
        1 / (2 * math.sqrt(math.pi)),
        1 / 3 + 1 / (2 * math.pi * math.sqrt(3)),
        1 / 3 + 2 / (3 * math.pi * math.sqrt(3)),
    ),
    "SiLU": (0.2066209641, 0.3557755198, 0.3794823516),
    "Softplus": (0.8060591833, 0.9212459089, 0.2933790359),
    "Sigmoid": (0.5, 0.2933790359, 0.0448362414),
    "Tanh": (0.0, 0.3942944904, 0.4644029024),
}


@pytest.mark.parametrize("name", FACTS)
def test_moments_on_standard_normal_inputs_are_the_published_ones(name: str) -> None:
    found = activation_moments(CATALOG[name], Normal(), **CATALOG[name].defaults)
    moments = (found.mean, found.second_moment, found.slope_second_moment)
    assert moments == pytest.approx(FACTS[name], abs=1e-10)


def test_elu_has_mean_zero_where_theory_says() -> None:
    elu = CATALOG["ELU"]
    assert activation_moments(elu, Normal(), alpha=1.6732632423543772).mean == pytest.approx(0.0, abs=1e-12)
    assert activation_moments(elu, Normal(-0.21933), alpha=1.0).mean == pytest.approx(0.0, abs=5e-6)


def test_a_moment_that_vanishes_within_reach_is_not_unknown() -> None:
    found = activation_moments(CATALOG["Threshold"], Normal(0.0, 0.085), threshold=1.0, value=0.0)
    assert (found.mean, found.second_moment) == pytest.approx((0.0, 0.0), abs=1e-20)


def test_a_parameter_outside_its_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="alpha must be"):
        activation_moments(CATALOG["ELU"], Normal(), alpha=-1.0)
