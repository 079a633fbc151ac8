"""Formulas and derivatives as code of NumPy and of other libraries, in forms that do not cancel."""

import math
from collections import Counter
from collections.abc import Callable, Mapping

from activations.activation import Activation, Definition
from activations.formulas.binding import bound_tree
from activations.formulas.differentiating import MOST_DIFFERENTIATED, derivative
from activations.formulas.ends import with_limits
from activations.formulas.expression import Call, Node, Number, Symbol, X, call, nodes_of, number_of, rebuilt, size_of
from activations.formulas.folding import of_catalog
from activations.formulas.formula import FormulaDefinition
from activations.formulas.functions import OF_CATALOG
from activations.formulas.reading import expression_of
from activations.formulas.simplifying import made
from activations.formulas.values import bound_expression
from activations.formulas.vocabulary import VOCABULARIES, Language, Vocabulary
from activations.formulas.written import WRITTEN, written_of
from activations.imports import imports_of

_LARGEST = 300  # with the functions of the catalogue written out
_SIMPLE = ("sigmoid", "softplus", "logsigmoid", "tanhshrink")  # functions of the catalogue that derivatives keep
_AUTOMATIC: Mapping[Language, str] = {
    "PyTorch": """\
f_prime = torch.func.vmap(torch.func.grad(f))  # of a one-dimensional tensor
f_second = torch.func.vmap(torch.func.grad(torch.func.grad(f)))""",
    "JAX": """\
f_prime = jax.vmap(jax.grad(f))  # of a one-dimensional array
f_second = jax.vmap(jax.grad(jax.grad(f)))""",
}


def code_of(definition: FormulaDefinition, parameters: Mapping[str, float], language: Language) -> str | None:
    """Python that defines f(x) of an array, and where the language has derivatives f_prime(x) and f_second(x).

    NumPy's are written out, unless they are too long; PyTorch and JAX differentiate f themselves.
    None where f itself is too long, with the functions of the catalogue within it written out.
    """
    tree = elementary(bound_expression(definition.text, tuple(definition.bound(parameters).items())))
    if tree is None:
        return None
    functions = [_function("f", tree, VOCABULARIES[language])]
    if language == "NumPy":
        functions += _derivatives(tree, definition(**parameters))
    elif language in _AUTOMATIC:
        functions.append(_AUTOMATIC[language])
    return _module(functions)


def derivative_code(activation: Activation) -> str | None:
    """NumPy's f_prime(x) and f_second(x) of a formula or a function of the catalogue; None if they are too long."""
    tree = elementary_tree(activation)
    functions = _derivatives(tree, activation) if tree is not None else []
    return _module(functions) if functions else None


def elementary_tree(activation: Activation) -> Node | None:
    """The activation's tree with its parameters bound, of elementary pieces alone; None if it is too large."""
    definition: Definition = activation.definition
    if isinstance(definition, FormulaDefinition):
        return elementary(bound_expression(definition.text, tuple(activation.parameters.items())))
    return elementary(bound_tree(written_of(definition, activation.parameters, Symbol(X)), {}))


def elementary(tree: Node) -> Node | None:
    """A bound tree with what functions of the catalogue are made of in their place; None if it is too large."""
    if _grown(tree) > _LARGEST:
        return None

    def change(node: Node) -> Node:
        if not isinstance(node, Call) or node.function not in OF_CATALOG:
            return node
        settings = {name: number_of(value) for name, value in node.settings}
        if node.function in _SIMPLE and settings in ({}, {"offset": 0.0}, {"beta": 1.0}):
            return node
        return bound_tree(written_of(OF_CATALOG[node.function], settings, node.arguments[0]), {})

    return rebuilt(tree, change)


def plain(tree: Node) -> Node:
    """The tree with what NumPy and SciPy have no name for written out."""
    return _plain(tree, VOCABULARIES["NumPy"])


def module_of(name: str, tree: Node) -> str:
    """NumPy's code of a function of x, with its imports."""
    return _module([_function(name, tree, VOCABULARIES["NumPy"])])


def _grown(node: Node) -> int:
    """How many nodes there will be, at most."""
    if not isinstance(node, Call):
        return 1
    inside = sum(_grown(each) for each in node.arguments)
    if node.function not in OF_CATALOG or node.function in _SIMPLE:
        return 1 + inside
    written = list(nodes_of(expression_of(WRITTEN[OF_CATALOG[node.function].name].text)))
    return len(written) + written.count(Symbol(X)) * inside


def _derivatives(tree: Node, activation: Activation) -> list[str]:
    first = bound_tree(derivative(tree), {})
    if size_of(first) > MOST_DIFFERENTIATED:
        return []
    second = bound_tree(derivative(first), {})
    curves = (("f_prime", first, activation.derivative), ("f_second", second, activation.second_derivative))
    return [
        _function(name, with_limits(node, plain(node), curve), VOCABULARIES["NumPy"]) for name, node, curve in curves
    ]


def _module(functions: list[str]) -> str:
    text = "\n\n\n".join(functions)
    return "\n".join([*imports_of(text), "", "", text])


def _function(name: str, tree: Node, vocabulary: Vocabulary) -> str:
    writer = _Writer(_plain(tree, vocabulary), vocabulary)
    return "\n".join([f"def {name}(x):", *(f"    {line}" for line in writer.lines())])


def _plain(tree: Node, vocabulary: Vocabulary) -> Node:
    """The tree with what the library has no name for written out, and no sum of what has a minus."""

    def change(node: Node) -> Node:
        match node:
            case Call("negate", (Call("negate", (u,)),)):
                return u
            case Call(name, (u,)) if name not in vocabulary.functions:
                return _WRITTEN_OUT[name](u) if name in _WRITTEN_OUT else node
            case Call("clip", (u, low, high)) if not isinstance(low, Number) or not isinstance(high, Number):
                return call("min", call("max", u, low), high)
            case Call("add" | "subtract", _):
                return _with_one_sign(node)
        return node

    return rebuilt(rebuilt(tree, _divided), change)


def _divided(node: Node) -> Node:
    """A product with sech² as a quotient."""
    match node:
        case Call("multiply", (u, Call("sech_squared", (v,)))):
            return call("divide", u, _cosh_squared(v))
    return node


def _with_one_sign(node: Call) -> Node:
    """u − v instead of u + −v or −v + u, and u + v instead of u − −v; nothing is rounded in another way."""
    u, v = node.arguments
    opposite = _opposite(v)
    if opposite is not None:
        return call("subtract" if node.function == "add" else "add", u, opposite)
    match u:
        case Number(value) if value < 0.0 and node.function == "add":
            return call("subtract", v, Number(-value))
    return node


def _opposite(node: Node) -> Node | None:
    """The node without the minus with which it would begin."""
    match node:
        case Number(value) if value < 0.0:
            return Number(-value)
        case Call("negate", (u,)):
            return u
        case Call("multiply" | "divide" as name, (u, v)):
            first = _opposite(u)
            return None if first is None else v if (name, first) == ("multiply", Number(1.0)) else call(name, first, v)
    return None


def _cosh_squared(u: Node) -> Node:
    return call("power", call("cosh", u), Number(2.0))


def _root_of_one_and_square(u: Node) -> Node:
    return made("power", made("add", Number(1.0), made("power", u, Number(2.0))), Number(0.5))


def _root_and(u: Node) -> Node:
    root = _root_of_one_and_square(u)
    below = call("divide", Number(1.0), call("subtract", root, u))
    return call("where", call("greater", u, Number(0.0)), call("add", u, root), below)


def _log_cosh(u: Node) -> Node:
    half = call("divide", u, Number(2.0))
    return call("log1p", call("multiply", Number(2.0), call("power", call("sinh", half), Number(2.0))))


def _root_less_one(u: Node) -> Node:
    return call("divide", made("power", u, Number(2.0)), made("add", Number(1.0), _root_of_one_and_square(u)))


def _softplus_less_log2(u: Node) -> Node:
    # Branches that are not taken may not overflow, or PyTorch's gradients are lost.
    low, high = call("min", u, Number(1.0)), call("max", u, Number(1.0))
    near, beyond = (call("log1p", call("divide", call("expm1", v), Number(2.0))) for v in (low, made("negate", high)))
    return call("where", call("less", u, Number(1.0)), near, call("add", high, beyond))


# What functions are that a library has no name for.
_WRITTEN_OUT: Mapping[str, Callable[[Node], Node]] = {
    "sech_squared": lambda u: call("divide", Number(1.0), _cosh_squared(u)),
    "sigmoid_slope": lambda u: call("multiply", of_catalog("sigmoid", u), of_catalog("sigmoid", made("negate", u))),
    "softplus": lambda u: call("negate", of_catalog("logsigmoid", made("negate", u))),
    "logsigmoid": lambda u: call("negate", of_catalog("softplus", made("negate", u))),
    "softsign": lambda u: call("divide", u, made("add", Number(1.0), made("abs", u))),
    "tanhshrink": lambda u: call("subtract", u, call("tanh", u)),
    "softplus_less_log2": _softplus_less_log2,
    "root_less_one": _root_less_one,
    "exp_arsinh": _root_and,
    "isru": lambda u: call("divide", u, _root_of_one_and_square(u)),
    "log_cosh": _log_cosh,
}


class _Writer:
    """Writes a tree as statements: what stands in it more than once has a name."""

    def __init__(self, tree: Node, vocabulary: Vocabulary) -> None:
        self._tree, self._vocabulary = tree, vocabulary
        self._counts: Counter[Node] = Counter()
        self._names: dict[Node, str] = {}
        self._lines: list[str] = []
        self._count(tree)

    def lines(self) -> list[str]:
        if not any(node == Symbol(X) for node in nodes_of(self._tree)):
            return [f"return {self._vocabulary.constant.format(value=self._text(self._tree))}"]
        result = self._text(self._tree)
        return [*self._lines, f"return {result}"]

    def _count(self, node: Node) -> None:
        self._counts[node] += 1
        if isinstance(node, Call) and self._counts[node] == 1:
            for each in node.arguments:
                self._count(each)

    def _text(self, node: Node, level: int = 0) -> str:
        if node in self._names:
            return self._names[node]
        text, own = self._written(node)
        if self._counts[node] > 1 and _is_worth_a_name(node):
            self._names[node] = f"u{len(self._names) + 1}"
            self._lines.append(f"{self._names[node]} = {text}")
            return self._names[node]
        return text if own >= level else f"({text})"

    def _written(self, node: Node) -> tuple[str, int]:
        match node:
            case Number(value):
                text = repr(value) if math.isfinite(value) else f'float("{value}")'
                return text, _NEGATIVE if value < 0.0 else _ATOM
            case Symbol(name):
                return name, _ATOM
            case Call("negate" | "not", (u,)):
                return self._prefixed(node.function, u)
            case Call(name, (u, v)) if name in _OPERATORS:
                sign, level, right = _OPERATORS[name]
                return f"{self._text(u, level)} {sign} {self._text(v, right)}", level
            case Call("power", (u, Number(exponent))) if exponent != 0.5:
                plain = int(exponent) if exponent.is_integer() else exponent
                return f"{self._text(u, _ATOM)}**{plain}", _POWER
        return self._applied(node), _ATOM

    def _prefixed(self, name: str, u: Node) -> tuple[str, int]:
        if name == "not":
            return f"~{self._text(u, _ATOM)}", _NEGATIVE
        if isinstance(u, Call) and u.function in ("multiply", "divide") and self._counts[u] == 1:
            text, level = self._written(u)
            return f"-{text}", level  # of its first factor, which is the same
        return f"-{self._text(u, _NEGATIVE)}", _NEGATIVE

    def _applied(self, node: Call) -> str:
        name, arguments = ("sqrt", node.arguments[:1]) if node.function == "power" else (node.function, node.arguments)
        template = self._vocabulary.template(name, arguments)
        return template.format(*(self._text(each) for each in arguments))


def _is_worth_a_name(node: Node) -> bool:
    return isinstance(node, Call) and (node.function not in ("negate", "power", *_OPERATORS) or size_of(node) > 3)


_COMPARED, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = range(1, 7)

# The sign of an operator, how tightly it binds, and how tightly what stands on its right has to.
_OPERATORS: Mapping[str, tuple[str, int, int]] = {
    "and": ("&", _ATOM, _ATOM),
    "or": ("|", _ATOM, _ATOM),
    "less": ("<", _COMPARED, _SUM),
    "at_most": ("<=", _COMPARED, _SUM),
    "greater": (">", _COMPARED, _SUM),
    "at_least": (">=", _COMPARED, _SUM),
    "equal": ("==", _COMPARED, _SUM),
    "unequal": ("!=", _COMPARED, _SUM),
    "add": ("+", _SUM, _SUM),
    "subtract": ("-", _SUM, _PRODUCT),
    "multiply": ("*", _PRODUCT, _NEGATIVE),
    "divide": ("/", _PRODUCT, _NEGATIVE),
}
