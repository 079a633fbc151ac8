"""Roots of every size."""

import math

import pytest

from activations.calculus.roots import root


@pytest.mark.parametrize("exact", [1e-280, 3e-200, 1e-17, 0.7, 2e30])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_a_root_is_found_however_small(exact: float, sign: float) -> None:
    found = root(lambda x: math.tanh(x / exact - sign), -1e300, 1e300)
    assert found == pytest.approx(sign * exact, rel=1e-14, abs=0.0)
