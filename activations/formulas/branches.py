"""Which branches a formula takes where: a place with the same ones on both sides is no breakpoint."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from activations.elementwise import FloatArray
from activations.formulas.arithmetic import Floats, curve_at
from activations.formulas.expression import (
    Call,
    Node,
    Number,
    Symbol,
    X,
    call,
    nodes_of,
    rebuilt,
    settings_of,
)
from activations.formulas.functions import OF_CATALOG, breakpoints_of, is_function
from activations.formulas.jets import Truths
from activations.formulas.orders import float_values, of_any_size
from activations.formulas.sides import confined, is_told_by_lines, on_its_branch

Settings = tuple[tuple[str, Node], ...]


class Change(NamedTuple):
    """A place where a formula changes branch, and what it is before and after it without a choice, if that is known."""

    place: float
    before: Node | None
    after: Node | None
    is_rounded: bool  # whether the formula itself does not say exactly, close beside the place or at it, which it is
    by_convention: bool  # whether the slopes at the place are those that functions of the catalogue have there


_YES, _NO = Number(1.0), Number(-1.0)
_UNKNOWN = Symbol("unknown")
_BRANCH = "branch"
_CHOICES = ("where", "abs", "sign", "max", "min", "clip")
_BETWEEN_EQUALS = ("abs", "max", "min")  # where their state is 0
_LEAPING = ("where", "sign")
_BESIDE = 1e-9


def changes_of_branch(tree: Node, places: Sequence[float]) -> list[Change]:
    """Those of the sorted places with other branches on one side than on the other, or than at the place itself.

    A root has another branch where it is taken of 0, as |x| = √(x²) bends there.

    The sides are looked at in the middle between two places, where no rounding decides.
    """
    if not places:
        return []
    at = np.array(places)
    left, right = at[0] - max(1.0, abs(at[0])), at[-1] + max(1.0, abs(at[-1]))
    x = np.empty(2 * at.size + 1)
    x[::2], x[1::2] = [left, *(0.5 * at[:-1] + 0.5 * at[1:]), right], at
    tree, states = _states(tree, x)
    taken = _taken(tree, states, x.size)
    plain = {id(each): _unmarked_tree(each) for each in taken}
    sides = zip(taken[::2], taken[1::2], taken[2::2], strict=False)
    leaps = _changing(states, at.size, lambda node: node.function in _LEAPING)
    conventions = _changing(states, at.size, lambda node: node.function in OF_CATALOG) & ~leaps
    rounded = leaps | _changing(states, at.size, lambda node: is_choice(node) and not is_told_by_lines(node))
    return [
        Change(place, plain[id(before)], plain[id(after)], is_rounded, by_convention)
        for place, (before, here, after), is_rounded, by_convention in zip(
            places, sides, rounded.tolist(), conventions.tolist(), strict=True
        )
        if not before == here == after
    ]


def _changing(states: Mapping[Call, FloatArray], places: int, kind: Callable[[Call], bool]) -> Truths:
    """At which places a choice of a kind takes another branch than on one side."""
    found: Truths = np.zeros(places, dtype=bool)
    for node, state in states.items():
        if kind(node):
            changes = np.diff(state) != 0.0
            found |= changes[::2] | changes[1::2]
    return found


def _unmarked_tree(taken: Node) -> Node | None:
    """What is left once choices are made, as a tree to evaluate; None if one is unknown."""
    return None if _UNKNOWN in nodes_of(taken) else rebuilt(taken, _on_marked_branch)


def _on_marked_branch(node: Node) -> Node:
    if not isinstance(node, Call):
        return node
    state, plain = settings_of(node).get(_BRANCH), Call(node.function, node.arguments, _without_branch(node.settings))
    if state is None or node.function not in OF_CATALOG:
        return plain
    ends = (-math.inf, *sorted(breakpoints_of(node.function, settings_of(plain))), math.inf)
    passed, is_between = divmod(state + len(ends) - 2, 2.0)
    if is_between:  # it is at a breakpoint throughout
        return plain
    low, high = ends[int(passed) : int(passed) + 2]
    (u,) = node.arguments
    return Call(node.function, (confined(u, low, high),), plain.settings)


def _states(tree: Node, x: FloatArray) -> tuple[Node, dict[Call, FloatArray]]:
    """The tree without clips, and of each choice in it what it takes at each point, NaN where that is unknown.

    Where a choice is between equals, the branch is that of the point before.
    """
    tree = rebuilt(tree, _without_clip)
    choices = (node for node in nodes_of(tree) if isinstance(node, Call) and (is_choice(node) or is_root(node)))
    states = {node: _state(node, x) for node in dict.fromkeys(choices)}
    for node, state in states.items():
        if node.function in _BETWEEN_EQUALS:
            _follow(state)
    return tree, states


def _taken(tree: Node, states: Mapping[Call, FloatArray], size: int) -> list[Node]:
    """What is left of a tree at each point once every choice in it is made; like no other if one is unknown."""
    # By identity, since to hash a tree takes as long as to walk through it, and it would be at every point.
    decided = {id(node): states[node] for node in nodes_of(tree) if isinstance(node, Call) and node in states}
    # Where all choices are made alike, what is left is the same; what is unknown is like nothing else.
    rows = np.stack([*decided.values(), np.zeros(size)])
    kept: dict[bytes, tuple[Node, bool]] = {}
    found: list[Node] = []
    for k in range(size):
        key = rows[:, k].tobytes()
        if key not in kept:
            left = _at_point(tree, decided, k)
            kept[key] = left, _UNKNOWN in nodes_of(left)
        left, is_unknown = kept[key]
        found.append(call(f"unknown {k}", left) if is_unknown else left)
    return found


def _follow(state: FloatArray) -> None:
    """Puts, for each 0, what stands before it."""
    alike = np.flatnonzero(state == 0.0)
    alike = alike[alike > 0]
    state[alike] = state[alike - 1]


def _without_clip(node: Node) -> Node:
    match node:
        case Call("clip", (u, low, high)):
            return call("min", call("max", u, low), high)
    return node


def is_choice(node: Node) -> bool:
    """Whether a node has branches of its own."""
    if not isinstance(node, Call):
        return False
    if node.function in OF_CATALOG:
        return bool(breakpoints_of(node.function, settings_of(node)))
    return node.function in _CHOICES


def is_root(node: Node) -> bool:
    """Whether a node is a power that has no slope, or no second one, where it is taken of 0."""
    match node:
        case Call("power", (_, Number(exponent))):
            return exponent > 0.0 and bool(exponent % 1.0)
    return False


def _state(node: Call, x: FloatArray) -> FloatArray:
    """What tells which branch a choice takes, NaN where floats do not tell."""
    match node:
        case Call("where", (condition, _, _)):
            decisive: Node = call("where", condition, _YES, _NO)
        case Call("max" | "min", arguments):
            decisive = call("subtract", *arguments)
        case Call("power", (u, _)):
            decisive = u
        case _:
            (decisive,) = node.arguments
    breakpoints = breakpoints_of(node.function, settings_of(node)) if node.function in OF_CATALOG else ()
    values = _values_known(decisive, x)
    if not breakpoints:
        return np.sign(values)
    values = on_its_branch(Floats(), node, values, x)
    return np.asarray(sum(np.sign(values - each) for each in breakpoints))


def _values_known(node: Node, x: FloatArray) -> FloatArray:
    """The values, NaN where they, or their signs, are not known."""
    values, doubtful = float_values(node, x)
    if doubtful.any():
        with np.errstate(all="ignore"):
            (wide,), (lost,) = of_any_size(node, 0, (0,), x[doubtful])
        values[doubtful] = np.where(lost | (wide == 0.0), np.nan, wide)
    return values


def _at_point(node: Node, decided: Mapping[int, FloatArray], k: int) -> Node:
    if not isinstance(node, Call):
        return node
    inner = [_at_point(each, decided, k) for each in node.arguments]
    state = float(decided[id(node)][k]) if id(node) in decided else 0.0
    match node.function:
        case _ if np.isnan(state):
            found: Node = _UNKNOWN
        case "sign":
            found = Number(state)
        case "abs":
            found = call("negate", *inner) if state < 0.0 else inner[0]
        case "where" | "max":
            found = inner[-2 if state > 0.0 else -1]
        case "min":
            found = inner[-2 if state < 0.0 else -1]
        case name:
            branch = ((_BRANCH, Number(state)),) if id(node) in decided else ()
            found = Call(name, tuple(inner), (*node.settings, *branch))
    return found


def underflows_at(tree: Node, x: float) -> bool:
    """Whether a function within a bound tree is flat around x, but only since floats hold no more of its slope."""
    with np.errstate(all="ignore"):
        (taken,) = _taken(*_states(tree, np.array([x])), size=1)
        return _course(taken, x) == "lost"


def _course(node: Node, x: float) -> Literal["constant", "varying", "lost"]:
    """What a tree without choices does around x; lost is what varies by less than floats hold."""
    if not isinstance(node, Call):
        return "varying" if node == Symbol(X) else "constant"
    courses = [_course(each, x) for each in node.arguments]
    match node:
        case Call("multiply", factors) if any(
            course == "constant" and _value(each, x) == 0.0 for course, each in zip(courses, factors, strict=True)
        ):
            return "constant"
        case Call(name, (u,), settings) if is_function(name) and courses != ["constant"]:
            function = Call(name, (rebuilt(u, _unmarked),), _without_branch(settings))
            at = float(on_its_branch(Floats(), function, np.array(_value(u, x)), np.array(x)))
            known = settings_of(function)
            if curve_at(name, known, 1, np.array(at)) == 0.0:
                return "constant" if _is_flat_branch(name, known, at) else "lost"
    return "lost" if "lost" in courses else "varying" if "varying" in courses else "constant"


def _value(node: Node, x: float) -> float:
    values, _ = float_values(rebuilt(node, _unmarked), np.array([x]))
    return float(values[0])


def _unmarked(node: Node) -> Node:
    return Call(node.function, node.arguments, _without_branch(node.settings)) if isinstance(node, Call) else node


def _without_branch(settings: Settings) -> Settings:
    return tuple(each for each in settings if each[0] != _BRANCH)


def _is_flat_branch(name: str, settings: Mapping[str, float], u: float) -> bool:
    """Whether the branch of a function in which u lies is flat beside its ends too."""
    breakpoints = breakpoints_of(name, settings)
    ends = [*[end for end in breakpoints if end < u][-1:], *[end for end in breakpoints if end > u][:1]]
    beside = [end + math.copysign(min(_BESIDE * max(1.0, abs(end)), 0.5 * abs(u - end)), u - end) for end in ends]
    return bool(beside) and not curve_at(name, settings, 1, np.array(beside)).any()
