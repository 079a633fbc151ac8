"""Sums and products whose terms cancel in parts where nothing of them does: between breakpoints, and far out."""

import math
from collections.abc import Iterator

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.asymptotic import asymptotic_form
from activations.formulas.bounded import Bounded
from activations.formulas.cutting import breakpoints_of_lines, cut
from activations.formulas.evaluation import Evaluation
from activations.formulas.expression import Call, Node
from activations.formulas.far import far_form
from activations.formulas.parts import Part, in_parts
from activations.formulas.running_error import WithBounds, has_lost_digits
from activations.formulas.straight import line_of

_DISTANCES = 10.0 ** np.arange(-9.03, 16.0, 0.47)  # where to look, from 0 and breakpoints
_OUT = _DISTANCES[_DISTANCES > 10.0]

_FARTHER = np.array([1.001, 1.1, 1.3, 1.7, 2.5, 4.0, 7.0, 15.0, 60.0, 1e3])  # times the place where a form begins
_ROUNDINGS = 8.0

_SUMS = ("add", "subtract")


def with_parts(tree: Node) -> Node:
    """A bound tree with its sums and products in parts, where these keep digits that would be lost."""
    return _walked(Part(-math.inf, math.inf, tree), within="")


def _walked(part: Part, within: str) -> Node:
    """What a part becomes, which is an argument of a function or operator."""
    tree = part.node
    if not isinstance(tree, Call) or line_of(tree) is not None:
        return tree
    arguments = (_walked(part._replace(node=each), tree.function) for each in tree.arguments)
    whole = Call(tree.function, tuple(arguments), tree.settings)
    if tree.function in _SUMS and within not in _SUMS:
        return in_parts(whole, list(_parts_of_sum(part)))
    if tree.function == "multiply" and within not in (*_SUMS, "multiply"):
        return in_parts(whole, [each for side in _open_sides(part) for each in _asymptotic(part, whole, side)])
    return whole


def _parts_of_sum(whole: Part) -> Iterator[Part]:
    breakpoints = breakpoints_of_lines(whole.node) if whole[:2] == (-math.inf, math.inf) else []
    around = np.add.outer([0.0, *map(float, breakpoints)], np.concatenate([-_DISTANCES, _DISTANCES])).ravel()
    parts = cut(whole.node, breakpoints) if breakpoints and _loses(whole.node, around) else []
    yield from (part._replace(node=_walked(part, "add")) for part in parts)
    for part in parts or [whole]:
        for side in _open_sides(part):
            form = far_form(part.node, side)
            if form is not None:
                yield _beyond(side, part, *form)
            yield from _asymptotic(part, part.node if form is None else form[1], side)


def _open_sides(part: Part) -> list[int]:
    return [side for side, end in ((-1, part.low), (1, part.high)) if math.isinf(end)]


def _asymptotic(part: Part, form: Node, side: int) -> Iterator[Part]:
    """What a part is farther out, if its best form there loses digits too."""
    if _loses(form, side * _OUT):
        found = asymptotic_form(part.node, side)
        if found is not None and _agree(part.node, found[1], found[0] * _FARTHER):
            yield _beyond(side, part, *found)


def _beyond(side: int, part: Part, place: float, form: Node) -> Part:
    """The outermost part, from a place on, in a form."""
    return Part(max(place, part.low), math.inf, form) if side > 0 else Part(-math.inf, min(place, part.high), form)


def _agree(one: Node, other: Node, x: FloatArray) -> bool:
    """Whether two trees and their derivatives are the same, as far as rounding leaves them known."""
    with np.errstate(all="ignore"):
        jets = (Evaluation(WithBounds(), 2, x).jet(each) for each in (one, other))
        for pair in zip(*jets, strict=True):
            u, v = (Bounded.of(0.0 if each is None else each) for each in pair)
            off, doubt = np.abs(u.value - v.value), _ROUNDINGS * (u.error + v.error)
            if (off > doubt).any():
                return False
    return True


def _loses(tree: Node, x: FloatArray) -> bool:
    with np.errstate(all="ignore"):
        return has_lost_digits(Evaluation(WithBounds(), 2, x).jet(tree))
