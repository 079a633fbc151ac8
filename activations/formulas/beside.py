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
    """The places in order, how far each reaches, and the numbers of the trees before, at and after each, or -1."""

    places: FloatArray
    reach: FloatArray
    trees: tuple[Node, ...]
    numbers: NDArray[np.intp]  # a row for each place


def trees_beside(
    text: str, parameters: tuple[tuple[str, float], ...], x: FloatArray
) -> Iterator[tuple[Node, NDArray[np.intp], NDArray[np.bool_]]]:
    """Trees that a formula is beside its breakpoints, at which of the points x, and which of these are breakpoints."""
    sides = _sides_of(text, parameters)
    if not sides.places.size:
        return
    nearest = np.searchsorted(sides.places + sides.reach, x)
    nearest[nearest == sides.places.size] = -1
    distance = x - sides.places[nearest]
    (near,) = np.nonzero(np.abs(distance) < sides.reach[nearest])
    nearest, distance = nearest[near], distance[near]
    number = sides.numbers[nearest, np.sign(distance).astype(np.intp) + 1]
    for k, tree in enumerate(sides.trees):
        there = number == k
        if there.any():
            yield tree, near[there], distance[there] == 0.0


@functools.lru_cache(maxsize=64)
def _sides_of(text: str, parameters: tuple[tuple[str, float], ...]) -> _Sides:
    changes = changes_of_text(text, parameters)
    places = np.array([change.place for change in changes])
    gaps = np.concatenate([[np.inf], np.diff(places), [np.inf]])
    reach = np.minimum(_BESIDE * np.maximum(1.0, np.abs(places)), 0.5 * np.minimum(gaps[:-1], gaps[1:]))
    kept = [k for k, change in enumerate(changes) if change.is_rounded]
    rows = [
        (change.before, None if change.by_convention else change.before, change.after)
        for change in (changes[k] for k in kept)
    ]
    trees = {id(tree): tree for row in rows for tree in row if tree is not None}
    number = {key: k for k, key in enumerate(trees)}
    numbers = np.array([[number.get(id(tree), -1) for tree in row] for row in rows], dtype=np.intp).reshape(-1, 3)
    return _Sides(places[kept], reach[kept], tuple(trees.values()), numbers)
