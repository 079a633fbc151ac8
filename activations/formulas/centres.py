"""Around which places a formula may change sharply: where what its functions are applied to is 0, or turns.

tanh(k u(x)) and exp(−(k u(x))²) do so within 1/k of the zeros of u, which samples would pass by for a large k.
"""

import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from activations.formulas.accurate import bound_expression
from activations.formulas.arithmetic import Floats
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node, Number, X, symbols_of
from activations.formulas.functions import is_function
from activations.formulas.jets import Jet, Truths
from activations.formulas.parts import without_parts
from activations.formulas.straight import line_of, root_of

MOST_CENTRES = 64
WITHIN = 20.0  # where a formula has to be real and finite
WAVE = 50.0  # how far out the places of a wave, which has no last one, are followed
_FEW = 4
_PASSES = 16
_ROUNDINGS = 64.0  # within which two places are one

# Where a neighbourhood is looked at, and what of the largest value there is no feature.
_SMOOTH = 1e-2
_TOWARDS = 10.0 ** (np.arange(-40, 1) / 4.0)
_SHARES = np.concatenate([-_TOWARDS[::-1], [0.0], _TOWARDS])

_NEAR = np.arange(-64.0, 64.0 + 1 / 64, 1 / 32)
_SIZES = 10.0 ** (np.arange(-96, 97) / 8.0)
GRID: FloatArray = np.unique(np.concatenate([_NEAR, -_SIZES, _SIZES]))


@functools.lru_cache(maxsize=64)
def centres_of(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[float, ...]:
    """The sorted places near which the formula changes on a scale much smaller than their distance from 0.

    Of too many the 64 nearest to 0, around which no formula needs one.
    """
    tree = bound_expression(text, parameters)
    whole = without_parts(tree)
    inner = tuple(dict.fromkeys(_inner(whole)))
    lines = [line for node in inner if (line := line_of(node)) is not None]
    places = {place for line in lines if (place := root_of(line))}
    curved = [node for node in inner if isinstance(node, Call) and not _is_scaled(node) and line_of(node) is None]
    with np.errstate(all="ignore"):
        if curved:
            places.update(_crossings(whole, curved))
        found = np.array(sorted(distinct(places), key=abs)[:MOST_CENTRES])
        return tuple(np.sort(found[_is_sharp(tree, found)]).tolist())


def distinct(places: Iterable[float]) -> list[float]:
    """In order, without those that are others but for rounding: of a group the number that is written most briefly."""
    kept: list[float] = []
    for place in sorted(places):
        if kept and place - kept[-1] <= _ROUNDINGS * math.ulp(place):
            kept[-1] = min(kept[-1], place, key=lambda each: len(repr(each)))
        else:
            kept.append(place + 0.0)
    return kept


def _inner(node: Node, *, within: bool = False) -> Iterator[Node]:
    """What stands within a function, a power or below a line; of a straight line no parts."""
    if X not in symbols_of(node):
        return
    if within:
        yield node
    if isinstance(node, Call) and line_of(node) is None:
        within = within or is_function(node.function) or node.function in ("power", "divide")
        for each in node.arguments:
            yield from _inner(each, within=within)


def _is_scaled(node: Call) -> bool:
    """Whether it is 0, and turns, just where its one argument that is no number does."""
    return node.function == "negate" or (
        node.function in ("multiply", "divide", "power")
        and any(isinstance(each, Number) for each in node.arguments)
        and not (node.function == "divide" and isinstance(node.arguments[0], Number))
    )


class _Brackets(NamedTuple):
    """Between `low` and `high` a node, or its slope, changes its sign from that at `low`."""

    row: NDArray[np.intp]  # twice that of the node, and one more for its slope
    low: FloatArray
    high: FloatArray
    sign: FloatArray


class _Noted:
    """Keeps the jets of some nodes of a tree."""

    def __init__(self, nodes: Sequence[Call]) -> None:
        self._rows = {id(node): row for row, node in enumerate(nodes)}
        self.jets: dict[int, Jet] = {}

    def of_some(self, _: int) -> "_Noted":
        return _Noted([])

    def take(self, seen: "_Noted", where: Truths) -> None:
        pass

    def see(self, node: Call, found: Jet, _: tuple[Jet, ...]) -> None:
        row = self._rows.get(id(node))
        if row is not None:
            self.jets[row] = found


def _derivatives(tree: Node, nodes: Sequence[Call], order: int, x: FloatArray) -> FloatArray:
    """Of each node its value and slope, and for order 2 its second derivative: shape (nodes, 1 + order, x.size)."""
    noted = _Noted(nodes)
    Evaluation(Floats(), order, x, noted).jet(tree)
    values = np.zeros((len(nodes), 1 + order, x.size))
    for row, jet in noted.jets.items():
        for k in range(1 + order):
            values[row, k] = 0.0 if jet[k] is None else jet[k]
    return values


def _crossings(tree: Node, nodes: Sequence[Call]) -> list[float]:
    """Where the nodes, or their slopes, change their signs."""
    found = _derivatives(tree, nodes, 1, GRID)
    signs = np.where(np.isfinite(found), np.sign(found), 0.0).reshape(-1, GRID.size)
    changes = signs[:, :-1] * signs[:, 1:] < 0.0
    far = np.abs(GRID[1:]) > WAVE
    changes &= ~far | ((changes & far).sum(axis=1, keepdims=True) <= _FEW)  # else it is a wave
    changes &= changes.sum(axis=1, keepdims=True) <= MOST_CENTRES  # of a wave that turns so often none stands out
    rows, left = np.nonzero(changes)
    nearest = np.argsort(np.abs(GRID[left]), kind="stable")[: 4 * MOST_CENTRES]
    rows, left = rows[nearest], left[nearest]
    at_zero = (signs[:, 1:-1] == 0.0) & (signs[:, :-2] * signs[:, 2:] != 0.0)
    places: list[float] = GRID[1:-1][at_zero.any(axis=0)].tolist()
    if rows.size:
        brackets = _Brackets(rows, GRID[left], GRID[left + 1], signs[rows, left])
        places += _refined(tree, nodes, brackets).tolist()
    return places


def _is_sharp(tree: Node, places: FloatArray) -> Truths:
    """Whether the formula or its slope, near each place, is not the cubic through the ends of its neighbourhood."""
    width = 0.1 * np.maximum(1.0, np.abs(places))[:, np.newaxis]
    x = places[:, np.newaxis] + width * _SHARES
    jet = Evaluation(Floats(), 1, x.ravel()).jet(tree)
    value, slope = (np.broadcast_to(0.0 if k is None else k, x.size).reshape(x.shape) for k in jet[:2])
    (start, end), (from_start, to_end) = ((each[:, :1], each[:, -1:]) for each in (value, width * slope))
    t = _SHARES
    cubic = 0.5 * (start + end) + 0.25 * (from_start - to_end) * (1.0 - t * t)
    cubic += 0.25 * t * ((end - start) * (3.0 - t * t) - (from_start + to_end) * (1.0 - t * t))
    tangent = 0.75 * (end - start) * (1.0 - t * t) - 0.25 * (from_start + to_end) * (1.0 - 3.0 * t * t)
    tangent -= 0.5 * t * (from_start - to_end)
    follows = [
        np.abs(found - followed) <= _SMOOTH * np.abs(found).max(axis=1, keepdims=True)
        for found, followed in ((value, cubic), (width * slope, tangent))
    ]
    return np.asarray(~np.logical_and(*follows).all(axis=1))


def _refined(tree: Node, nodes: Sequence[Call], brackets: _Brackets) -> FloatArray:
    """Newton's method, within brackets that are halved where it would leave them; none of what it does not find."""
    row, low, high, sign = brackets
    x, at = 0.5 * (low + high), np.arange(row.size)
    moved = np.ones(row.size, dtype=bool)
    for _ in range(_PASSES):
        found = _derivatives(tree, nodes, 2, x)
        value, slope = found[row // 2, row % 2, at], found[row // 2, row % 2 + 1, at]
        same = np.sign(value) == sign
        low, high = np.where(same, x, low), np.where(same, high, x)
        newton = x - value / slope
        step = np.where((newton >= low) & (newton <= high), newton, 0.5 * (low + high))
        moved = (value != 0.0) & (np.abs(step - x) > 2.0 * np.spacing(np.abs(x)))
        x = np.where(value == 0.0, x, step)
        if not moved.any():
            break
    return x[~moved]
