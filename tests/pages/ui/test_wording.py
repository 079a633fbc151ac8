"""Numbers and lists as a reader sees them."""

import math

import pytest

from pages.ui.wording import counted, listed, number_text, on_intervals, percentage, power_of_ten


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
    assert on_intervals([(-math.inf, -2.0), (1.0, 3.0), (4.0, math.inf)]) == (
        "for x < −2, between 1 and 3 and for x > 4"
    )
    assert on_intervals([(-math.inf, math.inf)]) == "for every x"
    assert on_intervals([(k, k + 0.5) for k in range(-4, 4)]) == "on 8 intervals between −4 and 3.5"
