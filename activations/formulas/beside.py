"""What a formula is close beside its breakpoints, where rounding hides which of its branches a point is on.

So f, f′ and f″ are those of the branch on whose side of the breakpoint, as it was solved for, a point lies. The slopes
at the breakpoint itself are those before it, unless functions of the catalogue have a convention: of a product of a
sign the rule of products would mix the value of one branch there with the slope of the other.
"""

import functools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from activations.elementwise import FloatArray
from activations.formulas.breakpoints import changes_of_text
from activations.formulas.expression import Node

_BESIDE = 1e-5  # of a place, or of 1: farther out, rounding has no say in what decides


class _Sides(NamedTuple):
    """The places in order, how far each reaches, and the trees, by number, before and after each; -1 is unknown."""

    places: FloatArray
    reach: FloatArray
    trees: tuple[Node, ...]
    before: NDArray[np.intp]
    after: NDArray[np.intp]
    by_convention: NDArray[np.bool_]


def trees_beside(
    text: str, parameters: tuple[tuple[str, float], ...], x: FloatArray
) -> Iterator[tuple[Node, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Trees that a formula is beside its breakpoints, at which of the points x, and which of these are breakpoints."""
    sides = _sides_of(text, parameters)
    if not sides.places.size:
        return
    following = np.searchsorted(sides.places, x)
    above, below = np.minimum(following, sides.places.size - 1), np.maximum(following - 1, 0)
    up_to, beyond = sides.places[above] - x, x - sides.places[below]
    number = np.full(x.shape, -1)
    after = (beyond > 0.0) & (beyond < sides.reach[below])
    number[after] = sides.after[below][after]
    before = ((up_to > 0.0) & (up_to < sides.reach[above])) | ((up_to == 0.0) & ~sides.by_convention[above])
    number[before] = sides.before[above][before]
    for k, tree in enumerate(sides.trees):
        there = number == k
        if there.any():
            yield tree, there, (up_to == 0.0)[there]


@functools.lru_cache(maxsize=64)
def _sides_of(text: str, parameters: tuple[tuple[str, float], ...]) -> _Sides:
    changes = changes_of_text(text, parameters)
    places = np.array([change.place for change in changes])
    pairs = [(change.before, change.after) for change in changes]
    known = {id(tree): tree for pair in pairs for tree in pair if tree is not None}
    number = {key: k for k, key in enumerate(known)}
    numbers = np.array([[number.get(id(tree), -1) for tree in pair] for pair in pairs], dtype=np.intp).reshape(-1, 2)
    gaps = np.concatenate([[np.inf], np.diff(places), [np.inf]])
    reach = np.minimum(_BESIDE * np.maximum(1.0, np.abs(places)), 0.5 * np.minimum(gaps[:-1], gaps[1:]))
    by_convention = np.array([change.by_convention for change in changes], dtype=bool)
    return _Sides(places, reach, tuple(known.values()), numbers[:, 0], numbers[:, 1], by_convention)
