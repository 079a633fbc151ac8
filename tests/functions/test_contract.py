"""What every function of the catalogue promises besides accuracy."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from mpmath import mp

from activations import CATALOG, Activation, Definition
from activations.elementwise import LARGEST
from tests.calculus.brute_force import random_activation
from tests.oracles import oracle_of
from tests.parametrized import curves_of, every_activation, every_definition, every_setting

# A wave has no limit at infinity, or its slope has none; so many of f, f′ and f″ are without one.
WITHOUT_LIMITS = {"Sin": 3, "Snake": 2}

# From here on the value itself exceeds the largest float.
OUTGROWS_FLOATS_AT: dict[str, Callable[..., float]] = {
    "Exponential": lambda: math.log(LARGEST),
    "ReLUSquared": lambda: math.sqrt(LARGEST),
    "StarReLU": lambda scale, bias: math.sqrt(LARGEST) / math.sqrt(scale),
    "xIELU": lambda alpha_p, alpha_n, beta: math.sqrt(LARGEST) / math.sqrt(alpha_p),
}

# So large are far values that go to infinity; a square root is only half way there.
FAR_OUT: dict[str, float] = {"SqrtSoftplus": 1e149}

real_dtypes = st.sampled_from([np.bool_, np.int8, np.int64, np.uint16, np.float16, np.float32, np.float64])
real_arrays = real_dtypes.flatmap(
    lambda dtype: arrays.arrays(
        dtype,
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
        elements=st.floats(-1e300, 1e300) | st.sampled_from([math.inf, -math.inf, math.nan])
        if dtype is np.float64
        else None,
    )
)


@every_activation
@given(x=real_arrays)
def test_shape_is_kept_and_a_new_float64_array_given(activation: Activation, x: np.ndarray) -> None:
    x.flags.writeable = False
    for curve in curves_of(activation):
        result = curve(x)
        assert isinstance(result, np.ndarray)
        assert result.shape == x.shape
        assert result.dtype == np.float64
        assert not np.shares_memory(result, x)
        assert result.flags.writeable
        finite_or_nan = np.isfinite(x) | np.isnan(x)
        np.testing.assert_array_equal(np.isnan(result)[finite_or_nan], np.isnan(x)[finite_or_nan])


@every_setting
def test_scalars_and_lists_are_arrays_too(activation: Activation) -> None:
    for curve in curves_of(activation):
        assert curve(2).shape == ()
        assert curve([[1, 2.5]]).shape == (1, 2)
        assert curve([]).shape == (0,)
        assert curve(2) == curve([2.0])[0]


@every_activation
@pytest.mark.parametrize("x", [1j, "1", None, [[1], [2, 3]]], ids=repr)
def test_anything_but_real_numbers_is_refused(activation: Activation, x: object) -> None:
    for curve in curves_of(activation):
        with pytest.raises((TypeError, ValueError)):
            curve(x)  # type: ignore[arg-type]


@every_activation
@pytest.mark.parametrize(
    "x",
    [
        np.ma.masked_array([1.0, 2.0], mask=[False, True]),
        np.ma.masked_array([1.0, 2.0]),
        np.ma.masked_array(3.0, mask=True),
        np.ma.masked,
    ],
    ids=["one masked", "none masked", "a scalar", "the constant"],
)
def test_a_masked_array_is_refused(activation: Activation, x: object) -> None:
    for curve in curves_of(activation):
        with pytest.raises(TypeError, match=r"^x must not be a masked array: .*; fill it or leave it out first$"):
            curve(x)  # type: ignore[arg-type]


@every_definition
def test_the_largest_floats_give_the_limit_for_any_parameters(definition: Definition) -> None:
    # Warnings are errors here.
    generator = np.random.default_rng([3, *definition.name.encode()])
    far_out = FAR_OUT.get(definition.name, 1e290)
    far = np.array([-LARGEST, np.nextafter(-LARGEST, 0.0), -0.999 * LARGEST, 0.999 * LARGEST, LARGEST])
    for _ in range(40 if definition.parameters else 1):
        activation = random_activation(definition, generator)
        for order, curve in enumerate(curves_of(activation)):
            values, limits = curve(far), curve(np.copysign(np.inf, far))
            assert np.isnan(limits).all() == has_no_limit(activation, order)
            assert not np.isnan(values).any()
            huge = np.isinf(limits)
            assert (np.abs(values[huge]) > far_out).all()
            np.testing.assert_array_equal(np.sign(values[huge]), np.sign(limits[huge]))
            settled = np.isfinite(limits)
            np.testing.assert_allclose(values[settled], limits[settled], rtol=1e-12, atol=1.0 / far_out)
        if not has_no_limit(activation, 0):
            np.testing.assert_allclose(activation(far), continued(activation, far), rtol=1e-12, atol=1e-290)


def has_no_limit(activation: Activation, order: int) -> bool:
    return order >= 3 - WITHOUT_LIMITS.get(activation.name, 0)


def continued(activation: Activation, far: np.ndarray) -> list[float]:
    """The textbook's value at 2⁴⁶⁵, as far as mpmath goes, from there on as it grows; ±inf beyond the floats."""
    power = 0.5 if activation.name == "SqrtSoftplus" else 1.0
    with mp.workdps(30):
        values = [oracle_of(activation)(mp.mpf(math.copysign(2.0**465, x))) for x in far.tolist()]
        ends = [
            value if abs(value) < 1e50 else value * (abs(mp.mpf(x)) / mp.mpf(2) ** 465) ** power
            for value, x in zip(values, far.tolist(), strict=True)
        ]
        return [math.copysign(math.inf, end) if abs(end) > LARGEST * (1 + mp.eps) else float(end) for end in ends]


@every_setting
def test_infinity_gives_the_limit(activation: Activation) -> None:
    for order, curve in enumerate(curves_of(activation)):
        for far, beyond in ((1e300, math.inf), (-1e300, -math.inf)):
            limit, near = float(curve(beyond)), float(curve(far))
            assert math.isnan(limit) == has_no_limit(activation, order)
            if math.isinf(limit):
                assert abs(near) > FAR_OUT.get(activation.name, 1e290)
                assert math.copysign(1.0, near) == math.copysign(1.0, limit)
            elif not math.isnan(limit):
                assert near == pytest.approx(limit, abs=1e-12)


@every_setting
def test_nothing_overflows_far_out_that_has_a_float(activation: Activation) -> None:
    x = np.concatenate([-np.geomspace(1e300, 100, 100), np.geomspace(100, 1e300, 100)])
    outgrows = OUTGROWS_FLOATS_AT.get(activation.name)
    outgrows_at = outgrows(**activation.parameters) if outgrows else math.inf
    np.testing.assert_array_equal(np.isfinite(activation(x)), x < outgrows_at)
    for curve in curves_of(activation):
        assert not np.isnan(curve(x)).any()


def test_zero_is_a_parameter_like_any_other() -> None:
    np.testing.assert_array_equal(CATALOG["ELU"](alpha=0.0)([-5.0, 2.0]), [0.0, 2.0])
    np.testing.assert_array_equal(CATALOG["LeakyReLU"](negative_slope=0.0)([-np.inf, 2.0]), [0.0, 2.0])
    np.testing.assert_array_equal(CATALOG["SiLU"](beta=0.0)([-4.0, 2.0]), [-2.0, 1.0])
