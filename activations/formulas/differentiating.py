"""The derivative of a formula's tree, as a tree."""

from collections.abc import Callable, Mapping

from activations.formulas.collecting import ONE, ZERO, chosen, negated, product, quotient, raised, total
from activations.formulas.expression import Call, Node, Number, Symbol, X, call, symbols_of
from activations.formulas.functions import PRIME
from activations.formulas.near import NEAR
from activations.formulas.parts import PARTS

MOST_DIFFERENTIATED = 600  # nodes of a derivative that is itself differentiated

_TWO, _HALF = Number(2.0), Number(0.5)
_PI = Symbol("pi")


def derivative(node: Node) -> Node:
    """Along x, away from where the formula bends; of typed trees and of those with their parameters bound.

    A function of the catalogue that is no elementary one keeps its name: the derivative of elu(u) is elu'(u) times
    that of u.
    """
    if not isinstance(node, Call):
        return ONE if node == Symbol(X) else ZERO
    if X not in symbols_of(node):
        return ZERO
    match node:
        case Call("log", (Call("add", (Number(1.0), Call("exp", (u,)))),)):
            return product(call("sigmoid", u), derivative(u))
        case Call("divide", (u, Call("add", (Number(1.0), Call("exp", (v,)))))):
            return derivative(call("multiply", u, call("sigmoid", negated(v))))
        case Call("multiply", (Number(scale), Call("exp_arsinh", (Call("divide", (u, Number(width))),)))) if (
            scale == width
        ):  # u and the root of its square and a number
            root = call("sqrt", total(product(Number(scale), Number(scale)), raised(u, _TWO)))
            return product(total(ONE, quotient(u, root)), derivative(u))
    rule = _RULES.get(node.function, _chained)
    return rule(node)


def _sum(node: Call) -> Node:
    return total(*(derivative(each) for each in node.arguments))


def _difference(node: Call) -> Node:
    u, v = node.arguments
    return total(derivative(u), negated(derivative(v)))


def _product(node: Call) -> Node:
    u, v = node.arguments
    return total(product(derivative(u), v), product(u, derivative(v)))


def _quotient(node: Call) -> Node:
    u, v = node.arguments
    if X not in symbols_of(v):
        return quotient(derivative(u), v)
    base, exponent = _as_power(v)
    if isinstance(base, Call) and base.function == "cosh":  # by tanh, since sinh grows as fast, and inf/inf is unknown
        rate = product(exponent, call("tanh", *base.arguments), derivative(*base.arguments))
        return quotient(total(derivative(u), negated(product(u, rate))), v)
    above = total(product(derivative(u), base), negated(product(exponent, u, derivative(base))))
    return quotient(above, raised(base, total(exponent, ONE)))


def _as_power(node: Node) -> tuple[Node, Node]:
    match node:
        case Call("power", (u, Number() as exponent)):
            return u, exponent
        case Call("sqrt", (u,)):
            return u, _HALF
    return node, ONE


def _power(node: Call) -> Node:
    u, v = node.arguments
    if X not in symbols_of(v):
        return product(v, raised(u, total(v, Number(-1.0))), derivative(u))
    if X not in symbols_of(u):
        return product(node, derivative(v)) if u == Symbol("e") else product(node, call("log", u), derivative(v))
    return product(node, derivative(call("multiply", v, call("log", u))))


def _larger(node: Call) -> Node:
    u, v = node.arguments
    if isinstance(u, Number):
        u, v = v, u
    sign = "greater" if node.function == "max" else "less"
    return chosen(call(sign, u, v), derivative(u), derivative(v))


def _clipped(node: Call) -> Node:
    u, low, high = node.arguments
    inside = call("and", call("less", low, u), call("less", u, high))
    if X not in symbols_of(low) | symbols_of(high):
        return chosen(inside, derivative(u), ZERO)
    return chosen(inside, derivative(u), chosen(call("at_most", u, low), derivative(low), derivative(high)))


def _choice(node: Call) -> Node:
    condition, u, v = node.arguments
    return chosen(condition, derivative(u), derivative(v))


def _size(node: Call) -> Node:
    (u,) = node.arguments
    return product(derivative(u), call("sign", u))


def _chained(node: Call) -> Node:
    (u,) = node.arguments
    return product(_slope(node, u), derivative(u))


def _slope(node: Call, u: Node) -> Node:
    if node.function in _SLOPES:
        return _SLOPES[node.function](u)
    settings = dict(node.settings)
    match node.function:
        case "sigmoid":
            return call("sigmoid_slope", total(u, negated(settings.get("offset", ZERO))))
        case "softplus":
            return call("sigmoid", product(settings.get("beta", ONE), u))
    return Call(node.function + PRIME, node.arguments, node.settings)


def _bell(u: Node, width: Node, under: Node) -> Node:
    """exp(-u²/width)/√under."""
    return quotient(call("exp", negated(quotient(raised(u, _TWO), width))), call("sqrt", under))


_SLOPES: Mapping[str, Callable[[Node], Node]] = {
    "exp": lambda u: call("exp", u),
    "expm1": lambda u: call("exp", u),
    "log": lambda u: quotient(ONE, u),
    "log1p": lambda u: quotient(ONE, total(ONE, u)),
    "sqrt": lambda u: quotient(_HALF, call("sqrt", u)),
    "sin": lambda u: call("cos", u),
    "cos": lambda u: negated(call("sin", u)),
    "tan": lambda u: total(ONE, raised(call("tan", u), _TWO)),
    "tanh": lambda u: call("sech_squared", u),
    "sech_squared": lambda u: product(Number(-2.0), call("tanh", u), call("sech_squared", u)),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "log_cosh": lambda u: call("tanh", u),
    "softplus_less_log2": lambda u: call("sigmoid", u),
    "root_less_one": lambda u: quotient(u, call("sqrt", total(ONE, raised(u, _TWO)))),
    "exp_arsinh": lambda u: total(ONE, quotient(u, call("sqrt", total(ONE, raised(u, _TWO))))),
    "isru": lambda u: raised(total(ONE, raised(u, _TWO)), Number(-1.5)),
    "asinh": lambda u: quotient(ONE, call("sqrt", total(ONE, raised(u, _TWO)))),
    "atan": lambda u: quotient(ONE, total(ONE, raised(u, _TWO))),
    "erf": lambda u: product(_TWO, _bell(u, ONE, _PI)),
    "erfc": lambda u: product(Number(-2.0), _bell(u, ONE, _PI)),
    "Phi": lambda u: _bell(u, _TWO, product(_TWO, _PI)),
    "sigmoid_slope": lambda u: negated(product(call("tanh", quotient(u, _TWO)), call("sigmoid_slope", u))),
    "logsigmoid": lambda u: call("sigmoid", negated(u)),
    "softsign": lambda u: quotient(ONE, raised(total(ONE, call("abs", u)), _TWO)),
    "tanhshrink": lambda u: raised(call("tanh", u), _TWO),
}

_RULES: Mapping[str, Callable[[Call], Node]] = {
    "negate": lambda node: negated(derivative(node.arguments[0])),
    "add": _sum,
    "subtract": _difference,
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "max": _larger,
    "min": _larger,
    "clip": _clipped,
    "where": _choice,
    "abs": _size,
    **dict.fromkeys((NEAR, PARTS), lambda node: derivative(node.arguments[0])),
    "sign": lambda _: ZERO,
}
