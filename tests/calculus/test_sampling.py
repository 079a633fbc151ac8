"""Points that hide nothing: bumps of any width at any place, and what no float can tell."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from activations import CATALOG, Activation, properties_of, vanishing_intervals
from activations.calculus.extrema import largest_differences
from activations.calculus.piece import pieces_between
from activations.calculus.sampling import Curves, NotResolvedError, resolved_samples
from activations.elementwise import FloatArray

NEAR_ZERO = st.floats(-12.0, 12.0)


def bump(centre: float, width: float, height: float) -> Curves:
    """height / (1 + z²) with z = (x − centre) / width: it is seen from afar, as all functions of the catalogue are."""

    def parts(x: ArrayLike) -> tuple[FloatArray, FloatArray]:
        z = np.clip(np.asarray(x, dtype=np.float64) - centre, -1e70 * width, 1e70 * width) / width
        return z, 1.0 / (1.0 + z * z)

    def value(x: ArrayLike) -> FloatArray:
        return height * parts(x)[1]

    def slope(x: ArrayLike) -> FloatArray:
        z, share = parts(x)
        return (height / width) * (-2.0 * z * share * share)

    def bend(x: ArrayLike) -> FloatArray:
        z, share = parts(x)
        return (height / width / width) * (6.0 * z * z - 2.0) * share**3

    return Curves(value, slope, bend)


@settings(deadline=None, max_examples=60)
@given(place=NEAR_ZERO, sign=st.sampled_from([-1.0, 1.0]), narrowness=st.floats(0.0, 10.0), height=st.floats(-9.0, 9.0))
@example(place=0.0, sign=1.0, narrowness=10.0, height=0.0)
@example(place=5.5, sign=-1.0, narrowness=9.0, height=-9.0)
def test_a_bump_of_any_width_is_found_at_any_place(place: float, sign: float, narrowness: float, height: float) -> None:
    # Anywhere from 1e-12 to 1e12, a bump as narrow as a ten-billionth of its distance from 0.
    centre = sign * 10.0**place
    top = 10.0**height
    curves = bump(centre, abs(centre) * 10.0**-narrowness, top)
    (piece,) = pieces_between(curves, [(-math.inf, math.inf)])
    (found,) = piece.roots[1]
    assert found == pytest.approx(centre, rel=1e-9)
    assert float(curves[0](found)) == pytest.approx(top, rel=1e-9)
    assert len(piece.roots[2]) == 2


def test_two_bumps_side_by_side_are_two() -> None:
    apart = 1e-5
    one, other = bump(3.0, 1e-7, 1.0), bump(3.0 + apart, 1e-7, 1.0)

    def total(order: int) -> Callable[[ArrayLike], FloatArray]:
        return lambda x: one[order](x) + other[order](x)

    (piece,) = pieces_between(Curves(total(0), total(1), total(2)), [(-math.inf, math.inf)])
    assert piece.roots[1] == pytest.approx([3.0, 3.0 + 0.5 * apart, 3.0 + apart], abs=1e-10)


def test_points_lie_strictly_inside_in_order_each_with_its_values() -> None:
    curves = bump(0.3, 0.1, 1.0)
    single = [[span] for span in ((-1.0, 1.0), (0.0, math.inf), (1.0, 1.0 + 2.0**-50), (-1e300, 5e-324))]
    for spans in (*single, [(-math.inf, 0.0), (0.0, 0.25), (0.5, math.inf)]):
        for (low, high), (x, *values) in zip(spans, resolved_samples(curves, spans), strict=True):
            assert ((low < x) & (x < high)).all()
            assert (np.diff(x) > 0).all()
            for found, curve in zip(values, curves, strict=True):
                np.testing.assert_array_equal(found, curve(x))


@given(st.lists(st.floats(-8.0, 8.0), min_size=1, max_size=4, unique=True), NEAR_ZERO)
def test_spans_are_sampled_together_as_each_is_alone(cuts: list[float], place: float) -> None:
    curves = bump(10.0**place, 0.3 * 10.0**place, 1.0)
    spans = list(pairwise([-math.inf, *sorted(cuts), math.inf]))
    for span, together in zip(spans, resolved_samples(curves, spans), strict=True):
        (alone,) = resolved_samples(curves, [span])
        np.testing.assert_array_equal(together, alone)


UNRESOLVED = [
    CATALOG["Sigmoid"](offset=1e17),
    CATALOG["Sigmoid"](offset=-1e300),
    CATALOG["SiLU"](beta=1e-300),
    CATALOG["Softplus"](beta=2.3e-308),
]


@pytest.mark.parametrize("activation", UNRESOLVED, ids=repr)
def test_what_floats_cannot_tell_is_not_resolved(activation: Activation) -> None:
    with pytest.raises(NotResolvedError):
        properties_of(activation)
    with pytest.raises(NotResolvedError):
        vanishing_intervals(activation, 0.01)


def test_a_difference_is_not_resolved_where_one_of_its_functions_is_not() -> None:
    with pytest.raises(NotResolvedError):
        largest_differences(CATALOG["Sigmoid"](offset=1e17), CATALOG["ReLU"](), 0, 0.0, 2e17)


def test_many_spans_give_a_fast_one_no_more_points() -> None:
    asked = 0

    def fast(order: int) -> Callable[[ArrayLike], FloatArray]:
        def curve(x: ArrayLike) -> FloatArray:
            nonlocal asked
            asked += np.size(x)
            return 1e6**order * np.sin(1e6 * np.asarray(x) + order * math.pi / 2.0)

        return curve

    curves = Curves(fast(0), fast(1), fast(2))
    spans = [(k * 1e-9, (k + 1) * 1e-9) for k in range(50)]
    resolved_samples(curves, spans)
    before, asked = asked, 0
    with pytest.raises(NotResolvedError):
        resolved_samples(curves, [*spans[:-1], (spans[-1][0], 1.0)])
    assert asked - before < 3 * 60_000


def test_a_function_that_goes_up_and_down_without_end_is_not_resolved() -> None:
    def fast(order: int) -> Callable[[ArrayLike], FloatArray]:
        return lambda x: 1e6**order * np.sin(1e6 * np.asarray(x) + order * math.pi / 2.0)

    with pytest.raises(NotResolvedError, match="faster than floats can tell"):
        resolved_samples(Curves(fast(0), fast(1), fast(2)), [(0.0, 1.0)])


@pytest.mark.parametrize(
    "activation",
    [
        CATALOG["SiLU"](beta=1e-10),
        CATALOG["SiLU"](beta=1e6),
        CATALOG["Sigmoid"](offset=1e12),
        CATALOG["CELU"](alpha=1e-200),
        CATALOG["Squareplus"](b=1e-30),
    ],
    ids=repr,
)
def test_odd_scales_that_floats_can_tell_are_resolved(activation: Activation) -> None:
    assert properties_of(activation).slope_maximum.value > 0.2
