"""Numbers and lists as a reader sees them."""

import decimal
import math
import re
from collections.abc import Collection, Iterable
from decimal import Decimal

# Outside of these powers of ten a number is written with its own.
_LEAST_EXPONENT, _LARGEST_EXPONENT = -4, 5

_LONGEST_ROUGH = 1e3

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_text(value: float, digits: int = 4) -> str:
    """A number rounded to so many significant digits, or to a whole one, with a true minus sign, which 0 never has."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return _written(_rounded(value, digits, decimal.ROUND_HALF_EVEN))


def rough_text(value: float, digits: int) -> str:
    """A number in so many digits; above a thousand with its power of ten, or it would seem to have more."""
    if not _LONGEST_ROUGH <= abs(value) < math.inf:
        return number_text(value, digits)
    exact = Decimal(value)
    return _written(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1)), largest=0)


def percentage(fraction: float, digits: int = 3) -> str:
    """A fraction in per cent."""
    return "–" if math.isnan(fraction) else f"{number_text(100.0 * fraction, digits)}%"


def power_of_ten(exponent: int) -> str:
    """10⁻⁴ for −4."""
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"


def unformatted(text: str) -> str:
    """A text as Markdown that shows it letter by letter."""
    # A backslash before anything but punctuation of ASCII would be shown.
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def counted(number: int, noun: str) -> str:
    """1 epoch, 2 epochs."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last


def have(names: Collection[str]) -> str:
    """The verb for one name, or for several."""
    return "has" if len(names) == 1 else "have"


def exact_text(value: float) -> str:
    """A number with as many digits as it takes to read back as the same: for what a reader has set."""
    return _written(Decimal(repr(float(value))))


def at_most_text(value: float, digits: int = 4) -> str:
    """A positive bound, rounded up where it is rounded: what is said to be at most that much, is."""
    return _written(_rounded(value, digits, decimal.ROUND_CEILING))


def _rounded(value: float, digits: int, rounding: str) -> Decimal:
    exact = Decimal(value)
    last = exact.adjusted() - digits + 1
    rounded = exact.quantize(Decimal(1).scaleb(last), rounding)
    if last > 0 and rounded.adjusted() <= _LARGEST_EXPONENT:
        return exact.quantize(Decimal(1), rounding)
    return rounded


def _written(number: Decimal, *, largest: int = _LARGEST_EXPONENT) -> str:
    if not number:
        return "0"
    number = number.normalize()
    exponent = number.adjusted()
    mantissa = number.scaleb(-exponent)
    if _LEAST_EXPONENT <= exponent <= largest:
        text = f"{number:f}"
    elif abs(mantissa) == 1:
        text = "-"[: mantissa < 0] + power_of_ten(exponent)
    else:
        text = f"{mantissa:f} × {power_of_ten(exponent)}"
    return text.replace("-", "−")
