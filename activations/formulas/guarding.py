"""Guards in code: against what overflows, or leaves its domain, where the function and its slope do neither.

A library finds slopes step by step, and what is infinite in a step that does not count is then multiplied by 0. No
guard is set unless a trial shows the need, and none is kept without which the code passes as well.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from activations.formulas.expression import Call, Node, Number, Symbol, X, call, nodes_of, size_of, symbols_of
from activations.formulas.folding import of_catalog
from activations.formulas.simplifying import made
from activations.formulas.trials import Trial

_Guards = Mapping[Node, Mapping[str, "_Guard"]]  # of each node, by their kinds
_Guard = Callable[[Call, _Guards], Node]  # of a node whose arguments have those guards

_ZERO, _ONE = Number(0.0), Number(1.0)
_HARMLESS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, 10.0, -10.0)  # one of which a branch not taken is given
# Beyond them an exponential decides alone; the largest is float64's, the others have room in float32.
_EXPONENTS = (80.0, 40.0, 20.0, 700.0)
_SIZE = 1e30  # of a power, with room in float32
_ROUND = 60.0  # a power up to which the number that has it need be no more than round, being well beyond 1
_SETTLED = (1e15, 1e9, 1e5, 700.0, 80.0)  # where a function may be what it is beyond
_MORE = 60  # nodes, of code that may become twice as long too


def guarded(tree: Node, trials: Sequence[Trial]) -> Node:
    """A written-out tree that fails at fewer of the places where it is tried, if that can be had."""
    longest = 2 * size_of(tree) + _MORE
    if not _failures(tree, trials, longest):
        return tree
    best = _guarded_within(tree, trials, longest) if _is_lost(tree, trials) else tree
    if not _failures(best, trials, longest):
        return best
    # As a last resort all of x is bounded, if the function has settled there.
    settled = [_replaced(tree, Symbol(X), _clipped(Symbol(X), size)) for size in _SETTLED]
    return min(best, *settled, key=lambda each: _failures(each, trials, longest))


def _guarded_within(tree: Node, trials: Sequence[Trial], longest: int) -> Node:
    """The tree with as few guards as it needs."""
    lost = [each.lost(tree) for each in trials]
    suspects = [
        node
        for node in dict.fromkeys(_calls_of(tree))
        if any(each.breaks(node, there) for each, there in zip(trials, lost, strict=True))
    ]
    best, least = tree, _failures(tree, trials, longest)
    for exponent in _EXPONENTS:
        guards = _guards_of(suspects, exponent, trials)
        found = _with(tree, guards)
        failures = _failures(found, trials, longest)
        for margin in (1, 0):  # first those that do harm, then those that do nothing
            for node, kind in sorted(_places(guards), key=lambda place: _KINDS.index(place[1])):
                fewer = _without(guards, node, kind)
                without = _with(tree, fewer)
                if (count := _failures(without, trials, longest)) <= failures - margin:
                    guards, found, failures = fewer, without, count
        if failures < least:
            best, least = found, failures
        if not _is_lost(best, trials):
            break
    return best


def _is_lost(tree: Node, trials: Sequence[Trial]) -> bool:
    return any(each.lost(tree).any() for each in trials)


def _calls_of(node: Node) -> Iterator[Call]:
    """Those that hold x, at or below the node, but for conditions."""
    if isinstance(node, Call) and X in symbols_of(node):
        yield node
        for each in node.arguments[1:] if node.function == "where" else node.arguments:
            yield from _calls_of(each)


def _failures(tree: Node, trials: Sequence[Trial], longest: int) -> float:
    """At how many places it fails; infinitely many of one that would be too long to be read."""
    if next(islice(nodes_of(tree), longest, None), None) is not None:
        return math.inf
    return sum(each.failures(tree) for each in trials)


def _with(tree: Node, guards: _Guards) -> Node:
    if not isinstance(tree, Call):
        return tree
    node: Node = Call(tree.function, tuple(_with(each, guards) for each in tree.arguments), tree.settings)
    for guard in guards.get(tree, {}).values() if tree.function in _GUARDED else ():
        if isinstance(node, Call):
            node = guard(node, guards)
    return node


def _places(guards: _Guards) -> list[tuple[Node, str]]:
    return [(node, kind) for node, kinds in guards.items() for kind in kinds]


def _without(guards: _Guards, node: Node, kind: str) -> _Guards:
    left = {each: guard for each, guard in guards[node].items() if each != kind}
    return {**guards, node: left}


# In the order in which they are taken away if the code passes without.
_KINDS = ("one of two", "other of two", "far", "falling", "zero", "first", "second")


_GUARDED = ("exp", "expm1", "sinh", "cosh", "power", "divide", "sqrt", "log", "where", "max", "min")


def _guards_of(suspects: Sequence[Call], exponent: float, trials: Sequence[Trial]) -> _Guards:
    return {
        node: dict(_guards_of_choice(node, suspects, trials) or _guards_of_function(node, exponent))
        for node in suspects
    }


def _guards_of_function(node: Call, exponent: float) -> Iterator[tuple[str, _Guard]]:
    match node:
        case Call("exp" | "expm1", _):
            yield "far", partial(_bounded, low=-math.inf, high=exponent)
        case Call("sinh" | "cosh", _):
            yield "far", partial(_bounded, low=-exponent, high=exponent)
        case Call("power", (_, Number(power))) if power >= 2.0 and power.is_integer():
            largest = _SIZE ** (1.0 / power)
            size = float(f"{largest:.0e}") if power <= _ROUND else largest
            yield "far", partial(_bounded, low=-size, high=size)
        case Call("divide", (_, Call("cosh", _) | Call("power", (Call("cosh", _), _)))):
            yield "falling", _over_cosh
        case Call("sqrt", _):
            yield "zero", partial(_beside_0, at_0=0.0)
        case Call("power", (_, Number(power))) if 0.0 < power < 1.0:
            yield "zero", partial(_beside_0, at_0=0.0)
        case Call("log", _):
            yield "zero", partial(_beside_0, at_0=-math.inf)


def _bounded(node: Call, _: _Guards, *, low: float, high: float) -> Node:
    """A function of what goes no further than these."""
    u, *others = node.arguments
    return call(node.function, call("min", u, Number(high)) if math.isinf(low) else _clipped(u, high), *others)


def _clipped(u: Node, size: float) -> Node:
    return call("clip", u, Number(-size), Number(size))


def _beside_0(node: Call, _: _Guards, *, at_0: float) -> Node:
    """A function that is given no slope at 0, where its own is infinite."""
    u, *others = node.arguments
    is_0 = call("equal", u, _ZERO)
    return call("where", is_0, Number(at_0), call(node.function, call("where", is_0, _ONE, u), *others))


def _over_cosh(node: Call, _: _Guards) -> Node:
    """A quotient by a power of cosh as a product with an exponential that only falls."""
    u, under = node.arguments
    match under:
        case Call("power", (Call("cosh", (v,)), Number(power))):
            pass
        case Call("cosh", (v,)):
            power = 1.0
        case _:
            return node
    falling = call("add", v, of_catalog("logsigmoid", made("multiply", Number(-2.0), v)))
    size = made("multiply", Number(2.0**power), call("exp", made("multiply", Number(power), falling)))
    return made("multiply", u, size)


def _guards_of_choice(node: Call, suspects: Sequence[Call], trials: Sequence[Trial]) -> list[tuple[str, _Guard]]:
    """What a branch that is not taken is given, which is harmless there: for what the choice hangs on, or for x."""
    if node.function not in ("where", "max", "min"):
        return []
    found: list[tuple[str, _Guard]] = []
    condition, *branches = _as_choice(node).arguments
    kinds = ("first", "second") if node.function == "where" else ("one of two", "other of two")
    for kind, branch in zip(kinds, branches, strict=True):
        if branch not in suspects:
            continue
        inner = next((each for each in _compared(condition) if _is_of(branch, each)), Symbol(X))
        value = _harmless(_replaced(branch, inner, Symbol(X)), trials)
        if value is not None:
            found.append((kind, partial(_moved, kind=kind, inner=inner, value=value)))
    return found


def _compared(condition: Node) -> Iterator[Node]:
    if isinstance(condition, Call):
        for each in condition.arguments:
            yield from _compared(each) if condition.function in ("and", "or", "not") else [each]


def _is_of(branch: Node, u: Node) -> bool:
    """Whether a branch has x within u alone, and is not u itself."""
    return branch != u and X in symbols_of(u) and X not in symbols_of(_replaced(branch, u, _ZERO))


def _as_choice(node: Call) -> Call:
    if node.function == "where":
        return node
    u, v = node.arguments
    if isinstance(u, Number):
        u, v = v, u
    return call("where", call("greater" if node.function == "max" else "less", u, v), u, v)


def _moved(node: Call, guards: _Guards, *, kind: str, inner: Node, value: Number) -> Node:
    inner = _with(inner, guards)
    condition, one, other = _as_choice(node).arguments
    if kind in ("first", "one of two"):
        one = _replaced(one, inner, call("where", condition, inner, value))
    else:
        other = _replaced(other, inner, call("where", condition, value, inner))
    return call("where", condition, one, other)


def _replaced(tree: Node, old: Node, new: Node) -> Node:
    if tree == old:
        return new
    if not isinstance(tree, Call):
        return tree
    return Call(tree.function, tuple(_replaced(each, old, new) for each in tree.arguments), tree.settings)


def _harmless(branch: Node, trials: Sequence[Trial]) -> Number | None:
    """A number for x that makes no trouble in a branch, nor in its slope."""
    for value in _HARMLESS:
        if all(each.is_harmless(branch, value) for each in trials):
            return Number(value)
    return None
