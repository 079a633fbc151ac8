"""Where a formula loses its digits since its terms cancel, and what it is there."""

import numpy as np

from activations.formulas.evaluation import Evaluation
from activations.formulas.expanding import series_of
from activations.formulas.expression import Call, Node, nodes_of
from activations.formulas.functions import is_function, is_smooth
from activations.formulas.jets import COMPARISONS, Jet
from activations.formulas.near import Expansion, doubts_of
from activations.formulas.running_error import WithBounds
from activations.formulas.series import TERMS, Series

_LOST = 1e-7  # of a value that has lost digits, what rounding may move it by
_DISTANCES = 10.0 ** np.arange(-8.43, 0.6, 0.49)
_LARGER, _SMALLER = 4.0 ** np.arange(1.0, 11.0), 4.0 ** -np.arange(1.0, 11.0)
_SHARES = 2.0 ** -np.arange(1.0, 12.0, 0.25)
_EPSILON, _CLEAR = 2.0**-52, 1e-9

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
    best = _on_disc(tree, centre, 1.0)
    if best is None and _on_disc(tree, centre, float(_SMALLER[-1])) is None:
        return None
    for scale in (_SMALLER if best is None else _LARGER).tolist():
        known = _on_disc(tree, centre, scale)
        if best is not None and (known is None or known.radius <= best.radius):
            break
        best = known
    return best


def _on_disc(tree: Node, centre: float, scale: float) -> Expansion | None:
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
    known = [first for first in firsts if first is not None]
    factors = np.arange(1.0, TERMS + 2.0) ** 2  # of the second derivative
    for share in _SHARES.tolist():
        powers = factors * share ** np.arange(TERMS + 1)
        least = min(abs(float(found.terms[first])) * share**first for first in known)
        doubts = powers * found.doubts
        if doubts[-1] <= _EPSILON * least and doubts.sum() <= _CLEAR * least:
            told = np.abs(found.terms) * powers[:-1] > _EPSILON**2 * least
            terms = found.terms[: 1 + np.flatnonzero(told)[-1]]
            rows = tuple(doubts_of(found, order, share) for order in range(3))
            return Expansion(centre, share * scale, scale, rows, tuple(terms.tolist()))
    return None
