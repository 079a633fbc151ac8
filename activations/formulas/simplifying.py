"""A formula's tree in forms that do not cancel: what a textbook writes is replaced by what computes it well."""

import math
from collections.abc import Callable, Mapping

from activations.formulas.expression import Call, Node, Number, call
from activations.formulas.folding import folded, of_catalog
from activations.formulas.jets import COMPARISONS
from activations.formulas.matching import factored, is_positive_part, without_sign
from activations.formulas.piecewise import joined

# Functions f with f(u) - u = f(-u).
_REFLECTED = ("softplus", "logsigmoid", "squareplus", "silu", "gelu", "gelutanh", "quickgelu")

_LOGARITHMS = {"cosh": "log_cosh", "exp_arsinh": "asinh"}

_CONDITIONS = (*COMPARISONS, "and", "or", "not")


def made(function: str, *arguments: Node) -> Node:
    """The call in its best form, given that its arguments are in theirs."""
    if function == "sqrt":
        return made("power", *arguments, Number(0.5))
    if function not in _CONDITIONS and all(isinstance(each, Number) for each in arguments):
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


def _sum(node: Call) -> Node:
    left, right = node.arguments
    if isinstance(right, Number):
        left, right = right, left
    if isinstance(left, Number):
        return _shifted(left.value, right)
    match left, right:
        case Call("exp", (u,)), Call("exp", (v,)) if made("negate", u) == v:
            return made("multiply", Number(2.0), made("cosh", u))
        case u, Call("negate", (v,)):
            return made("subtract", u, v)
    form = call("add", left, right)
    return _and(left, right) or _and(right, left) or joined(form) or form


def _difference(node: Call) -> Node:
    left, right = node.arguments
    match left, right:
        case u, Number(value):
            return made("add", Number(-value), u)
        case Number(), u:
            return made("add", left, made("negate", u))
        case Call("exp", (u,)), Call("exp", (v,)) if made("negate", u) == v:
            return made("multiply", Number(2.0), made("sinh", u))
        case u, Call("tanh", (v,)) if u == v:
            return of_catalog("tanhshrink", u)
        case u, Call("negate", (v,)):
            return made("add", u, v)
    form, opposite = _excess(left, right), _excess(right, left)
    if opposite is not None:
        form = made("negate", opposite)
    return form or joined(node) or node


def _excess(u: Node, v: Node) -> Node | None:
    """u - v in a form that does not cancel, if there is one."""
    match u:
        case Call(name, (w,), settings) if name in _REFLECTED and v == w:
            return Call(name, (made("negate", w),), settings)
        case Call(name, (w,), settings) if name in _REFLECTED and is_positive_part(v, w):
            return Call(name, (made("negate", made("abs", w)),), settings)
        case Call("mish", (w,)) if v == w:
            return made("multiply", w, made("add", Number(-1.0), made("tanh", of_catalog("softplus", w))))
    return _before_bracket(v, u, _less_one) or _beside_root(made("negate", v), u)


def _and(u: Node, v: Node) -> Node | None:
    """u + v in a form that does not cancel, if there is one."""
    return _before_bracket(u, v, _and_one) or _excess(v, made("negate", u))


def _before_bracket(u: Node, product: Node, form: Callable[[Node], Node | None]) -> Node | None:
    """u times the form of the other factor, if u is one of two."""
    factors = product.arguments if isinstance(product, Call) and product.function == "multiply" else ()
    for other in (each for each, known in zip(factors, reversed(factors), strict=True) if known == u):
        bracket = form(other)
        if bracket is not None:
            return made("multiply", u, bracket)
    return None


def _beside_root(u: Node, v: Node) -> Node | None:
    """u + v where v is the root of u² and a number."""
    match v:
        case Call("power", (Call("add", (Number(value), Call("power", (w, Number(2.0))))), Number(0.5))) if value > 0.0:
            if without_sign(u) == without_sign(w):
                scale = Number(math.sqrt(value))
                return made("multiply", scale, made("exp_arsinh", made("divide", u, scale)))
    return None


def _shifted(number: float, u: Node) -> Node:
    """number + u."""
    if number == 0.0:
        return u
    factor, inner = factored(u)
    form, scale = _less_itself_at_0(-number / factor, inner) if factor else None, factor
    if form is None and number == -factor:
        form = _less_one(inner)
    elif number == factor:
        form = _and_one(inner)
    elif number == -0.5 * factor:
        form, scale = _twice_less_one(inner), 0.5 * factor
    if form is not None:
        return made("multiply", Number(scale), form)
    added = call("add", Number(number), u)
    return joined(added) or added


def _less_itself_at_0(number: float, u: Node) -> Node | None:
    """u - number where that is what u is where what stands in it is 0, in a form that does not cancel."""
    match u:
        case Call("softplus", (v,), ((_, Number(beta)),)) if number == math.log(2.0) / beta:
            form = made("softplus_less_log2", made("multiply", Number(beta), v))
            return made("divide", form, Number(beta))
        case Call("power", (Call("add", (Number(value), Call("power", (v, Number(2.0))))), Number(0.5))) if (
            value > 0.0 and number == math.sqrt(value)
        ):
            return made("multiply", Number(number), made("root_less_one", made("divide", v, Number(number))))
    return None


def _less_one(u: Node) -> Node | None:
    """u - 1 in a form that does not cancel, if there is one."""
    form: Node | None = None
    match u:
        case Call("cos", (v,)):
            half_sine = made("sin", made("multiply", Number(0.5), v))
            form = made("multiply", Number(-2.0), made("power", half_sine, Number(2.0)))
        case Call("cosh", (v,)):
            half_sine = made("sinh", made("multiply", Number(0.5), v))
            form = made("multiply", Number(2.0), made("power", half_sine, Number(2.0)))
        case Call("gaussian", (v,), ((_, Number(width)),)):
            square = made("power", made("divide", v, Number(width)), Number(2.0))
            form = made("expm1", made("multiply", Number(-0.5), square))
        case Call("exp", (v,)):
            form = made("expm1", v)
        case Call("tanh", (v,)):
            form = made("multiply", Number(-2.0), of_catalog("sigmoid", made("multiply", Number(-2.0), v)))
        case Call("erf", (v,)):
            form = made("negate", made("erfc", v))
        case Call("Phi", (v,)):
            form = made("negate", made("Phi", made("negate", v)))
        case Call("power", (Call("tanh", (v,)), Number(2.0))):
            form = made("negate", made("sech_squared", v))
        case Call("sigmoid", (v,), ((_, Number(0.0)),)):
            form = made("negate", of_catalog("sigmoid", made("negate", v)))
    return form


def _and_one(u: Node) -> Node | None:
    """u + 1 in a form that does not cancel, if there is one."""
    match u:
        case Call("tanh", (v,)):
            return made("multiply", Number(2.0), of_catalog("sigmoid", made("multiply", Number(2.0), v)))
        case Call("erf", (v,)):
            return made("erfc", made("negate", v))
        case Call("expm1", (v,)):
            return made("exp", v)
        case Call("elu", (v,), ((_, Number(1.0)),)):
            return call("where", call("greater", v, Number(0.0)), made("add", Number(1.0), v), made("exp", v))
    return None


def _twice_less_one(u: Node) -> Node | None:
    """2 u - 1 in a form that does not cancel, if there is one."""
    match u:
        case Call("sigmoid", (v,), ((_, Number(0.0)),)):
            return made("tanh", made("multiply", Number(0.5), v))
        case Call("Phi", (v,)):
            return made("erf", made("divide", v, Number(math.sqrt(2.0))))
    return None


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
            form = made("multiply", Number(one * other), u)
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
    form: Node = node
    match left, right:
        case u, Number(1.0):
            form = u
        case Call("exp", (u,)), Call("add", (Number(value), Call("exp", (v,)))) if u == v and value > 0.0:
            form = of_catalog("sigmoid", made("add", Number(-math.log(value)), u))
        case u, Call("add", (Number(value), Call("exp", (v,)))) if value > 0.0:
            sigmoid = of_catalog("sigmoid", made("subtract", Number(math.log(value)), v))
            form = made("divide", made("multiply", u, sigmoid), Number(value))
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


def _power(node: Call) -> Node:
    left, right = node.arguments
    if not isinstance(right, Number):
        return made("exp", right if left == Number(math.e) else made("multiply", right, made("log", left)))
    match left, right:
        case u, Number(1.0):
            return u
        case _, Number(0.0):
            return Number(1.0)
        case Call("power", (u, Number(2.0))), Number(0.5):
            return made("abs", u)
        case Call("exp", (u,)), _:
            return made("exp", made("multiply", right, u))
    return node


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


_RULES: Mapping[str, Callable[[Call], Node]] = {
    "negate": _negated,
    "add": _sum,
    "subtract": _difference,
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "log": _logarithm,
    "log1p": _logarithm_of_one_and,
    "asinh": _arsinh,
}
