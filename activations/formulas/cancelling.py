"""Where a formula loses its digits since its terms cancel, and what it is there."""

from collections.abc import Iterator

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.evaluation import Evaluation
from activations.formulas.expanding import series_of
from activations.formulas.expression import Call, Node, Number, X, nodes_of, symbols_of
from activations.formulas.functions import is_function, is_smooth
from activations.formulas.jets import COMPARISONS, Jet
from activations.formulas.near import Expansion, doubts_of, row_of
from activations.formulas.running_error import WithBounds
from activations.formulas.series import TERMS, Series

_LOST = 1e-4  # of a value that has lost digits, what rounding may move it by
_DISTANCES = 10.0 ** np.arange(-8.5, 1.0, 0.5)
_SCALES = 4.0 ** np.arange(-10.0, 11.0)
_SHARES = 2.0 ** -np.arange(1.0, 12.0, 0.25)
_EPSILON, _CLEAR = 2.0**-52, 1e-11

_BRANCHED = ("abs", "sign", "max", "min", "clip", "where", *COMPARISONS)


class _Losses:
    """Notes which calls of a tree have lost digits somewhere."""

    def __init__(self) -> None:
        self.calls: set[int] = set()

    def see(self, node: Call, found: Jet, _: tuple[Jet, ...]) -> None:
        for each in found:
            if each is not None and (each.error > _LOST * np.abs(each.value)).any():
                self.calls.add(id(node))


def with_series(tree: Node) -> Node:
    """The tree with what loses its digits around 0 expanded there, as far as it can be."""
    losses = _Losses()
    with np.errstate(all="ignore"):
        x = np.concatenate([-_DISTANCES, _DISTANCES])
        Evaluation(WithBounds(), 2, x, losses).jet(tree)
        return _expanded(tree, losses.calls) if losses.calls else tree


def _expanded(node: Node, lost: set[int]) -> Node:
    if not isinstance(node, Call):
        return node
    if id(node) in lost and _is_smooth(node):
        known = _expansion(node, 0.0)
        if known is not None:
            return known.node(node)
    return Call(node.function, tuple(_expanded(each, lost) for each in node.arguments), node.settings)


def _is_smooth(tree: Node) -> bool:
    calls = (each.function for each in nodes_of(tree) if isinstance(each, Call))
    return not any(name in _BRANCHED or (is_function(name) and not is_smooth(name)) for name in calls)


def _expansion(tree: Node, centre: float) -> Expansion | None:
    """That with the widest radius, over discs of all sizes."""
    best: Expansion | None = None
    start = int(np.flatnonzero(_SCALES == 1.0)[0])
    for scales in (_SCALES[start:], _SCALES[start - 1 :: -1]):
        for scale in scales.tolist():
            known = _on_disc(tree, centre, scale)
            if known is None and scale >= 1.0:
                break
            if known is not None:
                if best is not None and known.radius <= best.radius:
                    break
                best = known
    return best


def _on_disc(tree: Node, centre: float, scale: float) -> Expansion | None:
    try:
        found = series_of(tree, Series.of(centre, scale))
    except ArithmeticError:
        return None
    leading = [found.first(order) for order in range(3)]
    if leading[0] is None or not np.isfinite(found.sizes).all():
        return None
    firsts = [each for each in leading if each is not None]
    if any((found.doubts[:first] > 0.0).any() for first in firsts[:1]):
        return None
    for share in _SHARES.tolist():
        least = min(abs(float(found.terms[first])) * share**first for first in firsts)
        rest = found.doubts[-1] * TERMS**2 * share**TERMS
        own = (found.doubts[:-1] * np.arange(1.0, TERMS + 1.0) ** 2 * share ** np.arange(TERMS)).sum()
        if rest <= _EPSILON * least and own <= _CLEAR * least:
            doubts = tuple(doubts_of(found.terms, found.doubts, order, share) for order in range(3))
            return Expansion(centre, share * scale, scale, doubts, tuple(found.terms.tolist()))
    return None
