"""Which branch of a function of a straight line holds beside a bend: exactly, whatever rounding makes of it."""

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from activations import CATALOG, Activation, FormulaError, parse_formula, properties_of
from activations.elementwise import FloatArray

BRANCHED = tuple(definition() for definition in CATALOG.values() if definition().breakpoints)
_NEAR = 1e-7


def _numbers(generator: np.random.Generator, count: int) -> Iterator[float]:
    """Some with one digit, some with more, none near 0."""
    digits = int(generator.integers(1, 4))
    for value in generator.uniform(0.2, 3.0, count) * generator.choice((-1.0, 1.0), count):
        yield float(f"{value:.{digits}g}")


def _line(slope: float, intercept: float) -> str:
    return f"{slope!r}*x {'-' if intercept < 0 else '+'} {abs(intercept)!r}"


def _beside(place: Fraction) -> FloatArray:
    """The floats next to a place, and some farther off, down to the least for 0."""
    near = float(place)
    steps = [math.ulp(near) * 2.0**k for k in range(0, 24, 4)]
    return np.array([near + side * step for step in steps for side in (-1.0, 1.0)])


@pytest.mark.parametrize("inner", BRANCHED, ids=lambda each: each.name)
@pytest.mark.parametrize("seed", range(4))
def test_a_function_of_a_line_takes_the_branch_of_its_side(inner: Activation, seed: int) -> None:
    generator = np.random.default_rng([seed, *inner.name.encode()])
    slope, intercept = _numbers(generator, 2)
    outer = parse_formula(f"{inner.name.lower()}({_line(slope, intercept)})")()
    for threshold in inner.breakpoints:
        place = (Fraction(threshold) - Fraction(intercept)) / Fraction(slope)
        for x in _beside(place).tolist():
            if x == float(place):
                continue
            rises = Fraction(x) > place if slope > 0 else Fraction(x) < place
            beside = threshold + math.copysign(_NEAR, 1.0 if rises else -1.0)
            expected = slope * float(inner.derivative(beside))
            assert float(outer.derivative(x)) == pytest.approx(expected, rel=1e-5, abs=1e-5), f"{outer!r} at {x!r}"


@pytest.mark.parametrize("seed", range(60))
def test_a_line_cut_off_at_two_levels_is_followed(seed: int) -> None:
    generator = np.random.default_rng(seed)
    slope, intercept = _numbers(generator, 2)
    low, high = sorted(_numbers(generator, 2))
    if low == high:
        high += 1.0
    line = _line(slope, intercept)
    for text in (
        f"clip({line}, {low!r}, {high!r})",
        f"max(min({line}, {high!r}), {low!r})",
        f"min({high!r}, max({low!r}, {line}))",
        f"where({line} > {high!r}, {high!r}, where({line} > {low!r}, {line}, {low!r}))",
    ):
        found = properties_of(parse_formula(text)())
        places = sorted((level - intercept) / slope for level in (low, high))
        assert [point.x for point in found.breakpoints] == pytest.approx(places, rel=1e-12, abs=1e-15), text
        assert {point.kind for point in found.breakpoints} == {"kink"}
        assert (found.minimum.value, found.maximum.value) == pytest.approx((low, high), rel=1e-14, abs=1e-14)
        assert found.monotonicity == ("non-decreasing" if slope > 0 else "non-increasing")


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("factor", ["/1e-12", "/1e12", "*1e-12/1e12"])
@pytest.mark.parametrize("count", [12, 24, 26])
@pytest.mark.parametrize("outer", ["relu({})", "abs({} - 1)", "clip({}, -1, 1)", "where({} > 0, x, 2*x)"])
def test_a_line_of_any_slope_is_a_function_or_refused(outer: str, count: int, factor: str, sign: str) -> None:
    line = f"{sign}x{factor * (count if factor[0] == '/' else count // 2)}"
    text = outer.format(line)
    try:
        found = parse_formula(text)()
    except FormulaError:
        return
    assert np.isfinite(found([-1.0, 0.0, 1.0])).all(), text
