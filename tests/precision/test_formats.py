"""Formats against NumPy's own, against the bits of float32, and against their published limits."""

import math

import numpy as np
import pytest

from activations.elementwise import FloatArray
from activations.precision import FORMATS, Format

FLOAT16, FLOAT32, BFLOAT16 = (FORMATS[name] for name in ("float16", "float32", "bfloat16"))

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS.keys())


def all_halves() -> FloatArray:
    values = np.arange(2**16, dtype=np.uint16).view(np.float16).astype(np.float64)
    return np.unique(values[np.isfinite(values)])


def around(numbers: FloatArray) -> FloatArray:
    """Each number, and between neighbours the middle and what is just beside it."""
    middles = 0.5 * (numbers[:-1] + numbers[1:])
    return np.concatenate([numbers, middles, np.nextafter(middles, np.inf), np.nextafter(middles, -np.inf)])


def test_the_numbers_of_float16_are_numpys() -> None:
    np.testing.assert_array_equal(FLOAT16.numbers(), all_halves())


def test_rounding_to_float16_is_numpys_for_every_number_and_between_all_neighbours() -> None:
    values = around(all_halves())
    np.testing.assert_array_equal(FLOAT16.rounded(values), values.astype(np.float16))


def test_rounding_to_float32_is_numpys() -> None:
    numbers = np.random.default_rng(1).integers(0, 2**32, 100_000, dtype=np.uint32).view(np.float32)
    values = around(np.unique(numbers[np.isfinite(numbers)]).astype(np.float64))
    values = np.concatenate([values, [3.4028235677973362e38, 3.4028235677973366e38 * (1 - 1e-16), 1e-46, 0.0, -0.0]])
    with np.errstate(over="ignore"):
        expected = values.astype(np.float32)
    np.testing.assert_array_equal(FLOAT32.rounded(values), expected)


def test_bfloat16_is_the_upper_half_of_float32() -> None:
    bits = np.random.default_rng(2).integers(0, 2**31 - 2**24, 100_000, dtype=np.uint64)  # none overflows
    upper = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16 << 16
    values = bits.astype(np.uint32).view(np.float32).astype(np.float64)
    np.testing.assert_array_equal(BFLOAT16.rounded(values), upper.astype(np.uint32).view(np.float32))


def test_small_formats_have_as_many_numbers_as_bits_allow() -> None:
    # Without infinities and what is no number, and with one 0.
    left_out = {"float16": 2**11, "bfloat16": 2**8, "float8_e5m2": 2**3, "float8_e4m3": 2}
    assert {each.name: 2**each.bits - each.numbers().size - 1 for each in FORMATS.values() if each.is_small} == left_out


def decoded(code: int, exponent_bits: int, mantissa_bits: int) -> float:
    """What the bits below the sign say, were none of the numbers infinite or undefined."""
    exponent, mantissa = divmod(code, 2**mantissa_bits)
    bias = 2 ** (exponent_bits - 1) - 1
    if exponent == 0:
        return math.ldexp(mantissa, 1 - bias - mantissa_bits)
    return math.ldexp(2**mantissa_bits + mantissa, exponent - bias - mantissa_bits)


BITS = [
    # Bits of exponent and mantissa; codes of finite numbers; what is above the largest of them.
    ("float16", 5, 10, 31 << 10, math.inf),
    ("bfloat16", 8, 7, 255 << 7, math.inf),
    ("float8_e5m2", 5, 2, 31 << 2, math.inf),
    ("float8_e4m3", 4, 3, 127, math.nan),
]


@pytest.mark.parametrize(("name", "exponent_bits", "mantissa_bits", "finite", "above"), BITS)
def test_codes_and_rounding_are_those_of_the_bits(
    name: str, exponent_bits: int, mantissa_bits: int, finite: int, above: float
) -> None:
    """The nearest code, found by search; in the middle the even one; the first code that is no number overflows."""
    codes = np.array([decoded(code, exponent_bits, mantissa_bits) for code in range(finite + 1)])
    numbers, tried = codes[:-1], FORMATS[name]
    np.testing.assert_array_equal(tried.numbers(), np.concatenate([-numbers[:0:-1], numbers]))
    sizes = 10.0 ** np.random.default_rng(3).uniform(np.log10(codes[1]) - 1.0, np.log10(codes[-1]), 20_000)
    values = np.concatenate([around(codes), sizes, [10.0 * codes[-1]]])
    upper = np.clip(np.searchsorted(codes, values), 1, finite)
    middle = 0.5 * (codes[upper - 1] + codes[upper])
    to_upper = (values > middle) | ((values == middle) & (upper % 2 == 0))
    nearest = np.where(to_upper, upper, upper - 1)
    expected = np.where(nearest == finite, above, codes[nearest])
    np.testing.assert_array_equal(tried.rounded(values), expected)
    np.testing.assert_array_equal(tried.rounded(-values), -expected)


@every_format
def test_a_number_of_the_format_stays(format: Format) -> None:
    numbers = format.numbers() if format.is_small else np.array([format.largest, format.smallest, 1.0, -1.5])
    np.testing.assert_array_equal(format.rounded(numbers), numbers)


@pytest.mark.parametrize(
    ("name", "largest", "smallest"),
    [
        ("float16", 65504.0, 2.0**-24),
        ("bfloat16", 3.3895313892515355e38, 2.0**-133),
        ("float8_e4m3", 448.0, 2.0**-9),
        ("float8_e5m2", 57344.0, 2.0**-16),
        ("float32", float(np.finfo(np.float32).max), float(np.finfo(np.float32).smallest_subnormal)),
        ("float64", float(np.finfo(np.float64).max), float(np.finfo(np.float64).smallest_subnormal)),
    ],
)
def test_published_limits(name: str, largest: float, smallest: float) -> None:
    assert FORMATS[name].largest == largest
    assert FORMATS[name].smallest == smallest


def test_e4m3_has_no_infinity_and_e5m2_has() -> None:
    e4m3, e5m2 = FORMATS["float8_e4m3"], FORMATS["float8_e5m2"]
    np.testing.assert_array_equal(
        e4m3.rounded([464.0, 464.1, -1e9, math.inf, math.nan]), [448.0, math.nan, math.nan, math.nan, math.nan]
    )
    np.testing.assert_array_equal(e5m2.rounded([61439.0, 61440.0, -math.inf]), [57344.0, math.inf, -math.inf])


@pytest.mark.parametrize(("name", "kind"), [("float16", np.float16), ("float32", np.float32), ("float64", np.float64)])
def test_the_unit_in_the_last_place_is_numpys(name: str, kind: type[np.floating]) -> None:
    numbers = np.geomspace(1e-7, 6e4, 999).astype(kind)
    np.testing.assert_array_equal(FORMATS[name].spacing(numbers.astype(np.float64)), np.spacing(numbers))


def test_a_large_format_is_not_listed() -> None:
    with pytest.raises(ValueError, match="too many"):
        FLOAT32.numbers()
