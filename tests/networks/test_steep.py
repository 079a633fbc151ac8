"""Theory for powers, whose slopes are infinite or 0 at a point."""

import math

import numpy as np
import pytest

from activations import fixed_point, gains_of, parse_formula
from activations.calculus.sampling import NotResolvedError


@pytest.mark.parametrize("power", np.random.default_rng(41).uniform(0.55, 1.6, 6).round(2).tolist())
@pytest.mark.parametrize("text", ["abs(x)^{p}", "sign(x)*abs(x)^{p}", "max(x, 0)^{p}"])
def test_a_power_has_one_slope_at_every_fixed_point(text: str, power: float) -> None:
    """E f′² / E f² on N(0, q) is p²/((2p − 1) q), and V(q) is a multiple of q^p."""
    activation = parse_formula(text.format(p=power))()
    for weight_variance in (0.7, 2.9):
        found = fixed_point(activation, weight_variance=weight_variance, bias_variance=0.0)
        if 0.0 < found.q < math.inf:
            assert found.chi == pytest.approx(power**2 / (2.0 * power - 1.0), rel=1e-8)
            assert found.slope == pytest.approx(power, rel=1e-8)


@pytest.mark.parametrize("text", ["sqrt(abs(x))", "abs(x - 0.3)^0.3", "tanh(x) + max(x, 0)^0.4", "sqrt(clip(x, 0, 2))"])
def test_a_root_too_steep_for_a_mean_squared_slope_has_no_theory(text: str) -> None:
    with pytest.raises(NotResolvedError, match="so steep"):
        fixed_point(parse_formula(text)(), weight_variance=1.0, bias_variance=0.0)
    gains = gains_of(parse_formula(text)())
    assert math.isnan(gains.backward)
    assert math.isfinite(gains.forward)
