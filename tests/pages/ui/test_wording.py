"""Numbers and lists as a reader sees them."""

import math
import string
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.ui.wording import (
    at_most_text,
    counted,
    exact_text,
    listed,
    number_text,
    percentage,
    power_of_ten,
    rough_text,
    unformatted,
)

_PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def read(text: str) -> Decimal:
    """The number that a reader takes from a text, exactly."""
    mantissa, _, power = text.partition(" × ")
    if mantissa.lstrip("−")[2:3] in set("⁻⁰¹²³⁴⁵⁶⁷⁸⁹") - {""}:  # 10⁻⁶
        mantissa, power = "1" if text[0] != "−" else "−1", text.lstrip("−")
    exponent = int(power[2:].translate(_PLAIN)) if power else 0
    return Decimal(mantissa.translate(_PLAIN)).scaleb(exponent)


def unit(value: Decimal, digits: int) -> Decimal:
    """One in the last of so many digits, or 1 where that would stand above the units of a number written out."""
    exponent = value.adjusted()
    last = exponent - digits + 1
    return Decimal(1).scaleb(min(last, 0) if exponent <= 5 else last)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (-0.52542, 4, "−0.5254"),
        (-0.0, 4, "0"),
        (0.1, 4, "0.1"),
        (1.0, 4, "1"),
        (0.0001, 4, "0.0001"),
        (0.00012345, 3, "0.000123"),
        (12345.6, 4, "12346"),
        (999999.0, 2, "10⁶"),
        (123456.0, 2, "123456"),
        (123456.75, 8, "123456.75"),
        (9.99996e-5, 4, "0.0001"),
        (9.9996e-5, 5, "9.9996 × 10⁻⁵"),
        (5.1e2, 2, "510"),
        (5e-17, 1, "5 × 10⁻¹⁷"),
        (-2.5e-7, 4, "−2.5 × 10⁻⁷"),
        (1e-6, 4, "10⁻⁶"),
        (-1e12, 4, "−10¹²"),
        (1.5e300, 2, "1.5 × 10³⁰⁰"),
        (5e-324, 4, "4.941 × 10⁻³²⁴"),
        (math.inf, 4, "∞"),
        (-math.inf, 4, "−∞"),
        (math.nan, 4, "–"),
    ],
)
def test_a_number_reads_as_in_print(value: float, digits: int, text: str) -> None:
    assert number_text(value, digits) == text


def test_numbers_and_lists_read_well() -> None:
    assert power_of_ten(-12) == "10⁻¹²"
    assert (percentage(0.12345), percentage(math.nan)) == ("12.3%", "–")
    assert [counted(number, "epoch") for number in (1, 2)] == ["1 epoch", "2 epochs"]
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


finite = st.floats(allow_nan=False, allow_infinity=False)
positive = st.floats(min_value=0.0, exclude_min=True, allow_infinity=False)


@given(finite)
@example(0.99999)
@example(1e-10)
@example(-4.94065645841246544e-324)
@example(123456.75)
@example(0.1 + 0.2)
@example(-0.0)
@example(1e22)
@example(5.8472636191821876e-92)
def test_an_exact_number_reads_back_as_the_same(value: float) -> None:
    assert float(read(exact_text(value))) == value


@given(finite)
def test_an_exact_number_has_no_more_digits_than_it_needs(value: float) -> None:
    digits = len(read(exact_text(value)).normalize().as_tuple().digits)
    assert digits <= len(Decimal(repr(value)).normalize().as_tuple().digits)


@given(positive, st.integers(1, 10))
@example(math.log(2.0), 4)
@example(0.99995, 4)
@example(9.9999, 4)
@example(0.25, 4)
@example(123456.7, 4)
@example(99999.5, 4)
@example(999999.7, 4)
@example(1e-310, 4)
@example(1.7976931348623157e308, 17)
def test_what_is_said_to_be_at_most_that_much_is_and_hardly_less(value: float, digits: int) -> None:
    said, exact = read(at_most_text(value, digits)), Decimal(value)
    assert exact <= said
    assert said - exact < unit(said, digits)


@given(finite, st.integers(1, 10))
def test_a_rounded_number_is_off_by_half_a_unit_at_most(value: float, digits: int) -> None:
    exact = Decimal(value)
    if exact:
        assert abs(read(number_text(value, digits)) - exact) <= unit(exact, digits) / 2


@given(st.text(string.printable + "−′≤σ₁²–é"))
def test_markdown_shows_a_text_letter_by_letter(text: str) -> None:
    """CommonMark: a backslash hides before punctuation of ASCII, which then means nothing, and nowhere else."""
    shown, letters = "", iter(unformatted(text))
    for letter in letters:
        hidden = letter == "\\"
        after = next(letters) if hidden else letter
        assert (after in string.punctuation) == hidden
        shown += after
    assert shown == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0123, "0.012"),
        (514.0, "514"),
        (41404.0, "4.1 × 10⁴"),
        (1000.0, "10³"),
        (-41404.0, "−4.1 × 10⁴"),
        (9.96e5, "10⁶"),
        (3.14e9, "3.1 × 10⁹"),
        (math.inf, "∞"),
        (math.nan, "–"),
    ],
)
def test_a_rough_number_has_no_more_digits_than_it_is_rounded_to(value: float, text: str) -> None:
    assert rough_text(value, 2) == text
