"""Where a formula changes branch, or one of its terms is infinite: found by solving for what decides it."""

import functools
import math
from collections.abc import Iterable, Iterator
from itertools import combinations

from activations.formulas.accurate import bound_expression
from activations.formulas.branches import Change, changes_of_branch, is_root
from activations.formulas.cancelling import with_series
from activations.formulas.centres import WAVE, WITHIN, centres_of, distinct
from activations.formulas.expression import Call, Node, Number, call, settings_of
from activations.formulas.functions import OF_CATALOG
from activations.formulas.jets import COMPARISONS
from activations.formulas.parts import nodes_of_whole
from activations.formulas.sides import difference_of
from activations.formulas.simplifying import made
from activations.formulas.splitting import with_parts
from activations.formulas.zeros import zeros_of

MOST_BREAKPOINTS = 64
_MOST_TRIED = 4 * MOST_BREAKPOINTS
_BESIDE = 1e-12  # of a jump, and as near as the grid comes to 0


@functools.lru_cache(maxsize=64)
def breakpoints_of_text(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[float, ...]:
    """The sorted places; ValueError if more than 64 of them lie within ±20. Farther out, no more than 64 are kept."""
    changes, infinite = _found(text, parameters)
    found = distinct([*(change.place for change in changes), *infinite])
    for reach in (math.inf, WAVE, WITHIN):
        kept = tuple(place for place in found if abs(place) <= reach)
        if len(kept) <= MOST_BREAKPOINTS:
            return kept
    raise ValueError(f"the formula bends at more than {MOST_BREAKPOINTS} places between −20 and 20.")


def changes_of_text(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[Change, ...]:
    """Where the formula changes branch, in order, and between which."""
    changes, _ = _found(text, parameters)
    return changes


@functools.lru_cache(maxsize=64)
def _found(text: str, parameters: tuple[tuple[str, float], ...]) -> tuple[tuple[Change, ...], tuple[float, ...]]:
    """Where branches change, and where a term is infinite."""
    tree = bound_expression(text, parameters)
    nodes = dict.fromkeys(nodes_of_whole(tree))
    switches = dict.fromkeys(each for node in nodes for each in _switches(node))
    poles = dict.fromkeys(each for node in nodes for each in pole_of(node))
    looked_at = _beside_jumps(nodes, centres_of(text, parameters))
    infinite, found = (
        distinct({place for each in zeros for place in zeros_of(each, looked_at)})
        for zeros in (poles, {**switches, **poles})
    )
    nearest = sorted(sorted(found, key=abs)[:_MOST_TRIED])  # of waves there may be many more than are kept
    return tuple(changes_of_branch(tree, nearest)), tuple(infinite)


def _beside_jumps(nodes: Iterable[Node], centres: tuple[float, ...]) -> tuple[float, ...]:
    """The centres, and both sides of where a condition changes: beside a jump a sign may hold for less than a cell."""
    conditions = [node for node in nodes if isinstance(node, Call) and node.function in COMPARISONS]
    places = {place for node in conditions for place in zeros_of(_difference(*node.arguments), centres)}
    return (*centres, *(place + side * max(_BESIDE, math.ulp(place)) for place in sorted(places) for side in (-1, 1)))


def _switches(node: Node) -> Iterator[Node]:
    """What is 0 where a node changes branch."""
    if not isinstance(node, Call):
        return
    name, arguments = node.function, node.arguments
    if name in ("abs", "sign") or is_root(node):
        yield arguments[0]
    elif name in (*COMPARISONS, "max", "min"):
        yield _difference(*arguments)
    elif name == "clip":
        yield from (_difference(*pair) for pair in combinations(arguments, 2))  # the bounds may cross too
    elif name in OF_CATALOG:
        for place in OF_CATALOG[name].breakpoints(**settings_of(node)):
            yield _difference(arguments[0], Number(place))


@functools.lru_cache(maxsize=256)
def _difference(u: Node, v: Node) -> Node:
    """An expression that has the sign of u − v, and keeps it where two curves are all but equal."""
    difference = difference_of(u, v)
    return difference if isinstance(u, Number) or isinstance(v, Number) else with_series(with_parts(difference))


def pole_of(node: Node) -> Iterator[Node]:
    """What is 0 where a node is infinite."""
    match node:
        case Call("divide", (_, u)) | Call("log", (u,)):
            yield u
        case Call("log1p", (u,)):
            yield made("add", Number(1.0), u)
        case Call("power", (u, Number(exponent))) if exponent < 0.0:
            yield u
        case Call("tan", (u,)):
            yield call("cos", u)
