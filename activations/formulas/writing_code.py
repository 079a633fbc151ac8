"""Formulas and derivatives as code of NumPy and of other libraries, in forms that do not cancel."""

import math
from collections import Counter
from collections.abc import Mapping

from activations.activation import Activation
from activations.formulas.binding import bound_tree
from activations.formulas.differentiating import MOST_DIFFERENTIATED, derivative
from activations.formulas.ends import with_limits
from activations.formulas.expression import Call, Node, Number, Symbol, X, nodes_of, size_of
from activations.formulas.guarding import guarded
from activations.formulas.trials import curve_of, trials_of
from activations.formulas.vocabulary import VOCABULARIES, Language, Vocabulary
from activations.formulas.writing_out import elementary_tree, written_out
from activations.imports import with_imports

_AUTOMATIC: Mapping[Language, str] = {
    "PyTorch": """\
f_prime = torch.func.vmap(torch.func.grad(f))  # of a one-dimensional tensor
f_second = torch.func.vmap(torch.func.grad(torch.func.grad(f)))""",
    "JAX": """\
f_prime = jax.vmap(jax.grad(f))  # of a one-dimensional array
f_second = jax.vmap(jax.grad(jax.grad(f)))""",
}


def code_of(formula: Activation, language: Language) -> str | None:
    """Python that defines f(x) of an array, and where the language has derivatives f_prime(x) and f_second(x).

    NumPy's are written out, unless they are too long; PyTorch and JAX differentiate f themselves.
    None where f itself is too long, with the functions of the catalogue within it written out.
    """
    tree = elementary_tree(formula)
    if tree is None:
        return None
    functions = [_function("f", _finished(tree, formula, 0, language), VOCABULARIES[language])]
    if language == "NumPy":
        functions += _derivatives(tree, formula)
    elif language in _AUTOMATIC:
        functions.append(_AUTOMATIC[language])
    return _module(functions)


def derivative_code(activation: Activation) -> str | None:
    """NumPy's f_prime(x) and f_second(x) of a formula or a function of the catalogue; None if they are too long."""
    tree = elementary_tree(activation)
    functions = _derivatives(tree, activation) if tree is not None else []
    return _module(functions) if functions else None


def plain(tree: Node) -> Node:
    """The tree with what NumPy and SciPy have no name for written out."""
    return written_out(tree, VOCABULARIES["NumPy"])


def module_of(name: str, tree: Node) -> str:
    """NumPy's code of a function of x, with its imports."""
    return _module([_function(name, tree, VOCABULARIES["NumPy"])])


def _derivatives(tree: Node, activation: Activation) -> list[str]:
    first = bound_tree(derivative(tree), {})
    if size_of(first) > MOST_DIFFERENTIATED:
        return []
    second = bound_tree(derivative(first), {})
    return [
        _function(name, _finished(tree, activation, order, "NumPy"), VOCABULARIES["NumPy"])
        for order, (name, tree) in enumerate((("f_prime", first), ("f_second", second)), start=1)
    ]


def _finished(tree: Node, activation: Activation, order: int, language: Language) -> Node:
    """The tree of f or of a derivative as its code is to be, good far out and at ±inf too."""
    written = written_out(tree, VOCABULARIES[language])
    found = guarded(written, trials_of([activation], order, slopes=language != "NumPy"))
    return with_limits(found, curve_of(activation, order))


def _module(functions: list[str]) -> str:
    return with_imports("\n\n\n".join(functions))


def _function(name: str, tree: Node, vocabulary: Vocabulary) -> str:
    writer = _Writer(written_out(tree, vocabulary), vocabulary)
    return "\n".join([f"def {name}(x):", *(f"    {line}" for line in writer.lines())])


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
                text = _digits(value) if math.isfinite(value) else f'float("{value}")'
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


def _digits(value: float) -> str:
    brief = f"{value:.0e}".replace("e+0", "e").replace("e+", "e")
    return brief if float(brief) == value and abs(value) >= 1e5 else repr(value)


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
