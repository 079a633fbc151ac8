"""What a reader takes from the English of the pages: numbers with their digits, and places with their ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_POWER = "[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")

NUMBER = rf"(?:−?(?:10{_POWER}|∞|\d+(?:\.\d+)?(?: × 10{_POWER})?))"

# Written out up to this power of ten, and then at least to a whole number.
_LARGEST_PLAIN = 5


class UnreadableError(AssertionError):
    """A sentence that the grammar does not know."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    text: str
    exact: Decimal

    @property
    def value(self) -> float:
        return float(self.exact)

    @property
    def is_finite(self) -> bool:
        return self.exact.is_finite()

    def unit(self, digits: int) -> float:
        """One in the last place, if so many significant digits are given, without trailing zeros, or more."""
        if not self.is_finite or not self.exact:
            return 0.0
        exponent = self.exact.adjusted()
        written = self.exact.as_tuple().exponent
        assert isinstance(written, int)
        last = exponent - digits + 1
        if exponent <= _LARGEST_PLAIN and not re.search(_POWER, self.text):
            last = min(last, 0)
        return float(Decimal(1).scaleb(min(last, written if written < 0 else last)))


def number(text: str) -> Number:
    """The number that a text is."""
    if not re.fullmatch(NUMBER, text):
        raise UnreadableError(f"{text!r} is no number")
    if text.endswith("∞"):
        return Number(text, Decimal("-inf" if text[0] == "−" else "inf"))
    power = re.fullmatch(rf"(−?)10({_POWER})", text)
    if power:
        return Number(text, Decimal(f"{power[1].translate(_PLAIN)}1e{power[2].translate(_PLAIN)}"))
    mantissa, _, exponent = text.partition(" × 10")
    return Number(text, Decimal(f"{mantissa.translate(_PLAIN)}e{exponent.translate(_PLAIN) or 0}"))


def match(pattern: str, text: str) -> re.Match[str]:
    """The whole text read by a pattern, in which N stands for a number."""
    found = re.fullmatch(pattern.replace("<N>", f"({NUMBER})"), text, re.DOTALL)
    if not found:
        raise UnreadableError(f"{text!r} is not of the form {pattern!r}")
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one end to another, of which some belong to it."""

    low: Number
    high: Number
    has_low: bool = False
    has_high: bool = False


@dataclass(frozen=True, slots=True)
class Approached:
    """A place that is only approached, from a side unless it is far out."""

    x: Number
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Places on the x axis, of which those of a wave go on with a period."""

    stretches: tuple[Stretch, ...] = ()
    points: tuple[Number, ...] = ()
    approached: tuple[Approached, ...] = ()
    period: Number | None = None
    more: int = 0  # that are counted only


_MINUS_INFINITY, _INFINITY = number("−∞"), number("∞")
_SEPARATOR = r"(?:, and |, | and )"
_ONE_SIDED = re.compile(rf"for x ([<≤>≥]) ({NUMBER})")
_TWO_SIDED = re.compile(rf"for ({NUMBER}) ([<≤]) x ([<≤]) ({NUMBER})")
_POINTS = re.compile(rf"at x = ({NUMBER}(?:{_SEPARATOR}{NUMBER}(?! more))*)")
_NEAR = re.compile(rf"as x → ({NUMBER})(?: from (the left|the right|either side))?")
_SIDES = {None: ("",), "the left": ("left",), "the right": ("right",), "either side": ("left", "right")}
_MORE = re.compile(rf" and (\d+) more places?(?=$|{_SEPARATOR})")
_PERIOD = re.compile(rf", and so on with the period ({NUMBER})$")


def places(text: str) -> Places:
    """Where: "for x < −4.585 and for x ≥ 3 and at x = 0", "as x → 3 from the left", "nowhere"."""
    if text == "nowhere":
        return Places()
    if text == "for every x":
        return Places((Stretch(_MINUS_INFINITY, _INFINITY),))
    if text.startswith("for every x except "):
        gap = number(text.removeprefix("for every x except "))
        return Places((Stretch(_MINUS_INFINITY, gap), Stretch(gap, _INFINITY)))
    period, more = _PERIOD.search(text), _MORE.search(text)
    if more and more[0].endswith("s") == (more[1] == "1"):
        raise UnreadableError(f"{text!r} counts badly")
    parts = list(_parts(_MORE.sub("", _PERIOD.sub("", text))))
    return Places(
        tuple(part for part in parts if isinstance(part, Stretch)),
        tuple(part for part in parts if isinstance(part, Number)),
        tuple(part for part in parts if isinstance(part, Approached)),
        number(period[1]) if period else None,
        int(more[1]) if more else 0,
    )


def _parts(text: str) -> Iterator[Stretch | Number | Approached]:
    """The parts of an enumeration, each a number where it is a single point."""
    rest = text
    while True:
        read = next(filter(None, (pattern.match(rest) for pattern in (_ONE_SIDED, _TWO_SIDED, _POINTS, _NEAR))), None)
        if not read:
            raise UnreadableError(f"{text!r} names no places, from {rest!r} on")
        yield from _places_in(read)
        rest = rest[read.end() :]
        if not rest:
            return
        separator = re.match(_SEPARATOR, rest)
        if not separator:
            raise UnreadableError(f"{text!r} names no places, from {rest!r} on")
        rest = rest[separator.end() :]


def _places_in(read: re.Match[str]) -> Iterator[Stretch | Number | Approached]:
    if read.re is _ONE_SIDED:
        end, closed = number(read[2]), read[1] in "≤≥"
        if read[1] in "<≤":
            yield Stretch(_MINUS_INFINITY, end, has_high=closed)
        else:
            yield Stretch(end, _INFINITY, has_low=closed)
    elif read.re is _TWO_SIDED:
        yield Stretch(number(read[1]), number(read[4]), read[2] == "≤", read[3] == "≤")
    elif read.re is _POINTS:
        yield from map(number, re.findall(NUMBER, read[1]))
    else:
        yield Approached(number(read[1]), _SIDES[read[2]])


def value_set(text: str) -> tuple[Stretch, ...]:
    """A set of values: (−∞, −0.5) ∪ {0} ∪ [0.5, 2)."""
    parts = []
    for part in text.split(" ∪ "):
        if point := re.fullmatch(rf"{{({NUMBER})}}", part):
            parts.append(Stretch(number(point[1]), number(point[1]), has_low=True, has_high=True))
        else:
            ends = match(r"([\[(])<N>, <N>([\])])", part)
            parts.append(Stretch(number(ends[2]), number(ends[3]), ends[1] == "[", ends[4] == "]"))
    return tuple(parts)


def listed(text: str) -> list[str]:
    """The parts of "a, b and c"."""
    return [part for part in re.split(r", | and ", text) if part]


def is_nan(text: str) -> bool:
    """Whether it is what stands where there is no number."""
    return text == "–"
