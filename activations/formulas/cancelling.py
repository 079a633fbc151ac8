"""Where a formula loses its digits since its terms cancel, and what it is there."""

import functools
import math
from bisect import bisect_left
from collections.abc import Callable

import numpy as np

from activations.formulas.evaluation import Evaluation
from activations.formulas.expanding import series_of
from activations.formulas.expression import Call, Node, nodes_of
from activations.formulas.functions import is_function, is_smooth
from activations.formulas.jets import COMPARISONS, Jet, Truths
from activations.formulas.near import Polynomial, doubts_of
from activations.formulas.parts import PARTS, parts_of
from activations.formulas.running_error import WithBounds, has_lost_digits
from activations.formulas.series import TERMS, Series
from activations.formulas.straight import line_of, root_of

_DISTANCES = 10.0 ** np.arange(-8.43, 0.6, 0.49)  # where to look; nearer, a simple zero has lost digits too
_BESIDE = _DISTANCES[_DISTANCES < 0.1]  # the same around a breakpoint, where other parts may be near

# Scales of discs, and shares of these as far as which an expansion may be good.
_LARGER, _SMALLER = [4.0**k for k in range(1, 6)], [4.0**-k for k in range(1, 11)]
_SHARES = 2.0 ** -np.arange(1.0, 12.0, 0.25)
_MOST_ROOTS = 2
_LONGEST = 30  # calls of a formula in which this is tried, or it would be read too slowly
_MOST_CALLS, _MOST_SERIES = 12, 60  # calls of a tree that is expanded, and series of calls in all: each takes 0.2 ms

# Of a row's first term: what may be left out, and what of all other terms may be in doubt, which the bounds tell.
_EPSILON, _CLEAR = 2.0**-52, 1e-9

_CHEAP = ("negate", "add", "subtract", "multiply")
_BRANCHED = ("abs", "sign", "max", "min", "clip", "where", *COMPARISONS)


class _Losses:
    """Notes which calls of a tree have lost digits somewhere, and how many series may still be tried."""

    def __init__(self) -> None:
        self.calls: set[int] = set()
        self.series = _MOST_SERIES

    def of_some(self, _: int) -> "_Losses":
        return self

    def take(self, seen: "_Losses", where: Truths) -> None:
        pass

    def see(self, node: Call, found: Jet, _: tuple[Jet, ...]) -> None:
        if has_lost_digits(found):
            self.calls.add(id(node))


def with_series(tree: Node) -> Node:
    """The tree with what loses digits around 0, a breakpoint or a line's root expanded there, as far as it can be."""
    if len(_dear_calls(tree)) > _LONGEST:
        return tree
    losses = _Losses()
    centres = {**dict.fromkeys(_breakpoints_of_parts(tree), _BESIDE), **dict.fromkeys((0.0, *_roots(tree)), _DISTANCES)}
    for centre in sorted(centres, key=abs):
        losses.calls.clear()
        with np.errstate(all="ignore"):
            distances = max(1.0, abs(centre)) * centres[centre]
            Evaluation(WithBounds(), 2, centre + np.concatenate([-distances, distances]), losses).jet(tree)
            if losses.calls:
                tree = _expanded(tree, losses, centre)
    return tree


def _roots(tree: Node) -> list[float]:
    """Where lines that functions of a sum are applied to are 0, but at 0: the nearest few."""
    calls = [node for node in nodes_of(tree) if isinstance(node, Call)]
    if not any(node.function in ("add", "subtract") and line_of(node) is None for node in calls):
        return []
    lines = (line_of(node.arguments[0]) for node in calls if is_function(node.function))
    roots = {root for line in lines if line is not None and (root := root_of(line))}
    return sorted(roots, key=abs)[:_MOST_ROOTS]


def _breakpoints_of_parts(tree: Node) -> set[float]:
    """Where one part of a tree ends and another begins."""
    split = (node for node in nodes_of(tree) if isinstance(node, Call) and node.function == PARTS)
    parts = [part for node in split for part in parts_of(node)]
    return {part.low for part in parts} & {part.high for part in parts}


def _expanded(node: Node, losses: _Losses, centre: float) -> Node:
    if not isinstance(node, Call):
        return node
    if id(node) in losses.calls and losses.series > 0 and _has_series(node):
        on_disc = functools.cache(functools.partial(_on_disc, node, centre))
        known = _widest(on_disc)
        losses.series -= len(_dear_calls(node)) * on_disc.cache_info().misses
        if known is not None:
            return known.node(node)
    arguments = tuple(_expanded(each, losses, centre) for each in node.arguments)
    return Call(node.function, arguments, node.settings)


def _has_series(tree: Node) -> bool:
    """Whether it is smooth, and not too long."""
    calls = _dear_calls(tree)
    return len(calls) <= _MOST_CALLS and not any(
        name in _BRANCHED or (is_function(name) and not is_smooth(name)) for name in calls
    )


def _dear_calls(tree: Node) -> list[str]:
    """Those that take a whole series each."""
    return [each.function for each in nodes_of(tree) if isinstance(each, Call) and each.function not in _CHEAP]


def _widest(on_disc: Callable[[float], Polynomial | None]) -> Polynomial | None:
    """The expansion with the widest radius, over discs of all sizes, of which the small ones have one if any has."""
    if (best := on_disc(1.0)) is not None:
        scales = _LARGER
    elif on_disc(_SMALLER[-1]) is not None:
        scales = _SMALLER[bisect_left(_SMALLER, True, key=lambda scale: on_disc(scale) is not None) :]
    else:
        return None
    for scale in scales:
        known = on_disc(scale)
        if best is not None and (known is None or known.radius <= best.radius):
            break
        best = known
    return best


def _on_disc(tree: Node, centre: float, scale: float) -> Polynomial | None:
    """As far as what is in doubt, or left out, is below the rounding of each row's first term."""
    try:
        found = series_of(tree, Series.of(centre, scale))
    except ArithmeticError:
        return None
    firsts = [found.first(order) for order in range(3)]
    if firsts[0] is None or not np.isfinite(found.sizes).all():
        return None
    if any((found.doubts[order:first] > 0.0).any() for order, first in enumerate(firsts)):
        return None
    farthest = 0.5 * abs(centre) or math.inf  # around 0 a polynomial in x − centre may cancel itself
    known = [(order, first) for order, first in enumerate(firsts) if first is not None]
    factors = np.arange(1.0, TERMS + 2.0) ** 2  # of the second derivative
    for share in _SHARES.tolist():
        powers = factors * share ** np.arange(TERMS + 1)
        doubts = powers * found.doubts
        sizes = [abs(float(found.terms[first])) * share**first for _, first in known]
        if doubts[-1] <= _EPSILON * min(sizes) and all(
            doubts[order:].sum() <= _CLEAR * size for (order, _), size in zip(known, sizes, strict=True)
        ):
            told = np.abs(found.terms) * powers[:-1] > _EPSILON**2 * min(sizes)
            terms = found.terms[: 1 + np.flatnonzero(told)[-1]]
            rows = tuple(doubts_of(found, order, share) for order in range(3))
            return Polynomial(centre, min(share * scale, farthest), scale, rows, tuple(terms.tolist()))
    return None
