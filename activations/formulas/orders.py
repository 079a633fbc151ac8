"""A bound tree and its derivatives in floats, and in numbers of any size where floats are not enough."""

import functools
from bisect import bisect_left

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import Floats, Widened
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node, number_of
from activations.formulas.functions import is_smooth
from activations.formulas.jets import Jet, Truths
from activations.formulas.near import NEAR
from activations.formulas.tails import FLATTENING, TAILED
from activations.formulas.wide import NINE_DIGITS, Wide

Orders = tuple[int, ...]  # of derivatives, in order

KNOWN = 2.0**10  # up to here nothing is taken from a limit
_TINY = 1e-300  # what is smaller, and not 0, has lost digits
_FLAT = 1e100  # from where on the slope of a function that flattens, or the slope of that, may be below the floats
_MAY_VANISH = ("multiply", "divide", "power", "exp", NEAR)
_TAIL = 30.0  # beyond it a smooth function of the tables that is 0 has only underflowed, and its sign is lost


def float_values(tree: Node, x: FloatArray) -> tuple[FloatArray, Truths]:
    """A bound tree at finite x, and where floats were not enough on the way, for its sign too."""
    with np.errstate(all="ignore"):
        (values,), (doubtful,) = in_floats(tree, 0, (0,), x, signs=True)
    return values, doubtful


class _Watch:
    """Notes at which points floats are not enough for each of some orders."""

    def __init__(self, orders: Orders, shape: tuple[int, ...], *, signs: bool) -> None:
        self.trusted: Truths = np.ones((len(orders), *shape), dtype=bool)
        self._orders = orders
        self._signs = signs  # whether a sign that is lost by underflow counts

    def of_some(self, points: int) -> "_Watch":
        return _Watch(self._orders, (points,), signs=self._signs)

    def take(self, seen: "_Watch", where: Truths) -> None:
        self.trusted[:, where] &= seen.trusted

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...]) -> None:
        for order, each in enumerate(found):
            if each is not None:
                self.trusted[bisect_left(self._orders, order) :] &= np.isfinite(each)
        if node.function in TAILED or (self._signs and is_smooth(node.function)):
            self.trusted &= (np.abs(found.value) >= _TINY) | (np.abs(arguments[0].value) < _TAIL)
        if node.function in FLATTENING and arguments[0].slope is not None:
            lost = (np.abs(arguments[0].value) > _FLAT) & (np.abs(arguments[0].slope) > 1.0)
            self.trusted[bisect_left(self._orders, 1) :] &= ~lost
        if node.function == "power" and arguments[0].slope is not None:
            for order in (1, 2):
                lost = _vanishes(np.abs(arguments[0].value), number_of(node.arguments[1]) - order)
                self.trusted[bisect_left(self._orders, order) :] &= ~lost
        if node.function in _MAY_VANISH:
            vanished = np.abs(found.value) < _TINY
            if vanished.any():
                exact = [np.equal(each.value, 0.0) for each in arguments] if node.function != "exp" else []
                self.trusted &= functools.reduce(np.logical_or, exact, ~vanished)


def _vanishes(size: FloatArray, exponent: float) -> Truths:
    """Where a power, which may be a factor of a slope that does not, is below the floats."""
    if exponent == 0.0:
        return np.zeros(size.shape, dtype=bool)
    least = np.float64(_TINY) ** (1.0 / exponent)
    return (size > least) & np.isfinite(size) if exponent < 0.0 else (size < least) & (size > 0.0)


def in_floats(
    tree: Node, jets: int, orders: Orders, x: FloatArray, *, signs: bool = False
) -> tuple[FloatArray, Truths]:
    """A row for each order from jets of one, and where floats were not enough on the way."""
    watch = _Watch(orders, x.shape, signs=signs)
    jet = Evaluation(Floats(), jets, x, watch).jet(tree)
    values = np.zeros((len(orders), *x.shape))
    for row, order in enumerate(orders):
        found = jet[order]
        if found is not None:
            values[row] = found
    values[:, np.isnan(x)] = np.nan
    values += 0.0  # no negative zero
    return values, np.asarray(~watch.trusted & np.isfinite(x))


class _Remains:
    """Notes where factors beyond all that has digits leave a product or quotient of usual size: its digits are lost.

    Of what is 0 times something infinite nothing at all is known.
    """

    def __init__(self, orders: Orders, shape: tuple[int, ...]) -> None:
        self.lost: Truths = np.zeros((len(orders), *shape), dtype=bool)
        self.unknown: Truths = self.lost.copy()
        self._orders = orders

    def of_some(self, points: int) -> "_Remains":
        return _Remains(self._orders, (points,))

    def take(self, seen: "_Remains", where: Truths) -> None:
        self.lost[:, where] |= seen.lost
        self.unknown[:, where] |= seen.unknown

    def see(self, node: Call, found: Jet, arguments: tuple[Jet, ...]) -> None:
        if node.function in {"multiply", "divide"}:
            for row, order in enumerate(self._orders):
                result = found[order]
                factors = [part for each in arguments for part in each[: order + 1] if part is not None]
                if result is not None:
                    beyond, infinite = (
                        functools.reduce(np.logical_or, map(kind, factors)) for kind in (_is_beyond, _is_infinite)
                    )
                    if node.function == "multiply" and beyond.any():
                        beyond = _leaves_beyond(arguments, order)
                    self.lost[row:] |= beyond & ~_is_beyond(result)
                    self.unknown[row:] |= infinite & (result.mantissa == 0.0)


def _leaves_beyond(factors: tuple[Jet, ...], order: int) -> Truths:
    """Where a term of a product, or of its derivative, has lost digits of its factors, and is not too small to tell."""
    u, v = factors
    terms = [(u[k], v[j]) for k in range(order + 1) for j in range(order + 1 - k)]
    known = [(one, other) for one, other in terms if one is not None and other is not None]
    return functools.reduce(
        np.logical_or,
        [(_is_beyond(one) | _is_beyond(other)) & ((one * other).exponent >= -NINE_DIGITS) for one, other in known],
    )


def _is_beyond(each: Wide) -> Truths:
    return np.asarray((np.abs(each.exponent) > NINE_DIGITS) & (each.mantissa != 0.0))


def _is_infinite(each: Wide) -> Truths:
    return np.isinf(each.mantissa)


def of_any_size(tree: Node, jets: int, orders: Orders, x: FloatArray) -> tuple[FloatArray, Truths]:
    """A row for each order, and where its digits may be lost."""
    remains = _Remains(orders, x.shape)
    jet = Evaluation(Widened(), jets, x, remains).jet(tree)
    values = np.zeros((len(orders), *x.shape))
    for row, order in enumerate(orders):
        wide = jet[order]
        if wide is not None:
            values[row] = wide.to_float()
    values[remains.unknown & (np.abs(x) > KNOWN)] = np.nan
    return values + 0.0, remains.lost
