"""Sums and products whose terms cancel in parts where nothing of them does: from bend to bend, and far out."""

import math
from collections.abc import Iterator

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.asymptotic import asymptotic_form
from activations.formulas.cutting import bends_of_lines, cut
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node
from activations.formulas.far import far_form
from activations.formulas.parts import Part, in_parts
from activations.formulas.running_error import WithBounds
from activations.formulas.straight import line_of

_LOST = 1e-7  # of a value that has lost digits, what rounding may move it by
_DISTANCES = 10.0 ** np.arange(-9.03, 16.0, 0.47)  # where to look, from 0 and bends
_OUT = _DISTANCES[_DISTANCES > 10.0]

_SUMS = ("add", "subtract")


def with_parts(tree: Node) -> Node:
    """A bound tree with its sums and products in parts, where these keep digits that would be lost."""
    return _walked(tree, within="")


def _walked(tree: Node, within: str) -> Node:
    """The tree, which is an argument of a function or operator."""
    if not isinstance(tree, Call) or line_of(tree) is not None:
        return tree
    whole = Call(tree.function, tuple(_walked(each, tree.function) for each in tree.arguments), tree.settings)
    if tree.function in _SUMS and within not in _SUMS:
        return in_parts(whole, list(_parts_of_sum(tree)))
    if tree.function == "multiply" and within not in (*_SUMS, "multiply"):
        everywhere = Part(-math.inf, math.inf, tree)
        return in_parts(whole, [part for side in (-1, 1) for part in _asymptotic(everywhere, whole, side)])
    return whole


def _parts_of_sum(tree: Call) -> Iterator[Part]:
    bends = bends_of_lines(tree)
    around = np.add.outer([0.0, *map(float, bends)], np.concatenate([-_DISTANCES, _DISTANCES])).ravel()
    parts = cut(tree, bends) if bends and _loses(tree, around) else []
    yield from (part._replace(node=_walked(part.node, tree.function)) for part in parts)
    parts = parts or [Part(-math.inf, math.inf, tree)]
    for side, part in ((-1, parts[0]), (1, parts[-1])):
        form = far_form(part.node, side)
        if form is not None:
            yield _beyond(side, part, *form)
        yield from _asymptotic(part, part.node if form is None else form[1], side)


def _asymptotic(part: Part, form: Node, side: int) -> Iterator[Part]:
    """What a part is farther out, if its best form there loses digits too."""
    if _loses(form, side * _OUT):
        found = asymptotic_form(part.node, side)
        if found is not None:
            yield _beyond(side, part, *found)


def _beyond(side: int, part: Part, place: float, form: Node) -> Part:
    """The outermost part, from a place on, in a form."""
    return Part(max(place, part.low), math.inf, form) if side > 0 else Part(-math.inf, min(place, part.high), form)


def _loses(tree: Node, x: FloatArray) -> bool:
    """Whether it has lost digits somewhere; near one place they are those of a zero."""
    with np.errstate(all="ignore"):
        jet = Evaluation(WithBounds(), 2, x).jet(tree)
        return any(each is not None and bool((each.error > _LOST * np.abs(each.value)).any()) for each in jet)
