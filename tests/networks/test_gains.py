import math

import pytest
from mpmath import mp

from activations import CATALOG, Activation
from activations.networks.gains import gains_of, pytorch_gain, training_gains_of
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of
from tests.oracles import Number, oracle_of
from tests.parametrized import every_activation, every_setting


@every_setting
def test_gains_restore_their_moments(activation: Activation) -> None:
    moments = moments_of(activation, Normal())
    found = gains_of(activation)
    assert found.forward**2 * moments.second_moment == pytest.approx(1.0, rel=1e-12)
    assert found.std**2 * moments.variance == pytest.approx(1.0, rel=1e-12)
    if moments.slope_second_moment == 0:  # a step passes no gradient on, whatever the gain
        assert found.backward == math.inf
    else:
        assert found.backward**2 * moments.slope_second_moment == pytest.approx(1.0, rel=1e-12)


def oracle_second_moment(activation: Activation, q: Number) -> Number:
    """E f(√q Z)² by mpmath, cut where f is, and beside 0 for the steep ones."""
    function, root = oracle_of(activation), mp.sqrt(q)
    cuts = {-12.0, 12.0, *range(-8, 9, 2), -0.5, 0.5}
    edges = sorted({mp.mpf(cut) for cut in cuts} | {b / root for b in activation.breakpoints})
    return mp.quad(lambda z: function(root * z) ** 2 * mp.npdf(z), edges, method="gauss-legendre")


@every_activation
def test_stability_slope_is_that_of_the_variance_map(activation: Activation) -> None:
    with mp.workdps(25):
        step = mp.mpf(10) ** -5
        above, at, below = (oracle_second_moment(activation, 1 + sign * step) for sign in (1, 0, -1))
        expected = float((above - below) / (2 * step) / at)
    assert gains_of(activation).stability_slope == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("name", "slope"),
    [("Tanh", 0.461), ("ELU", 0.891), ("SELU", 0.783), ("ReLU", 1), ("GELU", 1.144), ("SiLU", 1.173), ("Mish", 1.076)],
)
def test_published_stability_slopes(name: str, slope: float) -> None:
    assert gains_of(CATALOG[name]()).stability_slope == pytest.approx(slope, abs=5e-4)


def test_published_gains() -> None:
    assert gains_of(CATALOG["Tanh"]()).forward == pytest.approx(1.592537, abs=5e-7)
    assert gains_of(CATALOG["ReLU"]()).forward == pytest.approx(math.sqrt(2), rel=1e-14)
    assert gains_of(CATALOG["SELU"]()).forward == pytest.approx(1.0, rel=1e-14)
    assert gains_of(CATALOG["LeakyReLU"](negative_slope=0.3)).backward == pytest.approx(math.sqrt(2 / 1.09), rel=1e-14)


def test_sigmoid_at_its_gain_takes_most_of_the_gradient() -> None:
    found = gains_of(CATALOG["Sigmoid"]())
    assert (found.forward / found.backward) ** 2 == pytest.approx(0.153, abs=5e-4)


def test_pytorch_knows_six_gains() -> None:
    known = {name: pytorch_gain(definition()) for name, definition in CATALOG.items()}
    assert {name: gain for name, gain in known.items() if gain is not None} == {
        "Identity": 1.0,
        "Sigmoid": 1.0,
        "Tanh": 5 / 3,
        "ReLU": math.sqrt(2),
        "LeakyReLU": math.sqrt(2 / (1 + 0.01**2)),
        "SELU": 3 / 4,
    }
    assert pytorch_gain(CATALOG["LeakyReLU"](negative_slope=1.0)) == 1.0
    assert pytorch_gain(CATALOG["Sigmoid"](offset=0.5)) is None


def test_a_moment_of_zero_has_an_infinite_gain() -> None:
    found = gains_of(CATALOG["Hardshrink"](lambd=50.0))
    assert (found.forward, found.std, found.backward) == (math.inf, math.inf, math.inf)
    assert math.isnan(found.stability_slope)


def test_gains_in_training_are_those_of_random_slopes() -> None:
    """E a² of a slope uniform on [l, u] is (l² + l u + u²)/3, and half of a normal distribution has it."""
    lower, upper = 1 / 8, 1 / 3
    found = training_gains_of(CATALOG["RReLU"](lower=lower, upper=upper))
    expected = (0.5 * (1.0 + (lower**2 + lower * upper + upper**2) / 3.0)) ** -0.5
    assert (found.forward, found.backward) == pytest.approx((expected, expected), rel=1e-12)
    assert found.forward < gains_of(CATALOG["RReLU"](lower=lower, upper=upper)).forward
    assert found.stability_slope == 1.0


@pytest.mark.parametrize(("offset", "known"), [(-5.0, True), (-14.0, True), (-16.0, False), (-30.0, False)])
def test_a_gain_has_its_digits_or_is_unknown(offset: float, known: bool) -> None:
    found = gains_of(CATALOG["Sigmoid"](offset=offset)).std
    with mp.workdps(40):

        def moment(power: int) -> Number:
            # The variance is that of 1 − f, of which 40 digits lose nothing.
            return mp.quad(lambda x: (1 + mp.exp(x - offset)) ** -power * mp.npdf(x), [-14, -5, 0, 5, 14])

        exact = float(1 / mp.sqrt(moment(2) - moment(1) ** 2))
    assert found == pytest.approx(exact, rel=1e-11) if known else math.isnan(found)
