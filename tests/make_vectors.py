"""Makes the test vectors that ship with the app: `python -m tests.make_vectors`, some minutes.

A CSV for each function, with f, f′ and f″ at its default parameters and at others: the float64 nearest to the exact
value, which comes from the oracles.
"""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mpmath import mp

from activations import CATALOG, Activation, Definition
from pages.ui.vectors import FILE, README, member
from tests.oracles import SLOPES_AT_BREAKPOINTS, Number, oracle_of
from tests.parametrized import settings_of

CURVES = ("f", "df", "d2f")

# Zero, subnormals and the smallest normal number; where functions bend; where they or their parts leave the floats.
SMALL = (0.0, 5e-324, 1e-310, 2.0**-1022, 1e-160, 1e-30, 1e-16, 1e-8)
MIDDLE = (
    1e-3,
    0.1,
    0.3,
    0.5,
    0.7,
    1.0,
    1.3,
    1.9,
    2.5,
    3.2,
    4.6,
    6.3,
    8.1,
    9.7,
    13.4,
    17.5,
    26.3,
    36.9,
    40.2,
    60.1,
    100.0,
)
LARGE = (709.5, 745.2, 1e3, 1e6, 1e16, 1.2e154, 1e300, math.nextafter(math.inf, 0.0))
BESIDE = 2.0**-10  # so far from a breakpoint, on both sides

# A difference quotient with such a step, or a smaller one near a breakpoint, errs by less than the smallest float.
DIGITS, STEP = 1500, mp.mpf(10) ** -400

# The limit is seen from two places: what is so large at the farther one grows without end, what is so small vanishes.
FAR = (2.0**600, 2.0**1000)
HUGE = 1e50


def vectors_of(definition: Definition) -> str:
    """The CSV: parameters, x and the three values in shortest decimals, then x and these in hexadecimals."""
    names = [each.name for each in definition.parameters]
    columns = ("x", *CURVES)
    lines = [",".join([*names, *columns, *(f"{each}_hex" for each in columns)])]
    for activation in settings_of(definition):
        given = [repr(value) for value in activation.parameters.values()]
        for x in points_of(activation):
            row = (x, *exact_values(activation, x))
            lines.append(",".join([*given, *map(repr, row), *map(float.hex, row)]))
    return "\n".join(lines) + "\n"


def points_of(activation: Activation) -> list[float]:
    """In order, −0 before 0, NaN last."""
    # The phase of a wave is a float.
    largest = math.inf if activation.period is None else 0.9 * LARGE[-1] * min(1.0, activation.period / math.pi / 2.0)
    sizes = (*(size for size in (*SMALL, *MIDDLE, *LARGE) if size < largest), math.inf)
    beside = [point + step for point in activation.breakpoints for step in (-BESIDE, 0.0, BESIDE) if point + step]
    points = {*(-size for size in sizes if size), *(size for size in sizes if size), *beside}
    return [*sorted(x for x in points if x < 0), -0.0, 0.0, *sorted(x for x in points if x > 0), math.nan]


def exact_values(activation: Activation, x: float) -> tuple[float, ...]:
    """f, f′ and f″ at x, each rounded once; at ±inf the limits, NaN where there is none."""
    if math.isnan(x):
        return (x,) * len(CURVES)
    if math.isinf(x):
        seen = [exact_values(activation, math.copysign(far, x)) for far in FAR]
        return tuple(limit(near, far) for near, far in zip(*seen, strict=True))
    with mp.workdps(DIGITS):
        value = nearest(oracle_of(activation)(mp.mpf(x)))
        if x in activation.breakpoints:
            return value, *at_breakpoint(activation, x)
        return value, *(derivative(activation, x, 0, order) for order in (1, 2))


def at_breakpoint(activation: Activation, x: float) -> tuple[float, float]:
    """The slope is a convention; the bend is that of the side with this slope, the left one if both have it."""
    slope = next(
        slope for point, slope in SLOPES_AT_BREAKPOINTS[activation.name](**activation.parameters).items() if point == x
    )
    side = -1 if math.isclose(derivative(activation, x, -1, 1), slope, rel_tol=1e-14, abs_tol=1e-14) else 1
    return slope, derivative(activation, x, side, 2)


def derivative(activation: Activation, x: float, side: int, order: int) -> float:
    """By mpmath's difference quotients, at x or just beside it; ArithmeticError unless another step says the same."""
    oracle = oracle_of(activation)
    distance = min((abs(mp.mpf(x) - point) for point in activation.breakpoints if point != x), default=mp.mpf(1))
    step = STEP * min(distance, 1)
    with mp.workdps(DIGITS // (order + 1)):  # mpmath works with so many times as many
        found = {nearest(mp.diff(oracle, mp.mpf(x) + 10 * side * h, order, h=h)) for h in (step, step / 1000)}
    if len(found) > 1:
        raise ArithmeticError(f"derivative {order} of {activation} at {x!r} is one of {found}")
    return found.pop()


def nearest(exact: Number) -> float:
    """The nearest float64, subnormal ones too: mpmath's own conversion rounds those twice; 0 has no sign."""
    if not exact:
        return 0.0
    if abs(mp.mag(exact)) > 1100:  # far beyond the largest float, or below half of the smallest
        return math.copysign(math.inf, exact) if mp.mag(exact) > 0 else 0.0
    sign, digits, exponent, _ = exact._mpf_
    size = Fraction(int(digits)) * Fraction(2) ** exponent
    try:
        return float(-size if sign else size) + 0.0
    except OverflowError:
        return -math.inf if sign else math.inf


def limit(near: float, far: float) -> float:
    """The limit of what is `near` at the one place and `far` at the other, farther out; NaN if it has none."""
    if near == far:
        return far
    if HUGE < abs(near) < abs(far):
        return math.copysign(math.inf, far)
    return 0.0 if abs(far) < abs(near) < 1.0 / HUGE else math.nan


def make(members: Sequence[tuple[str, str]]) -> None:
    """Write the file anew; the same members make the same bytes."""
    with ZipFile(FILE, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in members:
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED, 9)


def members() -> Iterator[tuple[str, str]]:
    yield "readme.txt", README
    for name, definition in CATALOG.items():
        yield member(name), vectors_of(definition)


if __name__ == "__main__":
    make(list(members()))
