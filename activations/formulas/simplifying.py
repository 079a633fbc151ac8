"""A formula's tree in forms that do not cancel: what a textbook writes is replaced by what computes it well."""

import math
from collections.abc import Callable, Mapping

from activations.formulas.expression import Call, Node, Number, call, nodes_of
from activations.formulas.folding import folded, of_catalog
from activations.formulas.jets import COMPARISONS
from activations.formulas.matching import factored, without_sign
from activations.formulas.sums import Sums

_LOGARITHMS = {"cosh": "log_cosh", "exp_arsinh": "asinh"}

_MOST_SHIFTED = 300.0  # so that its exponential is a float

_SOARING = ("exp", "expm1", "sinh", "cosh")

CONDITIONS = (*COMPARISONS, "and", "or", "not")


def made(function: str, *arguments: Node) -> Node:
    """The call in its best form, given that its arguments are in theirs."""
    if function == "sqrt":
        return made("power", *arguments, Number(0.5))
    if function not in CONDITIONS and all(isinstance(each, Number) for each in arguments):
        return Number(folded(call(function, *arguments)))
    rule = _RULES.get(function)
    return call(function, *arguments) if rule is None else rule(call(function, *arguments))


def _negated(node: Call) -> Node:
    match node.arguments[0]:
        case Call("negate", (u,)):
            return u
        case Call("multiply", (Number(factor), u)):
            return made("multiply", Number(-factor), u)
        case Call("divide", (Number(factor), u)):
            return made("divide", Number(-factor), u)
    return node


def _product(node: Call) -> Node:
    left, right = node.arguments
    if isinstance(right, Number):
        left, right = right, left
    form: Node = call("multiply", left, right)
    match left, right:
        case Number(1.0), u:
            form = u
        case Number(-1.0), u:
            form = made("negate", u)
        case Number(one), Call("multiply", (Number(other), u)):
            form = made("multiply", Number(folded(call("multiply", left, Number(other)))), u)
        case Number(one), Call("negate", (u,)):
            form = made("multiply", Number(-one), u)
        case u, v if u == v:
            form = made("power", u, Number(2.0))
        case Call("sigmoid", (u,), offset), Call("sigmoid", (v,), other) if (
            offset == other == of_catalog("sigmoid", u).settings and made("negate", u) == v
        ):
            form = made("sigmoid_slope", u)
    return form


def _quotient(node: Call) -> Node:
    left, right = node.arguments
    form: Node = _over_exponentials(left, right) or node
    match left, right:
        case u, Number(1.0):
            form = u
        case u, Call("add", (Number(value), Call("abs", (v,)))) if value > 0.0 and without_sign(u) == without_sign(v):
            form = of_catalog("softsign", made("divide", u, Number(value)))
        case u, Call("power", (Call("add", (Number(value), Call("power", (v, Number(2.0))))), Number(0.5))) if (
            value > 0.0 and without_sign(u) == without_sign(v)
        ):
            form = made("isru", made("divide", u, Number(math.sqrt(value))))
        case Call("multiply", (Number(one), u)), Call("multiply", (Number(other), v)) if one == other:
            form = made("divide", u, v)
        case Call("sinh", (u,)), Call("cosh", (v,)) if u == v:
            form = made("tanh", u)
    return form


def _over_exponentials(u: Node, v: Node) -> Node | None:
    """u/v in terms of a sigmoid where v is made of exponentials, which overflow and leave slopes that cancel."""
    factor, known = factored(v)
    exponent, rest = _without_exponential(u)
    match known:
        case Call("cosh", (w,)) if exponent is not None and exponent in (w, made("negate", w)):
            sigmoid = of_catalog("sigmoid", made("multiply", Number(2.0), exponent))
            return made("multiply", made("multiply", Number(2.0 / factor), rest), sigmoid)
        case Call("add", (Number(value), term)):
            inner, power = factored(term)
            match power:
                case Call("exp", (w,)) if value * inner > 0.0:
                    return _over_sum(u, factor * value, factor * inner, w)
                case Call("cosh", (w,)) if value * inner > 0.0 and exponent is not None:
                    if exponent in (w, made("negate", w)):
                        below = _falling(exponent, factor * inner, 2.0 * factor * value, factor * inner)
                        return made("divide", made("multiply", Number(2.0), rest), below)
    return None


def _falling(exponent: Node, constant: float, once: float, twice: float) -> Node:
    """constant + once e^−u + twice e^−2u."""
    terms = [
        made("multiply", Number(factor), made("exp", made("multiply", Number(steepness), exponent)))
        for factor, steepness in ((once, -1.0), (twice, -2.0))
    ]
    return made("add", Number(constant), made("add", *terms))


def _over_sum(u: Node, value: float, factor: float, v: Node) -> Node | None:
    """u/(value + factor exp(v)), unless u may outgrow all that has room for the place of the sigmoid."""
    place = Number(math.log(value / factor))
    multiple, odd = factored(u)
    if odd == made("expm1", v) and value == factor:
        return made("multiply", Number(multiple / factor), made("tanh", made("multiply", Number(0.5), v)))
    exponent, rest = _without_exponential(u)
    shift = None if exponent is None else _shift(exponent, v)
    if shift is None or abs(shift) > _MOST_SHIFTED:
        if place != Number(0.0) and any(isinstance(each, Call) and each.function in _SOARING for each in nodes_of(u)):
            return None
        sigmoid = of_catalog("sigmoid", made("subtract", place, v))
        return made("divide", made("multiply", u, sigmoid), Number(value))
    sigmoid = of_catalog("sigmoid", made("subtract", v, place))
    return made("multiply", made("multiply", Number(math.exp(shift) / factor), rest), sigmoid)


def _without_exponential(node: Node) -> tuple[Node | None, Node]:
    """What a factor of the node is the exponential of, and the other factors."""
    match node:
        case Call("exp", (u,)):
            return u, Number(1.0)
        case Call("negate", (u,)):
            exponent, rest = _without_exponential(u)
            return exponent, made("negate", rest)
        case Call("multiply", (u, v)):
            for one, other in ((u, v), (v, u)):
                exponent, rest = _without_exponential(one)
                if exponent is not None:
                    return exponent, made("multiply", rest, other)
    return None, node


def _shift(u: Node, v: Node) -> float | None:
    """u - v if it is a number."""
    (own, inner), (other, known) = (
        (node.arguments[0].value, node.arguments[1])
        if isinstance(node, Call) and node.function == "add" and isinstance(node.arguments[0], Number)
        else (0.0, node)
        for node in (u, v)
    )
    return own - other if inner == known else None


def _power(node: Call) -> Node:
    left, right = node.arguments
    if not isinstance(right, Number):
        return made("exp", right if left == Number(math.e) else made("multiply", right, made("log", left)))
    match left, right:
        case u, Number(1.0):
            return u
        case _, Number(0.0):
            return Number(1.0)
        case Call("exp", (u,)), _:
            return made("exp", made("multiply", right, u))
    return _root(node, left, right.value) if right.value % 1.0 else node


def _root(node: Call, u: Node, exponent: float) -> Node:
    """A power of u that is no whole number."""
    match u:
        case Call("power", (inner, Number(even))) if even % 2.0 == 0.0:
            product = even * exponent
            return made("power", inner if product % 2.0 == 0.0 else made("abs", inner), Number(product))
        case Call("multiply", factors) if any(map(_is_never_negative, factors)):
            return made("multiply", *(made("power", factor, Number(exponent)) for factor in factors))
    return node


def _is_never_negative(node: Node) -> bool:
    match node:
        case Number(value):
            return value > 0.0
        case Call("power", (_, Number(exponent))):
            return exponent % 2.0 == 0.0
    return False


def _logarithm(node: Call) -> Node:
    form: Node = node
    match node.arguments[0]:
        case Call("exp", (u,)):
            form = u
        case Call("add", (Number(1.0), u)):
            form = made("log1p", u)
        case Call("add", (Number(value), Call("multiply", (Number(factor), Call("exp", (u,)))))) if (
            value > 0.0 and factor > 0.0
        ):
            softplus = of_catalog("softplus", made("add", Number(math.log(factor / value)), u))
            form = made("add", Number(math.log(value)), softplus)
        case Call("divide", (Call("add", (Number(1.0), Call("exp", (u,)))), Number(value))) if value > 0.0:
            form = made("add", Number(-math.log(value)), of_catalog("softplus", u))
        case Call("sigmoid", (u,), ((_, Number(0.0)),)):
            form = of_catalog("logsigmoid", u)
        case Call("cosh" | "exp_arsinh" as name, (u,)):
            form = made(_LOGARITHMS[name], u)
        case Call("multiply", (Number(factor), Call("cosh" | "exp_arsinh" as name, (u,)))) if factor > 0.0:
            form = made("add", Number(math.log(factor)), made(_LOGARITHMS[name], u))
    return form


def _arsinh(node: Call) -> Node:
    match node.arguments[0]:
        case Call("sinh", (u,)):
            return u
    return node


def _logarithm_of_one_and(node: Call) -> Node:
    match node.arguments[0]:
        case Call("exp", (u,)):
            return of_catalog("softplus", u)
    return node


_SUMS = Sums(made)
_RULES: Mapping[str, Callable[[Call], Node]] = {
    "negate": _negated,
    "add": _SUMS.sum,
    "subtract": _SUMS.difference,
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "log": _logarithm,
    "log1p": _logarithm_of_one_and,
    "asinh": _arsinh,
}
