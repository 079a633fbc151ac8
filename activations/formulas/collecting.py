"""Sums and products written briefly: nothing is expanded, like terms and like factors are taken together."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from activations.formulas.expression import Call, Node, Number, Symbol, X, call, rebuilt, symbols_of
from activations.formulas.functions import is_function

ZERO, ONE = Number(0.0), Number(1.0)


@dataclass(slots=True)
class _Product:
    """over/under times powers of what is neither a number nor a product."""

    over: float = 1.0
    under: float = 1.0
    powers: dict[Node, float] = field(default_factory=dict)

    def take(self, node: Node, exponent: float = 1.0) -> None:
        match node:
            case Number(value) if exponent.is_integer() and exponent > 0.0:
                self.over *= value**exponent
            case Number(value) if exponent.is_integer() and value != 0.0:
                self.under *= value**-exponent
            case Call("negate", (u,)) if exponent.is_integer():
                self.over *= (-1.0) ** exponent
                self.take(u, exponent)
            case Call("multiply", (u, v)) if exponent.is_integer():
                self.take(u, exponent)
                self.take(v, exponent)
            case Call("divide", (u, v)) if v != ZERO and exponent.is_integer():
                self.take(u, exponent)
                self.take(v, -exponent)
            case Call("sqrt", (u,)):
                self.take(u, 0.5 * exponent)
            case Call("power", (u, Number(power))) if not isinstance(u, Number) and exponent.is_integer():
                self.take(u, power * exponent)
            case _:
                self.powers[node] = self.powers.get(node, 0.0) + exponent

    def reduce(self) -> None:
        """Make a fraction of whole numbers if it is one, and else a number."""
        if self.over == 0.0:
            self.under, self.powers = 1.0, {}
        if self.over.is_integer() and self.under.is_integer() and abs(self.over) < 1e15 > abs(self.under):
            common = math.copysign(math.gcd(int(self.over), int(self.under)), self.under)
            self.over, self.under = self.over / common, self.under / common
        else:
            self.over, self.under = _rounded(self.over / self.under), 1.0
        for base in tuple(self.powers):
            match base:
                case Call("sign", (u,)) if self.powers[base] == 1.0 and self.powers.get(u, 0.0) >= 1.0:
                    del self.powers[base]
                    self.powers[u] -= 1.0
                    self.take(call("abs", u))
        self.powers = {base: exponent for base, exponent in self.powers.items() if exponent != 0.0}

    def node(self) -> Node:
        """The product without its sign."""
        ordered = sorted(self.powers.items(), key=_place)
        above = [_power(base, exponent) for base, exponent in ordered if exponent > 0.0]
        below = [_power(base, -exponent) for base, exponent in ordered if exponent < 0.0]
        over = _multiplied(abs(self.over), above)
        return over if self.under == 1.0 and not below else call("divide", over, _multiplied(self.under, below))


def _rounded(value: float) -> float:
    return float(f"{value:.15g}")


def _place(power: tuple[Node, float]) -> int:
    """What holds no x first, then x, then functions, and what has branches last."""
    base = power[0]
    if X not in symbols_of(base):
        return 0
    return 1 if isinstance(base, Symbol) else 3 if isinstance(base, Call) and base.function == "where" else 2


def _power(base: Node, exponent: float) -> Node:
    if exponent == 0.5:
        return call("sqrt", base)
    return base if exponent == 1.0 else call("power", base, Number(exponent))


def _multiplied(number: float, factors: list[Node]) -> Node:
    if not factors:
        return Number(number)
    first, *rest = factors if number == 1.0 else [Number(number), *factors]
    for each in rest:
        first = call("multiply", first, each)
    return first


def _product_of(factors: Iterable[Node]) -> _Product:
    found = _Product()
    for each in factors:
        found.take(each)
    found.reduce()
    return found


def product(*factors: Node) -> Node:
    """Their product; a choice of which a branch is 0 takes the other factors into its branches."""
    found = _product_of(factors)
    for base, exponent in found.powers.items():
        if exponent == 1.0 and isinstance(base, Call) and base.function == "where" and ZERO in base.arguments[1:]:
            condition, one, other = base.arguments
            del found.powers[base]
            rest = _signed(found)
            return chosen(condition, product(rest, one), product(rest, other))
    return _signed(found)


def quotient(u: Node, v: Node) -> Node:
    return product(call("divide", u, v))


def chosen(condition: Node, u: Node, v: Node) -> Node:
    u, v = _branch(u, condition, 1), _branch(v, condition, 2)
    return u if u == v else call("where", condition, u, v)


def _branch(node: Node, condition: Node, branch: int) -> Node:
    """The node where the condition is known."""

    def change(each: Node) -> Node:
        is_choice = isinstance(each, Call) and each.function == "where" and each.arguments[0] == condition
        return each.arguments[branch] if isinstance(each, Call) and is_choice else each

    return rebuilt(node, change)


def raised(u: Node, exponent: Node) -> Node:
    return product(call("power", u, exponent))


def negated(u: Node) -> Node:
    return product(Number(-1.0), u)


def _signed(found: _Product) -> Node:
    node = found.node()
    return call("negate", node) if found.over < 0.0 and node != ZERO else node


def _terms(node: Node, sign: float) -> Iterable[_Product]:
    match node:
        case Call("add", (u, v)):
            yield from (*_terms(u, sign), *_terms(v, sign))
        case Call("subtract", (u, v)):
            yield from (*_terms(u, sign), *_terms(v, -sign))
        case Call("negate", (Call("add" | "subtract" | "negate", _) as u,)):
            yield from _terms(u, -sign)
        case _:
            yield _product_of((Number(sign), node))


def total(*nodes: Node) -> Node:
    """Their sum, with what all its terms share before a bracket if that is a function, or under them."""
    kept: dict[frozenset[tuple[Node, float]], _Product] = {}
    for node in _choices_merged(nodes):
        for term in _terms(node, 1.0):
            key = frozenset(term.powers.items())
            known = kept.get(key)
            if known is None:
                kept[key] = term
            else:
                known.over = known.over * term.under + term.over * known.under
                known.under *= term.under
                known.reduce()
                known.powers = dict(term.powers)
    terms = [term for term in kept.values() if term.over != 0.0]
    if len(terms) < 2:
        return _signed(terms[0]) if terms else ZERO
    shared = _shared(terms)
    if not shared:
        return _added(terms)
    for term in terms:
        left = {base: exponent - shared.get(base, 0.0) for base, exponent in term.powers.items()}
        term.powers = {base: exponent for base, exponent in left.items() if exponent != 0.0}
    return product(_Product(powers=shared).node(), total(_added(terms)))


def _shared(terms: list[_Product]) -> dict[Node, float]:
    """The powers to take out of a sum."""
    found = {}
    for base in terms[0].powers:
        exponents = [term.powers.get(base, 0.0) for term in terms]
        exponent = min(exponents) if exponents[0] > 0.0 else max(exponents)
        if exponent * exponents[0] > 0.0 and _is_taken_out(base, exponent):
            found[base] = exponent
    return found


def _is_taken_out(base: Node, exponent: float) -> bool:
    return exponent < 0.0 or (isinstance(base, Call) and is_function(base.function))


def _added(terms: list[_Product]) -> Node:
    """The sum, which begins with a term that has no minus if there is one."""
    first = next((term for term in terms if term.over > 0.0), terms[0])
    found = _signed(first)
    for term in terms:
        if term is not first:
            found = call("add" if term.over > 0.0 else "subtract", found, term.node())
    return found


def _choices_merged(nodes: Iterable[Node]) -> Iterable[Node]:
    """The terms, with choices that hang on the same condition added branch by branch."""
    choices: dict[Node, list[tuple[Node, Node]]] = {}
    for node in nodes:
        match node:
            case Call("where", (condition, u, v)):
                choices.setdefault(condition, []).append((u, v))
            case _:
                yield node
    for condition, branches in choices.items():
        yield chosen(condition, total(*(u for u, _ in branches)), total(*(v for _, v in branches)))
