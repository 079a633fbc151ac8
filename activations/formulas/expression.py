"""What a formula is once it is read: a tree of numbers, symbols and calls."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Union

X = "x"
LETTERS = ("a", "b", "c")  # free parameters

Node = Union["Number", "Symbol", "Call"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, of which constants are made when parameters are bound."""

    value: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """x, a free parameter, or a constant by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the table in `functions`, an operator, or a comparison, with what it is applied to."""

    function: str
    arguments: tuple[Node, ...]
    settings: tuple[tuple[str, Node], ...] = ()  # the parameters of a function of the catalogue, which hold no x


def call(function: str, *arguments: Node) -> Call:
    return Call(function, arguments)


def number_of(node: Node) -> float:
    """The number that a node is once its parameters are bound."""
    if not isinstance(node, Number):
        raise TypeError("this is no number yet: its parameters are not bound")
    return node.value


def settings_of(node: Call) -> dict[str, float]:
    """The parameters of a function of the catalogue, once they are bound."""
    return {name: number_of(value) for name, value in node.settings}


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    if isinstance(node, Call):
        for each in (*node.arguments, *(value for _, value in node.settings)):
            yield from nodes_of(each)


def size_of(node: Node) -> int:
    """How many nodes there are, the node itself among them."""
    return sum(1 for _ in nodes_of(node))


def symbols_of(node: Node) -> set[str]:
    return {each.name for each in nodes_of(node) if isinstance(each, Symbol)}


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree after `change` at every node, from the leaves to the root."""
    if not isinstance(node, Call):
        return change(node)
    arguments = tuple(rebuilt(each, change) for each in node.arguments)
    settings = tuple((name, rebuilt(value, change)) for name, value in node.settings)
    return change(Call(node.function, arguments, settings))
