"""Sums whose terms cancel far out, as what each term is beside its straight line there: nothing of that cancels."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from activations.formulas.expression import Call, Node, Number, call, settings_of
from activations.formulas.folding import of_catalog
from activations.formulas.simplifying import made
from activations.formulas.straight import Line, exact, line_of

_ZERO = Number(0.0)
_LOG2 = math.log(2.0)
_NONE, _RISING = (0.0, 0.0), (1.0, 0.0)
_FROM = Fraction(1)  # how far from 0 what a function is applied to has to be
_FARTHEST = 1e300  # beyond it, and below its reciprocal, numbers may be no floats


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a function of u is for large u: slope·u + intercept, and a rest that vanishes."""

    line: tuple[float, float]
    rest: Callable[[Call, Node], Node]


def _itself(node: Call, _: Node) -> Node:
    return node


def _mirrored(node: Call, u: Node) -> Node:
    return Call(node.function, (made("negate", u),), node.settings)


def _times(factor: float, node: Node) -> Node:
    return made("multiply", Number(factor), node)


def _logistic(factor: float, steepness: float) -> Callable[[Call, Node], Node]:
    return lambda _, u: _times(factor, of_catalog("sigmoid", _times(steepness, u)))


def _softplus(steepness: float) -> Callable[[Call, Node], Node]:
    return lambda _, u: of_catalog("softplus", _times(steepness, u))


def _mish(_: Call, u: Node) -> Node:
    return made("multiply", _times(-2.0, u), of_catalog("sigmoid", _times(-2.0, of_catalog("softplus", u))))


_VANISHES = _Beside(_NONE, _itself)
_REFLECTED = {
    (name, side): _Beside(_RISING, _mirrored) if side == end else _VANISHES
    for name, end in (
        *((name, 1) for name in ("softplus", "squareplus", "silu", "gelu", "gelutanh", "quickgelu")),
        ("logsigmoid", -1),
    )
    for side in (-1, 1)
}
_SIDES: Mapping[tuple[str, int], _Beside] = {
    **_REFLECTED,
    ("mish", 1): _Beside(_RISING, _mish),
    ("mish", -1): _VANISHES,
    ("tanh", 1): _Beside((0.0, 1.0), _logistic(-2.0, -2.0)),
    ("tanh", -1): _Beside((0.0, -1.0), _logistic(2.0, 2.0)),
    ("sigmoid", 1): _Beside((0.0, 1.0), lambda _, u: _times(-1.0, of_catalog("sigmoid", made("negate", u)))),
    ("sigmoid", -1): _VANISHES,
    ("expm1", -1): _Beside((0.0, -1.0), lambda _, u: call("exp", u)),
    ("tanhshrink", 1): _Beside((1.0, -1.0), _logistic(2.0, -2.0)),
    ("tanhshrink", -1): _Beside((1.0, 1.0), _logistic(-2.0, 2.0)),
    ("hyperbola", 1): _Beside((0.0, 1.0), lambda _, u: made("divide", Number(-1.0), made("add", Number(1.0), u))),
    ("erf", 1): _Beside((0.0, 1.0), lambda _, u: _times(-1.0, call("erfc", u))),
    ("erf", -1): _Beside((0.0, -1.0), lambda _, u: call("erfc", made("negate", u))),
    ("Phi", 1): _Beside((0.0, 1.0), lambda _, u: _times(-1.0, call("Phi", made("negate", u)))),
    ("Phi", -1): _VANISHES,
    ("log_cosh", 1): _Beside((1.0, -_LOG2), _softplus(-2.0)),
    ("log_cosh", -1): _Beside((-1.0, -_LOG2), _softplus(2.0)),
    ("softplus_less_log2", 1): _Beside((1.0, -_LOG2), _softplus(-1.0)),
    ("softplus_less_log2", -1): _Beside((0.0, -_LOG2), _softplus(1.0)),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A term of a sum towards one side: its line in x, the rest, and from where on these are taken."""

    line: Line
    rest: Node
    start: Fraction | None = None


def far_form(tree: Node, side: int) -> tuple[float, Node] | None:
    """From where on a sum has a form towards one side in which lines of its terms do not cancel, and the form."""
    terms = list(_terms(tree, Fraction(1)))
    if not all(1.0 / _FARTHEST <= abs(factor) <= _FARTHEST for factor, _ in terms):
        return None
    parts = [_part(factor, node, side) for factor, node in terms]
    starts = [side * part.start for part in parts if part.start is not None]
    slope, intercept = (sum((part.line[k] for part in parts), Fraction(0)) for k in (0, 1))
    rises, stands = (any(part.line[k] for part in parts) for k in (0, 1))
    if not starts or slope or not (rises or (stands and not intercept)):
        return None
    if max(abs(intercept), *starts) > _FARTHEST:
        return None
    found: Node = Number(float(intercept))
    for part in parts:
        found = made("add", found, part.rest)
    return (side * float(max(starts)), found) if not isinstance(found, Number) else None


def _terms(node: Node, factor: Fraction) -> Iterator[tuple[Fraction, Node]]:
    match node:
        case Call("add", (u, v)):
            yield from (*_terms(u, factor), *_terms(v, factor))
        case Call("subtract", (u, v)):
            yield from (*_terms(u, factor), *_terms(v, -factor))
        case Call("negate", (u,)):
            yield from _terms(u, -factor)
        case Call("multiply", (Number(value), u)) if math.isfinite(value):
            yield from _terms(u, factor * exact(value))
        case Call("divide", (u, Number(value))) if value and math.isfinite(value):
            yield from _terms(u, factor / exact(value))
        case _:
            yield factor, node


def _part(factor: Fraction, node: Node, side: int) -> _Part:
    line = line_of(node, exact)
    if line is not None:
        return _Part((factor * line[0], factor * line[1]), _ZERO)
    match node:
        case Call("multiply", (u, v)):
            for one, other in ((u, v), (v, u)):
                scale, known = line_of(one, exact), _beside(other, side)
                if scale is not None and known is not None and not known.line[0]:
                    height = factor * known.line[1]
                    rest = _times(float(factor), made("multiply", one, known.rest))
                    return _Part((height * scale[0], height * scale[1]), rest, known.start)
    found = _beside(node, side)
    if found is None:
        return _Part((Fraction(0), Fraction(0)), _times(float(factor), node))
    slope, intercept = found.line
    return _Part((factor * slope, factor * intercept), _times(float(factor), found.rest), found.start)


def _beside(node: Node, side: int) -> _Part | None:
    """A function of a line, towards one side of x."""
    if not isinstance(node, Call) or len(node.arguments) != 1:
        return None
    line = line_of(node.arguments[0], exact)
    if line is None or not line[0]:
        return None
    slope, intercept = line
    towards = side if slope > 0 else -side
    known = _SIDES.get((node.function, towards))
    settings = settings_of(node)
    if known is None or settings.get("offset", 0.0) or settings.get("beta", 1.0) <= 0.0:
        return None
    rise, height = map(Fraction, known.line)
    rest = known.rest(node, node.arguments[0])
    return _Part((rise * slope, rise * intercept + height), rest, (towards * _FROM - intercept) / slope)
