"""Where a formula changes branch, or one of its terms is infinite: found by solving for what decides it."""

import functools
import math
from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import Floats
from activations.formulas.branches import is_root, where_branches_change
from activations.formulas.cancelling import with_series
from activations.formulas.centres import GRID, WAVE, WITHIN, centres_of, distinct
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node, Number, X, call, settings_of, symbols_of
from activations.formulas.functions import OF_CATALOG
from activations.formulas.jets import COMPARISONS
from activations.formulas.orders import float_values
from activations.formulas.parts import nodes_of_whole
from activations.formulas.sides import difference_of
from activations.formulas.simplifying import made
from activations.formulas.splitting import with_parts
from activations.formulas.straight import line_of, root_of
from activations.formulas.values import bound_expression

MOST_BREAKPOINTS = 64
_MOST_TRIED = 4 * MOST_BREAKPOINTS
_AT_ZERO = 4e-12
_ZERO_AT_ZERO = ("negate", "abs", "expm1", "log1p", "tanh", "sinh", "asinh", "atan", "erf")  # and nowhere else
_BESIDE = 1e-12  # of a jump, and as near as the grid comes to 0
_HALVINGS = 50  # of a cell in search of what lies beyond 0
_PARTS, _POINTS = 16, 2_048  # into which a bracket is split at least, and all together about


@functools.lru_cache(maxsize=64)
def breakpoints_of_text(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[float, ...]:
    """The sorted places; ValueError if more than 64 of them lie within ±20. Farther out, no more than 64 are kept."""
    tree = bound_expression(text, parameters)
    nodes = dict.fromkeys(nodes_of_whole(tree))
    switches = dict.fromkeys(each for node in nodes for each in _switches(node))
    poles = dict.fromkeys(each for node in nodes for each in pole_of(node))
    looked_at = _beside_jumps(nodes, centres_of(text, parameters))
    infinite, found = (
        distinct({place for each in zeros for place in zeros_of(each, looked_at)})
        for zeros in (poles, {**switches, **poles})
    )
    nearest = sorted(sorted(found, key=abs)[:_MOST_TRIED])  # of waves there may be many more than are kept
    found = distinct([*where_branches_change(tree, nearest), *infinite])
    for reach in (math.inf, WAVE, WITHIN):
        kept = tuple(place for place in found if abs(place) <= reach)
        if len(kept) <= MOST_BREAKPOINTS:
            return kept
    raise ValueError(f"the formula bends at more than {MOST_BREAKPOINTS} places between −20 and 20.")


def _beside_jumps(nodes: Iterable[Node], centres: tuple[float, ...]) -> tuple[float, ...]:
    """The centres, and both sides of where a condition changes: beside a jump a sign may hold for less than a cell."""
    conditions = [node for node in nodes if isinstance(node, Call) and node.function in COMPARISONS]
    places = {place for node in conditions for place in zeros_of(_difference(*node.arguments), centres)}
    return (*centres, *(place + side * max(_BESIDE, math.ulp(place)) for place in sorted(places) for side in (-1, 1)))


def _switches(node: Node) -> Iterator[Node]:
    """What is 0 where a node changes branch."""
    if not isinstance(node, Call):
        return
    name, arguments = node.function, node.arguments
    if name in ("abs", "sign") or is_root(node):
        yield arguments[0]
    elif name in (*COMPARISONS, "max", "min"):
        yield _difference(*arguments)
    elif name == "clip":
        yield from (_difference(*pair) for pair in combinations(arguments, 2))  # the bounds may cross too
    elif name in OF_CATALOG:
        for place in OF_CATALOG[name].breakpoints(**settings_of(node)):
            yield _difference(arguments[0], Number(place))


@functools.lru_cache(maxsize=256)
def _difference(u: Node, v: Node) -> Node:
    """An expression that has the sign of u − v, and keeps it where two curves are all but equal."""
    difference = difference_of(u, v)
    return difference if isinstance(u, Number) or isinstance(v, Number) else with_series(with_parts(difference))


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


@functools.lru_cache(maxsize=256)
def zeros_of(node: Node, centres: tuple[float, ...]) -> tuple[float, ...]:
    """Where an expression is 0 and changes its sign, or is a product or power of such; exactly where it is a line.

    It is looked at in its formula's centres too, where it may be of another sign than all around.
    """
    line = line_of(node)
    if line is not None:
        place = root_of(line)
        return () if place is None else (place,)
    factors = _zero_where(node)
    if factors is not None:
        return tuple({place for each in factors for place in zeros_of(each, centres)})
    if X not in symbols_of(node):
        return ()
    grid = np.union1d(GRID, centres)
    return _crossings(node, np.union1d(grid, _beyond_zero(node, grid)))


def _zero_where(node: Node) -> tuple[Node, ...] | None:
    """Expressions of which one is 0 wherever the node is, and nowhere else; None if no such are known."""
    match node:
        case Call(name, (u,)) if name in _ZERO_AT_ZERO:
            return (u,)
        case Call("divide", (u, _)):
            return (u,)
        case Call("power", (u, Number(exponent))) if exponent > 0.0:
            return (u,)
        case Call("multiply", factors):
            return factors
        case Call("exp" | "cosh" | "power", _):
            return ()
    return None


def _beyond_zero(node: Node, grid: FloatArray) -> FloatArray:
    """Points of another sign than both ends of their cell of the grid, in which the expression turns beyond 0."""
    with np.errstate(all="ignore"):
        value, slope = _value_and_slope(node, grid)
        size, rise = np.abs(value), np.sign(value) * slope
        falls, rises = rise[:-1], rise[1:]
        width = np.diff(grid)
        lowest = size[:-1] + falls * (size[:-1] - size[1:] + rises * width) / (rises - falls)  # where tangents meet
        turns = (falls < 0.0) & (rises > 0.0) & (lowest <= 0.0) & (value[:-1] * value[1:] > 0.0)
        nearest = np.flatnonzero(turns)[np.argsort(np.abs(grid[:-1][turns]), kind="stable")[: 2 * MOST_BREAKPOINTS]]
        low, high, sign = grid[nearest], grid[nearest + 1], np.sign(value[nearest])
        found: list[float] = []
        for _ in range(_HALVINGS if nearest.size else 0):
            x = 0.5 * (low + high)
            value, slope = _value_and_slope(node, x)
            beyond = value * sign < 0.0
            found += x[beyond].tolist()
            # Of a curve that is convex there, the tangent says whether it can still come to 0.
            left = ~beyond & (np.abs(value) <= 0.5 * (high - low) * np.abs(slope))
            if not left.any():
                break
            before = slope * sign < 0.0
            low, high = np.where(before, x, low)[left], np.where(before, high, x)[left]
            sign = sign[left]
    return np.array(found)


def _value_and_slope(node: Node, x: FloatArray) -> FloatArray:
    jet = Evaluation(Floats(), 1, x).jet(node)
    return np.stack([np.broadcast_to(0.0 if each is None else each, x.shape) for each in jet[:2]])


def _signs(node: Node, x: FloatArray) -> FloatArray:
    """The signs, NaN where floats do not do."""
    values, doubtful = float_values(node, x)
    return np.where(doubtful, np.nan, np.sign(values))


def _crossings(node: Node, grid: FloatArray) -> tuple[float, ...]:
    """The same by a search over a grid, with the brackets split until they are neighbouring floats."""
    known = _signs(node, grid)
    x, signs = grid[~np.isnan(known)], known[~np.isnan(known)]
    if x.size < 3:
        return ()
    alone = np.flatnonzero((signs[1:-1] == 0.0) & (signs[:-2] != 0.0) & (signs[2:] != 0.0)) + 1
    changes = np.flatnonzero(signs[1:] != signs[:-1])
    changes = changes[~np.isin(changes, alone) & ~np.isin(changes + 1, alone)]
    # Of a wave, only as many as may be kept.
    changes = changes[np.argsort(np.abs(x[changes]), kind="stable")[: 2 * MOST_BREAKPOINTS]]
    low, high, left = x[changes], x[changes + 1], signs[changes]
    parts = max(_PARTS, _POINTS // max(1, low.size))
    # Beside 0 there are floats without end, and the grid has come near enough.
    high = np.where((low < 0.0) & (high > 0.0) & (high - low <= _AT_ZERO), 0.0, high)
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
