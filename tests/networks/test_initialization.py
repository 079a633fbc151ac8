import math

import pytest

from activations import CATALOG, Activation
from activations.networks.initialization import INITIALIZATIONS, weight_variance_of
from activations.random_inputs.distributions import Normal
from activations.random_inputs.moments import moments_of
from tests.parametrized import every_activation


def test_named_initialisations_have_their_papers_variances() -> None:
    relu = CATALOG["ReLU"]()
    assert [weight_variance_of(relu, name) for name in INITIALIZATIONS] == pytest.approx([2.0, 1.0, 1.0, 2.0, 2.0])


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
    with pytest.raises(ValueError, match="must be one of He, Xavier, LeCun, Forward gain, Backward gain, got 'Glorot'"):
        weight_variance_of(CATALOG["ReLU"](), "Glorot")
