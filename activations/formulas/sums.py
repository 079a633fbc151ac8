"""Sums and differences of a formula's tree in forms that do not cancel."""

import math
from collections.abc import Callable

from activations.formulas.expression import Call, Node, Number, call
from activations.formulas.folding import of_catalog
from activations.formulas.matching import factored, is_positive_part, without_sign
from activations.formulas.piecewise import joined

# Functions f with f(u) - u = f(-u).
_REFLECTED = ("softplus", "logsigmoid", "squareplus", "silu", "gelu", "gelutanh", "quickgelu")


class Sums:
    """The best forms of sums, given what makes a call in its best form."""

    def __init__(self, made: Callable[..., Node]) -> None:
        self._made = made

    def sum(self, node: Call) -> Node:
        left, right = node.arguments
        if isinstance(right, Number):
            left, right = right, left
        if isinstance(left, Number):
            return self._shifted(left.value, right)
        match left, right:
            case Call("exp", (u,)), Call("exp", (v,)) if self._made("negate", u) == v:
                return self._made("multiply", Number(2.0), self._made("cosh", u))
            case u, Call("negate", (v,)):
                return self._made("subtract", u, v)
            case Call("negate", (u,)), v if u == v:
                return Number(0.0)
        form = call("add", left, right)
        return self._and(left, right) or self._and(right, left) or joined(form) or form

    def difference(self, node: Call) -> Node:
        left, right = node.arguments
        match left, right:
            case u, Number(value):
                return self._made("add", Number(-value), u)
            case Number(), u:
                return self._made("add", left, self._made("negate", u))
            case Call("exp", (u,)), Call("exp", (v,)) if self._made("negate", u) == v:
                return self._made("multiply", Number(2.0), self._made("sinh", u))
            case u, Call("negate", (v,)):
                return self._made("add", u, v)
            case u, v if u == v:
                return Number(0.0)
        form, opposite = self._excess(left, right), self._excess(right, left)
        if opposite is not None:
            form = self._made("negate", opposite)
        return form or joined(node) or node

    def _excess(self, u: Node, v: Node) -> Node | None:
        """u - v in a form that does not cancel, if there is one."""
        match u:
            case Call(name, (w,), settings) if name in _REFLECTED and v == w:
                return Call(name, (self._made("negate", w),), settings)
            case Call(name, (w,), settings) if name in _REFLECTED and is_positive_part(v, w):
                return Call(name, (self._made("negate", self._made("abs", w)),), settings)
            case Call("tanh", (w,)) if v == w:
                return self._made("negate", of_catalog("tanhshrink", w))
            case Call("cosh", (w,)) if v == call("sinh", w):
                return self._made("exp", self._made("negate", w))
            case Call("mish", (w,)) if v == w:
                return self._made(
                    "multiply", w, self._made("add", Number(-1.0), self._made("tanh", of_catalog("softplus", w)))
                )
        return self._before_bracket(v, u, self._less_one) or self._beside_root(self._made("negate", v), u)

    def _and(self, u: Node, v: Node) -> Node | None:
        """u + v in a form that does not cancel, if there is one."""
        return self._before_bracket(u, v, self._and_one) or self._excess(v, self._made("negate", u))

    def _before_bracket(self, u: Node, product: Node, form: Callable[[Node], Node | None]) -> Node | None:
        """u times the form of the other factor, if u is one of two."""
        factors = product.arguments if isinstance(product, Call) and product.function == "multiply" else ()
        for other in (each for each, known in zip(factors, reversed(factors), strict=True) if known == u):
            bracket = form(other)
            if bracket is not None:
                return self._made("multiply", u, bracket)
        return None

    def _beside_root(self, u: Node, v: Node) -> Node | None:
        """u + v where v is the root of u² and a number."""
        match v:
            case Call("power", (Call("add", (Number(value), Call("power", (w, Number(2.0))))), Number(0.5))) if (
                value > 0.0
            ):
                if without_sign(u) == without_sign(w):
                    scale = Number(math.sqrt(value))
                    return self._made("multiply", scale, self._made("exp_arsinh", self._made("divide", u, scale)))
        return None

    def _shifted(self, number: float, u: Node) -> Node:
        """number + u."""
        if number == 0.0:
            return u
        factor, inner = factored(u)
        form, scale = self._less_itself_at_0(-number / factor, inner) if factor else None, factor
        if form is None and number == -factor:
            form = self._less_one(inner)
        elif number == factor:
            form = self._and_one(inner)
        elif number == -0.5 * factor:
            form, scale = self._twice_less_one(inner), 0.5 * factor
        if form is not None:
            return self._made("multiply", Number(scale), form)
        added = call("add", Number(number), u)
        return joined(added) or added

    def _less_itself_at_0(self, number: float, u: Node) -> Node | None:
        """u - number where that is what u is where what stands in it is 0, in a form that does not cancel."""
        match u:
            case Call("softplus", (v,), ((_, Number(beta)),)) if number == math.log(2.0) / beta:
                form = self._made("softplus_less_log2", self._made("multiply", Number(beta), v))
                return self._made("divide", form, Number(beta))
            case Call("power", (Call("add", (Number(value), Call("power", (v, Number(2.0))))), Number(0.5))) if (
                value > 0.0 and number == math.sqrt(value)
            ):
                return self._made(
                    "multiply", Number(number), self._made("root_less_one", self._made("divide", v, Number(number)))
                )
        return None

    def _less_one(self, u: Node) -> Node | None:
        """u - 1 in a form that does not cancel, if there is one."""
        form: Node | None = None
        match u:
            case Call("cos", (v,)):
                half_sine = self._made("sin", self._made("multiply", Number(0.5), v))
                form = self._made("multiply", Number(-2.0), self._made("power", half_sine, Number(2.0)))
            case Call("cosh", (v,)):
                half_sine = self._made("sinh", self._made("multiply", Number(0.5), v))
                form = self._made("multiply", Number(2.0), self._made("power", half_sine, Number(2.0)))
            case Call("gaussian", (v,), ((_, Number(width)),)):
                square = self._made("power", self._made("divide", v, Number(width)), Number(2.0))
                form = self._made("expm1", self._made("multiply", Number(-0.5), square))
            case Call("exp", (v,)):
                form = self._made("expm1", v)
            case Call("tanh", (v,)):
                form = self._made(
                    "multiply", Number(-2.0), of_catalog("sigmoid", self._made("multiply", Number(-2.0), v))
                )
            case Call("erf", (v,)):
                form = self._made("negate", self._made("erfc", v))
            case Call("Phi", (v,)):
                form = self._made("negate", self._made("Phi", self._made("negate", v)))
            case Call("power", (Call("tanh", (v,)), Number(2.0))):
                form = self._made("negate", self._made("sech_squared", v))
            case Call("sigmoid", (v,), ((_, Number(0.0)),)):
                form = self._made("negate", of_catalog("sigmoid", self._made("negate", v)))
        return form

    def _and_one(self, u: Node) -> Node | None:
        """u + 1 in a form that does not cancel, if there is one."""
        match u:
            case Call("tanh", (v,)):
                return self._made(
                    "multiply", Number(2.0), of_catalog("sigmoid", self._made("multiply", Number(2.0), v))
                )
            case Call("erf", (v,)):
                return self._made("erfc", self._made("negate", v))
            case Call("expm1", (v,)):
                return self._made("exp", v)
            case Call("elu", (v,), ((_, Number(1.0)),)):
                return call(
                    "where", call("greater", v, Number(0.0)), self._made("add", Number(1.0), v), self._made("exp", v)
                )
        return None

    def _twice_less_one(self, u: Node) -> Node | None:
        """2 u - 1 in a form that does not cancel, if there is one."""
        match u:
            case Call("sigmoid", (v,), ((_, Number(0.0)),)):
                return self._made("tanh", self._made("multiply", Number(0.5), v))
            case Call("Phi", (v,)):
                return self._made("erf", self._made("divide", v, Number(math.sqrt(2.0))))
        return None
