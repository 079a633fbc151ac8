"""Trees as statements of Python."""

import math
from collections import Counter
from collections.abc import Mapping

from activations.formulas.expression import Call, Node, Number, Symbol, X, nodes_of, size_of, symbols_of
from activations.formulas.vocabulary import Vocabulary


def statements_of(tree: Node, vocabulary: Vocabulary) -> list[str]:
    """The lines of a function that returns what a written-out tree is."""
    return _Writer(tree, vocabulary).lines()


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
            case _:
                return self._called(node)

    def _called(self, node: Call) -> tuple[str, int]:
        match node:
            case Call("negate" | "not", (u,)):
                return self._prefixed(node.function, u)
            case Call(name, (u, v)) if name in _OPERATORS:
                sign, level, right = _OPERATORS[name]
                return f"{self._text(u, level)} {sign} {self._text(v, right)}", level
            case Call("power", (u, v)) if v != Number(0.5) or X not in symbols_of(u):
                return f"{self._text(u, _ATOM)}**{self._exponent(v)}", _POWER
        return self._applied(node), _ATOM

    def _exponent(self, node: Node) -> str:
        match node:
            case Number(value):
                return str(int(value) if value.is_integer() else value)
        return self._text(node, _ATOM)

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
