import math
import os
from itertools import pairwise

import numpy as np
import pytest

from activations import CATALOG, fixed_point, variance_map
from activations.networks import fixed_points
from activations.networks.growth import table_of
from activations.networks.mean_field import FixedPoint
from tests.networks.random_settings import Setting, random_settings

# How many random settings; thousands with RANDOM_SETTINGS=5000 in the environment.
COUNT = int(os.environ.get("RANDOM_SETTINGS", "100"))


def after(setting: Setting, q: float) -> float:
    return float(variance_map(setting.activation, q, **setting.variances))


def assert_the_orbit_goes_there(setting: Setting, found: FixedPoint, steps: int) -> None:
    """Iterate the map: the orbit ends at q, or comes nearer to it as far as it is followed."""
    orbit = [found.start]
    while len(orbit) < steps and 1e-300 < orbit[-1] < 1e100:
        orbit.append(after(setting, orbit[-1]))
        if math.isnan(orbit[-1]):
            orbit[-1] = math.inf
    last = orbit[-1]
    rounding = 1.0 + 1e-12  # of a map that is nearly the identity
    if found.q == 0:
        assert last <= found.start * rounding
        assert last < 1e-300 or all(after <= before * rounding for before, after in pairwise(orbit))
    elif math.isinf(found.q):
        assert last * rounding >= found.start
        assert all(after * rounding >= before for before, after in pairwise(orbit))
    else:
        assert after(setting, found.q) == pytest.approx(found.q, rel=1e-11, abs=0.0)
        distances = [abs(math.log(each / found.q)) for each in orbit]
        assert distances[-1] <= distances[0] * rounding + 1e-12
        # Steps are small beside q where the slope is nearly 1, and on the way along a map that is nearly the identity.
        slow = abs(found.slope) > 0.92 or 0.01 < distances[-1] < distances[-2]
        assert distances[-1] < 1e-6 or slow


def assert_all_fixed_points_are_there(setting: Setting, found: FixedPoint) -> None:
    """The growth has the signs that the stabilities claim on a dense grid, wherever rounding lets it be seen."""
    q = 10.0 ** np.arange(-6.0, 6.0, 1 / 40)
    growth = variance_map(setting.activation, q, **setting.variances) / q - 1.0
    points = [each for each in found.fixed_points if each.q > 0]
    for low, high, (before, behind) in zip(q[:-1], q[1:], pairwise(growth), strict=True):
        if min(abs(before), abs(behind)) > 1e-10:
            between = [each for each in points if low < each.q <= high and each.stability != "half-stable"]
            assert len(between) % 2 == (before * behind < 0)
    signs = {"stable": -1.0, "unstable": 1.0}
    for each in points:
        if each.stability in signs and 1e-6 < each.q < 1e6 and abs(each.slope - 1.0) > 1e-6:
            assert np.sign(each.slope - 1.0) == signs[each.stability]
    # V(q) √q grows with q.
    assert all(each.slope >= -0.5 for each in points)


@pytest.mark.parametrize("decades", [0.0, 6.0])
def test_the_fixed_point_is_where_layers_go(decades: float) -> None:
    for setting in random_settings(14, COUNT, decades=decades):
        found = fixed_point(setting.activation, **setting.variances)
        assert found.start == setting.weight_variance + setting.bias_variance
        assert found.phase != "undecided", setting
        assert found.basin[0] <= found.start <= found.basin[1]
        assert_the_orbit_goes_there(setting, found, 300)
        assert_all_fixed_points_are_there(setting, found)


@pytest.mark.parametrize("decades", [0.0, 6.0])
def test_a_few_variances_show_all_fixed_points_or_are_not_relied_on(
    decades: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    side_by_side = [Setting(CATALOG["SiLU"](), 1.99, 0.54), Setting(CATALOG["SiLU"](), 2.03, 0.43)]
    settings = [*side_by_side, *random_settings(19, COUNT, decades=decades)]
    quick = [fixed_point(each.activation, **each.variances) for each in settings]
    monkeypatch.setattr(fixed_points, "coarse_table_of", lambda activation: table_of(activation)[0])
    for setting, found in zip(settings, quick, strict=True):
        slow = fixed_point(setting.activation, **setting.variances)
        assert found.phase == slow.phase, setting
        assert found.basin == pytest.approx(slow.basin, rel=1e-12), setting
        assert [each.stability for each in found.fixed_points] == [each.stability for each in slow.fixed_points]
        for one, other in zip(found.fixed_points, slow.fixed_points, strict=True):
            assert one.q == pytest.approx(other.q, rel=1e-12), setting


@pytest.mark.parametrize("decades", [0.0, 3.0])
def test_all_of_the_basin_goes_there(decades: float) -> None:
    generator = np.random.default_rng(15)
    for setting in random_settings(16, COUNT, decades=decades):
        found = fixed_point(setting.activation, **setting.variances)
        low, high = max(found.basin[0], 1e-6), min(found.basin[1], 1e6)
        if low >= high:
            continue
        start = float(np.exp(generator.uniform(*np.log([low, high]))))
        other = fixed_point(setting.activation, **setting.variances, start=start)
        assert other.q == found.q
        assert other.fixed_points == found.fixed_points
        assert_the_orbit_goes_there(setting, other, 300)


@pytest.mark.parametrize("setting", [*random_settings(17, 30)], ids=str)
def test_layers_that_start_on_the_far_side_of_an_unstable_point_go_elsewhere(setting: Setting) -> None:
    found = fixed_point(setting.activation, **setting.variances)
    for point in found.fixed_points:
        if point.stability == "unstable" and point.q > 0:
            below, above = (
                fixed_point(setting.activation, **setting.variances, start=point.q * factor).q
                for factor in (0.99, 1.01)
            )
            assert below < point.q < above
