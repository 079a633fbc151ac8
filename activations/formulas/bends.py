"""Where a formula changes branch, or one of its terms is infinite: found by solving for what decides it."""

import functools
import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.evaluation import bound_expression, float_values
from activations.formulas.expression import Call, Node, Number, Symbol, X, call, nodes_of, symbols_of
from activations.formulas.functions import OF_CATALOG
from activations.formulas.jets import COMPARISONS
from activations.formulas.simplifying import made

MOST_BENDS = 64
WITHIN = 20.0  # there no bend is left out
_WAVE = 50.0  # how far out the bends of a wave, which has no last one, are followed
_FARTHEST = 1e300
_PARTS, _POINTS = 16, 2_048  # into which a bracket is split at least, and all together about

_NEAR = np.arange(-64.0, 64.0 + 1 / 64, 1 / 32)
_SIZES = 10.0 ** (np.arange(-96, 97) / 8.0)
_GRID: FloatArray = np.unique(np.concatenate([_NEAR, -_SIZES, _SIZES]))

_PIECEWISE = frozenset({"abs", "sign", "max", "min", "clip", "where", *COMPARISONS})

Line = tuple[Fraction, Fraction]  # slope and intercept


@functools.lru_cache(maxsize=64)
def bends_of(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[float, ...]:
    """The sorted places; ValueError if more than 64 of them lie within ±20. Farther out, no more than 64 are kept.

    Among them are centres, around which a formula may change so sharply that samples would pass by.
    """
    tree = bound_expression(text, parameters)
    switches = {each: None for node in nodes_of(tree) for each in _switches(node)}
    found = {place + 0.0 for each in switches for place in zeros_of(each)}
    centres = {place for node in nodes_of(tree) for each in _moved(node) for place in zeros_of(each)}
    for places, reach in ((found | centres, math.inf), (found, math.inf), (found, _WAVE), (found, WITHIN)):
        kept = tuple(place for place in _distinct(sorted(places)) if abs(place) <= reach)
        if len(kept) <= MOST_BENDS:
            return kept
    raise ValueError(f"the formula bends at more than {MOST_BENDS} places between −20 and 20.")


def _distinct(places: list[float]) -> list[float]:
    """Without those that are others but for rounding: of a group the number that is written most briefly."""
    kept: list[float] = []
    for place in places:
        if kept and place - kept[-1] <= 4.0 * math.ulp(place):
            kept[-1] = min(kept[-1], place, key=lambda each: len(repr(each)))
        else:
            kept.append(place)
    return kept


def _switches(node: Node) -> Iterator[Node]:
    """What is 0 where a node changes branch."""
    if not isinstance(node, Call):
        return
    name, arguments = node.function, node.arguments
    if name in ("abs", "sign"):
        yield arguments[0]
    elif name in (*COMPARISONS, "max", "min"):
        yield made("subtract", *arguments)
    elif name == "clip":
        yield from (made("subtract", arguments[0], bound) for bound in arguments[1:])
    elif name in OF_CATALOG:
        settings = {key: value.value for key, value in node.settings if isinstance(value, Number)}
        for place in OF_CATALOG[name].breakpoints(**settings):
            yield made("add", Number(-place), arguments[0])
    yield from pole_of(node)


def _moved(node: Node) -> Iterator[Node]:
    """What a function that is no line is applied to, if that is a line which is 0 elsewhere than at 0."""
    if isinstance(node, Call) and node.function not in _PIECEWISE and _line(node) is None:
        for each in node.arguments:
            line = _line(each)
            if line and line[0] and line[1]:
                yield each


def pole_of(node: Node) -> Iterator[Node]:
    """What is 0 where a node is infinite."""
    match node:
        case Call("divide", (_, u)) | Call("log", (u,)):
            yield u
        case Call("log1p", (u,)):
            yield made("add", Number(1.0), u)
        case Call("power", (u, Number(exponent))) if exponent < 0.0:
            yield u
        case Call("tan", (u,)):
            yield call("cos", u)


def zeros_of(node: Node) -> tuple[float, ...]:
    """Where an expression is 0 and changes its sign, exactly where it is a straight line."""
    line = _line(node)
    if line is not None:
        place = -line[1] / line[0] if line[0] else None
        return (float(place),) if place is not None and abs(place) <= _FARTHEST else ()
    match node:
        case Call("negate" | "abs", (u,)) | Call("divide", (u, _)):
            return zeros_of(u)
        case Call("power", (u, Number(exponent))) if exponent > 0.0:
            return zeros_of(u)
        case Call("multiply", (u, v)):
            return tuple({*zeros_of(u), *zeros_of(v)})
        case Call("exp" | "cosh" | "power", _):
            return ()
    return _crossings(node) if X in symbols_of(node) else ()


def _line(node: Node) -> Line | None:
    """The straight line that an expression is, as its numbers are."""
    match node:
        case Number(value) if math.isfinite(value):
            return Fraction(0), Fraction(value)
        case Symbol():
            return Fraction(1), Fraction(0)
        case Call("negate" | "add" | "subtract" | "multiply" | "divide" as name, arguments):
            lines = [_line(each) for each in arguments]
            known = [each for each in lines if each is not None]
            return _combined(name, known) if len(known) == len(lines) else None
    return None


def _combined(name: str, lines: list[Line]) -> Line | None:
    (slope, intercept), (other_slope, other) = lines[0], lines[-1]
    if name == "negate":
        return -slope, -intercept
    if name in ("add", "subtract"):
        sign = 1 if name == "add" else -1
        return slope + sign * other_slope, intercept + sign * other
    if name == "divide":
        return (slope / other, intercept / other) if not other_slope and other else None
    if slope and other_slope:
        return None
    return slope * other + other_slope * intercept, intercept * other


def _signs(node: Node, x: FloatArray) -> FloatArray:
    """The signs, NaN where floats do not do."""
    values, doubtful = float_values(node, x)
    return np.where(doubtful, np.nan, np.sign(values))


def _crossings(node: Node) -> tuple[float, ...]:
    """The same by a search over all sizes of x, with the brackets split until they are neighbouring floats."""
    known = _signs(node, _GRID)
    x, signs = _GRID[~np.isnan(known)], known[~np.isnan(known)]
    if x.size < 3:
        return ()
    alone = np.flatnonzero((signs[1:-1] == 0.0) & (signs[:-2] != 0.0) & (signs[2:] != 0.0)) + 1
    changes = np.flatnonzero(signs[1:] != signs[:-1])
    changes = changes[~np.isin(changes, alone) & ~np.isin(changes + 1, alone)]
    # Of a wave, only as many as may be kept.
    changes = changes[np.argsort(np.abs(x[changes]), kind="stable")[: 2 * MOST_BENDS]]
    low, high, left = x[changes], x[changes + 1], signs[changes]
    parts = max(_PARTS, _POINTS // max(1, low.size))
    # Beside 0 there are floats without end, and the grid has come near enough.
    while np.any((np.nextafter(low, np.inf) < high) & (low != 0.0) & (high != 0.0)):
        inner = low[:, np.newaxis] + (high - low)[:, np.newaxis] * (np.arange(parts + 1) / parts)
        inner[:, 0], inner[:, -1] = low, high
        same = _signs(node, inner.ravel()).reshape(inner.shape) == left[:, np.newaxis]
        last = np.maximum(np.argmin(same, axis=1), 1)
        rows = np.arange(low.size)
        closer = inner[rows, last - 1], inner[rows, last]
        if np.array_equal(closer[0], low) and np.array_equal(closer[1], high):
            break
        low, high = closer
    return (*x[alone].tolist(), *_rounded(node, low, high).tolist())


def _rounded(node: Node, low: FloatArray, high: FloatArray) -> FloatArray:
    """Of each last bracket the better end, or the round number next to it that is as good."""
    near = np.array([float(f"{place:.12g}") for place in low.tolist()])
    (at_low, at_high, at_near), doubtful = float_values(node, np.stack([low, high, near]))
    is_round = (np.abs(near - low) <= 4.0 * np.spacing(np.abs(low))) & (at_near == 0.0) & ~doubtful[2]
    low_is_better = (np.abs(at_low) < np.abs(at_high)) | (
        (np.abs(at_low) == np.abs(at_high)) & (np.abs(low) >= np.abs(high))
    )
    found = np.where(is_round, near, np.where(low_is_better, low, high))
    return np.where((low == 0.0) | (high == 0.0), 0.0, found)
