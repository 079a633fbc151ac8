"""Which functions of the catalogue another one is, up to scale: f(x) = a · g(b x + c) + d x + e.

The line leaves f″ alone, of which a and b scale the height and the width and c moves the place: where |f″| is largest,
how wide it is there, and where the branches meet say what b and c may be. The rest is linear least squares.
"""

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.catalog import CATALOG
from activations.comparison.match import Match
from activations.comparison.shapes import FARTHEST, Shape, shape_of
from activations.elementwise import FloatArray

# Parameters on which a function depends along a line, and in another way than on its scale: they are found too.
_LINEAR: Mapping[str, str] = MappingProxyType({"ELU": "alpha", "Threshold": "value"})

_LIKELY, _EQUAL = 1e-2, 1e-10  # of what is left of f beside a line: at the first guess, and for a match
_NICE = 1e-8  # how far a coefficient may be from a round number
_STEPS = 8
_FAR_OUT = 1e-6  # how far apart two functions may be far out, or at a breakpoint, in terms of what is added up
_WAVES, _FARTHEST_OUT = 2.6, 12.1  # powers of ten: farther out the place in a wave hangs on the last digits of b
_FEWEST = 20  # samples that say something


def equals_up_to_scale(activation: Activation) -> list[Match]:
    """The functions of the catalogue that equal this one up to scale, the simplest formula first.

    Not the function itself, with whatever parameters. Each is verified at random points, values and slopes.
    """
    shape = shape_of(activation)
    sampled = _Sampled.of(activation, _samples(shape))
    if sampled.x.size < _FEWEST:
        return []
    if not sampled.size:
        if activation.definition == CATALOG["Identity"]:
            return []
        slope, intercept = (_nice(float(each)) for each in np.polyfit(sampled.x, sampled.values, 1))
        line = Match(CATALOG["Identity"](), slope, 1.0, 0.0, 0.0, intercept)
        return [line] if slope and _holds_far_out(line, activation) else []
    matches = []
    for name, definition in CATALOG.items():
        if definition != activation.definition:
            moving = bool(shape.peaks or shape.growth)  # breakpoints alone are exact
            fits = [_fitted(name, each, sampled, moving=moving) for each in _scales(shape, name)]
            known = [each for each in fits if each is not None and _holds_far_out(each, activation)]
            if known:
                matches.append(min(known, key=lambda each: (each.terms, each.b < 0.0)))
    found = [each._replace(but_at=_exceptions(each, activation)) for each in matches]
    return sorted(found, key=lambda each: (len(each.but_at), each.terms))


@functools.cache
def _shape_of_catalogue(name: str) -> Shape:
    return shape_of(CATALOG[name]())


def _samples(shape: Shape) -> FloatArray:
    """Random points on the scale of the function, and on that of readers, away from breakpoints."""
    generator = np.random.default_rng(7)
    points = [generator.uniform(-6.0, 6.0, 24) / (abs(shape.growth) or 1.0)]
    for place, left, right in shape.peaks[:1]:
        width = min(max(left, right), FARTHEST)
        points.append(place + width * generator.uniform(-6.0, 6.0, 32))
    if shape.breakpoints:
        width = max(1.0, shape.breakpoints[-1] - shape.breakpoints[0])
        points.append(generator.choice(shape.breakpoints, 16) + width * generator.uniform(-1.0, 1.0, 16))
    x = np.concatenate(points)
    for point in shape.breakpoints:
        x = x[np.abs(x - point) > 1e-6 * max(1.0, abs(point))]
    return x


def _scales(shape: Shape, name: str) -> Iterator[tuple[float, float]]:
    """What b and c may be: they move the breakpoints and the peaks of f to those of g."""
    known = _shape_of_catalogue(name)
    if len(shape.breakpoints) != len(known.breakpoints) or bool(shape.peaks) != bool(known.peaks):
        return
    if len(known.breakpoints) > 1:
        ours, theirs = shape.breakpoints, known.breakpoints
        b = (theirs[-1] - theirs[0]) / (ours[-1] - ours[0])
        yield b, theirs[0] - b * ours[0]
        yield -b, theirs[-1] + b * ours[0]
        return
    fixed = [(shape.breakpoints[0], known.breakpoints[0])] if known.breakpoints else []
    if known.peaks:
        place, left, right = shape.peaks[0]
        for target, to_left, to_right in known.peaks:
            b = (to_left + to_right) / (left + right)
            at, to = fixed[0] if fixed else (place, target)
            # Both sides scale alike; if b < 0 they change places.
            if abs(b * left - to_left) <= _LIKELY * (to_left + to_right):
                yield b, to - b * at
            if abs(b * left - to_right) <= _LIKELY * (to_left + to_right):
                yield -b, to + b * at
        return
    if shape.growth and known.growth:
        yield shape.growth / known.growth, 0.0
    yield from ((b, to - b * at) for at, to in fixed for b in (1.0, -1.0))


class _Sampled(NamedTuple):
    """Another function at the samples."""

    x: FloatArray
    values: FloatArray
    slopes: FloatArray
    size: float  # of what is left of it beside a line; 0 if it is one

    @classmethod
    def of(cls, activation: Activation, x: FloatArray) -> "_Sampled":
        values, slopes = activation(x), activation.derivative(x)
        usable = np.isfinite(values) & np.isfinite(slopes) & (np.abs(values) < 1e100)
        x, values, slopes = x[usable], values[usable], slopes[usable]
        if x.size < _FEWEST:
            return cls(x, values, slopes, 0.0)
        line = np.stack([x, np.ones_like(x)], axis=1)
        size = float(np.abs(values - line @ np.linalg.lstsq(line, values, rcond=None)[0]).max())
        return cls(x, values, slopes, size if size > 1e-9 * float(np.abs(values).max()) else 0.0)


def _fitted(name: str, scale: tuple[float, float], sampled: _Sampled, *, moving: bool) -> Match | None:
    """The match with b and c near these, if there is one; round numbers where they do as well."""
    b, c = _improved(name, *scale, sampled, moving=(moving, moving))
    if math.isnan(b):
        return None
    if name == "Sin":
        c = math.remainder(c, 2.0 * math.pi)
    if name == "Exponential":  # of which c is another a
        c = 0.0
    # What is rounded first moves the others.
    for outer in dict.fromkeys((_nice(b), b)):
        _, moved = _improved(name, outer, c, sampled, moving=(False, moving and name != "Exponential"))
        for inner in dict.fromkeys((_nice(moved), moved)) if math.isfinite(moved) else ():
            coefficients = _solved(_columns(name, outer * sampled.x + inner), sampled)
            # What is rounding alone goes, even where the factor before it is no round number.
            *factors, d, e = coefficients
            without = [*factors, *(0.0 if abs(each) <= _NICE * sampled.size else each for each in (d, e))]
            for each in ([_nice(value) for value in coefficients], without, coefficients):
                a, *_, d, e = (value + 0.0 for value in each)
                for known in _with_parameter(name, each):
                    match = Match(known, a, outer, inner + 0.0, d, e)
                    if _holds(match, sampled):
                        return match
    return None


def _improved(name: str, b: float, c: float, sampled: _Sampled, *, moving: tuple[bool, bool]) -> tuple[float, float]:
    """b and c by Gauss and Newton's steps, NaN if what is left says that there is no match."""
    for step in range(_STEPS):
        u = b * sampled.x + c
        columns = _columns(name, u)
        solved = np.array(_solved(columns, sampled))
        fitted = columns @ solved[:-2] + solved[-2] * sampled.x + solved[-1]
        left = float(np.abs(sampled.values - fitted).max())
        if not left <= _LIKELY * sampled.size:
            return math.nan, math.nan
        if left <= 1e-14 * sampled.size:
            break
        if not any(moving) or step == _STEPS - 1:
            break
        own = _slopes(name, u) @ solved[:-2]
        moves = [column for column, moves in zip((own * sampled.x, own), moving, strict=True) if moves]
        full = np.concatenate([columns, np.stack([sampled.x, np.ones_like(own), *moves], axis=1)], axis=1)
        found, *_ = np.linalg.lstsq(full, sampled.values, rcond=1e-9)
        b += float(found[columns.shape[1] + 2]) if moving[0] else 0.0
        c += float(found[-1]) if moving[1] else 0.0
        if not (abs(b) < FARTHEST and abs(c) < FARTHEST**2):
            return math.nan, math.nan
    return b, c


def _solved(columns: FloatArray, sampled: _Sampled) -> list[float]:
    """What stands before each column, before x, and alone, by least squares."""
    full = np.concatenate([columns, np.stack([sampled.x, np.ones_like(sampled.x)], axis=1)], axis=1)
    heights = np.abs(full).max(axis=0)
    heights[heights < 1e-100] = 1.0
    solved, *_ = np.linalg.lstsq(full / heights, sampled.values, rcond=None)
    return [float(each) for each in solved / heights]


def _with_parameter(name: str, coefficients: list[float]) -> Iterator[Activation]:
    """The function with the parameter that these coefficients tell, if there is one that it can have."""
    if name not in _LINEAR:
        yield CATALOG[name]()
        return
    a, with_parameter, *_ = coefficients
    value = with_parameter / a if a else math.nan
    for each in dict.fromkeys((_nice(value), value)) if math.isfinite(value) else ():
        try:
            yield CATALOG[name](**{_LINEAR[name]: each})
        except ValueError:  # outside its domain
            continue


def _holds(match: Match, sampled: _Sampled) -> bool:
    """Whether values and slopes agree at all samples."""
    if match.a == 0.0 or match.b == 0.0:
        return False
    slopes = match.a * match.b * match.activation.derivative(match.b * sampled.x + match.c) + match.d
    close = np.abs(match(sampled.x) - sampled.values).max() <= _EQUAL * sampled.size
    return bool(close and np.abs(slopes - sampled.slopes).max() <= 1e-7 * float(np.ptp(sampled.slopes)))


def _holds_far_out(match: Match, activation: Activation) -> bool:
    """Whether it holds on all scales too: samples near 0 tell a wide sigmoid from no line."""
    farthest = _WAVES if activation.period or match.activation.period else _FARTHEST_OUT
    x = 10.0 ** np.arange(1.0, farthest, 0.5)
    x = np.concatenate([-x, x])
    values, inner = activation(x), match.activation(match.b * x + match.c)
    with np.errstate(over="ignore", invalid="ignore"):
        size = np.abs(values) + np.abs(match.a * inner) + np.abs(match.d * x) + abs(match.e)
        off = np.abs(match(x) - values)
    return not np.any((off > _FAR_OUT * size + activation.rounding(x)[0]) & (size < 1e100))


def _exceptions(match: Match, activation: Activation) -> tuple[float, ...]:
    """The breakpoints at which it does not hold; where f jumps, b x + c is a breakpoint of g but for rounding."""
    found = []
    for x in activation.breakpoints:
        inner = match.b * x + match.c
        rounding = _NICE * (abs(match.b * x) + abs(match.c))
        u = next((each for each in match.activation.breakpoints if abs(each - inner) <= rounding), inner)
        expected = match.a * float(match.activation(u)) + match.d * x + match.e
        if abs(float(activation(x)) - expected) > _FAR_OUT * (1.0 + abs(expected)):
            found.append(x)
    return tuple(found)


def _columns(name: str, u: FloatArray) -> FloatArray:
    """g(u), of a function with a parameter that is found too g and what the parameter adds."""
    return _parted([known(u) for known in _functions(name)])


def _slopes(name: str, u: FloatArray) -> FloatArray:
    """Those of the columns."""
    return _parted([known.derivative(u) for known in _functions(name)])


@functools.lru_cache(maxsize=128)
def _functions(name: str) -> tuple[Activation, ...]:
    """g, with each of two parameters if that is found too."""
    definition = CATALOG[name]
    return tuple(definition(**{_LINEAR[name]: value}) for value in (0.0, 1.0)) if name in _LINEAR else (definition(),)


def _parted(values: Sequence[FloatArray]) -> FloatArray:
    first, *others = values
    return np.stack([first, *(other - first for other in others)], axis=1)


def _nice(value: float) -> float:
    """A fraction with a small denominator, or a short decimal, if one is near."""
    for nice in (float(Fraction(value).limit_denominator(12)), float(f"{value:.6g}"), round(value, 6)):
        if abs(nice - value) <= _NICE * max(1.0, abs(value)):
            return nice + 0.0
    return value
