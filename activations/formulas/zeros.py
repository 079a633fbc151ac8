"""Where an expression of a formula is 0: exactly where it is a line, else by a search over a grid."""

import functools

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import Floats
from activations.formulas.centres import GRID
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node, Number, X, symbols_of
from activations.formulas.orders import float_values
from activations.formulas.straight import line_of, root_of

_ZERO_AT_ZERO = ("negate", "abs", "expm1", "log1p", "tanh", "sinh", "asinh", "atan", "erf")  # and nowhere else
_AT_ZERO = 4e-12
_MOST_SOUGHT = 128  # of a wave, the nearest to 0
_HALVINGS = 50  # of a cell in search of what lies beyond 0
_PARTS, _POINTS = 16, 2_048  # into which a bracket is split at least, and all together about


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
        nearest = np.flatnonzero(turns)[np.argsort(np.abs(grid[:-1][turns]), kind="stable")[:_MOST_SOUGHT]]
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
    changes = changes[np.argsort(np.abs(x[changes]), kind="stable")[:_MOST_SOUGHT]]
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
