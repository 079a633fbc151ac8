"""Where two curves lie farthest apart: all places, found by solving, with limits beside breakpoints."""

import math
from typing import Literal

import numpy as np
import pytest
from numpy.typing import ArrayLike

from activations import CATALOG, Activation, Definition
from activations.calculus.bounds import Approach
from activations.calculus.extrema import Extreme, difference_of, farthest_apart, largest_differences
from activations.calculus.intervals import Interval
from activations.calculus.sampling import NotResolvedError
from activations.elementwise import FloatArray
from tests.calculus.brute_force import random_activation
from tests.parametrized import curves_of, every_definition


def at_defaults(first: str, second: str) -> tuple[Activation, Activation]:
    return CATALOG[first](), CATALOG[second]()


def place(extreme: Extreme) -> float:
    return extreme.where.low if isinstance(extreme.where, Interval) else extreme.where.x


def test_softplus_is_farthest_from_relu_at_zero() -> None:
    (extreme,) = largest_differences(*at_defaults("Softplus", "ReLU"), 0, -7.3, 5.1)
    assert extreme == Extreme(math.log(2.0), Interval.point(0.0))


def test_equal_maxima_are_all_found() -> None:
    # GELU and its approximation differ by an even function.
    left, right = largest_differences(*at_defaults("GELU", "GELUTanh"), 0, -6.0, 6.0)
    assert place(right) == pytest.approx(-place(left), rel=1e-9)
    assert place(right) == pytest.approx(2.69894, abs=1e-5)
    assert left.difference == pytest.approx(-4.7325e-4, rel=1e-4)
    found = largest_differences(*at_defaults("Sin", "ReLU"), 1, -20.0, 20.0)
    assert [place(each) for each in found] == pytest.approx([math.pi, 3.0 * math.pi, 5.0 * math.pi], rel=1e-12)
    assert {round(each.difference, 12) for each in found} == {-2.0}


def test_a_shifted_sigmoid_is_farthest_from_its_mirror_image_exactly_at_zero() -> None:
    (extreme,) = largest_differences(CATALOG["Sigmoid"](offset=-2.0), CATALOG["Sigmoid"](offset=2.0), 0, -6.0, 6.0)
    assert extreme.where == Interval.point(0.0)
    assert extreme.difference == pytest.approx(math.tanh(1.0), rel=1e-15)


@pytest.mark.parametrize("order", [0, 1])
def test_a_convention_at_the_end_of_the_range_is_no_difference(order: Literal[0, 1]) -> None:
    assert largest_differences(*at_defaults("ReLU", "ReLU6"), order, -6.0, 6.0) == ()
    assert largest_differences(*at_defaults("ReLU", "ReLU6"), order, -6.0, 6.5) != ()


def test_beside_a_jump_the_larger_side_counts() -> None:
    # Just left of 1, where Threshold' jumps from 0 to 1, the slope of SiLU is 0.9277.
    slope = float(CATALOG["SiLU"]().derivative(1.0))
    for low, high in ((-0.9, 1.7), (0.3, 1.0), (-5.0, 1.1)):
        found = largest_differences(*at_defaults("SiLU", "Threshold"), 1, low, high)
        assert found == (Extreme(slope, Approach(1.0, "left")),)
    # What lies outside of the range does not count: from 1 on, only the limit from the right does.
    found = largest_differences(*at_defaults("SiLU", "Threshold"), 1, 1.0, 1.7)
    (extreme,) = found
    assert extreme.where == Approach(1.0, "right")
    assert extreme.difference == pytest.approx(slope - 1.0, rel=1e-14)


def test_a_difference_that_stays_is_a_stretch() -> None:
    left, right = largest_differences(*at_defaults("Hardshrink", "Softshrink"), 0, -3.0, 3.0)
    assert left == Extreme(-0.5, Interval(-3.0, -0.5, has_low=True))
    assert right == Extreme(0.5, Interval(0.5, 3.0, has_high=True))
    (flat,) = largest_differences(*at_defaults("Hardshrink", "Identity"), 1, -3.0, 3.0)
    assert flat == Extreme(-1.0, Interval(-0.5, 0.5))


def test_equal_functions_differ_by_nothing_but_rounding() -> None:
    assert largest_differences(*at_defaults("ELU", "CELU"), 0, -3.0, 3.0) == ()
    assert largest_differences(*at_defaults("ELU", "CELU"), 1, -3.0, 3.0) == ()
    scaled = CATALOG["SiLU"](beta=1.702), CATALOG["QuickGELU"]()
    assert largest_differences(*scaled, 0, -20.0, 20.0) == ()


@every_definition
@pytest.mark.parametrize("order", [0, 1])
def test_no_point_of_a_grid_lies_farther_apart(definition: Definition, order: Literal[0, 1]) -> None:
    generator = np.random.default_rng([7, *definition.name.encode()])
    for _ in range(4):
        low, high = np.sort(generator.uniform(-20.0, 20.0, 2)).tolist()
        other = [*CATALOG.values()][generator.integers(len(CATALOG))]
        pair = random_activation(definition, generator), random_activation(other, generator)
        x = np.concatenate([np.linspace(low, high, 5_001), generator.uniform(low, high, 2_000)])
        breakpoints = [point for each in pair for point in each.breakpoints]
        x = x[~np.isin(x, breakpoints)]
        try:
            found = largest_differences(*pair, order, low, high)
        except NotResolvedError:
            continue
        first, second = (curves_of(each)[order](x) for each in pair)
        largest = abs(found[0].difference) if found else 0.0
        terms = np.maximum(np.abs(first), np.abs(second))
        assert (np.abs(first - second) <= largest * (1.0 + 1e-9) + 1e-13 * terms).all(), f"{pair} on [{low}, {high}]"
        assert all(low <= place(each) <= high for each in found)


WAVE = np.cos, lambda x: -np.sin(x)
ZERO = np.zeros_like, np.zeros_like


def hill(x: ArrayLike) -> FloatArray:
    return np.exp(-((np.asarray(x) - math.pi) ** 2))


def slope_of_the_hill(x: ArrayLike) -> FloatArray:
    return -2.0 * (np.asarray(x) - math.pi) * hill(x)


def test_a_peak_between_two_samples_is_found() -> None:
    ((extreme,),) = farthest_apart(ZERO, [(hill, slope_of_the_hill)], -10.0, 10.0)
    assert place(extreme) == pytest.approx(math.pi, rel=1e-12)
    assert extreme.difference == pytest.approx(-1.0, abs=1e-14)


def test_two_equal_peaks_are_both_found() -> None:
    (found,) = farthest_apart(WAVE, [ZERO], -4.0, 4.0)
    assert [place(each) for each in found] == pytest.approx([-math.pi, 0.0, math.pi], abs=1e-12)
    assert [each.difference for each in found] == pytest.approx([-1.0, 1.0, -1.0], rel=1e-12)


def test_the_end_of_the_range_counts() -> None:
    (found,) = farthest_apart((lambda x: np.asarray(x, dtype=float), np.ones_like), [ZERO], -1.0, 3.0)
    assert found == (Extreme(3.0, Interval.point(3.0)),)


def test_a_place_has_no_more_decimals_than_rounding_leaves() -> None:
    # The hill is nearly 10⁹ roundings high where it stands on 10⁴.
    ((extreme,),) = farthest_apart(
        (lambda x: 1e4 + 7e-2 * hill(x), lambda x: 7e-2 * slope_of_the_hill(x)),
        [(lambda x: np.full(np.shape(x), 1e4), np.zeros_like)],
        -10.0,
        10.0,
    )
    assert place(extreme) == round(math.pi, 8)
    assert extreme.doubt == pytest.approx(32.0 * 2.2e-16 * 1e4, rel=0.02)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0)])
def test_an_empty_range_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="low must be less than high"):
        farthest_apart(WAVE, [ZERO], low, high)
    with pytest.raises(ValueError, match="low and high must be finite numbers with low < high"):
        largest_differences(*at_defaults("Sin", "ReLU"), 0, low, high)


@pytest.mark.parametrize(("low", "high"), [(-math.inf, 1.0), (0.0, math.inf), (math.nan, 1.0)])
def test_a_range_without_end_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="low and high must be finite numbers with low < high"):
        largest_differences(*at_defaults("Sin", "ReLU"), 0, low, high)


def test_the_difference_of_infinities_is_not_a_number() -> None:
    exponential = CATALOG["Exponential"]()
    assert np.isnan(difference_of(exponential, exponential)([1000.0])).all()
    assert difference_of(CATALOG["ReLU"](), exponential)([1000.0]).tolist() == [-math.inf]
