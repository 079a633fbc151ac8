import math

import pytest

from activations import CATALOG, Activation
from activations.networks.initialization import EACH_ITS_OWN, INITIALIZATIONS, weight_variance_of
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of
from tests.parametrized import every_activation


def test_named_initialisations_have_their_papers_variances() -> None:
    relu = CATALOG["ReLU"]()
    assert [weight_variance_of(relu, name) for name in INITIALIZATIONS] == pytest.approx([2.0, 1.0, 1.0, 2.0, 2.0, 2.0])


@pytest.mark.parametrize(
    ("activation", "variance"),
    [
        (CATALOG["LeakyReLU"](negative_slope=0.5), 2.0 / 1.25),  # He et al. 2015, equation 15
        (CATALOG["ELU"](), 2.0),
        (CATALOG["SELU"](), 1.0),
        (CATALOG["Tanh"](), 1.0),
        (CATALOG["Softsign"](), 1.0),
        (CATALOG["Softplus"](), 1.0 / 0.9212459089),
    ],
    ids=repr,
)
def test_each_function_can_have_its_own(activation: Activation, variance: float) -> None:
    assert weight_variance_of(activation, EACH_ITS_OWN) == pytest.approx(variance)


@every_activation
def test_gains_keep_what_they_are_named_for(activation: Activation) -> None:
    moments = moments_of(activation, Normal())
    forward = weight_variance_of(activation, "Forward gain")
    backward = weight_variance_of(activation, "Backward gain")
    assert forward * moments.second_moment == pytest.approx(1.0)
    if moments.slope_second_moment == 0:  # a step passes no gradient on, whatever the weights
        assert backward == math.inf
    else:
        assert backward * moments.slope_second_moment == pytest.approx(1.0)


def test_a_function_that_is_0_has_no_gain() -> None:
    assert math.isinf(weight_variance_of(CATALOG["Hardtanh"](min_val=0.0, max_val=1e-200), "Forward gain"))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match=r"must be one of He, .*, Each its own, got 'Glorot'"):
        weight_variance_of(CATALOG["ReLU"](), "Glorot")
