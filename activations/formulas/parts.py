"""A node that between some places is written otherwise, where that keeps digits which it would lose."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from activations.formulas.expression import Call, Node, Number, number_of, rebuilt

PARTS = "parts"  # a node like its first argument, and between two places each like one of its others


class Part(NamedTuple):
    """What a node is strictly between two places."""

    low: float
    high: float
    node: Node


def in_parts(whole: Node, parts: Sequence[Part]) -> Node:
    """The whole, but within the parts, of which a later one goes before an earlier one, what they are."""
    if not parts:
        return whole
    ends = [((f"low {k}", Number(part.low)), (f"high {k}", Number(part.high))) for k, part in enumerate(parts)]
    return Call(PARTS, (whole, *(part.node for part in parts)), tuple(itertools.chain.from_iterable(ends)))


def parts_of(node: Call) -> Iterator[Part]:
    """Those of a node in parts, in order."""
    ends = [number_of(value) for _, value in node.settings]
    return map(Part, ends[::2], ends[1::2], node.arguments[1:])


def without_parts(tree: Node) -> Node:
    """The tree as it is where no part is."""
    return rebuilt(tree, lambda node: node.arguments[0] if isinstance(node, Call) and node.function == PARTS else node)


def nodes_of_whole(node: Node) -> Iterable[Node]:
    """The node and all below it, but for what is in parts, where it may be anything outside these."""
    yield node
    if isinstance(node, Call):
        below = node.arguments[:1] if node.function == PARTS else node.arguments
        for each in (*below, *(value for _, value in node.settings)):
            yield from nodes_of_whole(each)
